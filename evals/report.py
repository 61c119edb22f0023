"""Figures over many cases, one table of them, and the limits they are held to."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from corpus.errors import PlaybookError
from evals.cases import KINDS
from evals.measures.catalogue import BY_NAME, INVARIANTS, MEASURES, Measure
from evals.measures.refusing import auroc, balanced, bins, calibration_error, false_refusals, risk_coverage
from evals.model import Case, Comparison, Figure, Report, Scored, Way
from evals.statistics import interval, set_interval

HALVES = ("dev", "test")
NONE = Figure(None, 0)
WAYS: tuple[Way, ...] = ("typos", "capitals", "alone", "withheld")


def halves(scored: Sequence[Scored]) -> list[Report]:
    """All cases as they stand, then each half."""
    asked = as_asked(scored)
    return [report("all", asked), *(report(half, [one for one in asked if one.half == half]) for half in HALVES)]


def kinds(scored: Sequence[Scored]) -> list[Report]:
    """The cases of each kind, as they stand."""
    asked = as_asked(scored)
    found = ((kind, [one for one in asked if one.kind == kind]) for kind in KINDS)
    return [report(kind, ones) for kind, ones in found if ones]


def documents(scored: Sequence[Scored]) -> list[Report]:
    """The answerable cases of each document, as they stand, most cases first."""
    asked = [one for one in as_asked(scored) if one.answerable]
    names = {one.cluster for one in asked}
    found = [report(name, [one for one in asked if one.cluster == name]) for name in names]
    return sorted(found, key=lambda one: (-one.cases, one.name))


def ways(scored: Sequence[Scored]) -> list[Report]:
    """The cases put in each further way, and the same cases as they stand beside."""
    found = []
    for way in WAYS:
        ones = [one for one in scored if one.way == way]
        same = {one.case for one in ones}
        if ones:
            found += [report(way, ones), report(f"{way}: as asked", [s for s in as_asked(scored) if s.case in same])]
    return found


def as_asked(scored: Iterable[Scored]) -> list[Scored]:
    """The cases as they stand."""
    return [one for one in scored if one.way == "asked"]


def table(reports: Sequence[Report], measures: Sequence[Measure] = MEASURES, all_intervals: bool = False) -> str:
    """A Markdown table: a row a measure, a column a report; the first, or all, with their intervals."""
    rest = with_interval if all_intervals else plain
    rows = [["measure", *(f"{one.name} ({one.cases})" for one in reports)]]
    for measure in measures:
        figures = [one.figures.get(measure.name, NONE) for one in reports]
        if not any(figure.cases for figure in figures):
            continue
        rows.append([measure.name, with_interval(figures[0]), *map(rest, figures[1:])])
    return markdown(rows)


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table, the first its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def plain(figure: Figure) -> str:
    """The value with three decimals, or a dash for none."""
    return "–" if figure.value is None else f"{figure.value:.3f}"


def with_interval(figure: Figure) -> str:
    """The value with the bounds of its 95% interval."""
    if figure.low is None or figure.high is None:
        return plain(figure)
    return f"{plain(figure)} ({figure.low:.3f}–{figure.high:.3f})"


def floors(told: Sequence[str]) -> dict[str, float]:
    """`name=value` pairs as numbers."""
    try:
        limits = {name: float(value) for name, value in (one.split("=") for one in told)}
        if not all(map(math.isfinite, limits.values())):
            raise ValueError(f"no number in {', '.join(told)}")
    except ValueError as error:
        raise PlaybookError("A floor is a measure and a number, for example: --fail-under hit_at_5=0.9") from error
    if unknown := [name for name in limits if name not in BY_NAME]:
        raise PlaybookError(f"There is no figure called {unknown[0]}. Choose from: {', '.join(BY_NAME)}")
    return limits


def broken(report: Report, limits: Mapping[str, float]) -> list[str]:
    """A sentence for each measure beyond its limit: a floor, or a ceiling where lower is better."""
    sentences = []
    for name, limit in limits.items():
        value = report.figures[name].value
        if value is None:
            raise PlaybookError(f"No case bears on {name}, so it cannot be held to a limit. Leave it out.")
        if value > limit if BY_NAME[name].better == "lower" else value < limit:
            sentences.append(f"{name} is {value:.3f}, beyond its limit of {limit:.3f}")
    return sentences


def broken_invariants(scored: Sequence[Scored]) -> list[str]:
    """A sentence for each measure of which one exception is one too many, naming the cases."""
    found = {name: [one for one in scored if one.scores.get(name, 1) < 1] for name in INVARIANTS}
    found["unscored"] = [one for one in scored if one.verdict == "unscored"]
    return [f"{name} does not hold for {named(ones)}" for name, ones in found.items() if ones]


def named(scored: Sequence[Scored]) -> str:
    """The cases by their ids, and how they were put; the first few, and how many more."""
    return shortened([one.case if one.way == "asked" else f"{one.case} ({one.way})" for one in scored])


def shortened(names: Sequence[str], most: int = 10) -> str:
    """The first few, and how many more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def report(name: str, scored: Sequence[Scored]) -> Report:
    """Every measure over these cases."""
    figures = {
        measure.name: _of_set(measure, scored) if measure.of_a_set else _mean(measure, scored) for measure in MEASURES
    }
    return Report(name, len(scored), figures)


