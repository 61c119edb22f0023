"""LangChain's default splitter with the same model and Chroma, to be measured beside; the one keeper of langchain."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.model import Ranked
from ingest.chroma import Near, VectorIndex
from ingest.embed import Embedder
from ingest.indexes import Index
from ingest.model import DocumentText
from ingest.views import View

DEPTH = 10


@contextmanager
def splitter(index: Index, embedder: Embedder, size: int, overlap: int) -> Iterator[Callable[[str], Sequence[Ranked]]]:
    """Gives the ten chunks nearest to a question, of all documents cut at `size` characters with `overlap`."""
    chunks = [chunk for document in index.documents.values() for chunk in _chunks(document, size, overlap)]
    with TemporaryDirectory() as folder:
        vectors = VectorIndex.create(Path(folder), {"splitter": str(size)})
        vectors.add(chunks, embedder.embed([chunk.text for chunk in chunks]))
        yield lambda question: [_ranked(near) for near in vectors.near(embedder.embed([question])[0], DEPTH)]


def _chunks(document: DocumentText, size: int, overlap: int) -> list[View]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    cutter = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap, add_start_index=True)
    found = cutter.create_documents([document.text])
    starts = [(chunk.page_content, int(chunk.metadata["start_index"])) for chunk in found]
    return [View("whole", document.source, start, start + len(text), text) for text, start in starts]


def _ranked(near: Near) -> Ranked:
    return Ranked(near.passage, (), near.match.start, near.match.end, near.match.similarity)
