"""The sources report as one web page that needs nothing else; every text from outside is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from corpus.check import Standing
from ingest.questions import named
from ingest.survey import Row, Survey
from ui.sources_text import places, standing

STYLE = Path(__file__).parent / "static" / "sources.css"
STATES = {
    "in use": ("good", "✓", "In use"),
    "not indexed": ("wait", "…", "Not indexed"),
    "failed": ("bad", "✕", "Failed"),
    "missing": ("none", "○", "Missing"),
    "same": ("none", "↗", "Same text as"),
}
STANDING_STYLES = {
    "answers": ("good", "✓"),
    "moved": ("wait", "→"),
    "gone": ("bad", "✕"),
    "unreachable": ("wait", "?"),
    "not asked": ("none", "○"),
}
EDITIONS = {"official": "Official text", "summary": "Bundled summary"}


def html(found: Survey, asked: Mapping[str, Standing], now: datetime) -> str:
    """The whole report; `asked` is empty where no address was asked."""
    parts = (
        _tiles(found, asked),
        _table(found.rows, asked),
        _problems(found),
        _addresses(found.rows, asked),
        _nowhere(found),
        _unlisted(found),
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>Sources of the Playbook Assistant</title><link rel="icon" href="data:,">'
        f"<style>{STYLE.read_text('utf-8')}</style></head><body>"
        '<a class="skip" href="#report">Skip to the report</a>'
        "<header><h1>Sources of the Playbook Assistant</h1>"
        "<p>What answers are quoted from, source by source; what is missing or wrong; and where links lead. "
        f'Made on <time datetime="{now:%Y-%m-%dT%H:%MZ}">{now:%B} {now.day}, {now:%Y, %H:%M} UTC</time>.</p></header>'
        f'<main id="report">{"".join(parts)}</main></body></html>\n'
    )


def _tiles(found: Survey, asked: Mapping[str, Standing]) -> str:
    states = [row.state for row in found.rows]
    problems = sum(len(row.problems) for row in found.rows) + len(found.problems)
    tiles = [
        ("source listed", "sources listed", len(states), "#sources"),
        ("in use", "in use", states.count("in use"), "#sources"),
        ("without text here", "without text here", states.count("missing"), "#sources"),
        ("problem", "problems", problems, "#problems"),
        ("link to nowhere", "links to nowhere", len(found.nowhere), "#nowhere"),
        ("address not listed", "addresses not listed", len(found.unlisted), "#unlisted"),
    ]
    if asked:
        gone = sum(one.kind == "gone" for one in asked.values())
        tiles.append(("address gone", "addresses gone", gone, "#addresses"))
    items = (
        f'<li><a href="{to}"><strong>{count:,}</strong> {one if count == 1 else more}</a></li>'
        for one, more, count, to in tiles
    )
    return f'<nav aria-label="Summary"><ul class="tiles">{"".join(items)}</ul></nav>'


def _table(rows: Sequence[Row], asked: Mapping[str, Standing]) -> str:
    most = max((row.sections for row in rows), default=0)
    titles = ["Source", "Edition", "Revision", "Fetched", "Sections", "Passages", "Words", "State"]
    heads = "".join(f'<th scope="col"{_number(title)}>{title}</th>' for title in titles)
    bodies = "".join(
        f'<tbody><tr><th class="group" scope="rowgroup" colspan="{len(titles)}"><span>{escape(name)}</span></th></tr>'
        f"{''.join(_row(row, most, asked) for row in group)}</tbody>"
        for name, group in _grouped(rows).items()
    )
    caption = "Every source, by collection. Counts are those of the index answers are quoted from."
    table = f"<caption><span>{caption}</span></caption><thead><tr>{heads}</tr></thead>{bodies}"
    return _section("sources", "Sources", _region("Sources", table))


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the title of their collection, in the order of the list."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.source.collection.title, []).append(row)
    return found


def _number(title: str) -> str:
    return ' class="number"' if title in ("Sections", "Passages", "Words") else ""


def _row(row: Row, most: int, asked: Mapping[str, Standing]) -> str:
    source = row.source
    address = asked.get(source.id)
    return (
        f'<tr><th scope="row">{_link(source.url, source.title)}<code>{escape(source.id)}</code></th>'
        f"<td>{_edition(row)}</td><td>{escape(row.revision or '–')}</td><td>{_day(row.fetched)}</td>"
        f'<td class="number">{_bar(row, most)}</td>'
        f'<td class="number">{_count(row.passages, row)}</td><td class="number">{_count(row.words, row)}</td>'
        f"<td>{_state(row)}{_standing(address) if address else ''}</td></tr>"
    )


def _edition(row: Row) -> str:
    """The edition in use, and the one at hand where that is another."""
    used = EDITIONS[row.edition] if row.edition else '<span class="quiet">–</span>'
    used += f'<span class="more quiet">{escape(row.caveat)}</span>' if row.caveat else ""
    if row.at_hand in (None, row.edition):
        return used
    return f'{used} <span class="more quiet">{EDITIONS[row.at_hand]} at hand</span>'


def _bar(row: Row, most: int) -> str:
    """The number of sections, and a bar that shows the same beside the others."""
    if not row.sections:
        return _count(row.sections, row)
    width = max(1, round(100 * row.sections / most))
    return f'{row.sections:,}<span class="bar" aria-hidden="true"><span style="width:{width}%"></span></span>'


def _count(count: int, row: Row) -> str:
    return f"{count:,}" if row.edition else '<span class="quiet">–</span>'


def _day(fetched: str | None) -> str:
    return f'<time datetime="{fetched}">{fetched[:10]}</time>' if fetched else '<span class="quiet">–</span>'


def _state(row: Row) -> str:
    style, mark, name = STATES[row.state]
    more = f" <code>{escape(row.source.same_as or '')}</code>" if row.state == "same" else ""
    count = len(row.problems)
    problems = f'<span class="more">{count} {"problem" if count == 1 else "problems"}, below</span>' if count else ""
    return f"{_badge(style, mark, name)}{more}{problems}"


def _standing(one: Standing) -> str:
    style, mark = STANDING_STYLES[one.kind]
    return f'<span class="more">{_badge(style, mark, f"Address: {one.kind}")}</span>'


def _badge(style: str, mark: str, name: str) -> str:
    return f'<span class="badge {style}"><span aria-hidden="true">{mark}</span> {name}</span>'


def _problems(found: Survey) -> str:
    general = "".join(f"<li>{escape(one)}</li>" for one in found.problems)
    named = "".join(
        f"<li><strong>{escape(row.source.title)}</strong> <code>{escape(row.source.id)}</code>"
        f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in row.problems)}</ul></li>"
        for row in found.rows
        if row.problems
    )
    body = f'<ul class="problems">{general}{named}</ul>' if general + named else _none()
    return _section("problems", "Problems", body)


def _addresses(rows: Iterable[Row], asked: Mapping[str, Standing]) -> str:
    if not asked:
        return ""
    others = [(row.source, asked[row.source.id]) for row in rows if row.source.id in asked]
    lines = [
        (_link(source.url, source.url), escape(standing(one)), f"<code>{escape(source.id)}</code>")
        for source, one in others
        if one.kind != "answers"
    ]
    table = _lines(
        "Addresses that do not answer where they are listed", ("Address", "What became of it", "Source"), lines
    )
    return _section("addresses", "Addresses asked", table if lines else "<p>Every address answers.</p>")


def _nowhere(found: Survey) -> str:
    lines = [
        (f"<code>{escape(one.link.target)}</code>", escape(one.reason), escape(named(one.link.place)))
        for one in found.nowhere
    ]
    table = _lines("Links inside the corpus for which it has no page or section", ("Link", "Why", "Stands in"), lines)
    return _section("nowhere", "Links that lead nowhere", table if lines else _none())


def _unlisted(found: Survey) -> str:
    lines = [(_link(one.target, one.target), "<br>".join(map(escape, places(one.links)))) for one in found.unlisted]
    table = _lines("Addresses the sources link to that are not listed as sources", ("Address", "Linked from"), lines)
    return _section("unlisted", "Addresses not listed", table if lines else _none())


def _lines(caption: str, titles: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
    rows = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for first, *cells in lines
    )
    return _region(
        caption, f"<caption><span>{caption}</span></caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
    )


def _region(name: str, table: str) -> str:
    """A table that scrolls by itself where the page is narrow, by keyboard too."""
    label = f'role="region" aria-label="{escape(name)}, table" tabindex="0"'
    return f'<div class="scroll" {label}><table>{table}</table></div>'


def _section(id_: str, title: str, body: str) -> str:
    return f'<section id="{id_}" aria-labelledby="{id_}-title"><h2 id="{id_}-title">{title}</h2>{body}</section>'


def _none() -> str:
    return "<p>None.</p>"


def _link(url: str, text: str) -> str:
    if not url.lower().startswith(("https://", "http://", "mailto:")):
        return escape(text)
    return f'<a href="{escape(url, quote=True)}" rel="noopener noreferrer">{escape(text)}</a>'
