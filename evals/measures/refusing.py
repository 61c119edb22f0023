"""Whether confidence tells what can be answered: measures of many cases at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose confidence lies in one tenth of the scale."""

    cases: int
    confidence: float
    """Their mean confidence."""
    share: float
    """The share of them that is answerable."""


def auroc(confidences: Sequence[float], answerable: Sequence[bool]) -> float | None:
    """Chance that an answerable case has more confidence than an unanswerable one, ties counting half (Hanley and
    McNeil 1982); None where there are not both."""
    positives = sum(answerable)
    negatives = len(answerable) - positives
    if not positives or not negatives:
        return None
    below, won = 0, 0.0
    for _, tied in groupby(sorted(zip(confidences, answerable, strict=True)), key=lambda one: one[0]):
        flags = [is_answerable for _, is_answerable in tied]
        won += sum(flags) * (below + (len(flags) - sum(flags)) / 2)
        below += len(flags) - sum(flags)
    return won / (positives * negatives)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Coverage and risk, the most confident answered first (Geifman and El-Yaniv 2017); ties are answered together.

    Risk is the share of those answered that is not right.
    """
    points, answered, wrong = [], 0, 0
    ordered = sorted(zip(confidences, right, strict=True), key=lambda one: -one[0])
    for _, tied in groupby(ordered, key=lambda one: one[0]):
        flags = [is_right for _, is_right in tied]
        answered, wrong = answered + len(flags), wrong + len(flags) - sum(flags)
        points.append((answered / len(ordered), wrong / answered))
    return points


def risk_coverage_area(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Mean risk over all coverages, 0 to 1; None where there is no case."""
    points = risk_coverage(confidences, right)
    before, area = 0.0, 0.0
    for coverage, risk in points:
        area += (coverage - before) * risk
        before = coverage
    return area if points else None


def bins(confidences: Sequence[float], answerable: Sequence[bool]) -> list[Bin | None]:
    """Ten bins of equal width, lowest first; None for an empty one."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, is_answerable in zip(confidences, answerable, strict=True):
        held[min(BINS - 1, int(confidence * BINS))].append((confidence, is_answerable))
    return [_bin(ones) if ones else None for ones in held]


def expected_calibration_error(confidences: Sequence[float], answerable: Sequence[bool]) -> float | None:
    """Mean gap between confidence and the share answerable, weighted by the bins' cases (Naeini et al. 2015)."""
    found = [one for one in bins(confidences, answerable) if one]
    total = sum(one.cases for one in found)
    return sum(one.cases * abs(one.confidence - one.share) for one in found) / total if total else None


def _bin(ones: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(len(ones), sum(one[0] for one in ones) / len(ones), sum(one[1] for one in ones) / len(ones))
