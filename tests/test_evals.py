"""Scores are right on answers made by hand, faults are caught, and drift is not scored."""

import json
from types import SimpleNamespace

import pytest

from assistant.model import Answer, Citation, Cited, Statement
from corpus.errors import PlaybookError
from evals.cases import cases, refuse_drift
from evals.model import Case, Gold
from evals.report import broken, floors, misses, table
from evals.run import run
from evals.score import outcome, report
from evals.splitter import is_right
from ingest.model import Block, Hit, Passage

TEXT = "Send it by SFTP. It is kept for 60 days."


def passage(source):
    block = Block("paragraph", 0, len(TEXT), TEXT)
    return Passage(f"id-{source}", source, (source.title(),), "", None, 0, len(TEXT), TEXT, (block,))


def document(source):
    return SimpleNamespace(source=source, text=TEXT)


def answer(hits=("right", "wrong"), cites=("right",), said=TEXT, quote=TEXT):
    ranked = tuple(
        Cited(Hit(rank, 1 / rank, 0.5, passage(one), (passage(one),)), document(one), "")
        for rank, one in enumerate(hits, 1)
    )
    citations = tuple(
        Citation(n, document(one), passage(one).trail, "", None, "", quote, 0, len(TEXT), said)
        for n, one in enumerate(cites, 1)
    )
    statements = tuple(Statement(said, (n,)) for n, _ in enumerate(cites, 1))
    status = "answered" if cites else "not_found"
    return Answer("id", "q", status, "quote", 0.5, statements, citations, ranked, (), (), "index")


CASE = Case("case", "How long?", "fact", True, (Gold("right", ("Right",)),), (("60 days", "sixty days"), ("SFTP",)))
NONE = Case("none", "How blue?", "near miss", False)


def scores(*pairs):
    return report("x", [outcome(case, given) for case, given in pairs]).scores


def test_a_right_answer_scores_full_marks():
    found = scores((CASE, answer()), (NONE, answer(cites=())))
    false = {"false_answers", "false_answers_near miss"}
    assert {name for name, score in found.items() if score == 1.0} == set(found) - false
    assert {name for name, score in found.items() if score == 0.0} == false


def test_recall_counts_the_rank_of_the_first_right_section():
    assert scores((CASE, answer(hits=("a", "b", "right"))))["recall_at_1"] == 0
    assert scores((CASE, answer(hits=("a", "b", "right"))))["recall_at_5"] == 1
    assert scores((CASE, answer(hits=("a", "b", "c", "d", "e", "right"))))["recall_at_5"] == 0


def test_a_citation_to_a_neighbouring_section_costs_precision():
    found = scores((CASE, answer(cites=("right", "wrong"))))
    assert (found["citation_precision"], found["right_section_cited"]) == (0.5, 1)
    assert scores((CASE, answer(cites=("wrong",))))["right_section_cited"] == 0


def test_facts_are_looked_for_in_what_is_said():
    assert scores((CASE, answer(said="Kept for  SIXTY days.")))["fact_recall"] == 0.5
    assert scores((CASE, answer(cites=())))["fact_recall"] == 0


def test_a_quote_with_one_wrong_character_is_caught():
    assert scores((CASE, answer(quote=TEXT.replace("60", "61"))))["quotes_verbatim"] == 0


def test_answering_the_unanswerable_is_a_false_answer():
    assert scores((NONE, answer()))["false_answers"] == 1


@pytest.mark.parametrize(("always", "measure"), [(True, "false_answers"), (False, "answered")])
def test_an_answerer_that_always_or_never_answers_breaks_a_limit(always, measure):
    answerer = SimpleNamespace(answer=lambda question, history: answer(cites=("right",) if always else ()))
    found = report("x", run([CASE, NONE], answerer))
    assert broken(found, {measure: 0.5})


def test_limits_are_floors_but_for_false_answers():
    found = report("x", run([CASE, NONE], SimpleNamespace(answer=lambda question, history: answer())))
    assert broken(found, floors(["recall_at_1=1", "answered=0.9"])) == []
    assert broken(found, floors(["false_answers=0.4"])) == ["false_answers is 1.000, beyond its limit of 0.400"]


@pytest.mark.parametrize("told", [["recall_at_1"], ["recall_at_1=high"]])
def test_a_floor_that_cannot_be_read_is_told(told):
    with pytest.raises(PlaybookError, match="A floor is"):
        floors(told)


def test_a_figure_nobody_takes_is_told():
    with pytest.raises(PlaybookError, match="Choose from: recall_at_1"):
        broken(report("x", [outcome(CASE, answer())]), {"beauty": 1})


def test_a_section_that_is_gone_is_drift():
    with pytest.raises(PlaybookError, match=r"case \(Right\)"):
        refuse_drift([CASE], {("right", ("Renamed",))})


def test_misses_name_what_went_wrong():
    outcomes = [outcome(CASE, answer(cites=())), outcome(NONE, answer()), outcome(CASE, answer(said="SFTP"))]
    assert [line.split("  ")[0] for line in misses(outcomes)] == [
        "not answered",
        "false answer",
        "1 fact(s) short case: How long?",
    ]


def test_the_table_has_a_row_a_measure():
    shown = table([report("x", [outcome(CASE, answer())])])
    assert "| recall_at_1         | 1.000 |" in shown
    assert "| false_answers       | –     |" in shown


def test_bundled_cases_are_many_and_both_halves_hold_both_kinds():
    found = cases()
    assert len(found) >= 80
    assert sum(not case.answerable for case in found) >= 15
    assert {(case.half, case.answerable) for case in found} == {(h, a) for h in ("dev", "test") for a in (True, False)}


def test_cases_and_calibration_do_not_overlap():
    from evals.calibrate import CALIBRATION

    asked = {case.question.lower() for case in cases()}
    assert not asked & {case.question.lower() for case in cases(CALIBRATION)}


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', "[]"])
def test_a_line_that_is_no_case_is_named(tmp_path, line):
    (tmp_path / "mine.jsonl").write_text(line)
    with pytest.raises(PlaybookError, match=r"mine\.jsonl:1 is not a case"):
        cases(tmp_path)


def test_two_cases_of_one_name_are_told(tmp_path):
    line = json.dumps({"id": "a", "question": "q", "kind": "fact", "answerable": False, "gold": [], "facts": []})
    (tmp_path / "mine.jsonl").write_text(f"{line}\n{line}\n")
    with pytest.raises(PlaybookError, match="More than one case is called a"):
        cases(tmp_path)


def test_no_cases_at_all_is_told(tmp_path):
    with pytest.raises(PlaybookError, match="No cases"):
        cases(tmp_path)


@pytest.mark.parametrize(
    ("chunk", "right"),
    [
        (("s", 0, 100), True),
        (("s", 40, 140), True),
        (("s", 60, 160), False),
        (("s", 0, 900), True),
        (("t", 0, 100), False),
    ],
)
def test_a_chunk_is_right_if_half_of_it_or_of_the_section_is_shared(chunk, right):
    assert is_right(chunk, ("s", 0, 100)) is right
