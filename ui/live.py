"""An answerer that goes over to a new index as soon as one is built, so that a page needs no restart."""

import sys
import threading
from collections.abc import Callable

from assistant.model import Answer, Answerer, Turn
from corpus.errors import PlaybookError
from ingest.indexes import Index

Opened = tuple[Index, Answerer]


class LiveAnswerer:
    """Looks before each question which index is in use; keeps the old one if the new one cannot be opened."""

    def __init__(self, in_use: Callable[[], str | None], opened: Callable[[str | None], Opened]) -> None:
        self._in_use = in_use
        self._open = opened
        self._lock = threading.Lock()
        self._name = in_use()
        self._opened = opened(self._name)

    @property
    def index(self) -> Index:
        """The index in use now, or the last one that was, where nobody says which."""
        try:
            return self._current()[0]
        except PlaybookError:
            return self._opened[0]

    def ready(self) -> Index:
        """The index in use now.

        Raises:
            PlaybookError: what keeps it does not answer.
        """
        return self._current()[0]

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        return self._current()[1].answer(question, history)

    def _current(self) -> Opened:
        with self._lock:
            name = self._in_use()
            if name != self._name:
                self._name = name
                self._go_over(name)
            return self._opened

    def _go_over(self, name: str | None) -> None:
        try:
            self._opened = self._open(name)
        except PlaybookError as error:
            print(f"The new index is not used: {error}", file=sys.stderr)
