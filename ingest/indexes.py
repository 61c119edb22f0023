"""Where the indexes of a corpus lie, one of them in use: the seam, and indexes in a folder of this machine."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus import home
from ingest import store
from ingest.chroma import Neighbours, VectorIndex
from ingest.keywords import KeywordIndex
from ingest.lock import BuildLock
from ingest.model import DocumentText, Passage
from ingest.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Index:
    """An index opened for reading."""

    manifest: store.Manifest
    documents: dict[str, DocumentText]
    passages: tuple[Passage, ...]
    vectors: Neighbours
    keywords: KeywordIndex


class Draft(Protocol):
    """An index on its way; nobody sees it until it is finished."""

    @property
    def vectors(self) -> VectorIndex:
        """To be brought to exactly the views of the new index."""
        ...

    def finish(self, prepared: Prepared, manifest: store.Manifest) -> None:
        """Write the rest and make this the index in use, in one step."""
        ...


class Indexes(Protocol):
    """The indexes of one corpus."""

    def lock(self) -> AbstractContextManager[None]:
        """Held while building."""
        ...

    def in_use(self) -> str | None:
        """The name of the index in use, if one was ever finished."""
        ...

    def folder(self, name: str) -> Path:
        """The folder on this machine that holds the texts and keywords of an index."""
        ...

    def vectors(self, name: str) -> VectorIndex:
        """The vectors of an index."""
        ...

    def draft(self, made_with: dict[str, str], base: str | None) -> AbstractContextManager[Draft]:
        """A new index; where it can, it starts with the vectors of `base`. Left unfinished, it leaves nothing."""
        ...

    def confirm(self, name: str, manifest: store.Manifest) -> None:
        """Write anew what an index says of itself."""
        ...


def index_folder(corpus: Path) -> Path:
    """Where the indexes of a corpus lie, one folder a build."""
    return home.corpus_home(corpus) / "index"


def opened(indexes: Indexes, name: str) -> Index:
    """An index, to be searched."""
    folder = indexes.folder(name)
    documents = {document.source: document for document in store.documents(folder)}
    keywords = KeywordIndex.open(folder / "keywords")
    return Index(store.manifest(folder), documents, tuple(store.passages(folder)), indexes.vectors(name), keywords)


def write_texts(folder: Path, prepared: Prepared, manifest: store.Manifest) -> None:
    """Write all of an index but its vectors; the manifest last, so an index without one is unfinished."""
    store.write(folder, prepared.documents, prepared.passages, prepared.failures)
    KeywordIndex.build(prepared.searched_texts()).save(folder / "keywords")
    store.write_manifest(folder, manifest)


def current(corpus: Path) -> Path | None:
    """The folder of the index in use on this machine, if one was ever finished."""
    indexes = FolderIndexes(index_folder(corpus))
    name = indexes.in_use()
    return indexes.folder(name) if name else None


class FolderIndexes:
    """Indexes in a folder, one folder each; the file `current` names the one in use."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def lock(self) -> BuildLock:
        return BuildLock(home.make_folder(self._root))

    def in_use(self) -> str | None:
        pointer = self._root / "current"
        return pointer.read_text("utf-8").strip() if pointer.is_file() else None

    def folder(self, name: str) -> Path:
        return self._root / name

    def vectors(self, name: str) -> VectorIndex:
        return VectorIndex.open(self._root / name / "chroma")

    @contextmanager
    def draft(self, made_with: dict[str, str], base: str | None) -> Iterator["_FolderDraft"]:
        folder = Path(tempfile.mkdtemp(prefix="build-", dir=self._root))
        try:
            yield _FolderDraft(self._root, folder, made_with, self._root / base if base else None)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def confirm(self, name: str, manifest: store.Manifest) -> None:
        store.write_manifest(self._root / name, manifest)


class _FolderDraft:
    """A build in a folder of its own, which starts as a copy of the vectors of the one before."""

    def __init__(self, root: Path, folder: Path, made_with: dict[str, str], base: Path | None) -> None:
        self._root = root
        self._folder = folder
        if base:
            shutil.copytree(base / "chroma", folder / "chroma")
            self.vectors = VectorIndex.open(folder / "chroma")
        else:
            self.vectors = VectorIndex.create(folder / "chroma", made_with)

    def finish(self, prepared: Prepared, manifest: store.Manifest) -> None:
        write_texts(self._folder, prepared, manifest)
        self._switch()

    def _switch(self) -> None:
        """Point to the new index in one step, then drop the ones nobody points to, save the last."""
        pointer = self._root / "current"
        last = pointer.read_text("utf-8").strip() if pointer.is_file() else ""
        beside = self._root / "current.new"
        beside.write_text(self._folder.name, "utf-8")
        os.replace(beside, pointer)
        for old in self._root.glob("build-*"):
            if old.name not in (self._folder.name, last):
                shutil.rmtree(old, ignore_errors=True)
