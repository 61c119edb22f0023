"""The process that reads files for another one, and the plain data in which it answers.

Answers are JSON: a process that a hostile file may have taken over can make the other one run nothing.
"""

import json
import os
import pickle
import signal
import struct
import sys
from dataclasses import asdict
from typing import IO, Any

from corpus.errors import PlaybookError
from ingest.model import Block, DocumentText, Part, Section

Answer = dict[str, Any]

MEMORY = "memory"
LENGTH = struct.Struct(">Q")
GRACE = 5
"""Seconds after which a process that nobody waits for any more ends itself."""


def sent(pipe: IO[bytes] | None, content: bytes) -> None:
    """Write a message."""
    assert pipe is not None  # noqa: S101 # for the type checker: both ends are always pipes
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def received(pipe: IO[bytes] | None, most: int) -> Answer:
    """Read an answer.

    Raises:
        ValueError: there is none, or not a whole one, or it is larger than `most` bytes.
    """
    assert pipe is not None  # noqa: S101 # as above
    head = pipe.read(LENGTH.size)
    length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    if not 0 < length <= most:
        raise ValueError(f"an answer of {length} bytes")
    answer = json.loads(pipe.read(length))
    if not isinstance(answer, dict):
        raise ValueError("an answer of another kind")
    return answer


def result(answer: Answer) -> tuple[DocumentText, tuple[Section, ...]]:
    """What an answer tells.

    Raises:
        PlaybookError: that the file cannot be read.
    """
    if "error" in answer:
        raise PlaybookError(answer["error"])
    text = DocumentText(**(answer["text"] | {"problems": tuple(answer["text"]["problems"])}))
    return text, tuple(map(_section, answer["sections"]))


def _section(told: Answer) -> Section:
    return Section(**(told | {"trail": tuple(told["trail"]), "blocks": tuple(map(_block, told["blocks"]))}))


def _block(told: Answer) -> Block:
    return Block(**(told | {"parts": tuple(Part(**part) for part in told["parts"])}))


def serve(megabytes: int) -> None:
    """Read files from standard input and answer on standard output, until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits for us hears it and ends us
    _limit_memory(megabytes)
    while len(head := sys.stdin.buffer.read(LENGTH.size)) == LENGTH.size:
        content = sys.stdin.buffer.read(LENGTH.unpack(head)[0])
        document, seconds = pickle.loads(content)  # noqa: S301 # from the process that started this one
        _alarm(int(seconds) + GRACE)
        answer = _answer(document)
        sent(answers, json.dumps(answer).encode())
        _alarm(0)
    os._exit(0)  # nothing to tidy, and a library that was given a damaged file may not tidy well


def _answer(document: Any) -> Answer:
    from ingest.readers import read_here

    try:
        text, sections = read_here(document)
        return {"text": asdict(text), "sections": [asdict(section) for section in sections]}
    except PlaybookError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"stopped": MEMORY}


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _limit_memory(megabytes: int) -> None:
    """Ask the system to refuse more; some systems cannot, and none shall write the memory of a crash to disk."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    except (ImportError, ValueError, OSError):
        return
