"""Places that official files are taken from, and what they say of each source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from corpus.errors import PlaybookError
from corpus.load import LARGEST_FILE
from corpus.model import Source

PinRule = Literal["hold", "tell", "move"]
"""What becomes of a file that is not the pinned one: refused; taken and told; taken, and the pin is moved to it."""


class UnreachableError(PlaybookError):
    """The publisher could not be reached at all."""


class BusyError(PlaybookError):
    """Another sync of the same corpus is at work."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a place has of one source."""

    content: bytes | None = None
    """None where it does not have the source, or says nothing but that it is `same`."""
    same: bool = False
    """What is on this machine is what the place has."""
    reason: str = ""
    """Why it cannot be had, though it should be there."""
    revision: str | None = None
    """The revision this is, where the place says so."""
    before: str | None = None
    """Hash of what it had last time, where that is known."""


class Place(Protocol):
    """Somewhere official files are taken from."""

    rule: PinRule

    def offers(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Offer]]:
        """Each source once, in any order; the file of one is written before the next is asked for."""
        ...


class Folder:
    """A folder that holds collections by name."""

    rule: PinRule = "tell"

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise PlaybookError(f"No folder at {folder}. Name the one that holds the collections: --from FOLDER")
        self._folder = folder

    def offers(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Offer]]:
        for source in sources:
            yield source, self._offer(self._folder / source.full_path)

    def _offer(self, file: Path) -> Offer:
        try:
            if not file.is_file():
                return Offer()
            if file.stat().st_size > LARGEST_FILE:
                return Offer(reason=f"larger than {LARGEST_FILE // 2**20} MiB")
            return Offer(file.read_bytes())
        except OSError as error:
            return Offer(reason=str(error))
