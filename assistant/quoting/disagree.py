"""Whether two sources tell the same thing with different figures or addresses."""

import re
from collections.abc import Iterator

from assistant.words import Word, read
from ingest.sentences import spans

ALIKE = 0.6
"""Of the words of the shorter sentence, the share that the other one holds where both tell of the same thing."""
FEWEST = 5
"""Words that two sentences share at least where they tell of the same thing."""
EMAIL = re.compile(r"[^\s<>()\[\]@,;:]+@[^\s<>()\[\]@,;:]+\.\w+")
PHONE = re.compile(r"\b\d{3}[-.) ]\s?\d{3}[-. ]\d{4}\b")
YEAR = re.compile(r"(?:19|20)\d\d")
Figures = dict[str, frozenset[str]]
"""By what is counted or given: the numbers or addresses told of it."""


def differ(one: str, other: str) -> bool:
    """Whether a sentence of the one and a sentence of the other tell the same thing with another figure or address."""
    others = list(_told(other))
    return any(_disagree(told, against) for told in _told(one) for against in others)


def _told(text: str) -> Iterator[tuple[frozenset[str], Figures]]:
    """Of each sentence, item or row that holds a figure or an address: its other words, and its figures."""
    for line in text.split("\n"):
        for start, end in spans(line):
            if figures := _figures(line[start:end]):
                yield _words(line[start:end]), figures


def _words(sentence: str) -> frozenset[str]:
    bare = PHONE.sub(" ", EMAIL.sub(" ", sentence))
    return frozenset(word.key for word in read(bare) if word.kind in ("word", "name", "limit"))


def _figures(sentence: str) -> Figures:
    found: Figures = {}
    if emails := frozenset(one.lower().rstrip(".") for one in EMAIL.findall(sentence)):
        found["@"] = emails
    if phones := frozenset(re.sub(r"\D", "", one) for one in PHONE.findall(sentence)):
        found["phone"] = phones
    words = read(PHONE.sub(" ", EMAIL.sub(" ", sentence)))
    for word, counted in zip(words, words[1:], strict=False):
        if _is_count(word) and counted.kind == "word":
            found[counted.key] = found.get(counted.key, frozenset()) | {word.key}
    return found


def _is_count(word: Word) -> bool:
    return word.kind == "number" and not YEAR.fullmatch(word.key)


def _disagree(one: tuple[frozenset[str], Figures], other: tuple[frozenset[str], Figures]) -> bool:
    (words, figures), (other_words, other_figures) = one, other
    shared = words & other_words
    if len(shared) < FEWEST or len(shared) < ALIKE * min(len(words), len(other_words)):
        return False
    return any(not figures[key] & other_figures[key] for key in figures.keys() & other_figures.keys())
