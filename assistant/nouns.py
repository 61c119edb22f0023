"""Nouns that say what is asked for, and whether a text speaks of that at all."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

FAMILIES = Path(__file__).with_name("nouns.toml")
WORD = re.compile(r"[$€£]|[^\W_]+")


def unspoken(question: str, text: str) -> int:
    """How many of the things a question asks for by their noun a text does not speak of in any word of the family."""
    return len(_spoken(question) - _spoken(text))


@lru_cache(4096)
def _spoken(text: str) -> frozenset[int]:
    """The families that a text has a word of, by their place."""
    beginnings, longest = _families()
    found: set[int] = set()
    for word in set(WORD.findall(text.lower())):
        for end in range(1, min(len(word), longest) + 1):
            found.update(beginnings.get(word[:end], ()))
        found.update(beginnings.get(f"={word}", ()))
    return frozenset(found)


@cache
def _families() -> tuple[dict[str, tuple[int, ...]], int]:
    """The families of each beginning, and how long the longest is."""
    families = tomllib.loads(FAMILIES.read_text("utf-8"))["families"].split(";")
    found: dict[str, tuple[int, ...]] = {}
    for at, family in enumerate(families):
        for beginning in family.split():
            found[beginning] = (*found.get(beginning, ()), at)
    return found, max(map(len, found))
