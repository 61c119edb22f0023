"""The sentence, list item or table row of a section that comes nearest a query, as a quote that is proven."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.cite import citation, cited, holds, url
from assistant.model import Citation, Cited
from ingest.embed import Embedder
from ingest.markup import COMMENT, inline_plain
from ingest.model import Block, Hit, Part, Passage
from ingest.search import Searcher

MOST = 60
"""Parts of a section that are compared with the query where the search brought none of them near."""
BAR = re.compile(r"(?<!\\)\|")

Spot = tuple[Passage, Part]
"""A part with the passage it stands in."""


@dataclass(frozen=True, slots=True)
class Found:
    """A section that was found, shown by the passage that holds its best part."""

    cited: Cited
    best: Citation | None
    """None where the section has nothing that can be quoted."""


def found(query: str, hit: Hit, searcher: Searcher, embedder: Embedder) -> Found:
    """The hit with its best part; the address highlights it where the page prints it so."""
    spot = _nearest(query, hit, embedder)
    best = _proven(hit, spot, searcher) if spot else None
    if spot is None or best is None:
        return Found(cited(hit, searcher), None)
    shown = replace(hit, passage=spot[0])
    return Found(Cited(shown, best.document, best.url), best)


def _proven(hit: Hit, spot: Spot, searcher: Searcher) -> Citation | None:
    passage, part = spot
    document = searcher.document(passage.source)
    best = citation(hit.rank, document, [passage], part.start, part.end, part.plain)
    if part.kind == "row":
        best = replace(best, url=url(document, passage, _longest_piece(best.quote)))
    return best if holds(best) else None


def _longest_piece(row: str) -> str:
    """What of a row stands in one piece on the page: a browser finds no text across two cells, or items of one."""
    return max((piece for cell in BAR.split(row) for piece in inline_plain(cell).split("; ")), key=len)


def _nearest(query: str, hit: Hit, embedder: Embedder) -> Spot | None:
    """The part that the search found nearest; where it found only other things of the section, one found now."""
    spots = _spots(hit.section)
    near: dict[tuple[int, int], float] = {}
    for match in hit.matches:
        place = (match.start, match.end)
        near[place] = max(near.get(place, -1.0), match.similarity)
    known = [spot for spot in spots if _place(spot) in near]
    if known:
        return max(known, key=lambda spot: near[_place(spot)])
    return _compared(query, spots[:MOST], embedder)


def _place(spot: Spot) -> tuple[int, int]:
    return spot[1].start, spot[1].end


def _compared(query: str, spots: Sequence[Spot], embedder: Embedder) -> Spot | None:
    """The likeliest, each read under its trail as the index has it."""
    if len(spots) < 2:
        return spots[0] if spots else None
    told = [f"{' > '.join(passage.trail)}\n{part.plain}" for passage, part in spots]
    asked, *rows = embedder.embed([query, *told])
    likenesses = [float(asked @ row) for row in rows]
    return spots[likenesses.index(max(likenesses))]


def _spots(section: Sequence[Passage]) -> list[Spot]:
    """The parts that can be quoted, in reading order; what only introduces others, where there is nothing else."""
    spots = list(_all_spots(section))
    return [spot for spot in spots if not spot[1].plain.rstrip().endswith(":")] or spots


def _all_spots(section: Sequence[Passage]) -> Iterator[Spot]:
    """Whole blocks where they have no parts; no comment is quoted."""
    for passage in section:
        for block in passage.blocks:
            for part in block.parts or _whole(block):
                if not COMMENT.search(passage.text, part.start - passage.start, part.end - passage.start):
                    yield passage, part


def _whole(block: Block) -> tuple[Part, ...]:
    return (Part("sentence", block.start, block.end, block.plain),) if block.plain else ()
