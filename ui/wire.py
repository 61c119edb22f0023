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
from corpus.notices import notices
from evals import splitter
from evals.model import Case, Report
from ingest import store
from ingest.build import build, current, in_use, index_folder
from ingest.embed import Embedder
from ingest.model import Failure
from ingest.onnx_engine import OnnxMiniLM
from ingest.search import HybridSearcher, Index, open_build, open_index
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
    return answerer_over(searcher(corpus), corpus)


def answerer_over(opened: HybridSearcher, corpus: Path) -> QuotingAnswerer:
    """An answerer over a searcher that is open already, with the remarks of its corpus."""
    return QuotingAnswerer(opened, fitted(), notices(corpus))


def live_answerer(corpus: Path) -> LiveAnswerer:
    """An answerer over whichever index is in use when a question is asked."""
    model, root, confidence = embedder(), index_folder(corpus), fitted()

    def opened(folder: Path | None) -> Opened:
        index = open_build(folder, corpus, model)
        return index, QuotingAnswerer(HybridSearcher(index, model), confidence, notices(corpus))

    return LiveAnswerer(lambda: in_use(root), opened)


def splitter_reports(corpus: Path, cases: Sequence[Case]) -> list[Report]:
    """What LangChain's default splitter finds on the same documents, with the same model."""
    model = embedder()
    return splitter.reports(open_index(corpus, model), cases, model)
