"""Figures by kind, by way of asking and by document as the page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.measures.catalogue import BY_NAME
from evals.model import Difference, Report
from evals.page.view import RunView
from evals.report import SLICED


@dataclass(frozen=True, slots=True)
class Slices:
    """One table: a row a slice, a column a measure that bears on any of them."""

    anchor: str
    title: str
    first: str
    """The head of the first column."""
    measures: tuple[str, ...]
    reports: Sequence[Report]
    verdicts: Mapping[str, Sequence[Difference]]
    """By slice, what was tested against the baseline; empty where nothing was."""


def slices(run: RunView) -> list[Slices]:
    """The tables that have rows."""
    tested = [one for one in run.comparison.differences if one.slice != "all"] if run.comparison else []
    verdicts: dict[str, list[Difference]] = {}
    for one in tested:
        verdicts.setdefault(one.slice, []).append(one)
    found = [
        _slices("kinds", "By kind of question", "Kind", run.kinds, verdicts),
        _slices("ways", "Put another way", "Way", run.ways, {}),
        _slices("documents", "By document", "Document", run.documents, {}),
    ]
    return [one for one in found if one.reports]


def _slices(
    anchor: str, title: str, first: str, reports: Sequence[Report], verdicts: Mapping[str, Sequence[Difference]]
) -> Slices:
    shown = tuple(name for name in SLICED if any(report.figures[name].cases for report in reports))
    return Slices(anchor, title, first, shown, reports, verdicts)


def shifts(tested: Sequence[Difference]) -> list[Difference]:
    """Those of which a difference was shown, the worse first."""
    found = [one for one in tested if one.verdict in ("better", "worse")]
    return sorted(found, key=lambda one: (one.verdict == "better", list(BY_NAME).index(one.measure)))


def unshown(tested: Sequence[Difference]) -> str:
    """What is said of a slice of which no difference was shown."""
    if not tested:
        return "not compared"
    is_large = any(one.verdict == "no difference shown" for one in tested)
    return "no difference shown" if is_large else "too few cases"
