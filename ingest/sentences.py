"""Find where sentences begin and end, without changing a character."""

import re
from collections.abc import Iterator
from itertools import pairwise

BOUNDARY = re.compile(r"[.!?][\"'”’)\]*_]*(?:\[\^[^\]\s]+\])*\s+(?=[\"'“‘(\[*_]*[A-Z0-9])")
ABBREVIATIONS = {"e.g.", "i.e.", "etc.", "vs.", "al.", "no.", "sec.", "dr.", "mr.", "ms.", "st.", "approx."}
INITIALS = re.compile(r"(?:^|[\s(\[*_“\"'])(?:[A-Z]\.)+$")
LABEL = re.compile(r"(?:^|\n)\s*(?:[A-Za-z]|\d{1,2})\.$")
"""What opens a line as its number, such as "a."."""
OPENING = "([*_“\"'"
REACH = 200
"""Characters before a full stop that are looked at for abbreviations and labels."""


def spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`, in order, without the white space around them."""
    edges = [0, *_cuts(text), len(text)]
    return [span for left, right in pairwise(edges) if (span := _trimmed(text, left, right))]


def _cuts(text: str) -> Iterator[int]:
    """Where sentences end; brackets are counted on the way, so that a long text takes no longer a sentence."""
    counted = opened = 0
    for match in BOUNDARY.finditer(text):
        end = match.start() + 1
        opened += text.count("[", counted, end) - text.count("]", counted, end)
        counted = end
        if opened <= 0 and _ends_sentence(text, end):
            yield match.end()


def _ends_sentence(text: str, end: int) -> bool:
    since = max(0, end - REACH)
    if LABEL.search(text, since, end) or INITIALS.search(text, since, end):
        return False
    return text[since:end].split()[-1].lower().lstrip(OPENING) not in ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
