"""Which edition of each source is at hand, as documents."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.catalogue import FORMATS
from corpus.home import corpus_home
from corpus.model import Document, Source
from corpus.pins import Pins, moved, revision

READABLE = (*dict.fromkeys(FORMATS.values()), "site")
"""Formats the readers understand; of a site the one page at its address is read."""
LARGEST_FILE = 50 * 1024 * 1024
"""Of a document: a larger one is neither fetched nor read."""


def official_folder(corpus: Path) -> Path:
    """Where `playbook sync` puts official text, one folder a collection."""
    return corpus_home(corpus) / "official"


def documents(corpus: Path, sources: Sequence[Source]) -> list[Document]:
    """The best edition at hand of every source that has one, official before summary."""
    pins = moved(corpus)
    found = (_document(corpus, source, pins) for source in sources if source.same_as is None)
    return [one for one in found if one is not None]


def document(corpus: Path, source: Source) -> Document | None:
    """The official text if it was synced or lies in the corpus folder, else the bundled summary, else None."""
    return _document(corpus, source, moved(corpus))


def _document(corpus: Path, source: Source, pins: Mapping[str, Pins]) -> Document | None:
    file = corpus / "summaries" / f"{source.id}.md"
    summary = _summary(source, *_content(file)) if file.is_file() else None
    if source.format in READABLE:
        for file in _official_places(corpus, source):
            if file.is_file():
                return replace(_official(source, *_content(file), pins), instead=summary)
    return summary


def _official_places(corpus: Path, source: Source) -> tuple[Path, ...]:
    return (
        official_folder(corpus) / source.full_path,
        corpus / source.full_path,
        corpus / source.path,
    )


def _official(source: Source, content: bytes, problem: str, pins: Mapping[str, Pins]) -> Document:
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(source, "official", source.format, content, sha256, revision(source, sha256, pins), problem)


def _summary(source: Source, content: bytes, problem: str) -> Document:
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(source, "summary", "markdown", content, sha256, source.revision, problem)


def _content(file: Path) -> tuple[bytes, str]:
    """What a file holds, or why that cannot be read."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            return b"", f"{file} is larger than {LARGEST_FILE // 2**20} MiB. Split it, or take it out of the folder."
        return file.read_bytes(), ""
    except OSError as error:
        return b"", f"{file} cannot be read ({error.strerror}). Check its permissions."
