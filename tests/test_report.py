"""Figures are means with intervals, limits are floors but where lower is better, verdicts stay apart."""

import re
from dataclasses import replace

import pytest
from answers import CASE, NONE, TEXTS, given, gold, target

from corpus.errors import PlaybookError
from evals import report
from evals.model import Target
from evals.score import scored


def outcome(case=CASE, **answer):
    aimed = target(*case.gold) if case.gold else Target()
    return scored(case, aimed, given(case=case, **answer), TEXTS)


def whole(*ones):
    return report.halves(ones)[0]


def test_a_right_answer_scores_full_marks():
    found = whole(outcome(), outcome(NONE, cites=(), confidence=0.1)).figures
    shares = {one.name: found[one.name].value for one in report.MEASURES if one.is_share and found[one.name].cases}
    lower = {one.name for one in report.MEASURES if one.better == "lower"} | {"declined"}
    kept = {name: value for name, value in shares.items() if name != "calibration_error"}
    assert {name for name, value in kept.items() if value != (0 if name in lower else 1)} == set()


def test_a_figure_is_the_mean_over_the_cases_it_bears_on():
    found = whole(outcome(), outcome(cites=("wrong",)), outcome(NONE)).figures
    assert (found["right_section_cited"].value, found["right_section_cited"].cases) == (0.5, 2)
    assert (found["false_answers"].value, found["false_answers"].cases) == (1, 1)
    assert report.plain(found["said_forbidden"]) == "–"


def test_the_interval_of_a_share_stays_within_0_and_1():
    ones = [outcome(replace(CASE, id=str(n), gold=(gold(f"d{n}"),)), cites=(f"d{n}",)) for n in range(9)]
    figure = whole(*ones, outcome(cites=("wrong",))).figures["right_section_cited"]
    assert 0 <= figure.low < figure.value < figure.high <= 1


def test_limits_are_floors_but_where_lower_is_better():
    found = whole(outcome(), outcome(NONE))
    assert report.broken(found, report.floors(["hit_at_1=1", "answered=0.9"])) == []
    assert report.broken(found, report.floors(["false_answers=0.4"])) == [
        "false_answers is 1.000, beyond its limit of 0.400"
    ]


@pytest.mark.parametrize("told", [["hit_at_1"], ["hit_at_1=high"], ["hit_at_1=nan"]])
def test_a_floor_that_cannot_be_read_is_told(told):
    with pytest.raises(PlaybookError, match="A floor is"):
        report.floors(told)


def test_a_figure_nobody_takes_is_told():
    with pytest.raises(PlaybookError, match="Choose from: right"):
        report.floors(["beauty=1"])
    with pytest.raises(PlaybookError, match="No case bears on false_answers"):
        report.broken(whole(outcome()), {"false_answers": 0.1})


def test_one_quote_that_is_not_verbatim_breaks_the_run_and_is_named():
    (told,) = report.broken_invariants([outcome(), outcome(quote="altered")])
    assert told == "quotes_verbatim does not hold for case"


def test_a_case_without_an_answer_is_neither_wrong_nor_refused_but_breaks_the_run():
    failed = scored(CASE, target(), replace(given(), status="error"), TEXTS)
    assert (failed.verdict, failed.scores["unscored"]) == ("unscored", 1)
    assert not {"right", "answered", "fact_recall"} & set(failed.scores)
    assert report.broken_invariants([failed]) == ["unscored does not hold for case"]


def test_a_withheld_document_makes_a_case_unanswerable():
    assert outcome(way="withheld").verdict == "wrong"
    assert outcome(way="withheld").scores["false_answers"] == 1
    assert outcome(way="withheld", cites=()).verdict == "right"
    assert "hit_at_1" not in outcome(way="withheld").scores


def test_a_question_put_another_way_is_held_against_itself():
    def same(cites):
        found = scored(CASE, target(), given(way="typos", cites=cites), TEXTS, given())
        return found.scores["same_answer"]

    assert (same(("right",)), same(("wrong",)), same(())) == (1, 0, 0)


def test_other_ways_stand_beside_the_same_cases_as_asked_and_not_among_all():
    ones = [outcome(), outcome(NONE), outcome(way="typos", cites=())]
    assert whole(*ones).cases == 2
    assert [(one.name, one.cases) for one in report.ways(ones)] == [("typos", 1), ("typos: as asked", 1)]


def test_kinds_are_told_apart():
    assert [(one.name, one.cases) for one in report.kinds([outcome(), outcome(NONE)])] == [
        ("fact", 1),
        ("near miss", 1),
    ]


def test_misses_name_what_went_wrong():
    ones = [outcome(), outcome(NONE), outcome(cites=())]
    assert report.misses(ones, {"case": CASE, "none": NONE}) == [
        "wrong     none: How blue is it?",
        "refused   case: How long is it kept?",
    ]


def test_the_table_has_a_row_a_measure_and_an_interval_in_its_first_column():
    shown = report.table(report.halves([outcome(), outcome(replace(CASE, id="b"), cites=("wrong",))]))
    assert re.search(r"right_section_cited \| 0\.500 \(\d\.\d{3}–\d\.\d{3}\)", shown)
