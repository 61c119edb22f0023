"""Write files so that a reader sees the old one or the new one, whatever stops the program."""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from corpus.errors import PlaybookError
from corpus.home import make_folder

BESIDE = ".new"


def replace_file(file: Path, content: bytes) -> None:
    """Write beside and rename, both on the disk before this returns."""
    make_folder(file.parent)
    beside = file.with_name(f"{file.name}{BESIDE}")
    try:
        with beside.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(beside, file)
        _fsync_folder(file.parent)
    except OSError as error:
        raise PlaybookError(f"Cannot write {file} ({error.strerror}). Free some space or set PLAYBOOK_HOME.") from error


def content(file: Path) -> bytes | None:
    """What a file holds, None where there is none."""
    try:
        return file.read_bytes() if file.is_file() else None
    except OSError as error:
        raise PlaybookError(f"{file} cannot be read ({error.strerror}). Check its permissions.") from error


def clear_leftovers(root: Path, kept: Collection[Path]) -> None:
    """Remove what a sync that was killed left beside the files of a folder; `kept` are named so by their publisher."""
    for file in root.rglob(f"*{BESIDE}"):
        if file.is_file() and file not in kept:
            with suppress(OSError):
                file.unlink()


def _fsync_folder(folder: Path) -> None:
    """Make the renaming last; not every system can, and there it has to do without."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(opened)
    except OSError:
        return
    finally:
        os.close(opened)
