"""Choose what to quote: of the best section what answers, and of others what they add to it."""

from collections.abc import Callable, Iterable, Sequence

from assistant.quoting.choice import Choice
from assistant.quoting.further import MOST, further
from assistant.quoting.nearest import SHORT_WORDS, nearest
from corpus.model import Notice
from ingest.model import DocumentText, Hit

__all__ = ["MOST", "SHORT_WORDS", "Choice", "choices", "merged", "nearest", "ordered"]

AUTHORITIES = ("playbook", "state", "other")
"""Whose word comes first."""


def choices(question: str, hits: Sequence[Hit], notices: Sequence[Notice] = ()) -> list[Choice]:
    """Stretches to quote: of the best section those nearest the question, and of others where they add to it.

    The remarks in `notices` tell where sources are known to disagree; both sides are then quoted.
    """
    first = nearest(question, hits[0])
    return [choice for quoted in [first, *further(question, first, hits, notices)] for choice in quoted]


def merged(parts: Iterable[Sequence[Choice]]) -> list[Choice]:
    """What is chosen for the parts of a question, in their order; what an earlier one holds is not quoted again."""
    kept: list[Choice] = []
    for choice in (one for part in parts for one in part):
        if not any(_holds(one, choice) for one in kept):
            kept = [one for one in kept if not _holds(choice, one)] + [choice]
    return kept


def ordered(chosen: Sequence[Choice], document: Callable[[str], DocumentText]) -> list[Choice]:
    """The playbook before state documents before others; of one authority in the order they were chosen."""
    return sorted(chosen, key=lambda one: AUTHORITIES.index(document(one.passages[0].source).authority))


def _holds(one: Choice, other: Choice) -> bool:
    return one.passages[0].source == other.passages[0].source and one.start <= other.start and other.end <= one.end
