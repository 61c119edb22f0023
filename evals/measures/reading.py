"""How long an answer is, and how hard to read."""

import re

from evals.model import Given

LETTERS = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*•|]|\d+[.)]))")
"""A full stop, an empty line, or the start of the next list item or table row."""
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<![aeiouy])(?:(?<![^aeiouy]l)e|(?<![td])ed|(?<![sxzcgh])es)$")
"""The endings of "file" (not "table"), "asked" (not "needed") and "files" (not "boxes")."""


def scores(given: Given) -> dict[str, float]:
    """`words`, and `reading_grade` where there is a word; none where nothing is answered."""
    text = "\n\n".join(given.statements)
    if not given.is_answer or not LETTERS.search(text):
        return {}
    return {"words": float(len(LETTERS.findall(text))), "reading_grade": grade(text)}


def grade(text: str) -> float:
    """The school grade whose pupils read it with ease (Flesch–Kincaid, Kincaid et al. 1975), 0 at least.

    Raises:
        ValueError: there is no word in it.
    """
    words = LETTERS.findall(text)
    if not words:
        raise ValueError("no word to grade")
    sentences = sum(bool(LETTERS.search(part)) for part in SENTENCE_END.split(text))
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59)


def syllables(word: str) -> int:
    """Groups of vowels, but for an ending that is not spoken; at least one."""
    lower = word.lower()
    return max(1, len(VOWELS.findall(lower)) - bool(SILENT.search(lower)))
