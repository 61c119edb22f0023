"""Answers as JSON and as text, for every way in."""

from typing import Any

from assistant.model import Answer, Citation, Cited

NOT_FOUND = "The sources do not say."
EDITIONS = {"official": "official text", "summary": "bundled summary"}


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as the contract of the command line, the API and MCP (docs/architecture.md)."""
    return {
        "id": answer.id,
        "question": answer.question,
        "status": answer.status,
        "mode": answer.mode,
        "confidence": answer.confidence,
        "text": as_text(answer),
        "statements": [{"text": one.text, "citations": list(one.citations)} for one in answer.statements],
        "citations": [_citation(one) for one in answer.citations],
        "passages": [passage_json(one) for one in answer.passages],
        "notices": list(answer.notices),
        "suggestions": list(answer.suggestions),
        "index": answer.index,
        "timings_ms": answer.timings_ms,
    }


def passage_json(cited: Cited) -> dict[str, Any]:
    """One hit of a search."""
    passage, document = cited.hit.passage, cited.document
    return {
        "rank": cited.hit.rank,
        "score": round(cited.hit.score, 4),
        "source": document.source,
        "collection": document.collection,
        "path": document.path,
        "title": document.title,
        "trail": list(passage.trail),
        "anchor": passage.anchor,
        "page": passage.page,
        "url": cited.url,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "edition": document.edition,
    }


def as_text(answer: Answer) -> str:
    """The statements with their markers, or the plain word that there is none."""
    if not answer.statements:
        return NOT_FOUND
    return "\n\n".join(_marked(one.text, one.citations) for one in answer.statements)


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


def _marked(text: str, numbers: tuple[int, ...]) -> str:
    """A table's marker stands on a line of its own, to leave the table whole."""
    marker = "".join(f"[{number}]" for number in numbers)
    return f"{text}\n\n{marker}" if text.rstrip().endswith("|") else f"{text} {marker}"


def _source_line(one: Citation) -> str:
    revision = f" {one.document.revision}" if one.document.revision else ""
    edition = f"{EDITIONS[one.document.edition]}{revision}"
    place = f"[{one.number}] {one.document.collection_title}: {' > '.join(one.trail)} ({edition})"
    return f"{place}\n    {one.url}" if one.url else place


def _citation(one: Citation) -> dict[str, Any]:
    document = one.document
    return {
        "number": one.number,
        "source": document.source,
        "collection": document.collection,
        "path": document.path,
        "title": document.title,
        "trail": list(one.trail),
        "anchor": one.anchor,
        "page": one.page,
        "url": one.url,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "edition": document.edition,
        "revision": document.revision,
        "sha256": document.sha256,
    }
