"""Choose what to quote: of the best sections what answers, with what is needed to understand it."""

from collections.abc import Sequence

from assistant.quoting.asked import asked
from assistant.quoting.choice import Choice
from assistant.quoting.further import further
from assistant.quoting.nearest import SHORT_WORDS, nearest
from ingest.model import Hit

__all__ = ["SHORT_WORDS", "Choice", "choices", "nearest"]


def choices(question: str, hits: Sequence[Hit]) -> list[Choice]:
    """Stretches to quote: of the best section those nearest the question, and of others where they add to it."""
    quoted = [hits[0], *further(asked(question), hits)]
    return [choice for hit in quoted for choice in nearest(question, hit)]
