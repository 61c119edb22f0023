"""Tell a question in Spanish, and put it into English words to search for; the one keeper of py3langid."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("spanish.toml")
SPANISH_NOTICE = (
    "Las fuentes están en inglés: las citas se muestran tal como están escritas, y la búsqueda se hizo con palabras en "
    "inglés."
)
"""Said with every answer to a question in Spanish."""
NEIGHBOURS = ["en", "es", "pt", "fr", "it"]
"""With the languages next to Spanish among them, a question in one of those is not taken for Spanish."""
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of the table with what it is in English."""

    words: tuple[str, ...]
    """In lower case, without accents; one that ends in * stands for all that begin with it."""
    english: str

    def opens(self, spoken: Sequence[str]) -> bool:
        """Whether the words begin with this phrase."""
        return len(spoken) >= len(self.words) and all(map(_fits, spoken, self.words))


def is_spanish(text: str) -> bool:
    """Whether a text is Spanish: it has a word of the table, and no language is likelier."""
    has_words = any(_in_table(_plain(word)) for word in WORD.findall(text))
    return has_words and _identifier().classify(text.lower())[0] == "es"


def in_english(text: str) -> str:
    """English words to search for in place of a question in Spanish; words that the table lacks stay as they are."""
    return " ".join(_translated([(_plain(word), word) for word in WORD.findall(text)]))


def _translated(spoken: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The longest phrase of the table at each place; function words are dropped."""
    at = 0
    while at < len(spoken):
        term = next((one for one in _terms() if one.opens([plain for plain, _ in spoken[at:]])), None)
        if term:
            yield term.english
        elif spoken[at][0] not in _dropped():
            yield spoken[at][1]
        at += len(term.words) if term else 1


@cache
def _in_table(word: str) -> bool:
    return any(term.opens([word]) for term in _terms())


def _fits(word: str, told: str) -> bool:
    return word.startswith(told[:-1]) if told.endswith("*") else word == told


def _plain(word: str) -> str:
    """In lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def _terms() -> tuple[Term, ...]:
    """The table, the longest phrases first, and of as many words the longest text first."""
    table = _table()
    told = [Term(tuple(phrase.split()), english) for phrase, english in (table["terms"] | table["asking"]).items()]
    return tuple(sorted(told, key=lambda term: (-len(term.words), -len(" ".join(term.words)))))


@cache
def _dropped() -> frozenset[str]:
    return frozenset(_table()["dropped"]["words"].split())


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(TABLE.read_text("utf-8"))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(NEIGHBOURS)
    return identifier
