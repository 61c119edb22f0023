"""How sure a figure or a difference is: intervals over documents, sign-flip tests, Holm, smallest differences."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Rows = NDArray[numpy.int64]

SEED = 0
DRAWS = 2000
SET_DRAWS = 400
"""For a figure of a set, which is taken anew of every draw."""
LEVEL = 0.05
EXACT = 20
"""Differences up to which every choice of signs is tried."""
FLIPS = 20_000
MIN_CASES = 6
"""The fewest cases a two-sided test at 5% can tell from chance: all six one way has p = 2/64."""
POWER = 2.8
"""Standard errors at which a true difference is shown four times of five: 1.96 for the test, 0.84 for the power."""
DECIMALS = 12
"""Smaller differences are noise of the arithmetic, which another processor rounds another way."""
FEWEST = 20
"""Effective clusters of which the sample's own scatter weighs at most one; see `interval`."""


def interval(
    values: Sequence[float], clusters: Sequence[str], seed: int = SEED, draws: int = DRAWS
) -> tuple[float, float]:
    """The 95% interval of a mean, whole clusters drawn with replacement; the same for the same seed.

    Studentised (bootstrap-t: Efron & Tibshirani 1993, chapter 12; Davison & Hinkley 1997, section 5.2) with the
    linearised standard error of a ratio (Cochran 1977, chapter 6), as a percentile interval over some fifty documents
    of unequal size holds the truth in 88 to 93 of 100. A draw that happens to hold no failure would have no scatter at
    all: its variance is drawn towards the sample's by the weight of one effective cluster, at most a twentieth.

    Where values are all equal both bounds are that value; where they lie between 0 and 1 so do the bounds. One cluster,
    or clusters that do not differ, tell nothing of other clusters: then cases are drawn instead.
    """
    told = numpy.asarray(values, float)
    if not numpy.ptp(told):
        return float(told[0]), float(told[0])
    sums, sizes = _drawn_by(told, clusters)
    mean, error = float(told.mean()), float(_errors(sums, sizes, numpy.ones((1, len(sums))))[0])
    counts = _counts(len(sums), draws, seed)
    means, weight = (counts @ sums) / (counts @ sizes), 1 / max(FEWEST, _effective(sizes))
    errors = numpy.sqrt((1 - weight) * _errors(sums, sizes, counts) ** 2 + weight * error**2)
    low, high = mean - error * numpy.quantile((means - mean) / errors, [1 - LEVEL / 2, LEVEL / 2])
    is_share = told.min() >= 0 and told.max() <= 1
    bounds = (max(low, 0.0), min(high, 1.0)) if is_share else (low, high)
    return min(float(bounds[0]), mean), max(float(bounds[1]), mean)


def set_interval(
    figure: Callable[[Sequence[int]], float | None], clusters: Sequence[str], seed: int = SEED, draws: int = SET_DRAWS
) -> tuple[float | None, float | None]:
    """The 95% interval of a figure of a set, a function of the rows drawn: whole clusters, with replacement.

    An expanded percentile interval (Hesterberg 2015, "What teachers should know about the bootstrap"), its tails those
    of t for the effective number of clusters. Draws of which there is no figure are left out; None where half have none
    or there is but one cluster. Of no use for a figure that is biased in small samples, such as a calibration error.
    """
    from scipy.special import ndtr, stdtrit

    members = [numpy.flatnonzero(rows) for rows in _membership(clusters)]
    effective = _effective(numpy.array([len(rows) for rows in members], float))
    if len(members) < 2:
        return None, None
    drawn = (numpy.concatenate([members[at] for at in draw]).tolist() for draw in _draws(len(members), draws, seed))
    found = [value for rows in drawn if (value := figure(rows)) is not None]
    if 2 * len(found) < draws:
        return None, None
    tail = ndtr(math.sqrt(effective / (effective - 1)) * stdtrit(effective - 1, LEVEL / 2))
    low, high = numpy.quantile(found, [tail, 1 - tail])
    return float(low), float(high)


