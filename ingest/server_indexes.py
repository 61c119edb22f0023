"""Indexes in a Chroma server, cluster or Chroma Cloud, shared by several machines."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import home
from corpus.errors import PlaybookError
from ingest import store
from ingest.chroma import VectorIndex, found_collection, new_collection
from ingest.chroma_server import ANSWER_SECONDS, BUILDER_SECONDS, READER_SECONDS, Address, ServerCalls
from ingest.indexes import write_texts
from ingest.keywords import KeywordIndex
from ingest.lock import BuildLock
from ingest.prepare import Prepared
from ingest.server_texts import ServerTexts
from ingest.views import searched_text

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

TEXTS = ".texts"
ABANDONED = timedelta(days=1)
"""A build that was begun so long ago and never finished has died."""


class ServerIndexes:
    """An index is two collections, vectors and texts; the metadata of a third names the one in use.

    A reader on another machine needs the server alone: it keeps a copy of the texts under `root` and makes the keyword
    ranking from them.
    """

    def __init__(self, url: str, name: str, root: Path) -> None:
        self._address = Address.of(url)
        self._name = f"playbook-{name}"
        self._root = root / f"{self._address.host}-{self._address.port}".replace(":", "-")
        self._calls = ServerCalls(url)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keeps apart two builders on one machine; two machines write apart, and the later one's index is used."""
        with BuildLock(home.make_folder(self._root)):
            self._calls.seconds = BUILDER_SECONDS
            try:
                yield
            finally:
                self._calls.seconds = READER_SECONDS

    def in_use(self) -> str | None:
        name = self._pointer().get("in_use")
        return str(name) if name else None

    def folder(self, name: str) -> Path:
        folder = self._root / name
        if not folder.is_dir():
            self._fetch(name, folder)
        return folder

    def vectors(self, name: str) -> VectorIndex:
        return VectorIndex(self._held(name), self._calls)

    @contextmanager
    def draft(self, made_with: dict[str, str], base: str | None) -> Iterator["_ServerDraft"]:
        """Always starts empty, for a server does not copy collections."""
        name = f"{self._name}.{secrets.token_hex(6)}"
        try:
            vectors = VectorIndex(self._new(name, made_with), self._calls)
            yield _ServerDraft(self, name, vectors)
        except BaseException:
            self._drop(name)
            raise

    def confirm(self, name: str, manifest: store.Manifest) -> None:
        """On this machine only: all it spares is reading the files that lie here."""
        store.write_manifest(self.folder(name), manifest)

    def publish(self, name: str, prepared: Prepared, manifest: store.Manifest) -> None:
        """Bring the texts to the server, then point to the new index in one step."""
        folder = home.make_folder(self._root / name)
        write_texts(folder, prepared, manifest)
        texts = ServerTexts(self._new(name + TEXTS, {}), self._calls)
        texts.put({file.name: file.read_text("utf-8") for file in folder.glob("*.json*")})
        before = self._pointer()
        pointer = self._find(self._name) or self._new(self._name, {})
        told = {"in_use": name, "last": str(before.get("in_use", ""))}
        self._calls(lambda: pointer.modify(metadata=told))
        self._tidy(kept={name, told["last"]}, replaced=str(before.get("last", "")))

    def _pointer(self) -> Mapping[str, Any]:
        found = self._find(self._name)
        return (found.metadata if found else None) or {}

    def _fetch(self, name: str, folder: Path) -> None:
        """Copy the texts of an index to this machine, whole or not at all."""
        texts = ServerTexts(self._held(name + TEXTS), self._calls)
        beside = Path(tempfile.mkdtemp(prefix="fetch-", dir=home.make_folder(self._root)))
        try:
            for file, text in texts.files().items():
                (beside / file).write_text(text, "utf-8")
            KeywordIndex.build([searched_text(one) for one in store.passages(beside)]).save(beside / "keywords")
            with suppress(OSError):  # another reader was quicker
                os.replace(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        self._forget_all_but({name, str(self._pointer().get("last", ""))})

    def _tidy(self, kept: set[str], replaced: str) -> None:
        """Drop the index that was replaced twice, and builds that died long ago; what fails here only takes room."""
        if replaced:
            self._drop(replaced)
        with suppress(Exception):
            for found in self._client.list_collections():
                name = found.name.removesuffix(TEXTS)
                if name.startswith(f"{self._name}.") and name not in kept and _is_abandoned(found.metadata or {}):
                    self._drop(name)
        self._forget_all_but(kept)

    def _drop(self, name: str) -> None:
        for one in (name, name + TEXTS):
            with suppress(Exception):
                self._client.delete_collection(one)
        shutil.rmtree(self._root / name, ignore_errors=True)

    def _forget_all_but(self, kept: set[str]) -> None:
        for folder in self._root.glob(f"{self._name}.*"):
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _new(self, name: str, metadata: dict[str, str]) -> "Collection":
        told = metadata | {"begun": datetime.now(UTC).isoformat()}
        return self._calls(lambda: self._find_now(name) or new_collection(self._client, name, told))

    def _held(self, name: str) -> "Collection":
        found = self._find(name)
        if found is None:
            raise PlaybookError(f"{self._address.url} has lost {name}. Run: playbook index build --fresh")
        return found

    def _find(self, name: str) -> "Collection | None":
        return self._calls(lambda: self._find_now(name))

    def _find_now(self, name: str) -> "Collection | None":
        return found_collection(self._client, name)

    @property
    def _client(self) -> "ClientAPI":
        return self._address.client(ANSWER_SECONDS if self._calls.seconds > ANSWER_SECONDS else READER_SECONDS)


class _ServerDraft:
    """A build in collections of its own."""

    def __init__(self, indexes: ServerIndexes, name: str, vectors: VectorIndex) -> None:
        self._indexes = indexes
        self._name = name
        self.vectors = vectors

    def finish(self, prepared: Prepared, manifest: store.Manifest) -> None:
        self._indexes.publish(self._name, prepared, manifest)


def _is_abandoned(metadata: Mapping[str, Any]) -> bool:
    begun = datetime.fromisoformat(str(metadata["begun"]))
    return datetime.now(UTC) - begun > ABANDONED
