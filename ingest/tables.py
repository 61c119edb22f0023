"""Table rows as text: one form for reading whole, one that stands alone; and how many of them make a block."""

from collections.abc import Iterator, Sequence

Row = Sequence[str]
LONG_ROWS = 40
"""A table of more rows is a list to look something up in, not one thing to be read whole."""
BLOCK_WORDS = 120
"""Rows of a table are gathered up to this many words: bars, codes and numbers take more of the model's window."""


def whole(header: Row, rows: Sequence[Row]) -> str:
    """The table as Markdown with clean cells."""
    lines = [_line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines)


def printed(cells: Row) -> str:
    """A row as a line of text, without the empty cells at its end."""
    filled = [place for place, cell in enumerate(cells) if cell]
    return " | ".join(cells[: filled[-1] + 1]) if filled else ""


def alone(header: Row, row: Row) -> str:
    """One row with its column names, so that it can be understood without the table."""
    if not any(header):
        return ": ".join(cell.rstrip(":") for cell in row if cell)
    named = zip(header, row, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)


def groups(header: Row, rows: Sequence[Row]) -> Iterator[slice]:
    """Runs of whole rows, each as many as fit in one block with the names of their columns."""
    names = 2 * _words(header)
    first, words = 0, names
    for place, row in enumerate(rows):
        more = _words(row)
        if place > first and words + more > BLOCK_WORDS:
            yield slice(first, place)
            first, words = place, names
        words += more
    if rows:
        yield slice(first, len(rows))


def _words(cells: Row) -> int:
    """Words and bars of a line."""
    return sum(len(cell.split()) + 1 for cell in cells) + 1


def _line(cells: Row) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
