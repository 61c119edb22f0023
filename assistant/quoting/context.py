"""What must stand beside a piece: what it leans on, and what limits it."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.quoting.choice import Piece
from ingest.sentences import spans

LEANS = re.compile(
    r"^(?:this|these|those|that|such|it|its|they|their|he|she|his|her|both|here|there|then|thus|therefore|hence"
    r"|(?:for|in) (?:this|that|these|those|such)|as such|the (?:latter|former|same)|otherwise"
    r"|in (?:other words|addition)|also|additionally|furthermore|moreover|similarly)\b",
    re.I,
)
"""How a sentence opens that is not understood without the one before it."""
LIMITS = re.compile(
    r"\b(?:unless|except(?:ions?|ing)?|only (?:if|when|where|after|for)|provided that|(?:so|as) long as|however"
    r"|must not|may not|shall not|can ?not|prohibited|not (?:permitted|allowed)|(?:does|do) not apply|notwithstanding"
    r"|subject to)\b|^(?:if|but|otherwise|when|where|in (?:that|this|such) case)\b",
    re.I,
)
"""What makes a rule hold only sometimes; it is not left out beside the rule."""
REACH = 2
"""Sentences to lean on, or that limit, which are taken one after the other."""
MANY_ITEMS = 3
"""Of a long list, so many items wanted are the list that is asked for; it is quoted whole."""
LIST_WORDS = 250
"""Unless it is longer than this."""


def with_context(found: Sequence[Piece], chosen: Sequence[Piece]) -> list[Piece]:
    """The chosen pieces, what leads to them or they lean on, and the conditions next to them."""
    wanted = {id(piece) for piece in [*chosen, *_wanted_lists(found, chosen)]}
    for at, piece in enumerate(found):
        if piece in chosen:
            beside = [*_before(found, at), *_after(found, at), *([piece.lead] if piece.lead else [])]
            wanted |= {id(one) for one in beside}
    return [piece for piece in found if id(piece) in wanted]


def _wanted_lists(found: Sequence[Piece], chosen: Sequence[Piece]) -> list[Piece]:
    items = [piece for piece in found if piece.kind in ("list", "steps")]
    count = Counter(piece.block for piece in items if piece in chosen)
    words = {block: sum(piece.words for piece in items if piece.block == block) for block in count}
    wanted = {block for block, many in count.items() if many >= MANY_ITEMS and words[block] <= LIST_WORDS}
    return [piece for piece in items if piece.block in wanted]


def _before(found: Sequence[Piece], at: int) -> list[Piece]:
    """What the piece leans on, and a condition right before it in its paragraph."""
    taken: list[Piece] = []
    while at > 0 and len(taken) < REACH and (_leans(found[at]) or _limits(found[at], found[at - 1])):
        at -= 1
        taken.append(found[at])
    return taken


def _after(found: Sequence[Piece], at: int) -> list[Piece]:
    """Conditions right behind the piece, in its paragraph or opening the next one."""
    taken: list[Piece] = []
    while at + 1 < len(found) and len(taken) < REACH and _limits(found[at], found[at + 1]):
        at += 1
        taken.append(found[at])
    return taken


def _leans(piece: Piece) -> bool:
    return piece.kind == "prose" and LEANS.search(piece.seen) is not None


def _limits(piece: Piece, other: Piece) -> bool:
    """Whether a sentence beside the piece limits what it says; of another paragraph, the first one tells."""
    if other.kind != "prose" or other.is_lead:
        return False
    if other.block == piece.block:
        return LIMITS.search(other.seen) is not None
    first, end = (spans(other.seen) or [(0, 0)])[0]
    return other.own > piece.own and LIMITS.search(other.seen[first:end]) is not None
