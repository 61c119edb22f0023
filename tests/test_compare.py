"""A run is compared with an earlier one: what is more than chance fails, what is not does not, and cases say why."""

from dataclasses import replace

import pytest
from answers import CASE, NONE, TEXTS, given, target

from evals.compare import compare, regressions
from evals.measures.catalogue import DECIDING
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


def with_scores(cases, **scores):
    return [replace(one, scores=one.scores | scores) for one in cases]


def refused(number):
    scores = {"right": 0.0, "strictly_right": 0.0, "hit_at_1": 1.0, "answered": 0.0}
    return replace(outcome(number), verdict="refused", scores=scores, cited=())


def test_a_difference_is_told_with_its_interval_and_what_could_be_shown():
    one = found(compare("before", outcomes(), outcomes(1, 2, 3, 4, 5, 6)), "right")
    assert (one.cases, one.before, one.after) == (300, 1, 0.98)
    assert one.low < -0.02 < one.high < 0
    assert 0.02 <= one.smallest < 0.03
    assert one.p == one.adjusted_p == 0.03125


def test_each_regression_names_the_cases_that_fell_in_it_and_ten_at_most():
    steps = [outcome(number, kind="steps") for number in range(300, 330)]
    lost = [outcome(number, False, "steps") for number in range(300, 330)]
    told = regressions(compare("before", outcomes() + steps, outcomes(1, 2, 3) + lost))
    assert [one for one in told if one.startswith("right of all cases") and one.endswith("c306 and 23 more)")]
    (of_kind,) = [one for one in told if one.startswith("right of steps cases")]
    assert of_kind.endswith("(lost: c300, c301, c302, c303, c304, c305, c306, c307, c308, c309 and 20 more)")
    assert "after correction for all that was tested" in of_kind


def test_cases_that_went_partly_right_and_now_cite_the_wrong_section_are_named_too():
    partly = [replace(one, verdict="partly", scores=one.scores | {"right": 0.0}) for one in outcomes(of=20)]
    moved = with_scores([replace(one, verdict="wrong") for one in partly], right_section_cited=0.0)
    told = regressions(compare("before", partly, moved))
    assert any(one.startswith("right_section_cited of all") and "lost: c0, c1" in one for one in told)


def test_the_same_run_twice_differs_in_nothing():
    comparison = compare("before", outcomes(1, 2), outcomes(1, 2))
    assert {(one.p, one.low, one.high, one.verdict, one.lost) for one in comparison.differences} == {
        (1, 0, 0, "no difference shown", ())
    }
    assert (comparison.changes, comparison.left_out) == ((), ())


def test_noise_of_the_arithmetic_is_no_regression():
    before, after = with_scores(outcomes(), ndcg_at_10=0.1 + 0.2), with_scores(outcomes(), ndcg_at_10=0.3)
    comparison = compare("before", before, after)
    assert (found(comparison, "ndcg_at_10").p, regressions(comparison)) == (1, [])
    really = compare("before", before, with_scores(outcomes(), ndcg_at_10=0.2))
    assert found(really, "ndcg_at_10").verdict == "worse"


def test_only_kinds_that_are_asked_for_are_looked_at():
    cases = [outcome(1), outcome(2, kind="steps"), outcome(3, kind="list")]
    assert {one.slice for one in compare("x", cases, cases, kinds=["steps"]).differences} == {"all", "steps"}


def test_kinds_of_fewer_than_six_cases_are_not_tested_beside_others():
    def run(small_kinds):
        few = [outcome(number, kind=f"kind {number % small_kinds}") for number in range(300, 300 + small_kinds)]
        return few + outcomes()

    def worse(small_kinds):
        after = with_scores(run(small_kinds)[-12:], hit_at_1=0.0)
        return found(compare("x", run(small_kinds), run(small_kinds)[:-12] + after), "hit_at_1").adjusted_p

    assert worse(60) == worse(1) < 0.05


def test_false_answers_are_of_unanswerable_cases_only():
    unanswerable = [replace(one, answerable=False) for one in outcomes(of=12)]
    strays = with_scores(unanswerable + outcomes()[12:], false_answers=1.0)
    assert found(compare("before", strays, strays), "false_answers").cases == 12


def test_what_both_runs_refuse_has_no_part_in_what_answers_cite():
    run = [refused(number) for number in range(8)] + outcomes()[8:]
    one_sided = compare("before", outcomes(), run)
    assert found(compare("before", run, run), "right_section_cited").cases == 292
    assert found(one_sided, "right_section_cited").after == pytest.approx(292 / 300)
    assert found(one_sided, "right_section_cited").lost == tuple(f"c{number}" for number in range(8))


def test_a_refusal_that_now_says_what_it_must_not_is_worse():
    before = [refused(number) for number in range(20)]
    after = with_scores(outcomes(of=20), said_forbidden=1.0)
    assert found(compare("before", before, after), "said_forbidden").verdict == "worse"


def test_a_changed_case_that_went_wrong_is_no_loss():
    changed = [replace(outcome(number, False), digest="new") for number in range(10)]
    comparison = compare("before", outcomes(), changed + outcomes()[10:])
    assert (regressions(comparison), comparison.changes) == ([], ())


def test_runs_without_a_case_in_common_compare_nothing():
    comparison = compare("before", outcomes(of=2), [])
    assert (comparison.cases, comparison.differences, comparison.left_out) == (0, (), ("c0", "c1"))


def test_every_measure_that_decides_is_compared_and_none_that_has_no_better_way():
    run = with_scores(outcomes(of=9), words=9.0, declined=0.0, false_answers=0.0)
    measures = {one.measure for one in compare("x", run, [replace(one, answerable=False) for one in run]).differences}
    assert measures >= set(DECIDING)
    assert not measures & {"words", "declined"}
