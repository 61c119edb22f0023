"""Turn runs of Markdown tokens into blocks with offsets."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest import sentences, tables
from ingest.markup import COMMENT, References, inline_plain, without_tags
from ingest.model import Block, Part

if TYPE_CHECKING:
    from markdown_it.token import Token

CHECKBOX = re.compile(r"^\[[ xX]\]\s+")
MARK = "\ufeff"
"""A byte order mark, which some editors put before the first line."""
DEFINITION = re.compile(r"^\[\^[^\]\s]+\]:\s*")


class Lines:
    """A text with the offset of each of its lines, counted the way markdown-it counts them."""

    def __init__(self, text: str, references: References) -> None:
        self.text = text
        self.references = references
        """The link definitions of the page, for reading a piece of it alone."""
        self.starts = [
            len(text) - len(text.removeprefix(MARK)),
            *(match.end() for match in re.finditer(r"\r\n?|\n", text)),
        ]

    def trimmed(self, lines: Sequence[int] | None) -> tuple[int, int]:
        """Offsets of the lines [first, last), without the white space around them."""
        first, last = lines or (0, 0)
        start = self.starts[first]
        end = self.starts[last] if last < len(self.starts) else len(self.text)
        return self.squeezed(start, end)

    def squeezed(self, start: int, end: int) -> tuple[int, int]:
        """The same span without the white space around it; of one that is all white space, its end."""
        piece = self.text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        return first, max(first, start + len(piece.rstrip()))


def block(run: Sequence["Token"], lines: Lines) -> Block:
    """The block that a run of tokens, opened and closed at the top level, stands for."""
    kind = run[0].type
    start, end = lines.trimmed(run[0].map)
    if kind in ("bullet_list_open", "ordered_list_open"):
        return _list(run, start, end, lines)
    if kind == "table_open":
        return _table(run, start, end, lines)
    if kind in ("fence", "code_block"):
        return Block("code", start, end, run[0].content.strip())
    if kind == "paragraph_open":
        return _paragraph(start, end, lines)
    plain = without_tags(run[0].content) if kind == "html_block" else _joined(run, lines)
    return Block("paragraph" if plain else "silent", start, end, plain)


def leftover(blocks: Sequence[Block], start: int, end: int, lines: Lines) -> Iterator[Block]:
    """What the parser made no token of (footnote and link definitions), so that no character is lost."""
    edge = start
    for taken in [*blocks, Block("silent", end, end, "")]:
        yield from _definitions(lines, edge, taken.start)
        edge = max(edge, taken.end)


def _definitions(lines: Lines, start: int, end: int) -> Iterator[Block]:
    """A block for each definition, with the lines that go on with it."""
    openings = [offset for offset in lines.starts if start < offset < end and lines.text[offset : offset + 1] == "["]
    for left, right in pairwise([start, *openings, end]):
        first, last = lines.squeezed(left, right)
        raw = lines.text[first:last]
        if raw:
            plain = inline_plain(DEFINITION.sub("", raw), lines.references) if DEFINITION.match(raw) else ""
            yield Block("footnote" if plain else "silent", first, last, plain)


def _paragraph(start: int, end: int, lines: Lines) -> Block:
    parts = tuple(_sentences(lines, start, end))
    plain = " ".join(part.plain for part in parts)
    return Block("paragraph" if plain else "silent", start, end, plain, parts)


def _sentences(lines: Lines, start: int, end: int) -> Iterator[Part]:
    """The sentences of a paragraph; a comment in it is not published and belongs to none."""
    text, edge = lines.text, start
    for comment in [*COMMENT.finditer(text, start, end), None]:
        until = comment.start() if comment else end
        for first, last in sentences.spans(text[edge:until]):
            plain = inline_plain(text[edge + first : edge + last], lines.references)
            if plain:
                yield Part("sentence", edge + first, edge + last, plain)
        edge = comment.end() if comment else end


def _list(run: Sequence["Token"], start: int, end: int, lines: Lines) -> Block:
    parts, shown = [], []
    for item in _children(run, "list_item_open", 1):
        text, nested = _item(item, lines)
        parts.append(Part("item", *lines.trimmed(item[0].map), "; ".join([text, *nested])))
        shown.append("\n".join([f"{_marker(item[0])} {text}", *(f"   {line}" for line in nested)]))
    said = tuple(part for part in parts if part.plain)
    return Block("list", start, end, "\n".join(shown), said) if said else Block("silent", start, end, "")


def _marker(item: "Token") -> str:
    return f"{item.info}{item.markup}" if item.info else "-"


def _item(item: Sequence["Token"], lines: Lines) -> tuple[str, list[str]]:
    """The item's own text, and a line for each item nested in it."""
    level = item[0].level
    own = [token.content for token in item if token.type == "inline" and token.level == level + 2]
    nested = [child for child in _all(item, "list_item_open") if child[0].level > level]
    texts = (CHECKBOX.sub("", inline_plain(text, lines.references)) for text in own)
    return " ".join(filter(None, texts)), [f"{_marker(child[0])} {_item(child, lines)[0]}" for child in nested]


def _table(run: Sequence["Token"], start: int, end: int, lines: Lines) -> Block:
    (_, header), *rows = [(row[0], list(_cells(row, lines))) for row in _all(run, "tr_open")]
    parts = (Part("row", *lines.trimmed(row.map), tables.alone(header, cells)) for row, cells in rows)
    plain = tables.whole(header, [cells for _, cells in rows])
    return Block("table", start, end, plain, tuple(part for part in parts if part.plain))


def _cells(row: Sequence["Token"], lines: Lines) -> Iterator[str]:
    return (inline_plain(cell.content, lines.references) for cell in row if cell.type == "inline")


def _joined(run: Sequence["Token"], lines: Lines) -> str:
    return " ".join(inline_plain(token.content, lines.references) for token in run if token.type == "inline")


def _children(run: Sequence["Token"], opening: str, level: int) -> list[list["Token"]]:
    return [found for found in _all(run, opening) if found[0].level == level]


def _all(run: Sequence["Token"], opening: str) -> list[list["Token"]]:
    """Every run inside `run` that an `opening` token starts, itself excluded."""
    found = []
    for place, token in enumerate(run):
        if place and token.type == opening:
            close = next(i for i in range(place + 1, len(run)) if run[i].level == token.level and run[i].nesting == -1)
            found.append(list(run[place : close + 1]))
    return found
