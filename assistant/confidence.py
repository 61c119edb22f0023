"""How likely it is that the sources answer a question, judged from what was found for it."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PlaybookError
from ingest.keywords import words
from ingest.model import Hit
from ingest.passages import searched_text

FITTED = Path(__file__).with_name("confidence.json")
"""Written by `python -m evals.calibrate`; never by hand."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression over `features`, and the least confidence that is answered."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def of(self, question: str, hits: Sequence[Hit], unknown: Sequence[str]) -> float:
        """Between 0 and 1; 0 where nothing was found."""
        if not hits:
            return 0.0
        told = zip(self.weights, features(question, hits, unknown), strict=True)
        return 1 / (1 + math.exp(-self.bias - sum(weight * value for weight, value in told)))

    def is_enough(self, confidence: float) -> bool:
        """Whether a question this likely to be answered is answered."""
        return confidence >= self.threshold


def features(question: str, hits: Sequence[Hit], unknown: Sequence[str]) -> tuple[float, ...]:
    """Likeness of the best hit; share of the question's words that no source has; share the best passage has."""
    asked = set(words([question])[0])
    found = set(words([searched_text(hits[0].passage)])[0])
    total = max(len(asked), 1)
    return (hits[0].similarity, len(set(unknown)) / total, len(asked & found) / total)


def fitted() -> Confidence:
    """The regression that was fitted on the development cases."""
    try:
        told = json.loads(FITTED.read_text("utf-8"))
        return Confidence(tuple(told["weights"]), told["bias"], told["threshold"])
    except (OSError, ValueError, KeyError) as error:
        raise PlaybookError(f"{FITTED} cannot be read ({error!r}). Run: python -m evals.calibrate") from error
