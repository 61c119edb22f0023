"""How sure a figure or a difference is: intervals over documents, sign-flip tests, Holm, least differences."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

DRAWS = 2000
SET_DRAWS = 400
"""For a figure of a set, which is taken anew of every draw."""
EXACT = 20
"""Differences up to which every flip of signs is tried."""
FLIPS = 20_000
LEVEL = 0.05
MIN_CASES = 6
"""The fewest cases a two-sided test at five in a hundred can tell from chance: all six one way has p = 2/64."""
POWER = 1.96 + 0.84
"""Standard errors of the smallest difference that is shown four times of five (two-sided, at five in a hundred)."""


def interval(
    values: Sequence[float], clusters: Sequence[str], seed: int = 0, draws: int = DRAWS
) -> tuple[float, float]:
    """The 95% interval of a mean, whole clusters drawn with replacement.

    Studentised (bootstrap-t; Efron and Tibshirani 1993, chapter 12, with the linearised standard error of a ratio over
    clusters): a plain percentile interval is too narrow for some fifty documents of unequal size. The
    same for the same seed; equal bounds where all values are equal.
    """
    import numpy

    sums, sizes = _by_cluster(values, clusters)
    mean, error = float(sums.sum() / sizes.sum()), float(_error(sums[None], sizes[None])[0])
    if error == 0:
        return mean, mean
    rows = numpy.asarray(_drawn(len(sums), draws, seed))
    means = sums[rows].sum(1) / sizes[rows].sum(1)
    errors = numpy.maximum(_error(sums[rows], sizes[rows]), error / 4)
    low, high = numpy.quantile((means - mean) / errors, [1 - LEVEL / 2, LEVEL / 2])
    return mean - float(low) * error, mean - float(high) * error


def set_interval(
    figure: Callable[[Sequence[int]], float | None], clusters: Sequence[str], seed: int = 0, draws: int = SET_DRAWS
) -> tuple[float | None, float | None]:
    """The 95% percentile interval of a figure of a set, a function of the rows drawn; None where no draw has one."""
    import numpy

    held: dict[str, list[int]] = {}
    for row, cluster in enumerate(clusters):
        held.setdefault(cluster, []).append(row)
    rows = list(held.values())
    found = [figure([row for at in draw for row in rows[at]]) for draw in _drawn(len(rows), draws, seed)]
    values = [value for value in found if value is not None]
    if not values:
        return None, None
    low, high = numpy.quantile(values, [LEVEL / 2, 1 - LEVEL / 2])
    return float(low), float(high)


def sign_flip_p(differences: Sequence[float], seed: int = 0) -> float:
    """Two-sided p of the mean difference, were each as likely to have the other sign (Fisher 1935).

    Exact up to twenty differences that are not zero, and for more where all are of one size; else of 20,000 random
    flips, the observed one counted among them. 1 where all are zero.
    """
    import numpy

    sizes = numpy.array([one for one in differences if one])
    if not len(sizes):
        return 1.0
    observed = abs(sizes.sum()) * (1 - 1e-12)
    if len(set(abs(sizes))) == 1:
        return _binomial(len(sizes), int((sizes > 0).sum()))
    if len(sizes) <= EXACT:
        signs = 1 - 2 * ((numpy.arange(2 ** len(sizes))[:, None] >> numpy.arange(len(sizes))) & 1)
        return float((abs(signs @ sizes) >= observed).mean())
    signs = numpy.random.default_rng(seed).choice([-1, 1], (FLIPS, len(sizes)))
    return float((1 + (abs(signs @ sizes) >= observed).sum()) / (1 + FLIPS))


def holm(ps: Sequence[float]) -> list[float]:
    """The p-values corrected for each other, in the same order (Holm 1979)."""
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    adjusted, highest = [0.0] * len(ps), 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - place) * ps[at]))
        adjusted[at] = highest
    return adjusted


def smallest_difference(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """The smallest mean difference that so many cases can show.

    At least six cases all one way; beyond that, what a difference as scattered as this one needs to be shown four times
    of five (Miller 2024, "Adding error bars to evals"), by the standard error over clusters.
    """
    sums, sizes = _by_cluster(differences, clusters)
    return max(MIN_CASES / len(differences), POWER * float(_error(sums[None], sizes[None])[0]))


def _by_cluster(
    values: Sequence[float], clusters: Sequence[str]
) -> "tuple[NDArray[numpy.float64], NDArray[numpy.float64]]":
    """The sum and the number of values of each cluster."""
    import numpy

    names = {name: at for at, name in enumerate(dict.fromkeys(clusters))}
    rows = [names[cluster] for cluster in clusters]
    sums, sizes = numpy.bincount(rows, numpy.asarray(values, float)), numpy.bincount(rows)
    return sums.astype(numpy.float64), sizes.astype(numpy.float64)


def _error(sums: "NDArray[numpy.float64]", sizes: "NDArray[numpy.float64]") -> "NDArray[numpy.float64]":
    """The standard error of each row's mean, for clusters in columns (Cochran 1977, ratio estimate)."""
    import numpy

    count = sums.shape[1]
    if count < 2:
        return numpy.zeros(len(sums))
    means = sums.sum(1) / sizes.sum(1)
    left = sums - means[:, None] * sizes
    found: NDArray[numpy.float64] = numpy.sqrt(count / (count - 1) * (left**2).sum(1)) / sizes.sum(1)
    return found


@lru_cache(maxsize=256)
def _drawn(count: int, draws: int, seed: int) -> "NDArray[numpy.int64]":
    import numpy

    return numpy.random.default_rng(seed).integers(0, count, (draws, count))


def _binomial(count: int, above: int) -> float:
    """Two-sided p of so many of `count` fair coins."""
    fewer = min(above, count - above)
    return min(1.0, float(2 * sum(math.comb(count, k) for k in range(fewer + 1)) / 2**count))
