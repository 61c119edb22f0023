"""What an index keeps on disk beside its vectors: documents, passages and a manifest, as JSON lines."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import PlaybookError
from ingest.model import Block, DocumentText, Failure, Part, Passage

Stored = TypeVar("Stored")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from; written last, so an index without one is unfinished."""

    fingerprint: str
    embedder: str
    rule: str
    inputs: str
    """Names the files, questions, model and program it was made from (`ingest.prepare.inputs`)."""
    built: str
    """UTC, ISO 8601."""
    documents: int
    failed: int
    """Sources whose file could not be read."""
    passages: int
    vectors: int
    embedded: int
    """Vectors made in this build; the rest were kept from the one before."""
    removed: int
    """Vectors taken out of its collection since that was made from nothing."""
    questions: int = 0
    """Questions that its sections are known to answer; without any, confidence is judged in another way."""


def write(
    folder: Path, documents: Sequence[DocumentText], passages: Sequence[Passage], failures: Sequence[Failure]
) -> None:
    """Write documents, passages and failures to `folder`."""
    _write_lines(folder / "documents.jsonl", map(asdict, documents))
    _write_lines(folder / "failures.jsonl", map(asdict, failures))
    _write_lines(folder / "passages.jsonl", map(asdict, passages))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Mark the index in `folder` as finished."""
    beside = folder / "manifest.json.new"
    beside.write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    os.replace(beside, folder / "manifest.json")


def documents(folder: Path) -> list[DocumentText]:
    """The documents of an index, in the order of their sources."""
    return _all(folder / "documents.jsonl", _document, manifest(folder).documents)


def failures(folder: Path) -> list[Failure]:
    """The sources that could not be read when the index was built."""
    return _all(folder / "failures.jsonl", lambda line: Failure(**line), manifest(folder).failed)


def passages(folder: Path) -> list[Passage]:
    """The passages of an index, in reading order."""
    return _all(folder / "passages.jsonl", _passage, manifest(folder).passages)


def manifest(folder: Path) -> Manifest:
    """What the index in `folder` says of itself."""
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise damaged(folder, error) from error


def damaged(folder: Path, reason: object) -> PlaybookError:
    """The sentence for an index that cannot be read."""
    return PlaybookError(
        f"The index in {folder} is damaged or unfinished ({reason}). Run: playbook index build --fresh"
    )


def _document(line: dict[str, Any]) -> DocumentText:
    return DocumentText(**(line | {"problems": tuple(line["problems"])}))


def _passage(line: dict[str, Any]) -> Passage:
    blocks = tuple(_block(block) for block in line["blocks"])
    return Passage(**(line | {"trail": tuple(line["trail"]), "blocks": blocks}))


def _block(line: dict[str, Any]) -> Block:
    return Block(**(line | {"parts": tuple(Part(**part) for part in line["parts"])}))


def _all(file: Path, made: Callable[[dict[str, Any]], Stored], count: int) -> list[Stored]:
    """What each line of a file tells; a file with lines or fields missing is damaged."""
    try:
        found = [made(json.loads(line)) for line in file.read_text("utf-8").split("\n") if line]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged(file.parent, error) from error
    if len(found) != count:
        raise damaged(file.parent, f"{file.name} holds {len(found)} of {count} lines")
    return found


def _write_lines(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
