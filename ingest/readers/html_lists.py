"""Read a list of an HTML page, with the lists nested in it, as items."""

from dataclasses import dataclass, field

from ingest.readers.draft import Item
from ingest.readers.html_lines import Line, Repeats
from ingest.readers.html_tree import LISTS, Element, tags

ENTRIES = ("li", "dt", "dd")
SEPARATED = tags("p div section article blockquote br pre figure figcaption tr td th address summary details")
"""Elements inside an item that set words apart."""


@dataclass(slots=True)
class _Entry:
    depth: int
    marker: str
    line: Line = field(default_factory=Line)


@dataclass(slots=True)
class _Level:
    """A list that is open, and the number its next item gets."""

    tag: str
    style: str
    number: int
    term: _Entry | None = None
    """The term that a definition to come belongs to."""
    is_defined: bool = False


class ListReader:
    """Takes up what is inside a list, element by element."""

    def __init__(self, element: Element, text: str) -> None:
        self._levels = [_level(element)]
        self._entries: list[_Entry] = []
        self._open: list[_Entry | None] = [None]
        """The item that text belongs to, for each list and item that is open."""
        self._links: list[tuple[str, int]] = []
        self.add(text)

    def items(self) -> tuple[Item, ...]:
        """What was read; items without words are left out."""
        return tuple(
            Item(one.depth, one.marker, one.line.printed().replace("\n", " "), one.line.shown())
            for one in self._entries
            if not one.line.is_blank
        )

    def only_repeats(self, repeats: Repeats) -> bool:
        """Whether it is a table of contents."""
        return all(one.line.only_repeats(repeats) for one in self._entries if not one.line.is_blank)

    def enter(self, element: Element) -> None:
        tag = element.tag
        if tag in LISTS:
            self._levels.append(_level(element))
            self._open.append(None)
        elif tag in ENTRIES:
            self._open.append(self._definition() if tag == "dd" else self._item(element))
        elif tag in SEPARATED:
            self.add(" ")
        elif tag == "a":
            entry = self._open[-1]
            self._links.append(((element.get("href") or "").strip(), entry.line.place() if entry else 0))

    def leave(self, element: Element) -> None:
        tag = element.tag
        if tag in LISTS and len(self._levels) > 1:
            self._levels.pop()
            self._open.pop()
        elif tag in ENTRIES and len(self._open) > 1:
            self._open.pop()
        elif tag in SEPARATED:
            self.add(" ")
        elif tag == "a" and self._links:
            link, since = self._links.pop()
            if entry := self._open[-1]:
                entry.line.add_address(link, since)

    def _item(self, element: Element) -> _Entry:
        level = self._levels[-1]
        if (element.get("value") or "").isdecimal():
            level.number = int(element.get("value")[:9])
        entry = _Entry(len(self._levels) - 1, _marker(level))
        level.number += 1
        level.term, level.is_defined = (entry if element.tag == "dt" else None), False
        self._entries.append(entry)
        return entry

    def _definition(self) -> _Entry:
        """The term again, with a colon before what defines it; without a term, an item of its own."""
        level = self._levels[-1]
        if level.term is None or level.term is not self._entries[-1]:
            entry = _Entry(len(self._levels) - 1, "-")
            self._entries.append(entry)
            return entry
        is_named = level.is_defined or level.term.line.printed().endswith((":", "?"))
        level.term.line.separate(" " if is_named else ": ")
        level.is_defined = True
        return level.term

    def add(self, text: str) -> None:
        if not text.strip():
            if entry := self._open[-1]:
                entry.line.add(text)
            return
        self._current().line.add(text, self._links[-1][0] if self._links else "")

    def _current(self) -> _Entry:
        """The item that text belongs to; where other items came in between, one that goes on with it."""
        entry = self._open[-1]
        if entry is None or (self._entries and entry is not self._entries[-1] and not entry.line.is_blank):
            depth = len(self._levels) - 1
            entry = _Entry(depth + 1, "") if entry else _Entry(depth, "-")
            self._entries.append(entry)
            self._open[-1] = entry
        return entry


def _level(element: Element) -> _Level:
    start = element.get("start") or "1"
    return _Level(element.tag, element.get("type") or "1", int(start[:9]) if start.isdecimal() else 1)


def _marker(level: _Level) -> str:
    if level.tag != "ol":
        return "-"
    if level.style in ("a", "A") and 0 < level.number <= 26:
        return f"{chr(ord(level.style) + level.number - 1)}."
    return f"{level.number}."
