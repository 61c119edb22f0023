"""What goes out is read by the tools it is for, and what comes in is counted or told."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import yaml
from answers import CASE, NONE, TEXT, gold, target

from assistant.contract import NOT_FOUND
from assistant.model import Turn
from corpus.errors import PlaybookError
from evals.exchange.junit import junit
from evals.exchange.promptfoo import promptfoo
from evals.exchange.ragas import ragas
from evals.exchange.reading import imported
from evals.exchange.run import Run, section_ids
from evals.exchange.trec import beir, trec
from evals.given import given
from evals.score import scored

HOSTILE = 'A "quoted"\x00 <b>question</b>\n| with, all\u2028of it \ud800?'
FOLLOW_UP = replace(CASE, id="next", history=(Turn("user", "Who keeps it?"), Turn("assistant", "The office.")))
SECTIONS = {(name, (name.title(),)): TEXT for name in ("right", "wrong", "other")}


def answer(*hits, said=TEXT):
    place = {"start": 0, "end": len(TEXT)}
    passages = [
        {"source": h, "trail": [h.title()], "score": 1 / r, "text": TEXT} | place for r, h in enumerate(hits, 1)
    ]
    cited = [{"number": 1, "source": hits[0], "trail": [hits[0].title()], "quote": TEXT} | place] if said else []
    statements = [{"text": said, "citations": [1]}] if said else []
    status = "answered" if said else "not_found"
    told = {"status": status, "confidence": 0.5, "text": said or NOT_FOUND, "statements": statements}
    return told | {"citations": cited, "passages": passages}


def run(*pairs):
    """A scored run of cases with their answers."""
    answers = {case.id: told for case, told in pairs}
    found = {case.id: given(case.id, "asked", told, "here") for case, told in pairs}
    marks = {c.id: scored(c, target(*c.gold), found[c.id], {s: TEXT for s, _ in SECTIONS}) for c, _ in pairs}
    return Run([case for case, _ in pairs], answers, marks, SECTIONS, {case.id: 20.0 for case, _ in pairs})


MANY = run(
    (CASE, answer("wrong", "right")),
    (replace(CASE, id="two", gold=(gold("right"), gold("other", primary=False))), answer("other", "wrong", "right")),
    (FOLLOW_UP, answer("right")),
    (NONE, answer("wrong", said="")),
)


def table(text):
    """Rows of a TREC file."""
    return [line.split(" ") for line in text.splitlines()]


def test_trec_eval_finds_our_ndcg_in_our_files():
    from pytrec_eval import RelevanceEvaluator

    qrels, runs = {}, {}
    files = trec(MANY)
    for case, _, section, gain in table(files["qrels.txt"]):
        qrels.setdefault(case, {})[section] = int(gain)
    for case, _, section, _, score, _ in table(files["run.txt"]):
        runs.setdefault(case, {})[section] = float(score)
    theirs = RelevanceEvaluator(qrels, {"ndcg_cut.10", "success.1"}).evaluate(runs)
    assert set(theirs) == {"case", "two", "next"}
    for case, found in theirs.items():
        assert MANY.scored[case].scores["ndcg_at_10"] == pytest.approx(found["ndcg_cut_10"], abs=1e-9)
        assert MANY.scored[case].scores["hit_at_1"] == found["success_1"]


def test_each_section_has_one_name_without_spaces():
    places = [("s", ("T", "A b")), ("s", ("T", "A, B")), ("s", ("T",)), ("s", ("T", "É"))]
    names = section_ids(places)
    assert len(set(names.values())) == 4
    assert not any(re.search(r"\s", name) for name in names.values())


def test_beir_is_laid_out_as_its_loader_wants_it():
    files = beir(MANY)
    corpus = [json.loads(line) for line in files["corpus.jsonl"].split("\n") if line]
    queries = [json.loads(line) for line in files["queries.jsonl"].split("\n") if line]
    head, *rows = files["qrels/test.tsv"].splitlines()
    assert head == "query-id\tcorpus-id\tscore"
    assert {row.split("\t")[0] for row in rows} == {one["_id"] for one in queries}
    assert {row.split("\t")[1] for row in rows} <= {one["_id"] for one in corpus}
    assert all(set(one) == {"_id", "title", "text"} for one in corpus)


def test_promptfoo_is_told_what_to_count_and_of_what_to_refuse():
    files = promptfoo(MANY)
    tests = {one["description"]: one for one in map(json.loads, filter(None, files["cases.jsonl"].split("\n")))}
    assert {"type": "icontains-any", "value": ["60 days", "sixty days"]} in tests["case"]["assert"]
    assert tests["none"]["assert"] == [{"type": "contains", "value": NOT_FOUND}]
    assert "next" not in tests
    config = yaml.safe_load(files["promptfooconfig.yaml"])
    assert config["providers"] == ["exec:sh ask.sh"]
    assert "ask.sh" in files


def test_ragas_gets_questions_and_conversations_apart():
    files = ragas(MANY)
    single = [json.loads(line) for line in files["single_turn.jsonl"].split("\n") if line]
    (several,) = [json.loads(line) for line in files["multi_turn.jsonl"].split("\n") if line]
    assert single[0]["user_input"] == CASE.question
    assert single[0]["reference"] == "60 days; SFTP"
    assert single[0]["reference_contexts"] == [TEXT]
    assert [one["type"] for one in several["user_input"]] == ["human", "ai", "human", "ai"]


def test_build_servers_get_a_test_a_case_with_what_went_wrong():
    suite = ElementTree.fromstring(junit(MANY)["junit.xml"]).find("testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "1", "0")
    cases = {one.get("name").split(":")[0]: one for one in suite.findall("testcase")}
    assert cases["case"].find("failure").get("message") == "wrong"
    assert cases["none"].find("failure") is None


@pytest.mark.parametrize("form", [trec, beir, promptfoo, ragas, junit])
def test_hostile_questions_leave_every_form_readable(form):
    files = form(run((replace(CASE, question=HOSTILE.replace("\ud800", "")), answer("right"))))
    for name, text in files.items():
        text.encode("utf-8")
        if name.endswith(".jsonl"):
            assert all(json.loads(line) for line in text.split("\n") if line)
    if form is junit:
        ElementTree.fromstring(files["junit.xml"])


def written(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def test_our_promptfoo_file_comes_back_as_it_went(tmp_path):
    found = imported(written(tmp_path, "cases.jsonl", promptfoo(MANY)["cases.jsonl"]))
    assert [(one.question, one.facts, one.answerable) for one in found.cases] == [
        (CASE.question, CASE.facts, True),
        (CASE.question, CASE.facts, True),
        (NONE.question, (), False),
    ]
    assert found.notes == ()


PROMPTFOO_YAML = """
tests:
  - vars: {question: "How long?"}
    assert:
      - {type: icontains-all, value: [60 days, SFTP]}
      - {type: not-icontains, value: 30 days}
      - {type: llm-rubric, value: is polite}
  - vars: {other: thing}
    assert: [{type: contains, value: x}]
