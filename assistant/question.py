"""Check a question, and make a follow-up stand alone."""

import re
import unicodedata
from collections.abc import Sequence

from assistant.model import Turn
from corpus.errors import PlaybookError

LONGEST = 2000
"""Characters; the longest question people type is a paragraph."""
FOLLOW_UP = re.compile(
    r"^(and|but|or|so|also|then)\b|^(what|how) about\b|^(why|how|when|who|where|which)( not)?\W*$", re.I
)
POINTS_BACK = re.compile(r"\b(it|its|they|them|their|theirs|those|these|he|she)\b|\b(this|that)(?= one|\W*$)", re.I)
FOLLOW_UP_WORDS = 9
"""A question longer than this is taken to stand alone."""


def checked(text: str) -> str:
    """The question without the white space around it.

    Raises:
        PlaybookError: it is empty, longer than `LONGEST`, not UTF-8, or holds control characters.
    """
    question = text.strip()
    if not question:
        raise PlaybookError("The question is empty. Type a question, for example: How do I request data?")
    if len(question) > LONGEST:
        raise PlaybookError(f"The question has {len(question):,} characters; the limit is {LONGEST:,}. Shorten it.")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in question):
        raise PlaybookError("The question is not valid UTF-8 text. Type it again, or save its file as UTF-8.")
    if any(unicodedata.category(character) == "Cc" and character not in "\n\r\t" for character in question):
        raise PlaybookError("The question holds control characters. Type it again as plain text.")
    return question


def standalone(question: str, history: Sequence[Turn]) -> str:
    """What to search for: a short question that points back is joined to the last one asked before it."""
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked or not _points_back(question):
        return question
    return f"{asked[-1][:LONGEST]} {question}"


def _points_back(question: str) -> bool:
    words = len(question.split())
    return words <= FOLLOW_UP_WORDS and bool(FOLLOW_UP.search(question) or POINTS_BACK.search(question))
