"""An answerer that goes over to a new index as soon as one is built, so that a page needs no restart."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.model import Answer, Answerer, Turn
from corpus.errors import PlaybookError
from ingest.search import Index

Opened = tuple[Index, Answerer]


class LiveAnswerer:
    """Looks before each question which index is in use; keeps the old one if the new one cannot be opened."""

    def __init__(self, in_use: Callable[[], Path | None], opened: Callable[[Path | None], Opened]) -> None:
        self._in_use = in_use
        self._open = opened
        self._lock = threading.Lock()
        self._folder = in_use()
        self._opened = opened(self._folder)

    @property
    def index(self) -> Index:
        """The index in use now."""
        return self._current()[0]

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        return self._current()[1].answer(question, history)

    def _current(self) -> Opened:
        with self._lock:
            folder = self._in_use()
            if folder != self._folder:
                self._folder = folder
                self._go_over(folder)
            return self._opened

    def _go_over(self, folder: Path | None) -> None:
        try:
            self._opened = self._open(folder)
        except PlaybookError as error:
            print(f"The new index is not used: {error}", file=sys.stderr)
