"""What was last fetched from which address, so that an unchanged file costs one request and no transfer.

This only saves work. Where it is missing, damaged or made up, files are fetched whole again: an entry counts only while
the files on this machine have the hashes it names.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.home import corpus_home
from corpus.pins import HASH, REVISION
from corpus.reply import Tags, tag
from corpus.write import replace_file

LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """One address as it was when it was last fetched."""

    tags: Tags
    sources: Mapping[str, str | None]
    """Hash of the file of each source that comes from there; None where it had no file for it."""
    fetched: str
    """When, in ISO 8601."""
    revision: str | None = None
    """The revision that it said it was."""


def seen_file(corpus: Path) -> Path:
    """Where this is kept."""
    return corpus_home(corpus) / "fetched.json"


def seen(corpus: Path) -> dict[str, Seen]:
    """What is known of each address; nothing where the file cannot be used."""
    try:
        file = seen_file(corpus)
        if file.stat().st_size > LARGEST:
            return {}
        return {str(address): _seen(entry) for address, entry in json.loads(file.read_bytes()).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def remember(corpus: Path, known: Mapping[str, Seen]) -> None:
    """Keep it for the next sync, whole or not at all."""
    told = {address: asdict(one) for address, one in sorted(known.items())}
    replace_file(seen_file(corpus), (json.dumps(told, indent=1) + "\n").encode())


def _seen(entry: Mapping[str, Any]) -> Seen:
    sources = dict(entry["sources"])
    if not all(one is None or re.fullmatch(HASH, one) for one in sources.values()):
        raise ValueError("it holds what is no hash")
    tags = Tags(tag(entry["tags"]["etag"]), tag(entry["tags"]["modified"]))
    revision = entry.get("revision")
    if revision is not None and not re.fullmatch(REVISION, revision):
        raise ValueError("it holds what is no revision")
    return Seen(tags, sources, str(entry["fetched"]), revision)
