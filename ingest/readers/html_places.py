"""Places of an HTML page that a link can open: what stands there, and which pieces belong to one of them."""

from collections.abc import Sequence
from itertools import chain, islice
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from corpus.errors import PlaybookError
from ingest.readers.html_pieces import Piece, mark
from ingest.readers.html_tree import HEADINGS, SILENT, Element, tags, walk

COMPARED = 400
"""As many letters at a place are compared with the words of a link to it."""
CONTAINERS = tags("section article main div aside details fieldset form figure blockquote")
"""Elements that a place is the whole of."""


class Places:
    """The elements of a page that a fragment of its address opens."""

    def __init__(self, tree: Element) -> None:
        self._elements: dict[str, Element] = {}
        for element in tree.iter("*"):
            if place := mark(element):
                self._elements.setdefault(place.id, element)

    def container(self, fragment: str) -> Element | None:
        """The element that is the place, where it holds others."""
        found = self._elements.get(fragment)
        return found if found is not None and found.tag in CONTAINERS and len(found) else None

    def repeats(self, id_: str, words: str) -> bool:
        """Whether the words stand again where a link leads, so that the link is an entry of a table of contents."""
        target = self._elements.get(unquote(id_))
        if target is None or any(map(_is_skipped, [target, *target.iterancestors("a")])):
            return False
        return _letters_at(target).startswith(_letters(words)[:COMPARED])


def fragment(url: str) -> str:
    """The place that an address names; a highlighted text is no place."""
    return unquote(urlsplit(url).fragment.partition(":~:")[0])


def pieces_of(place: str, pieces: Sequence[Piece], path: str) -> Sequence[Piece]:
    """The pieces from a place of the page up to the next place of its kind."""
    for start, piece in enumerate(pieces):
        kind = next((one.kind for one in piece.marks if one.id == place), None)
        if kind is not None:
            later = pieces[start + 1 :]
            has_like = any(one.kind == kind for other in later for one in other.marks)
            ends = (n for n, one in enumerate(later) if _ends(one, piece, kind if has_like else None))
            return [piece, *later[: next(ends, len(later))]]
    return refuse(place, path)


def refuse(place: str, path: str) -> NoReturn:
    """Say that a page lacks a place."""
    raise PlaybookError(f"{path} has no place named #{place}. Mend the url of this source in sources.toml.")


def _ends(later: Piece, first: Piece, kind: tuple[str, str, str] | None) -> bool:
    """Whether a piece is no more of what `first` began."""
    if first.kind == "heading":
        return later.kind == "heading" and later.level <= first.level
    if kind:
        return any(one.kind == kind for one in later.marks)
    return later.kind == "heading"


def _letters_at(place: Element) -> str:
    """The first letters a reader sees at a place: its own, or what follows an empty one."""
    parent = place.getparent()
    following = chain.from_iterable(map(_texts, place.itersiblings()))
    beside = () if parent is None else chain.from_iterable(map(_texts, parent.itersiblings()))
    letters = ""
    for text in islice(chain(_texts(place), following, beside), COMPARED):
        letters += _letters(text[: 4 * COMPARED])
        if len(letters) >= COMPARED:
            break
    return letters


def _texts(element: Element) -> Sequence[str]:
    if not isinstance(element.tag, str) or _is_skipped(element):
        return [element.tail or ""]
    inside = walk(element, _is_skipped)
    return [*(text for _, _, text in islice(inside, COMPARED)), element.tail or ""]


def _is_skipped(element: Element) -> bool:
    """Whether an element shows no words, or is itself a link within the page: no place repeats its own link."""
    if element.tag in SILENT:
        return True
    if element.tag != "a" or not element.get("href", "").strip().startswith("#"):
        return False
    return not any(one.tag in HEADINGS for one in islice(element.iterancestors(), 3))


def _letters(text: str) -> str:
    return "".join(text.split()).casefold()
