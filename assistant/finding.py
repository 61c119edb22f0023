"""What is found for one part of a question, and how likely it is that this answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.confidence import Confidence, features
from assistant.followup import CLEARLY
from assistant.lacking import is_partial, lacking
from assistant.select import Choice, choices, ordered
from corpus.model import Notice
from ingest.model import Hit
from ingest.questions import Place, place
from ingest.search import Searcher
from ingest.slips import mended

ON_THE_MATTER = 0.3
"""Share of a question's words that the nearest section holds from which it is on the matter, if it does not answer."""
NOT_FAR = 0.05
"""Confidence below which it is on another matter."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one part of a question."""

    query: str
    hits: tuple[Hit, ...]
    told: Mapping[str, float]
    """What bears on whether it answers (`assistant.confidence.features`)."""
    confidence: float
    chosen: tuple[Choice, ...]
    """What to quote; nothing where it does not answer."""
    lacks: str
    """What the sources do not tell, in a sentence; empty where they tell all that is asked."""

    @property
    def is_on_the_matter(self) -> bool:
        """Whether the nearest section is about what is asked, so that its contact may know."""
        is_told = bool(self.told) and self.told["covered"] >= ON_THE_MATTER
        return is_told and self.confidence >= NOT_FAR and not self.told["others"]


def finding(
    ways: Sequence[str], searcher: Searcher, confidence: Confidence, notices: Sequence[Notice], most: int
) -> Finding:
    """What the likeliest way to read a part finds, or another one that finds something clearly nearer."""
    found = [_searched(way, searcher, most) for way in ways]
    best = max(found[1:], key=lambda one: _score(one[1]), default=found[0])
    query, hits = best if _score(best[1]) > _score(found[0][1]) + CLEARLY else found[0]
    if not hits:
        return Finding(query, (), {}, 0.0, (), lacking(query, (), searcher.keywords.unknown(query)))
    told = features(query, hits, searcher.keywords)
    sure = confidence.of_features(told)
    chosen = tuple(ordered(choices(query, hits, notices), searcher.document)) if confidence.is_enough(sure) else ()
    return Finding(query, tuple(hits), told, sure, chosen, _lacks(query, hits, chosen, searcher))


def _searched(way: str, searcher: Searcher, most: int) -> tuple[str, list[Hit]]:
    query = mended(way, searcher.keywords)
    return query, searcher.search(query, most)


def _score(hits: Sequence[Hit]) -> float:
    return hits[0].score if hits else 0.0


def _lacks(query: str, hits: Sequence[Hit], chosen: Sequence[Choice], searcher: Searcher) -> str:
    if chosen:
        return is_partial(query, [choice.seen for choice in chosen]) or ""
    return lacking(query, hits, searcher.keywords.unknown(query))


def together(findings: Sequence[Finding], most: int) -> tuple[Hit, ...]:
    """The sections found for all parts, best of each first, each section once, ranked anew."""
    in_turn = (one.hits[rank] for rank in range(most) for one in findings if rank < len(one.hits))
    first: dict[Place, Hit] = {}
    for hit in in_turn:
        first.setdefault(place(hit.passage), hit)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(list(first.values())[:most], 1))
