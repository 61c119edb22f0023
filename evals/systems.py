"""Other ways to rank for the same cases, with the same model over the same documents."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.question import standalone
from evals.model import Case, Given, Ranked
from evals.splitter import splitter
from ingest.embed import Embedder
from ingest.indexes import Index
from ingest.model import Passage
from ingest.search import HybridSearcher

DEPTH = 10
"""How many each one finds."""
SIZES, OVERLAP = (4000, 1000), 200
"""Characters of a chunk: the splitter's default, and what its tutorials use."""
Ranking = Callable[[str], Sequence[Ranked]]


def rankings(index: Index, embedder: Embedder) -> Iterator[tuple[str, Ranking]]:
    """Each system's name, and its ranking of at most ten for a question, which holds until the next is asked for."""
    yield "this system", _searched(HybridSearcher(index, embedder))
    yield "vectors alone", _searched(HybridSearcher(index, embedder, 0, lambda likeness: likeness.whole, 0))
    yield "BM25 alone", lambda question: _by_keywords(index, question)
    for size in SIZES:
        with splitter(index, embedder, size, OVERLAP) as ranking:
            yield f"LangChain splitter {size}/{OVERLAP} + Chroma", ranking


def givens(cases: Sequence[Case], rank: Ranking) -> list[Given]:
    """What a system finds for each answerable case, to be scored as a ranking; it gives no answer.

    A follow-up is made to stand alone first, the same for every system.
    """
    asked = ((case.id, standalone(case.question, case.history)) for case in cases if case.answerable)
    return [Given(id_, "asked", "not_found", passages=tuple(rank(question))) for id_, question in asked]


def _searched(searcher: HybridSearcher) -> Ranking:
    return lambda question: [_ranked(hit.passage, hit.score) for hit in searcher.search(question, DEPTH)]


def _by_keywords(index: Index, question: str) -> list[Ranked]:
    """The best passage of each of the ten best sections, by BM25."""
    scores = index.keywords.scores(question)
    order = sorted(range(len(index.passages)), key=lambda row: (-float(scores[row]), row))
    return list(_first_of_each(_ranked(index.passages[row], float(scores[row])) for row in order))[:DEPTH]


def _first_of_each(ranked: Iterable[Ranked]) -> Iterable[Ranked]:
    seen = set()
    for one in ranked:
        if (place := (one.source, one.trail)) not in seen:
            seen.add(place)
            yield one


def _ranked(passage: Passage, score: float) -> Ranked:
    return Ranked(passage.source, passage.trail, passage.start, passage.end, score)
