"""What must stand beside a piece: what it leans on, and what limits it."""

import re
from collections.abc import Sequence

from assistant.quoting.choice import Piece

LEANS = re.compile(
    r"^(?:[-*•] |\d+\. )?(?:this|these|those|that|such|it|its|they|their|he|she|his|her|both|here|there|then|thus|therefore"
    r"|for (?:this|that|these|those)|in (?:this|that|these|those|such)|as such|the (?:latter|former|same)|otherwise|hence"
    r"|in (?:other words|addition)|also|additionally|furthermore|moreover|similarly)\b",
    re.I,
)
"""How a sentence opens that is not understood without the one before it."""
LIMITS = re.compile(
    r"\b(?:unless|except(?:ions?|ing)?|only (?:if|when|where|after|for)|provided that|so long as|as long as|however"
    r"|must not|may not|shall not|cannot|can not|prohibited|not (?:permitted|allowed)|does not apply|do not apply"
    r"|notwithstanding|subject to)\b|^(?:if|but|otherwise|when|where|in (?:that|this|such) case)\b",
    re.I,
)
"""What makes a rule hold only sometimes; it is not left out beside the rule."""
REACH = 2
"""Sentences to lean on, or that limit, which are taken one after the other."""


def with_context(found: Sequence[Piece], chosen: Sequence[Piece]) -> list[Piece]:
    """The chosen pieces, the sentence each leans on, the conditions next to them, and what leads to an item."""
    wanted = {id(piece) for piece in chosen}
    for at, piece in enumerate(found):
        if piece in chosen:
            wanted |= {id(piece.lead)} if piece.lead else set()
            wanted |= {id(one) for one in _before(found, at)} | {id(one) for one in _after(found, at)}
    return [piece for piece in found if id(piece) in wanted]


def _before(found: Sequence[Piece], at: int) -> list[Piece]:
    taken: list[Piece] = []
    while at > 0 and len(taken) < REACH and _leans(found[at], found[at - 1]):
        at -= 1
        taken.append(found[at])
    return taken


def _leans(piece: Piece, before: Piece) -> bool:
    return piece.kind == before.kind == "prose" and LEANS.search(piece.seen) is not None


def _after(found: Sequence[Piece], at: int) -> list[Piece]:
    taken: list[Piece] = []
    while at + 1 < len(found) and len(taken) < REACH and _limits(found[at], found[at + 1]):
        at += 1
        taken.append(found[at])
    return taken


def _limits(piece: Piece, after: Piece) -> bool:
    """Whether the next sentence, or a paragraph that opens so, limits what is said."""
    if piece.kind != "prose" or after.kind != "prose":
        return False
    return LIMITS.search(after.seen) is not None
