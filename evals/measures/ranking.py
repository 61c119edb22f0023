"""How well passages are ranked for a case: one rule for our passages and for other systems' chunks."""

import math
from collections.abc import Sequence

from evals.model import Gold, Ranked, Span

DEPTH = 10
"""Ranks that are looked at."""
PRIMARY, OTHER = 2, 1
"""Gain of a primary section, and of another one that legitimately answers."""
Sections = Sequence[tuple[Gold, Span]]


def scores(passages: Sequence[Ranked], sections: Sections) -> dict[str, float]:
    """Every measure of a ranking, 0 to 1; none where no section is gold.

    Where each passage is a section of its own, they are what trec_eval calls success_1 and success_5, recall_5 and
    recall_10 at relevance level 2, recip_rank of the first ten, and ndcg_cut_10 with the gains above.
    """
    if not sections:
        return {}
    found = ranks(passages[:DEPTH], sections)
    first = min((rank for rank in found if rank), default=0)
    return {
        "hit_at_1": float(first == 1),
        "hit_at_5": float(1 <= first <= 5),
        "recall_at_5": _recall(found, sections, 5),
        "recall_at_10": _recall(found, sections, 10),
        "reciprocal_rank": 1 / first if first else 0.0,
        "ndcg_at_10": _ndcg(found, sections),
    }


def ranks(passages: Sequence[Ranked], sections: Sections) -> list[int]:
    """For each gold section the rank of the first passage that is right for it; 0 where none is."""
    return [
        next((rank for rank, one in enumerate(passages, 1) if is_right(one.span, section)), 0)
        for _, section in sections
    ]


def is_right(passage: Span, section: Span) -> bool:
    """Whether a passage holds at least half of a section, or at least half of it lies in the section."""
    if passage.source != section.source:
        return False
    shared = min(passage.end, section.end) - max(passage.start, section.start)
    return shared > 0 and 2 * shared >= min(passage.end - passage.start, section.end - section.start)


def _recall(found: Sequence[int], sections: Sections, k: int) -> float:
    """Share of the primary sections, or of all where none is primary, among the first k."""
    primary = [rank for rank, (gold, _) in zip(found, sections, strict=True) if gold.primary] or list(found)
    return sum(1 <= rank <= k for rank in primary) / len(primary)


def _ndcg(found: Sequence[int], sections: Sections) -> float:
    """Discounted cumulative gain over that of the best order (Järvelin and Kekäläinen 2002), as trec_eval takes it."""
    gains = [PRIMARY if gold.primary else OTHER for gold, _ in sections]
    got = sum(gain / math.log2(rank + 1) for gain, rank in zip(gains, found, strict=True) if rank)
    best = sorted(gains, reverse=True)[:DEPTH]
    return min(1.0, got / sum(gain / math.log2(rank + 1) for rank, gain in enumerate(best, 1)))
