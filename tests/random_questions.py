"""Questions that nobody would think of, the same ones for the same seed."""

import random
import unicodedata

from corpus.home import BUNDLED
from ingest.questions import bank

OPENINGS = ("What is", "Who signs", "How do I", "When does", "Which", "Can I", "Why", "How much is", "List", "")
LAST_CHARACTER = 0x1FAFF
"""Up to here lie the letters of living and dead languages, marks that combine with others, signs and emoji."""


def random_questions(number, documents, seed=0):
    """Of words and headings of the documents, of the bank's questions, whole, in part and shuffled, and of noise."""
    chance = random.Random(seed)
    words = sorted({word for one in documents for word in one.text.split()})
    headings = sorted({line.lstrip("# ") for one in documents for line in one.text.splitlines() if line[:1] == "#"})
    asked = sorted(question for questions in bank(BUNDLED).values() for question in questions)
    kinds = [
        lambda: f"{chance.choice(OPENINGS)} {' '.join(chance.choices(words, k=chance.randint(1, 12)))}?",
        lambda: f"{chance.choice(OPENINGS)} {chance.choice(headings)}?",
        lambda: chance.choice(asked),
        lambda: shuffled(chance.choice(asked), chance),
        lambda: f"{chance.choice(asked)} {chance.choice(asked)}",
        lambda: chance.choice(asked).swapcase(),
        lambda: noise(chance),
        lambda: f"{chance.choice(asked)} {noise(chance)} {chance.choice(words)}"[:2000],
    ]
    return [chance.choice(kinds)() for _ in range(number)]


def shuffled(question, chance):
    parts = question.split()
    return " ".join(chance.sample(parts, len(parts)))


def noise(chance):
    """Characters of any kind but control characters and halves of one; never blank."""
    drawn = (chr(chance.randrange(0x20, LAST_CHARACTER)) for _ in range(chance.randint(1, 25)))
    return "x" + "".join(one for one in drawn if unicodedata.category(one) not in ("Cc", "Cs"))
