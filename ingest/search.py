"""Rank passages for a question: likeness of vectors, with a little weight on shared words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import PlaybookError
from ingest import store
from ingest.build import current
from ingest.chroma import Near, VectorIndex
from ingest.embed import Embedder
from ingest.keywords import KeywordIndex
from ingest.model import DocumentText, Hit, Passage
from ingest.passages import RULE

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

NEAREST = 200
"""Views asked of the vector index: enough to fill ten passages many times over."""
KEYWORD_WEIGHT = 0.2
"""Share of the best keyword score added to the cosine (docs/evaluation.md, ablations)."""


class Searcher(Protocol):
    """Finds passages, and knows the documents they stand in."""

    @property
    def fingerprint(self) -> str:
        """Names the index that is searched."""
        ...

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The best `k` passages, best first; fewer only where the index holds fewer."""
        ...

    def document(self, source: str) -> DocumentText:
        """The document a passage stands in, by its source's id."""
        ...

    def unknown_words(self, question: str) -> list[str]:
        """Words of the question, stemmed, that no passage holds."""
        ...


@dataclass(frozen=True, slots=True)
class Index:
    """An index as it lies on disk, opened for reading."""

    manifest: store.Manifest
    documents: dict[str, DocumentText]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    keywords: KeywordIndex


class HybridSearcher:
    """Cosine over the views of each passage, plus weighted BM25."""

    def __init__(self, index: Index, embedder: Embedder, keyword_weight: float = KEYWORD_WEIGHT) -> None:
        self._index = index
        self._embedder = embedder
        self._keyword_weight = keyword_weight
        self._rows = {passage.id: row for row, passage in enumerate(index.passages)}

    @property
    def fingerprint(self) -> str:
        return self._index.manifest.fingerprint

    def document(self, source: str) -> DocumentText:
        return self._index.documents[source]

    def unknown_words(self, question: str) -> list[str]:
        return self._index.keywords.unknown(question)

    def search(self, question: str, k: int = 10) -> list[Hit]:
        nearest = _nearest_of_each(self._index.vectors.near(self._embedder.embed([question])[0], NEAREST))
        shared = _share_of_best(self._index.keywords.scores(question)) * self._keyword_weight
        scored = [(near.similarity + float(shared[self._rows[id_]]), near) for id_, near in nearest.items()]
        best = sorted(scored, key=lambda one: -one[0])[:k]
        return [self._hit(rank, score, near) for rank, (score, near) in enumerate(best, 1)]

    def _hit(self, rank: int, score: float, near: Near) -> Hit:
        passage = self._index.passages[self._rows[near.passage]]
        return Hit(rank, score, near.similarity, passage, (near.start, near.end))


def open_index(corpus: Path, embedder: Embedder) -> Index:
    """The index in use for a corpus.

    Raises:
        PlaybookError: there is none, it is damaged, or it was made with another model or passage rule.
    """
    folder = current(corpus)
    if folder is None:
        raise PlaybookError(f"There is no index of {corpus} yet. Run: playbook index build")
    manifest = store.manifest(folder)
    if (manifest.embedder, manifest.rule) != (embedder.fingerprint, RULE):
        raise PlaybookError(
            f"The index was made with {manifest.embedder} and rule {manifest.rule}, "
            f"this program uses {embedder.fingerprint} and {RULE}. Run: playbook index build"
        )
    documents = {document.source: document for document in store.documents(folder)}
    vectors, keywords = VectorIndex.open(folder / "chroma"), KeywordIndex.open(folder / "keywords")
    return Index(manifest, documents, tuple(store.passages(folder)), vectors, keywords)


def _nearest_of_each(found: Sequence[Near]) -> dict[str, Near]:
    """The nearest view of each passage, in order of nearness."""
    nearest: dict[str, Near] = {}
    for near in found:
        nearest.setdefault(near.passage, near)
    return nearest


def _share_of_best(scores: "NDArray[numpy.float32]") -> "NDArray[numpy.float32]":
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores
