"""Find the item of a list that a question points at by its place: the second one, the last, step 3, the next."""

import re
from collections.abc import Sequence

from assistant.model import Turn
from assistant.pointers import lists

READ = 6000
"""Characters of a message in which a list is looked for."""
MOST_ITEMS = 40
LONGEST_ITEM = 200
MARKER = re.compile(r"\s*\[\d+\]")
"""Of a citation."""
LINE = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.)]|\(?[a-h][.)])\s+(.+)$", re.M)
IN_LINE = re.compile(r":\s+([^:.?!]*[,;][^:.?!]*)")
BETWEEN = re.compile(r"[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+")
EITHER = re.compile(r"\b([\w-]+(?: [\w-]+)?) or (?:an? |the )?([\w-]+(?: [\w-]+)?)", re.I)
PLACE = re.compile(
    r"\b(?:the|that) (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|latter|former|next)\b"
    r"|\b(?:step|number|item|point|option) (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)


def named_item(question: str, history: Sequence[Turn]) -> str:
    """The item as it was told, from the latest message that has one in that place; empty where none has."""
    place = _place(question, history)
    if not place:
        return ""
    found = (_items(turn) for turn in reversed(history))
    return next((items[place if place < 0 else place - 1] for items in found if place <= len(items) and items), "")


def _place(question: str, history: Sequence[Turn]) -> int:
    """Counted from 1, or from -1 for the end; 0 where the question names none."""
    match = PLACE.search(question)
    if match is None:
        return 0
    word = (match[1] or match[2]).lower()
    if word == "next":
        return _next(history)
    fixed = {"last": -1, "latter": -1, "former": 1} | lists()["ordinals"] | lists()["cardinals"]
    return int(word) if word.isdecimal() else fixed[word]


def _next(history: Sequence[Turn]) -> int:
    """The place after the one that was asked about last."""
    at = max((place for place, turn in enumerate(history) if turn.role == "user"), default=None)
    before = _place(history[at].content, history[:at]) if at is not None else 0
    return before + 1 if before > 0 else 0


def _items(turn: Turn) -> list[str]:
    if turn.role == "user":
        either = EITHER.search(turn.content[:READ])
        return [either[1], either[2]] if either else []
    text = MARKER.sub("", turn.content[:READ])
    lines = [item[:LONGEST_ITEM] for item in LINE.findall(text)]
    if len(lines) > 1:
        return lines[:MOST_ITEMS]
    row = IN_LINE.search(text)
    return [part for part in BETWEEN.split(row[1]) if part][:MOST_ITEMS] if row else []
