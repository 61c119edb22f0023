"""Fit the confidence regression: `python -m evals.calibrate`, after `playbook index build`.

Fitted on the development half of the cases, on questions written for this alone (`calibration/`), and on both banks,
each question as if it stood in neither; the test half is never read.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.confidence import FITTED, Confidence
from assistant.finding import finding
from assistant.understood import understood
from corpus import home
from evals.cases import cases
from evals.model import Case
from evals.regression import Example, regression
from ingest.chroma import Near, Neighbours
from ingest.embed import Embedder
from ingest.indexes import Index
from ingest.onnx_engine import OnnxMiniLM
from ingest.questions import bank, near_misses
from ingest.search import ASKED, HybridSearcher, Searcher, open_index

if TYPE_CHECKING:
    from ingest.embed import Vectors

CALIBRATION = Path(__file__).parent / "calibration"
ANSWERED = 0.92
"""Share of the answerable development cases that the threshold lets through, each judged by a fit without it."""
FOLDS = 10
EVERY = 4
"""Of the questions that are answered, one in so many is taken, for about as many of either kind."""
SAME = 0.9995
"""Cosine from which a question of a bank is the one that is asked."""
NO_ONE = Confidence({}, 0.0, 2.0)
VIEWS_A_TEXT = 8
"""Views in the index for each that is a text."""
WITHOUT_BANKS = (
    *("similarity", "covered", "together", "uncovered", "missing", "unknown", "unspoken", "names_missing"),
    *("names_unknown", "others", "asks_strict", "lacks_kind", "lacks_loose_kind"),
)
"""Features that say something where there are no banks, and perhaps but a few sections."""


class Unseen:
    """Neighbours as they would be if the question asked stood in no bank."""

    def __init__(self, vectors: Neighbours) -> None:
        self._vectors = vectors

    def near(self, vector: "Vectors", k: int) -> list[Near]:
        found = self._vectors.near(vector, k)
        return [one for one in found if one.kind not in ASKED or one.match.similarity < SAME]


class TextsAlone:
    """Neighbours as they would be had the corpus no banks."""

    def __init__(self, vectors: Neighbours) -> None:
        self._vectors = vectors

    def near(self, vector: "Vectors", k: int) -> list[Near]:
        return [one for one in self._vectors.near(vector, VIEWS_A_TEXT * k) if one.kind not in ASKED][:k]


def main() -> None:
    """Fit on the index in use of the bundled corpus, and write what was fitted."""
    embedder = OnnxMiniLM(home.home() / "models")
    index = open_index(home.BUNDLED, embedder)
    told = {
        "embedder": embedder.fingerprint,
        "with banks": fit(examples(index, embedder)),
        "without banks": fit(examples_without_banks(index, embedder), only=WITHOUT_BANKS),
    }
    FITTED.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(FITTED.read_text("utf-8"), end="")


def examples(index: Index, embedder: Embedder) -> list[Example]:
    """What the regression for a corpus with banks is fitted on."""
    unseen = HybridSearcher(replace(index, vectors=Unseen(index.vectors)), embedder)
    return [*_of_cases(HybridSearcher(index, embedder)), *_of_banks(unseen)]


def examples_without_banks(index: Index, embedder: Embedder) -> list[Example]:
    """What the regression for a corpus without banks is fitted on: what its texts alone would find."""
    texts = replace(index, vectors=TextsAlone(index.vectors), manifest=replace(index.manifest, questions=0))
    return _of_cases(HybridSearcher(texts, embedder))


def _of_cases(searcher: Searcher) -> list[Example]:
    asked = [*(case for case in cases() if case.half == "dev"), *cases(CALIBRATION)]
    return [one for case in asked for one in _of_case(case, searcher)]


def _of_case(case: Case, searcher: Searcher) -> Iterator[Example]:
    told = understood(case.question, case.history, frozenset, searcher.keywords.unknown)
    if told.declined or told.is_vague:
        return
    for ways in told.parts:
        yield Example(_told(ways, searcher), case.answerable, True)


def _of_banks(searcher: Searcher) -> Iterator[Example]:
    answered = [question for asked in bank(home.BUNDLED).values() for question in asked][::EVERY]
    missed = [question for asked in near_misses(home.BUNDLED).values() for question in asked]
    for question in answered:
        yield Example(_told((question,), searcher), True, False)
    for question in missed:
        yield Example(_told((question,), searcher), False, False)


def _told(ways: Sequence[str], searcher: Searcher) -> dict[str, float]:
    return dict(finding(ways, searcher, NO_ONE, (), 10).told)


def fit(given: Sequence[Example], only: Sequence[str] = ()) -> dict[str, Any]:
    """Weights, bias and threshold, with what they were fitted on; of the features `only` these, where any is named."""
    found = [replace(one, told={name: one.told[name] for name in only or one.told}) for one in given]
    whole = regression(found)
    told = [one for one in found if one.is_case]
    by_others = [_out_of_fold(found, fold) for fold in range(FOLDS)]
    scores = sorted(score for fold in by_others for score in fold)
    return {
        "weights": {name: round(weight, 4) for name, weight in whole.weights.items()},
        "bias": round(whole.bias, 4),
        "threshold": round(scores[round((1 - ANSWERED) * len(scores))], 4),
        "fitted_on": {
            "answerable cases": sum(one.is_answered for one in told),
            "unanswerable cases and calibration questions": sum(not one.is_answered for one in told),
            "questions of the banks": len(found) - len(told),
        },
    }


def _out_of_fold(found: Sequence[Example], fold: int) -> list[float]:
    """Confidence in the answerable cases of one fold, by a fit on all the rest."""
    told = [one for one in found if one.is_case][fold::FOLDS]
    held = set(map(id, told))
    fitted = regression([one for one in found if id(one) not in held])
    return [fitted.of_features(one.told) for one in told if one.is_answered]


if __name__ == "__main__":
    main()
