"""Put the paragraphs of a document without pages together: text, a line each, and a section for each heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ingest import sentences, tables
from ingest.model import Block, Part, Section
from ingest.readers.look import Look

PieceKind = Literal["paragraph", "heading", "item", "table", "note", "silent"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table shows in one place."""

    text: str
    is_first: bool = True
    """Whether it is not the continuation of a cell that reaches over several."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, list item, table or note on its way into a document's text."""

    kind: PieceKind
    text: str = ""
    level: int = 0
    """Of a heading, 1 the highest and 0 the title; of an item, how deep it hangs, from 0."""
    marker: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    look: Look | None = None


class Draft:
    """A document on its way to text and sections."""

    def __init__(self, title: str) -> None:
        self.text = ""
        self.sections: list[Section] = []
        self._title = title
        self._steps: list[tuple[int, str]] = [(0, title)]
        self._start = 0
        self._blocks: list[Block] = []
        self._notes: list[Piece] = []

    def add(self, pieces: Sequence[Piece]) -> None:
        """All of the document, in order; notes come at the end of the section that refers to them."""
        for kind, run in groupby(pieces, key=lambda piece: piece.kind):
            if kind == "item":
                self._blocks.append(self._list(list(run)))
                continue
            for piece in run:
                self._add(piece)
        self._close()

    def _add(self, piece: Piece) -> None:
        if piece.kind == "heading":
            if self.text:
                self._close()
            self._start = self._write(piece.text)[1]
            name = piece.text if piece.level else self._title
            self._steps = [*(step for step in self._steps if step[0] < piece.level), (piece.level, name)]
        elif piece.kind == "note":
            self._notes.append(piece)
        elif piece.kind == "table":
            self._blocks += self._table(piece)
        else:
            self._blocks.append(self._paragraph(piece))

    def _close(self) -> None:
        self._blocks += [self._paragraph(note) for note in self._notes]
        end, trail = len(self.text), tuple(name for _, name in self._steps)
        self.sections.append(Section(trail, "", self._start, end, tuple(self._blocks)))
        self._blocks, self._notes = [], []

    def _write(self, text: str) -> tuple[int, int]:
        start = len(self.text) + (1 if self.text else 0)
        self.text += ("\n" if self.text else "") + text
        return start, len(self.text)

    def _paragraph(self, piece: Piece) -> Block:
        start, end = self._write(piece.text)
        if piece.kind == "silent":
            return Block("silent", start, end, "")
        parts = (Part("sentence", start + a, start + b, piece.text[a:b]) for a, b in sentences.spans(piece.text))
        return Block("footnote" if piece.kind == "note" else "paragraph", start, end, piece.text, tuple(parts))

    def _list(self, items: Sequence[Piece]) -> Block:
        """A list; what hangs from an item is a part of it."""
        top, parts, shown = min(item.level for item in items), list[Part](), list[str]()
        for item in items:
            start, end = self._write(item.text)
            line = f"{item.marker} {item.text}".strip()
            if item.level > top and parts:
                parts[-1] = Part("item", parts[-1].start, end, f"{parts[-1].plain}; {line}")
            else:
                parts.append(Part("item", start, end, item.text))
            shown.append(f"{'   ' * (item.level - top)}{line}")
        return Block("list", parts[0].start, parts[-1].end, "\n".join(shown), tuple(parts))

    def _table(self, piece: Piece) -> Iterator[Block]:
        rows = [row for row in piece.rows if any(cell.text and cell.is_first for cell in row)]
        if not rows:
            return
        spans = [self._write(tables.printed([cell.text if cell.is_first else "" for cell in row])) for row in rows]
        header, *cells = [[cell.text for cell in row] for row in rows]
        for one in _groups(header, cells):
            told = zip(spans[1:][one], cells[one], strict=True)
            parts = tuple(Part("row", *span, tables.alone(header, row)) for span, row in told)
            start = spans[one.start + 1 if one.start else 0][0]
            yield Block("table", start, spans[one.stop][1], tables.whole(header, cells[one]), parts)


def _groups(header: tables.Row, rows: Sequence[tables.Row]) -> list[slice]:
    """The rows of each block: a table stays whole unless it is long."""
    return list(tables.groups(header, rows)) if len(rows) > tables.LONG_ROWS else [slice(0, len(rows))]
