"""Read and cut a corpus: all that an index is made from, before anything is embedded."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Failure, Passage, Section
from ingest.passages import RULE, passages
from ingest.questions import Bank, of_first_passages
from ingest.readers import read
from ingest.views import View, searched_text, views

NONE: Bank = {}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A corpus cut up, before anything is embedded."""

    documents: tuple[DocumentText, ...]
    passages: tuple[Passage, ...]
    views: tuple[View, ...]
    failures: tuple[Failure, ...] = ()

    def searched_texts(self) -> list[str]:
        """What keyword search sees, a text a passage."""
        return [searched_text(passage) for passage in self.passages]

    def fingerprint(self, embedder: str) -> str:
        """The same for the same documents, passage rule and model, wherever the index is built."""
        told = [RULE, embedder, *(repr(replace(document, text="")) for document in self.documents)]
        told += [repr(failure) for failure in self.failures]
        told += [f"{passage.id} {passage.start}" for passage in self.passages]
        told += [view.id for view in self.views]
        return _digest(told)


def prepare(documents: Sequence[Document], bank: Bank, near_misses: Bank = NONE) -> Prepared:
    """Read and cut every document; one that cannot be read is a failure, and the others are kept."""
    read_ones = [one for document in documents for one in _read(document)]
    failures = tuple(one for one in read_ones if isinstance(one, Failure))
    good = [one for one in read_ones if not isinstance(one, Failure)]
    cut = [one for text, sections in good for one in passages(text, sections)]
    asked, missed = of_first_passages(cut, bank), of_first_passages(cut, near_misses)
    found = [view for one in cut for view in views(one, asked.get(one.id, ()), missed.get(one.id, ()))]
    return Prepared(tuple(text for text, _ in good), tuple(cut), tuple(found), failures)


def inputs(documents: Sequence[Document], bank: Bank, near_misses: Bank, embedder: str) -> str:
    """Names all that `prepare` and an index depend on, without reading a document: files, questions, model, program."""
    told = [RULE, embedder, _program(), repr(bank), repr(near_misses)]
    for document in documents:
        told += [
            repr(replace(document, content=b"", instead=None)),
            document.instead.sha256 if document.instead else "",
        ]
    return _digest(told)


def _read(document: Document) -> Iterator[tuple[DocumentText, tuple[Section, ...]] | Failure]:
    """The text, or why there is none, and then the summary's where there is one."""
    try:
        yield read(document)
    except PlaybookError as error:
        told = f"{str(error).rstrip('.')}. Until then its bundled summary is used." if document.instead else str(error)
        yield Failure(document.source.id, told)
        if document.instead:
            yield from _read(document.instead)


@cache
def _program() -> str:
    """The files that turn documents into passages, by hash: a mended reader makes the index stale."""
    here = Path(__file__).parent
    return _digest([file.read_text("utf-8") for file in sorted(here.rglob("*.py"))])


def _digest(told: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
