"""`playbook sources`: what is at hand, in which edition, and what is missing."""

import json
from pathlib import Path

from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import document
from corpus.model import Source
from ui import wire
from ui.render import EDITIONS


def table(corpus: Path, as_json: bool) -> None:
    """A line a source."""
    listed = sources(corpus)
    states = {source.id: _state(corpus, source) for source in listed}
    for source in listed:
        if as_json:
            print(json.dumps(_told(source, states[source.id]), ensure_ascii=False))
        else:
            print(f"{source.id:36} {states[source.id]:18} {source.title}")
    if not as_json:
        missing = sum(state == "missing" for state in states.values())
        print(f"{len(listed)} sources, {missing} of them without text on this machine.")


def text(corpus: Path, source: str) -> None:
    """The text that citations' offsets count in."""
    held = wire.index(corpus).documents
    if source not in held:
        raise PlaybookError(f"No text of {source} is indexed. See the ids with: playbook sources")
    print(held[source].text, end="")


def _state(corpus: Path, source: Source) -> str:
    if source.same_as:
        return f"see {source.same_as}"
    found = document(corpus, source)
    return EDITIONS[found.edition] if found else "missing"


def _told(source: Source, state: str) -> dict[str, object]:
    return {
        "id": source.id,
        "collection": source.collection.id,
        "path": source.full_path,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
        "authority": source.authority,
        "state": state,
    }
