"""Find where sentences begin and end, without changing a character."""

import re
from itertools import pairwise

BOUNDARY = re.compile(r"[.!?][\"'”’)\]*_]*(?:\[\^[^\]\s]+\])*\s+(?=[\"'“‘(\[*_]*[A-Z0-9])")
ABBREVIATIONS = {"e.g.", "i.e.", "etc.", "vs.", "al.", "no.", "sec.", "dr.", "mr.", "ms.", "st.", "approx."}
INITIALS = re.compile(r"(?:^|[\s(\[*_“\"'])(?:[A-Z]\.)+$")
LABEL = re.compile(r"(?:^|\n)\s*(?:[A-Za-z]|\d{1,2})\.$")
"""What opens a line as its number, such as "a."."""
OPENING = "([*_“\"'"


def spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`, in order, without the white space around them."""
    cuts = [match.end() for match in BOUNDARY.finditer(text) if _ends_sentence(text, match)]
    edges = [0, *cuts, len(text)]
    return [span for left, right in pairwise(edges) if (span := _trimmed(text, left, right))]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start() + 1]
    if before.count("[") > before.count("]") or LABEL.search(before) or INITIALS.search(before):
        return False
    return before.split()[-1].lower().lstrip(OPENING) not in ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
