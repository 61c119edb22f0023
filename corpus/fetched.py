"""When the official text of a source came to this machine."""

from datetime import UTC, datetime
from pathlib import Path

from corpus.load import official_folder
from corpus.model import Source


def fetched(corpus: Path, source: Source) -> str | None:
    """When `playbook sync` last wrote the source's official file (UTC, ISO 8601); None where it never did."""
    file = official_folder(corpus) / source.full_path
    if source.same_as or not file.is_file():
        return None
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
