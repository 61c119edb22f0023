"""Confidence is held against what could be answered, and faults in refusing are caught."""

import random

import numpy
import pytest
from sklearn.metrics import roc_auc_score

from evals.measures import refusing
from evals.measures.refusing import auroc, balanced, bins, calibration_error, false_refusals, risk_coverage
from evals.model import Case, Given, Gold

CASE, NONE = Case("a", "?", "fact", True, (Gold("doc", ("Doc",)),)), Case("b", "?", "near miss", False)


def given(status, way="asked"):
    return Given("a", way, status)


def draws(seed, number=60):
    """Confidences rounded so that some are tied, and answers that are likelier where they are high."""
    draw = random.Random(seed)
    values = [round(draw.random(), 1) for _ in range(number)]
    return values, [draw.random() < 0.2 + 0.6 * value for value in values]


def shares(answers):
    """The mean of each measure over answers to an answerable and an unanswerable case."""
    found = {}
    for case, answer in answers:
        for name, score in refusing.scores(case, answer).items():
            found.setdefault(name, []).append(score)
    return {name: sum(values) / len(values) for name, values in found.items()}


def test_an_answerer_that_always_answers_gives_false_answers():
    found = shares([(CASE, given("answered")), (NONE, given("partial")), (CASE, given("answered", "withheld"))])
    assert found == {"answered": 1, "false_answers": 1, "declined": 0, "unscored": 0}


def test_an_answerer_that_always_refuses_answers_nothing():
    found = shares([(CASE, given("not_found")), (NONE, given("not_found")), (CASE, given("not_found", "withheld"))])
    assert found == {"answered": 0, "false_answers": 0, "declined": 0, "unscored": 0}


def test_a_threshold_moved_by_a_tenth_is_seen_in_false_answers_or_in_what_is_answered():
    asked = [(case, place / 20) for case in (CASE, NONE) for place in range(20)]
    at = {
        threshold: shares((case, given("answered" if sure >= threshold else "not_found")) for case, sure in asked)
        for threshold in (0.4, 0.5, 0.6)
    }
    assert [found["false_answers"] for found in at.values()] == [0.6, 0.5, 0.4]
    assert [found["answered"] for found in at.values()] == [0.6, 0.5, 0.4]


def test_declined_and_unscored_stay_apart_from_wrong():
    assert refusing.scores(NONE, given("declined")) == {"false_answers": 0, "declined": 1, "unscored": 0}
    assert refusing.scores(CASE, given("error")) == {"unscored": 1}


def test_false_refusals_are_counted_among_what_was_answered_or_refused():
    assert false_refusals(["right", "refused", "wrong", "partly", "declined", "unscored"]) == 0.25
    assert false_refusals(["refused"] * 3) == 1
    assert false_refusals(["declined", "unscored"]) is None


def test_auroc_is_that_of_sklearn_with_ties_as_half():
    for seed in range(200):
        values, told = draws(seed)
        assert auroc(values, told) == pytest.approx(roc_auc_score(told, values), abs=1e-12)


def test_auroc_is_one_half_by_chance_and_is_turned_round_with_the_confidence():
    assert auroc([0.5] * 4, [True, False, True, False]) == 0.5
    assert auroc([0.9, 0.8, 0.2, 0.1], [True, True, False, False]) == 1
    assert auroc([0.1, 0.2, 0.8, 0.9], [True, True, False, False]) == 0


@pytest.mark.parametrize("told", [[True, True], [False, False], []])
def test_auroc_needs_cases_of_both_kinds(told):
    assert auroc([0.5] * len(told), told) is None


