"""Cut a sheet into tables, find what names their columns, and make sections of the values of the first columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from ingest.readers.draft import Draft, Row
from ingest.tables import LONG_ROWS

MOST_GROUPS = 2
"""Columns that make sections, such as agency and program."""
GROUP_ROWS = 4
"""On average a value of such a column holds for at least so many rows."""
GROUP_WORDS = 12
CONSIDERED = 4
"""Columns among which those are looked for."""
SHEET, TABLE, GROUP = 1, 2, 3
"""Levels of headings."""


@dataclass(slots=True)
class Outline:
    """What is hidden or merged in a sheet."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_filtered: bool = False
    """Rows are out of sight because a filter was left on, not because they were hidden."""
    uncomputed: int = 0
    """Formulas without a stored result."""
    is_wider: bool = False
    """Cells stand right of the columns that are read."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First column, first row, last column, last row."""

    def is_hidden(self, row: int) -> bool:
        """Whether a row is hidden on purpose."""
        return row in self.hidden_rows and not self.is_filtered

    def counted_hidden(self) -> int:
        """Rows and columns that are not read."""
        return len(self.hidden_columns) + (0 if self.is_filtered else len(self.hidden_rows))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet with the words of its cells, by column."""

    number: int
    cells: dict[int, str]
    may_name: bool
    """Whether all its cells are texts or years, as the names of columns are."""
    is_bold: bool
    is_after_gap: bool
    """Whether a blank row stands above."""


@dataclass(slots=True)
class _Table:
    """A table of a sheet with the lines above it."""

    notes: list[SheetRow]
    header: list[SheetRow]
    """Its first rows, if they name the columns; those of the table above, if it goes on with them."""
    is_named_above: bool
    rows: list[SheetRow]


def write_sheet(draft: Draft, name: str, rows: Sequence[SheetRow], outline: Outline) -> None:
    """Write a sheet's tables, each with the lines that stand above it."""
    if rows and name:
        draft.open_section(SHEET, name)
    used: set[str] = set()
    for number, table in enumerate(_tables(rows, outline), 1):
        if number > 1:
            title = " ".join(table.notes[0].cells.values()) if table.notes else ""
            short = title if title and len(title.split()) <= GROUP_WORDS else f"Table {number}"
            draft.open_section(TABLE, short if short not in used else f"{short} ({number})")
        used |= _write(draft, table, outline)


def _write(draft: Draft, table: _Table, outline: Outline) -> set[str]:
    """Write one table; the names of the sections that a long one is cut into, where its first columns repeat."""
    for note in table.notes:
        draft.add_text(" | ".join(note.cells.values()))
    columns = sorted({column for row in (*table.header, *table.rows) for column in row.cells})
    names = _names(table.header, columns, outline)
    above = [] if table.is_named_above else [[row.cells.get(one, "") for one in columns] for row in table.header]
    lines = list(_lines(table.rows, columns, outline))
    depth = _grouping(lines) if len(lines) > LONG_ROWS else ()
    steps: tuple[str, ...] = ()
    used = {" ".join(table.notes[0].cells.values()) for _ in table.notes[:1]}
    for key, group in groupby(lines, lambda line: tuple(line.shown[place] for place in depth)):
        for level, step in enumerate(key):
            if steps[: level + 1] != key[: level + 1]:
                draft.open_section(GROUP + level, step)
        steps = key
        used |= set(key[:1])
        draft.add_table(names, list(group), above)
        above = []
    if above:
        draft.add_table((), [], above)
    return used


def _tables(rows: Sequence[SheetRow], outline: Outline) -> Iterator[_Table]:
    """Runs of rows between blank ones; a run without a header of its own goes on with the table above."""
    last: _Table | None = None
    for run in _runs(rows):
        notes, rest = _parted(run)
        header = _header(rest, last.header if last else [], outline)
        goes_on = last is not None and bool(last.header) and bool(rest) and not header
        if last is not None and goes_on and not notes:
            last.rows += rest
            continue
        if last is not None:
            yield last
        above = last.header if last is not None and goes_on else header
        last = _Table(notes, above, goes_on, rest[len(header) :])
    if last is not None:
        yield last


def _runs(rows: Sequence[SheetRow]) -> Iterator[list[SheetRow]]:
    run: list[SheetRow] = []
    for row in rows:
        if row.is_after_gap and run:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _parted(run: list[SheetRow]) -> tuple[list[SheetRow], list[SheetRow]]:
    """The lines of one cell above a table, and the table; where no row has more cells, all are lines."""
    first = next((place for place, row in enumerate(run) if len(row.cells) > 1), len(run))
    return run[:first], run[first:]


def _header(rows: Sequence[SheetRow], known: Sequence[SheetRow], outline: Outline) -> list[SheetRow]:
    """The first rows, if they name the columns."""
    if len(rows) < 2 or not rows[0].may_name or (known and not _begins_anew(rows[0], known[0])):
        return []
    is_double = any(first < last and top == rows[0].number for first, top, last, _ in outline.merged)
    return list(rows[:2]) if is_double and len(rows) > 2 and rows[1].may_name else [rows[0]]


def _begins_anew(row: SheetRow, known: SheetRow) -> bool:
    """Whether a row below a blank one names columns anew, where the table above has names already."""
    if known.is_bold or row.is_bold:
        return row.is_bold
    return row.cells.keys() != known.cells.keys() or row.cells == known.cells


def _names(header: Sequence[SheetRow], columns: Sequence[int], outline: Outline) -> list[str]:
    """The name of each column; where two rows name them, the upper one spread over the columns it is merged to."""
    if not header:
        return []
    upper = dict(header[0].cells)
    if len(header) > 1:
        for first, top, last, _ in outline.merged:
            if top == header[0].number:
                upper |= {one: upper.get(first, "") for one in columns if first <= one <= last}
    lower = header[1].cells if len(header) > 1 else {}
    return [" ".join(dict.fromkeys(filter(None, [upper.get(one), lower.get(one)]))) for one in columns]


def _lines(rows: Sequence[SheetRow], columns: Sequence[int], outline: Outline) -> Iterator[Row]:
    """Rows as they are printed, and with what is merged into them from above."""
    merged: dict[int, list[tuple[int, int]]] = {}
    for first, top, _, bottom in outline.merged:
        if bottom > top:
            merged.setdefault(top, []).append((first, bottom))
    carried: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells = row.cells
        above = {column: words for column, (bottom, words) in carried.items() if row.number <= bottom}
        carried |= {column: (bottom, cells.get(column, "")) for column, bottom in merged.get(row.number, ())}
        printed = [cells.get(column, "") for column in columns]
        yield Row(printed, [cells.get(column) or above.get(column, "") for column in columns])


def _grouping(lines: Sequence[Row]) -> tuple[int, ...]:
    """The first columns whose values each hold for a run of rows, such as agency and program."""
    chosen: tuple[int, ...] = ()
    for place in range(min(CONSIDERED, len(lines[0].shown))):
        if len(chosen) < MOST_GROUPS and _groups(lines, (*chosen, place)):
            chosen = (*chosen, place)
    return chosen


def _groups(lines: Sequence[Row], places: tuple[int, ...]) -> bool:
    keys = [tuple(line.shown[place] for place in places) for line in lines]
    runs, values = sum(a != b for a, b in pairwise(keys)) + 1, set(keys)
    are_short = all(0 < len(key[-1].split()) <= GROUP_WORDS for key in values)
    finer = len(places) == 1 or len(values) > len({key[:-1] for key in values})
    return are_short and finer and 1 < len(values) == runs <= len(lines) / GROUP_ROWS
