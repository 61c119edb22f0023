"""Put the lines of a page in reading order where a file draws two columns of text row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import mean, median

from ingest.readers.lines import Line

ROWS = 5
"""Rows of two pieces that make columns; fewer are a chance."""
WORDS = 3
"""Words that the pieces of either column have on average; a table's first column has fewer."""
FREE = 0.8
"""Share of rows that leave the gap between two columns free."""
FILLED = 0.6
"""Share of the way to the gap that a line of the left column fills on average; the cells of a table end earlier."""

Row = Sequence[Line]
"""The pieces of a line, parted at wide gaps."""


def in_reading_order(pieces: Sequence[Line]) -> tuple[Line, ...]:
    """Whole lines: of columns the left before the right, else each row from left to right."""
    rows = [list(row) for _, row in groupby(pieces, key=lambda piece: piece.row)]
    gap = _gap(rows)
    return tuple(_by_column(rows, gap) if gap else map(_joined, rows))


def with_fields(lines: tuple[Line, ...], fields: Sequence[tuple[str, float]]) -> tuple[Line, ...]:
    """The lines with the text of form fields, given with its height, each behind the last line that is not below it."""
    found = list(lines)
    for text, base in fields:
        if text:
            above = [place for place, line in enumerate(found) if line.base >= base - line.size / 2]
            label = found[above[-1]] if above else Line("", 0, 0, base, 0, 0)
            found.insert(above[-1] + 1 if above else 0, replace(label, text=text, left=label.right, base=base))
    return tuple(found)


def _gap(rows: Sequence[Row]) -> float | None:
    """Where the gap between two columns of prose lies."""
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) < ROWS:
        return None
    left, right = zip(*pairs, strict=True)
    gap = median((one.right + other.left) / 2 for one, other in pairs)
    start = min(line.left for line in left)
    is_free = mean(not _crosses(row, gap) for row in rows) >= FREE
    is_prose = all(mean(len(line.text.split()) for line in column) >= WORDS for column in (left, right))
    is_full = mean((line.right - start) / (gap - start) for line in left) >= FILLED
    return gap if is_free and is_prose and is_full else None


def _crosses(row: Row, gap: float) -> bool:
    return len(row) > 2 or any(piece.left < gap < piece.right for piece in row)


def _by_column(rows: Sequence[Row], gap: float) -> Iterator[Line]:
    """Between lines that run over both columns, the left one and then the right one."""
    for over_both, band in groupby(rows, key=lambda row: _crosses(row, gap)):
        inside = list(band)
        if over_both:
            yield from map(_joined, inside)
            continue
        pieces = [piece for row in inside for piece in row]
        yield from (piece for piece in pieces if piece.right < gap)
        yield from (piece for piece in pieces if piece.right >= gap)


def _joined(row: Row) -> Line:
    first, last = row[0], row[-1]
    is_even = all(one.is_even and (one.size, one.weight) == (first.size, first.weight) for one in row)
    return replace(first, text=" ".join(piece.text for piece in row), right=last.right, is_even=is_even)
