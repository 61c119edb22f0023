"""Say in the sources' words what a question says in others: acronyms found in the text, everyday words from a list."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.errors import PlaybookError

FILE = "glossary.toml"
"""In the folder of a corpus; it may lack."""
MOST = 3
"""Expansions of one question: more drown it."""
LONGEST = 200
"""Characters of an entry."""
BRACKETED = re.compile(r"\(([^()\n]{2,120})\)")
ACRONYM = re.compile(r"([A-Z][A-Za-z]?(?:-?[A-Z](?:[a-z]{0,3}[a-rt-z])?){1,9})s?")
LAST = re.compile(r"[\w-]+\s*$")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
SMALL = {"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"}
"""Words of a name whose initials may be left out."""
REACH = 160
"""Characters before an acronym in which its name stands."""
LONGEST_BEGINNING = 4
"""Letters that an acronym takes of one word, as UConn does."""
STOPS = re.compile(r"[.:;|()\[\]]|\n\s*\n|\s-\s|\n[-*] ")


@dataclass(frozen=True)
class Glossary:
    """What may be said otherwise."""

    acronyms: Mapping[str, str] = field(default_factory=dict)
    """Each with its name; looked for in the case it is written in."""
    everyday: Mapping[str, str] = field(default_factory=dict)
    """What people say, in small letters, with what the sources call it."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any entry as whole words, a longer one before a shorter."""
        said = sorted(self.everyday, key=lambda words: (-len(words), words))
        acronyms = sorted(self.acronyms, key=lambda short: (-len(short), short))
        ways = [*(f"(?i:{_spaced(words)})s?" for words in said), *(f"{re.escape(short)}s?" for short in acronyms)]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])" if ways else r"(?!)")


def acronyms(texts: Iterable[str]) -> dict[str, str]:
    """Each acronym that a text introduces beside its name, whose initials it must be; the commonest name of each.

    Both "Memorandum of Understanding (MOU)" and "MOU (Memorandum of Understanding)" introduce one.
    """
    found: dict[str, Counter[str]] = {}
    for text in texts:
        for short, name in _introduced(text):
            if name:
                found.setdefault(short, Counter())[name] += 1
    return {short: min(names, key=lambda name: (-names[name], name)) for short, names in sorted(found.items())}


def everyday(corpus: Path) -> dict[str, str]:
    """The list of a corpus; empty where it has none.

    Raises:
        PlaybookError: it cannot be read, or an entry is not one text for another.
    """
    file = corpus / FILE
    if not file.is_file():
        return {}
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Mend it, or take it away.") from error
    groups = (group if isinstance(group, dict) else {name: None} for name, group in told.items())
    entries: list[tuple[str, Any]] = [entry for group in groups for entry in group.items()]
    if wrong := [said for said, meant in entries if not _is_entry(said, meant)]:
        raise PlaybookError(f'{file} holds {wrong[0][:40]!r}, which is not "words" = "words" in a [group]. Mend it.')
    return {said.lower(): meant for said, meant in entries}


def expanded(question: str, glossary: Glossary) -> str:
    """The question, and after it what the first `MOST` entries that stand in it are called besides."""
    added = [meant for meant in _meant(question, glossary) if not _holds(question, meant)]
    return " ".join([question, *list(dict.fromkeys(added))[:MOST]])


def _meant(question: str, glossary: Glossary) -> Iterator[str]:
    for match in glossary.pattern.finditer(question):
        said = " ".join(match[0].lower().split())
        names = {} if question.isupper() else glossary.acronyms
        either = [names.get(match[0]), names.get(match[0][:-1]), glossary.everyday.get(said)]
        if meant := next(filter(None, [*either, glossary.everyday.get(said[:-1])]), None):
            yield meant


def _holds(question: str, meant: str) -> bool:
    """Whether the question says every word of it already."""
    return {word.lower() for word in WORD.findall(meant)} <= {word.lower() for word in WORD.findall(question)}


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def _is_entry(said: str, meant: object) -> bool:
    return isinstance(meant, str) and bool(said.strip() and meant.strip()) and len(said) + len(meant) <= LONGEST


def _introduced(text: str) -> Iterator[tuple[str, str]]:
    """Acronyms with their names, where one of the two stands in brackets behind the other."""
    for match in BRACKETED.finditer(text):
        before = text[max(0, match.start() - REACH) : match.start()]
        last = LAST.search(before)
        if short := ACRONYM.fullmatch(match[1].strip()):
            yield short[1], _name(short[1], WORD.findall(STOPS.split(before)[-1]))
        elif last and (short := ACRONYM.fullmatch(last[0].strip())):
            words = WORD.findall(match[1])
            yield short[1], " ".join(words) if _spells(_letters(short[1]), words) else ""


def _name(short: str, before: Sequence[str]) -> str:
    """The fewest of the last words that the acronym spells."""
    letters, words_before = _letters(short), list(before)
    while words_before and words_before[-1].lower() in SMALL:
        words_before.pop()
    for count in range(2, min(len(words_before), 2 * len(letters) + 1) + 1):
        words = words_before[-count:]
        if words[0].lower() not in SMALL and _spells(letters, words):
            return " ".join(words)
    return ""


def _letters(short: str) -> str:
    return "".join(character for character in short.lower() if character.isalpha())


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters are the beginnings of the words in order, none left out but small ones."""
    spelled = {0}
    for part in (part.lower() for word in words for part in word.split("-") if part):
        longer = {at + n for at in spelled for n in range(1, LONGEST_BEGINNING + 1) if _begins(part, letters, at, n)}
        spelled = longer | spelled if part in SMALL else longer
    return len(letters) in spelled


def _begins(part: str, letters: str, at: int, count: int) -> bool:
    return at + count <= len(letters) and part.startswith(letters[at : at + count])
