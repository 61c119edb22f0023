"""Choose what to quote: the groups of blocks that come nearest the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.markup import COMMENT
from ingest.model import Block, Hit, Passage
from ingest.passages import groups

SHORT_WORDS = 120
"""A passage of up to this many words is quoted whole."""
NEAR_BEST = 0.1
"""A further group of the best passage is quoted if its likeness is within this of the best group's."""
NEAR_TOP = 0.06
"""A further section is quoted if its score is within this of the best hit's."""
NEAR_EQUAL = 0.03
"""A further group of more than `SHORT_WORDS` words would bury the best, unless it is within this of it."""
MOST = 3
"""Sections an answer quotes."""
ASKS_STEPS = re.compile(
    r"^how (do|can|should|would|could|does|to)\b|\b(steps?|process|procedure|walk me through)\b", re.I
)
STEP = re.compile(r"^\d+\. ", re.M)
STEPS_BONUS = 0.15
"""Added to the likeness of numbered steps where a question asks how something is done."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A stretch of a passage to quote."""

    hit: Hit
    passages: tuple[Passage, ...]
    """Those it runs over, one right below the other."""
    start: int
    end: int
    seen: str
    """As a reader of the page sees it."""
    has_steps: bool = False


def choices(question: str, hits: Sequence[Hit]) -> list[Choice]:
    """Stretches to quote: of the best hit those nearest the question, then the nearest of hits almost as good."""
    steps = ASKS_STEPS.search(question) is not None
    near = [hit for hit in hits[1:] if hits[0].score - hit.score <= NEAR_TOP]
    further = [_best(_nearest(hit, steps), steps) for hit in near[: MOST - 1]]
    return [*_nearest(hits[0], steps), *(choice for choice in further if choice)]


def nearest(question: str, hit: Hit) -> list[Choice]:
    """Stretches of one section to quote."""
    return _nearest(hit, ASKS_STEPS.search(question) is not None)


def _best(found: Sequence[Choice], steps: bool) -> Choice | None:
    return max(found, key=lambda one: _likeness(one, steps), default=None)


def _nearest(hit: Hit, steps: bool) -> list[Choice]:
    """The groups of a section that come nearest, neighbours joined, in reading order; all of a short section."""
    ranked = [(choice, _likeness(choice, steps)) for choice in _choices(hit)]
    best = max((likeness for _, likeness in ranked), default=0.0)
    short = sum(len(passage.plain.split()) for passage in hit.section) <= SHORT_WORDS
    return _joined([(choice, short or _is_near(choice, best - likeness)) for choice, likeness in ranked])


def _is_near(choice: Choice, behind: float) -> bool:
    """Whether a group is quoted beside the best: a long one only if it is as good as the best."""
    words = len(choice.seen.split())
    return behind <= (NEAR_BEST if words <= SHORT_WORDS else NEAR_EQUAL)


def _joined(marked: Sequence[tuple[Choice, bool]]) -> list[Choice]:
    """The chosen ones; those that stand next to each other are quoted in one stretch."""
    joined: list[Choice] = []
    was_chosen = False
    for choice, is_chosen in marked:
        if is_chosen and was_chosen and not _are_parted(joined[-1], choice):
            joined[-1] = _both(joined[-1], choice)
        elif is_chosen:
            joined.append(choice)
        was_chosen = is_chosen
    return joined


def _are_parted(first: Choice, second: Choice) -> bool:
    if second.passages[0] is not first.passages[-1]:
        return True
    return _has_comment(first.passages, first.end, second.start)


def _both(first: Choice, second: Choice) -> Choice:
    has_steps = first.has_steps or second.has_steps
    passages = tuple(dict.fromkeys([*first.passages, *second.passages]))
    return Choice(first.hit, passages, first.start, second.end, f"{first.seen}\n\n{second.seen}", has_steps)


def _choices(hit: Hit) -> list[Choice]:
    return [
        choice
        for run in _runs(hit.section)
        for group in groups([block for passage in run for block in passage.blocks])
        for choice in _published(hit, run, [block for block in group if block.plain])
    ]


def _runs(section: Sequence[Passage]) -> list[list[Passage]]:
    """Stretches of passages that stand right below one another: what belongs together may run over two of them."""
    runs: list[list[Passage]] = []
    for passage in section:
        if passage.continues and runs:
            runs[-1].append(passage)
        else:
            runs.append([passage])
    return runs


def _published(hit: Hit, run: Sequence[Passage], blocks: Sequence[Block]) -> list[Choice]:
    """The group as one stretch; around a comment in it, which no reader of the page sees, sentence by sentence."""
    if not blocks:
        return []
    start, end = blocks[0].start, blocks[-1].end
    if _has_comment(run, start, end):
        parts = [part for block in blocks for part in block.parts if not _has_comment(run, part.start, part.end)]
        return [_choice(hit, run, one.start, one.end, one.plain) for one in parts]
    return [_choice(hit, run, start, end, "\n\n".join(block.plain for block in blocks))]


def _choice(hit: Hit, run: Sequence[Passage], start: int, end: int, seen: str) -> Choice:
    inside = tuple(passage for passage in run if passage.start < end and passage.end > start)
    return Choice(hit, inside, start, end, seen, STEP.search(seen) is not None)


def _has_comment(passages: Sequence[Passage], start: int, end: int) -> bool:
    return any(
        COMMENT.search(passage.text, max(0, start - passage.start), max(0, end - passage.start)) for passage in passages
    )


def _likeness(choice: Choice, steps: bool) -> float:
    """Of the nearest part; numbered steps count for more where steps are asked for."""
    inside = [m.similarity for m in choice.hit.matches if choice.start <= m.start and m.end <= choice.end]
    return max(inside, default=-1.0) + (STEPS_BONUS if steps and choice.has_steps else 0.0)
