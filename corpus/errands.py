"""Run errands to many hosts side by side: one file at a time from each host, and none from a host that is silent."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.errors import FetchError, HostUnreachableError
from corpus.model import Source
from corpus.reply import Reply

WORKERS = 4


@dataclass(frozen=True, slots=True)
class Errand:
    """One address, and the sources whose files come from there."""

    address: str
    sources: tuple[Source, ...]
    is_archive: bool

    @property
    def host(self) -> str:
        """The host that is asked."""
        try:
            return urlsplit(self.address).hostname or ""
        except ValueError:
            return ""

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return self.sources[0].collection.id if self.is_archive else self.sources[0].id


Got = Reply | FetchError
"""What came of an errand."""


class Errands:
    """Errands under way; leave the loop over `results` and nothing more is asked for."""

    def __init__(self, errands: Sequence[Errand], run: Callable[[Errand, float], Reply], within: float) -> None:
        self._run = run
        self._until = time.monotonic() + within
        self._open = {errand.address: errand for errand in errands}
        self._hosts: queue.SimpleQueue[list[Errand]] = queue.SimpleQueue()
        self._results: queue.Queue[tuple[Errand, Got]] = queue.Queue(WORKERS)
        self._stopped = threading.Event()
        self.hosts = tuple(dict.fromkeys(errand.host for errand in errands))
        for host in self.hosts:
            self._hosts.put([errand for errand in errands if errand.host == host])

    def results(self) -> Iterator[tuple[Errand, Got]]:
        """Each errand with what came of it, as it comes; what is not there in time fails."""
        for _ in range(min(WORKERS, len(self.hosts))):
            threading.Thread(target=self._work, daemon=True).start()
        try:
            while self._open:
                errand, got = self._results.get(timeout=max(0.0, self._until - time.monotonic()))
                del self._open[errand.address]
                yield errand, got
        except queue.Empty:
            yield from ((errand, FetchError("there was no time left for it")) for errand in self._open.values())
        finally:
            self._stop()

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                errands = self._hosts.get_nowait()
            except queue.Empty:
                return
            self._visit(errands)

    def _visit(self, errands: Sequence[Errand]) -> None:
        silent: FetchError | None = None
        for errand in errands:
            if self._stopped.is_set():
                return
            got: Got = silent or self._got(errand)
            silent = got if isinstance(got, HostUnreachableError) else None
            self._results.put((errand, got))

    def _got(self, errand: Errand) -> Got:
        try:
            return self._run(errand, max(0.0, self._until - time.monotonic()))
        except FetchError as error:
            return error
        except Exception as error:  # whatever a hostile answer made a library do is the end of one file only
            return FetchError(f"{type(error).__name__}: {error}")

    def _stop(self) -> None:
        """Let the workers end: each may be waiting to hand over one result."""
        self._stopped.set()
        while not self._results.empty():
            self._results.get_nowait()
