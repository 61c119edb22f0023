"""Mend slips of the keyboard, by the words that the texts hold."""

import re
import string
from collections.abc import Iterator

from ingest.keywords import KeywordIndex, words
from ingest.tokens import is_common

LONG = 6
"""Letters from which a word is mended: one slip away from a short word lie too many others."""
WORD = re.compile(rf"\b[a-z]{{{LONG},}}\b")
"""Words in capitals or with one are left alone: a name that no text holds tells much."""


def mended(question: str, keywords: KeywordIndex) -> str:
    """The question with each long word that is none of English, but one slip away from one that texts hold, put right.

    A slip is a letter left out, doubled or put in, replaced, or swapped with the next, but never the first one. Of
    several words the one most texts hold is taken.
    """
    lost = {word for word in keywords.unknown(question) if WORD.fullmatch(word) and not is_common(word)}
    right = {word: _nearest(word, keywords) for word in lost}
    return WORD.sub(lambda match: right.get(match[0], match[0]), question)


def _nearest(word: str, keywords: KeywordIndex) -> str:
    """The commonest word that is one slip away and held by a text, or else the word itself."""
    near = sorted(other for other in set(_one_slip_away(word)) if is_common(other))
    held = [(keywords.rarity(stem), one) for one, stems in zip(near, words(near), strict=True) for stem in stems[:1]]
    return min(((rarity, one) for rarity, one in held if rarity < 1), default=(1, word))[1]


def _one_slip_away(word: str) -> Iterator[str]:
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (before + letter + after for letter in string.ascii_lowercase)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in string.ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
