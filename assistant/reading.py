"""A text as evidence reads it: stretches of a sentence, item or row, each with the words that it depends on."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ingest.keywords import words as stems
from ingest.model import Hit
from ingest.sentences import spans

ITEM = re.compile(r"\s*(?:[-*•]|\d{1,2}\.|[a-z]\.)\s")
RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\s*")
WORDS = Path(__file__).with_name("reading.toml")
NONE: frozenset[str] = frozenset()
KEPT = 2048
"""Sections read once; the bundled corpus has a few hundred."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, list item or table row."""

    text: str
    words: frozenset[str]
    """Stems of its own."""
    near: frozenset[str]
    """Stems of its own and of what it hangs from: the line that introduces its list, its table's column names, the
    sentence before it, the headings."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A section under its headings, read for evidence."""

    stretches: tuple[Stretch, ...]
    words: frozenset[str]


@lru_cache(KEPT)
def reading(text: str) -> Reading:
    """What a section says, stretch by stretch; its first line is taken for its headings where it ends no sentence."""
    lines = [line for line in text.split("\n") if line.strip() and not RULE.fullmatch(line.strip())]
    head = lines[0] if len(lines) > 1 and lines[0].rstrip()[-1] not in ".!?:" and not _hangs(lines[0]) else ""
    told = [one for line in lines[bool(head) :] for one in _cut(line)]
    found = [_with_alike(frozenset(one)) for one in stems([head, *told])]
    headings, own = found[0], found[1:]
    stretches = tuple(_stretches(told, own, headings))
    return Reading(stretches, frozenset().union(headings, *own))


def _cut(line: str) -> list[str]:
    """A row or an item whole, a line of prose by sentences."""
    return [line] if _hangs(line) else [line[start:end] for start, end in spans(line)]


def _hangs(line: str) -> bool:
    return line.lstrip().startswith("|") or ITEM.match(line) is not None


def _stretches(told: Sequence[str], own: Sequence[frozenset[str]], headings: frozenset[str]) -> list[Stretch]:
    found: list[Stretch] = []
    before: frozenset[str] = frozenset()
    for at, text in enumerate(told):
        hangs = _hangs(text)
        opens = hangs and (at == 0 or not _hangs(told[at - 1]) or _is_row(text) != _is_row(told[at - 1]))
        if opens:
            before = before | own[at] if _is_row(text) else before
        found.append(Stretch(text, own[at], own[at] | before | headings))
        if not hangs:
            before = own[at]
    return found


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def under_headings(hit: Hit) -> str:
    """All of the section of a hit as a reader sees it, under a first line with its headings: what `reading` takes."""
    return "\n".join([" > ".join(hit.passage.trail), *(passage.plain for passage in hit.section)])


def is_idle(word: str) -> bool:
    """Whether a word, as typed, carries nothing of what a question is about."""
    return not content(word)


@lru_cache(KEPT)
def content(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, each once, in order."""
    return tuple(one for one in dict.fromkeys(stems([text])[0]) if one not in _idle())


def holds(held: frozenset[str], word: str) -> bool:
    """Whether a word, or one that is put for it, is among those held."""
    return word in held or bool(held & _alike().get(word, NONE))


def _with_alike(found: frozenset[str]) -> frozenset[str]:
    return found.union(*(_alike().get(word, NONE) for word in found))


@cache
def _idle() -> frozenset[str]:
    return frozenset(stem for found in stems(_words()["idle"].split()) for stem in found)


@cache
def _alike() -> dict[str, frozenset[str]]:
    """For each stem the names of the groups it is in; no stem is written like one."""
    groups = [
        {stem for found in stems(line.split()) for stem in found} for line in _words()["alike"].split("\n") if line
    ]
    return {
        stem: frozenset(f"={at}" for at, group in enumerate(groups) if stem in group)
        for stem in frozenset().union(*groups)
    }


@cache
def _words() -> dict[str, str]:
    return tomllib.loads(WORDS.read_text("utf-8"))
