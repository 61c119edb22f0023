"""`playbook sources`: what is at hand, in which edition, whether it is indexed, and what is missing."""

import json
from pathlib import Path

from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import document
from corpus.model import Source
from ingest import store
from ui import wire
from ui.render import EDITIONS
from ui.setup import Setup


def table(setup: Setup, as_json: bool) -> None:
    """A line a source."""
    listed = sources(setup.corpus)
    indexed = _indexed(setup)
    states = {source.id: _state(setup.corpus, source, indexed) for source in listed}
    for source in listed:
        if as_json:
            print(json.dumps(_told(source, states[source.id]), ensure_ascii=False))
        else:
            print(f"{source.id:34} {states[source.id]:29} {source.title}")
    if not as_json:
        missing = sum(state == "missing" for state in states.values())
        print(f"{len(listed)} sources, {missing} of them without text on this machine.")


def text(setup: Setup, source: str) -> None:
    """The text that citations' offsets count in."""
    held = wire.index(setup).documents
    if source not in held:
        raise PlaybookError(f"No text of {source} is indexed. See the ids with: playbook sources")
    print(held[source].text, end="")


def _indexed(setup: Setup) -> set[tuple[str, str]]:
    """Source and hash of each document that answers are taken from; none where there is no index."""
    try:
        folder = wire.texts(setup)
        return {(one.source, one.sha256) for one in store.documents(folder)} if folder else set()
    except PlaybookError:
        return set()


def _state(corpus: Path, source: Source, indexed: set[tuple[str, str]]) -> str:
    if source.same_as:
        return f"see {source.same_as}"
    found = document(corpus, source)
    if found is None:
        return "missing"
    return EDITIONS[found.edition] + ("" if (source.id, found.sha256) in indexed else ", not indexed")


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
