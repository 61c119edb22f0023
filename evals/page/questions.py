"""Every case of a run as the page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.measures.ranking import DEPTH
from evals.measures.stating import states
from evals.model import Case, Change, Given, Scored
from evals.page.view import RunView

HITS = 5
"""Sections found that are shown."""
VERDICTS = {
    "right": "Right",
    "partly": "Partly right",
    "wrong": "Wrong",
    "refused": "Refused",
    "declined": "Declined",
    "unscored": "Not scored",
}
WAYS = {
    "typos": "with slips of the keyboard",
    "capitals": "in capitals",
    "alone": "without what was said before",
    "withheld": "with its document left out",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A section, and whether it is what was wanted."""

    name: str
    is_right: bool
    is_primary: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One case with its answer, its gold and its scores."""

    anchor: str
    """Its id in the page; a case's own may hold anything."""
    case: Case
    scored: Scored
    given: Given
    verdict: str
    gold: tuple[Section, ...]
    """Right where it is cited."""
    found: tuple[Section, ...]
    """The first sections found, right where they are gold."""
    facts: tuple[tuple[str, bool], ...]
    """Each fact with its alternatives, and whether it is stated."""
    scores: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str, str], ...]
    """Each further way it was put, with the verdict and its word."""
    change: Change | None
    milliseconds: float | None


def questions(run: RunView) -> list[Question]:
    """The cases as they stand, in their order."""
    scored: dict[str, list[Scored]] = {}
    for one in sorted(run.scored, key=lambda one: one.way != "asked"):
        scored.setdefault(one.case, []).append(one)
    changes = {one.case: one for one in run.comparison.changes} if run.comparison else {}
    return [
        _question(f"question-{number}", case, scored[case.id], run, changes)
        for number, case in enumerate(run.cases, 1)
        if case.id in scored
    ]


def _question(anchor: str, case: Case, ways: Sequence[Scored], run: RunView, changes: Mapping[str, Change]) -> Question:
    scored, *others = ways
    given = run.givens[case.id, "asked"]
    cited = {(one.source, one.trail) for one in given.citations}
    gold = {one.place for one in case.gold}
    return Question(
        anchor=anchor,
        case=case,
        scored=scored,
        given=given,
        verdict=VERDICTS[scored.verdict],
        gold=tuple(Section(_named(*one.place), one.place in cited, one.primary) for one in case.gold),
        found=tuple(
            Section(_named(one.source, one.trail), (one.source, one.trail) in gold) for one in given.passages[:HITS]
        ),
        facts=tuple((" / ".join(fact), states(given, fact)) for fact in case.facts),
        scores=tuple((name, f"{value:.3g}") for name, value in scored.scores.items()),
        ways=tuple((WAYS[one.way], one.verdict, VERDICTS[one.verdict]) for one in others),
        change=changes.get(case.id),
        milliseconds=run.timings.get((case.id, "asked")),
    )


def first_right_ranks(run: RunView) -> tuple[list[int], int]:
    """How many cases have a gold section first at rank 1 to 10, and how many at none."""
    asked = [one.scores for one in run.scored if one.way == "asked" and "reciprocal_rank" in one.scores]
    found = [round(1 / one["reciprocal_rank"]) if one["reciprocal_rank"] else 0 for one in asked]
    return [found.count(rank) for rank in range(1, DEPTH + 1)], found.count(0)


def _named(source: str, trail: tuple[str, ...]) -> str:
    return f"{source}: {' › '.join(trail)}" if trail else source
