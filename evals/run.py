"""Answer every case."""

from collections.abc import Callable, Sequence

from assistant.model import Answerer
from evals.model import Case, Outcome
from evals.score import outcome


def run(
    cases: Sequence[Case], answerer: Answerer, progress: Callable[[int, int], None] = lambda done, of: None
) -> list[Outcome]:
    """One outcome a case, in order; `progress` is told how many are done, and of how many."""
    outcomes = []
    for case in cases:
        outcomes.append(outcome(case, answerer.answer(case.question, case.history)))
        progress(len(outcomes), len(cases))
    return outcomes
