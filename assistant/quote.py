"""Answer in the sources' own words, without a language model."""

import hashlib
import time
from collections.abc import Sequence

from assistant.cite import citation, cited, holds
from assistant.confidence import Confidence
from assistant.model import Answer, Citation, Cited, Statement, Status, Turn
from assistant.notices import told
from assistant.question import checked, standalone
from assistant.select import Choice, choices
from corpus.model import Notice
from ingest.model import Hit
from ingest.search import Searcher

HITS = 10
"""Passages an answer carries, whatever its status."""
NEAREST = 3
"""Sections suggested where the sources do not answer."""


class QuotingAnswerer:
    """Every statement is a verbatim quote; a list is given whole; what is not found is said to be so."""

    def __init__(self, searcher: Searcher, confidence: Confidence, notices: Sequence[Notice] = ()) -> None:
        self._searcher = searcher
        self._confidence = confidence
        self._notices = notices

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        began = time.perf_counter()
        asked = checked(question)
        query = standalone(asked, history)
        hits = self._searcher.search(query, HITS)
        searched = time.perf_counter()
        confidence = self._confidence.of(query, hits, self._searcher.unknown_words(query))
        proven = self._proven(choices(query, hits)) if hits and self._confidence.is_enough(confidence) else []
        timings = {"search": _ms(searched - began), "total": _ms(time.perf_counter() - began)}
        return self._answer(asked, history, hits, proven, confidence, timings)

    def _proven(self, chosen: Sequence[Choice]) -> list[tuple[Statement, Citation]]:
        """Statements with their citations; a quote that is not in the stored text is left out."""
        proven: list[tuple[Statement, Citation]] = []
        for choice in chosen:
            document = self._searcher.document(choice.passages[0].source)
            found = citation(len(proven) + 1, document, choice.passages, choice.start, choice.end, choice.seen)
            if holds(found):
                proven.append((Statement(choice.seen, (found.number,)), found))
        return proven

    def _answer(
        self,
        question: str,
        history: tuple[Turn, ...],
        hits: Sequence[Hit],
        proven: Sequence[tuple[Statement, Citation]],
        confidence: float,
        timings: dict[str, float],
    ) -> Answer:
        found_here = tuple(cited(hit, self._searcher) for hit in hits)
        status: Status = "answered" if proven else "not_found"
        return Answer(
            id=_id(question, history, self._searcher.fingerprint),
            question=question,
            status=status,
            mode="quote",
            confidence=round(confidence, 3),
            statements=tuple(statement for statement, _ in proven),
            citations=tuple(found for _, found in proven),
            passages=found_here,
            notices=told([found for _, found in proven], self._notices),
            suggestions=() if proven else _nearest(found_here),
            index=self._searcher.fingerprint,
            timings_ms=timings,
        )


def _nearest(found: Sequence[Cited]) -> tuple[str, ...]:
    """The nearest sections, each once, as lines a person can follow."""
    lines = (f"{one.document.collection_title}: {' > '.join(one.hit.passage.trail)} {one.url}".strip() for one in found)
    return tuple(dict.fromkeys(lines))[:NEAREST]


def _id(question: str, history: Sequence[Turn], index: str) -> str:
    told = "\x1f".join([index, question, *(f"{turn.role}:{turn.content}" for turn in history)])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
