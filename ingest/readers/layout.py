"""Lay out the pages of a PDF: running heads apart, lines in groups, headings by the outline or else by look."""

from collections.abc import Sequence
from itertools import chain

from ingest.readers.lines import Group, Line, Page, grouped, is_chart, labels, measure
from ingest.readers.look import Look, Style, levels, printed_title, stands_out, usual
from ingest.readers.outline import Entry, found
from ingest.readers.pages import Heading, Spread
from ingest.readers.running import running

HEADING_LINES = 3
"""A paragraph of more lines is no heading."""

TEXT = 99
"""The level of what is no heading: below all of them."""

Lines = Sequence[Line]


def spreads(pages: Sequence[Page], outline: Sequence[Entry], title: str) -> list[Spread]:
    """What is printed on each page; a document of one page has no headings beside its title."""
    rows = running(pages)
    spoken = [_lines(page, set(range(len(page.lines))) - heads) for page, heads in zip(pages, rows, strict=True)]
    body = usual(map(_line_look, chain(*spoken)))
    if outline and len(pages) > 1:
        cut = [_by_outline(lines, number, outline, title, body) for number, lines in enumerate(spoken, 1)]
        laid = _with_text_under(cut)
    else:
        groups = [_groups(lines, body) for lines in spoken]
        laid = _by_look(groups, title) if len(pages) > 1 else [Spread(tuple(one), {}) for one in groups]
    return [_with_running(one, _lines(page, heads)) for one, page, heads in zip(laid, pages, rows, strict=True)]


def title_on_first_page(pages: Sequence[Page]) -> str | None:
    """The title as the first page prints it, larger or heavier than the text."""
    looks = _looks([grouped(page.lines, measure(page.lines, 0)) for page in pages])
    return printed_title(looks) if looks and looks[0].page == 1 else None


def _lines(page: Page, rows: set[int]) -> Lines:
    return [page.lines[row] for row in sorted(rows)]


def _groups(lines: Lines, body: Style) -> list[Group]:
    """Paragraphs, items and footnotes; the labels of a chart or form, told by what does not stand out, together."""
    quiet = [line.text for line in lines if not stands_out(_line_look(line), body)]
    return labels(lines) if is_chart(quiet) else grouped(lines, measure(lines, body[0]))


def _by_outline(lines: Lines, number: int, outline: Sequence[Entry], title: str, body: Style) -> Spread:
    """The page cut at the lines that print the names of the outline's entries."""
    places = found([entry for entry in outline if entry.page == number], lines)
    above = tuple(_heading(place.entry, title) for place in places if place.first < 0)
    by, edge, groups, headings = measure(lines, body[0]), 0, list[Group](), dict[int, Heading]()
    for place in (place for place in places if place.first >= 0):
        groups += grouped(lines[edge : place.first], by)
        headings[len(groups)] = _heading(place.entry, title)
        edge = place.last + 1
        groups.append(Group("text", tuple(lines[place.first : edge])))
    groups += grouped(lines[edge:], by) if headings else _groups(lines, body)
    return Spread(tuple(groups), headings, above)


def _with_text_under(pages: Sequence[Spread]) -> list[Spread]:
    """The pages without headings that have neither text nor a lower heading under them: nothing is lost with them."""
    kept: list[Spread] = []
    below: int | None = None
    for page in reversed(pages):
        headings = dict(page.headings)
        for place in range(len(page.groups) - 1, -1, -1):
            level = headings.get(place, (TEXT, ""))[0]
            if below is None or below <= level < TEXT:
                headings.pop(place, None)
                level = TEXT
            below = level
        below = page.above[0][0] if page.above else below
        kept.append(Spread(page.groups, headings, page.above))
    return kept[::-1]


def _heading(entry: Entry, title: str) -> Heading:
    """An entry as a heading; the one that repeats the title stands for it."""
    return (0, title) if entry.name.casefold() == title.casefold() else (entry.level, entry.name)


def _by_look(pages: Sequence[list[Group]], title: str) -> list[Spread]:
    told = iter(levels(_looks(pages), title))
    return [
        Spread(tuple(groups), {place: (level, _said(group)) for place, (group, level) in enumerate(marked) if level})
        for groups in pages
        for marked in [[(group, next(told)) for group in groups]]
    ]


def _looks(pages: Sequence[Sequence[Group]]) -> list[Look]:
    return [_look(group, number) for number, groups in enumerate(pages, 1) for group in groups]


def _look(group: Group, page: int) -> Look:
    first, lines = group.lines[0], group.lines
    is_one = all(line.is_even and (line.size, line.weight) == (first.size, first.weight) for line in lines)
    may_head = is_one and group.kind in ("text", "item") and len(lines) <= HEADING_LINES
    return Look(_said(group), first.size, first.weight, may_head=may_head, page=page)


def _line_look(line: Line) -> Look:
    return Look(line.text, line.size, line.weight, may_head=line.is_even)


def _said(group: Group) -> str:
    return " ".join(line.text for line in group.lines)


def _with_running(page: Spread, lines: Lines) -> Spread:
    """Running heads come last, where they part no sentence."""
    return Spread((*page.groups, *(Group("running", (line,)) for line in lines)), page.headings, page.above)
