"""Tell a question that is too vague to be answered without what was said before it."""

import re
import tomllib
from functools import cache
from pathlib import Path

LISTS = Path(__file__).with_name("vague.toml")
WORD = re.compile(r"[^\W_]+(?:['-](?!s\b)[^\W_]+)*")
POINTER = re.compile(
    r"\b(?:it|this|that|these|those|them|they|ours|theirs|one|ones|the other(?: one)?|both|he|she|him)\b", re.I
)


def is_vague(question: str) -> bool:
    """Whether no subject is named: only what points back, and words that fit anything.

    Meant for a question with no conversation before it.
    """
    words = set(WORD.findall(question.lower().replace("’", "'")))
    return words - _listed("empty") - {"s"} <= _listed("loose" if POINTER.search(question) else "abstract")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(LISTS.read_text("utf-8"))[name].split())
