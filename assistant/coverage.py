"""How well a section covers what a question is about: its words, the things it names, who it asks about."""

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.expect import expected, score
from assistant.nouns import unspoken
from assistant.reading import Reading, content, holds, is_idle, reading
from ingest.keywords import KeywordIndex
from ingest.keywords import words as stems

OTHERS = Path(__file__).with_name("others.toml")
MUCH = 8.0
"""Rarities of missing words that count as none of the question being held."""
LONG = 1000
"""Different words of a section than which none is longer."""
LONG_QUESTION = 20
"""Words that carry meaning in a question than which none needs more."""
MARKING, FEW = 0.6, 3
"""Share of words with a capital above which, in a question of more than a few words, capitals mark nothing."""
NAME = re.compile(r"\b(?:[A-Z][\w&’'-]*\d*|\d+[a-z]{0,3}-\d+[a-z]{0,3})(?:[ -](?:of the |of |and )?[A-Z][\w&’'-]*)*")
OPENING = re.compile(r"(?:^|[.!?:;]\s+|[\"“‘(])\s*[A-Z][a-z’']*\b")
"""The word that opens a sentence, unless it is in capitals."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of what Connecticut's agencies are not."""

    names: re.Pattern[str]
    written: re.Pattern[str]
    """Names that are words of their own in small letters."""
    addressed: re.Pattern[str]


def evidence(question: str, section: str, keywords: KeywordIndex) -> dict[str, float]:
    """What speaks for and against a section answering a question; each value from 0 to 1.

    `section` is its text as a reader sees it, under a first line with its headings (`under_headings`). Of a question
    typed in haste, give what `ingest.slips.mended` makes of it: each slip counts as a word that no source has.

    covered          share of the question's words, weighted by rarity, that the section holds in some form
    together         the same for the best single sentence, item or row with what it hangs from
    uncovered        how much it asks that the section does not hold: the rarities of those words summed, 1 at `MUCH`
    missing          rarity of the rarest word of the question that the section does not hold; 0 where it holds all
    asked            how many words it has that carry meaning, 1 at `LONG_QUESTION`
    length           how much the section says: a long one holds any word more easily
    unknown          share of the question's words that no source holds in any form
    names_missing    share of the things it names, by name or number, that the section does not name
    names_unknown    1 where it names something that no source names
    others           1 where it is about others than Connecticut's agencies (`about_others`)
    asks_strict      1 where the kind of answer asked for is one that few texts hold: a sum, a date, a phone number
    lacks_kind       1 less how much of its subject stands near an answer of that kind; 0 where no strict kind is asked
    lacks_loose_kind the same for kinds most texts hold: a list, steps, who
    """
    told, asked = reading(section), content(question)
    named = names(question)
    wanted = expected(question)
    met = score(section, wanted, keywords.rarity) if wanted else 1.0
    is_strict = wanted is not None and not wanted.kind.is_loose
    return {
        **_words(asked, told, keywords),
        "asked": min(1.0, len(asked) / LONG_QUESTION),
        "unspoken": min(1.0, unspoken(question, section) / 2),
        "names_missing": _share([not _is_named(name, told) for name in named]),
        "names_unknown": float(any(_is_unknown(name, keywords) for name in named)),
        "others": float(about_others(question, section)),
        "asks_strict": float(is_strict),
        "lacks_kind": 1 - met if is_strict else 0.0,
        "lacks_loose_kind": 0.0 if is_strict else 1 - met,
    }


def _words(asked: tuple[str, ...], told: Reading, keywords: KeywordIndex) -> dict[str, float]:
    weights = {word: keywords.rarity(word) for word in asked}
    whole = sum(weights.values())
    best = max((_weight(weights, one.near) for one in told.stretches), default=0.0)
    lacked = [weight for word, weight in weights.items() if not holds(told.words, word)]
    return {
        "covered": _weight(weights, told.words) / whole if whole else 1.0,
        "together": best / whole if whole else 1.0,
        "uncovered": min(1.0, sum(lacked) / MUCH),
        "missing": max(lacked, default=0.0),
        "length": min(1.0, math.log1p(len(told.words)) / math.log(LONG)),
        "unknown": _share([weight == 1.0 for weight in weights.values()]),
    }


def _weight(weights: dict[str, float], held: frozenset[str]) -> float:
    return sum(weight for word, weight in weights.items() if holds(held, word))


def _share(told: list[bool]) -> float:
    return sum(told) / len(told) if told else 0.0


def names(question: str) -> tuple[str, ...]:
    """The things a question names: words in capitals where no sentence begins, numbers of laws, and names the
    gazetteer knows; where the whole question is in one letter case, only the last two."""
    marked = OPENING.sub(lambda match: match[0].lower(), question)
    found = [match[0] for match in NAME.finditer(marked) if not is_idle(match[0])]
    if _is_one_case(question):
        found = [one for one in found if one[0].isdigit()]
    return tuple(dict.fromkeys([*_others(question), *found]))


def about_others(question: str, section: str = "") -> bool:
    """Whether a question is about others than Connecticut's agencies: a company, the assistant itself, another state or
    country, its rules, a federal body or a product; what the section itself names is none of these."""
    folded = section.lower()
    if any(name.lower() not in folded for name in _others(question)):
        return True
    found = gazetteer().addressed.search(question)
    return found is not None and found[0].lower() not in folded


@lru_cache(256)
def _others(question: str) -> tuple[str, ...]:
    """What the gazetteer knows in a question, as it is typed."""
    told = gazetteer()
    return tuple(match[0] for pattern in (told.names, told.written) for match in pattern.finditer(question))


def _is_one_case(question: str) -> bool:
    """Whether capitals mark no names: all words or none begin with one, or almost all as in a heading."""
    begins = [word[0].isupper() for word in re.findall(r"[^\W\d_]+", question)]
    return not any(begins) or (sum(begins) > MARKING * len(begins) and len(begins) > FEW)


def _is_named(name: str, told: Reading) -> bool:
    """Whether a text has all of a name's words, or its acronym: `DPH` for Public Health, as for Department of it."""
    if all(holds(told.words, stem) for stem in stems([name])[0]):
        return True
    every, main = ("".join(word[0] for word in found) for found in (name.split(), _main(name)))
    return any(len(one) > 1 and one.lower() in told.words for one in (every, main, f"D{every}", f"D{main}"))


def _main(name: str) -> list[str]:
    return [word for word in name.split() if word[0].isupper()]


def _is_unknown(name: str, keywords: KeywordIndex) -> bool:
    return any(keywords.rarity(stem) == 1.0 for stem in stems([name])[0])


@cache
def gazetteer() -> Gazetteer:
    """The names of `others.toml`."""
    told = tomllib.loads(OTHERS.read_text("utf-8"))
    listed = [
        name for key in ("states", "countries", "rules", "federal", "products", "towns") for name in _listed(told[key])
    ]
    return Gazetteer(
        _any(listed, re.I), _any(_listed(told["written"]), re.NOFLAG), re.compile("|".join(told["addressed"]), re.I)
    )


def _listed(told: str) -> list[str]:
    return [" ".join(one.split()) for one in told.split(";")]


def _any(names: list[str], flags: re.RegexFlag) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", flags)
