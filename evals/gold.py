"""Find the gold of cases in the corpus at hand; what is no longer there is drift, never a wrong answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.errors import PlaybookError
from evals.measures.stating import folded, holds
from evals.model import Case, Gold, Span, Target
from ingest.model import Block, Passage
from ingest.questions import Place, named

CANDIDATES = 3
"""Sections that are named for each lost one."""
SHOWN = 10
"""Lost sections that are named at once."""
ALIKE = 0.6
"""Likeness of two trails, 0 to 1, from which one may be the other renamed."""
Sections = Mapping[Place, Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Lost:
    """A gold section that is not in the corpus, or no longer says what the case counts on."""

    case: str
    gold: Gold


def targets(cases: Sequence[Case], at_hand: Sections) -> dict[str, Target]:
    """Where each case's gold stands, by the id of the case.

    Raises:
        PlaybookError: drift; every lost section is named with its nearest candidates.
    """
    if lost := drift(cases, at_hand):
        raise PlaybookError(_told(lost, at_hand))
    return {case.id: _target(case, at_hand) for case in cases}


def drift(cases: Sequence[Case], at_hand: Sections) -> list[Lost]:
    """Every gold section that is gone, or in which none of its phrases stands any more."""
    return [
        Lost(case.id, gold) for case in cases for gold in case.gold if not _stands(gold, at_hand.get(gold.place, ()))
    ]


def _holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in a text, whole, whatever the case, white space and apostrophes."""
    told = folded(text)
    return any(holds(told, phrase) for phrase in phrases)


def _stands(gold: Gold, found: Sequence[Passage]) -> bool:
    return bool(found) and (not gold.phrases or _holds(_text(found), gold.phrases))


def _text(passages: Sequence[Passage]) -> str:
    """As printed and as seen, for a phrase may be broken up by markup in the one and by a table's bars in the other."""
    return "\n".join([*(one.text for one in passages), *(one.plain for one in passages)])


def _target(case: Case, at_hand: Sections) -> Target:
    found = [(gold, at_hand[gold.place]) for gold in case.gold]
    whole = tuple((gold, _span(passages)) for gold, passages in found)
    evidence = tuple((gold, span) for gold, passages in found for span in _evidence(case, gold, passages))
    return Target(whole, evidence)


def _evidence(case: Case, gold: Gold, passages: Sequence[Passage]) -> list[Span]:
    """The blocks that hold a phrase of the gold or a fact of the case; for want of one, the whole section."""
    told = [*gold.phrases, *(alternative for fact in case.facts for alternative in fact)]
    blocks = [block for passage in passages for block in passage.blocks if _bears(block, passage, told)]
    return [Span(gold.source, block.start, block.end) for block in blocks] or [_span(passages)]


def _bears(block: Block, passage: Passage, told: Sequence[str]) -> bool:
    printed = passage.text[block.start - passage.start : block.end - passage.start]
    return block.kind != "silent" and (_holds(block.plain, told) or _holds(printed, told))


def _span(passages: Sequence[Passage]) -> Span:
    return Span(passages[0].source, min(one.start for one in passages), max(one.end for one in passages))


def candidates(gold: Gold, at_hand: Sections) -> tuple[Place, ...]:
    """Sections that hold a phrase, those of the same source first; then those with a trail much like it."""
    nearness = {where: _nearness(gold, where, passages) for where, passages in at_hand.items()}
    near = [where for where, value in nearness.items() if value >= ALIKE]
    return tuple(sorted(near, key=lambda where: (-nearness[where], where))[:CANDIDATES])


def _nearness(gold: Gold, where: Place, passages: Sequence[Passage]) -> float:
    alike = SequenceMatcher(None, " ".join(gold.trail), " ".join(where[1]), autojunk=False).ratio()
    return alike + (where[0] == gold.source) / 4 + (1 if gold.phrases and _holds(_text(passages), gold.phrases) else 0)


def _told(lost: Sequence[Lost], at_hand: Sections) -> str:
    """A sentence for a person, then a line for each lost section."""
    lines = [f"  {one.case}: {named(one.gold.place)}{_nearest(candidates(one.gold, at_hand))}" for one in lost[:SHOWN]]
    more = [f"  and {len(lost) - SHOWN} more"] if len(lost) > SHOWN else []
    return "\n".join(
        [
            f"Drift: {len(lost)} section(s) that cases count on are gone or no longer say so. "
            "Mend the cases or the corpus; nothing was scored.",
            *lines,
            *more,
        ]
    )


def _nearest(found: Sequence[Place]) -> str:
    return f" (nearest: {'; '.join(map(named, found))})" if found else " (nothing like it is left)"
