"""Read an HTML page: its main content, a section a heading, each with the place a link opens; the keeper of lxml."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Section
from ingest.readers.describe import described
from ingest.readers.draft import Draft
from ingest.readers.html_blocks import pieces
from ingest.readers.html_lines import sentences_of
from ingest.readers.html_main import Content, content
from ingest.readers.html_pieces import Piece
from ingest.readers.html_places import Places, fragment, pieces_of
from ingest.readers.html_text import decoded

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_CHARACTERS = 20 * 1024 * 1024
"""The tree of a longer page takes more memory than a reader has."""
RUN_IN_LEVEL = 7
"""Below the headings of a page."""
RUN_IN_WORDS = range(2, 31)
"""So many words set at the opening of a paragraph are its heading: more than a footnote's number, less than a text."""
END = re.compile(r"</(?:body|html)\s*>", re.I)
"""Browsers read on behind it; the parser would not."""
PERMALINK = re.compile(r"[\s#¶§🔗]+$")
"""What stands behind a heading for copying its address."""
SITE = re.compile(r"\s+(?:\||::|»|·)\s+[^|»·]+$")
"""The name of the site, as it stands behind the title of a window."""
SHELL = re.compile(r"java ?script|loading|please wait|your browser", re.I)
SHELL_WORDS = 25
"""A page of fewer words that runs a script and speaks of one is built in the browser."""


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The main content of the page, or of the one place in it that the source's address names.

    Raises:
        PlaybookError: the file is no HTML page, has no readable text, or lacks the place its address names.
    """
    path, place = document.source.full_path, fragment(document.source.url)
    text, problems = decoded(document)
    tree = _tree(text, path)
    found = _pieces(tree, place, path)
    draft = Draft(document.source.title if place else _title(found, tree) or document.source.title, anchor=place)
    _write(draft, found)
    if _is_shell(draft.text, tree):
        raise _nothing(path)
    return described(document, draft.text, draft.title, problems=problems), tuple(draft.sections())


def _tree(text: str, path: str) -> "_Element":
    from lxml import etree

    if len(text) > MOST_CHARACTERS:
        raise PlaybookError(f"{path} is longer than {MOST_CHARACTERS} characters. Save it as several pages.")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(END.sub("", text).encode(), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise PlaybookError(f"{path} nests too many elements to be read whole. Save a simpler copy of the page.")
    if tree is None:
        raise _nothing(path)
    return tree


def _pieces(tree: "_Element", place: str, path: str) -> Sequence[Piece]:
    found, places = content(tree), Places(tree)
    container = places.container(place)
    if container is not None:
        found = Content(container, found.left_out, found.layout)
    everything = list(pieces(found, places.repeats))
    return pieces_of(place, everything, path) if place and container is None else everything


def _title(found: Sequence[Piece], tree: "_Element") -> str:
    """The page's one heading of the first level, or the title of its window without the name of the site."""
    first = [_name(piece) for piece in found if piece.kind == "heading" and piece.level == 1]
    window = " ".join("".join(tree.xpath("string(//title)")).split())
    if len(first) == 1:
        return first[0]
    above = " ".join(tree.xpath("string(//h1)").split())
    if not first and above and above in window and tree.xpath("count(//h1)") == 1:
        return above
    site = " ".join(tree.xpath("string(//meta[@property='og:site_name']/@content)").split())
    return SITE.sub("", _without_site(window, site)) or next(iter(first), "")


def _without_site(window: str, site: str) -> str:
    return re.sub(rf"\s*[-–—|:]\s*{re.escape(site)}$", "", window) if site else window


def _write(draft: Draft, found: Sequence[Piece]) -> None:
    """Put the pieces down; where several paragraphs open with a place and words set there, each begins a section."""
    kinds = Counter(piece.run_in[0].kind for piece in found if _opens_section(piece) and piece.run_in)
    for piece in found:
        if piece.run_in and _opens_section(piece) and kinds[piece.run_in[0].kind] > 1:
            draft.open_section(RUN_IN_LEVEL, " ".join(piece.run_in[1].split()), piece.run_in[0].id)
        _add(draft, piece)


def _opens_section(piece: Piece) -> bool:
    return piece.run_in is not None and len(piece.run_in[1].split()) in RUN_IN_WORDS


def _add(draft: Draft, piece: Piece) -> None:
    if piece.kind == "heading":
        draft.add_heading(piece.level, _name(piece), piece.anchor)
    elif piece.kind == "end":
        draft.open_section(piece.level, "")
    elif piece.kind == "list":
        draft.add_list(piece.items)
    elif piece.kind == "code":
        draft.add_code(piece.text)
    elif piece.table:
        draft.add_table(piece.table.header, piece.table.rows, piece.table.heading_lines)
    else:
        draft.add_paragraph(piece.line.printed(), list(sentences_of(piece.line.marked())))


def _name(heading: Piece) -> str:
    words = heading.line.printed().replace("\n", " ")
    return PERMALINK.sub("", words) or words


def _is_shell(text: str, tree: "_Element") -> bool:
    """Whether the page has no text of its own, or none but a word of patience."""
    if not text.strip():
        return True
    return len(text.split()) <= SHELL_WORDS and bool(SHELL.search(text)) and bool(tree.xpath("count(//script)"))


def _nothing(path: str) -> PlaybookError:
    return PlaybookError(
        f"{path} holds no readable text, as a page that JavaScript builds in the browser. Save it there as HTML."
    )
