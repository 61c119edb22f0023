"""Answer in the sources' own words, without a language model."""

import hashlib
import time
from collections.abc import Sequence
from functools import cached_property

from assistant.cite import citation, cited, holds, label
from assistant.confidence import Confidence
from assistant.contact import contact_for
from assistant.finding import Finding, finding, together
from assistant.lead import lead
from assistant.model import Answer, Citation, Cited, Statement, Status, Turn
from assistant.notices import told as told_of
from assistant.private import contacts as contacts_in
from assistant.select import Choice, merged
from assistant.understood import Understood, understood
from corpus.model import Contact, Notice
from ingest.model import Hit
from ingest.search import Searcher

HITS = 10
"""Sections an answer carries, whatever its status."""
NEAREST = 3
"""Sections suggested where the sources do not answer."""

Proven = Sequence[tuple[Statement, Citation]]


class QuotingAnswerer:
    """Every statement is a verbatim quote; a list is given whole; what is not found is said to be so."""

    def __init__(
        self,
        searcher: Searcher,
        confidence: Confidence,
        notices: Sequence[Notice] = (),
        contacts: Sequence[Contact] = (),
    ) -> None:
        self._searcher = searcher
        self._confidence = confidence
        self._notices = notices
        self._contacts = contacts

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        began = time.perf_counter()
        asked = understood(question, history, lambda: self._published, self._searcher.keywords.unknown)
        found = [finding(ways, self._searcher, self._confidence, self._notices, HITS) for ways in asked.parts]
        searched = time.perf_counter()
        chosen = [] if asked.declined or asked.is_vague else merged(one.chosen for one in found)
        proven = self._proven(chosen)
        timings = {"search": _ms(searched - began), "total": _ms(time.perf_counter() - began)}
        return self._answer(asked, found, chosen, proven, timings)

    @cached_property
    def _published(self) -> frozenset[str]:
        """The contacts that the sources print."""
        sources = {source for source, _ in self._searcher.places()}
        return frozenset().union(*(contacts_in(self._searcher.document(source).text) for source in sorted(sources)))

    def _proven(self, chosen: Sequence[Choice]) -> list[tuple[Statement, Citation]]:
        """Statements with their citations; a quote that is not in the stored text is left out."""
        proven: list[tuple[Statement, Citation]] = []
        are_many = len({choice.passages[0].source for choice in chosen}) > 1
        for choice in chosen:
            document = self._searcher.document(choice.passages[0].source)
            found = citation(len(proven) + 1, document, choice.passages, choice.start, choice.end, choice.seen)
            if holds(found):
                by = label(document) if are_many else ""
                proven.append((Statement(choice.seen, (found.number,), by), found))
        return proven

    def _answer(
        self,
        asked: Understood,
        found: Sequence[Finding],
        chosen: Sequence[Choice],
        proven: Proven,
        timings: dict[str, float],
    ) -> Answer:
        hits = together(found, HITS)
        passages = tuple(cited(hit, self._searcher) for hit in hits)
        status = _status(asked, found, proven)
        citations = tuple(one for _, one in proven)
        return Answer(
            id=_id(asked, self._searcher.fingerprint),
            question=asked.question,
            status=status,
            mode="quote",
            confidence=0.0 if asked.is_vague or asked.declined else round(max(one.confidence for one in found), 3),
            statements=tuple(statement for statement, _ in proven),
            citations=citations,
            passages=passages,
            notices=(*asked.notices, *_open(asked, found, status), *told_of(citations, self._notices)),
            suggestions=() if proven or asked.declined else self._suggestions(found, hits, passages),
            index=self._searcher.fingerprint,
            timings_ms=timings,
            lead=lead(asked.question, chosen, self._searcher.document) if proven else "",
        )

    def _suggestions(self, found: Sequence[Finding], hits: Sequence[Hit], passages: Sequence[Cited]) -> tuple[str, ...]:
        """The nearest sections, and whom the sources name for the matter of the nearest."""
        lines = list(_nearest(passages))
        if hits and any(one.is_on_the_matter for one in found):
            nearest = hits[0].passage
            lines += filter(None, [contact_for(nearest.source, nearest.trail, self._contacts, self._searcher.document)])
        return tuple(lines)


def _status(asked: Understood, found: Sequence[Finding], proven: Proven) -> Status:
    if asked.declined:
        return "declined"
    if not proven:
        return "not_found"
    return "partial" if any(one.lacks for one in found) else "answered"


def _open(asked: Understood, found: Sequence[Finding], status: Status) -> tuple[str, ...]:
    """What is left open, and why."""
    if status == "declined":
        return (asked.declined,)
    return () if asked.is_vague else tuple(dict.fromkeys(one.lacks for one in found if one.lacks))


def _nearest(found: Sequence[Cited]) -> tuple[str, ...]:
    """The nearest sections, each once, as lines a person can follow."""
    lines = (f"{one.document.collection_title}: {' > '.join(one.hit.passage.trail)} {one.url}".strip() for one in found)
    return tuple(dict.fromkeys(lines))[:NEAREST]


def _id(asked: Understood, index: str) -> str:
    told = "\x1f".join([index, asked.question, *(f"{turn.role}:{turn.content}" for turn in asked.history)])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
