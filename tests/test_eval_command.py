"""`playbook eval`: it answers, scores, writes a run that can be gone on with, and fails when anything got worse."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import model_server
import pytest

from evals.folder import RunFolder
from ui import wire
from ui.eval_command import ACCEPTED, Asked, _comparison
from ui.setup import Setup

OPENING = "The counter opens at nine."
OFFICE = f"# Office\n\n## Hours\n\n{OPENING}\n\n## Copies\n\nScans are free for schools.\n"
ZEBRAS = {"answerable": False, "gold": [], "facts": [], "kind": "off topic"}
SAME = {"run.json", "cases.jsonl", "answers.jsonl", "scores.jsonl", "summary.md"}
"""The same bytes for the same run."""
WRITTEN = SAME | {"timings.jsonl", "took.json", "report.html"}


@pytest.fixture
def office(folder_corpus, playbook):
    """A corpus of two pages, indexed."""
    corpus = folder_corpus(office=OFFICE, zoo="# Zoo\n\nThe lions are fed twice a day.\n")
    assert playbook("index", "build", "--corpus", corpus).code == 0
    return corpus


@pytest.fixture
def evaluate(playbook, office):
    """Runs `playbook eval` over the corpus."""
    return lambda *arguments: playbook("eval", *arguments, "--corpus", office)


def case(id_, question=OPENING, **more):
    gold = [{"source": "office-md", "trail": ["Office", "Hours"], "phrases": ["nine"]}]
    told = {"id": id_, "question": question, "kind": "fact", "answerable": True, "gold": gold, "facts": [["nine"]]}
    return told | more


@pytest.fixture
def cases(tmp_path):
    """Writes a file of cases."""

    def write(*rows):
        file = tmp_path / "cases.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return file

    return write


def told(done):
    """The one sentence of an error."""
    assert done.code == 1
    assert "Traceback" not in done.err
    assert "fault in the program" not in done.err
    (line,) = [line for line in done.err.splitlines() if line.startswith("Error: ")]
    return line


def test_it_prints_its_figures_and_those_of_each_kind_and_way(evaluate, cases):
    done = evaluate(cases(case("one"), case("two", "Who paints zebras?", **ZEBRAS)), "--json")
    assert done.code == 0
    rows = {row["name"]: row for row in map(json.loads, done.out.splitlines())}
    assert (rows["all"]["hit_at_1"], rows["all"]["fact_recall"], rows["all"]["right"]) == (1, 1, 1)
    assert {"dev", "test", "fact", "off topic", "typos", "capitals", "withheld"} <= set(rows)
    assert rows["withheld"]["cases"] == 1


def test_the_report_draws_how_far_confidence_can_be_trusted_and_tells_it_in_words(evaluate, cases, tmp_path):
    evaluate(cases(case("one"), case("two", "Who paints zebras?", **ZEBRAS)), "--out", tmp_path / "run")
    page = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert re.search(r">today: from [01]\.\d\d<.*>answered from [01]\.\d\d<", page, re.S)
    assert "Today 1 of 2 cases are answered" in page
    assert re.search(r"The dotted line is the threshold: no case with a confidence below [01]\.\d\d was answered", page)
    assert '<th scope="col">answered from a confidence of</th>' in page


def test_without_robustness_each_case_is_put_once(evaluate, cases):
    rows = [
        json.loads(line)["name"] for line in evaluate(cases(case("one")), "--no-robustness", "--json").out.splitlines()
    ]
    assert rows == ["all", "dev", "test", "fact"]


def test_only_the_kinds_that_are_named_are_run(evaluate, cases):
    done = evaluate(cases(case("one"), case("two", "Who paints zebras?", **ZEBRAS)), "--kinds", "off topic", "--json")
    assert json.loads(done.out.splitlines()[0])["cases"] == 1


def test_a_broken_floor_exits_1_after_the_table_is_printed(evaluate, cases):
    file = cases(case("one", facts=[["nine"], ["midnight"]]))
    done = evaluate(file, "--fail-under", "fact_recall=0.6")
    assert told(done).startswith("Error: fact_recall is 0.500, beyond its limit of 0.600.")
    assert re.search(r"^\| fact_recall +\| 0\.500", done.out, re.M)


def test_floors_that_hold_exit_0(evaluate, cases):
    file = cases(case("one"), case("two", "Who paints zebras?", **ZEBRAS))
    assert evaluate(file, "--fail-under", "fact_recall=1", "--fail-under", "false_answers=0").code == 0


@pytest.mark.parametrize(
    ("floor", "wrong"), [("nonsense=0.5", "no figure called nonsense"), ("hit_at_1", "a measure and a number")]
)
def test_a_floor_that_is_none_is_told_before_anything_is_answered(evaluate, cases, floor, wrong):
    assert wrong in told(evaluate(cases(case("one")), "--fail-under", floor))


def test_a_section_that_is_gone_is_drift_and_nothing_is_scored(evaluate, cases):
    gone = case("one", gold=[{"source": "office-md", "trail": ["Office", "Opening hours"]}])
    done = evaluate(cases(gone))
    assert told(done).startswith("Error: Drift: 1 section(s)")
    assert "one: office-md: Office > Opening hours (nearest: office-md: Office > Hours" in done.err
    assert done.out == ""


def test_a_phrase_that_is_gone_is_drift_too(evaluate, cases):
    gold = [{"source": "office-md", "trail": ["Office", "Hours"], "phrases": ["ten"]}]
    assert "Drift" in told(evaluate(cases(case("one", gold=gold))))


def test_a_run_is_written_whole(evaluate, cases, tmp_path):
    out = tmp_path / "run"
    assert evaluate(cases(case("one")), "--out", out).code == 0
    assert {file.name for file in out.iterdir()} == WRITTEN
    made_with = json.loads((out / "run.json").read_text("utf-8"))
    assert {"index", "embedder", "cases", "program", "seed", "versions", "ways"} <= set(made_with)
    (scored,) = [one for one in RunFolder(out).scored() if one.way == "asked"]
    assert (scored.verdict, scored.cited) == ("right", (("office-md", ("Office", "Hours")),))


def test_the_same_run_twice_gives_the_same_bytes(evaluate, cases, tmp_path):
    file = cases(case("one"), case("two", "Are scans free for schools?"))
    for name in ("a", "b"):
        evaluate(file, "--out", tmp_path / name)
    for name in SAME:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_run_that_was_cut_short_is_gone_on_with(evaluate, cases, tmp_path, monkeypatch):
    file, whole, cut = cases(case("one"), case("two", "When does the counter open?")), tmp_path / "a", tmp_path / "b"
    evaluate(file, "--out", whole)
    shutil.copytree(whole, cut)
    kept = (whole / "answers.jsonl").read_text("utf-8").splitlines(keepends=True)
    (cut / "answers.jsonl").write_text("".join(kept[:3]) + kept[3][:40], "utf-8")
    asked = []
    answerers = wire.answerers
    monkeypatch.setattr(wire, "answerers", lambda *parts: lambda out: asked.append(out) or answerers(*parts)(out))
    evaluate(file, "--out", cut)
    assert len(asked) == len(kept) - 3
    assert (cut / "answers.jsonl").read_bytes() == (whole / "answers.jsonl").read_bytes()


@pytest.mark.parametrize("name", ["run.json", "answers.jsonl"])
@pytest.mark.parametrize("content", [None, "{", '{"a": 1}\n'])
def test_a_run_that_was_cut_short_before_its_first_answer_or_is_broken_begins_anew(
    evaluate, cases, tmp_path, name, content
):
    file, out = cases(case("one")), tmp_path / "run"
    evaluate(file, "--out", out)
    whole = (out / "answers.jsonl").read_bytes()
    (out / name).unlink()
    if content:
        (out / name).write_text(content, "utf-8")
    assert evaluate(file, "--out", out).code == 0
    assert (out / "answers.jsonl").read_bytes() == whole


def test_a_run_made_with_something_else_is_replaced(evaluate, cases, tmp_path):
    out = tmp_path / "run"
    evaluate(cases(case("one"), case("two")), "--out", out)
    evaluate(cases(case("three")), "--out", out)
    assert {one.case for one in RunFolder(out).scored()} == {"three"}


def test_one_question_that_breaks_the_program_is_told_and_the_others_are_answered(
    evaluate, cases, tmp_path, monkeypatch
):
    answerers = wire.answerers

    class Broken:
        def __init__(self, whole):
            self.whole = whole

        def answer(self, question, history=()):
            if "zebra" in question.lower():
                raise ZeroDivisionError("no stripes")
            return self.whole.answer(question, history)

    monkeypatch.setattr(wire, "answerers", lambda *parts: lambda out: Broken(answerers(*parts)(out)))
    done = evaluate(cases(case("one"), case("two", "Zebra?", **ZEBRAS)), "--out", tmp_path / "run", "--no-robustness")
    assert told(done).startswith("Error: unscored does not hold for two.")
    verdicts = {one.case: one.verdict for one in RunFolder(tmp_path / "run").scored()}
    assert verdicts == {"one": "right", "two": "unscored"}
    assert "ZeroDivisionError: no stripes" in (tmp_path / "run" / "report.html").read_text("utf-8")


def test_a_run_is_scored_again_without_answering(playbook, evaluate, cases, office, tmp_path, monkeypatch):
    out = tmp_path / "run"
    evaluate(cases(case("one")), "--out", out)
    before = (out / "scores.jsonl").read_bytes()
    (out / "scores.jsonl").unlink()
    monkeypatch.setattr(wire, "answerers", lambda *parts: pytest.fail("it answered"))
    assert playbook("eval", "score", out, "--corpus", office).code == 0
    assert (out / "scores.jsonl").read_bytes() == before


def test_a_quote_that_was_altered_in_a_run_fails_when_it_is_scored_again(playbook, evaluate, cases, office, tmp_path):
    out = tmp_path / "run"
    evaluate(cases(case("one")), "--out", out)
    answers = (out / "answers.jsonl").read_text("utf-8")
    (out / "answers.jsonl").write_text(answers.replace('"quote": "The counter', '"quote": "The encounter'), "utf-8")
    assert "quotes_verbatim does not hold for one" in told(playbook("eval", "score", out, "--corpus", office))


def test_a_run_of_another_index_is_not_scored_again(playbook, evaluate, cases, office, tmp_path):
    evaluate(cases(case("one")), "--out", tmp_path / "run")
    (office / "office.md").write_text(OFFICE + "\nMore.\n", "utf-8")
    playbook("index", "build", "--corpus", office)
    assert "Answer again: playbook eval --out" in told(playbook("eval", "score", tmp_path / "run", "--corpus", office))


@pytest.mark.parametrize("broken", ["run.json", "answers.jsonl", "cases.jsonl"])
@pytest.mark.parametrize("content", [None, "{", '{"a": 1}\n', "\udcff"])
def test_a_folder_that_holds_no_run_is_told(playbook, evaluate, cases, office, tmp_path, broken, content):
    out = tmp_path / "run"
    evaluate(cases(case("one")), "--out", out)
    (out / broken).unlink()
    if content:
        (out / broken).write_text(content, "utf-8", errors="surrogateescape")
    told(playbook("eval", "score", out, "--corpus", office))


def test_a_run_that_lost_cases_fails_against_its_baseline_and_names_them(playbook, evaluate, cases, office, tmp_path):
    file = cases(*(case(f"c{number}", f"{OPENING} {number}") for number in range(8)))
    assert evaluate(file, "--out", tmp_path / "before").code == 0
    (office / "office.md").write_text(
        OFFICE.replace("The counter opens at", "Until") + "\nThe counter opens at.\n", "utf-8"
    )
    playbook("index", "build", "--corpus", office)
    done = evaluate(file, "--baseline", tmp_path / "before", "--out", tmp_path / "after")
    assert "right of all cases got worse, from 1.000 to" in told(done)
    assert "lost: c0" in done.err
    assert "lost" in (tmp_path / "after" / "summary.md").read_text("utf-8").lower()


def test_a_run_that_changed_nothing_passes_against_its_baseline(evaluate, cases, tmp_path):
    file = cases(*(case(f"c{number}", f"{OPENING} {number}") for number in range(8)))
    evaluate(file, "--out", tmp_path / "before")
    assert evaluate(file, "--baseline", tmp_path / "before").code == 0


def test_a_run_that_a_model_wrote_is_not_held_against_one_that_quotes(capsys):
    quoting = RunFolder(ACCEPTED / "summary").made_with()
    written = replace(quoting, mode="openai:writer")
    scored = RunFolder(ACCEPTED / "summary").scored()
    assert _comparison(scored, quoting, Setup(), Asked()).cases == len(scored)
    assert _comparison(scored, written, Setup(), Asked()) is None
    assert "Not compared" in capsys.readouterr().err


def test_a_baseline_that_is_none_is_told(evaluate, cases, tmp_path):
    assert "holds no run" in told(evaluate(cases(case("one")), "--baseline", tmp_path / "nowhere"))


def test_an_accepted_run_holds_no_text_of_the_sources(playbook, evaluate, cases, tmp_path):
    evaluate(cases(case("one")), "--out", tmp_path / "run")
    assert playbook("eval", "accept", tmp_path / "run", "--to", tmp_path / "accepted").code == 0
    assert {file.name for file in (tmp_path / "accepted").iterdir()} == {"run.json", "scores.jsonl"}
    assert OPENING not in (tmp_path / "accepted" / "scores.jsonl").read_text("utf-8")
    assert evaluate(cases(case("one")), "--baseline", tmp_path / "accepted").code == 0


def test_the_audit_names_a_section_nobody_labelled_a_twin_and_a_leak(playbook, office, cases):
    (office / "questions.jsonl").write_text(
        json.dumps({"source": "office-md", "trail": ["Office", "Copies"], "questions": ["are scans free"]}) + "\n"
    )
    playbook("index", "build", "--corpus", office)
    wrong = case("wrong", "scans free for schools")
    done = playbook(
        "eval",
        "audit",
        cases(wrong, case("leaked", "are scans free", gold=wrong["gold"]), case("twin", "scans free for schools")),
        "--corpus",
        office,
        "--json",
    )
    assert done.code == 0
    found = {(one["doubt"], one["case"]) for one in map(json.loads, done.out.splitlines())}
    assert {("nobody labelled", "wrong"), ("leaked", "leaked"), ("nearly the same", "twin")} <= found


def test_systems_are_ranked_side_by_side_on_the_same_cases(playbook, office, cases):
    done = playbook(
        "eval", "systems", cases(case("one"), case("two", "Zebras?", **ZEBRAS)), "--corpus", office, "--json"
    )
    rows = {row["name"]: row for row in map(json.loads, done.out.splitlines())}
    assert {"this system", "BM25 alone", "LangChain splitter 4000/200 + Chroma"} <= set(rows)
    assert {row["cases"] for row in rows.values()} == {1}
    assert rows["this system"]["hit_at_1"] == rows["BM25 alone"]["hit_at_1"] == 1


@pytest.fixture
def server(monkeypatch):
    """A model server on this machine, and the key that its client asks for."""
    monkeypatch.setenv("OPENAI_API_KEY", "test-key")
    with model_server.serving() as found:
        yield found


def test_a_language_model_writes_and_another_judges_the_same_cases(evaluate, cases, server, tmp_path):
    server.says("The counter opens at nine. [1]")
    options = ["--model", "openai:writer", "--base-url", server.address, "--no-robustness", "--out", tmp_path / "run"]
    assert evaluate(cases(case("one")), *options).code == 0
    answer = json.loads((tmp_path / "run" / "answers.jsonl").read_text("utf-8"))["answer"]
    assert (answer["mode"], answer["statements"][0]["text"]) == ("write", OPENING)
    assert json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["mode"] == "openai:writer"


def test_what_a_judge_says_stands_apart_from_what_is_counted(evaluate, cases, server, tmp_path):
    server.says('{"supported": [true]}', '{"stated": [false]}')
    out = tmp_path / "run"
    done = evaluate(
        cases(case("one")), "--judge", "openai:judge", "--base-url", server.address, "--no-robustness", "--out", out
    )
    assert done.code == 0
    assert re.search(r"judged_faithfulness +\| 1\.000", done.out)
    assert re.search(r"judged_correctness +\| 0\.000", done.out)
    assert "judged" not in (out / "scores.jsonl").read_text("utf-8")
    assert "Judged by a language model" in (out / "report.html").read_text("utf-8")


def test_a_model_that_cannot_be_opened_is_told_before_anything_is_answered(evaluate, cases):
    assert "provider:model" in told(evaluate(cases(case("one")), "--model", "nonsense"))


@pytest.mark.parametrize("form", ["trec", "beir", "promptfoo", "ragas", "junit"])
def test_a_run_goes_out_to_other_tools(playbook, evaluate, cases, office, tmp_path, form):
    evaluate(cases(case("one")), "--out", tmp_path / "run")
    done = playbook("eval", "export", tmp_path / "run", "--to", form, "--out", tmp_path / "out", "--corpus", office)
    assert done.code == 0
    files = [Path(line) for line in done.out.splitlines()]
    assert files
    assert all(file.read_text("utf-8") for file in files)


def test_a_form_that_nobody_knows_is_told(playbook, evaluate, cases, office, tmp_path):
    evaluate(cases(case("one")), "--out", tmp_path / "run")
    done = playbook("eval", "export", tmp_path / "run", "--to", "poem", "--out", tmp_path / "o", "--corpus", office)
    assert "Choose from: trec, beir" in told(done)


def test_tests_of_another_tool_become_cases_that_can_be_run(playbook, evaluate, tmp_path):
    file, out = tmp_path / "tests.jsonl", tmp_path / "mine.jsonl"
    test = {"vars": {"question": OPENING}, "assert": [{"type": "icontains", "value": "nine"}, {"type": "cost"}]}
    file.write_text(json.dumps(test) + "\n", "utf-8")
    done = playbook("eval", "import", file, "--out", out)
    assert done.code == 0
    assert "the assertion 'cost' is left out" in done.err
    assert json.loads(evaluate(out, "--json").out.splitlines()[0])["strictly_right"] == 1
    assert "is there already" in told(playbook("eval", "import", file, "--out", out))
