"""HTML of answers for the web page; every text from outside is escaped or rendered without its own HTML."""

from html import escape

from assistant.contract import as_text
from assistant.model import Answer, Citation, Statement
from assistant.notices import RESTS_ON
from ingest.markup import to_html
from ui.render import EDITIONS

FOLDED_WORDS = 60
"""A quote longer than this is folded in its card."""


def answer(found: Answer) -> str:
    """The question, then the statements with their markers, or the plain word that there is none."""
    body = _lead(found) + "".join(map(_statement, found.statements)) if found.statements else _nothing(found)
    return f'<article class="answer"><h2>{escape(found.question)}</h2>{body}{_notices(found)}</article>'


def sources(found: Answer) -> str:
    """The cited passages, one card each."""
    if not found.citations:
        return ""
    cards = "".join(map(_card, found.citations))
    return f'<section class="sources" aria-label="Sources of this answer"><h2>Sources</h2><ol>{cards}</ol></section>'


def earlier(answers: list[Answer]) -> str:
    """Answers given before in this conversation, latest first, folded away."""
    folded = (
        f"<details><summary>{escape(one.question)}</summary>{_statements_plain(one)}</details>"
        for one in reversed(answers)
    )
    return f'<section class="earlier"><h2>Earlier questions</h2>{"".join(folded)}</section>' if answers else ""


def trouble(sentence: str) -> str:
    """An error, told where the answer would stand."""
    return f'<p class="trouble" role="alert">{escape(sentence)}</p>'


def _statement(one: Statement) -> str:
    markers = "".join(
        f'<a class="marker" href="#source-{number}" aria-label="Source {number}">[{number}]</a>'
        for number in one.citations
    )
    return f'<div class="statement">{_by(one)}{to_html(one.text)}<p class="markers">{markers}</p></div>'


def _lead(found: Answer) -> str:
    """What kind of answer follows."""
    return f'<p class="lead">{escape(found.lead)}</p>' if found.lead else ""


def _by(one: Statement) -> str:
    """Whose word a statement is, where more than one document is quoted."""
    return f'<p class="by">{escape(one.by)}</p>' if one.by else ""


def _statements_plain(found: Answer) -> str:
    shown = "".join(f'<div class="statement">{to_html(one.text)}</div>' for one in found.statements)
    return shown or f"<p>{as_text(found)}</p>"


def _nothing(found: Answer) -> str:
    """That there is no answer, and where to look instead."""
    nearest = "".join(f"<li>{_suggestion(line)}</li>" for line in found.suggestions)
    near = f"<p>Where to look next:</p><ul>{nearest}</ul>" if nearest else ""
    return f'<p class="not-found">{as_text(found)}</p>{near}'


def _notices(found: Answer) -> str:
    """What must be told beside the answer, as a list; none where there is nothing."""
    items = "".join(f'<li class="notice">{_notice(one)}</li>' for one in found.notices)
    return f'<section class="notices" aria-label="Notes on this answer"><ul>{items}</ul></section>' if items else ""


def _notice(one: str) -> str:
    """A remark opens with its date and ends with links to what it rests on; any other notice is plain text."""
    text, rests_on, evidence = one.rpartition(RESTS_ON)
    if not rests_on:
        return escape(one)
    when, _, remark = text.partition(": ")
    links = ", ".join(map(_evidence, evidence.split(", ")))
    return f'<strong>{escape(when)}:</strong> {escape(remark)} <span class="evidence">Source: {links}</span>'


def _evidence(one: str) -> str:
    """A link that shows the address without its query, for that may be long; a publication as it is named."""
    shown = one.removeprefix("https://").partition("?")[0].rstrip("/")
    return _link(one, shown) if one.startswith("https://") else escape(one)


def _suggestion(line: str) -> str:
    """A suggestion ends with the address of its section, where it has one."""
    text, _, url = line.rpartition(" ")
    return _link(url, text) if url.startswith("https://") else escape(line)


def _card(one: Citation) -> str:
    document = one.document
    trail = " › ".join(escape(step) for step in one.trail)
    page = f", page {one.page}" if one.page else ""
    year = f", {document.year}" if document.year else ""
    return (
        f'<li id="source-{one.number}" tabindex="-1" value="{one.number}">'
        f'<p class="document">{escape(document.collection_title)}{year}{page}</p>'
        f'<p class="trail">{trail}</p>'
        f"{_quote(one)}"
        f'<p class="about"><span class="edition">{EDITIONS[document.edition]}</span>{_caveat(one)}{_open(one)}</p></li>'
    )


def _caveat(one: Citation) -> str:
    """How complete the quoted text is, where it says so."""
    return f'<span class="caveat">{escape(one.document.caveat)}</span>' if one.document.caveat else ""


def _quote(one: Citation) -> str:
    """The quote; a long one folded, for the answer beside it shows it whole."""
    quote, words = f"<blockquote>{to_html(one.seen)}</blockquote>", len(one.seen.split())
    return quote if words <= FOLDED_WORDS else f"<details><summary>Quote, {words} words</summary>{quote}</details>"


def _open(one: Citation) -> str:
    return _link(one.url, "Open this section") if one.url.startswith("https://") else ""


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'
