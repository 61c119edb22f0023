"""Build the index of a corpus: read, cut, embed what is new, write beside the old index, switch over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest import store
from ingest.chroma import VectorIndex
from ingest.embed import Embedder
from ingest.indexes import FolderIndexes, Indexes, index_folder
from ingest.passages import RULE
from ingest.prepare import Prepared, inputs, prepare
from ingest.questions import bank, near_misses
from ingest.views import View

if TYPE_CHECKING:
    from ingest.embed import Vectors

STEP = 32
"""Texts embedded between two reports of progress."""
MOST_REMOVED = 0.25
"""Share of vectors taken out of a collection over its life; beyond it the collection is made anew, for a graph of
neighbours with many holes searches badly."""

Progress = Callable[[int, int], None]
"""Told how many texts are embedded, and of how many."""
Known = dict[str, Sequence[float]]
"""Vectors by the text they were made from."""


@dataclass(frozen=True, slots=True)
class Last:
    """The index that was in use when a build began, made the same way as the new one."""

    name: str
    manifest: store.Manifest


def build(
    corpus: Path,
    documents: Sequence[Document],
    embedder: Embedder,
    progress: Progress = lambda done, of: None,
    fresh: bool = False,
    indexes: Indexes | None = None,
) -> store.Manifest:
    """Make the index of `documents` the one in use; keep vectors of texts the last one held, unless `fresh`.

    The index in use is untouched until the new one is complete, and stays in use if this fails.
    """
    place, asked, missed = indexes or FolderIndexes(index_folder(corpus)), bank(corpus), near_misses(corpus)
    made_from = inputs(documents, asked, missed, embedder.fingerprint)
    with place.lock():
        last = None if fresh else _last(place, embedder)
        if last and last.manifest.inputs == made_from and not last.manifest.failed:
            return last.manifest
        prepared = prepare(documents, asked, missed)
        _refuse_nothing(prepared, corpus)
        old = _vectors(place, last)
        if last and _is_the_same(last, old, prepared, embedder):
            manifest = replace(last.manifest, inputs=made_from)
            place.confirm(last.name, manifest)
            return manifest
        return _build(place, prepared, embedder, last, old, progress, made_from)


def _refuse_nothing(prepared: Prepared, corpus: Path) -> None:
    if not prepared.views:
        first = f" {prepared.failures[0].sentence}" if prepared.failures else ""
        raise PlaybookError(f"No readable text in {corpus}.{first} Run: playbook sources, to see what is missing.")


def _last(place: Indexes, embedder: Embedder) -> Last | None:
    """The index in use, if its vectors were made the same way; a damaged one is simply built again."""
    name = place.in_use()
    try:
        manifest = store.manifest(place.folder(name)) if name else None
    except PlaybookError:
        return None
    return Last(name, manifest) if name and manifest and manifest.embedder == embedder.fingerprint else None


def _is_the_same(last: Last, old: VectorIndex | None, prepared: Prepared, embedder: Embedder) -> bool:
    """Whether a new index would be as the last one."""
    is_whole = old is not None and old.is_laid_out_as_now
    return is_whole and last.manifest.fingerprint == prepared.fingerprint(embedder.fingerprint)


def _build(
    place: Indexes,
    prepared: Prepared,
    embedder: Embedder,
    last: Last | None,
    old: VectorIndex | None,
    progress: Progress,
    made_from: str,
) -> store.Manifest:
    known = old.vectors_by_text() if old else {}
    new = sorted({view.text for view in prepared.views} - known.keys(), key=len)
    known |= _embedded(new, embedder, progress)
    removed = last.manifest.removed + len(old.ids() - {view.id for view in prepared.views}) if last and old else 0
    is_base = last and old and old.is_laid_out_as_now and removed <= MOST_REMOVED * last.manifest.vectors
    base = last.name if last and is_base else None
    with place.draft({"embedder": embedder.fingerprint, "rule": RULE}, base) as draft:
        _bring_up(draft.vectors, prepared.views, known)
        manifest = _manifest(prepared, embedder, made_from, len(new), removed if base else 0)
        draft.finish(prepared, manifest)
    return manifest


def _vectors(place: Indexes, last: Last | None) -> VectorIndex | None:
    try:
        return place.vectors(last.name) if last else None
    except PlaybookError:
        return None


def _embedded(texts: Sequence[str], embedder: Embedder, progress: Progress) -> Known:
    """Vectors of texts sorted by length, so that texts of like length share a step."""
    found: Known = {}
    for first in range(0, len(texts), STEP):
        step = texts[first : first + STEP]
        found |= dict(zip(step, embedder.embed(step), strict=True))
        progress(len(found), len(texts))
    return found


def _bring_up(index: VectorIndex, views: Sequence[View], known: Known) -> None:
    """Take out the views that are gone and put in those that are new; the others are not touched."""
    there = index.ids()
    index.remove(sorted(there - {view.id for view in views}))
    new = [view for view in views if view.id not in there]
    if new:
        index.add(new, _stacked([known[view.text] for view in new]))


def _stacked(rows: Sequence[Sequence[float]]) -> "Vectors":
    import numpy

    return numpy.asarray(rows, dtype=numpy.float32)


def _manifest(prepared: Prepared, embedder: Embedder, made_from: str, embedded: int, removed: int) -> store.Manifest:
    return store.Manifest(
        fingerprint=prepared.fingerprint(embedder.fingerprint),
        embedder=embedder.fingerprint,
        rule=RULE,
        inputs=made_from,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=len(prepared.documents),
        failed=len(prepared.failures),
        passages=len(prepared.passages),
        vectors=len(prepared.views),
        embedded=embedded,
        removed=removed,
        questions=sum(view.kind == "question" for view in prepared.views),
    )
