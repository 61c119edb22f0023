"""Cut a section into pieces: what may be quoted by itself, and no less."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.quoting.choice import Kind, Piece, has_comment
from ingest.model import Block, BlockKind, Part, Passage
from ingest.passages import groups

PARAGRAPH_WORDS = 70
"""A paragraph of up to this many words is quoted whole; a longer one sentence by sentence."""
LIST_WORDS = 130
"""A list of up to this many words is quoted whole, whatever is asked; a longer one item by item, unless it is asked
for."""
TABLE_WORDS = 60
"""A table of up to this many words is quoted whole, whatever is asked; a longer one row by row."""
LEAD_WORDS = 30
"""A paragraph of up to this many words stays with the list that it leads to; of a longer one, its last sentence."""
LABEL = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{2,4})[.)] ")
"""How a paragraph opens that is numbered or lettered by hand."""
STEP = re.compile(r"^\d+[.)] ", re.M)

Run = tuple[Passage, ...]


def pieces(section: Sequence[Passage], whole: Collection[BlockKind] = ()) -> list[Piece]:
    """The pieces of a section in reading order; blocks of the kinds in `whole` are not cut, however long."""
    return [
        piece
        for run in _runs(section)
        for group in _typed(groups([block for passage in run for block in passage.blocks if block.plain]))
        for piece in _pieces(run, group, whole)
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


def _typed(found: Iterable[list[Block]]) -> Iterator[list[Block]]:
    """The groups; paragraphs that are numbered or lettered by hand are one, with the line that leads to them."""
    group: list[Block] = []
    for other in found:
        if group and not _goes_on(group[-1], other[0]):
            yield group
            group = []
        group = [*group, *other]
    if group:
        yield group


def _goes_on(before: Block, block: Block) -> bool:
    is_item = block.kind == before.kind == "paragraph" and LABEL.match(block.plain) is not None
    return is_item and (LABEL.match(before.plain) is not None or before.plain.endswith(":"))


def _pieces(run: Run, blocks: Sequence[Block], whole: Collection[BlockKind]) -> Iterator[Piece]:
    """The group in one; around a comment, which no reader of the page sees, and where it is long, part by part."""
    if has_comment(run, blocks[0].start, blocks[-1].end):
        for block in blocks:
            yield from (_part(run, block, part) for part in block.parts if not has_comment(run, part.start, part.end))
        return
    listed = [block for block in blocks if block.kind in ("list", "table")]
    if not listed:
        is_short = len(blocks) > 1 and sum(len(block.plain.split()) for block in blocks) <= LIST_WORDS
        yield from [_whole(run, blocks)] if is_short else (one for block in blocks for one in _paragraph(run, block))
        return
    is_cut = any(_is_long(block) and block.kind not in whole for block in listed)
    before, group = _before_lead(blocks, LEAD_WORDS if is_cut else PARAGRAPH_WORDS)
    yield from _paragraph(run, before) if before else ()
    yield from _opened(run, group) if is_cut else [_whole(run, group)]


def _before_lead(blocks: Sequence[Block], most: int) -> tuple[Block | None, list[Block]]:
    """What a paragraph says before its last sentence leads to the list, and the group that begins with that one."""
    first, *rest = blocks
    if first.kind != "paragraph" or len(first.parts) < 2 or len(first.plain.split()) <= most:
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
    lists = [block for block in blocks if block.kind == "list" or (len(blocks) > 1 and LABEL.match(block.plain))]
    if any(STEP.search(block.plain) for block in lists):
        return "steps"
    return "list" if lists else "prose"
