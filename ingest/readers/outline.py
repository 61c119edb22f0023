"""Find the headings that a PDF's outline names among the lines of its pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.lines import Line

LINES = 3
"""A heading may run over this many lines."""
MOST_CHARACTERS = 200
FILE_NAME = re.compile(r"\.(?:docx?|pdf|vsdx?|pptx?|xlsx?|indd|html?)$", re.I)
NUMBERED = re.compile(r"^(?:(?:chapter|section|part|appendix)\s+)?(?:\d+(?:\.\d+)*|[A-Z])[.:)]?\s+", re.I)
NAMELESS = re.compile(r"(?:page|slide|sheet|folie|bookmark|_\w+)[\W_]*\d*", re.I)
"""What programs call bookmarks by themselves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline."""

    level: int
    """1 is the highest."""
    name: str
    page: int
    """1-based."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where on its page the name of an entry is printed; no lines where it is not."""

    entry: Entry
    first: int = -1
    last: int = -1


def usable(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that name parts of the text; none where there are fewer than two."""
    named = [one for one in entries if _is_name(one.name)]
    return named if len(named) > 1 else []


def _is_name(name: str) -> bool:
    is_short = 0 < len(name) <= MOST_CHARACTERS
    return is_short and not FILE_NAME.search(name) and not NAMELESS.fullmatch(name)


def found(entries: Sequence[Entry], lines: Sequence[Line]) -> list[Found]:
    """The entries of one page with the lines that print them, in order.

    One that is not printed counts from the head of the page; after one that is printed it is left out, for where its
    part begins is not known.
    """
    places: list[Found] = []
    after = 0
    for entry in entries:
        place = _place(entry, lines, after)
        if place or not after:
            places.append(place or Found(entry))
        after = place.last + 1 if place else after
    return places


def _place(entry: Entry, lines: Sequence[Line], after: int) -> Found | None:
    wanted = _letters(entry.name)
    for first in range(after, len(lines)):
        text = ""
        for last in range(first, min(first + LINES, len(lines))):
            text = f"{text} {lines[last].text}".strip()
            if _letters(text) == wanted:
                return Found(entry, first, last)
    return None


def _letters(text: str) -> str:
    """A name without its number and without what printing changes."""
    return re.sub(r"\W+", "", NUMBERED.sub("", text.strip())).casefold() or re.sub(r"\W+", "", text).casefold()
