"""Answers for the terminal."""

from assistant.contract import as_text
from assistant.model import Answer, Citation, Cited

EDITIONS = {"official": "official text", "summary": "bundled summary"}


def for_terminal(answer: Answer) -> str:
    """The answer with its sources, notices and suggestions."""
    parts = [as_text(answer)]
    if answer.citations:
        parts.append("\n".join(["Sources", *map(_source_line, answer.citations)]))
    if answer.suggestions:
        parts.append("\n".join(["Nearest sections", *(f"  - {one}" for one in answer.suggestions)]))
    parts += [f"Note: {notice}" for notice in answer.notices]
    return "\n\n".join(parts)


def hit_for_terminal(cited: Cited) -> str:
    """One hit of a search: where it stands, and how it begins."""
    document, passage = cited.document, cited.hit.passage
    place = f"{document.collection_title}: {' > '.join(passage.trail)}"
    start = " ".join(passage.plain.split())[:160]
    lines = [f"{cited.hit.rank:2}. {place} ({EDITIONS[document.edition]})", f"{start}…", cited.url]
    return "\n    ".join(filter(None, lines))


def _source_line(one: Citation) -> str:
    revision = f" {one.document.revision}" if one.document.revision else ""
    edition = f"{EDITIONS[one.document.edition]}{revision}"
    place = f"[{one.number}] {one.document.collection_title}: {' > '.join(one.trail)} ({edition})"
    return f"{place}\n    {one.url}" if one.url else place
