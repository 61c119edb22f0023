"""The only place where real parts are plugged together."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.confidence import fitted
from assistant.quote import QuotingAnswerer
from corpus import home
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import documents
from evals import splitter
from evals.model import Case, Report
from ingest import store
from ingest.build import build
from ingest.embed import Embedder
from ingest.indexes import FolderIndexes, Index, current, index_folder
from ingest.model import Failure
from ingest.onnx_engine import OnnxMiniLM
from ingest.search import HybridSearcher, open_build, open_index
from ingest.torch_engine import SentenceMiniLM
from ui.live import LiveAnswerer, Opened

ENGINES: dict[str, Callable[[int], Embedder]] = {
    "onnx": lambda threads: OnnxMiniLM(home.home() / "models", threads),
    "sentence-transformers": SentenceMiniLM,
}


def embedder() -> Embedder:
    """The packaged model, on the engine PLAYBOOK_ENGINE names (onnx) with PLAYBOOK_THREADS threads (1)."""
    threads, engine = os.environ.get("PLAYBOOK_THREADS", "1"), os.environ.get("PLAYBOOK_ENGINE", "onnx")
    if not threads.isdigit() or not 1 <= int(threads) <= 256:
        raise PlaybookError(f"PLAYBOOK_THREADS is {threads!r}; it must be a number from 1 to 256.")
    if engine not in ENGINES:
        raise PlaybookError(f"PLAYBOOK_ENGINE is {engine!r}; it must be one of: {', '.join(ENGINES)}.")
    return ENGINES[engine](int(threads))


def build_index(corpus: Path, progress: Callable[[int, int], None], fresh: bool = False) -> store.Manifest:
    """Index the best edition at hand of every source."""
    return build(corpus, documents(corpus, sources(corpus)), embedder(), progress, fresh)


def failures(corpus: Path) -> list[Failure]:
    """The sources that the index in use lacks because their files could not be read."""
    folder = current(corpus)
    return store.failures(folder) if folder else []


def index(corpus: Path) -> Index:
    """The index in use."""
    return open_index(corpus, embedder())


def searcher(corpus: Path) -> HybridSearcher:
    """A searcher over the index in use."""
    model = embedder()
    return HybridSearcher(open_index(corpus, model), model)


def answerer(corpus: Path) -> QuotingAnswerer:
    """An answerer over the index in use."""
    return answerer_over(searcher(corpus))


def answerer_over(opened: HybridSearcher) -> QuotingAnswerer:
    """An answerer over a searcher that is open already."""
    return QuotingAnswerer(opened, fitted())


def live_answerer(corpus: Path) -> LiveAnswerer:
    """An answerer over whichever index is in use when a question is asked."""
    model, indexes, confidence = embedder(), FolderIndexes(index_folder(corpus)), fitted()

    def opened(name: str | None) -> Opened:
        index = open_build(name, corpus, model, indexes)
        return index, QuotingAnswerer(HybridSearcher(index, model), confidence)

    return LiveAnswerer(indexes.in_use, opened)


def splitter_reports(corpus: Path, cases: Sequence[Case]) -> list[Report]:
    """What LangChain's default splitter finds on the same documents, with the same model."""
    model = embedder()
    return splitter.reports(open_index(corpus, model), cases, model)
