"""Show reports as one table, and hold them to floors."""

import math
from collections.abc import Mapping, Sequence

from corpus.errors import PlaybookError
from evals.model import Outcome, Report

LOWER_IS_BETTER = "false_answers"
"""What figures begin with for which a limit is a ceiling."""


def table(reports: Sequence[Report]) -> str:
    """A Markdown table: a row a measure, a column a report."""
    measures = list(dict.fromkeys(name for one in reports for name in one.scores))
    rows = [["measure", *(f"{one.name} ({one.cases})" for one in reports)]]
    rows += [[measure, *(_shown(one.scores.get(measure)) for one in reports)] for measure in measures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def floors(told: Sequence[str]) -> dict[str, float]:
    """`name=value` pairs as numbers."""
    try:
        limits = {name: float(value) for name, value in (one.split("=") for one in told)}
        if not all(map(math.isfinite, limits.values())):
            raise ValueError(f"no number in {', '.join(told)}")
        return limits
    except ValueError as error:
        raise PlaybookError("A floor is a measure and a number, for example: --fail-under recall_at_5=0.9") from error


def broken(report: Report, limits: Mapping[str, float]) -> list[str]:
    """A sentence for each measure beyond its limit: a floor, or for false answers a ceiling."""
    sentences = []
    for name, limit in limits.items():
        score = report.scores.get(name)
        if score is None:
            raise PlaybookError(f"There is no figure called {name}. Choose from: {', '.join(report.scores)}")
        if score > limit if name.startswith(LOWER_IS_BETTER) else score < limit:
            sentences.append(f"{name} is {score:.3f}, beyond its limit of {limit:.3f}")
    return sentences


def misses(outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each case that went wrong, for a person to look into."""
    return [line for one in outcomes if (line := _miss(one))]


def _miss(one: Outcome) -> str:
    told = f"{one.case.id}: {one.case.question}"
    if not one.case.answerable:
        return f"false answer    {told}" if one.answer.citations else ""
    if not one.answer.citations:
        return f"not answered    {told}"
    if not one.right_citations:
        return f"wrong section   {told}"
    missing = len(one.case.facts) - one.stated_facts
    return f"{missing} fact(s) short {told}" if missing else ""


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{score:.3f}"
