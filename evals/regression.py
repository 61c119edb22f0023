"""The regression that confidence rests on: logistic, with every weight of the sign that its feature promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.confidence import Confidence

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float64]
    Flags = NDArray[numpy.bool_]

REGULARISATION = 0.1
"""Over features of mean 0 and variance 1; less of it leaves larger weights."""
CASE_WEIGHT = 10.0
"""What a case counts beside a question of a bank, which is worded more like its section than people word it."""
FOR = ("similarity", "text", "question", "questions", "covered", "together", "ahead")
AGAINST = (
    *("near_miss", "near_misses", "any_near_miss", "uncovered", "missing", "unknown", "unspoken", "names_missing"),
    *("names_unknown", "others", "asks_strict", "lacks_kind", "lacks_loose_kind"),
)
"""Features that may speak only for an answer, and only against one: the sign of any other is not known before."""
Bound = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what was found for it."""

    told: dict[str, float]
    is_answered: bool
    is_case: bool


def regression(found: Sequence[Example]) -> Confidence:
    """A logistic regression on standardised features, told in the features as they are."""
    import numpy

    names = list(found[0].told)
    rows = numpy.array([[one.told[name] for name in names] for one in found])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    answered = numpy.array([one.is_answered for one in found])
    counts = numpy.array([CASE_WEIGHT if one.is_case else 1.0 for one in found])
    for kind in (True, False):  # either kind counts as much as the other
        counts[answered == kind] *= len(found) / (2 * (answered == kind).sum())
    *told, bias = _fitted((rows - mean) / spread, answered, counts, [_bound(name) for name in names])
    weights = told / spread
    return Confidence(dict(zip(names, map(float, weights), strict=True)), float(bias - (weights * mean).sum()), 0.0)


def _bound(name: str) -> Bound:
    """What speaks for an answer may only speak for it, what speaks against it only against."""
    return (0.0, None) if name in FOR else (None, 0.0) if name in AGAINST else (None, None)


def _fitted(rows: "Floats", answered: "Flags", counts: "Floats", bounds: Sequence[Bound]) -> "Floats":
    """The weights, and behind them the bias, that make the regularised logistic loss least within their bounds."""
    import numpy
    from scipy.optimize import minimize

    def loss(told: "Floats") -> "tuple[float, Floats]":
        weights, sums = told[:-1], rows @ told[:-1] + told[-1]
        slope = (1 / (1 + numpy.exp(-sums)) - answered) * counts
        whole = (counts * (numpy.logaddexp(0, sums) - answered * sums)).sum() + weights @ weights / (2 * REGULARISATION)
        steps: Floats = numpy.append(rows.T @ slope + weights / REGULARISATION, slope.sum())
        return float(whole), steps

    start = numpy.zeros(rows.shape[1] + 1)
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return found
