"""An index as it would be had one document never been in it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.chroma import Near, Neighbours
from ingest.indexes import Index
from ingest.keywords import KeywordIndex
from ingest.views import searched_text

if TYPE_CHECKING:
    from ingest.embed import Vectors


def without(index: Index, source: str) -> Index:
    """The index without the passages, words and vectors of one source.

    Raises:
        KeyError: the index holds no such source.
    """
    documents = dict(index.documents)
    del documents[source]
    kept = tuple(passage for passage in index.passages if passage.source != source)
    return replace(
        index,
        documents=documents,
        passages=kept,
        keywords=KeywordIndex.build([searched_text(passage) for passage in kept]),
        vectors=_Kept(index.vectors, frozenset(passage.id for passage in kept)),
    )


class _Kept:
    """Those neighbours that belong to the passages kept."""

    def __init__(self, vectors: Neighbours, passages: frozenset[str]) -> None:
        self._vectors = vectors
        self._passages = passages

    def near(self, vector: "Vectors", k: int) -> list[Near]:
        asked, found = k, self._vectors.near(vector, k)
        while len(self._of_kept(found)) < k and len(found) == asked:
            asked *= 2
            found = self._vectors.near(vector, asked)
        return self._of_kept(found)[:k]

    def _of_kept(self, found: list[Near]) -> list[Near]:
        return [near for near in found if near.passage in self._passages]
