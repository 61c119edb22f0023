"""Put the printed lines of pages together: text, blocks, and a section for each heading on each page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest import sentences
from ingest.model import Block, Part, Section
from ingest.readers.lines import BULLET, NUMBER, Group, GroupKind, is_labels
from ingest.readers.mend import Vocabulary

MOST_PAGES = 3
"""A heading whose text covers more pages than this is parted page by page: a section is considered as a whole."""

Heading = tuple[int, str]
"""Level, 1 the highest, and name."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What is printed on a page, and where its headings are."""

    groups: tuple[Group, ...]
    headings: Mapping[int, Heading]
    """By the place of their group."""
    above: tuple[Heading, ...] = ()
    """Headings that lead to this page and are not printed on it."""


class Draft:
    """A document on its way from pages to text and sections."""

    def __init__(self, title: str, words: Vocabulary) -> None:
        self.text = ""
        self._words = words
        self._steps: list[Heading] = [(0, title)]
        self._sections: list[Section] = []
        self._page = 0

    def add(self, page: Spread) -> None:
        """The next page; what stands above its first heading goes on with the section before, under its own number."""
        self.text += "\n\n" if self._page else ""
        self._page += 1
        for heading in page.above:
            self._enter(heading)
        start, blocks = len(self.text), list[Block]()
        for place, group in enumerate(page.groups):
            first, end = self._print(group, is_first=place == 0)
            if place not in page.headings:
                blocks.append(block(self.text, first, end, group.kind))
                continue
            if blocks:
                self._close(start, first, blocks)
            self._enter(page.headings[place])
            start, blocks = end, []
        self._close(start, len(self.text), blocks)

    def sections(self) -> tuple[Section, ...]:
        """A section for each heading on each page; where a trail covers too many pages, its steps name the page."""
        pages: dict[tuple[str, ...], set[int | None]] = {}
        for section in self._sections:
            if any(block.plain for block in section.blocks):
                pages.setdefault(section.trail, set()).add(section.page)
        long = {trail for trail, on in pages.items() if len(on) > (MOST_PAGES if len(trail) > 1 else 1)}
        return tuple(
            replace(section, trail=(*section.trail, f"Page {section.page}")) if section.trail in long else section
            for section in self._sections
        )

    def _print(self, group: Group, is_first: bool) -> tuple[int, int]:
        self.text += "" if is_first else "\n\n"
        start = len(self.text)
        self.text += self._words.joined([line.text for line in group.lines])
        return start, len(self.text)

    def _enter(self, heading: Heading) -> None:
        self._steps = [*(step for step in self._steps if step[0] < heading[0]), heading]

    def _close(self, start: int, end: int, blocks: Sequence[Block]) -> None:
        trail = tuple(name for _, name in self._steps)
        self._sections.append(Section(trail, "", start, end, tuple(_lists(blocks)), page=self._page))


def block(text: str, start: int, end: int, kind: GroupKind) -> Block:
    """A group as a block, at `text[start:end]`."""
    printed = text[start:end]
    if kind in ("running", "leaders"):
        return Block("silent", start, end, "")
    if kind == "item":
        marker = BULLET.match(printed) or NUMBER.match(printed)
        said = _folded(printed[marker.end() if marker else 0 :])
        shown = f"{printed[: len(marker[0].rstrip())] if marker and NUMBER.match(printed) else '-'} {said}"
        return Block("list", start, end, shown, (Part("item", start, end, said),))
    has_labels = is_labels(printed.splitlines())
    parts = tuple(_parts(printed, start, has_labels))
    plain = "\n".join(part.plain for part in parts) if has_labels else _folded(printed)
    return Block("footnote" if kind == "footnote" else "paragraph", start, end, plain, parts)


def _parts(printed: str, start: int, has_labels: bool) -> Iterator[Part]:
    """Sentences; in a chart or a form, whose lines are labels rather than prose, the lines."""
    for first, last in _line_spans(printed) if has_labels else sentences.spans(printed):
        yield Part("sentence", start + first, start + last, _folded(printed[first:last]))


def _lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """Items that follow each other are one list."""
    open_list: Block | None = None
    for one in blocks:
        if one.kind == "list" and open_list:
            shown, parts = f"{open_list.plain}\n{one.plain}", (*open_list.parts, *one.parts)
            open_list = replace(open_list, end=one.end, plain=shown, parts=parts)
            continue
        if open_list:
            yield open_list
        open_list = one if one.kind == "list" else None
        if not open_list:
            yield one
    if open_list:
        yield open_list


def _line_spans(text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
