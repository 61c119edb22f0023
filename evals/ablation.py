"""What each part of the ranking is worth on the development cases: `python -m evals.ablation`."""

from collections.abc import Callable, Iterator, Sequence

from assistant.followup import standalone
from corpus import home
from evals.cases import cases
from evals.model import Case, Figure, Report
from evals.report import table
from ingest.embed import Embedder
from ingest.glossary import Glossary, acronyms, everyday, expanded
from ingest.indexes import Index
from ingest.onnx_engine import OnnxMiniLM
from ingest.questions import place
from ingest.search import KEYWORD_WEIGHT, HybridSearcher, Likeness, open_index
from ingest.slips import mended

WITHIN = (1, 5)
VARIANTS: dict[str, tuple[Callable[[Likeness], float], float]] = {
    "passage under its trail, no keywords": (lambda like: like.whole, 0.0),
    "passage under its trail": (lambda like: like.whole, KEYWORD_WEIGHT),
    "nearest part": (lambda like: max(like.whole, like.part), KEYWORD_WEIGHT),
    "mean of passage and nearest part": (Likeness.text, KEYWORD_WEIGHT),
    "that or the nearest question": (lambda like: max(like.text(), like.questions[0]), KEYWORD_WEIGHT),
    "that or the mean of two questions": (lambda like: max(like.text(), like.asked()), KEYWORD_WEIGHT),
    "the mean of two questions alone": (Likeness.asked, KEYWORD_WEIGHT),
    "the better, with some of the other (in use)": (Likeness.best, KEYWORD_WEIGHT),
    "in use, no keywords": (Likeness.best, 0.0),
    "in use, keywords at 0.05": (Likeness.best, 0.05),
    "in use, keywords at 0.2": (Likeness.best, 0.2),
}
"""What stands for a passage's likeness, and the weight of keywords."""


def main() -> None:
    """Print recall of each variant over the index in use of the bundled corpus."""
    embedder = OnnxMiniLM(home.home() / "models")
    index = open_index(home.BUNDLED, embedder)
    asked = [case for case in cases() if case.half == "dev" and case.answerable]
    print(table([_report(name, index, embedder, asked, *variant) for name, variant in VARIANTS.items()]))
    searcher = HybridSearcher(index, embedder)
    print(table([_scored(name, asked, searcher, change) for name, change in _changes(index)]))


def _changes(index: Index) -> Iterator[tuple[str, Callable[[Case], str]]]:
    """Ways to put a case's question to the search."""
    texts = [document.text for document in index.documents.values()]
    spelled = Glossary(acronyms(texts), {})
    told = Glossary({}, everyday(home.BUNDLED))
    yield "as asked, without what was said before", lambda case: case.question
    yield "standing alone", lambda case: standalone(case.question, case.history)
    yield "and with slips mended (in use)", lambda case: _mended(case, index)
    yield "and with acronyms spelled out", lambda case: expanded(_mended(case, index), spelled)
    yield "and with the field's terms for everyday words", lambda case: expanded(_mended(case, index), told)


def _mended(case: Case, index: Index) -> str:
    return mended(standalone(case.question, case.history), index.keywords)


def _report(
    name: str, index: Index, embedder: Embedder, asked: Sequence[Case], like: Callable[[Likeness], float], weight: float
) -> Report:
    searcher = HybridSearcher(index, embedder, weight, like)
    return _scored(name, asked, searcher, lambda case: _mended(case, index))


def _scored(name: str, asked: Sequence[Case], searcher: HybridSearcher, put: Callable[[Case], str]) -> Report:
    ranks = [_rank(case, put(case), searcher) for case in asked]
    return Report(
        name,
        len(asked),
        {f"hit_at_{k}": Figure(sum(rank <= k for rank in ranks) / len(ranks), len(ranks)) for k in WITHIN},
    )


def _rank(case: Case, question: str, searcher: HybridSearcher) -> int:
    gold = {one.place for one in case.gold}
    hits = searcher.search(question, max(WITHIN))
    return next((hit.rank for hit in hits if place(hit.passage) in gold), max(WITHIN) + 1)


if __name__ == "__main__":
    main()
