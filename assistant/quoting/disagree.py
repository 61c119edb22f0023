"""Whether two sources tell the same thing with different figures or addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sentences import spans

ALIKE = 0.5
"""Of the words of the shorter sentence, the share that the other one holds where both tell of the same thing."""
FEWEST = 4
"""Words that two sentences share at least where they tell of the same thing."""
EMAIL = re.compile(r"[^\s<>()\[\]@,;:]{1,64}@[^\s<>()\[\]@,;:]{1,190}\.\w+")
PHONE = re.compile(r"\b\d{3}[-.) ]\s?\d{3}[-. ]\d{4}\b")
NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
"""The value of each is its place."""
COUNT = re.compile(
    rf"(?<![\w.,$§-])(?<!than )(\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(NUMBERS)})"
    r"[ -](?:or more |or fewer |business |calendar )?([a-z]{3,})",
    re.I,
)
"""A number with what is counted by it, but for a bound such as "more than two"."""
YEAR = re.compile(r"(?:19|20)\d\d")
WORD = re.compile(r"[^\W\d_]{4,}")
"""Shorter words carry little meaning, or stand in any sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, item or row that gives a figure or an address."""

    words: frozenset[str]
    figures: dict[str, frozenset[str]]
    """By what is counted, `@` or `phone`: the numbers or addresses."""


def differ(one: str, other: str) -> bool:
    """Whether a sentence of the one and a sentence of the other tell the same thing with another figure or address."""
    others = list(_told(other))
    return any(_disagree(told, against) for told in _told(one) for against in others)


def _told(text: str) -> Iterator[Told]:
    for line in text.split("\n"):
        for start, end in spans(line):
            if figures := _figures(line[start:end]):
                yield Told(_words(EMAIL.sub(" ", line[start:end])), figures)


def _figures(sentence: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for email in EMAIL.findall(sentence):
        found.setdefault("@", set()).add(email.lower().rstrip("."))
    for phone in PHONE.findall(sentence):
        found.setdefault("phone", set()).add(re.sub(r"\D", "", phone))
    for number, counted in COUNT.findall(PHONE.sub(" ", EMAIL.sub(" ", sentence))):
        if not YEAR.fullmatch(number):
            found.setdefault(_singular(counted), set()).add(_digits(number))
    return {key: frozenset(values) for key, values in found.items()}


def _digits(number: str) -> str:
    lower = number.lower()
    return str(NUMBERS.index(lower)) if lower in NUMBERS else lower.replace(",", "")


def _words(sentence: str) -> frozenset[str]:
    return frozenset(map(_singular, WORD.findall(sentence)))


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")


def _disagree(one: Told, other: Told) -> bool:
    shared = len(one.words & other.words)
    if shared < FEWEST or shared < ALIKE * min(len(one.words), len(other.words)):
        return False
    return any(not one.figures[key] & other.figures[key] for key in one.figures.keys() & other.figures.keys())
