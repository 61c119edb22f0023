"""The words of a sentence as they are compared: stems, and which of them bind."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ingest.keywords import words as stems

Kind = Literal["word", "number", "name", "modal", "not", "condition", "limit"]
"""All but plain words must stand where they are cited with what is said around them."""

LISTS = Path(__file__).with_name("words.toml")
CONTRACTED = (
    (re.compile(r"\bcan(?:no|['’])t\b", re.I), "can not"),
    (re.compile(r"\bwon['’]t\b", re.I), "will not"),
    (re.compile(r"\bshan['’]t\b", re.I), "shall not"),
    (re.compile(r"n['’]t\b", re.I), " not"),
    (re.compile(r"(?<=\d)\s*(?:percent|per cent)\b", re.I), "%"),
    (re.compile(r"['’]s\b", re.I), ""),
)
WORD = re.compile(r"[$€£]?\d[\d,.:/]*\d%?|[$€£]?\d%?|[^\W\d_]+|\d+\w+")
BEFORE = 3
"""Words in front of a number among which its bounds are looked for."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    key: str
    """The same for all forms of a word; of a number, its digits and sign."""
    kind: Kind
    bounds: frozenset[str] = frozenset()
    """Of a number: what stands right before it and bounds it."""


def read(text: str) -> list[Word]:
    """The words that carry meaning, in order."""
    for pattern, plain in CONTRACTED:
        text = pattern.sub(plain, text)
    typed: Sequence[str] = WORD.findall(text)
    found = [_word(typed, at, stem[0] if stem else typed[at].lower()) for at, stem in enumerate(stems(typed))]
    return [word for word in found if word is not None]


def _word(typed: Sequence[str], at: int, stem: str) -> Word | None:
    written, lower, lists = typed[at], typed[at].lower(), _lists()
    if lower in lists["numbers"] or any(character.isdigit() for character in lower):
        before = {one.lower() for one in typed[max(0, at - BEFORE) : at]}
        return Word(_digits(lower), "number", frozenset(before & lists["bounds"].keys()))
    if lower in lists["modals"]:
        return Word(lower, "name" if written == "May" and at else "modal")
    if lower in lists["not"]:
        return Word("not", "not")
    if lower in lists["conditions"]:
        return Word(lower, "condition")
    if lower in lists["limits"]:
        return Word(stem, "limit")
    is_acronym = written.isupper() and len(written) > 1
    if lower in lists["function"] and not is_acronym:
        return None
    return Word(stem, "name" if written[0].isupper() else "word")


def _digits(lower: str) -> str:
    place = _lists()["numbers"].get(lower)
    return lower.replace(",", "") if place is None else str(place)


@cache
def _lists() -> dict[str, dict[str, int]]:
    """Each list of words, with the place of every word in it."""
    told = tomllib.loads(LISTS.read_text("utf-8"))
    return {name: {word: place for place, word in enumerate(words.split())} for name, words in told.items()}
