"""Doubt the cases: gold that may be missing or wrong, questions nearly the same, copies in the question bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evals.leaks import NEAR, leaks
from evals.model import Case, Given
from ingest.embed import Embedder
from ingest.questions import Bank, Place, named

Doubt = Literal["nobody labelled", "gold not found", "answered, said to be unanswerable", "nearly the same", "leaked"]
LOOKED_AT = 3
"""Ranks of which a section nobody labelled is doubted, where no gold stands before it."""
SURE = 0.9
"""Confidence from which an answer to an unanswerable case is a reason to doubt the case, too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to look at a case again; a person decides."""

    case: str
    question: str
    doubt: Doubt
    about: str
    """The section, the other case, or the question of the bank."""


def audit(cases: Sequence[Case], givens: Sequence[Given], bank: Bank, embedder: Embedder) -> list[Finding]:
    """Every finding, by kind of doubt, then in the order of the cases."""
    by_id = {case.id: case for case in cases}
    asked = [one for one in givens if one.way == "asked" and one.case in by_id]
    found = [finding for one in asked for finding in _labels(by_id[one.case], one)]
    return [*found, *_twins(cases, embedder), *_leaked(cases, bank, embedder)]


def _labels(case: Case, given: Given) -> list[Finding]:
    """What the ranking says of the gold: right sections nobody labelled, labelled ones that are nowhere."""
    ranked: list[Place] = [(one.source, one.trail) for one in given.passages]
    gold = {one.place for one in case.gold}
    if not case.answerable:
        sure = given.is_answer and (given.confidence or 0) >= SURE
        return [_finding(case, "answered, said to be unanswerable", named(ranked[0]))] if sure and ranked else []
    first = next((at for at, place in enumerate(ranked) if place in gold), len(ranked))
    unlabelled = [_finding(case, "nobody labelled", named(place)) for place in ranked[: min(first, LOOKED_AT)]]
    primary = [one.place for one in case.gold if one.primary and one.place not in ranked]
    return unlabelled + [_finding(case, "gold not found", named(place)) for place in primary]


def _twins(cases: Sequence[Case], embedder: Embedder) -> list[Finding]:
    """Pairs of questions without a history that are nearly the same: they count one thing twice."""
    alone = [case for case in cases if not case.history]
    vectors = embedder.embed([case.question for case in alone])
    likeness = vectors @ vectors.T
    return [
        _finding(one, "nearly the same", f"{other.id}: {other.question}")
        for row, one in enumerate(alone)
        for column, other in enumerate(alone[:row])
        if likeness[row, column] >= NEAR
    ]


def _leaked(cases: Sequence[Case], bank: Bank, embedder: Embedder) -> list[Finding]:
    return [_finding(case, "leaked", question) for case, question, _ in leaks(cases, bank, embedder)]


def _finding(case: Case, doubt: Doubt, about: str) -> Finding:
    return Finding(case.id, case.question, doubt, about)
