"""Choose what to quote: the groups of blocks that come nearest the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.markup import COMMENT
from ingest.model import Block, Hit
from ingest.passages import groups

SHORT_WORDS = 60
"""A passage of up to this many words is quoted whole."""
NEAR_BEST = 0.1
"""A further group of the best passage is quoted if its likeness is within this of the best group's."""
NEAR_TOP = 0.06
"""A further section is quoted if its score is within this of the best hit's."""
MOST = 3
"""Quotes in an answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A stretch of a hit's passage to quote."""

    hit: Hit
    start: int
    end: int
    seen: str
    """As a reader of the page sees it."""


def choices(hits: Sequence[Hit]) -> list[Choice]:
    """Up to `MOST` stretches: those of the best hit in reading order, then the best of sections nearly as good."""
    found = _of_best(hits[0])
    for hit in hits[1:]:
        if hits[0].score - hit.score <= NEAR_TOP:
            found += _of_best(hit)[:1]
    return found[:MOST]


def _of_best(hit: Hit) -> list[Choice]:
    """The groups of a passage that come nearest, in reading order; all of a short passage."""
    ranked = [(choice, _likeness(choice)) for choice in _choices(hit)]
    best = max((likeness for _, likeness in ranked), default=0.0)
    short = len(hit.passage.plain.split()) <= SHORT_WORDS
    return [choice for choice, likeness in ranked if short or best - likeness <= NEAR_BEST]


def _choices(hit: Hit) -> list[Choice]:
    return [
        choice
        for group in groups(hit.passage.blocks)
        for choice in _published(hit, [block for block in group if block.plain])
    ]


def _published(hit: Hit, blocks: Sequence[Block]) -> list[Choice]:
    """The group as one stretch; around a comment in it, which no reader of the page sees, sentence by sentence."""
    if not blocks:
        return []
    start, end = blocks[0].start, blocks[-1].end
    if COMMENT.search(hit.passage.text, start - hit.passage.start, end - hit.passage.start):
        return [Choice(hit, part.start, part.end, part.plain) for block in blocks for part in block.parts]
    return [Choice(hit, start, end, "\n\n".join(block.plain for block in blocks))]


def _likeness(choice: Choice) -> float:
    inside = [m.similarity for m in choice.hit.matches if choice.start <= m.start and m.end <= choice.end]
    return max(inside, default=-1.0)
