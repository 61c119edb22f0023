"""How high right sections stand among the hits, counted as trec_eval does.

With sections as documents, judged 2 where primary and 1 otherwise, and one hit a section:

| here | trec_eval | relevant from |
|---|---|---|
| hit_at_1, hit_at_5 | success_1, success_5 | 1 |
| recall_at_5, recall_at_10 | recall_5, recall_10 | 2: primary sections only |
| reciprocal_rank | recip_rank of the first ten | 1 |
| ndcg_at_10 | ndcg_cut_10 | gains 2 and 1 as they are, discounted by log2(rank + 1) |

Each is between 0 and 1. Each is absent where the case has no gold, or was declined without a search; it is 0 where a
search found nothing right.
"""

from collections.abc import Sequence
from math import log2

from evals.measures.bearing import has_gold, present
from evals.model import Given, Gold, Span, Target

DEPTH = 10
"""Hits that count at most."""
Sections = Sequence[tuple[Gold, Span]]


def scores(target: Target, given: Given) -> dict[str, float]:
    """The measures of ranking that bear on an answer."""
    if not has_gold(target, given) or (given.status == "declined" and not given.passages):
        return {}
    sections, hits = target.sections, [passage.span for passage in given.passages]
    return present(
        {
            "hit_at_1": hit_at(1, sections, hits),
            "hit_at_5": hit_at(5, sections, hits),
            "recall_at_5": recall_at(5, sections, hits),
            "recall_at_10": recall_at(10, sections, hits),
            "reciprocal_rank": reciprocal_rank(sections, hits),
            "ndcg_at_10": ndcg(sections, hits),
        }
    )


def is_right(hit: Span, section: Span) -> bool:
    """Whether a hit holds at least half of a section, or at least half of the hit lies in the section.

    The same for our own passages and for pieces that others cut without regard to sections.
    """
    if hit.source != section.source:
        return False
    shared = min(hit.end, section.end) - max(hit.start, section.start)
    return shared > 0 and 2 * shared >= min(hit.end - hit.start, section.end - section.start)


def ranks(sections: Sequence[tuple[Gold, Span]], hits: Sequence[Span]) -> list[int | None]:
    """The rank, from 1, of the first hit that is right for each section; None where none is."""
    return [next((rank for rank, hit in enumerate(hits, 1) if is_right(hit, span)), None) for _, span in sections]


def hit_at(k: int, sections: Sections, hits: Sequence[Span]) -> float | None:
    """1 where one of the first k hits is right for any section, else 0; None without sections."""
    return float(any(ranks(sections, hits[:k]))) if sections else None


def recall_at(k: int, sections: Sections, hits: Sequence[Span]) -> float | None:
    """The share of primary sections that the first k hits find; None without primary sections."""
    primary = [one for one in sections if one[0].primary]
    return sum(rank is not None for rank in ranks(primary, hits[:k])) / len(primary) if primary else None


def reciprocal_rank(sections: Sections, hits: Sequence[Span]) -> float | None:
    """1 / rank of the first right hit of ten, 0 where none is right; None without sections."""
    found = [rank for rank in ranks(sections, hits[:DEPTH]) if rank is not None]
    return (1 / min(found) if found else 0.0) if sections else None


def ndcg(sections: Sections, hits: Sequence[Span]) -> float | None:
    """Normalised discounted cumulative gain of the first ten (Järvelin & Kekäläinen 2002); None without sections.

    A section counts once, at its best rank; further hits in it gain nothing. The ideal has the case's sections one a
    rank, primary ones first. A hit that holds several sections finds all of them at its rank, which could be more than
    that ideal: 1 is the most that is given.
    """
    if not sections:
        return None
    gained = [(_gain(gold), rank) for (gold, _), rank in zip(sections, ranks(sections, hits[:DEPTH]), strict=True)]
    best = sorted((_gain(gold) for gold, _ in sections), reverse=True)[:DEPTH]
    found = sum(gain / log2(rank + 1) for gain, rank in gained if rank is not None)
    return min(1.0, found / sum(gain / log2(rank + 1) for rank, gain in enumerate(best, 1)))


def _gain(gold: Gold) -> int:
    return 2 if gold.primary else 1
