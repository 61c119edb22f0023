"""Number quotes, say where they stand, and prove them against the stored text."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from urllib.parse import quote as percent
from urllib.parse import urldefrag

from assistant.model import Citation, Cited
from ingest.model import DocumentText, Hit, Passage
from ingest.search import Searcher

FRAGMENT_WORDS = 5
"""Words at either end of a quote that a text fragment names; browsers find the stretch between."""
WHOSE = {"playbook": "Playbook", "state": "State document", "other": "Other document"}
ADDRESS = re.compile(r" \([^\s()]+@[^\s()]+\)")
"""An e-mail address that stands behind a link on the page, not in its words."""


def citation(
    number: int, document: DocumentText, passages: Sequence[Passage], start: int, end: int, seen: str
) -> Citation:
    """The quote of passages that follow one another, from `start` to `end` in their document's text.

    `seen` is the quote as a reader of the page sees it.
    """
    passage = passages[0]
    return Citation(
        number=number,
        document=document,
        trail=passage.trail,
        anchor=passage.anchor,
        page=passage.page,
        url=url(document, passage, seen),
        quote=_quoted(document, passages, start, end),
        start=start,
        end=end,
        seen=seen,
    )


def holds(found: Citation) -> bool:
    """Whether the quote stands in the stored text of its document, character for character, at its offsets."""
    return bool(found.quote.strip()) and found.quote == found.document.text[found.start : found.end]


def _quoted(document: DocumentText, passages: Sequence[Passage], start: int, end: int) -> str:
    """The passages' own words; what stands between two of them is the document's white space."""
    inside = [one for one in passages if one.start < end and one.end > start]
    pieces = [one.text[max(0, start - one.start) : end - one.start] for one in inside]
    gaps = [document.text[one.end : other.start] for one, other in pairwise(inside)]
    return "".join(piece for both in zip_longest(pieces, gaps, fillvalue="") for piece in both)


def label(document: DocumentText) -> str:
    """Whose word a quote is and of when: shown beside each where more than one source is quoted."""
    place = f"{document.title} ({document.collection_title})"
    return f"{WHOSE.get(document.authority, WHOSE['other'])}: {place}, {document.year or 'date not stated'}"


def cited(hit: Hit, searcher: Searcher) -> Cited:
    """The hit with the document it stands in and an address that opens its section."""
    document = searcher.document(hit.passage.source)
    return Cited(hit, document, url(document, hit.passage))


def url(document: DocumentText, passage: Passage, seen: str = "") -> str:
    """An address that opens the passage's section or page, with `seen` highlighted where the page prints it so."""
    if not document.url:
        return ""
    page = urldefrag(document.url).url
    if passage.page is not None:
        return f"{page}#page={passage.page}"
    fragment = _text_fragment(seen) if seen and document.edition == "official" and passage.anchor else ""
    return f"{page}#{percent(passage.anchor)}{fragment}" if passage.anchor else document.url


def _text_fragment(seen: str) -> str:
    """A text fragment (WICG, Scroll to Text Fragment) for the first line of the quote."""
    line = re.sub(r"^(?:[-*]|\d+\.)\s+", "", seen.strip().split("\n")[0]).strip("| ")
    words = ADDRESS.sub("", line).split()
    if len(words) <= 2 * FRAGMENT_WORDS:
        return f":~:text={_encoded(words)}"
    return f":~:text={_encoded(words[:FRAGMENT_WORDS])},{_encoded(words[-FRAGMENT_WORDS:])}"


def _encoded(words: list[str]) -> str:
    return percent(" ".join(words), safe="").replace("-", "%2D")
