"""What an HTML page is made of on its way into a document's text: pieces, and places that a link can open."""

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ingest.readers.draft import Item
from ingest.readers.html_lines import Line
from ingest.readers.html_lists import ListReader
from ingest.readers.html_tables import HtmlTable
from ingest.readers.html_tree import Element


class Mark(NamedTuple):
    """A place of the page that a link can open, with what tells marks of one kind: `<span class="x" id="sec_1">`."""

    id: str
    kind: tuple[str, str, str]


@dataclass(slots=True)
class Piece:
    """What one heading, paragraph, list, table or listing of the page says."""

    kind: Literal["heading", "paragraph", "list", "table", "code", "end"]
    line: Line = field(default_factory=Line)
    level: int = 0
    anchor: str = ""
    """The nearest place before it that a link can open; of a heading its own, where it has one."""
    marks: tuple[Mark, ...] = ()
    """The places that stand in it or between it and what is before it."""
    run_in: tuple[Mark, str] | None = None
    """A place that a paragraph opens with, and the words set there, as those of a statute's section."""
    items: tuple[Item, ...] = ()
    contents: ListReader | None = None
    """What the items were read with."""
    table: HtmlTable | None = None
    text: str = ""


def mark(element: Element) -> Mark | None:
    """The place that an element is, if a link can open it."""
    id_ = (element.get("id") or (element.get("name") if element.tag == "a" else None) or "").strip()
    if not id_:
        return None
    kind = re.match(r"\D*", id_)
    return Mark(id_, (element.tag, element.get("class", ""), kind[0] if kind else ""))
