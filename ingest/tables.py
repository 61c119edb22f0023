"""Table rows as text: one form for reading whole, one that stands alone."""

from collections.abc import Sequence

Row = Sequence[str]


def whole(header: Row, rows: Sequence[Row]) -> str:
    """The table as Markdown with clean cells."""
    lines = [_line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines)


def alone(header: Row, row: Row) -> str:
    """One row with its column names, so that it can be understood without the table."""
    if not any(header):
        return ": ".join(cell.rstrip(":") for cell in row if cell)
    named = zip(header, row, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)


def _line(cells: Row) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
