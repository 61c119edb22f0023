"""Choose what to quote: the groups of blocks that come nearest the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.markup import COMMENT
from ingest.model import Block, Hit
from ingest.passages import groups

SHORT_WORDS = 120
"""A passage of up to this many words is quoted whole."""
NEAR_BEST = 0.1
"""A further group of the best passage is quoted if its likeness is within this of the best group's."""
NEAR_TOP = 0.06
"""A further section is quoted if its score is within this of the best hit's."""
MOST = 3
"""Sections an answer quotes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A stretch of a hit's passage to quote."""

    hit: Hit
    start: int
    end: int
    seen: str
    """As a reader of the page sees it."""


def choices(hits: Sequence[Hit]) -> list[Choice]:
    """Stretches to quote: of the best hit those nearest the question, then the nearest of hits almost as good."""
    near = [hit for hit in hits[1:] if hits[0].score - hit.score <= NEAR_TOP]
    return [*_nearest(hits[0]), *(max(_nearest(hit), key=_likeness) for hit in near[: MOST - 1])]


def _nearest(hit: Hit) -> list[Choice]:
    """The groups of a passage that come nearest, in reading order, neighbours joined; all of a short passage."""
    ranked = [(choice, _likeness(choice)) for choice in _choices(hit)]
    best = max((likeness for _, likeness in ranked), default=0.0)
    short = len(hit.passage.plain.split()) <= SHORT_WORDS
    return _joined([(choice, short or best - likeness <= NEAR_BEST) for choice, likeness in ranked])


def _joined(marked: Sequence[tuple[Choice, bool]]) -> list[Choice]:
    """The chosen ones; those that stand next to each other are quoted in one stretch."""
    joined: list[Choice] = []
    was_chosen = False
    for choice, is_chosen in marked:
        if is_chosen and was_chosen and not _is_comment_between(joined[-1], choice):
            joined[-1] = _both(joined[-1], choice)
        elif is_chosen:
            joined.append(choice)
        was_chosen = is_chosen
    return joined


def _is_comment_between(first: Choice, second: Choice) -> bool:
    passage = first.hit.passage
    return COMMENT.search(passage.text, first.end - passage.start, second.start - passage.start) is not None


def _both(first: Choice, second: Choice) -> Choice:
    return Choice(first.hit, first.start, second.end, f"{first.seen}\n\n{second.seen}")


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
