"""Where the program keeps what it writes."""

import hashlib
import os
import re
from pathlib import Path

import platformdirs

from corpus.errors import PlaybookError

BUNDLED = Path(__file__).parent


def home() -> Path:
    """The folder named by PLAYBOOK_HOME, or the platform's place for application data."""
    named = os.environ.get("PLAYBOOK_HOME")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("playbook-assistant"))


def corpus_home(corpus: Path) -> Path:
    """A folder under `home()` for one corpus, so that two corpora never share files or an index."""
    if corpus.resolve() == BUNDLED.resolve():
        return home() / "bundled"
    name = re.sub(r"[^a-z0-9]+", "-", corpus.resolve().name.lower()).strip("-") or "corpus"
    return home() / f"{name}-{hashlib.sha256(str(corpus.resolve()).encode()).hexdigest()[:8]}"


def make_folder(folder: Path) -> Path:
    """Create `folder` where it is missing; raise PlaybookError where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise PlaybookError(
            f"Cannot write to {folder} ({error.strerror}). Name another folder: PLAYBOOK_HOME=/some/folder playbook …"
        ) from error
    return folder
