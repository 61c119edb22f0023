"""The links of a document with where they stand, and the anchors its page has."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from corpus.model import Document
from ingest.html_links import links_of
from ingest.markup import tokens
from ingest.model import DocumentText, Passage
from ingest.questions import Place, place

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a document."""

    target: str
    """As it is written, percent-encoded."""
    place: Place
    """The section it stands in."""


@dataclass(frozen=True, slots=True)
class Page:
    """What links see of a document: where it leads, and where on it one can be led."""

    document: DocumentText
    links: tuple[Link, ...]
    anchors: frozenset[str] | None
    """None where they are not known, as of a PDF or of a summary of one."""


def page(document: DocumentText, passages: Sequence[Passage], file: Document | None = None) -> Page:
    """A document's links and anchors: of Markdown from its text, of a web page from the file it was read from.

    None are known of other documents, nor of a web page whose file is another one by now.
    """
    if file and file.sha256 == document.sha256 and file.format in ("html", "site"):
        links, ids = links_of(document, passages, file.content.decode("utf-8", "replace"))
        return Page(document, tuple(dict.fromkeys(Link(*link) for link in links)), frozenset(ids))
    if not _is_markdown(document):
        return Page(document, (), None)
    stream, _ = tokens(document.text)
    starts = _line_starts(document.text)
    found = (Link(target, _place(starts[line], document, passages)) for target, line in _targets(stream))
    anchors = frozenset(_anchors(stream)) if document.path.endswith(".md") else None
    return Page(document, tuple(dict.fromkeys(found)), anchors)


def _is_markdown(document: DocumentText) -> bool:
    return document.edition == "summary" or document.path.lower().endswith(".md")


def _targets(stream: Sequence["Token"]) -> Iterator[tuple[str, int]]:
    """Each link with the line its block begins on; links in comments, code and footnote markers are none."""
    line = 0
    for token in stream:
        line = token.map[0] if token.map else line
        for one in (token, *(token.children or ())):
            if one.type == "link_open":
                yield str(one.attrGet("href") or ""), line
            elif one.type in ("html_block", "html_inline"):
                yield from ((target, line) for target in _Tags(one.content).targets)


def _anchors(stream: Sequence["Token"]) -> Iterator[str]:
    for token in stream:
        if token.type == "heading_open":
            yield str(token.attrs["id"])
        for one in (token, *(token.children or ())):
            if one.type in ("html_block", "html_inline"):
                yield from _Tags(one.content).anchors


class _Tags(HTMLParser):
    """Links and anchors of raw HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: list[str] = []
        with suppress(AssertionError):  # raised at a marked section of a name it does not know
            self.feed(html)
            self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        if tag == "a" and "href" in given:
            self.targets.append(given["href"].strip())
        self.anchors += [given[name] for name in ("id", "name") if name in given]


def _line_starts(text: str) -> list[int]:
    """Offsets of the lines, as the parser counts them."""
    return [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]


def _place(start: int, document: DocumentText, passages: Sequence[Passage]) -> Place:
    """The section of the first passage that ends after an offset."""
    after = (one for one in passages if one.end > start)
    found = next(after, passages[-1] if passages else None)
    return place(found) if found else (document.source, (document.title,))
