"""Choose the pieces of one section that answer, with those that are needed to understand them."""

import itertools
from collections.abc import Sequence

from assistant.notices import holds_phrase
from assistant.quoting.asked import CONTACTS, DEFINES, FIGURES, Asked, asked
from assistant.quoting.choice import Choice, Piece, joined
from assistant.quoting.context import with_context
from assistant.quoting.pieces import pieces
from ingest.keywords import words
from ingest.model import Hit

SHORT_WORDS = 60
"""A section of up to this many words is quoted whole."""
MOST_WORDS = 70
"""Further pieces are quoted beside the nearest one up to this many words in all."""
NEAR_BEST = 0.16
"""A further piece is quoted if its likeness is within this of the best piece's."""
STEPS_BONUS = 0.15
"""Added to the likeness of numbered steps where a question asks how something is done."""
KIND_BONUS = 0.05
"""Added to the likeness of what is of a kind that is asked for: a figure, a contact, a definition, a list."""
WORDS_WEIGHT = 0.1
"""Of the share of the question's words that a piece holds, in its likeness."""
AFTER_BONUS = 0.05
NEAR_EQUAL = 0.04
LONGEST_WORDS = 220
GAP_WORDS = 15
UNKNOWN_COST = 0.03
"""What did not come among the nearest views is taken to be this much farther than the farthest that did."""


def nearest(question: str, hit: Hit, phrases: Sequence[str] = ()) -> list[Choice]:
    """The stretches of a section that answer, in reading order; those that hold one of the phrases before others."""
    kinds = asked(question)
    found = pieces(hit.section, whole_lists=kinds.steps or kinds.list)
    if sum(piece.words for piece in found) <= SHORT_WORDS:
        return joined(hit, found, found)
    return joined(hit, found, with_context(found, _chosen(question, kinds, hit, found, phrases)))


def _chosen(question: str, kinds: Asked, hit: Hit, found: Sequence[Piece], phrases: Sequence[str]) -> list[Piece]:
    """The nearest piece, and further ones almost as near as long as it stays short."""
    asked_for, *held = map(set, words([question, *(piece.seen for piece in found)]))
    shares = [len(asked_for & one) / len(asked_for) if asked_for else 0.0 for one in held]
    values = [
        likeness(piece, hit, kinds, share) + _sought(piece, phrases) for piece, share in zip(found, shares, strict=True)
    ]
    best = max(range(len(found)), key=lambda at: values[at])
    values = [value + (AFTER_BONUS if at == best + 1 else 0.0) for at, value in enumerate(values)]
    chosen = [best]
    for at in sorted(range(len(found)), key=lambda at: -values[at]):
        long = sum(found[one].words for one in chosen) + found[at].words
        if at != best and _is_near(values[best] - values[at], long):
            chosen.append(at)
    return [found[at] for at in _filled(chosen, found)]


def _is_near(behind: float, words: int) -> bool:
    """Whether a further piece is quoted beside the best: one that makes it long only if it is about as near."""
    return behind <= (NEAR_BEST if words <= MOST_WORDS else NEAR_EQUAL) and words <= LONGEST_WORDS


def _filled(chosen: Sequence[int], found: Sequence[Piece]) -> list[int]:
    """The places chosen, with the few words that stand between two of them: one stretch reads better than two."""
    filled = sorted(chosen)
    for first, second in itertools.pairwise(sorted(chosen)):
        between = range(first + 1, second)
        if sum(found[at].words for at in between) <= GAP_WORDS:
            filled.extend(between)
    return sorted(filled)


def likeness(piece: Piece, hit: Hit, kinds: Asked, share: float) -> float:
    """How near a piece comes: its nearest part, the share of the question's words in it, and whether it is of the kind
    asked for."""
    inside = [m.similarity for m in hit.matches if piece.own <= m.start and m.end <= piece.end]
    floor = min((m.similarity for m in hit.matches), default=0.0) - UNKNOWN_COST
    if piece.is_lead:
        return -1.0
    return max(inside, default=floor) + WORDS_WEIGHT * share + _bonus(piece, kinds)


def _sought(piece: Piece, phrases: Sequence[str]) -> float:
    return 1.0 if phrases and holds_phrase(piece.seen, phrases) else 0.0


def _bonus(piece: Piece, kinds: Asked) -> float:
    bonus = STEPS_BONUS if kinds.steps and piece.kind == "steps" else 0.0
    fits = (
        kinds.figure and FIGURES.search(piece.seen),
        kinds.contact and CONTACTS.search(piece.seen),
        kinds.definition and DEFINES.search(piece.seen),
        kinds.list and piece.kind in ("list", "table"),
    )
    return bonus + KIND_BONUS * sum(map(bool, fits))
