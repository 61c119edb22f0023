"""What a new text of a document changed, section by section."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.model import Document
from ingest.readers import read

ALIKE = 0.7
"""Share of words two texts have in common from which one is taken for the other under a new heading."""

Trail = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Sections by their trail: as it is now, but for those removed."""

    added: tuple[Trail, ...] = ()
    removed: tuple[Trail, ...] = ()
    retitled: tuple[tuple[Trail, Trail], ...] = ()
    """Before and after. What stands below such a section and kept its own heading is not listed again."""
    changed: tuple[Trail, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    trail: Trail
    text: str
    """Its own text, without regard to line breaks."""
    body: str
    """The same; where there is none, that of the sections below it."""

    @property
    def place(self) -> Trail:
        return self.trail[1:]


Pair = tuple[_Piece, _Piece]


def changes(before: Document, after: Document) -> Changes:
    """Compare two texts of one source.

    Raises:
        PlaybookError: one of them cannot be read.
    """
    old, new = _pieces(before), _pieces(after)
    pairs = _matched(old, new)
    ours, theirs = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    return Changes(
        added=tuple(piece.trail for piece in new if id(piece) not in theirs),
        removed=tuple(piece.trail for piece in old if id(piece) not in ours),
        retitled=_retitled(pairs),
        changed=tuple(other.trail for one, other in pairs if one.text != other.text),
    )


def _matched(old: Sequence[_Piece], new: Sequence[_Piece]) -> list[Pair]:
    """Which section became which: first those that stayed, then by text, by place and by likeness."""
    pairs: list[Pair] = []
    _match(pairs, old, new, lambda one, other: one.place == other.place and one.text == other.text)
    _match(pairs, old, new, lambda one, other: bool(one.body) and (one.text, one.body) == (other.text, other.body))
    _match(pairs, old, new, lambda one, other: _moved_to(one.place, pairs) == other.place)
    _match(pairs, old, new, lambda one, other: _likeness(one.body, other.body) >= ALIKE)
    return sorted(pairs, key=lambda pair: _position(new, pair[1]))


def _match(
    pairs: list[Pair], old: Sequence[_Piece], new: Sequence[_Piece], same: Callable[[_Piece, _Piece], bool]
) -> None:
    """Add a pair for each section without one that finds its like; the first of several is taken."""
    taken = {id(piece) for pair in pairs for piece in pair}
    for one in old:
        if id(one) in taken:
            continue
        found = next((other for other in new if id(other) not in taken and same(one, other)), None)
        if found:
            pairs.append((one, found))
            taken |= {id(one), id(found)}


def _moved_to(place: Trail, pairs: Sequence[Pair]) -> Trail:
    """Where a section is to be looked for, if one above it has a new heading."""
    renamed = {one.place: other.place for one, other in pairs}
    for depth in range(len(place) - 1, 0, -1):
        if place[:depth] in renamed:
            return renamed[place[:depth]] + place[depth:]
    return place


def _retitled(pairs: Sequence[Pair]) -> tuple[tuple[Trail, Trail], ...]:
    where = {one.trail: other.trail for one, other in pairs}
    return tuple(
        (one.trail, other.trail)
        for one, other in pairs
        if one.trail != other.trail and not _follows(one.trail, other.trail, where)
    )


def _follows(before: Trail, after: Trail, where: dict[Trail, Trail]) -> bool:
    """Whether only a section above, or the document, has a new heading."""
    if before[-1] != after[-1] or len(before) == 1:
        return False
    parent = where.get(before[:-1])
    return parent == after[:-1] if parent else before[1:] == after[1:]


def _likeness(one: str, other: str) -> float:
    """0 to 1: the share of their words that both have."""
    ours, theirs = Counter(one.lower().split()), Counter(other.lower().split())
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if ours and theirs else 0.0


def _position(pieces: Sequence[_Piece], piece: _Piece) -> int:
    return next(number for number, one in enumerate(pieces) if one is piece)


def _pieces(document: Document) -> list[_Piece]:
    held, sections = read(document)
    texts = [" ".join(held.text[section.start : section.end].split()) for section in sections]
    trails = [section.trail for section in sections]
    return [
        _Piece(trail, text, text or _below(trails, texts, at))
        for at, (trail, text) in enumerate(zip(trails, texts, strict=True))
    ]


def _below(trails: Sequence[Trail], texts: Sequence[str], at: int) -> str:
    """The text of all sections under one."""
    depth, found = len(trails[at]), []
    for trail, text in zip(trails[at + 1 :], texts[at + 1 :], strict=True):
        if trail[:depth] != trails[at]:
            break
        found.append(text)
    return " ".join(found).strip()
