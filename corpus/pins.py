"""Pins that `playbook sync --update` moved, kept beside the official text; `sources.toml` is never written.

A moved pin holds for as long as `sources.toml` pins what it pinned then: a newer version of the assistant brings pins
of its own, and they count.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import PlaybookError
from corpus.home import corpus_home
from corpus.model import Source
from corpus.write import replace_file

HASH = r"[0-9a-f]{64}"
REVISION = r"[0-9a-f]{7,64}"


@dataclass(frozen=True, slots=True)
class Pins:
    """The moved pins of one collection."""

    instead_of: str
    """Fingerprint of the pins in `sources.toml` that these replace."""
    revision: str | None
    sources: Mapping[str, str]
    """Hash of the official file of each source that has one at that revision."""


def pins_file(corpus: Path) -> Path:
    """Where the moved pins of a corpus are kept."""
    return corpus_home(corpus) / "pins.json"


def moved(corpus: Path) -> Mapping[str, Pins]:
    """The moved pins by collection; none where nothing was moved.

    Raises:
        PlaybookError: the file is there and is not what `playbook sync --update` wrote.
    """
    file = pins_file(corpus)
    try:
        return {str(id_): _pins(entry) for id_, entry in json.loads(file.read_text("utf-8")).items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Remove it, then run: playbook sync --update") from error


def repinned(sources: Sequence[Source], pins: Mapping[str, Pins]) -> tuple[Source, ...]:
    """The sources with the moved pins that still hold in place of the listed ones."""
    prints = {id_: listed_pins(sources, id_) for id_ in pins}
    valid = {id_: one for id_, one in pins.items() if one.instead_of == prints[id_]}
    return tuple(_repinned(source, valid.get(source.collection.id)) for source in sources)


def listed_pins(sources: Iterable[Source], collection: str) -> str:
    """Fingerprint of what `sources.toml` pins for a collection."""
    ours = [source for source in sources if source.collection.id == collection]
    told = sorted(f"{source.id} {source.collection.revision} {source.revision} {source.sha256}" for source in ours)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def keep(corpus: Path, pins: Mapping[str, Pins]) -> None:
    """Write the moved pins, whole or not at all."""
    told = {id_: asdict(one) for id_, one in sorted(pins.items())}
    replace_file(pins_file(corpus), (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())


def revision(source: Source, sha256: str, pins: Mapping[str, Pins]) -> str | None:
    """Which revision a file of a source is, by its hash; None where no pin says."""
    pinned = pins.get(source.collection.id)
    if pinned and pinned.sources.get(source.id) == sha256:
        return pinned.revision
    return source.revision if sha256 == source.sha256 else None


def _repinned(source: Source, pins: Pins | None) -> Source:
    if pins is None:
        return source
    collection = replace(source.collection, revision=pins.revision)
    sha256 = pins.sources.get(source.id, source.sha256)
    return replace(source, collection=collection, sha256=sha256, revision=pins.revision)


def _pins(entry: Mapping[str, Any]) -> Pins:
    revision, sources = entry["revision"], dict(entry["sources"])
    hashes = [entry["instead_of"], *sources.values()]
    if not all(re.fullmatch(HASH, one) for one in hashes) or not (revision is None or re.fullmatch(REVISION, revision)):
        raise ValueError("it holds what is neither a hash nor a revision")
    return Pins(entry["instead_of"], revision, sources)
