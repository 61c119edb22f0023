"""Whether the right questions are refused, and how far an answer's confidence can be trusted.

Figures of many cases at once take sequences of one length, a place a case; a case without a confidence is left out by
who calls. Each is None where there is nothing to take it of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from evals.measures.bearing import is_scored, must_refuse
from evals.model import Case, Given, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float64]
    Flags = NDArray[numpy.bool_]

EDGES = tuple(place / 10 for place in range(11))


@dataclass(frozen=True, slots=True)
class Curve:
    """Risk at each coverage."""

    coverages: tuple[float, ...]
    """Shares of cases answered, rising to 1: all those at least as confident as one case or another."""
    risks: tuple[float, ...]
    """The share of those answers that are not right."""
    thresholds: tuple[float, ...] = ()
    """The least confidence that is answered there."""

    @property
    def area(self) -> float | None:
        """The mean, over all cases, of the risk where every case at least as confident is answered; 0 to 1.

        The area under the curve as a sum over cases (Geifman, Uziel & El-Yaniv 2019).
        """
        if not self.coverages:
            return None
        steps = numpy.diff([0.0, *self.coverages])
        return float(numpy.dot(steps, self.risks))


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases with a confidence above `low` (0 itself with the lowest) and up to `high`."""

    low: float
    high: float
    count: int
    weight: float
    """The share of all weight that its cases carry."""
    confidence: float | None
    """Mean confidence; None for an empty bin, as below."""
    answerable: float | None
    """Share of answerable cases."""


def scores(case: Case, given: Given) -> dict[str, float]:
    """The measures of refusal that bear on an answer; of one that cannot be scored, only that it cannot."""
    if not is_scored(given):
        return {"unscored": 1.0}
    answered = "false_answers" if must_refuse(case, given) else "answered"
    return {answered: float(given.is_answer), "declined": float(given.status == "declined"), "unscored": 0.0}


def false_refusals(verdicts: Sequence[Verdict]) -> float | None:
    """Of answerable cases' verdicts, the share `refused`; what was declined or not scored is neither."""
    scored = [one for one in verdicts if one not in ("declined", "unscored")]
    return scored.count("refused") / len(scored) if scored else None


def auroc(confidences: Sequence[float], answerable: Sequence[bool]) -> float | None:
    """The chance that an answerable case has more confidence than an unanswerable one, a tie counting half; 0 to 1.

    The area under the ROC curve as the Mann–Whitney statistic (Hanley & McNeil 1982); 0.5 is chance. None where all
    cases are of one kind.
    """
    values, told = _checked(confidences, answerable)
    some, others = values[told], numpy.sort(values[~told])
    if not len(some) or not len(others):
        return None
    below = numpy.searchsorted(others, some, "left") + numpy.searchsorted(others, some, "right")
    return float(below.sum() / 2 / (len(some) * len(others)))


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> Curve:
    """The risk–coverage curve (Geifman & El-Yaniv 2017), the most confident answered first.

    `right` says whether the answer to each case is, or would be, right; an answer to an unanswerable case never is.
    Cases of the same confidence are answered together, so their order does not matter. Empty for no cases.
    """
    values, told = _checked(confidences, right)
    if not len(values):
        return Curve((), ())
    order = numpy.argsort(-values, kind="stable")
    ends = numpy.append(numpy.flatnonzero(numpy.diff(values[order])), len(values) - 1)
    risks = numpy.cumsum(~told[order])[ends] / (ends + 1)
    thresholds = values[order][ends]
    return Curve(tuple(((ends + 1) / len(values)).tolist()), tuple(risks.tolist()), tuple(thresholds.tolist()))


def balanced(answerable: Sequence[bool]) -> list[float]:
    """Weights with which the answerable and the unanswerable weigh as much in all.

    A confidence that was fitted to as many of either (assistant/confidence.py) is held against the same.
    """
    count = {kind: sum(bool(one) is kind for one in answerable) for kind in (True, False)}
    return [1 / count[bool(one)] for one in answerable]


def bins(
    confidences: Sequence[float], answerable: Sequence[bool], weights: Sequence[float] | None = None
) -> tuple[Bin, ...]:
    """Ten equally wide bins for a reliability diagram; a case weighs 1 where no weights are given.

    Raises:
        ValueError: a confidence is not between 0 and 1.
    """
    values, told = _checked(confidences, answerable)
    if len(values) and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError("A confidence is between 0 and 1")
    weight = numpy.ones(len(values)) if weights is None else numpy.asarray(weights, float)
    places = numpy.maximum(0, numpy.searchsorted(EDGES, values, "left") - 1)
    return tuple(_bin(number, weight / weight.sum(), values, told, places == number) for number in range(10))


def calibration_error(found: Sequence[Bin]) -> float | None:
    """Expected calibration error (Naeini et al. 2015, Guo et al. 2017), 0 to 1.

    The gap between mean confidence and share answerable, over bins, by what they weigh. None where all are empty.
    """
    filled = [one for one in found if one.count]
    if not filled:
        return None
    return float(sum(one.weight * abs((one.confidence or 0.0) - (one.answerable or 0.0)) for one in filled))


def _bin(number: int, weight: "Floats", values: "Floats", told: "Flags", inside: "Flags") -> Bin:
    share = float(weight[inside].sum())
    confidence, answerable = (float(weight[inside] @ of[inside]) / share if share else None for of in (values, told))
    return Bin(EDGES[number], EDGES[number + 1], int(inside.sum()), share, confidence, answerable)


def _checked(values: Sequence[float], told: Sequence[bool]) -> tuple["Floats", "Flags"]:
    """Both as arrays of one length, with nothing that is no number."""
    if len(values) != len(told):
        raise ValueError(f"{len(values)} confidences for {len(told)} cases")
    found = numpy.asarray(values, float)
    if not numpy.isfinite(found).all():
        raise ValueError("A confidence is no number")
    return found, numpy.asarray(told, bool)
