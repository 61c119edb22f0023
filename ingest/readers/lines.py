"""The printed lines of a page, and which of them go together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

GroupKind = Literal["text", "item", "footnote", "leaders", "running"]

LABEL_WORDS = 6
"""A run whose middle line is shorter than this holds labels: printed prose has 8 to 16 words a line."""
PROSE_WORDS = 8
MOST_PROSE = 0.2
"""Share of lines of so many words, and of list items, that a chart or a form may hold."""
MOST_LABELS = 200
"""Labels of one page are kept together up to this many words: about what the model reads of a text."""
PARAGRAPH_GAP = 1.35
"""Lines farther apart than this many times the usual distance belong to different paragraphs."""
SMALL = 0.92
"""Footnotes are printed at this share of the size of the text, or smaller."""
BULLET = re.compile(r"[•●▪■◦○‣⁃∙·➢✓❖□☐☒–—-]\s+(?=\S)|o\s+(?=[A-Z])")
SURE = "•●▪■◦○‣⁃∙➢✓❖□☐☒"
"""Bullets that open an item wherever they open a line; a dash or a number may be part of a sentence."""
NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})[.)]\s+(?=\S)")
NOTE = re.compile(r"(?:\[?\d{1,3}\]?|[*†‡§])\s*\S")
LEADERS = re.compile(r"(?:\s*\.){4,}\s*[\divxl]+\s*$")
"""What joins an entry of a table of contents to its page."""
ENDED = re.compile(r"[.!?:;][\"'”’)\]]*\d{0,3}$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is printed; lengths are points, counted from the lower left corner of the page."""

    text: str
    left: float
    right: float
    base: float
    """Height of the line the letters stand on."""
    size: float
    weight: int
    """As in CSS: 400 is regular, 700 bold."""
    is_even: bool = True
    """Whether it has one look from end to end."""
    row: int = 0
    """Numbers the lines of a page as the file draws them; the pieces of one line share it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order in which the file draws them."""

    lines: tuple[Line, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make up a paragraph, a list item or a footnote."""

    kind: GroupKind
    lines: tuple[Line, ...]


def is_labels(lines: Sequence[str]) -> bool:
    """Whether these are the labels of a chart or a form rather than prose."""
    lengths = [len(line.split()) for line in lines]
    return len(lengths) > 2 and median(lengths) < LABEL_WORDS


def is_item(line: str) -> bool:
    """Whether a line opens a list item."""
    return BULLET.match(line) is not None or NUMBER.match(line) is not None


def is_chart(lines: Sequence[str]) -> bool:
    """Whether a page of such lines is a chart or a form: labels with few sentences and list items among them."""
    prose = sum(len(line.split()) >= PROSE_WORDS or is_item(line) for line in lines)
    return is_labels(lines) and prose <= MOST_PROSE * len(lines)


def labels(lines: Sequence[Line]) -> list[Group]:
    """The lines of a chart or a form, kept together as far as they can be read at once."""
    groups: list[list[Line]] = []
    words = MOST_LABELS
    for line in lines:
        count = len(line.text.split())
        if words + count > MOST_LABELS:
            groups.append([])
            words = 0
        groups[-1].append(line)
        words += count
    return [Group("text", tuple(group)) for group in groups]


def pitch(lines: Sequence[Line]) -> float:
    """The usual distance between lines of one paragraph: that which a quarter of the lines do not exceed."""
    steps = [above.base - below.base for above, below in pairwise(lines)]
    down = [step for step, line in zip(steps, lines, strict=False) if 0.5 * line.size < step < 3 * line.size]
    return sorted(down)[len(down) // 4] if down else max((1.3 * line.size for line in lines), default=12.0)


@dataclass(frozen=True, slots=True)
class Measure:
    """What the lines of a page are measured by."""

    pitch: float
    right: float
    """Where the longest line ends."""
    size: float
    """Of most of the document's text."""


def measure(lines: Sequence[Line], size: float) -> Measure:
    """The measure of a page in a document whose text has this size."""
    return Measure(pitch(lines), max((line.right for line in lines), default=0.0), size)


def grouped(lines: Sequence[Line], by: Measure) -> list[Group]:
    """Paragraphs, items and footnotes, in order."""
    notes = _notes(lines, by.size)
    groups: list[tuple[GroupKind, list[Line]]] = []
    for number, line in enumerate(lines):
        kind = _kind(line, number in notes)
        if groups and _goes_on(groups[-1], line, kind, by):
            groups[-1][1].append(line)
        else:
            groups.append((kind, [line]))
    return [Group(kind, tuple(inside)) for kind, inside in groups]


def _notes(lines: Sequence[Line], size: float) -> range:
    """The small lines a page ends with, from the first that opens with a note's mark."""
    first = len(lines)
    while first and lines[first - 1].size < SMALL * size:
        first -= 1
    while first < len(lines) and not NOTE.match(lines[first].text):
        first += 1
    return range(first, len(lines)) if first else range(0)


def _kind(line: Line, is_note: bool) -> GroupKind:
    if is_note:
        return "footnote"
    if LEADERS.search(line.text):
        return "leaders"
    return "item" if is_item(line.text) else "text"


def _goes_on(group: tuple[GroupKind, list[Line]], line: Line, kind: GroupKind, by: Measure) -> bool:
    """Whether a line belongs to the group before it."""
    before, last = group[0], group[1][-1]
    if kind == "footnote" or before == "footnote":
        return before == kind and not (NOTE.match(line.text) and ENDED.search(last.text))
    if kind == "leaders" or before == "leaders":
        return kind == before
    if kind == "item" and (line.text[0] in SURE or before == "item" or ENDED.search(last.text)):
        return False
    if abs(last.size - line.size) > 0.6 or (last.weight != line.weight and last.is_even and line.is_even):
        return False
    hangs = before == "item" and len(group[1]) == 1 and line.left > last.left
    return not _starts_anew(last, line, by, hangs)


def _starts_anew(last: Line, line: Line, by: Measure, hangs: bool) -> bool:
    """Whether the space around two lines parts them: a gap, a short last line, an indent that is not an item's."""
    step, is_ended = last.base - line.base, ENDED.search(last.text) is not None
    if step < -by.pitch / 2:
        return is_ended  # at the top of the next column
    if step > PARAGRAPH_GAP * by.pitch:
        return True
    is_short = last.right < by.right - 0.25 * (by.right - last.left)
    return is_ended and not hangs and (is_short or abs(line.left - last.left) > 0.8 * line.size)
