"""What the cost of secondary summaries is worth, on questions of the bank: `python -m evals.secondary`."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from corpus import home
from evals.model import Figure, Report
from evals.report import table
from ingest.chroma import Near, Neighbours
from ingest.onnx_engine import OnnxMiniLM
from ingest.questions import Place, bank, place
from ingest.search import HybridSearcher, open_index

COSTS = (0.0, 0.02, 0.04, 0.05, 0.06, 0.08, 0.1)
ASKED = 250
"""Questions of each kind."""
SAME = 0.9999
"""Cosine from which a vector is taken to be the question's own."""
WITHIN = (1, 5)


class WithoutItself:
    """Vectors among which a question of the bank does not find itself."""

    def __init__(self, vectors: Neighbours) -> None:
        self._vectors = vectors

    def near(self, vector: Any, k: int) -> list[Near]:
        """As `VectorIndex.near`."""
        return [one for one in self._vectors.near(vector, k) if one.match.similarity < SAME]


def main() -> None:
    """Print recall of the right section for secondary sections and for others, a column a cost."""
    embedder = OnnxMiniLM(home.home() / "models")
    index = open_index(home.BUNDLED, embedder)
    secondary = {document.source for document in index.documents.values() if document.basis == "secondary"}
    asked = [(where, question) for where, questions in bank(home.BUNDLED).items() for question in questions]
    random.Random(5).shuffle(asked)  # noqa: S311 - a draw that anyone can repeat
    groups = {
        "secondary": [one for one in asked if one[0][0] in secondary][:ASKED],
        "other": [one for one in asked if one[0][0] not in secondary][:ASKED],
    }
    blind = replace(index, vectors=WithoutItself(index.vectors))
    for name, questions in groups.items():
        searchers = {cost: HybridSearcher(blind, embedder, secondary_cost=cost) for cost in COSTS}
        print(table([_report(f"{name}, cost {cost}", searcher, questions) for cost, searcher in searchers.items()]))


def _report(name: str, searcher: HybridSearcher, asked: Sequence[tuple[Place, str]]) -> Report:
    ranks = [_rank(searcher, *one) for one in asked]
    return Report(
        name,
        len(asked),
        {f"hit_at_{k}": Figure(sum(rank <= k for rank in ranks) / len(ranks), len(ranks)) for k in WITHIN},
    )


def _rank(searcher: HybridSearcher, where: Place, question: str) -> int:
    hits = searcher.search(question, max(WITHIN))
    return next((hit.rank for hit in hits if place(hit.passage) == where), max(WITHIN) + 1)


if __name__ == "__main__":
    main()
