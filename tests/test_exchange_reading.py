"""Foreign cases: what can be told of a case is, the rest is named, and nothing breaks the reader."""

import json

import exchanged
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.contract import NOT_FOUND
from assistant.model import Turn
from corpus.errors import PlaybookError
from evals.cases import IMPORTED
from evals.exchange import promptfoo, ragas
from evals.exchange.reading import read
from evals.exchange.run import Run
from evals.exchange.words import folded
from evals.model import Case

RUN = exchanged.run()


@pytest.fixture
def imported(tmp_path):
    """Reads a file of this text and name."""

    def reader(text, name="tests.jsonl"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(file, exchanged.KINDS)

    return reader


def one(asserts, question="Who signs?", **others):
    return json.dumps({"vars": {"question": question}, "assert": asserts} | others)


def as_scored(case):
    """The case with wordings as the scorer compares them."""
    facts = tuple(tuple(dict.fromkeys(map(folded, fact))) for fact in case.facts)
    forbidden = tuple(map(folded, case.must_not_say))
    return Case(case.id, case.question.strip(), case.kind, case.answerable, case.gold, facts, case.history, forbidden)


def test_what_is_exported_to_promptfoo_comes_back_whole(imported):
    found = imported(promptfoo.files(RUN)["tests.jsonl"])
    assert found.cases == tuple(map(as_scored, RUN.cases))
    assert found.notes == ()


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@given(question=texts, fact=texts)
def test_any_text_comes_back_from_promptfoo(tmp_path_factory, question, fact):
    case = Case("c", question, "fact", True, facts=((fact, "sixty"),), history=(Turn("user", fact),))
    file = tmp_path_factory.mktemp("any") / "tests.jsonl"
    file.write_text(promptfoo.files(Run([case]))["tests.jsonl"], "utf-8")
    assert read(file, exchanged.KINDS).cases == (as_scored(case),)


def test_what_must_be_contained_becomes_facts_and_what_must_not_is_forbidden(imported):
    told = [
        {"type": "contains", "value": "60 days"},
        {"type": "icontains-any", "value": ["OPM", "Office of Policy"]},
        {"type": "contains-all", "value": 'red, "a, b"'},
        {"type": "icontains", "value": 42},
        {"type": "not-contains", "value": "30 days"},
        {"type": "not-icontains-any", "value": ["x", "y"]},
        {"type": "assert-set", "assert": [{"type": "contains", "value": "inner"}]},
    ]
    (case,) = imported(one(told)).cases
    assert case.facts == (("60 days",), ("OPM", "Office of Policy"), ("red",), ("a, b",), ("42",), ("inner",))
    assert case.must_not_say == ("30 days", "x", "y")
    assert (case.id, case.kind, case.answerable, case.gold) == ("tests-1", IMPORTED, True, ())


@pytest.mark.parametrize(
    "told",
    [
        {"type": "llm-rubric", "value": "is polite"},
        {"type": "equals", "value": "Paris"},
        {"type": "contains", "value": "file://facts.txt"},
        {"type": "contains", "value": "{{ answer }}"},
        {"type": "contains", "value": {"a": 1}},
        {"type": "contains", "value": "  "},
        {"type": "contains", "value": 10**20},
        {"type": "contains", "value": "x", "weight": 0},
        {"type": "contains", "value": "x", "transform": "output.length"},
        {"type": "not-contains-all", "value": ["x", "y"]},
        {"type": "assert-set", "threshold": 0.5, "assert": [{"type": "contains", "value": "x"}]},
        {"type": ["contains"], "value": "x"},
        {"$ref": "#/assertionTemplates/x"},
    ],
)
def test_an_assertion_that_a_case_cannot_say_is_named_and_left_out(imported, told):
    found = imported("\n" + one([told, {"type": "contains", "value": "kept"}]))
    assert found.cases[0].facts == (("kept",),)
    (note,) = found.notes
    assert "tests.jsonl:2: the assertion" in note


def test_a_case_that_asks_for_the_refusal_is_unanswerable(imported):
    found = imported(one([{"type": "icontains", "value": NOT_FOUND}, {"type": "contains", "value": "x"}]))
    assert (found.cases[0].answerable, found.cases[0].facts) == (False, ())
    assert "its facts are left out" in found.notes[0]


def test_a_question_that_is_a_list_becomes_a_case_each(imported):
    found = imported(json.dumps({"vars": {"question": ["One?", "Two?"]}, "metadata": {"id": "x"}}))
    assert [(case.id, case.question) for case in found.cases] == [("x-1", "One?"), ("x-2", "Two?")]


def test_a_yaml_configuration_is_read_with_its_lines_and_what_is_missing_is_named(imported):
    tests = "tests:\n  - vars: {question: 'Who?'}\n    assert:\n      - type: llm-rubric\n"
    text = "prompts: [a]\ndefaultTest: {assert: []}\n" + tests
    found = imported(text, "config.yaml")
    assert [case.question for case in found.cases] == ["Who?"]
    assert "defaultTest is not read" in found.notes[0]
    assert "config.yaml:4: the assertion 'llm-rubric'" in found.notes[1]


def test_a_csv_file_is_read_with_its_expectations(imported):
    header = "\ufeffquestion,__expected1,__expected2,__metadata:kind\n"
    text = header + '"Who, now?","icontains-any: OPM, ""a, b""",not-contains:x,fact\n'
    (case,) = imported(text, "tests.csv").cases
    assert (case.question, case.kind) == ("Who, now?", "fact")
    assert (case.facts, case.must_not_say) == ((("OPM", "a, b"),), ("x",))


def test_samples_of_ragas_become_cases_without_gold(imported):
    files = ragas.files(RUN)
    single, several = imported(files["single_turn.jsonl"]), imported(files["multi_turn.jsonl"])
    asked = [case for case in RUN.cases if not case.history]
    assert [(case.question, case.answerable) for case in single.cases] == [(c.question, c.answerable) for c in asked]
    assert [case.history for case in several.cases] == [case.history for case in RUN.cases if case.history]
    assert not any(case.gold or case.facts for case in single.cases)
    assert sum("the reference is left out" in note for note in single.notes) == sum(case.answerable for case in asked)


DEEP = "[" * 100_000
BOMB = "\n".join(
    [
        "a: &a [x, x]",
        *(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)),
    ]
)


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("t.jsonl", "\n{", "t.jsonl:2 is not JSON"),
        ("t.jsonl", DEEP, "t.jsonl:1 is not JSON .nested too deep"),
        ("t.jsonl", b"\xff", "cannot be read"),
        ("t.jsonl", "", "holds no tests"),
        ("t.jsonl", "3", "t.jsonl:1 is no test but 3"),
        ("t.jsonl", '{"x": 1}', "t.jsonl:1 holds neither vars .* nor user_input"),
        ("t.jsonl", '{"vars": 3}', "t.jsonl:1 has 3 for vars"),
        ("t.jsonl", '{"vars": {"query": "x"}}', "t.jsonl:1 asks no question: vars.question is None"),
        ("t.jsonl", '{"vars": {"question": "file:///etc/passwd"}}', "t.jsonl:1 names a file as its question"),
        ("t.jsonl", '{"vars": {"question": "\\ud800"}}', "t.jsonl:1: The question is not valid UTF-8"),
        ("t.jsonl", '{"vars": {"question": "x"}, "assert": "y"}', "t.jsonl:1 has no list of assertions but 'y'"),
        ("t.jsonl", '{"vars": {"question": "x"}, "metadata": [1]}', r"t.jsonl:1 has \[1\] for metadata"),
        ("t.jsonl", '{"vars": {"question": "x"}, "metadata": {"id": "a"}}\n' * 2, "t.jsonl:2: another case is called"),
        ("t.jsonl", '{"user_input": []}', "t.jsonl:1 asks no question: user_input"),
        ("t.jsonl", '{"user_input": [{"type": "ai", "content": "x"}]}', "t.jsonl:1 asks no question"),
        ("t.json", '{"tests": "file://x"}', "holds no list of tests but 'file://x'"),
        ("t.json", '["file://x.yaml"]', "t.json, test 1 names another file"),
        ("t.yaml", "- a\n- vars: [", "t.yaml:2 is not YAML .expected the node content"),
        ("t.yaml", DEEP, "t.yaml is not YAML .nested too deep"),
        ("t.yaml", "- !!python/object/apply:os.system [id]", "t.yaml:1 is not YAML"),
        ("t.yaml", '- !!timestamp "x"', "t.yaml is not YAML"),
        ("t.yaml", "- vars:\n    question: 2024-01-01", "t.yaml:1 asks no question"),
        ("t.yaml", "- vars:\n    question: 0x" + "f" * 9000, "t.yaml:1 asks no question"),
        ("t.yaml", "? [a, b]\n: c", "t.yaml holds no list of tests"),
        ("t.yaml", f"{BOMB}\ntests:\n- {{vars: {{question: *u}}}}", "t.yaml:23 asks no question"),
        ("t.yaml", f"{BOMB}\ntests:\n- {{vars: {{question: x}}, assert: *u}}", "t.yaml:23 has no list of assertions"),
        ("t.csv", "question,b\nx\n", "t.csv:2 has not as many cells"),
        ("t.csv", "question\n" + "x" * 200_000, "t.csv:[12] is not CSV"),
        ("t.xml", "<a/>", "t.xml is of an unknown kind"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_in_a_sentence_with_file_and_line(imported, name, text, where):
    with pytest.raises(PlaybookError, match=where):
        imported(text, name)


def test_a_value_of_endless_aliases_is_named_in_short(imported):
    asserts = "assert: [{type: *u}, {type: contains, value: *u}]"
    about = "metadata: {id: *u, kind: *u, gold: *u}"
    text = f"{BOMB}\ntests:\n- vars: {{question: x, history: *u}}\n  {asserts}\n  {about}"
    found = imported(text, "t.yaml")
    assert len(found.cases) == 1
    assert len(found.notes) == 4
    assert max(map(len, found.notes)) < 300


def test_gold_of_another_shape_is_named_and_left_out(imported):
    found = imported(one([], metadata={"gold": [{"source": "s", "trail": "not a list"}]}))
    assert found.cases[0].gold == ()
    assert "metadata.gold is left out" in found.notes[0]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(PlaybookError, match="cannot be read"):
        read(tmp_path / "none.jsonl", ())
