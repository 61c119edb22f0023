"""Answers for the terminal."""

import unicodedata
from textwrap import shorten

from assistant.best import Found
from assistant.contract import as_text
from assistant.model import Answer, Citation
from ingest.model import DocumentText

Marks = tuple[str, str]
"""What stands before and after the best part of a section."""
BOLD: Marks = ("\x1b[1m", "\x1b[0m")
POINTED: Marks = ("»", "«")
BEST, AROUND = 400, 100
"""Characters that are shown of a best part, and of what stands before it and after it."""
AUTHORITIES = {"playbook": "the playbook's own", "state": "a state document", "other": "another's document"}
EDITIONS = {"official": "official text", "summary": "bundled summary"}


def for_terminal(answer: Answer) -> str:
    """The answer with its sources, notices and suggestions."""
    parts = [as_text(answer)]
    if answer.citations:
        parts.append("\n".join(["Sources", *map(_source_line, answer.citations)]))
    if answer.suggestions:
        parts.append("\n".join(["Where to look next", *(f"  - {one}" for one in answer.suggestions)]))
    parts += [f"Note: {notice}" for notice in answer.notices]
    return "\n\n".join(parts)


def hit_for_terminal(found: Found, marks: Marks = POINTED) -> str:
    """One section of a search: where it stands, its best part in what stands around it, and its address."""
    document, passage = found.cited.document, found.cited.hit.passage
    page = f", page {passage.page}" if passage.page else ""
    whose = f"{_edition(document)}; {AUTHORITIES.get(document.authority, document.authority)}{page}"
    place = f"{document.collection_title}: {' > '.join(passage.trail)} ({whose})"
    lines = [f"{found.cited.hit.rank:2}. {_line(place)}", _snippet(found, marks), found.cited.url]
    return "\n    ".join(filter(None, lines))


def _snippet(found: Found, marks: Marks) -> str:
    """The best part, marked, with a few words of its passage before and after."""
    seen, best = _line(found.cited.hit.passage.plain), found.best
    if best is None:
        return shorten(seen, BEST, placeholder="…")
    told = _line(best.seen)
    before, there, after = seen.partition(told)
    marked = f"{marks[0]}{shorten(told, BEST, placeholder='…')}{marks[1]}"
    if not there:
        return marked
    start = shorten(before[::-1], AROUND, placeholder="…")[::-1]
    return " ".join(filter(None, [start, marked, shorten(after, AROUND, placeholder="…")]))


def _line(text: str) -> str:
    """On one line, without characters that a terminal would obey."""
    return "".join(one for one in " ".join(text.split()) if unicodedata.category(one)[0] != "C")


def _edition(document: DocumentText) -> str:
    revision = f" {document.revision}" if document.revision else ""
    return f"{EDITIONS[document.edition]}{revision}"


def _source_line(one: Citation) -> str:
    place = f"[{one.number}] {one.document.collection_title}: {' > '.join(one.trail)} ({_edition(one.document)})"
    return f"{place}\n    {one.url}" if one.url else place
