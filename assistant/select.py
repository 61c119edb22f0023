"""Choose what to quote: of the best sections what answers, with what is needed to understand it."""

from collections.abc import Sequence

from assistant.quoting.choice import Choice
from assistant.quoting.nearest import SHORT_WORDS, nearest
from ingest.model import Hit

__all__ = ["MOST", "SHORT_WORDS", "Choice", "choices", "nearest"]

NEAR_TOP = 0.06
"""A further section is quoted if its score is within this of the best hit's."""
MOST = 3
"""Sections an answer quotes."""


def choices(question: str, hits: Sequence[Hit]) -> list[Choice]:
    """Stretches to quote: of the best hit those nearest the question, then the nearest of hits almost as good."""
    return nearest(question, hits[0])
