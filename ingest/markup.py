"""Markdown as the published sites render it; the one keeper of markdown-it."""

import html as html_library
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

KRAMDOWN = re.compile(r"\{::?/?[^}\n]*\}")
COMMENT = re.compile(r"<!--.*?-->", re.S)
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
STRAY_MARKS = re.compile(r"\*{2,}")
"""Emphasis the parser could not close, as where a sentence is taken out of it."""
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


References = Mapping[str, Any]
"""The link definitions of a page, by name."""


def tokens(text: str) -> tuple[list["Token"], References]:
    """The block tokens of a page and its link definitions; headings carry the anchor of the live site as `id`."""
    known: dict[str, Any] = {}
    found = _parser().parse(text, known)
    return found, known.get("references", {})


def inline_plain(raw: str, references: References | None = None) -> str:
    """What a reader sees of inline Markdown: no link targets, emphasis marks, images, comments or kramdown tags.

    An e-mail address behind a link is what the reader gets from it, so it is put after the link's words.
    """
    known = {"references": dict(references or {})}
    children = _parser().parseInline(_without_kramdown(COMMENT.sub(" ", raw)), known)[0].children or []
    return _folded(FOOTNOTE.sub("", "".join(_all_seen(children))))


def without_tags(raw: str) -> str:
    """The text of raw HTML, comments left out."""
    return _folded(html_library.unescape(TAG.sub(" ", COMMENT.sub(" ", raw))))


def to_html(text: str) -> str:
    """Safe HTML of plain text with lists and tables: HTML, links and images in it stay text."""
    return str(_display().render(text))


def _all_seen(children: Sequence["Token"]) -> Iterator[str]:
    address = ""
    for token in children:
        yield _seen(token)
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close" and address.startswith("mailto:"):
            yield f" ({address.removeprefix('mailto:').partition('?')[0]})"


def _seen(token: "Token") -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":
        return _separator(token.content)
    return ""


def _separator(tag: str) -> str:
    """A line break or a list item inside a table cell reads as a semicolon."""
    return "; " if re.match(r"<(br|li)\b", tag, re.I) else ""


def _without_kramdown(raw: str) -> str:
    return KRAMDOWN.sub("", raw)


def _folded(text: str) -> str:
    one_line = re.sub(r"\s+", " ", STRAY_MARKS.sub("", text)).strip()
    return re.sub(r"^(?:; )+|(?<=; ); ", "", one_line)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.anchors import anchors_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    return parser.use(footnote_plugin).use(anchors_plugin, max_level=6, slug_func=_anchor)


def _anchor(title: str) -> str:
    """The id that kramdown gives a heading in its GitHub mode."""
    return re.sub(r"[ \t]", "-", re.sub(r"[^\w\- \t]", "", title.lower()))


@cache
def _display() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.disable(["link", "image", "autolink", "reference", "heading", "lheading", "code", "fence", "hr"])
