"""Read files in a process apart, with a limit on time and memory: what breaks a parser breaks that process only."""

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path

from corpus.errors import PlaybookError
from corpus.model import Document
from ingest.model import DocumentText, Section
from ingest.readers.refusals import refusal
from ingest.readers.served import MEMORY, Answer, received, result, sent

SECONDS = 10
"""Longest time for a file; one second more for each of its megabytes."""
MEGABYTES = 1024
"""Most memory for the process, where the platform can limit it."""
MOST_ANSWER = 64 * 2**20
"""Bytes that the text of one file and its offsets may come to."""
LATE = "late"
START = "import sys; sys.path[:] = sys.argv[2:]; from ingest.readers.served import serve; serve(int(sys.argv[1]))"
ROOT = str(Path(__file__).parents[2])

_lock = threading.Lock()
_readers: list["Reader"] = []
"""The one reader of this process, once there is one."""


def read(document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
    """The text and sections of a document, from the one reading process, which is started when first needed.

    Raises:
        PlaybookError: the file cannot be read, or not within the limits.
    """
    with _lock:
        if not _readers or _readers[0].owner != os.getpid():
            _readers[:] = [Reader()]
            atexit.register(_readers[0].close)
        return _readers[0].read(document)


class Stopped(Exception):  # noqa: N818 # it tells what became of the process, and is never shown
    """The reading process ended before it answered: LATE, MEMORY, or nothing for a crash."""


class Reader:
    """Holds a process that reads one file after another, and replaces it when it ends or has to be ended."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.owner = os.getpid()
        self._seconds, self._megabytes = seconds, megabytes
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, document: Document) -> tuple[DocumentText, tuple[Section, ...]]:
        """As the module's `read`; where a process that has read other files ends over this one, a new one tries it."""
        is_used = self._process is not None
        try:
            return result(self._answer(document))
        except Stopped as stopped:
            if is_used and str(stopped) != LATE:
                return self.read(document)
            raise self._reason(document, str(stopped)) from None

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process and self.owner == os.getpid():
            process.kill()
            with contextlib.suppress(OSError), process:  # waits for it; what was not sent is of no use any more
                pass

    def _answer(self, document: Document) -> Answer:
        """What the process says of a document; it is ended where it cannot go on: late, dead or interrupted."""
        process = self._process = self._process or self._started()
        is_late = threading.Event()
        watch = threading.Timer(self._limit(document), self._end, [process, is_late])
        watch.start()
        try:
            sent(process.stdin, pickle.dumps((document, self._limit(document))))
            answer = received(process.stdout, MOST_ANSWER)
        except (OSError, ValueError) as error:
            self.close()
            raise Stopped(LATE if is_late.is_set() else "") from error
        except BaseException:
            self.close()
            raise
        finally:
            watch.cancel()
        if "stopped" in answer:
            self.close()
            raise Stopped(answer["stopped"])
        return answer

    def _limit(self, document: Document) -> float:
        return self._seconds + len(document.content) // 2**20

    def _end(self, process: "subprocess.Popen[bytes]", is_late: threading.Event) -> None:
        is_late.set()
        process.kill()

    def _started(self) -> "subprocess.Popen[bytes]":
        paths = [*(path or os.getcwd() for path in sys.path), ROOT]
        command = [sys.executable, "-I", "-S", "-c", START, str(self._megabytes), *paths]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def _reason(self, document: Document, stopped: str) -> PlaybookError:
        path = document.source.full_path
        if stopped == LATE:
            return PlaybookError(f"{path} took longer than {self._limit(document):g} s to read. Name a simpler copy.")
        if stopped == MEMORY:
            return PlaybookError(f"{path} needs more than {self._megabytes} MB of memory. Name a simpler copy.")
        return refusal(document, "it made the program that reads such files stop")
