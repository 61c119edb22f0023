"""Choose the sections that are quoted beside the best one: only those that add something to it."""

from collections.abc import Sequence

from assistant.quoting.asked import Asked
from ingest.model import Hit

NEAR_EQUAL = 0.02
"""A second section is quoted where its score is within this of the best: which of the two answers is open."""
NEAR_SIBLING = 0.25
"""In a comparison the other side is the best section beside the first under the same heading, within this of it."""
NEAR_OTHER = 0.06
"""Asked whether something still holds, another document is quoted, too, within this of the best section."""


def further(kinds: Asked, hits: Sequence[Hit]) -> list[Hit]:
    """The sections to quote after the first; mostly none."""
    first, others = hits[0], hits[1:]
    if kinds.comparison and (side := next((hit for hit in others if _is_other_side(first, hit)), None)):
        return [side]
    if kinds.age and (other := next((hit for hit in others if _is_other_document(first, hit)), None)):
        return [other]
    return [hit for hit in others[:1] if first.score - hit.score <= NEAR_EQUAL]


def _is_other_side(first: Hit, hit: Hit) -> bool:
    one, other = first.passage, hit.passage
    are_siblings = one.source == other.source and one.trail[:-1] == other.trail[:-1]
    return are_siblings and len(one.trail) > 1 and first.score - hit.score <= NEAR_SIBLING


def _is_other_document(first: Hit, hit: Hit) -> bool:
    return first.passage.source != hit.passage.source and first.score - hit.score <= NEAR_OTHER
