"""The only place where real parts are plugged together."""

import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from assistant.chat_model import ChatModel
from assistant.confidence import Confidence, fitted
from assistant.model import Answerer
from assistant.quote import QuotingAnswerer
from assistant.write import WritingAnswerer
from corpus import home
from corpus.catalogue import sources
from corpus.contacts import contacts
from corpus.errors import PlaybookError
from corpus.load import documents
from corpus.notices import notices
from evals import systems
from ingest import store
from ingest.adapter import BUNDLED
from ingest.build import build
from ingest.embed import Embedder
from ingest.indexes import FolderIndexes, Index, Indexes, index_folder
from ingest.model import Failure
from ingest.onnx_engine import OnnxMiniLM
from ingest.search import HybridSearcher, open_build, open_index
from ingest.server_indexes import ServerIndexes
from ingest.torch_engine import SentenceModel
from ui.live import LiveAnswerer, Opened
from ui.setup import ONNX, SENTENCE_TRANSFORMERS, UNADAPTED, Setup


def embedder(setup: Setup) -> Embedder:
    """The model on its engine, with as many threads as PLAYBOOK_THREADS says (1)."""
    threads = os.environ.get("PLAYBOOK_THREADS", "1")
    if not threads.isdigit() or not 1 <= int(threads) <= 256:
        raise PlaybookError(f"PLAYBOOK_THREADS is {threads!r}; it must be a number from 1 to 256.")
    if setup.engine in (ONNX, UNADAPTED):
        return OnnxMiniLM(home.home() / "models", int(threads), BUNDLED if setup.engine == ONNX else None)
    return SentenceModel(None if setup.engine == SENTENCE_TRANSFORMERS else setup.engine, int(threads))


def indexes(setup: Setup) -> Indexes:
    """Where the indexes of the corpus lie."""
    if setup.chroma is None:
        return FolderIndexes(index_folder(setup.corpus))
    here = home.corpus_home(setup.corpus)
    name = os.environ.get("PLAYBOOK_CHROMA_NAME") or _shared_name(setup.corpus)
    return ServerIndexes(setup.chroma, name, here / "server")


def _shared_name(corpus: Path) -> str:
    """What a corpus is called on a server, where its folder may lie elsewhere on each machine."""
    if corpus.resolve() == home.BUNDLED.resolve():
        return "bundled"
    return re.sub(r"[^a-z0-9]+", "-", corpus.resolve().name.lower()).strip("-") or "corpus"


def build_index(setup: Setup, progress: Callable[[int, int], None], fresh: bool = False) -> store.Manifest:
    """Index the best edition at hand of every source."""
    found = documents(setup.corpus, sources(setup.corpus))
    return build(setup.corpus, found, embedder(setup), progress, fresh, indexes(setup))


def texts(setup: Setup) -> Path | None:
    """The folder on this machine that holds the texts of the index in use; None where there is no index."""
    place = indexes(setup)
    name = place.in_use()
    return place.folder(name) if name else None


def failures(setup: Setup) -> list[Failure]:
    """The sources that the index in use lacks because their files could not be read."""
    folder = texts(setup)
    return store.failures(folder) if folder else []


def index(setup: Setup) -> Index:
    """The index in use."""
    return open_index(setup.corpus, embedder(setup), indexes(setup))


def searcher(setup: Setup) -> HybridSearcher:
    """A searcher over the index in use."""
    model = embedder(setup)
    return HybridSearcher(open_index(setup.corpus, model, indexes(setup)), model)


def answerer(setup: Setup) -> QuotingAnswerer:
    """An answerer over the index in use."""
    return answerer_over(searcher(setup), setup.corpus)


def answerer_over(opened: HybridSearcher, corpus: Path) -> QuotingAnswerer:
    """An answerer over a searcher that is open already, with the remarks of its corpus."""
    return QuotingAnswerer(opened, _confidence(opened.index), notices(corpus), contacts(corpus))


def _confidence(index: Index) -> Confidence:
    """The regression fitted for what the index knows."""
    return fitted(index.manifest.questions > 0)


def live_answerer(setup: Setup) -> LiveAnswerer:
    """An answerer over whichever index is in use when a question is asked."""
    model, place = embedder(setup), indexes(setup)

    def opened(name: str | None) -> Opened:
        index = open_build(name, setup.corpus, model, place)
        return index, answerer_over(HybridSearcher(index, model), setup.corpus)

    return LiveAnswerer(place.in_use, opened)


def answerers(opened: HybridSearcher, corpus: Path, model: ChatModel | None = None) -> Callable[[str], Answerer]:
    """Opens an answerer over the whole index, or over what is left of it without one source; with a model, one that
    writes."""

    @lru_cache(maxsize=2)
    def answering(without_source: str) -> Answerer:
        quoting = answerer_over(opened.without(without_source) if without_source else opened, corpus)
        return WritingAnswerer(quoting, model, notices(corpus)) if model else quoting

    return answering


def rankings(setup: Setup) -> Iterator[tuple[str, systems.Ranking]]:
    """This system and others, over the index in use."""
    model = embedder(setup)
    return systems.rankings(open_index(setup.corpus, model, indexes(setup)), model)
