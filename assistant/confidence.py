"""How likely it is that the sources answer a question, judged from what was found for it."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PlaybookError
from ingest.model import Hit

FITTED = Path(__file__).with_name("confidence.json")
"""Written by `python -m evals.calibrate`; never by hand."""
ASKS_FIGURE = re.compile(
    r"\b(how (many|much|long|often|few|soon|big|large|fast|old)|(what|which) (date|day|time|year|percentage|share)|"
    r"cost|price|fee|fees|charge|deadline|phone|maximum|minimum|max|min|number of|per (day|hour|month|year))\b",
    re.I,
)
FIGURE = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|annual|annually|yearly|monthly|weekly|"
    r"quarterly|daily|unlimited)\b",
    re.I,
)
ASKS_MONEY = re.compile(r"\$|\b(dollars?|cents|cost|costs|price|priced|fees?|charged?|pay|pays|paid|budget)\b", re.I)
MONEY = re.compile(r"\$|\b(dollars?|cents|costs?|prices?|fees?|charge[sd]?|paid|payments?|pay|free|billable)\b", re.I)


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression over `features`, and the least confidence that is answered."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def of(self, question: str, hits: Sequence[Hit], unknown: Sequence[str]) -> float:
        """Between 0 and 1; 0 where nothing was found."""
        return self.of_features(features(question, hits, unknown)) if hits else 0.0

    def of_features(self, values: Sequence[float]) -> float:
        """The logistic function of the weighted sum."""
        told = zip(self.weights, values, strict=True)
        return 1 / (1 + math.exp(-self.bias - sum(weight * value for weight, value in told)))

    def is_enough(self, confidence: float) -> bool:
        """Whether a question this likely to be answered is answered."""
        return confidence >= self.threshold


def features(question: str, hits: Sequence[Hit], unknown: Sequence[str]) -> tuple[float, ...]:
    """Likeness of the best hit; whether no source has a name that the question names; whether a figure is asked for
    and the best passage has none."""
    names = not question.isupper() and any(_is_name(word, question) for word in unknown)
    return (hits[0].similarity, float(names), float(_lacks_figure(question, hits[0].passage.plain)))


def _lacks_figure(question: str, told: str) -> bool:
    """Whether a figure is asked for and none is told, or a sum of money and nothing is told of money."""
    lacks_money = bool(ASKS_MONEY.search(question)) and not MONEY.search(told)
    return lacks_money or (bool(ASKS_FIGURE.search(question)) and not FIGURE.search(told))


def _is_name(word: str, question: str) -> bool:
    """Whether a word is written as a name: in capitals, or with one where no sentence begins."""
    return (word.isupper() and len(word) > 1) or (word[0].isupper() and not _opens_sentence(word, question))


def _opens_sentence(word: str, question: str) -> bool:
    before = question[: question.index(word)].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?:"


def fitted() -> Confidence:
    """The regression that was fitted on the development cases."""
    try:
        told = json.loads(FITTED.read_text("utf-8"))
        return Confidence(tuple(told["weights"]), told["bias"], told["threshold"])
    except (OSError, ValueError, KeyError) as error:
        raise PlaybookError(f"{FITTED} cannot be read ({error!r}). Run: python -m evals.calibrate") from error
