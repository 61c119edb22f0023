"""Read a Markdown page: front matter, headings with the live site's anchors, and everything under them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.markup import inline_plain, tokens
from ingest.model import Block, DocumentText, Section
from ingest.readers.blocks import MARK, Lines, block, leftover
from ingest.readers.describe import described

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(rf"\A{MARK}?---[ \t]*(?:\r\n?|\n)(.*?)^(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.S | re.M)
"""Where Jekyll sees front matter: between lines of three dashes, the first of them the file's first."""


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The page and one section a heading, after one for what stands above the first."""
    text = _decoded(document)
    front_end, front = _front_matter(text, document)
    stream, references = tokens(_blanked(text, front_end))
    stream = _without_footnotes(stream)
    title = str(front.get("title") or _first_heading(stream) or document.source.title)
    found = _sections(list(_top_level(stream)), Lines(text, references), title, front_end)
    sections = found if _has_its_anchors(document) else (replace(section, anchor="") for section in found)
    return described(document, text, title, _url(document, front)), tuple(sections)


def _has_its_anchors(document: Document) -> bool:
    """Whether the headings' anchors are those of the published page: not in a summary of a PDF, form or other site."""
    return document.edition == "official" or document.source.format == "markdown"


def _decoded(document: Document) -> str:
    try:
        return document.content.decode("utf-8")
    except UnicodeDecodeError as error:
        path, step = document.source.full_path, "fetch it again: playbook sync"
        step = step if document.source.is_published else "remove it."
        raise PlaybookError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8, or {step}") from error


def _front_matter(text: str, document: Document) -> tuple[int, dict[str, Any]]:
    """Where the front matter ends, and what it says."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return len(text) - len(text.removeprefix(MARK)), {}
    try:
        front = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise PlaybookError(
            f"The front matter of {document.source.full_path} is not valid YAML. Mend the lines between the two ---."
        ) from error
    return match.end(), front if isinstance(front, dict) else {}


def _blanked(text: str, end: int) -> str:
    """The text without what stands before `end`, its lines kept so that line numbers hold."""
    return "".join(re.findall(r"\r\n?|\n", text[:end])) + text[end:]


def _without_footnotes(stream: list["Token"]) -> list["Token"]:
    """The parser moves footnotes to the end; they are read where they stand instead."""
    kinds = [token.type for token in stream]
    return stream[: kinds.index("footnote_block_open")] if "footnote_block_open" in kinds else stream


def _first_heading(stream: Sequence["Token"]) -> str | None:
    """The page's own title, where it opens with a heading of the first level."""
    if len(stream) > 1 and stream[0].type == "heading_open" and stream[0].tag == "h1":
        return inline_plain(stream[1].content)
    return None


def _url(document: Document, front: dict[str, Any]) -> str | None:
    """The page's address: from its permalink alone, for file names and addresses differ."""
    site, permalink = document.source.collection.site, front.get("permalink")
    return f"{site}{permalink}" if site and permalink else None


def _top_level(stream: Sequence["Token"]) -> Iterator[list["Token"]]:
    """Runs of tokens that make one block each."""
    run: list[Token] = []
    for token in stream:
        run.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield run
            run = []


def _sections(runs: Sequence[list["Token"]], lines: Lines, title: str, start: int) -> Iterator[Section]:
    trail, anchor, blocks = [(0, title)], "", list[Block]()
    for run in runs:
        if run[0].type != "heading_open":
            blocks.append(block(run, lines))
            continue
        above, below = lines.trimmed(run[0].map)
        yield _section(trail, anchor, start, above, [*blocks, *leftover(blocks, start, above, lines)])
        level, name = int(run[0].tag[1]), inline_plain(run[1].content, lines.references)
        trail = _deeper(trail, level, name, title)
        anchor, start, blocks = str(run[0].attrs["id"]), below, []
    end = len(lines.text)
    yield _section(trail, anchor, start, end, [*blocks, *leftover(blocks, start, end, lines)])


def _deeper(trail: list[tuple[int, str]], level: int, name: str, title: str) -> list[tuple[int, str]]:
    if level == 1 and name == title:
        return [(0, title)]
    return [*(step for step in trail if step[0] < level), (level, name)]


def _section(trail: Sequence[tuple[int, str]], anchor: str, start: int, end: int, blocks: Sequence[Block]) -> Section:
    ordered = tuple(sorted(blocks, key=lambda one: one.start))
    return Section(tuple(name for _, name in trail), anchor, start, end, ordered)
