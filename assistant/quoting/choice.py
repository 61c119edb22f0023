"""A stretch of a section to quote, and the pieces it is made of."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.markup import COMMENT
from ingest.model import Hit, Passage

Kind = Literal["prose", "list", "steps", "table"]
KINDS: tuple[Kind, ...] = ("prose", "list", "table", "steps")
"""From what a stretch is read as least to what it is read as first, where it holds several."""

BETWEEN: dict[Kind, str] = {"prose": " ", "list": "\n", "steps": "\n", "table": "\n\n"}
"""What parts two pieces of one block, so that a reader sees them as they stand."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A stretch of a passage to quote."""

    hit: Hit
    passages: tuple[Passage, ...]
    """Those it runs over, one right below the other."""
    start: int
    end: int
    seen: str
    """As a reader of the page sees it; of a table, the rows that answer, each with the names of its columns."""
    kind: Kind = "prose"


@dataclass(frozen=True, slots=True)
class Piece:
    """The least that is quoted by itself: a sentence, a short paragraph, a list with what leads to it, a row."""

    start: int
    """Where a quote of it begins: of a row, where its table does, so that the names of the columns stand in it."""
    end: int
    own: int
    """Where its own words begin; the same as `start` but for a row."""
    seen: str
    kind: Kind
    run: tuple[Passage, ...]
    """The passages it stands among, one right below the other."""
    block: int
    """Where the paragraph, list or table it belongs to begins."""
    lead: "Piece | None" = None
    """What leads to it where it is one item of a long list, or a row, and is quoted with it."""
    is_lead: bool = False
    """Whether it leads to a long list or table, and so says nothing by itself."""

    @property
    def words(self) -> int:
        """How many words a reader sees."""
        return len(self.seen.split())


def has_comment(passages: Sequence[Passage], start: int, end: int) -> bool:
    """Whether something stands there that no reader of the page sees."""
    return any(
        COMMENT.search(passage.text, max(0, start - passage.start), max(0, end - passage.start)) for passage in passages
    )


def joined(hit: Hit, pieces: Sequence[Piece], chosen: Sequence[Piece]) -> list[Choice]:
    """The chosen ones in reading order; those that stand next to each other are quoted in one stretch."""
    stretches: list[list[Piece]] = []
    before: Piece | None = None
    for piece in pieces:
        if piece in chosen:
            if stretches and (_is_next(before, stretches[-1][-1], piece) or _is_row_of(stretches[-1][-1], piece)):
                stretches[-1].append(piece)
            else:
                stretches.append([piece])
        before = piece
    return [_choice(hit, stretch) for stretch in stretches]


def _is_next(before: Piece | None, last: Piece, piece: Piece) -> bool:
    return before is last and last.run is piece.run and not has_comment(piece.run, last.end, piece.own)


def _is_row_of(last: Piece, piece: Piece) -> bool:
    """Whether the quote of a row, which begins where its table does, goes on from what is quoted last."""
    return piece.own > piece.start and (last is piece.lead or last.block == piece.block)


def _choice(hit: Hit, stretch: Sequence[Piece]) -> Choice:
    start, end = min(one.start for one in stretch), stretch[-1].end
    inside = tuple(passage for passage in stretch[0].run if passage.start < end and passage.end > start)
    kind = max((one.kind for one in stretch), key=KINDS.index)
    return Choice(hit, inside, start, end, _seen(stretch), kind)


def _seen(stretch: Sequence[Piece]) -> str:
    """Sentences of a paragraph on one line, items of a list one below the other, all else apart."""
    seen = stretch[0].seen
    for before, piece in itertools.pairwise(stretch):
        seen += (BETWEEN[piece.kind] if before.block == piece.block else "\n\n") + piece.seen
    return seen
