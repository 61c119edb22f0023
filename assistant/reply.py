"""Take a model's reply apart: sentences, each with the numbers it cites."""

import re
from dataclasses import dataclass

from assistant.excerpts import visible
from ingest.sentences import spans

LEAD = re.compile(r"^\s*(?:[-*•‣]|\d{1,2}[.)]|#{1,6})\s+")
MARKER = re.compile(r"\s*\[\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*\]")
AFTER = re.compile(r"([.!?])((?:\s*\[\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*\])+)\s*")
"""Markers that follow the full stop belong to the sentence before it."""
EMPHASIS = re.compile(r"(\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w))")
NONE = re.compile(r"\W*NONE\W*", re.I)
MOST = 12
"""Sentences that are looked at; a model that goes on and on repeats itself."""


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence of a reply."""

    text: str
    """Without its markers."""
    numbers: tuple[int, ...]


def written(text: str, is_whole: bool) -> list[Written]:
    """The sentences of a reply, each once; of one that was cut off, all but the last."""
    if NONE.fullmatch(text):
        return []
    found = [one for line in visible(text).splitlines() for one in _of_line(line)]
    return list(dict.fromkeys(found if is_whole else found[:-1]))[:MOST]


def _of_line(line: str) -> list[Written]:
    told = AFTER.sub(lambda match: f"{match[2]}{match[1]} ", EMPHASIS.sub("", LEAD.sub("", line)))
    return [_written(told[start:end]) for start, end in spans(told)]


def _written(sentence: str) -> Written:
    numbers = [int(number) for found in MARKER.findall(sentence) for number in found.split(",")]
    return Written(MARKER.sub("", sentence).strip(), tuple(dict.fromkeys(numbers)))
