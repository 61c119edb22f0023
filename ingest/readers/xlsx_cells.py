"""A spreadsheet cell as text: dates as ISO writes them, numbers without a needless point, percentages with a sign."""

import datetime as dt
import re
from typing import Any

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]|_x00[01][0-9A-Fa-f]_")
PADDED = re.compile(r"0{2,20}")
"""A format that keeps the zeros before a number, as of postal codes."""
PERCENT = re.compile(r"0(?:\.(0+))?%")


def shown(cell: Any) -> str:
    """What a reader sees in the cell, in one line."""
    value = cell.value
    if isinstance(value, str):
        return " ".join(CONTROL.sub(" ", value).split())
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return _date(value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return str(value)


def is_name(value: object) -> bool:
    """Whether a cell may name a column: text, or a year."""
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2100)


def _date(value: dt.datetime) -> str:
    """A day, or a moment where it has an hour."""
    if (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat(" ", "minutes" if value.second == 0 else "seconds")


def _number(value: int | float, format_: str) -> str:
    if percent := PERCENT.fullmatch(format_):
        return f"{value * 100:.{len(percent[1] or '')}f}%"
    if PADDED.fullmatch(format_) and value == int(value):
        return f"{int(value):0{len(format_)}d}"
    if isinstance(value, int) or not value.is_integer() or abs(value) >= 1e15:
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    return str(int(value))
