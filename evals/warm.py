"""What a warm question costs beside the bare search it cannot do without, in one run and in turn."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from ingest.chroma import VectorIndex
from ingest.model import Passage
from ingest.views import views

GOAL = 3.0
"""Times the bare cost that a warm answer may take."""
FIRST = 10
"""Questions that warm all sides up and are not counted."""
NEAREST = 10
"""Vectors a bare search asks for, as many as an answer shows passages."""

Way = Callable[[str], object]
"""Something done with a question."""


@dataclass(frozen=True, slots=True)
class Warm:
    """Medians over the same questions, in milliseconds."""

    answer: float
    bare: Mapping[str, float]
    """Embedding the question and asking Chroma, by what is asked."""
    questions: int

    def ratio(self, name: str) -> float:
        """How many times a bare search an answer takes."""
        return self.answer / self.bare[name]

    def told(self) -> str:
        """The figures in a sentence."""
        bare = " and ".join(f"{time:.1f} ms {name} (ratio {self.ratio(name):.2f})" for name, time in self.bare.items())
        return (
            f"A warm answer takes {self.answer:.1f} ms; embedding its question and asking Chroma for {NEAREST} vectors "
            f"takes {bare}; goal ≤ {GOAL:g}. Medians of {self.questions} questions, in turn."
        )


def warm(answer: Way, bare: Mapping[str, Way], questions: Sequence[str]) -> Warm:
    """Each question answered and barely searched for, one right after the other and in changing order."""
    ways = {"": answer, **bare}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for question in questions[:FIRST]:
        for way in ways.values():
            way(question)
    for number, question in enumerate(questions):
        for name in sorted(ways, reverse=bool(number % 2)):
            times[name].append(_milliseconds(ways[name], question))
    medians = {name: statistics.median(found) for name, found in times.items()}
    return Warm(medians[""], {name: medians[name] for name in bare}, len(questions))


def of_passages(whole: VectorIndex, passages: Sequence[Passage], folder: Path) -> VectorIndex:
    """An index as others would make it, of one vector a passage, in a new folder; nothing is embedded again."""
    known = whole.vectors_by_text()
    told = [view for passage in passages for view in views(passage) if view.kind == "whole"]
    made = VectorIndex.create(folder, {"of": "passages"})
    made.add(told, numpy.asarray([known[view.text] for view in told], numpy.float32))
    return made


def _milliseconds(way: Way, question: str) -> float:
    began = time.perf_counter()
    way(question)
    return 1000 * (time.perf_counter() - began)
