"""Choose the pieces of one section that answer, with those that are needed to understand them."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.quoting.asked import Asked, asked
from assistant.quoting.choice import Choice, Piece, joined
from assistant.quoting.context import with_context
from assistant.quoting.likeness import likenesses
from assistant.quoting.pieces import pieces
from ingest.model import BlockKind, Hit

SHORT_WORDS = 60
"""A section of up to this many words is quoted whole."""
MOST_WORDS = 70
"""Further pieces are quoted beside the nearest one up to this many words in all,"""
NEAR_BEST = 0.16
"""if their likeness is within this of its likeness;"""
LONGEST_WORDS = 220
"""and up to this many words in all"""
NEAR_EQUAL = 0.04
"""if their likeness is within this: they may as well be what answers."""
AFTER_BONUS = 0.05
"""Added to the likeness of what stands right behind the nearest piece, and often goes on with it."""
GAP_WORDS = 15
"""So few words between two pieces that are quoted are not cut out."""


def nearest(question: str, hit: Hit, phrases: Sequence[str] = ()) -> list[Choice]:
    """The stretches of a section that answer, in reading order; what holds one of the phrases before all else."""
    kinds = asked(question)
    found = pieces(hit.section, _whole(kinds))
    if sum(piece.words for piece in found) <= SHORT_WORDS:
        return joined(hit, found, found)
    chosen = _chosen(found, likenesses(question, kinds, hit, found, phrases))
    return joined(hit, found, with_context(found, [found[at] for at in _filled(found, chosen)]))


def _whole(kinds: Asked) -> tuple[BlockKind, ...]:
    """What is not cut, however long."""
    return ("list", "table") if kinds.list else ("list",) if kinds.steps else ()


def _chosen(found: Sequence[Piece], values: Sequence[float]) -> list[int]:
    """The places of the nearest piece, and of further ones almost as near as long as all stays short."""
    best = max(range(len(found)), key=lambda at: values[at])
    behind = [values[best] - value - (AFTER_BONUS if at == best + 1 else 0.0) for at, value in enumerate(values)]
    chosen, total = [best], found[best].words
    for at in sorted(range(len(found)), key=lambda at: behind[at]):
        if at != best and _is_near(behind[at], total + found[at].words):
            chosen.append(at)
            total += found[at].words
    return sorted(chosen)


def _is_near(behind: float, total: int) -> bool:
    return behind <= (NEAR_BEST if total <= MOST_WORDS else NEAR_EQUAL) and total <= LONGEST_WORDS


def _filled(found: Sequence[Piece], chosen: Sequence[int]) -> list[int]:
    """The places chosen, with the few words that stand between two of them: one stretch reads better than two."""
    gaps = [range(first + 1, second) for first, second in pairwise(chosen)]
    few = [at for gap in gaps if sum(found[at].words for at in gap) <= GAP_WORDS for at in gap]
    return sorted([*chosen, *few])
