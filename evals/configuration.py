"""What a run was made with: enough to say whether two runs may be compared, and to make one again."""

import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.errors import PlaybookError
from evals.cases import as_line
from evals.model import Case
from evals.statistics import SEED
from ingest.indexes import Index

ROOT = Path(__file__).parent.parent
PROGRAM = ("corpus", "ingest", "assistant")
"""Folders of the program that an answer depends on."""
PARTS = (".py", ".json", ".toml", ".md")
LIBRARIES = ("bm25s", "chromadb", "numpy", "onnxruntime", "tokenizers")
"""What may change a ranking from one version to the next."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that the answers of a run depend on."""

    index: str
    """Fingerprint of the index: documents, passage rule, question bank and model."""
    embedder: str
    """The model with the hash of its weights."""
    documents: dict[str, int]
    """How many documents in each edition."""
    cases: str
    """Hash of all cases."""
    ways: tuple[str, ...]
    program: str
    """Hash of the program's own files."""
    mode: str
    """`quote`, or the language model that wrote."""
    seed: int
    """Of samples and flipped signs; slips of the keyboard are drawn by the id of their case."""
    versions: dict[str, str]

    @property
    def edition(self) -> str:
        """`official` where any document is, else `summary`."""
        return "official" if self.documents.get("official") else "summary"


def configuration(index: Index, cases: Sequence[Case], ways: Sequence[str], mode: str = "quote") -> Configuration:
    """What a run over these cases and this index is made with."""
    editions = [document.edition for document in index.documents.values()]
    return Configuration(
        index=index.manifest.fingerprint,
        embedder=index.manifest.embedder,
        documents={edition: editions.count(edition) for edition in sorted(set(editions))},
        cases=_digest([json.dumps(as_line(case)) for case in cases]),
        ways=tuple(ways),
        program=_program(),
        mode=mode,
        seed=SEED,
        versions={"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
    )


def as_told(made_with: Configuration) -> dict[str, Any]:
    """A configuration as JSON holds it."""
    return json.loads(json.dumps(asdict(made_with)))  # type: ignore[no-any-return]


def read(told: Any, where: Path) -> Configuration:
    """What `as_told` gave."""
    try:
        return Configuration(**(told | {"ways": tuple(told["ways"])}))
    except (TypeError, KeyError) as error:
        raise PlaybookError(
            f"{where} is not of this kind of run ({error!r}). Run again: playbook eval --out FOLDER"
        ) from error


def _program() -> str:
    files = sorted(file for folder in PROGRAM for file in (ROOT / folder).rglob("*") if file.suffix in PARTS)
    return _digest([f"{file.relative_to(ROOT).as_posix()}\n{file.read_text('utf-8')}" for file in files])


def _digest(told: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]
