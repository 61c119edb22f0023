"""Find the main content of an HTML page by what HTML itself says of its parts; when in doubt, a part is content.

Extractors that weigh text against links (trafilatura, readability, Resiliparse, jusText) were measured on pages of the
kinds the corpus holds: each loses sentences of some body, such as short answers or a library of links, and drops ids.
"""

import re
from dataclasses import dataclass, field

from ingest.readers.html_tree import HEADINGS, LISTS, SILENT, Element, tags, walk

SILENT_ROLES = tags("navigation search dialog alertdialog menu menubar")
HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav|nav-?bar|navigation|menu|mega-?menu|bread-?crumbs?|side-?bar|side-?nav|site-?nav|pagination|"
    r"pager|share|social|skip|skip-?(?:link|nav)|related|header|footer|toolbar)(?:$|[\s_-])",
    re.I,
)
COOKIES = re.compile(
    r"cookie-?(?:banner|consent|notice|bar|popup|message)|onetrust|cc-window|consent-?(?:banner|manager)", re.I
)
MAIN_SHARE = 0.75
"""Of the words of a page, without its menus and footers; a main element that holds less is not all of the content."""
LINKED_SHARE = 0.6
"""A part that is named like a menu is one if this share of its letters lies in links."""
LONGEST_NOTICE = 2000
"""Letters of a notice about cookies; what is longer is a page about them."""
LONGEST_CELL = 600
"""Letters of a table cell; a table without headings whose cells are longer only lays out the page."""


@dataclass(frozen=True, slots=True)
class Content:
    """The part of a page that is read."""

    root: Element
    left_out: frozenset[Element]
    """Elements inside it that are not content."""
    layout: frozenset[Element]
    """Lists and tables that only lay out what they hold."""


@dataclass(slots=True)
class _Open:
    """An element being walked through."""

    element: Element
    inside: bool
    """Within the page's main element, an article or a section, whose headers and footers are content."""
    linked: bool
    letters: int = 0
    letters_in_links: int = 0
    holds_title: bool = False
    """A heading of the first level, or the page's main element."""
    holds_blocks: bool = False
    """Headings or tables."""
    has_header_cells: bool = False
    columns: int = 0
    widest: int = 0
    """Most cells of a row."""


@dataclass(slots=True)
class _Found:
    left_out: set[Element] = field(default_factory=set)
    layout: set[Element] = field(default_factory=set)
    headers: list[_Open] = field(default_factory=list)
    mains: list[_Open] = field(default_factory=list)
    page: _Open | None = None


def content(page: Element) -> Content:
    """The main content of a page: its `main` element if that holds most of it, else all of it, both without menus."""
    found = _Found()
    _judge(page, found)
    root = _main(found) if found.mains else page
    titled_elsewhere = any(one.holds_title for one in (*found.mains, found.page) if one)
    for header in found.headers:
        if titled_elsewhere or not header.holds_title:
            found.left_out.add(header.element)
    return Content(root, frozenset(found.left_out), frozenset(found.layout))


def _judge(page: Element, found: _Found) -> None:
    """Say of each element whether it is left out, or only lays out what it holds."""
    opened = _opened_on_demand(page)
    stack: list[_Open] = []

    def certain(element: Element) -> bool:
        if is_silent := _is_silent(element, opened):
            found.left_out.add(element)
        return is_silent

    for kind, element, text in walk(page, certain):
        if kind == "open":
            stack.append(_started(element, stack))
        elif kind == "close":
            _close(stack, found)
        if stack:
            letters = len("".join(text.split()))
            stack[-1].letters += letters
            stack[-1].letters_in_links += letters * stack[-1].linked


def _started(element: Element, stack: list[_Open]) -> _Open:
    above = stack[-1] if stack else None
    is_main = element.tag in ("main", "article", "section") or element.get("role") == "main"
    is_link = element.tag == "a" and element.get("href") is not None
    return _Open(element, is_main or bool(above and above.inside), is_link or bool(above and above.linked))


