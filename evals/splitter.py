"""LangChain's default splitter with the same model and Chroma, to be measured beside; the one keeper of langchain."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.measures.ranking import is_right
from evals.model import Case, Report, Span
from ingest.chroma import VectorIndex
from ingest.embed import Embedder
from ingest.indexes import Index
from ingest.model import DocumentText
from ingest.questions import Place
from ingest.views import View

WITHIN = (1, 5)
Spans = dict[Place, Span]


def reports(index: Index, cases: Sequence[Case], embedder: Embedder) -> list[Report]:
    """Recall of the splitter as it comes (4000 characters), and at the 1000 that its tutorials use."""
    return [_report(index, cases, embedder, *size) for size in ((4000, 200), (1000, 200))]


def _report(index: Index, cases: Sequence[Case], embedder: Embedder, size: int, overlap: int) -> Report:
    chunks = [chunk for document in index.documents.values() for chunk in _chunks(document, size, overlap)]
    spans, ranks = _sections(index), []
    with TemporaryDirectory() as folder:
        vectors = VectorIndex.create(Path(folder), {"splitter": str(size)})
        embedded = embedder.embed([chunk.text for chunk in chunks])
        vectors.add(chunks, embedded)
        for case in (case for case in cases if case.answerable):
            near = vectors.near(embedder.embed([case.question])[0], max(WITHIN))
            gold = [spans[one.place] for one in case.gold]
            found = [Span(one.passage, one.match.start, one.match.end) for one in near]
            ranks.append(next((r for r, chunk in enumerate(found, 1) if any(is_right(chunk, g) for g in gold)), None))
    scores = {f"recall_at_{k}": sum(r is not None and r <= k for r in ranks) / len(ranks) for k in WITHIN}
    return Report(f"LangChain splitter {size}/{overlap}", len(ranks), dict(scores))


def _chunks(document: DocumentText, size: int, overlap: int) -> list[View]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap, add_start_index=True)
    found = splitter.create_documents([document.text])
    starts = [(chunk.page_content, int(chunk.metadata["start_index"])) for chunk in found]
    return [View("whole", document.source, start, start + len(text), text) for text, start in starts]


def _sections(index: Index) -> Spans:
    """Where each section's text begins and ends in its document."""
    spans: Spans = {}
    for passage in index.passages:
        key = (passage.source, passage.trail)
        known = spans.get(key, Span(passage.source, passage.start, passage.end))
        spans[key] = Span(passage.source, min(known.start, passage.start), max(known.end, passage.end))
    return spans
