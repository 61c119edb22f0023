"""Tables on standard output."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

PIPED_COLUMNS = 200
"""A table that no screen limits is this wide at most, so that its cells stay whole."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: one that may wrap gives way where the screen is narrow."""

    title: str
    is_number: bool = False
    may_wrap: bool = False


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], styles: Sequence[str]) -> None:
    """Print a table with a style a row, such as `yellow`; without colours where standard output is no screen."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPED_COLUMNS, highlight=False)
    shown = Table(box=SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    for one in columns:
        shown.add_column(
            one.title, justify="right" if one.is_number else "left", no_wrap=not one.may_wrap, overflow="fold"
        )
    for cells, style in zip(rows, styles, strict=True):
        shown.add_row(*map(Text, cells), style=style)
    with console.capture() as captured:
        console.print(shown)
    print("\n".join(line.rstrip() for line in captured.get().rstrip().split("\n")))
