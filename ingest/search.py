"""Rank passages for a question: likeness of vectors, with a little weight on shared words."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import PlaybookError
from ingest import store
from ingest.chroma import Near
from ingest.embed import Embedder
from ingest.indexes import FolderIndexes, Index, Indexes, index_folder, opened
from ingest.keywords import KeywordIndex
from ingest.model import DocumentText, Evidence, Hit, Match, Passage
from ingest.passages import RULE
from ingest.questions import Place, place
from ingest.withheld import without

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

NEAREST = 500
"""Views asked of the vector index: enough to fill ten passages many times over."""
KEYWORD_WEIGHT = 0.1
"""Share of the best keyword score that is added to the likeness (`python -m evals.ablation`)."""
LESSER = 0.3
"""What the lesser of two likenesses counts beside the greater: a section near in both ways is likelier right."""
SECONDARY_COST = 0.05
"""Taken from the score of what was written from what others say of a document: of two sections almost as near, the
one whose words are the source's own, or restate it, is better quoted."""
ALIKE = 2
"""Questions of the bank whose mean likeness counts: one alone is too easily near by chance."""
TOLD = 3
"""Questions of either bank whose likeness is kept as evidence."""


class Searcher(Protocol):
    """Finds passages, and knows the documents they stand in."""

    @property
    def fingerprint(self) -> str:
        """Names the index that is searched."""
        ...

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The best passage of each of the best `k` sections, best first; fewer only where the index holds fewer."""
        ...

    def document(self, source: str) -> DocumentText:
        """The document a passage stands in, by its source's id."""
        ...

    @property
    def keywords(self) -> KeywordIndex:
        """The words that passages hold."""
        ...

    def places(self) -> Collection[Place]:
        """Every section that can be found."""
        ...


