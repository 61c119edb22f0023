"""Write a document's text piece by piece, with its blocks, and cut it into sections at its headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest import sentences, tables
from ingest.model import Block, Part, Section


class Item(NamedTuple):
    """An entry of a list; one that goes on after what is nested in it comes again, without a marker."""

    depth: int
    marker: str
    printed: str
    shown: str


class Row(NamedTuple):
    """A row of a table as it is printed, and with what spans into it from above, so that it can stand alone."""

    printed: Sequence[str]
    shown: Sequence[str]


class _Heading(NamedTuple):
    level: int
    name: str
    anchor: str
    start: int
    end: int


@dataclass
class Draft:
    """A document on its way to text and sections."""

    title: str
    anchor: str = ""
    """Of what stands above the first heading."""
    separator: str = "\n\n"
    """What stands between two blocks."""
    _written: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _headings: list[_Heading] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._written)

    def add_heading(self, level: int, name: str, anchor: str = "") -> None:
        """A heading, which lies in no section's body."""
        self._headings.append(_Heading(level, name, anchor, *self._write(name)))

    def open_section(self, level: int, name: str, anchor: str = "") -> None:
        """Begin a section without writing its name, which stands in its text or nowhere; without a name, end one."""
        self._headings.append(_Heading(level, name, anchor, self._length, self._length))

    def add_paragraph(self, printed: str, shown: Sequence[tuple[str, str]]) -> None:
        """A paragraph; `shown` holds its sentences as they are printed and as a reader sees them."""
        start, end = self._write(printed)
        parts, edge = [], 0
        for words, seen in shown:
            first = printed.index(words, edge)
            edge = first + len(words)
            parts.append(Part("sentence", start + first, start + edge, seen))
        self._blocks.append(Block("paragraph", start, end, " ".join(part.plain for part in parts), tuple(parts)))

    def add_text(self, text: str) -> None:
        """A paragraph that is seen as it is printed."""
        spans = [text[first:last] for first, last in sentences.spans(text)]
        self.add_paragraph(text, [(words, words) for words in spans])

    def add_code(self, text: str) -> None:
        """A listing, its lines kept."""
        self._blocks.append(Block("code", *self._write(text), text))

    def add_list(self, items: Sequence[Item]) -> None:
        """A list, a line an item; an item of the first level is a part with what is nested in it."""
        start, _ = self._write("")
        parts: list[Part] = []
        for place, item in enumerate(items):
            first, end = self._line(item, new_line=place > 0)
            if (item.depth == 0 and item.marker) or not parts:
                parts.append(Part("item", first, end, item.shown))
            else:
                whole = "; ".join(filter(None, [parts[-1].plain, item.shown]))
                parts[-1] = Part("item", parts[-1].start, end, whole)
        plain = "\n".join(f"{_opening(item)}{item.shown}" for item in items)
        self._blocks.append(Block("list", start, self._length, plain.strip(), tuple(parts)))

    def _line(self, item: Item, new_line: bool) -> tuple[int, int]:
        """Where the words of an item stand, without its marker."""
        self._append(f"\n{_opening(item)}" if new_line else _opening(item).lstrip())
        self._append(item.printed)
        return self._length - len(item.printed), self._length

    def add_table(self, header: Sequence[str], rows: Sequence[Row], heading_lines: Sequence[Sequence[str]]) -> None:
        """A table, a line a row and as many blocks as it takes; each names its columns."""
        groups = [rows[one] for one in tables.groups(header, [row.shown for row in rows])] or [()]
        for place, group in enumerate(groups):
            above = heading_lines if place == 0 else ()
            start = self._write_lines([*above, *(row.printed for row in group)], len(above))
            parts = [
                Part("row", *span, tables.alone(header, row.shown)) for span, row in zip(start[1:], group, strict=True)
            ]
            names = header or [""] * max((len(row.shown) for row in group), default=0)
            plain = tables.whole(names, [row.shown for row in group])
            self._blocks.append(Block("table", start[0][0], self._length, plain, tuple(p for p in parts if p.plain)))

    def _write_lines(self, lines: Sequence[Sequence[str]], above: int) -> list[tuple[int, int]]:
        """Where all lines stand together, then where each of them after the first `above` stands."""
        begin, _ = self._write("")
        spans = []
        for place, cells in enumerate(lines):
            self._append("\n" if place else "")
            first = self._length
            self._append(tables.printed(cells))
            spans.append((first, self._length))
        return [(begin, self._length), *spans[above:]]

    def sections(self) -> Iterator[Section]:
        """What stands above the first heading, then one section a heading."""
        trail: list[tuple[int, str, str]] = [(0, self.title, self.anchor)]
        start, done, length = 0, 0, self._length
        for level, name, anchor, above, below in [*self._headings, _Heading(0, "", "", length, length)]:
            last = done
            while last < len(self._blocks) and self._blocks[last].start < above:
                last += 1
            steps = tuple(step for _, step, _ in trail)
            yield Section(steps, trail[-1][2], start, above, tuple(self._blocks[done:last]))
            trail = self._deeper(trail, level, name, anchor)
            start, done = below, last

    def _deeper(
        self, trail: list[tuple[int, str, str]], level: int, name: str, anchor: str
    ) -> list[tuple[int, str, str]]:
        if level == 1 and name == self.title:
            return [(0, name, anchor)]
        kept = [step for step in trail if step[0] < level] or trail[:1]
        return [*kept, (level, name, anchor)] if name else kept

    def _write(self, text: str) -> tuple[int, int]:
        """Begin a new block with `text`."""
        self._append(self.separator if self._length else "")
        self._append(text)
        return self._length - len(text), self._length

    def _append(self, text: str) -> None:
        self._written.append(text)
        self._length += len(text)


def _opening(item: Item) -> str:
    return "   " * item.depth + (f"{item.marker} " if item.marker else "")