def test_risk_is_the_share_of_wrong_among_the_most_confident():
    curve = risk_coverage([0.2, 0.9, 0.8, 0.4], [False, True, False, True])
    assert curve.coverages == (0.25, 0.5, 0.75, 1)
    assert curve.risks == pytest.approx((0, 1 / 2, 1 / 3, 1 / 2))
    assert curve.thresholds == (0.9, 0.8, 0.4, 0.2)
    assert curve.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_cases_of_the_same_confidence_are_answered_together_whatever_their_order():
    curve = risk_coverage([0.9, 0.5, 0.5, 0.5], [True, False, True, True])
    assert curve == risk_coverage([0.5, 0.5, 0.9, 0.5], [True, True, True, False])
    assert (curve.coverages, curve.risks) == ((0.25, 1), (0, 0.25))
    assert curve.area == 0.75 * 0.25


def test_the_area_is_the_mean_risk_at_each_case_counted_one_by_one():
    for seed in range(50):
        values, right = draws(seed, 40)
        covered = [[ok for other, ok in zip(values, right, strict=True) if other >= value] for value in values]
        risks = [1 - sum(ok) / len(ok) for ok in covered]
        assert risk_coverage(values, right).area == pytest.approx(sum(risks) / 40)


def test_confidence_that_tells_nothing_has_more_area():
    values, right = draws(5, 200)
    shuffled = random.Random(1).sample(values, 200)
    assert risk_coverage(values, right).area < risk_coverage(shuffled, right).area


def test_a_curve_of_no_cases_is_empty():
    assert risk_coverage([], []).coverages == ()
    assert risk_coverage([], []).area is None


def test_a_moved_threshold_moves_along_the_curve():
    """Answering from 0.5 or from 0.6 gives the coverages and risks that the curve has there."""
    values, right = draws(9, 100)
    curve = risk_coverage(values, right)
    points = dict(zip(curve.coverages, curve.risks, strict=True))
    for threshold in (0.5, 0.6):
        answered = [ok for value, ok in zip(values, right, strict=True) if value >= threshold]
        assert points[len(answered) / 100] == pytest.approx(1 - sum(answered) / len(answered))
    assert len(set(points)) == len(set(values))


def test_bins_are_closed_above_and_hold_every_case():
    found = bins([0, 0.1, 0.3, 0.7, 0.70001, 1], [True, False, True, True, False, True])
    assert [one.count for one in found] == [2, 0, 1, 0, 0, 0, 1, 1, 0, 1]
    assert (found[0].confidence, found[0].answerable) == (0.05, 0.5)
    assert (found[1].confidence, found[1].answerable, found[1].weight) == (None, None, 0)


def test_calibration_error_is_the_gap_by_what_bins_weigh():
    found = bins([0.95, 0.95, 0.95, 0.25], [True, True, False, False])
    assert calibration_error(found) == pytest.approx(3 / 4 * (0.95 - 2 / 3) + 1 / 4 * 0.25)
    assert calibration_error(bins([], [])) is None


def test_sure_and_right_is_calibrated_and_sure_and_wrong_is_not():
    assert calibration_error(bins([1, 1, 0], [True, True, False])) == 0
    assert calibration_error(bins([1, 1, 0], [False, False, True])) == 1


def test_a_confidence_moved_by_a_tenth_costs_calibration():
    draw = numpy.random.default_rng(4)
    values = draw.uniform(0.1, 0.9, 5000)
    told = draw.uniform(size=5000) < values
    assert calibration_error(bins(values, told)) < 0.03
    assert calibration_error(bins(values + 0.1, told)) > 0.08


def test_weights_give_both_kinds_the_same_say():
    told = [True] * 9 + [False]
    values = [0.5] * 10
    assert sum(balanced(told)[:9]) == pytest.approx(balanced(told)[9])
    assert calibration_error(bins(values, told)) == pytest.approx(0.4)
    assert calibration_error(bins(values, told, balanced(told))) == pytest.approx(0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.1, -0.1])
def test_what_is_no_confidence_is_refused(value):
    with pytest.raises(ValueError, match="A confidence is"):
        bins([value], [True])


def test_a_case_for_each_confidence_is_asked_for():
    with pytest.raises(ValueError, match="2 confidences for 1 cases"):
        auroc([0.1, 0.2], [True])
