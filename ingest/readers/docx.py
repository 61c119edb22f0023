"""Read a Word document, paragraphs and tables in order; the one keeper of python-docx."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.model import Document
from ingest import sentences, tables
from ingest.model import Block, DocumentText, Part, Section
from ingest.readers.describe import described

if TYPE_CHECKING:
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The text, a line a paragraph or table row, and one section a heading style."""
    import docx
    from docx.table import Table

    draft, opened = _Draft(document.source.title), docx.Document(io.BytesIO(document.content))
    _unwrap_controls(opened.element.body)
    for item in opened.iter_inner_content():
        if isinstance(item, Table):
            draft.add_table(item)
        else:
            draft.add_paragraph(item)
    return described(document, draft.text), tuple(draft.sections())


def _unwrap_controls(body: Any) -> None:
    """Put the content of form controls where the controls stand; the library passes over them."""
    from docx.oxml.ns import qn

    for control in list(body.iter(qn("w:sdt"))):
        for child in [child for content in control.iterchildren(qn("w:sdtContent")) for child in content]:
            control.addprevious(child)
        control.getparent().remove(control)


@dataclass
class _Draft:
    """A document on its way to text and sections."""

    title: str
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[int, str, int, int]] = field(default_factory=list)

    def add_paragraph(self, paragraph: "Paragraph") -> None:
        text = _folded(paragraph.text)
        if not text:
            return
        start, end = self._write(text)
        level = _heading_level(paragraph)
        if level:
            self.headings.append((level, text, start, end))
            return
        parts = (Part("sentence", start + a, start + b, text[a:b]) for a, b in sentences.spans(text))
        self.blocks.append(Block("paragraph", start, end, text, tuple(parts)))

    def add_table(self, table: "Table") -> None:
        rows = [_cells(row) for row in table.rows]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        spans = [self._write(" | ".join(row).rstrip(" |")) for row in rows]
        parts = tuple(Part("row", *span, tables.alone(rows[0], row)) for span, row in zip(spans, rows, strict=True))
        plain = tables.whole(rows[0], rows[1:])
        self.blocks.append(Block("table", spans[0][0], spans[-1][1], plain, parts[1:]))

    def sections(self) -> Iterator[Section]:
        """What stands above the first heading, then one section a heading."""
        trail: list[tuple[int, str]] = [(0, self.title)]
        edges: Sequence[tuple[int, str, int, int]] = [*self.headings, (0, "", len(self.text), len(self.text))]
        start = 0
        for level, name, above, below in edges:
            inside = tuple(block for block in self.blocks if start <= block.start < above)
            yield Section(tuple(step for _, step in trail), "", start, above, inside)
            trail = [*(step for step in trail if step[0] < level), (level, name)]
            start = below

    def _write(self, text: str) -> tuple[int, int]:
        start = len(self.text) + (1 if self.text else 0)
        self.text += ("\n" if self.text else "") + text
        return start, len(self.text)


def _heading_level(paragraph: "Paragraph") -> int | None:
    style = paragraph.style.name if paragraph.style else None
    match = re.fullmatch(r"Heading (\d)", style or "")
    return int(match[1]) if match else None


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _cells(row: "_Row") -> list[str]:
    """The text of each cell; one merged over several columns is read once and leaves the others empty."""
    seen: list[Any] = []
    texts = []
    for cell in row.cells:
        texts.append("" if cell._tc in seen else _cell(cell))
        seen.append(cell._tc)
    return texts


def _cell(cell: "_Cell") -> str:
    """The text of a cell, a table inside it row by row."""
    texts = (
        "; ".join(" ".join(_cells(row)) for row in item.rows) if hasattr(item, "rows") else item.text
        for item in cell.iter_inner_content()
    )
    return _folded(" ".join(texts))
