"""Intervals hold the truth as often as they say, and p-values are those of the textbooks."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.statistics import holm, interval, set_interval, sign_flip_p, smallest_difference

DOCUMENTS = 50


def sample(kind, chance):
    """Cases of documents that hold one to twelve each and differ from one another; and the true mean."""
    values, clusters = [], []
    for document, size in enumerate(chance.choice([1, 1, 2, 3, 4, 5, 6, 8, 12], DOCUMENTS)):
        if kind == "skewed":
            found, mean = chance.exponential(1) + chance.exponential(2, size), 3
        else:
            a = {"shares": 6, "high shares": 18}[kind]
            found, mean = chance.random(size) < chance.beta(a, 2), a / (a + 2)
        values += [float(one) for one in found]
        clusters += [str(document)] * size
    return values, clusters, mean


def covered(kind, bounds):
    chance, held = numpy.random.default_rng(1), 0
    for number in range(500):
        values, clusters, mean = sample(kind, chance)
        low, high = bounds(values, clusters, number)
        held += low <= mean <= high
    return held / 500


@pytest.mark.parametrize("kind", ["shares", "high shares", "skewed"])
def test_the_interval_covers_the_truth_in_93_to_97_of_100_simulations(kind):
    share = covered(kind, lambda values, clusters, seed: interval(values, clusters, seed, draws=1000))
    assert 0.93 <= share <= 0.97


def test_an_interval_that_takes_cases_for_independent_would_fail_that():
    def naive(values, clusters, seed):
        error = 1.96 * numpy.std(values, ddof=1) / len(values) ** 0.5
        return numpy.mean(values) - error, numpy.mean(values) + error

    assert covered("shares", naive) < 0.93


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from("abcdef")), min_size=1, max_size=60))
def test_the_interval_holds_the_mean_and_is_the_same_each_time(pairs):
    values, clusters = zip(*pairs, strict=True)
    low, high = interval(values, clusters, draws=500)
    assert low - 1e-9 <= sum(values) / len(values) <= high + 1e-9
    assert (low, high) == interval(values, clusters, draws=500)


def test_where_nothing_varies_the_interval_is_a_point():
    assert interval([1.0, 1.0, 1.0], ["a", "b", "c"]) == (1, 1)


def test_a_figure_of_a_set_is_taken_anew_of_each_draw():
    low, high = set_interval(lambda rows: sum(rows) / len(rows), ["a", "a", "b", "c"])
    assert 0 <= low < 1.5 < high <= 3
    assert set_interval(lambda rows: None, ["a"]) == (None, None)


def test_six_losses_without_a_gain_are_told_from_chance_and_three_for_three_are_not():
    assert sign_flip_p([0.0] * 294 + [-1.0] * 6) == 0.03125
    assert sign_flip_p([0.0] * 294 + [-1.0] * 3 + [1.0] * 3) == 1
    assert sign_flip_p([0.0] * 295 + [-1.0] * 5) > 0.05
    assert sign_flip_p([]) == sign_flip_p([0.0]) == 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([-1, -0.5, -0.25, 0.25, 0.5, 1]), min_size=2, max_size=12))
def test_p_is_that_of_scipy(differences):
    from scipy.stats import permutation_test

    expected = permutation_test(
        (numpy.array(differences),), lambda x, axis: x.mean(axis), permutation_type="samples", n_resamples=numpy.inf
    )
    assert sign_flip_p(differences) == pytest.approx(expected.pvalue)
    assert sign_flip_p([-one for one in differences]) == pytest.approx(sign_flip_p(differences))


def test_many_differences_are_flipped_by_chance_and_never_have_p_0():
    steps = [one / 40 for one in range(1, 41)]
    assert 0 < sign_flip_p(steps) < 0.001
    assert sign_flip_p([one * (-1) ** at for at, one in enumerate(steps)]) > 0.3


def test_holm_is_worked_as_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == [1, 1]


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_never_lowers_p_nor_changes_the_order(ps):
    adjusted = holm(ps)
    assert all(after >= before for before, after in zip(ps, adjusted, strict=True))
    assert [adjusted[at] for at in sorted(range(len(ps)), key=lambda at: ps[at])] == sorted(adjusted)


def test_the_smallest_difference_is_six_cases_or_what_the_scatter_asks_for():
    documents = [str(at) for at in range(300)]
    assert smallest_difference([0.0] * 300, documents) == 0.02
    scattered = [1.0, -1.0] * 30 + [0.0] * 240
    error = (60 / 300 / 299) ** 0.5
    assert smallest_difference(scattered, documents) == pytest.approx(2.8 * error)
