"""Choose the sections that are quoted beside the best one: only those that add something to it."""

from collections.abc import Iterator, Sequence

from assistant.notices import holds_phrase
from assistant.quoting.asked import Asked, asked
from assistant.quoting.choice import Choice
from assistant.quoting.disagree import differ
from assistant.quoting.nearest import nearest
from corpus.model import Notice
from ingest.model import Hit
from ingest.questions import place

MOST = 3
"""Sections an answer quotes."""
NEAR_EQUAL = 0.02
"""A second section is quoted where its score is within this of the best: which of the two answers is open."""
NEAR_SIDE = 0.25
"""In a comparison the other side is the best section beside the first under the same heading, within this of it."""
NEAR_OTHER = 0.06
"""Another document is quoted within this of the best section where it gives another figure, or where the question is
whether something still holds."""

Quoted = list[Choice]


def further(question: str, first: Quoted, hits: Sequence[Hit], notices: Sequence[Notice]) -> list[Quoted]:
    """What to quote of further sections; mostly nothing.

    First what is known or found to disagree with what is quoted of the best section; failing that, the other side of a
    comparison, or another section that may as well be the one that answers.
    """
    found = [*_disputes(question, first, hits, notices), *_differing(question, first, hits)]
    if not found and (hit := _added(asked(question), hits)):
        found = [nearest(question, hit)]
    by_place = {place(quoted[0].hit.passage): quoted for quoted in reversed(found) if quoted}
    return [quoted for quoted in found if quoted and by_place[place(quoted[0].hit.passage)] is quoted][: MOST - 1]


def _disputes(question: str, first: Quoted, hits: Sequence[Hit], notices: Sequence[Notice]) -> Iterator[Quoted]:
    """What other documents among the hits say on a point that a remark calls disputed."""
    for notice in notices:
        if notice.is_conflict and any(_is_on(choice, notice) for choice in first):
            others = [hit for hit in hits if _is_other(first, hit) and place(hit.passage) in notice.where]
            told = (nearest(question, hit, notice.about) for hit in others)
            yield from (quoted for quoted in told if any(_is_on(choice, notice) for choice in quoted))


def _is_on(choice: Choice, notice: Notice) -> bool:
    return place(choice.passages[0]) in notice.where and holds_phrase(choice.seen, notice.about)


def _differing(question: str, first: Quoted, hits: Sequence[Hit]) -> Iterator[Quoted]:
    """What other documents among the nearest hits say with another figure or address."""
    for hit in hits[1:]:
        if _is_other(first, hit) and hits[0].score - hit.score <= NEAR_OTHER:
            quoted = nearest(question, hit)
            if any(differ(one.seen, other.seen) for one in first for other in quoted):
                yield quoted


def _added(kinds: Asked, hits: Sequence[Hit]) -> Hit | None:
    first, others = hits[0], hits[1:]
    if kinds.comparison and (side := next((hit for hit in others if _is_other_side(first, hit)), None)):
        return side
    if kinds.age and (other := next((hit for hit in others if _is_other_document(first, hit)), None)):
        return other
    return next((hit for hit in others[:1] if first.score - hit.score <= NEAR_EQUAL), None)


def _is_other_side(first: Hit, hit: Hit) -> bool:
    one, other = first.passage, hit.passage
    are_siblings = one.source == other.source and one.trail[:-1] == other.trail[:-1]
    return are_siblings and len(one.trail) > 1 and first.score - hit.score <= NEAR_SIDE


def _is_other_document(first: Hit, hit: Hit) -> bool:
    return first.passage.source != hit.passage.source and first.score - hit.score <= NEAR_OTHER


def _is_other(first: Quoted, hit: Hit) -> bool:
    return bool(first) and first[0].hit.passage.source != hit.passage.source
