"""Turn the content of an HTML page into headings, paragraphs, lists, tables and listings, in reading order."""

import re
from collections import deque
from collections.abc import Iterator

from ingest.readers.html_lines import Line, Repeats
from ingest.readers.html_lists import ListReader
from ingest.readers.html_main import Content
from ingest.readers.html_pieces import Mark, Piece, mark
from ingest.readers.html_tables import TableReader
from ingest.readers.html_tree import HEADINGS, LISTS, Element, tags, walk

BLOCKS = tags(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form frameset head header hgroup hr html legend li main menu nav ol option p pre search section summary table "
    "tbody td tfoot th thead tr ul"
)
BOLD = frozenset(["b", "strong"])
SUMMARY_LEVEL = 8
"""Below all headings: what a reader clicks to open an answer."""
LISTING_WORDS = 180
"""Preformatted text of more words is prose, as bills and minutes are published."""
OF_CONTENTS = re.compile(r"(?:table of )?contents$|on this page$|in this (?:article|section)$", re.I)
"""The heading of a list of headings, under which nothing stands."""


def pieces(content: Content, repeats: Repeats) -> Iterator[Piece]:
    """The pieces of a page; entries of its table of contents, which `repeats` tells, are left out."""
    return (piece for piece in _Reader(content).read() if not _only_repeats(piece, repeats))


def _only_repeats(piece: Piece, repeats: Repeats) -> bool:
    if piece.kind == "list" and piece.contents:
        return piece.contents.only_repeats(repeats)
    return piece.kind == "paragraph" and piece.line.only_repeats(repeats)


class _Reader:
    """Walks through the content once."""

    def __init__(self, content: Content) -> None:
        self._layout = content.layout
        self._events = walk(content.root, content.left_out.__contains__)
        self._line = Line()
        self._anchor = ""
        self._marks: list[Mark] = []
        self._links: list[tuple[str, int]] = []
        self._bold = 0
        self._lead: Mark | None = None
        self._lead_element: Element | None = None
        self._lead_words = ""
        self._ready: deque[Piece] = deque()

    def read(self) -> Iterator[Piece]:
        for kind, element, text in self._events:
            tail = text
            if kind == "open":
                tail = self._open(element, text)
            elif kind == "close":
                self._close(element)
            self._line.add(tail, self._link(), self._bold > 0)
            while self._ready:
                yield self._ready.popleft()
        self._flush()
        yield from self._ready

    def _open(self, element: Element, text: str) -> str:
        """Take up an element; the text that is still to be read: its own, or what follows one that was read whole."""
        tag = element.tag
        if tag in BLOCKS or tag in HEADINGS:
            self._flush()
        self._mark(element)
        if tag in HEADINGS or tag == "summary":
            return self._heading(element, text)
        if tag in LISTS and element not in self._layout:
            return self._list(element, text)
        if tag == "table" and element not in self._layout:
            return self._table(element, text)
        if tag == "pre":
            return self._pre(element, text)
        if tag == "br" and self._line.break_line():
            self._flush()
        self._inline(element)
        return text

    def _close(self, element: Element) -> None:
        self._close_inline(element)
        if element is self._lead_element:
            self._lead_words, self._lead_element = self._line.printed(), None
        if element.tag in BLOCKS:
            self._flush()
        if element.tag == "details":
            self._put(Piece("end", level=SUMMARY_LEVEL))

    def _inline(self, element: Element) -> None:
        """Links and bold type around the text to come."""
        if element.tag == "a":
            self._links.append(((element.get("href") or "").strip(), self._line.place()))
        self._bold += element.tag in BOLD
        if self._lead and self._line.is_blank and element.tag not in BLOCKS:
            self._lead_element = element

    def _close_inline(self, element: Element) -> None:
        if element.tag == "a" and self._links:
            link, since = self._links.pop()
            self._line.add_address(link, since)
        self._bold -= element.tag in BOLD

    def _link(self) -> str:
        return self._links[-1][0] if self._links else ""

    def _mark(self, element: Element) -> None:
        found = mark(element)
        if found is None:
            return
        self._anchor = found.id
        self._marks.append(found)
        if self._line.is_blank:
            self._lead = found

    def _flush(self) -> None:
        """End the paragraph, if one is begun."""
        line, lead, words = self._line, self._lead, self._lead_words
        self._line, self._lead_words, self._lead_element = Line(), "", None
        self._links = [(link, 0) for link, _ in self._links]
        if line.is_blank:
            return
        self._lead = None
        self._put(Piece("paragraph", line, run_in=(lead, words) if lead and words else None))

    def _put(self, piece: Piece) -> None:
        piece.anchor = piece.anchor or self._anchor
        piece.marks, self._marks = tuple(self._marks), []
        self._ready.append(piece)

    def _whole(self, element: Element) -> Iterator[tuple[str, Element, str]]:
        """What is inside an element, up to and with its closing."""
        for kind, inner, text in self._events:
            if kind == "open":
                self._mark_inside(inner)
            yield kind, inner, text
            if kind == "close" and inner is element:
                return

    def _mark_inside(self, element: Element) -> None:
        found = mark(element)
        if found:
            self._anchor = found.id
            self._marks.append(found)

    def _fill(self, line: Line, element: Element, text: str) -> str:
        """Read an element whole into one line; what follows it."""
        line.add(text)
        for kind, inner, following in self._whole(element):
            if kind == "close" and inner is element:
                return following
            if inner.tag in BLOCKS or inner.tag == "br":
                line.add(" ")
            line.add(following)
        return ""

    def _heading(self, element: Element, text: str) -> str:
        own, line = mark(element), Line()
        before = len(self._marks)
        following = self._fill(line, element, text)
        inside = self._marks[before:]
        level = int(element.tag[1]) if element.tag in HEADINGS else SUMMARY_LEVEL
        anchor = own.id if own else inside[0].id if inside else self._anchor
        if not line.is_blank and not OF_CONTENTS.match(line.printed()):
            self._lead = None
            self._put(Piece("heading", line, level, anchor))
        return following

    def _pre(self, element: Element, text: str) -> str:
        raw, following = [text], ""
        for kind, inner, after in self._whole(element):
            if kind == "close" and inner is element:
                following = after
            else:
                raw.append("\n" * (kind == "open" and inner.tag == "br") + after)
        text = re.sub(r"\A(?:[^\S\n]*\n)+", "", "".join(raw)).rstrip()
        if len(text.split()) > LISTING_WORDS:
            self._prose(text)
        elif text:
            self._put(Piece("code", text=text))
        return following

    def _prose(self, text: str) -> None:
        for paragraph in re.split(r"\n\s*\n", text):
            self._line.add(paragraph)
            self._flush()

    def _list(self, element: Element, text: str) -> str:
        reader = ListReader(element, text)
        following = self._feed(reader, element)
        if items := reader.items():
            self._lead = None
            self._put(Piece("list", items=items, contents=reader))
        return following

    def _table(self, element: Element, text: str) -> str:
        reader = TableReader(text)
        following = self._feed(reader, element)
        if not reader.around.is_blank:
            self._put(Piece("paragraph", reader.around))
        if table := reader.table():
            self._lead = None
            self._put(Piece("table", table=table))
        return following

    def _feed(self, reader: ListReader | TableReader, element: Element) -> str:
        """Let a reader take up an element whole; what follows it."""
        for kind, inner, text in self._whole(element):
            if kind == "close" and inner is element:
                return text
            if kind == "open":
                reader.enter(inner)
            elif kind == "close":
                reader.leave(inner)
            reader.add(text)
        return ""
