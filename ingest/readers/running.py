"""Tell the running heads of pages from their text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.readers.lines import ENDED, Line, Page, pitch

MARGIN = 0.09
"""Share of a page's height, at top and bottom, where running heads stand; margins of an inch hold no text."""
APART = 1.5
"""A running head stands off the text by more than this many times the usual distance of lines."""
MOST_WORDS = 15
"""A longer line is no running head."""
REPEATS = 3
"""Pages that must show a line in the same place before it counts as a running head."""
COUNTER = re.compile(r"^(?:page\s+)?(\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d+)?$|^(\d{1,4})\b|\b(\d{1,4})$", re.I)


def running(pages: Sequence[Page]) -> list[set[int]]:
    """For each page, which of its lines are running heads: in a margin, apart, and much the same on several pages.

    A page keeps its lines where nothing else would be left of it.
    """
    found = [dict(_in_margins(page)) for page in pages]
    shown = Counter(key for keys in found for key in set(keys.values()))
    heads = [{row for row, key in keys.items() if shown[key] >= REPEATS} for keys in found]
    return [rows if len(rows) < len(page.lines) else set() for rows, page in zip(heads, pages, strict=True)]


def _in_margins(page: Page) -> Iterator[tuple[int, tuple[bool, str]]]:
    """Lines that could be running heads, with their text as it would read on any page."""
    order = sorted(range(len(page.lines)), key=lambda row: -page.lines[row].base)
    gap = APART * pitch([page.lines[row] for row in order])
    for is_top, rows in ((True, order), (False, order[::-1])):
        for row in rows[: _edge([page.lines[row] for row in rows], gap, page.height, is_top)]:
            if len(page.lines[row].text.split()) <= MOST_WORDS:
                yield row, (is_top, _on_any_page(page.lines[row].text))


def _edge(lines: Sequence[Line], gap: float, height: float, is_top: bool) -> int:
    """How many of the outermost lines lie in the margin and are set off from the next one."""
    set_off = 0
    for place, line in enumerate(lines[:4]):
        if (height - line.base if is_top else line.base) > MARGIN * height:
            break
        if place + 1 == len(lines) or abs(line.base - lines[place + 1].base) > gap:
            set_off = place + 1
    return set_off


def _on_any_page(text: str) -> str:
    """A line with its page number masked: a number alone, or one at either end of a line that is no sentence."""
    match = COUNTER.search(text)
    if match is None or (ENDED.search(text) and len(text.split()) > 3):
        return text.casefold()
    return f"{text[: match.start()]}#{text[match.end() :]}".casefold()
