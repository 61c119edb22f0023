"""Fit the confidence regression: `python -m evals.calibrate`, after `playbook index build`.

Fitted on the development half of the cases and on questions written for this alone (`calibration/`); the test half is
never read.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.confidence import FITTED, Confidence, features
from corpus import home
from evals.cases import cases
from evals.model import Case
from ingest.onnx_engine import OnnxMiniLM
from ingest.search import HybridSearcher, Searcher, open_index

CALIBRATION = Path(__file__).parent / "calibration"
REGULARISATION = 100.0
"""scikit-learn's C: next to none, for there are three features and two hundred questions."""
ANSWERED = 0.9
"""Share of the answerable development cases that the threshold lets through."""


def main() -> None:
    """Fit on the index in use of the bundled corpus, and write what was fitted."""
    embedder = OnnxMiniLM(home.home() / "models")
    searcher = HybridSearcher(open_index(home.BUNDLED, embedder), embedder)
    told = fit([*(case for case in cases() if case.half == "dev"), *cases(CALIBRATION)], searcher)
    FITTED.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(FITTED.read_text("utf-8"), end="")


def fit(found: Sequence[Case], searcher: Searcher) -> dict[str, object]:
    """Weights, bias and threshold, with what they were fitted on."""
    from sklearn.linear_model import LogisticRegression

    rows = [_features(case, searcher) for case in found]
    answerable = [case.answerable for case in found]
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced").fit(rows, answerable)
    confidence = Confidence(
        tuple(round(float(w), 4) for w in model.coef_[0]), round(float(model.intercept_[0]), 4), 0.0
    )
    scores = sorted(confidence.of_features(row) for row, is_so in zip(rows, answerable, strict=True) if is_so)
    return {
        "weights": confidence.weights,
        "bias": confidence.bias,
        "threshold": round(scores[round((1 - ANSWERED) * len(scores))], 4),
        "fitted_on": f"{sum(answerable)} answerable and {len(found) - sum(answerable)} unanswerable questions",
    }


def _features(case: Case, searcher: Searcher) -> tuple[float, ...]:
    return features(case.question, searcher.search(case.question), searcher.unknown_words(case.question))


if __name__ == "__main__":
    main()
