"""A run is compared with an earlier one: what is more than chance fails, what is not does not, and cases say why."""

from dataclasses import replace

from answers import CASE, NONE, TEXTS, given, target

from evals.compare import compare, regressions
from evals.model import Scored
from evals.score import scored


def outcome(number, right=True, kind="fact", cluster=None):
    """A case that was answered from the right section, or from a wrong one."""
    found = {
        "right": float(right),
        "strictly_right": float(right),
        "right_section_cited": float(right),
        "answered": 1.0,
    }
    return Scored(
        case=f"c{number}",
        digest="same",
        way="asked",
        kind=kind,
        half="dev",
        answerable=True,
        cluster=cluster or f"document {number % 50}",
        verdict="right" if right else "wrong",
        confidence=0.9,
        scores=found | {"hit_at_1": float(right)},
        cited=(("right" if right else "wrong", ("Page",)),),
    )


def outcomes(*wrong, of=300):
    return [outcome(number, number not in wrong) for number in range(of)]


def found(comparison, measure, slice_="all"):
    (one,) = [one for one in comparison.differences if (one.measure, one.slice) == (measure, slice_)]
    return one


def test_a_run_that_loses_six_of_300_cases_and_gains_none_is_a_regression_that_names_them():
    told = regressions(compare("before", outcomes(), outcomes(1, 2, 3, 4, 5, 6)))
    assert told[0].startswith(
        "right of all cases got worse, from 1.000 to 0.980 (p 0.031) (lost: c1, c2, c3, c4, c5, c6"
    )


def test_a_run_that_swaps_three_for_three_is_none():
    comparison = compare("before", outcomes(1, 2, 3), outcomes(4, 5, 6))
    assert regressions(comparison) == []
    assert found(comparison, "right").verdict == "no difference shown"
    assert sorted(one.what for one in comparison.changes) == ["gained"] * 3 + ["lost"] * 3


def test_five_losses_are_within_chance():
    assert regressions(compare("before", outcomes(), outcomes(1, 2, 3, 4, 5))) == []


def test_six_gains_are_better():
    assert found(compare("before", outcomes(1, 2, 3, 4, 5, 6), outcomes()), "right").verdict == "better"


def test_what_does_not_decide_is_corrected_for_all_that_is_tested():
    difference = found(compare("before", outcomes(), outcomes(1, 2, 3, 4, 5, 6)), "hit_at_1")
    assert difference.p < 0.05 <= difference.adjusted_p
    assert difference.verdict == "no difference shown"


def test_fewer_than_six_cases_show_nothing():
    comparison = compare("before", outcomes(of=5), outcomes(0, 1, 2, 3, 4, of=5))
    assert {one.verdict for one in comparison.differences} == {"too few cases"}
    assert regressions(comparison) == []


def test_a_kind_that_falls_is_noticed_though_the_whole_is_not():
    def run(after):
        steps = [outcome(number, not after, "steps") for number in range(300, 315)]
        gained = [outcome(number, after) for number in range(315, 330)]
        return outcomes() + steps + gained

    comparison = compare("before", run(False), run(True))
    assert found(comparison, "right").verdict == "no difference shown"
    assert found(comparison, "right", "steps").verdict == "worse"


def test_more_false_answers_are_worse_and_fewer_are_better():
    def run(answers):
        case = [replace(NONE, id=f"n{number}") for number in range(8)]
        return [scored(one, target(), given(case=one, cites=("right",) if answers else ()), TEXTS) for one in case]

    assert found(compare("x", run(False), run(True)), "false_answers").verdict == "worse"
    assert found(compare("x", run(True), run(False)), "false_answers").verdict == "better"


def test_a_right_answer_that_is_now_refused_is_a_loss_of_the_cited_section_too():
    cases = [replace(CASE, id=f"c{number}") for number in range(8)]
    before = [scored(one, target(), given(case=one), TEXTS) for one in cases]
    after = [scored(one, target(), given(case=one, cites=()), TEXTS) for one in cases]
    assert found(compare("x", before, after), "right_section_cited").after == 0
    assert any(told.startswith("right_section_cited of all") for told in regressions(compare("x", before, after)))


def test_longer_answers_alone_are_no_regression():
    longer = [replace(one, scores=one.scores | {"words": 900.0, "reading_grade": 20.0}) for one in outcomes()]
    assert regressions(compare("before", outcomes(), longer)) == []


def test_cases_that_are_new_gone_or_changed_are_left_out_and_named():
    changed = [replace(one, digest="new") if one.case == "c0" else one for one in outcomes()]
    comparison = compare("before", outcomes(of=301), [*changed, outcome(999)])
    assert comparison.left_out == ("c0", "c999", "c300")
    assert comparison.cases == 299


def test_another_section_cited_first_is_a_change_that_is_told():
    moved = [replace(one, cited=(("other", ("Page",)),)) if one.case == "c7" else one for one in outcomes()]
    (change,) = compare("before", outcomes(), moved).changes
    assert (change.case, change.what, change.after) == ("c7", "citation changed", "right, other: Page")


def test_other_ways_of_asking_are_not_compared():
    typos = [replace(one, way="typos", verdict="wrong", scores={"right": 0.0}) for one in outcomes()]
    assert compare("before", outcomes(), [*outcomes(), *typos]).changes == ()
