"""How likely it is that the sources answer a question, judged from what was found for it."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.coverage import evidence
from assistant.reading import under_headings
from corpus.errors import PlaybookError
from ingest.keywords import KeywordIndex
from ingest.model import Hit

FITTED = Path(__file__).with_name("confidence.json")
"""Written by `python -m evals.calibrate`; never by hand."""
FAR = -1.0
"""Likeness of what was not found at all."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression over `features`, and the least confidence that is answered."""

    weights: Mapping[str, float]
    """By feature; one that is not named counts nothing."""
    bias: float
    threshold: float

    def of_features(self, told: Mapping[str, float]) -> float:
        """Between 0 and 1: the logistic function of the weighted sum."""
        return 1 / (1 + math.exp(-self.bias - sum(weight * told[name] for name, weight in self.weights.items())))

    def is_enough(self, confidence: float) -> bool:
        """Whether a question this likely to be answered is answered."""
        return confidence >= self.threshold


def features(question: str, hits: Sequence[Hit], keywords: KeywordIndex) -> dict[str, float]:
    """What bears on whether the best hit answers: how near it is, in text and by the questions of both banks, and how
    well it covers what is asked (`assistant.coverage.evidence`)."""
    return {**_nearness(hits), **evidence(question, under_headings(hits[0]), keywords)}


def _nearness(hits: Sequence[Hit]) -> dict[str, float]:
    """
    similarity         of the best hit
    text               likeness of its text
    question           likeness of the nearest question that it is known to answer
    questions          mean of the nearest three
    near_miss          likeness of the nearest question that it invites and nothing answers
    near_misses        mean of the nearest three
    any_near_miss      likeness of the nearest near miss of any hit
    ahead, ahead_of_5  by how much its score is above the second and the fifth hit's
    """
    best, told = hits[0], hits[0].evidence
    return {
        "similarity": best.similarity,
        "text": told.text,
        "question": max(told.questions, default=FAR),
        "questions": _mean(told.questions),
        "near_miss": max(told.near_misses, default=FAR),
        "near_misses": _mean(told.near_misses),
        "any_near_miss": max((near for hit in hits for near in hit.evidence.near_misses), default=FAR),
        "ahead": best.score - hits[min(1, len(hits) - 1)].score,
        "ahead_of_5": best.score - hits[min(4, len(hits) - 1)].score,
    }


def _mean(told: Sequence[float]) -> float:
    return sum(told) / len(told) if told else FAR


def fitted(knows_questions: bool = True) -> Confidence:
    """The regression that was fitted for corpora with a question bank, or for those without one."""
    try:
        told = json.loads(FITTED.read_text("utf-8"))["with banks" if knows_questions else "without banks"]
        weights = {str(name): float(weight) for name, weight in told["weights"].items()}
        return Confidence(weights, float(told["bias"]), float(told["threshold"]))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise PlaybookError(f"{FITTED} cannot be read ({error!r}). Run: python -m evals.calibrate") from error