class HybridSearcher:
    """Cosine over the views of each passage, plus a weighted share of the best BM25 score."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        keyword_weight: float = KEYWORD_WEIGHT,
        likeness: "Callable[[Likeness], float] | None" = None,
        secondary_cost: float = SECONDARY_COST,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._keyword_weight = keyword_weight
        self._likeness = likeness or (Likeness.best if index.manifest.questions else Likeness.text)
        self._costs = [secondary_cost * self._is_secondary(passage) for passage in index.passages]
        self._rows = {passage.id: row for row, passage in enumerate(index.passages)}
        self._sections: dict[Place, list[int]] = {}
        for row, passage in enumerate(index.passages):
            self._sections.setdefault(place(passage), []).append(row)

    @property
    def index(self) -> Index:
        """What is searched."""
        return self._index

    def without(self, source: str) -> "HybridSearcher":
        """The same search over an index that never held one of the sources."""
        return HybridSearcher(without(self._index, source), self._embedder)

    @property
    def fingerprint(self) -> str:
        return self._index.manifest.fingerprint

    def document(self, source: str) -> DocumentText:
        return self._index.documents[source]

    @property
    def keywords(self) -> KeywordIndex:
        return self._index.keywords

    def places(self) -> Collection[Place]:
        return self._sections.keys()

    def search(self, question: str, k: int = 10) -> list[Hit]:
        likenesses = self._likenesses(self._index.vectors.near(self._embedder.embed([question])[0], NEAREST))
        shared = _share_of_best(self._index.keywords.scores(question)) * self._keyword_weight
        scored = [
            (self._likeness(like) + float(shared[row]) - self._costs[row], row, like)
            for row, like in likenesses.items()
        ]
        ranked = sorted(scored, key=lambda one: (-one[0], one[1]))
        sections: dict[Place, list[tuple[float, int, Likeness]]] = {}
        for one in ranked:
            sections.setdefault(place(self._index.passages[one[1]]), []).append(one)
        return [self._hit(rank, ones) for rank, ones in enumerate(list(sections.values())[:k], 1)]

    def _is_secondary(self, passage: Passage) -> bool:
        return self._index.documents[passage.source].basis == "secondary"

    def _hit(self, rank: int, section: Sequence[tuple[float, int, "Likeness"]]) -> Hit:
        """A section at the score of its best passage, shown by the passage whose own text is most like the question."""
        score, _, best = section[0]
        _, row, _ = max(section, key=lambda one: one[2].text())
        passage = self._index.passages[row]
        whole = tuple(self._index.passages[other] for other in self._sections[place(passage)])
        matches = tuple(match for _, _, like in section for match in like.matches)
        return Hit(rank, score, self._likeness(best), passage, whole, matches, _evidence(section))

    def _likenesses(self, found: Sequence[Near]) -> dict[int, "Likeness"]:
        """Of each passage with a view among those found, by its row; a view not among them is taken to be no nearer."""
        floor = found[-1].match.similarity if found else 0.0
        likenesses: dict[int, Likeness] = {}
        for near in found:
            for row in self._rows_of(near):
                first = self._index.passages[row].start
                likenesses.setdefault(row, Likeness(floor)).take(near, first)
        return likenesses

    def _rows_of(self, near: Near) -> Sequence[int]:
        """The passage a view belongs to; a question of either bank belongs to every passage of its section."""
        row = self._rows[near.passage]
        return self._sections[place(self._index.passages[row])] if near.kind in ASKED else [row]


ASKED = ("question", "near miss")


class Likeness:
    """How like a question one passage is, gathered from its views."""

    def __init__(self, floor: float) -> None:
        self.whole = self.part = floor
        self.questions = [floor] * TOLD
        """Likeness of the nearest ones, nearest first."""
        self.near_misses = [floor] * TOLD
        self.matches: list[Match] = []

    def take(self, near: Near, first: int) -> None:
        """Add a view of a passage that begins at `first`; views come nearest first."""
        if near.kind in ASKED:
            told = self.questions if near.kind == "question" else self.near_misses
            told[:] = sorted([*told, near.match.similarity], reverse=True)[:TOLD]
            return
        self.matches.append(Match(first + near.match.start, first + near.match.end, near.match.similarity))
        self.part = max(self.part, near.match.similarity)
        if near.kind == "whole":
            self.whole = near.match.similarity

    def best(self) -> float:
        """What the text says and what questions it is known to answer, the better of the two before the other."""
        one, other = self.text(), self.asked()
        return (max(one, other) + LESSER * min(one, other)) / (1 + LESSER)

    def asked(self) -> float:
        """The mean of the nearest questions it is known to answer."""
        return sum(self.questions[:ALIKE]) / ALIKE

    def text(self) -> float:
        """What the text says, whole and in its nearest part."""
        return (self.whole + self.part) / 2


def _evidence(section: Sequence[tuple[float, int, Likeness]]) -> Evidence:
    """Of its best text; the questions are the same for each passage."""
    like = section[0][2]
    return Evidence(max(one.text() for _, _, one in section), tuple(like.questions), tuple(like.near_misses))


def open_index(corpus: Path, embedder: Embedder, indexes: Indexes | None = None) -> Index:
    """The index in use for a corpus.

    Raises:
        PlaybookError: there is none, it is damaged, or it was made with another model or passage rule.
    """
    place = indexes or FolderIndexes(index_folder(corpus))
    return open_build(place.in_use(), corpus, embedder, place)


def open_build(name: str | None, corpus: Path, embedder: Embedder, indexes: Indexes) -> Index:
    """One index, by its name; None stands for none at all."""
    if name is None:
        raise PlaybookError(f"There is no index of {corpus} yet. Run: playbook index build")
    manifest = store.manifest(indexes.folder(name))
    if (manifest.embedder, manifest.rule) != (embedder.fingerprint, RULE):
        raise PlaybookError(
            f"The index was made with {manifest.embedder} and rule {manifest.rule}, "
            f"this program uses {embedder.fingerprint} and {RULE}. Run: playbook index build"
        )
    return opened(indexes, name)


def _share_of_best(scores: "NDArray[numpy.float32]") -> "NDArray[numpy.float32]":
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else scores
