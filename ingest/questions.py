"""Two banks: for each section of a corpus, questions it answers; and near misses, which it invites and nothing answers.

Both are embedded as further vectors of the section: the one to find it, the other to tell that nothing answers.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus.errors import PlaybookError
from ingest.model import Passage

Place = tuple[str, tuple[str, ...]]
"""A section: its source's id and its trail."""
Bank = Mapping[Place, tuple[str, ...]]
FILE = "questions.jsonl"


def bank(corpus: Path) -> Bank:
    """The questions of each section in the corpus's `questions.jsonl`; empty where it has none."""
    return bank_of(corpus / FILE)


def near_misses(corpus: Path) -> Bank:
    """Questions that each section invites and no source answers, in the corpus's `near_misses.jsonl`."""
    return bank_of(corpus / "near_misses.jsonl")


def bank_of(file: Path) -> Bank:
    """The questions of each section in a file; empty where there is none.

    Raises:
        PlaybookError: it is no question bank.
    """
    if not file.is_file():
        return {}
    try:
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        return {(line["source"], tuple(line["trail"])): tuple(line["questions"]) for line in lines}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PlaybookError(
            f"{file} cannot be read ({error!r}). Each line needs source, trail and questions."
        ) from error


def of_first_passages(passages: Sequence[Passage], bank: Bank) -> dict[str, tuple[str, ...]]:
    """The questions of each section, by the id of the section's first passage that says anything."""
    found: dict[str, tuple[str, ...]] = {}
    left = dict(bank)
    for passage in passages:
        if passage.plain and (questions := left.pop(place(passage), None)):
            found[passage.id] = questions
    return found


def named(place: Place) -> str:
    """A section as a person reads it."""
    return f"{place[0]}: {' > '.join(place[1])}"


def sections(passages: Iterable[Passage]) -> dict[Place, list[Passage]]:
    """The passages of each section, in reading order."""
    found: dict[Place, list[Passage]] = {}
    for passage in passages:
        found.setdefault(place(passage), []).append(passage)
    return found


def place(passage: Passage) -> Place:
    """The section a passage belongs to."""
    return passage.source, passage.trail
