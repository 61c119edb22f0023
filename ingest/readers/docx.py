"""Read a Word document, paragraphs and tables in order; the one keeper of python-docx."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from corpus.model import Document
from ingest.model import DocumentText, Section
from ingest.readers.describe import described, is_file_name
from ingest.readers.look import Look, levels
from ingest.readers.mend import plain
from ingest.readers.numbering import Numbering, Place, number, place
from ingest.readers.pieces import Cell, Draft, Piece
from ingest.readers.tidy import W, boxes, note_marks, tidied

SIZE = 10.0
"""Points, where neither the text nor a style says it (ECMA-376, 17.3.2.38)."""
BOLD, REGULAR = 700, 400
LEVELS = 9
"""Outline levels of a heading; the tenth means running text."""


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The text, a line a paragraph, item or table row, and a section a heading: by style, or where none is, by look."""
    import docx

    opened = docx.Document(io.BytesIO(document.content))
    pieces = list(_Reading(opened).pieces(tidied(opened.element.body)))
    title = document.source.title
    if is_file_name(document.source):
        title = _told_title(pieces) or plain(opened.core_properties.title or "") or title
    draft = Draft(title)
    draft.add(_with_headings(pieces, title))
    return described(document, draft.text, title), tuple(draft.sections)


def _told_title(pieces: Sequence[Piece]) -> str | None:
    return next((piece.text for piece in pieces if piece.kind == "heading" and not piece.level), None)


def _with_headings(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """The pieces with headings by look where no style makes any; a title other than the document's is running text."""
    if not any(piece.kind == "heading" and piece.level for piece in pieces):
        seen = [piece.look or Look(piece.text, 0.0, 0, may_head=False) for piece in pieces]
        told = levels(seen, title)
        pieces = [replace(p, kind="heading", level=n) if n else p for p, n in zip(pieces, told, strict=True)]
    return [_titled(piece, title) for piece in pieces]


def _titled(piece: Piece, title: str) -> Piece:
    if piece.kind != "heading" or piece.level > 1:
        return piece
    if piece.text.casefold() == title.casefold():
        return replace(piece, level=0)
    return piece if piece.level else replace(piece, kind="paragraph")


class _Reading:
    """A Word document being read from its first paragraph to its last."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self._parts = {rel.reltype.rsplit("/", 1)[-1]: rel for rel in opened.part.rels.values() if not rel.is_external}
        self._numbering = Numbering(self._root("numbering"))
        self._notes = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}
        defaults = opened.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        self._size = number(defaults.get(f"{W}val"), 2 * int(SIZE)) / 2 if defaults is not None else SIZE

    def pieces(self, container: Any) -> Iterator[Piece]:
        """What an element holds, in order: each paragraph and table, then its text boxes, then its notes."""
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        for element in container.iterchildren(f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                yield Piece("table", rows=tuple(map(_cells, Table(element, self._opened._body).rows)))
            else:
                yield from self._paragraph(Paragraph(element, self._opened._body))
            for box in boxes(element):
                yield from (replace(piece, look=None) for piece in self.pieces(box))
            for kind, id_ in note_marks(element):
                if text := self._notes[kind].pop(id_, ""):
                    yield Piece("note", text)

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        text = plain(paragraph.text)
        if not text:
            return
        level, where = _level(paragraph), self._place(paragraph)
        if level is not None:
            yield Piece("heading", text, level)
        elif where and where[0] != "0":
            yield Piece("item", text, where[1], self._numbering.marker(where))
        else:
            is_contents = (paragraph.style.name or "").lower().startswith("toc ")
            yield Piece("silent" if is_contents else "paragraph", text, look=self._look(paragraph, text))

    def _place(self, paragraph: Any) -> Place | None:
        """The list a paragraph is in, by itself or by its style."""
        told = place(paragraph._p.pPr)
        by_style = (place(style.element.pPr) for style in _styles(paragraph))
        return told or next((one for one in by_style if one), None)

    def _look(self, paragraph: Any, text: str) -> Look:
        fonts = [run.font for run in paragraph.runs if run.text.strip()]
        styles = [style.font for style in _styles(paragraph)]
        looks = {(self._points([font, *styles]), _first("bold", [font, *styles]) is True) for font in fonts}
        size, is_bold = max(looks, default=(self._size, False))
        is_caps = text.isupper() or all(_first("all_caps", [font, *styles]) for font in fonts)
        return Look(text, size, BOLD if is_bold else REGULAR, is_caps, len(looks) == 1)

    def _points(self, fonts: Sequence[Any]) -> float:
        size = _first("size", fonts)
        return size.pt if size else self._size

    def _root(self, kind: str) -> Any:
        """The root of another part of the file, such as its numbering; None where there is none."""
        from docx.oxml import parse_xml

        found = self._parts.get(kind)
        return parse_xml(found.target_part.blob) if found else None

    def _notes_of(self, kind: str) -> dict[str, str]:
        from docx.text.paragraph import Paragraph

        root = self._root(f"{kind}s")
        notes = tidied(root).iterchildren(f"{W}{kind}") if root is not None else ()
        bodies = {note.get(f"{W}id", ""): note.iter(f"{W}p") for note in notes}
        said = {id_: (Paragraph(p, self._opened._body).text for p in inside) for id_, inside in bodies.items()}
        return {id_: plain(" ".join(texts)) for id_, texts in said.items()}


def _level(paragraph: Any) -> int | None:
    """Of a heading by its style or its outline level, 1 the highest, 0 for the title; None for anything else."""
    outline = _outline(paragraph._p.pPr)
    for style in _styles(paragraph):
        if style.name == "Title":
            return 0
        match = re.fullmatch(r"Heading ([1-9])", style.name)
        outline = outline or (int(match[1]) if match else _outline(style.element.pPr))
    return outline


def _outline(properties: Any) -> int | None:
    told = properties.find(f"{W}outlineLvl") if properties is not None else None
    level = number(told.get(f"{W}val"), LEVELS) if told is not None else LEVELS
    return level + 1 if level < LEVELS else None


def _styles(paragraph: Any) -> list[Any]:
    """The style of a paragraph and those it is based on; a style that leads back to itself ends there."""
    found: list[Any] = []
    style = paragraph.style
    while style is not None and all(style.element is not one.element for one in found):
        found.append(style)
        style = style.base_style
    return [style for style in found if style.name]


def _first(name: str, fonts: Sequence[Any]) -> Any:
    return next((value for font in fonts if (value := getattr(font, name)) is not None), None)


def _cells(row: Any) -> tuple[Cell, ...]:
    """The cells of a row; one that reaches over several is read at its first place."""
    seen: list[Any] = []
    cells = []
    for cell in row.cells:
        is_below = cell._tc.getparent() is not row._tr
        cells.append(Cell("") if cell._tc in seen else Cell(_text(cell), not is_below))
        seen.append(cell._tc)
    return tuple(cells)


def _text(cell: Any) -> str:
    """The text of a cell, a table inside it row by row."""
    texts = (
        "; ".join(" ".join(inner.text for inner in _cells(row) if inner.text) for row in item.rows)
        if hasattr(item, "rows")
        else item.text
        for item in cell.iter_inner_content()
    )
    return plain(" ".join(texts))
