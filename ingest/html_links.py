"""The links of a web page with where they stand, and the anchors it has, read without a native parser."""

from collections.abc import Sequence
from contextlib import suppress
from html.parser import HTMLParser

from ingest.model import DocumentText, Passage
from ingest.questions import Place, place

AROUND = ("nav", "header", "footer", "aside", "script", "style", "template")
"""What is around the content of a page; its links are the site's, not the page's."""


class WebPage(HTMLParser):
    """Targets of links inside the content, each with the anchor above it, and all anchors of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[tuple[str, str]] = []
        self.anchors: list[str] = [""]
        self._around = 0
        with suppress(AssertionError):  # raised at a marked section of a name it does not know
            self.feed(html)
            self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self._around += tag in AROUND
        self.anchors += [given[name] for name in ("id", "name") if name in given]
        if tag == "a" and "href" in given and not self._around:
            self.targets.append((given["href"].strip(), self._above()))

    def handle_endtag(self, tag: str) -> None:
        self._around = max(0, self._around - (tag in AROUND))

    def _above(self) -> str:
        return self.anchors[-1]


Found = tuple[str, Place]
"""A link's target, as it is written, and the section it stands in."""


def links_of(document: DocumentText, passages: Sequence[Passage], html: str) -> tuple[list[Found], set[str]]:
    """Each link's target with the section it stands in, and the page's anchors.

    A link under an anchor that no section has belongs to the section before it.
    """
    found = WebPage(html)
    sections = {passage.anchor: place(passage) for passage in reversed(passages)}
    first = place(passages[0]) if passages else (document.source, (document.title,))
    at: dict[str, Place] = {}
    here = first
    for anchor in found.anchors:
        here = sections.get(anchor, here) if anchor else first
        at.setdefault(anchor, here)
    return [(target, at[anchor]) for target, anchor in found.targets], set(found.anchors) - {""}
