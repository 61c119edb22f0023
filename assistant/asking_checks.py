"""What a question must be before it may stand for a section: in shape, new, and of use to the search."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.excerpts import ADDRESS, ORDER, visible
from ingest.embed import Embedder
from ingest.questions import Place, place
from ingest.search import Searcher

if TYPE_CHECKING:
    from ingest.embed import Vectors

WORDS = range(3, 26)
"""Words of a question; what people type is seldom longer."""
LONGEST = 160
"""Characters of a question."""
NEAR = 0.9
"""Cosine from which two questions count as one."""
WITHIN = 5
"""Ranks within which a question must find its section."""
MARKUP = re.compile(r"[<>\[\]{}|`*_\\^~]|https?:|\$\(")
POINTS_AT_TEXT = re.compile(
    r"\b(this|that|the|these) (section|passage|text|document|excerpt|paragraph|page|article|chapter)s?\b"
    r"|\b(above|below|aforementioned|mentioned here|described here)\b",
    re.I,
)
"""What makes no sense to somebody who does not see the section."""


def tidy(told: str) -> str:
    """On one line, in one form of Unicode, without hidden characters or the mark of a list."""
    return re.sub(r"^(?:[-•]|\d{1,2}[.)])\s+", "", " ".join(visible(told).split()))


def is_in_shape(question: str) -> bool:
    """Whether it is one question of a length that people type, in plain words, about something it names."""
    is_one = question.endswith("?") and question.count("?") == 1 and not re.search(r"[.!]\s", question)
    is_bounded = len(question.split()) in WORDS and len(question) <= LONGEST and question[0].isalnum()
    is_strange = any(pattern.search(question) for pattern in (MARKUP, ADDRESS, ORDER, POINTS_AT_TEXT))
    return is_one and is_bounded and not is_strange


def finds(question: str, section: Place, searcher: Searcher) -> bool:
    """Whether a search for it, while it is in no bank, has its section among the first."""
    return section in [place(hit.passage) for hit in searcher.search(question, WITHIN)]


class Repeats:
    """Knows all questions there are, and which new ones are nearly the same as one of them."""

    def __init__(
        self, embedder: Embedder, questions: Sequence[str], known: Mapping[str, Sequence[float]] | None = None
    ) -> None:
        """`known` holds vectors by their text, to spare embedding it again."""
        import numpy

        vectors = known or {}
        there, new = [[q for q in questions if (q in vectors) is is_known] for is_known in (True, False)]
        self._embedder = embedder
        self._there: list[Vectors] = [numpy.asarray([vectors[q] for q in there], numpy.float32)] if there else []
        self._there += [embedder.embed(new)] if new else []

    def has(self, question: str) -> bool:
        """Whether a question that is there is nearly the same."""
        asked = self._embedder.embed([question])[0]
        return any(float((rows @ asked).max()) >= NEAR for rows in self._there)

    def add(self, question: str) -> None:
        """Know one more."""
        self._there.append(self._embedder.embed([question]))
