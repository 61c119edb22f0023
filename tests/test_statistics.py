"""Intervals hold the truth as often as they say, and p-values are those of the textbooks."""

import time

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


def covered_shares(a, b, documents, bounds):
    """As `covered`, each document with one to twelve cases and a share of its own from Beta(a, b)."""
    chance, held = numpy.random.default_rng(2), 0
    for number in range(500):
        sizes = chance.integers(1, 13, documents)
        shares = numpy.repeat(chance.beta(a, b, documents), sizes)
        values = (chance.random(len(shares)) < shares).astype(float).tolist()
        low, high = bounds(values, numpy.repeat(numpy.arange(documents), sizes).tolist(), number)
        held += low <= a / (a + b) <= high
    return held / 500


@pytest.mark.parametrize(("a", "b", "documents"), [(2.7, 0.3, 50), (9, 0.5, 100), (8, 2, 12)])
def test_it_does_so_for_very_high_shares_and_for_few_documents(a, b, documents):
    def bounds(values, clusters, seed):
        return interval(values, clusters, seed, draws=1000)

    assert 0.93 <= covered_shares(a, b, documents, bounds) <= 0.97


def test_a_plain_percentile_interval_over_documents_would_fail_that():
    def percentile(values, clusters, seed):
        sums, sizes = numpy.bincount(clusters, values), numpy.bincount(clusters)
        drawn = numpy.random.default_rng(seed).integers(0, len(sums), (1000, len(sums)))
        return numpy.quantile(sums[drawn].sum(1) / sizes[drawn].sum(1), [0.025, 0.975])

    assert covered_shares(2.7, 0.3, 50, percentile) < 0.92


def test_the_interval_of_a_set_holds_the_truth_about_as_often():
    def mean(values, clusters, seed):
        told = numpy.array(values)
        return set_interval(lambda rows: float(told[rows].mean()), clusters, seed, draws=200)

    assert 0.92 <= covered("shares", mean) <= 0.97


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0, 0.5, 1]), st.sampled_from("abcdef")), min_size=1, max_size=40))
def test_the_interval_of_shares_stays_between_0_and_1(pairs):
    low, high = interval(*zip(*pairs, strict=True), draws=500)
    assert 0 <= low <= high <= 1


def test_the_interval_of_other_things_is_not_cut_off():
    low, high = interval([2.0, 5.0, 3.0, 9.0], "abcd")
    assert low < 2 < 9 < high
    assert interval([-1.0, -0.5, 0.0, 0.0], "abcd")[0] < -0.75


@pytest.mark.parametrize("clusters", ["aaaaaaaaaa", "aabbccddee"])
def test_one_document_or_such_as_do_not_differ_are_no_reason_for_certainty(clusters):
    values = [1.0, 0.0] * 5
    assert interval(values, clusters) == interval(values, "abcdefghij")
    assert interval(values, clusters)[0] < 0.3


def test_more_documents_make_the_interval_narrower_and_more_cases_of_the_same_do_not():
    values, clusters, _ = sample("shares", numpy.random.default_rng(2))
    low, high = interval(values, clusters)
    wider = interval(values * 4, [f"{part} {one}" for part in range(4) for one in clusters])
    assert interval(values * 4, clusters * 4) == pytest.approx((low, high), abs=1e-9)
    assert 0.35 * (high - low) < wider[1] - wider[0] < 0.65 * (high - low)


def test_thirty_measures_of_330_cases_take_well_under_two_seconds():
    clusters = [f"document {case % 50}" if case < 250 else f"case {case}" for case in range(330)]
    start = time.process_time()
    for values in numpy.random.default_rng(0).random((30, 330)).tolist():
        interval(values, clusters)
    assert time.process_time() - start < 1.5


def test_where_nothing_varies_the_interval_is_a_point():
    assert interval([1.0, 1.0, 1.0], ["a", "b", "c"]) == (1, 1)
    assert interval([0.4], ["a"]) == (0.4, 0.4)


def test_a_figure_of_a_set_is_taken_anew_of_each_draw():
    low, high = set_interval(lambda rows: sum(rows) / len(rows), ["a", "a", "b", "c"])
    assert 0 <= low < 1.5 < high <= 3
    assert set_interval(lambda rows: None, ["a"]) == (None, None)


def test_whole_documents_are_drawn_for_a_figure_of_a_set_and_one_has_no_interval():
    seen = []
    set_interval(lambda rows: seen.append(list(rows)) or 0.5, ["a", "a", "b", "c"], draws=200)
    assert all(rows.count(0) == rows.count(1) for rows in seen)
    assert {row for rows in seen for row in rows} == {0, 1, 2, 3}
    assert set_interval(lambda rows: 0.5, ["a", "a"]) == (None, None)


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


@pytest.mark.parametrize("wins", [3, 9, 17, 25])
def test_many_wins_and_losses_have_the_p_of_fair_coins(wins):
    from scipy.stats import binomtest

    assert sign_flip_p([1.0] * wins + [-1.0] * (34 - wins)) == pytest.approx(binomtest(wins, 34).pvalue)


def test_random_flips_agree_with_trying_all():
    steps = [at / 20 * (-1) ** (at % 3) for at in range(1, 21)]
    assert sign_flip_p([*steps, 1e-5]) == pytest.approx(sign_flip_p(steps), abs=0.015)
    assert sign_flip_p([at / 40 for at in range(1, 41)]) == 1 / 20_001


def test_noise_of_the_arithmetic_is_no_difference():
    assert sign_flip_p([0.1 + 0.2 - 0.3] * 6) == 1
    assert sign_flip_p([-1.0] * 5 + [-1.0 + 1e-16, 1e-17]) == 0.03125


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


def test_the_smallest_difference_is_larger_where_documents_fall_as_a_whole():
    fallen = [-1.0] * 30 + [0.0] * 270
    by_document = smallest_difference(fallen, [str(at // 10) for at in range(300)])
    assert by_document > 2 * smallest_difference(fallen, [str(at) for at in range(300)])


def test_small_changes_of_many_cases_are_not_held_to_whole_cases():
    changes = [-0.01 + at % 3 / 1000 for at in range(300)]
    assert 0 < smallest_difference(changes, [str(at) for at in range(300)]) < 0.001
