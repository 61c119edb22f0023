"""Cut a section into pieces: what may be quoted by itself, and no less."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.quoting.choice import Kind, Piece, has_comment
from ingest.model import Block, Part, Passage
from ingest.passages import groups

PARAGRAPH_WORDS = 60
"""A paragraph of up to this many words is quoted whole; a longer one sentence by sentence."""
LIST_WORDS = 130
"""A list of up to this many words is quoted whole, whatever is asked; a longer one item by item, unless it is asked
for."""
TABLE_WORDS = 60
"""A table of up to this many words is quoted whole, whatever is asked; a longer one row by row."""
LEAD_WORDS = 30
"""A paragraph of up to this many words stays with the list that it leads to; of a longer one, its last sentence."""
STEP = re.compile(r"^\d+[.)] ", re.M)

Run = tuple[Passage, ...]


def pieces(section: Sequence[Passage], *, whole_lists: bool = False) -> list[Piece]:
    """The pieces of a section in reading order; with `whole_lists`, no list or table is cut, however long."""
    return [
        piece
        for run in _runs(section)
        for group in groups([block for passage in run for block in passage.blocks])
        for piece in _pieces(run, [block for block in group if block.plain], whole_lists)
    ]


def _runs(section: Sequence[Passage]) -> list[Run]:
    """Stretches of passages that stand right below one another: what belongs together may run over two of them."""
    runs: list[list[Passage]] = []
    for passage in section:
        if passage.continues and runs:
            runs[-1].append(passage)
        else:
            runs.append([passage])
    return [tuple(run) for run in runs]


def _pieces(run: Run, blocks: Sequence[Block], whole_lists: bool) -> Iterator[Piece]:
    """The group in one; around a comment, which no reader of the page sees, and where it is long, part by part."""
    if not blocks:
        return
    if has_comment(run, blocks[0].start, blocks[-1].end):
        for block in blocks:
            yield from (_part(run, block, part) for part in block.parts if not has_comment(run, part.start, part.end))
        return
    listed = [block for block in blocks if block.kind in ("list", "table")]
    if not listed:
        yield from _paragraph(run, blocks[0]) if len(blocks) == 1 else [_whole(run, blocks)]
        return
    if whole_lists or not any(map(_is_long, listed)):
        yield _whole(run, blocks)
        return
    before, group = _before_lead(blocks)
    yield from _paragraph(run, before) if before else ()
    yield from _opened(run, group)


def _before_lead(blocks: Sequence[Block]) -> tuple[Block | None, list[Block]]:
    """What a paragraph says before its last sentence leads to the list, and the group that begins with that one."""
    first, *rest = blocks
    if len(first.plain.split()) <= LEAD_WORDS or len(first.parts) < 2 or not first.plain.endswith(":"):
        return None, list(blocks)
    *told, lead = first.parts
    plain = " ".join(part.plain for part in told)
    before = Block("paragraph", first.start, told[-1].end, plain, tuple(told))
    return before, [Block("paragraph", lead.start, lead.end, lead.plain, (lead,)), *rest]


def _paragraph(run: Run, block: Block) -> Iterator[Piece]:
    if len(block.plain.split()) <= PARAGRAPH_WORDS or len(block.parts) < 2:
        yield _whole(run, [block])
    else:
        yield from (_part(run, block, part) for part in block.parts)


def _opened(run: Run, blocks: Sequence[Block]) -> Iterator[Piece]:
    """A long list item by item, and a table row by row, each with what leads to it where that is short."""
    lead: Piece | None = None
    for block in blocks:
        if block.kind not in ("list", "table") or not block.parts:
            lead = replace(_whole(run, [block]), is_lead=True)
            yield lead
        elif block.kind == "table":
            short = lead if lead and lead.words <= LEAD_WORDS else None
            yield from (_row(run, block, part, short) for part in block.parts)
        else:
            shown = _items(block)
            yield from (_part(run, block, part, seen, lead) for part, seen in zip(block.parts, shown, strict=True))


def _items(block: Block) -> list[str]:
    """The items of a list as a reader sees them, with their numbers; without, where they cannot be told apart."""
    shown = re.split(r"\n(?=\S)", block.plain)
    return shown if len(shown) == len(block.parts) else [part.plain for part in block.parts]


def _is_long(block: Block) -> bool:
    return len(block.plain.split()) > (TABLE_WORDS if block.kind == "table" else LIST_WORDS)


def _whole(run: Run, blocks: Sequence[Block]) -> Piece:
    seen = "\n\n".join(block.plain for block in blocks)
    first = blocks[0].start
    return Piece(first, blocks[-1].end, first, seen, _kind(blocks), run, first)


def _part(run: Run, block: Block, part: Part, seen: str = "", lead: Piece | None = None) -> Piece:
    kind: Kind = "prose" if part.kind == "sentence" else _kind([block])
    return Piece(part.start, part.end, part.start, seen or part.plain, kind, run, block.start, lead)


def _row(run: Run, block: Block, part: Part, lead: Piece | None) -> Piece:
    return Piece(block.start, part.end, part.start, part.plain, "table", run, block.start, lead)


def _kind(blocks: Sequence[Block]) -> Kind:
    if any(block.kind == "table" for block in blocks):
        return "table"
    lists = [block for block in blocks if block.kind == "list"]
    if any(STEP.search(block.plain) for block in lists):
        return "steps"
    return "list" if lists else "prose"