def sign_flip_p(differences: Sequence[float], seed: int = SEED) -> float:
    """Two-sided p of the mean of paired differences, were each as likely to have the other sign (Fisher 1935).

    Exact where all that are not zero are of one size, and up to twenty; else of 20,000 random flips, the differences as
    they are counted among them (Phipson & Smyth 2010). 1 where all are zero.
    """
    told = numpy.round(numpy.asarray(differences, float), DECIMALS)
    told = told[told != 0]
    if not len(told):
        return 1.0
    if not numpy.ptp(abs(told)):
        return _coins(len(told), int((told > 0).sum()))
    least = abs(told.sum()) - 10.0**-DECIMALS * len(told)
    if len(told) <= EXACT:
        return float((abs(_all_sums(told)) >= least).mean())
    signs = numpy.random.default_rng(seed).integers(0, 2, (FLIPS, len(told)), numpy.int8) * 2.0 - 1
    return float((1 + (abs(signs @ told) >= least).sum()) / (1 + FLIPS))


def holm(ps: Sequence[float]) -> list[float]:
    """The p-values corrected for all that is tested, in the order given (Holm 1979, step-down)."""
    order = numpy.argsort(ps, kind="stable")
    stepped = numpy.asarray(ps, float)[order] * numpy.arange(len(ps), 0, -1)
    adjusted = numpy.empty(len(ps))
    adjusted[order] = numpy.minimum(1, numpy.maximum.accumulate(stepped))
    found: list[float] = adjusted.tolist()
    return found


def smallest_difference(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """The smallest mean difference that these cases can show at 5%: max(6 / cases, 2.8 × standard error).

    A case that wholly goes right or wrong counts 1, so six of them all one way are the least. Beyond that a difference
    must be 2.8 standard errors, over clusters, to be shown four times of five (Gelman & Hill 2007, section 20.2; Miller
    2024, "Adding error bars to evals", section 5). Where cases change by fractions only the second holds.
    """
    told = numpy.round(numpy.asarray(differences, float), DECIMALS)
    least = MIN_CASES / len(told) if set(told.tolist()) <= {-1.0, 0.0, 1.0} else 0.0
    sums, sizes = _drawn_by(told, clusters)
    return max(least, POWER * float(_errors(sums, sizes, numpy.ones((1, len(sums))))[0]))


def _drawn_by(values: Floats, clusters: Sequence[str]) -> tuple[Floats, Floats]:
    """The sum and number of values of each cluster; of each value, where clusters have no scatter to go by."""
    members = _membership(clusters).astype(float)
    sums, sizes = members @ values, members.sum(1)
    if len(sums) > 1 and numpy.ptp(sums / sizes) > 10.0**-DECIMALS:
        return sums, sizes
    return values, numpy.ones(len(values))


def _membership(clusters: Sequence[str]) -> NDArray[numpy.bool_]:
    """A row a cluster, in order of appearance, a column a case."""
    rows = {name: row for row, name in enumerate(dict.fromkeys(clusters))}
    found: NDArray[numpy.bool_] = numpy.arange(len(rows))[:, None] == numpy.array([rows[name] for name in clusters])
    return found


def _errors(sums: Floats, sizes: Floats, counts: Floats) -> Floats:
    """The standard error of the mean of each row of `counts`, which says how often each cluster is drawn."""
    clusters, size = len(sums), counts @ sizes
    mean = (counts @ sums) / size
    squares = counts @ sums**2 - 2 * mean * (counts @ (sums * sizes)) + mean**2 * (counts @ sizes**2)
    found: Floats = numpy.sqrt(numpy.maximum(squares, 0) * clusters / max(clusters - 1, 1)) / size
    return found


def _effective(sizes: Floats) -> float:
    """As many clusters of one size as these tell as much (Kish 1965)."""
    return float(sizes.sum() ** 2 / (sizes**2).sum())


def _draws(clusters: int, draws: int, seed: int) -> Rows:
    return numpy.random.default_rng(seed).integers(0, clusters, (draws, clusters))


@lru_cache(maxsize=32)
def _counts(clusters: int, draws: int, seed: int) -> Floats:
    """How often each draw, a row, holds each cluster."""
    cells = _draws(clusters, draws, seed) + clusters * numpy.arange(draws)[:, None]
    return numpy.bincount(cells.ravel(), minlength=draws * clusters).reshape(draws, clusters).astype(float)


def _all_sums(values: Floats) -> Floats:
    """The sum under every choice of signs."""
    sums = numpy.zeros(1)
    for value in values:
        sums = numpy.concatenate([sums + value, sums - value])
    return sums


def _coins(tosses: int, heads: int) -> float:
    """How often fair coins fall at least as unevenly."""
    fewer = min(heads, tosses - heads)
    return float(min(1, 2 * sum(math.comb(tosses, at) for at in range(fewer + 1)) / 2**tosses))