def _close(stack: list[_Open], found: _Found) -> None:
    one = stack.pop()
    tag, above = one.element.tag, (stack[-1] if stack else None)
    if tag in HEADINGS or tag == "table":
        _mark_blocks(stack)
    if (tag in LISTS and one.holds_blocks) or (tag == "table" and _lays_out(one)):
        found.layout.add(one.element)
    if tag == "main" or one.element.get("role") == "main":
        found.mains.append(one)
        one.holds_title = True
    if above is None:
        found.page = one
    elif _is_left_out(one):
        found.left_out.add(one.element)
    elif tag == "header" and not one.inside:
        found.headers.append(one)
    else:
        _count(one, above, stack)


def _count(one: _Open, above: _Open, stack: list[_Open]) -> None:
    """Tell the elements above what was found in this one."""
    tag = one.element.tag
    above.letters += one.letters
    above.letters_in_links += one.letters_in_links
    above.holds_title = above.holds_title or one.holds_title or tag == "h1"
    if tag == "tr":
        one.widest = one.columns
    if tag in ("tr", "tbody", "thead", "tfoot"):
        above.widest = max(above.widest, one.widest)
        above.has_header_cells = above.has_header_cells or one.has_header_cells
    if tag in ("td", "th"):
        above.columns += 1
        above.has_header_cells = above.has_header_cells or tag == "th"
        if one.letters > LONGEST_CELL:
            _mark_blocks(stack)


def _mark_blocks(stack: list[_Open]) -> None:
    for one in reversed(stack):
        if one.holds_blocks:
            return
        one.holds_blocks = True


def _lays_out(table: _Open) -> bool:
    if table.element.get("role") in ("presentation", "none"):
        return True
    return not table.has_header_cells and (table.holds_blocks or table.widest <= 1)


def _is_silent(element: Element, opened: frozenset[str]) -> bool:
    if element.tag in SILENT or element.get("role") in SILENT_ROLES:
        return True
    if element.tag == "button" and element.get("type") in ("submit", "reset"):
        return True
    is_hidden = (
        element.get("hidden", "until-found") != "until-found"
        or element.get("aria-hidden") == "true"
        or HIDDEN_STYLE.search(element.get("style", ""))
    )
    return bool(is_hidden) and element.get("id") not in opened


def _opened_on_demand(page: Element) -> frozenset[str]:
    """Ids of what a button on the page opens, such as the answers of a list of questions."""
    named = page.xpath(".//@aria-controls | .//@data-target | .//@data-bs-target")
    return frozenset(id_.lstrip("#") for names in named for id_ in names.split())


def _is_left_out(one: _Open) -> bool:
    """Whether an element is not content by its place or its name; never one that holds the page's title."""
    if one.holds_title or one.element.tag in ("main", "article", "body"):
        return False
    if one.element.tag in ("footer", "aside") and not one.inside:
        return True
    if one.element.get("role") in ("banner", "contentinfo", "complementary") and not one.inside:
        return True
    name = f"{one.element.get('class', '')} {one.element.get('id', '')}"
    if COOKIES.search(name):
        return one.letters <= LONGEST_NOTICE
    return one.letters_in_links >= LINKED_SHARE * one.letters > 0 and NAVIGATION.search(name) is not None


def _main(found: _Found) -> Element:
    """The main element, if it is the only one and holds most of the words, counted with links or without."""
    page, main = found.page, max(found.mains, key=lambda one: one.letters)
    if page is None or any(_is_apart(other, main) for other in found.mains):
        return page.element if page else main.element
    if main.letters >= MAIN_SHARE * page.letters:
        return main.element
    prose, all_prose = main.letters - main.letters_in_links, page.letters - page.letters_in_links
    return main.element if prose and prose >= MAIN_SHARE * all_prose else page.element


def _is_apart(other: _Open, main: _Open) -> bool:
    around = [other.element, *other.element.iterancestors()]
    return other.letters > 0 and not any(one is main.element for one in around)
