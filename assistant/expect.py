"""What kind of answer a question asks for, and whether a text holds one of that kind."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from assistant import reading as read
from assistant.reading import content, reading

KINDS = Path(__file__).with_name("expect.toml")
ENOUGH = 0.25
"""Share of the question's subject that must stand near an answer of the kind for it to be one to this question."""
ELSEWHERE = 0.4
"""What a word of the subject counts that stands in the text, but not near."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer."""

    name: str
    said: str
    """As a sentence names it: "amount of money"."""
    asks: re.Pattern[str]
    unless: re.Pattern[str] | None
    holds: re.Pattern[str]
    is_loose: bool
    """Whether most texts hold it, so that holding it says little."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The kind of answer that a question asks for."""

    kind: Kind
    asks: str
    """The words of the question that tell the kind."""
    subject: tuple[str, ...]
    """Stems of what it is asked of: the other words that carry meaning, each once."""


@lru_cache(256)
def expected(question: str) -> Expected | None:
    """The kind of answer asked for, the strictest where there are several; None where the question tells none."""
    for kind in kinds().values():
        found = kind.asks.search(question)
        if found and found[0].strip() and not (kind.unless and kind.unless.search(question)):
            rest = f"{question[: found.start()]} {question[found.end() :]}"
            return Expected(kind, found[0].strip(), content(rest))
    return None


def holds(text: str, wanted: Expected) -> bool:
    """Whether a section or quote holds an answer of the kind; of a strict kind, near some of what is asked about."""
    if wanted.kind.is_loose:
        return bool(_places(text, wanted.kind.name))
    return score(text, wanted) >= ENOUGH


def speaks(text: str, wanted: Expected) -> bool:
    """Whether a text holds anything of the kind at all, whatever it is of."""
    return any(wanted.kind.holds.search(line) for line in text.splitlines())


def score(text: str, wanted: Expected, rarity: Callable[[str], float] = lambda _: 1.0) -> float:
    """How much of the question's subject stands near an answer of its kind, 0 to 1; 0 where the text holds none.

    Near is the same sentence, list item or table row, with what it hangs from and the headings; what stands elsewhere
    in the text counts `ELSEWHERE`. `rarity` weighs the words.
    """
    told, places = reading(text), _places(text, wanted.kind.name)
    weights = {word: rarity(word) for word in wanted.subject}
    whole = sum(weights.values())
    if not places or not whole:
        return float(bool(places))
    near = max(
        sum(weight for word, weight in weights.items() if read.holds(told.stretches[at].near, word)) for at in places
    )
    anywhere = sum(weight for word, weight in weights.items() if read.holds(told.words, word))
    return (near + ELSEWHERE * (anywhere - near)) / whole


@lru_cache(4096)
def _places(text: str, kind: str) -> tuple[int, ...]:
    """The stretches of a text that hold an answer of a kind."""
    pattern = kinds()[kind].holds
    return tuple(at for at, one in enumerate(reading(text).stretches) if pattern.search(one.text))


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name, the strictest first."""
    told = tomllib.loads(KINDS.read_text("utf-8"))
    parts = told.pop("parts")
    return {name: _kind(name, entry, parts) for name, entry in told.items()}


def _kind(name: str, entry: dict[str, Any], parts: dict[str, str]) -> Kind:
    unless = entry.get("unless")
    return Kind(
        name,
        entry["said"],
        _pattern(entry["asks"], parts),
        _pattern(unless, parts) if unless else None,
        _pattern(entry["holds"], parts),
        entry.get("loose", False),
    )


def _pattern(found: list[str], parts: dict[str, str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{one})" for one in found)
    for name, part in parts.items():
        joined = joined.replace(f"<{name}>", part)
    return re.compile(joined, re.I)
