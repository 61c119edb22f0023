"""Cut sections into passages, and say what stands for a passage among the vectors."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.model import Block, DocumentText, Passage, Section

PASSAGE_WORDS = 180
"""Blocks are gathered up to this many words: about what the model reads of a text (256 tokens)."""

RULE = f"sections-{PASSAGE_WORDS}-views-2"
"""Names the way passages and their views are made; an index made another way is not opened."""

ViewKind = Literal["whole", "part", "question"]


@dataclass(frozen=True, slots=True)
class View:
    """A text that stands for a passage among the vectors: all of it, a part of it, or a question it answers."""

    kind: ViewKind
    passage: str
    start: int
    end: int
    text: str


def passages(document: DocumentText, sections: Sequence[Section]) -> tuple[Passage, ...]:
    """Every section's passages, in order; each non-blank character of body text lies in exactly one."""
    return tuple(passage for section in sections for passage in _passages(document, section))


def views(passage: Passage, questions: Sequence[str] = ()) -> list[View]:
    """The passage under its trail, each of its parts under the same trail, and questions its section answers."""
    if not passage.plain:
        return []
    trail = " > ".join(passage.trail)
    parts = [part for block in passage.blocks for part in block.parts]
    return [
        View("whole", passage.id, passage.start, passage.end, f"{trail}\n{passage.plain}"),
        *(View("part", passage.id, part.start, part.end, f"{trail}\n{part.plain}") for part in parts),
        *(View("question", passage.id, passage.start, passage.end, question) for question in questions),
    ]


def searched_text(passage: Passage) -> str:
    """What keyword search sees: the passage under its trail."""
    return f"{' > '.join(passage.trail)}\n{passage.plain}"


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


def _passages(document: DocumentText, section: Section) -> Iterator[Passage]:
    seen: dict[str, int] = {}
    for blocks in _gathered(section.blocks):
        start, end = blocks[0].start, blocks[-1].end
        text = document.text[start:end]
        repeat = seen[text] = seen.get(text, 0) + 1
        id_ = _id(document.source, section, text, repeat)
        yield Passage(id_, document.source, section.trail, section.anchor, section.page, start, end, text, blocks)


def _id(source: str, section: Section, text: str, repeat: int) -> str:
    """The same for the same words in the same place, on every machine."""
    content = "\x1f".join([source, *section.trail, section.anchor, str(section.page), str(repeat), text])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _gathered(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Whole groups, as many as fit in one passage."""
    gathered: list[Block] = []
    for group in groups(blocks):
        if gathered and _words(gathered) + _words(group) > PASSAGE_WORDS:
            yield tuple(gathered)
            gathered = []
        gathered.extend(group)
    if gathered:
        yield tuple(gathered)


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
