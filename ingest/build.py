"""Build the index of a corpus: read, cut, embed what is new, write beside the old index, switch over."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import home
from corpus.errors import PlaybookError
from corpus.model import Document
from ingest import store
from ingest.chroma import VectorIndex, view_id
from ingest.embed import Embedder
from ingest.keywords import KeywordIndex
from ingest.model import DocumentText, Failure, Passage, Section
from ingest.passages import RULE, View, passages, searched_text, views
from ingest.questions import Bank, bank, of_first_passages
from ingest.readers import read

if TYPE_CHECKING:
    from ingest.embed import Vectors

STEP = 32
"""Texts embedded between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many texts are embedded, and of how many."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A corpus cut up, before anything is embedded."""

    documents: tuple[DocumentText, ...]
    passages: tuple[Passage, ...]
    views: tuple[View, ...]
    failures: tuple[Failure, ...] = ()

    def searched_texts(self) -> list[str]:
        """What keyword search sees, a text a passage."""
        return [searched_text(passage) for passage in self.passages]

    def fingerprint(self, embedder: Embedder) -> str:
        """The same for the same documents, passage rule and model, wherever the index is built."""
        told = [RULE, embedder.fingerprint, *(f"{d.source} {d.edition} {d.sha256}" for d in self.documents)]
        told += [f"{failure.source} {failure.sentence}" for failure in self.failures]
        told += [f"{view.kind} {view.passage} {view.start} {view.end} {view.text}" for view in self.views]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def index_folder(corpus: Path) -> Path:
    """Where the indexes of a corpus lie, one folder a build."""
    return home.corpus_home(corpus) / "index"


def current(corpus: Path) -> Path | None:
    """The folder of the index in use, if one was ever finished."""
    return in_use(index_folder(corpus))


def in_use(root: Path) -> Path | None:
    """The same, by the folder that holds the builds."""
    pointer = root / "current"
    return root / pointer.read_text("utf-8").strip() if pointer.is_file() else None


def prepare(documents: Sequence[Document], bank: Bank) -> Prepared:
    """Read and cut every document; one that cannot be read is a failure, and the others are kept."""
    read_ones = [_read(document) for document in documents]
    failures = tuple(one for one in read_ones if isinstance(one, Failure))
    good = [one for one in read_ones if not isinstance(one, Failure)]
    cut = [one for text, sections in good for one in passages(text, sections)]
    questions = of_first_passages(cut, bank)
    found = [view for one in cut for view in views(one, questions.get(one.id, ()))]
    return Prepared(tuple(text for text, _ in good), tuple(cut), tuple(found), failures)


def _read(document: Document) -> tuple[DocumentText, tuple[Section, ...]] | Failure:
    try:
        return read(document)
    except PlaybookError as error:
        return Failure(document.source.id, str(error))


def build(
    corpus: Path,
    documents: Sequence[Document],
    embedder: Embedder,
    progress: Progress = lambda done, of: None,
    fresh: bool = False,
) -> store.Manifest:
    """Make the index of `documents` the one in use; keep vectors of texts the last one held, unless `fresh`.

    The index in use is untouched until the new one is complete, and stays in use if this fails.
    """
    prepared = prepare(documents, bank(corpus))
    if not prepared.views:
        first = f" {prepared.failures[0].sentence}" if prepared.failures else ""
        raise PlaybookError(f"No readable text in {corpus}.{first} Run: playbook sources, to see what is missing.")
    with BuildLock(home.make_folder(index_folder(corpus)) / "lock"):
        before = None if fresh else _usable(current(corpus), embedder)
        if before and store.manifest(before).fingerprint == prepared.fingerprint(embedder):
            return store.manifest(before)
        return _build(index_folder(corpus), prepared, embedder, before, progress)


class BuildLock:
    """Held while building: two writers on one folder would lose rows without a word."""

    def __init__(self, file: Path) -> None:
        from filelock import FileLock

        self._lock = FileLock(file, timeout=0)

    def __enter__(self) -> None:
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout as error:
            raise PlaybookError(
                "Another build of this index is running. Wait for it to finish, then try again."
            ) from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _usable(folder: Path | None, embedder: Embedder) -> Path | None:
    """The last index, if its vectors were made the same way; a damaged one is simply built again."""
    try:
        return folder if folder and store.manifest(folder).embedder == embedder.fingerprint else None
    except PlaybookError:
        return None


def _build(
    root: Path, prepared: Prepared, embedder: Embedder, before: Path | None, progress: Progress
) -> store.Manifest:
    folder = Path(tempfile.mkdtemp(prefix="build-", dir=root))
    try:
        kept = _kept_vectors(before)
        new = sorted({view.text for view in prepared.views} - kept.keys(), key=len)
        kept |= _embedded(new, embedder, progress)
        manifest = _write(folder, prepared, embedder, kept, len(new))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _switch(root, folder)
    return manifest


def _kept_vectors(before: Path | None) -> dict[str, Sequence[float]]:
    if before is None:
        return {}
    try:
        return VectorIndex.open(before / "chroma").vectors_by_text()
    except PlaybookError:
        return {}


def _embedded(texts: Sequence[str], embedder: Embedder, progress: Progress) -> dict[str, Sequence[float]]:
    """Vectors of texts sorted by length, so that texts of like length share a step."""
    found: dict[str, Sequence[float]] = {}
    for first in range(0, len(texts), STEP):
        step = texts[first : first + STEP]
        found |= dict(zip(step, embedder.embed(step), strict=True))
        progress(len(found), len(texts))
    return found


def _write(
    folder: Path, prepared: Prepared, embedder: Embedder, vectors: dict[str, Sequence[float]], embedded: int
) -> store.Manifest:
    store.write(folder, prepared.documents, prepared.passages, prepared.failures)
    made_with = {"embedder": embedder.fingerprint, "rule": RULE}
    index = VectorIndex.create(folder / "chroma", made_with)
    index.add(_ids(prepared.views), prepared.views, _stacked([vectors[view.text] for view in prepared.views]))
    KeywordIndex.build(prepared.searched_texts()).save(folder / "keywords")
    counts = (len(prepared.documents), len(prepared.failures), len(prepared.passages), len(prepared.views), embedded)
    built = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = store.Manifest(prepared.fingerprint(embedder), embedder.fingerprint, RULE, built, *counts)
    store.write_manifest(folder, manifest)
    return manifest


def _ids(all_views: Sequence[View]) -> list[str]:
    counts: dict[str, int] = {}
    ids = []
    for view in all_views:
        counts[view.passage] = counts.get(view.passage, -1) + 1
        ids.append(view_id(view, counts[view.passage]))
    return ids


def _stacked(rows: Sequence[Sequence[float]]) -> "Vectors":
    import numpy

    return numpy.asarray(rows, dtype=numpy.float32)


def _switch(root: Path, folder: Path) -> None:
    """Point to the new index in one step, then drop the ones nobody points to, save the last."""
    pointer = root / "current"
    last = pointer.read_text("utf-8").strip() if pointer.is_file() else ""
    beside = root / "current.new"
    beside.write_text(folder.name, "utf-8")
    os.replace(beside, pointer)
    for old in root.glob("build-*"):
        if old.name not in (folder.name, last):
            shutil.rmtree(old, ignore_errors=True)
