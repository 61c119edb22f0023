"""All that is shown of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.judge import Judged
from evals.model import Case, Comparison, Given, Report, Scored, Way


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with its figures, and the run it is compared with."""

    cases: Sequence[Case]
    givens: Mapping[tuple[str, Way], Given]
    scored: Sequence[Scored]
    halves: Sequence[Report]
    """All cases as they stand, then each half."""
    kinds: Sequence[Report]
    documents: Sequence[Report]
    ways: Sequence[Report]
    """Each further way, followed by the same cases as they stand."""
    comparison: Comparison | None
    made_with: Mapping[str, Any]
    timings: Mapping[tuple[str, Way], float]
    """Milliseconds from question to answer."""
    troubles: Sequence[str]
    """What is worse than it may be, a sentence each."""
    judged: Sequence[Judged] = ()
    """What a language model thinks of the answers, where one was asked."""
