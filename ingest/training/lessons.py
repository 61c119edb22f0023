"""What the embedding learns from: which question belongs to which section, and which only seems to."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.prepare import Prepared
from ingest.questions import place

KINDS = ("question", "part", "whole")
SHARES = (0.4, 0.4, 0.2)
"""How often a batch sets its questions beside other questions of their sections, parts of them, whole passages."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A section with all that is near it, and questions that must not be."""

    questions: tuple[str, ...]
    parts: tuple[str, ...]
    wholes: tuple[str, ...]
    near_misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """One question of each of several sections, and what answers it; the other sections' are wrong answers."""

    questions: tuple[str, ...]
    answers: tuple[str, ...]
    near_misses: tuple[tuple[int, str], ...]
    """Row of a section, and a question that its words invite and nothing answers."""


def lessons(prepared: Prepared) -> list[Lesson]:
    """One lesson for each section that has questions."""
    places = {passage.id: place(passage) for passage in prepared.passages}
    found: dict[object, dict[str, list[str]]] = {}
    for view in prepared.views:
        found.setdefault(places[view.passage], {}).setdefault(view.kind, []).append(view.text)
    told = [{kind: tuple(texts) for kind, texts in views.items()} for views in found.values() if "question" in views]
    return [
        Lesson(one["question"], one.get("part", ()), one.get("whole", ()), one.get("near miss", ())) for one in told
    ]


def batch(found: Sequence[Lesson], size: int, chance: random.Random) -> Batch:
    """Questions of `size` different sections: no two rows are of one section, so none is wrongly a wrong answer."""
    kind = chance.choices(KINDS, SHARES)[0]
    chosen = chance.sample(list(found), min(size, len(found)))
    asked = [chance.choice(one.questions) for one in chosen]
    answers = [_answer(one, question, kind, chance) for one, question in zip(chosen, asked, strict=True)]
    missed = [(row, chance.choice(one.near_misses)) for row, one in enumerate(chosen) if one.near_misses]
    return Batch(tuple(asked), tuple(answers), tuple(missed))


def _answer(lesson: Lesson, question: str, kind: str, chance: random.Random) -> str:
    others = [one for one in lesson.questions if one != question]
    texts = {"question": others, "part": lesson.parts, "whole": lesson.wholes}[kind]
    return chance.choice(texts or lesson.wholes or lesson.parts or (question,))
