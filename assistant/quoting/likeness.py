"""How near each piece of a section comes to a question."""

from collections.abc import Sequence

from assistant.notices import holds_phrase
from assistant.quoting.asked import CONTACTS, DEFINES, FIGURES, Asked
from assistant.quoting.choice import Piece
from ingest.keywords import words
from ingest.model import Hit

STEPS_BONUS = 0.15
"""Added to the likeness of numbered steps where a question asks how something is done."""
KIND_BONUS = 0.05
"""Added to the likeness of what is of a kind that is asked for: a figure, a contact, a definition, a list."""
WORDS_WEIGHT = 0.1
"""Of the share of the question's words that a piece holds, in its likeness."""
SOUGHT_BONUS = 1.0
"""Added to the likeness of what holds a phrase that is looked for: before all that does not."""
UNKNOWN_COST = 0.03
"""What did not come among the nearest views is taken to be this much farther than the farthest that did."""
NEVER = -1.0
"""The likeness of what is not quoted for its own sake."""


def likenesses(question: str, asked: Asked, hit: Hit, found: Sequence[Piece], phrases: Sequence[str]) -> list[float]:
    """Of each piece: its nearest part, the question's words in it, and whether it is of the kind asked for."""
    sought, *held = map(set, words([question, *(piece.seen for piece in found)]))
    shares = [len(sought & one) / len(sought) if sought else 0.0 for one in held]
    floor = min((match.similarity for match in hit.matches), default=0.0) - UNKNOWN_COST
    return [
        NEVER if piece.is_lead else _nearest(piece, hit, floor) + WORDS_WEIGHT * share + _bonus(piece, asked, phrases)
        for piece, share in zip(found, shares, strict=True)
    ]


def _nearest(piece: Piece, hit: Hit, floor: float) -> float:
    inside = (one.similarity for one in hit.matches if piece.own <= one.start and one.end <= piece.end)
    return max(inside, default=floor)


def _bonus(piece: Piece, asked: Asked, phrases: Sequence[str]) -> float:
    fits = (
        asked.figure and FIGURES.search(piece.seen),
        asked.contact and CONTACTS.search(piece.seen),
        asked.definition and DEFINES.search(piece.seen),
        asked.list and piece.kind in ("list", "table"),
    )
    of_steps = STEPS_BONUS if asked.steps and piece.kind == "steps" else 0.0
    of_phrases = SOUGHT_BONUS if phrases and holds_phrase(piece.seen, phrases) else 0.0
    return of_steps + of_phrases + KIND_BONUS * sum(map(bool, fits))
