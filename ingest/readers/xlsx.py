"""Read a spreadsheet, a section a sheet, of long sheets one a value of their first columns; the keeper of openpyxl."""

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Section
from ingest.readers.describe import described
from ingest.readers.draft import Draft
from ingest.readers.xlsx_cells import is_name, shown
from ingest.readers.xlsx_sheets import Outline, SheetRow, write_sheet

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MOST_SHEETS = 100
MOST_ROWS = 20_000
"""Rows with words that are read of one sheet; ten times what the longest data dictionary of the corpus has."""
MOST_COLUMNS = 256
MOST_MERGED = 10_000


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The sheets that a reader of the file sees, a line a row, cells as a spreadsheet program shows them.

    Raises:
        PlaybookError: the file is damaged, no spreadsheet, too large, or holds no words.
    """
    path = document.source.full_path
    draft, problems = Draft(document.source.title), list[str]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # told for each extension that the library leaves out
        workbook = _opened(document.content)
        draft.title = _title(workbook) or draft.title
        for sheet in _sheets(workbook, problems):
            outline = _outline(sheet)
            rows = list(_rows(sheet, outline))
            problems += _told(sheet.title, outline, len(rows))
            write_sheet(draft, _step(sheet, workbook), rows[:MOST_ROWS], outline)
    if not draft.text.strip():
        raise PlaybookError(f"{path} holds no sheet with words. Name the file that does.")
    return described(document, draft.text, draft.title, problems=tuple(problems)), tuple(draft.sections())


def _opened(content: bytes) -> "Workbook":
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _title(workbook: "Workbook") -> str:
    return " ".join((workbook.properties.title or "").split())


def _sheets(workbook: "Workbook", problems: list[str]) -> Iterator[Any]:
    """The sheets that are not hidden; of the others it is told that they were not read."""
    for number, sheet in enumerate(workbook.worksheets):
        if number >= MOST_SHEETS:
            problems.append(f"Of {len(workbook.worksheets)} sheets only the first {MOST_SHEETS} were read.")
            return
        if sheet.sheet_state == "visible":
            yield sheet
        else:
            problems.append(f"Sheet {sheet.title} is hidden and was not read.")


def _step(sheet: Any, workbook: "Workbook") -> str:
    """The sheet's name, where it says more than that it is the only one."""
    is_only = sum(one.sheet_state == "visible" for one in workbook.worksheets) == 1
    return "" if is_only and sheet.title.lower().startswith("sheet") else str(sheet.title)


def _outline(sheet: Any) -> Outline:
    """What the library does not tell of a sheet it reads row by row: what is hidden, merged, or never computed."""
    from openpyxl.utils import range_boundaries
    from openpyxl.xml.functions import iterparse

    outline = Outline()
    with sheet._get_source() as source:
        for _, element in iterparse(source):
            name = element.tag.rpartition("}")[2]
            if name == "col" and _is_set(element.get("hidden")):
                first, last = int(element.get("min")), min(int(element.get("max")), MOST_COLUMNS)
                outline.hidden_columns.update(range(first, last + 1))
            elif name == "row":
                _note_row(outline, element)
                element.clear()
            elif name == "filterColumn":
                outline.is_filtered = True
            elif name == "mergeCell" and len(outline.merged) < MOST_MERGED:
                outline.merged.append(range_boundaries(element.get("ref")))
    return outline


def _note_row(outline: Outline, row: Any) -> None:
    if _is_set(row.get("hidden")) and row.get("r"):
        outline.hidden_rows.add(int(row.get("r")))
    outline.uncomputed += sum(map(_is_uncomputed, row))
    outline.is_wider = outline.is_wider or any(_is_beyond(cell.get("r") or "") for cell in row[-1:])


def _is_set(value: str | None) -> bool:
    return value in ("1", "true")


def _is_beyond(place: str) -> bool:
    """Whether a cell, such as XFD1, stands right of the columns that are read."""
    from openpyxl.utils.cell import coordinate_to_tuple

    return bool(place) and int(coordinate_to_tuple(place)[1]) > MOST_COLUMNS


def _is_uncomputed(cell: Any) -> bool:
    """Whether a formula was saved without its result."""
    names = {child.tag.rpartition("}")[2]: child.text for child in cell}
    return "f" in names and not names.get("v") and "is" not in names


def _rows(sheet: Any, outline: Outline) -> Iterator[SheetRow]:
    """Rows with words, at most one more than are read."""
    sheet.reset_dimensions()
    found, is_after_gap = 0, False
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if found > MOST_ROWS:
            return
        if outline.is_hidden(number):
            continue
        row = _row(number, cells[:MOST_COLUMNS], is_after_gap, outline)
        found, is_after_gap = found + bool(row.cells), not row.cells
        if row.cells:
            yield row


def _row(number: int, cells: Any, is_after_gap: bool, outline: Outline) -> SheetRow:
    filled = [one for one in cells if one.value is not None and one.column not in outline.hidden_columns]
    texts = {one.column: shown(one) for one in filled}
    may_name, is_bold = all(is_name(one.value) for one in filled), bool(filled) and bool(filled[0].font.b)
    return SheetRow(number, {column: text for column, text in texts.items() if text}, may_name, is_bold, is_after_gap)


def _told(title: str, outline: Outline, rows: int) -> Iterator[str]:
    if rows > MOST_ROWS:
        yield f"Of sheet {title} only the first {MOST_ROWS} rows were read."
    if outline.is_wider:
        yield f"Of sheet {title} only the first {MOST_COLUMNS} columns were read."
    if hidden := outline.counted_hidden():
        yield f"{hidden} hidden rows or columns of sheet {title} were not read."
    if outline.uncomputed:
        yield f"{outline.uncomputed} formulas of sheet {title} were saved without a result and were not read."
