"""Read a table of an HTML page as rows that stand alone: names of columns, cells that span rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.draft import Row
from ingest.readers.html_lines import Line
from ingest.readers.html_tree import Element, tags

COLUMNS = 60
"""Cells further right are read, but not told by the names of their columns."""
LONGEST_SPAN = 1000
MOST_SPANNED = 5000
"""Rows of a table in which cells may span others; what is longer is no table that a person has set."""
SEPARATED = tags("p div section article blockquote br pre figure address h1 h2 h3 h4 h5 h6 td th dt dd")
"""Elements inside a cell that set words apart."""
LISTED = frozenset(["li", "tr"])
"""Elements inside a cell that read as one of several."""
BOLD = frozenset(["b", "strong"])


_Above = dict[int, tuple[int, str]]
"""By column: how many more rows a cell reaches into, and its words."""


@dataclass(slots=True)
class _Cell:
    is_header: bool
    across: int = 1
    down: int = 1
    line: Line = field(default_factory=Line)


@dataclass(slots=True)
class _Line:
    """A row of the page's table."""

    in_head: bool
    cells: list[_Cell] = field(default_factory=list)

    def is_header(self) -> bool:
        filled = [cell for cell in self.cells if not cell.line.is_blank]
        return bool(filled) and (self.in_head or all(cell.is_header or cell.line.is_bold() for cell in filled))


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table with the names of its columns; none, where it has no header."""

    header: tuple[str, ...]
    heading_lines: tuple[tuple[str, ...], ...]
    """The rows that name the columns, as they are printed."""
    rows: tuple[Row, ...]


class TableReader:
    """Takes up what is inside a table, element by element."""

    def __init__(self, text: str) -> None:
        self.around = Line()
        """The caption, and what stands in the table outside its cells."""
        self._lines: list[_Line] = []
        self._cell: _Cell | None = None
        self._tables = self._bold = 0
        self._in_head = False
        self._links: list[tuple[str, int]] = []
        self.add(text)

    def table(self) -> HtmlTable | None:
        """What was read, None where no cell holds a word."""
        lines, grid = self._lines, _grid(self._lines)
        filled = [place for place, row in enumerate(grid) if any(row.printed)]
        above = next((n for n, place in enumerate(filled) if not lines[place].is_header()), 0)
        rows = [grid[place] for place in filled]
        if not rows:
            return None
        printed = tuple(tuple(row.printed) for row in rows[:above])
        return HtmlTable(_names([row.shown for row in rows[:above]]), printed, tuple(rows[above:]))

    def enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "table":
            self._tables += 1
        if self._tables == 0:
            self._enter_own(element)
        if tag in SEPARATED or (tag in LISTED and self._cell is not None):
            self._separate("; " if tag in LISTED else " ")
        if tag == "a":
            self._links.append(((element.get("href") or "").strip(), self._current().place()))
        self._bold += tag in BOLD

    def _enter_own(self, element: Element) -> None:
        """The table's own rows and cells, not those of a table inside a cell."""
        tag = element.tag
        if tag in ("thead", "tbody", "tfoot"):
            self._in_head = tag == "thead"
        elif tag == "tr":
            self._lines.append(_Line(self._in_head))
            self._cell = None
        elif tag in ("td", "th"):
            self._lines = self._lines or [_Line(self._in_head)]
            self._cell = _Cell(tag == "th", _span(element, "colspan"), _span(element, "rowspan"))
            self._lines[-1].cells.append(self._cell)

    def leave(self, element: Element) -> None:
        tag = element.tag
        if tag in SEPARATED:
            self._separate(" ")
        if tag == "a" and self._links:
            link, since = self._links.pop()
            self._current().add_address(link, since)
        self._bold -= tag in BOLD
        if tag == "table" and self._tables:
            self._tables -= 1
        elif self._tables == 0 and tag in ("td", "th", "tr"):
            self._cell = None

    def _separate(self, separator: str) -> None:
        self._current().separate(separator)

    def _current(self) -> Line:
        return self._cell.line if self._cell else self.around

    def add(self, text: str) -> None:
        self._current().add(text, bold=self._bold > 0)


def _span(element: Element, name: str) -> int:
    value = (element.get(name) or "").strip()
    return min(max(int(value[:5]), 1), LONGEST_SPAN) if value.isdecimal() else 1


def _grid(lines: Sequence[_Line]) -> list[Row]:
    """The rows as they are printed, and with what spans into them from above."""
    rows: list[Row] = []
    above: _Above = {}
    for line in lines:
        row, above = _row(line, above) if len(lines) <= MOST_SPANNED else (_plain_row(line), above)
        rows.append(row)
    return rows


def _plain_row(line: _Line) -> Row:
    return Row([_printed(cell) for cell in line.cells], [cell.line.shown() for cell in line.cells])


def _printed(cell: _Cell) -> str:
    return cell.line.printed().replace("\n", " ")


def _row(line: _Line, above: _Above) -> tuple[Row, _Above]:
    """A row, and what spans from it and from above into the next."""
    printed, shown, below = list[str](), list[str](), dict[int, tuple[int, str]]()

    def fill(until: int) -> None:
        """Columns that a cell of an earlier row reaches into."""
        while len(shown) < until or len(shown) in above:
            place = len(shown)
            left, words = above.pop(place, (0, ""))
            if left > 1:
                below[place] = (left - 1, words)
            printed.append("")
            shown.append(words)

    is_header = line.is_header()
    for cell in line.cells:
        fill(0)
        words, place = cell.line.shown(), len(shown)
        across = max(min(cell.across, COLUMNS - place), 1)
        repeated = words if is_header else ""
        printed += [_printed(cell), *[""] * (across - 1)]
        shown += [words, *[repeated] * (across - 1)]
        if cell.down > 1 and place < COLUMNS:
            below |= {place + more: (cell.down - 1, shown[place + more]) for more in range(across)}
    fill(max(above, default=-1) + 1)
    return Row(printed, shown), below


def _names(header: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The name of each column; a row of one cell is the table's title, and names none."""
    rows = [row for row in header if len(set(filter(None, row))) > 1 or len(row) == 1]
    width = max(map(len, rows), default=0)
    columns = [[row[place] for row in rows if place < len(row)] for place in range(width)]
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in columns)
