"""Vectors in Chroma, in a folder or on a server; the one keeper of chromadb."""

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ingest.model import Match
from ingest.store import damaged
from ingest.views import View

if TYPE_CHECKING:
    import chromadb
    from chromadb.api import ClientAPI

    from ingest.embed import Vectors

COLLECTION = "playbook"
BATCH = 300
"""Rows a request: what Chroma Cloud takes at most."""
SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 1000, "max_neighbors": 32}}
"""Cosine, for Chroma's own default is squared Euclidean. Dense, and searched deep: with 16 and 400 half
of the evaluation's questions missed some of their nearest 300 views, once the second, and two builds of one text
answered differently; now one question in 130 misses the 300th."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Near:
    """A view near the question, without its text; its match counts from where its passage begins."""

    kind: str
    passage: str
    match: Match


class Neighbours(Protocol):
    """Vectors that can be searched."""

    def near(self, vector: "Vectors", k: int) -> list[Near]:
        """The `k` views nearest to a vector, nearest first; fewer only where there are fewer."""
        ...


class Calls(Protocol):
    """How requests to one Chroma are made."""

    def __call__(self, request: Callable[[], Done]) -> Done:
        """What the request gives.

        Raises:
            PlaybookError: it failed for good.
        """
        ...


class FolderCalls:
    """Requests to the Chroma in a folder; whatever fails means that the folder is damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, request: Callable[[], Done]) -> Done:
        try:
            return request()
        except Exception as error:  # chromadb has no common ancestor for what a damaged folder raises
            raise damaged(self._folder, error) from error


class VectorIndex:
    """The vectors of all views. Readers share it; it is never written to once it is complete."""

    def __init__(self, collection: "chromadb.Collection", calls: Calls) -> None:
        self._collection = collection
        self._calls = calls

    @classmethod
    def create(cls, folder: Path, made_with: dict[str, str]) -> "VectorIndex":
        """An empty collection in a new folder, with the model, weights and passage rule it is for."""
        return cls(new_collection(local_client(folder), COLLECTION, made_with), FolderCalls(folder))

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """The collection in `folder`, as it was left by `create` and `add`."""
        if not (folder / "chroma.sqlite3").is_file():
            raise damaged(folder, "its vectors are missing")
        calls = FolderCalls(folder)
        return cls(calls(lambda: local_client(folder).get_collection(COLLECTION, embedding_function=None)), calls)

    @property
    def made_with(self) -> dict[str, Any]:
        """What `create` was told."""
        return dict(self._collection.metadata or {})

    @property
    def is_laid_out_as_now(self) -> bool:
        """Whether its graph of neighbours, where the server lets us choose one, is as this program would have it."""
        graph = self._collection.configuration_json.get("hnsw") or SPACE["hnsw"]
        return SPACE["hnsw"].items() <= graph.items()

    def ids(self) -> set[str]:
        """The ids of all views it holds."""
        return {id_ for page in pages(self._collection, self._calls, []) for id_ in page["ids"]}

    def add(self, views: Sequence[View], vectors: "Vectors") -> None:
        """Store views with their vectors, row by row; one that is there already is left as it is."""
        for first in range(0, len(views), BATCH):
            self._calls(partial(self._add, views[first : first + BATCH], vectors[first : first + BATCH]))

    def remove(self, ids: Sequence[str]) -> None:
        """Take views out again."""
        for first in range(0, len(ids), BATCH):
            self._calls(partial(self._collection.delete, ids=list(ids[first : first + BATCH])))

    def vectors_by_text(self) -> dict[str, Sequence[float]]:
        """Each embedded text with its vector, to spare embedding it again."""
        found: dict[str, Sequence[float]] = {}
        for page in pages(self._collection, self._calls, ["documents", "embeddings"]):
            found |= dict(zip(page["documents"], page["embeddings"], strict=True))
        return found

    def near(self, vector: "Vectors", k: int) -> list[Near]:
        """The `k` views nearest to a vector, nearest first; fewer only where it holds fewer."""
        found: Any = self._calls(
            lambda: self._collection.query(
                query_embeddings=vector[None, :], n_results=k, include=["metadatas", "distances"]
            )
        )
        places, distances = found["metadatas"][0], found["distances"][0]
        return [_near(place, 1.0 - distance) for place, distance in zip(places, distances, strict=True)]

    def _add(self, views: Sequence[View], vectors: "Vectors") -> None:
        self._collection.add(
            ids=[view.id for view in views],
            embeddings=vectors,
            metadatas=[_place(view) for view in views],
            documents=[view.text for view in views],
        )


def pages(collection: "chromadb.Collection", calls: Calls, include: Any) -> Iterator[Any]:
    """All rows of a collection, some at a time."""
    offset = 0
    while True:
        page: Any = calls(partial(collection.get, include=include, limit=BATCH, offset=offset))
        if not page["ids"]:
            return
        yield page
        offset += len(page["ids"])


def new_collection(client: "ClientAPI", name: str, metadata: dict[str, Any]) -> "chromadb.Collection":
    """An empty collection that is given its vectors ready-made."""
    return client.create_collection(name, metadata=metadata, configuration=SPACE, embedding_function=None)  # type: ignore[arg-type]


def found_collection(client: "ClientAPI", name: str) -> "chromadb.Collection | None":
    """The collection of that name, if there is one."""
    from chromadb.errors import NotFoundError

    try:
        return client.get_collection(name, embedding_function=None)
    except NotFoundError:
        return None


def local_client(folder: Path) -> "ClientAPI":
    """A client of the Chroma in a folder, made where it is missing."""
    client: ClientAPI = _chromadb().PersistentClient(str(folder), settings=_quiet())
    return client


def server_client(
    host: str, port: int, ssl: bool, headers: dict[str, str], place: tuple[str, str], seconds: tuple[float, float]
) -> "ClientAPI":
    """A client of a Chroma server; `place` is tenant and database, `seconds` the patience to connect and for an answer.

    Raises:
        ConnectionError: the server does not answer; otherwise what the library raises.
    """
    connect, answer = seconds
    library = _chromadb()
    try:
        client = _within(answer, lambda: library.HttpClient(host, port, ssl, headers, _quiet(), *place))
    except ValueError as error:
        if "Could not connect" in str(error):
            raise ConnectionError("nothing listens there, or it is no Chroma server") from error
        raise
    client._server._session.timeout = (connect, answer, answer, answer)  # the library itself waits for ever
    found: ClientAPI = client
    return found


def _within(seconds: float, request: Callable[[], Any]) -> Any:
    """What a request gives that would itself wait for ever; one that is late goes on in a thread that nobody heeds."""
    made: queue.Queue[tuple[Any, Exception | None]] = queue.Queue()

    def make() -> None:
        try:
            made.put((request(), None))
        except Exception as error:
            made.put((None, error))

    threading.Thread(target=make, daemon=True).start()
    try:
        given, error = made.get(timeout=seconds)
    except queue.Empty:
        raise ConnectionError(f"no answer within {seconds:g} s") from None
    if error:
        raise error
    return given


def _chromadb() -> Any:
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb

    return chromadb


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _place(view: View) -> dict[str, str | int]:
    return {"kind": view.kind, "passage": view.passage, "start": view.start, "end": view.end}


def _near(place: dict[str, Any], similarity: float) -> Near:
    match = Match(int(place["start"]), int(place["end"]), similarity)
    return Near(str(place["kind"]), str(place["passage"]), match)
