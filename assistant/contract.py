"""An answer as JSON and as text: the contract of the command line, the API, MCP and evaluation runs."""

from typing import Any

from assistant.best import Found
from assistant.model import Answer, Citation, Cited, Statement

NOT_FOUND = "The sources do not say."
DECLINED = "This is not answered."


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as the contract of the command line, the API and MCP (docs/architecture.md)."""
    return {
        "id": answer.id,
        "question": answer.question,
        "status": answer.status,
        "mode": answer.mode,
        "confidence": answer.confidence,
        "text": as_text(answer),
        "lead": answer.lead,
        "statements": [{"text": one.text, "citations": list(one.citations), "by": one.by} for one in answer.statements],
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


def found_json(found: Found) -> dict[str, Any]:
    """One section of `playbook search`: a passage of the contract, whose it is, and the best part of it.

    `best` stands in `text`, and equals the document's text from its `start` to its `end`.
    """
    document, best = found.cited.document, found.best
    return passage_json(found.cited) | {
        "authority": document.authority,
        "revision": document.revision,
        "sha256": document.sha256,
        "best": {"text": best.quote, "start": best.start, "end": best.end} if best else None,
    }


def as_text(answer: Answer) -> str:
    """The statements with their markers under the line that leads to them, or the plain word that there is none."""
    if answer.status == "declined":
        return DECLINED
    if not answer.statements:
        return NOT_FOUND
    return "\n\n".join(filter(None, [answer.lead, *map(_said, answer.statements)]))


def _said(one: Statement) -> str:
    told = _marked(one.text, one.citations)
    return f"{one.by}:\n\n{told}" if one.by else told


def _marked(text: str, numbers: tuple[int, ...]) -> str:
    """A table's marker stands on a line of its own, to leave the table whole."""
    marker = "".join(f"[{number}]" for number in numbers)
    return f"{text}\n\n{marker}" if text.rstrip().endswith("|") else f"{text} {marker}"


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