"""


def test_what_cannot_be_counted_is_told_and_the_rest_is_taken_over(tmp_path):
    found = imported(written(tmp_path, "tests.yaml", PROMPTFOO_YAML))
    (case,) = found.cases
    assert (case.facts, case.must_not_say) == ((("60 days",), ("SFTP",)), ("30 days",))
    assert "'llm-rubric' cannot be counted without a model" in found.notes[0]
    assert "test 2 asks no question" in found.notes[1]


def test_a_table_of_promptfoo_comes_in(tmp_path):
    text = "question,__expected\nHow long?,icontains: 60 days\nHow blue?,contains: The sources do not say.\n"
    found = imported(written(tmp_path, "tests.csv", text))
    assert [(one.facts, one.answerable) for one in found.cases] == [((("60 days",),), True), ((), False)]


def test_a_ragas_dataset_comes_in_where_its_reference_can_be_found_word_by_word(tmp_path):
    rows = [
        {"user_input": "How long?", "reference": "60 days"},
        {"user_input": "Why?", "reference": " ".join(["word"] * 40)},
    ]
    found = imported(written(tmp_path, "data.jsonl", "".join(json.dumps(row) + "\n" for row in rows)))
    assert [one.facts for one in found.cases] == [(("60 days",),)]
    assert "too long to be found word by word" in found.notes[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", "{"),
        ("a.jsonl", "[1]\n"),
        ("a.jsonl", ""),
        ("a.json", '{"tests": 5}'),
        ("a.yaml", "a: [b"),
        ("a.yaml", "!!python/object/apply:os.system [ls]"),
        ("a.csv", "question\nWhy?\n"),
    ],
)
def test_a_file_that_holds_no_cases_is_told_in_one_sentence(tmp_path, name, text):
    with pytest.raises(PlaybookError, match=name):
        imported(written(tmp_path, name, text))