def _mean(measure: Measure, scored: Sequence[Scored]) -> Figure:
    bearing = [one for one in scored if measure.name in one.scores]
    if not bearing:
        return NONE
    values = [one.scores[measure.name] for one in bearing]
    low, high = interval(values, [one.cluster for one in bearing])
    if measure.is_share:
        low, high = max(0.0, low), min(1.0, high)
    return Figure(sum(values) / len(values), len(values), low, high)


def _auroc(scored: Sequence[Scored]) -> float | None:
    return auroc(confidences(scored), [one.answerable for one in scored])


def _risk_coverage_area(scored: Sequence[Scored]) -> float | None:
    return risk_coverage(confidences(scored), [one.scores.get("right") == 1 for one in scored]).area


def _calibration_error(scored: Sequence[Scored]) -> float | None:
    answerable = [one.answerable for one in scored]
    return calibration_error(bins(confidences(scored), answerable, balanced(answerable)))


def confidences(scored: Sequence[Scored]) -> list[float]:
    """The confidence of each; 0 where none was told."""
    return [one.confidence or 0.0 for one in scored]


def _false_refusals(scored: Sequence[Scored]) -> float | None:
    return false_refusals([one.verdict for one in scored if one.answerable])


SETS: dict[str, Callable[[Sequence[Scored]], float | None]] = {
    "false_refusals": _false_refusals,
    "auroc": _auroc,
    "risk_coverage_area": _risk_coverage_area,
    "calibration_error": _calibration_error,
}


BIASED = ("calibration_error",)
"""Never below 0, so too high in any sample: draws from a sample say nothing of how far the truth may be from it."""


def _of_set(measure: Measure, scored: Sequence[Scored]) -> Figure:
    bearing = [one for one in scored if one.confidence is not None]
    value = SETS[measure.name](bearing) if bearing else None
    if value is None:
        return NONE
    if measure.name in BIASED:
        return Figure(value, len(bearing))
    low, high = set_interval(
        lambda rows: SETS[measure.name]([bearing[row] for row in rows]), [one.cluster for one in bearing]
    )
    return Figure(value, len(bearing), low, high)


SLICED = ("right", "hit_at_1", "answered", "right_section_cited", "fact_recall", "false_answers", "same_answer")
"""Measures that are shown for each kind and way."""


def by_slice(reports: Sequence[Report]) -> str:
    """A Markdown table: a row a slice, a column a measure."""
    shown = [name for name in SLICED if any(report.figures[name].cases for report in reports)]
    rows = [["slice", "cases", *shown]]
    rows += [[one.name, str(one.cases), *(plain(one.figures[name]) for name in shown)] for one in reports]
    return markdown(rows)


def compared(comparison: Comparison) -> str:
    """A Markdown table: a row a measure over all cases, then what changed, a line each."""
    names = [one.measure for one in comparison.differences if one.slice == "all"]
    lines = [f"{one.what}: {one.case} ({one.before} → {one.after})" for one in comparison.changes]
    left_out = [f"left out, for they are new, gone or changed: {shortened(comparison.left_out)}"]
    return "\n".join([markdown(compared_rows(comparison, names)), *lines, *(left_out if comparison.left_out else [])])


def compared_rows(comparison: Comparison, names: Sequence[str]) -> list[list[str]]:
    """A head, then a row for each of these measures over all cases."""
    rows = [[f"against {comparison.baseline}", "before", "after", "change", "95% interval", "p", "verdict"]]
    for one in comparison.differences:
        if one.slice == "all" and one.measure in names:
            figures = (f"{one.before:.3f}", f"{one.after:.3f}", f"{one.after - one.before:+.3f}")
            bounds = f"{one.low:+.3f} to {one.high:+.3f}"
            rows.append([one.measure, *figures, bounds, f"{one.adjusted_p:.3f}", one.verdict])
    return rows


def misses(scored: Sequence[Scored], cases: Mapping[str, Case]) -> list[str]:
    """A line for each case that did not go right as it stands, for a person to look into."""
    wrong = [one for one in as_asked(scored) if one.verdict != "right"]
    return [f"{one.verdict:9} {one.case}: {cases[one.case].question}" for one in wrong]
