"""Fit the confidence regression on the development cases: `python -m evals.calibrate`."""

import json
from collections.abc import Sequence

from assistant.confidence import FITTED, Confidence, features
from corpus import home
from evals.cases import cases
from evals.model import Case
from ingest.embed import MiniLM
from ingest.search import HybridSearcher, Searcher, open_index

REGULARISATION = 1.0
"""scikit-learn's C."""
COST_OF_FALSE_ANSWER = 2.0
"""A wrong answer weighs this many refusals, when the threshold is chosen."""


def main() -> None:
    """Fit on the index in use of the bundled corpus, write the weights, print what they do on these cases."""
    embedder = MiniLM()
    searcher = HybridSearcher(open_index(home.BUNDLED, embedder), embedder)
    told = fit([case for case in cases() if case.half == "dev"], searcher)
    FITTED.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps(told, indent=1))


def fit(found: Sequence[Case], searcher: Searcher) -> dict[str, object]:
    """Weights, bias and threshold, with what they were fitted on."""
    from sklearn.linear_model import LogisticRegression

    rows = [_features(case, searcher) for case in found]
    answerable = [case.answerable for case in found]
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced").fit(rows, answerable)
    weights, bias = tuple(round(float(w), 4) for w in model.coef_[0]), round(float(model.intercept_[0]), 4)
    scores = [Confidence(weights, bias, 0.0).of(c.question, *_found(c, searcher)) for c in found]
    return {
        "weights": weights,
        "bias": bias,
        "threshold": _threshold(scores, answerable),
        "features": ["similarity", "unknown words", "words in the best passage"],
        "cases": f"{len(found)} development cases",
    }


def _features(case: Case, searcher: Searcher) -> tuple[float, ...]:
    return features(case.question, *_found(case, searcher))


def _found(case: Case, searcher: Searcher):  # type: ignore[no-untyped-def]
    return searcher.search(case.question), searcher.unknown_words(case.question)


def _threshold(scores: Sequence[float], answerable: Sequence[bool]) -> float:
    """Where false answers, dearly counted, and refusals together cost least, as shares of their kind."""
    def cost(threshold: float) -> float:
        refused = sum(s < threshold for s, a in zip(scores, answerable, strict=True) if a) / sum(answerable)
        false = sum(s >= threshold for s, a in zip(scores, answerable, strict=True) if not a) / (len(scores) - sum(answerable))
        return refused + COST_OF_FALSE_ANSWER * false

    return min((round(step / 100, 2) for step in range(5, 96)), key=cost)


if __name__ == "__main__":
    main()
