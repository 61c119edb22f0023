"""One builder at a time."""

import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import PlaybookError


class BuildLock:
    """Held while building: two writers on one folder would lose rows without a word. A killed holder lets go of it."""

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock

        self._lock = FileLock(folder / "lock", timeout=0)
        self._holder = folder / "lock.holder"

    def __enter__(self) -> None:
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout as error:
            raise PlaybookError(
                f"Another build of this index is running ({self._told()}). Wait for it to finish, then try again."
            ) from error
        started = datetime.now(UTC).isoformat(timespec="seconds")
        told = {"process": os.getpid(), "machine": socket.gethostname(), "since": started}
        self._holder.write_text(json.dumps(told), "utf-8")

    def __exit__(self, *_: object) -> None:
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _told(self) -> str:
        try:
            told = json.loads(self._holder.read_text("utf-8"))
            return f"process {told['process']} on {told['machine']}, since {told['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "it has only just begun"
