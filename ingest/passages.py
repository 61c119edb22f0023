"""Cut sections into passages."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ingest.embed import WINDOW
from ingest.model import Block, DocumentText, Passage, Section
from ingest.tokens import SPECIAL, token_counts

PASSAGE_WORDS = 180
"""Blocks are gathered up to this many words: about what the model reads of a text."""

RULE = f"sections-{PASSAGE_WORDS}-{WINDOW}-views-4"
"""Names the way passages and their views are made; an index made another way is not opened."""

Content = tuple[str, ...]
"""What a passage is known by: its source, trail, anchor, page and text."""


def passages(document: DocumentText, sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Every section's passages, in order; each non-blank character of body text lies in exactly one.

    Under its trail a passage is no longer than the model's window, unless it is a single block: blocks are not cut.
    """
    seen: Counter[Content] = Counter()
    return tuple(passage for section in sections for passage in _passages(document, section, seen))


def groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks that must not be parted: a list or table with what introduces it, silence with what follows."""
    group: list[Block] = []
    for block in blocks:
        if group and not _belongs(group, block):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _passages(document: DocumentText, section: Section, seen: Counter[Content]) -> Iterator[Passage]:
    for number, blocks in enumerate(_gathered(section)):
        start, end = blocks[0].start, blocks[-1].end
        text = document.text[start:end]
        content = (document.source, *section.trail, section.anchor, str(section.page), text)
        seen[content] += 1
        yield Passage(
            id=_id(content, seen[content]),
            source=document.source,
            trail=section.trail,
            anchor=section.anchor,
            page=section.page,
            start=start,
            end=end,
            text=text,
            blocks=blocks,
            continues=number > 0,
        )


def _id(content: Content, repeat: int) -> str:
    """The same for the same words in the same place, on every machine; `repeat` counts those that stand twice."""
    return hashlib.sha256("\x1f".join([*content, str(repeat)]).encode()).hexdigest()[:16]


def _gathered(section: Section) -> Iterator[tuple[Block, ...]]:
    """Whole groups, as many as fit in one passage; a group too long for one is parted between its blocks."""
    fits = _measure(section)
    gathered: list[Block] = []
    for group in groups(section.blocks):
        for piece in [group] if fits(group) else [[block] for block in group]:
            if gathered and not (fits([*gathered, *piece]) and _words([*gathered, *piece]) <= PASSAGE_WORDS):
                yield tuple(gathered)
                gathered = []
            gathered.extend(piece)
    if gathered:
        yield tuple(gathered)


def _measure(section: Section) -> Callable[[Sequence[Block]], bool]:
    """Tells whether blocks fit into the model's window together, under the section's trail."""
    above, *sizes = token_counts([" > ".join(section.trail), *(block.plain for block in section.blocks)])
    size = dict(zip(section.blocks, sizes, strict=True))
    room = WINDOW - SPECIAL - above
    return lambda blocks: sum(size[block] for block in blocks) <= room


def _belongs(group: Sequence[Block], block: Block) -> bool:
    spoken = [one for one in group if one.plain]
    if not block.plain or not spoken:
        return True
    return _introduces(spoken[-1], block)


def _introduces(before: Block, after: Block) -> bool:
    """Whether `after` is a list, table or listing that needs the paragraph before it to be understood."""
    if before.kind != "paragraph":
        return before.kind == after.kind == "footnote"
    return after.kind in ("list", "table", "code") or before.plain.endswith(":")


def _words(blocks: Sequence[Block]) -> int:
    return sum(len(block.plain.split()) for block in blocks)
