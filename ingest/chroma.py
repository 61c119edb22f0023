"""Vectors in an embedded Chroma collection; the one keeper of chromadb."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.model import Match
from ingest.passages import View
from ingest.store import damaged

if TYPE_CHECKING:
    import chromadb

    from ingest.embed import Vectors

COLLECTION = "playbook"
BATCH = 2000
"""Rows an upsert; Chroma takes at most 5461."""
SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}}
"""Cosine, for Chroma's own default is squared Euclidean; searched deep enough to be exact at this size."""


@dataclass(frozen=True, slots=True)
class Near:
    """A view near the question, without its text."""

    kind: str
    passage: str
    match: Match


def view_id(view: View, number: int) -> str:
    """Names a vector by its passage and its place among the passage's views."""
    return f"{view.passage}.{number}"


class VectorIndex:
    """The vectors of all views. Readers share one folder; it is never written to once it is complete."""

    def __init__(self, collection: "chromadb.Collection", folder: Path) -> None:
        self._collection = collection
        self._folder = folder

    @classmethod
    def create(cls, folder: Path, made_with: dict[str, str]) -> "VectorIndex":
        """An empty collection in a new folder, with the model, weights and passage rule it is for."""
        client = _client(folder)
        collection = client.create_collection(
            COLLECTION,
            metadata=made_with,
            configuration=SPACE,
            embedding_function=None,
        )
        return cls(collection, folder)

    @classmethod
    def open(cls, folder: Path) -> "VectorIndex":
        """The collection in `folder`, as it was left by `create` and `add`."""
        if not (folder / "chroma.sqlite3").is_file():
            raise damaged(folder, "its vectors are missing")
        try:
            return cls(_client(folder).get_collection(COLLECTION, embedding_function=None), folder)
        except Exception as error:  # chromadb has no common ancestor for what a damaged folder raises
            raise damaged(folder, error) from error

    @property
    def made_with(self) -> dict[str, Any]:
        """What `create` was told."""
        return dict(self._collection.metadata or {})

    def add(self, ids: Sequence[str], views: Sequence[View], vectors: "Vectors") -> None:
        """Store views with their vectors, row by row."""
        for first in range(0, len(ids), BATCH):
            rows = slice(first, first + BATCH)
            self._collection.add(
                ids=list(ids[rows]),
                embeddings=vectors[rows],
                metadatas=[_place(view) for view in views[rows]],
                documents=[view.text for view in views[rows]],
            )

    def vectors_by_text(self) -> dict[str, Sequence[float]]:
        """Each embedded text with its vector, to spare embedding it again."""
        rows = self._collection.get(include=["documents", "embeddings"])
        return dict(zip(rows["documents"] or [], rows["embeddings"], strict=True))  # type: ignore[arg-type]

    def near(self, vector: "Vectors", k: int) -> list[Near]:
        """The `k` views nearest to a vector, nearest first."""
        try:
            found = self._collection.query(
                query_embeddings=vector[None, :],
                n_results=min(k, self._collection.count()),
                include=["metadatas", "distances"],
            )
        except Exception as error:  # as in `open`
            raise damaged(self._folder, error) from error
        places: Any = (found["metadatas"] or [[]])[0]
        distances = (found["distances"] or [[]])[0]
        return [_near(place, 1.0 - distance) for place, distance in zip(places, distances, strict=True)]


def _place(view: View) -> dict[str, str | int]:
    return {"kind": view.kind, "passage": view.passage, "start": view.start, "end": view.end}


def _near(place: dict[str, Any], similarity: float) -> Near:
    match = Match(int(place["start"]), int(place["end"]), similarity)
    return Near(str(place["kind"]), str(place["passage"]), match)


def _client(folder: Path) -> Any:
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
