"""Cut running text without markup into blocks."""

import re
from collections.abc import Iterator
from statistics import median

from ingest import sentences
from ingest.model import Block, Part

PARAGRAPH = re.compile(r"\S(?:.*?)(?=\n\s*\n|\Z)", re.S)
LABEL_WORDS = 6
"""A run whose middle line is shorter than this holds labels: printed prose has 8 to 16 words a line."""


def paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    """Runs of lines between blank lines in `text[start:end]`, with their sentences."""
    for match in PARAGRAPH.finditer(text[:end], start):
        first, last = match.start(), match.start() + len(match[0].rstrip())
        yield Block("paragraph", first, last, _shown(text[first:last]), tuple(_parts(text, first, last)))


def _parts(text: str, start: int, end: int) -> Iterator[Part]:
    """Sentences; in a chart or a form, whose lines are labels rather than prose, the lines."""
    spans = _lines(text[start:end]) if _is_labels(text[start:end]) else sentences.spans(text[start:end])
    for first, last in spans:
        yield Part("sentence", start + first, start + last, _folded(text[start + first : start + last]))


def _is_labels(text: str) -> bool:
    lengths = [len(line.split()) for line in text.splitlines()]
    return len(lengths) > 2 and median(lengths) < LABEL_WORDS


def _lines(text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _shown(text: str) -> str:
    return "\n".join(_folded(line.strip()) for line in text.splitlines()) if _is_labels(text) else _folded(text)
