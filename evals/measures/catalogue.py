"""Every measure by name: what it means, which way is better, and whether a change in it can fail a build."""

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; all but those of sets are means over the cases they bear on."""

    name: str
    family: str
    better: Better
    meaning: str
    decides: bool = False
    """Whether it alone, without correction for all that is tested beside it, can fail a build."""
    of_a_set: bool = False
    """Whether it is a figure of many cases at once, such as an area under a curve."""

    @property
    def is_share(self) -> bool:
        """Whether it lies between 0 and 1."""
        return self.family != "reading"


MEASURES = (
    Measure("right", "headline", "higher", "cases that went right: answered strictly right, or rightly refused", True),
    Measure("strictly_right", "answer", "higher", "answerable cases that cite a right section, state every fact and nothing they must not"),
    Measure("hit_at_1", "ranking", "higher", "answerable cases with a right section first"),
    Measure("hit_at_5", "ranking", "higher", "answerable cases with a right section among the first five"),
    Measure("recall_at_5", "ranking", "higher", "primary sections found among the first five"),
    Measure("recall_at_10", "ranking", "higher", "primary sections found among the first ten"),
    Measure("reciprocal_rank", "ranking", "higher", "1 / rank of the first right section of ten, 0 where none is (MRR)"),
    Measure("ndcg_at_10", "ranking", "higher", "normalised discounted cumulative gain of ten, a primary section counting 2, another right one 1"),
    Measure("answered", "answer", "higher", "answerable cases that got an answer", True),
    Measure("right_section_cited", "citation", "higher", "answered cases with a citation to a right section", True),
    Measure("citation_precision", "citation", "higher", "citations of answered cases that stand in a right section"),
    Measure("citation_recall", "citation", "higher", "primary sections cited; none where nothing is answered"),
    Measure("character_precision", "citation", "higher", "characters quoted that belong to the evidence: the blocks of right sections that hold what answers"),
    Measure("character_recall", "citation", "higher", "characters of the primary sections' evidence that are quoted"),
    Measure("fact_recall", "answer", "higher", "facts stated; none where nothing is answered"),
    Measure("said_forbidden", "answer", "lower", "answers to cases with something they must not say that say it"),
    Measure("false_answers", "refusal", "lower", "unanswerable cases that got an answer", True),
    Measure("false_refusals", "refusal", "lower", "answerable cases refused, of those answered or refused", of_a_set=True),
    Measure("declined", "refusal", "neither", "cases declined as no question for this assistant"),
    Measure("unscored", "refusal", "lower", "cases that gave no answer to score"),
    Measure("quotes_verbatim", "invariant", "higher", "answers whose every quote stands at its offsets, character for character"),
    Measure("statements_cited", "invariant", "higher", "answers whose every statement names a citation"),
    Measure("words", "reading", "neither", "words of an answer"),
    Measure("reading_grade", "reading", "neither", "school grade that an answer's words ask for (Flesch–Kincaid)"),
    Measure("same_answer", "robustness", "higher", "cases put another way that cite the same first section, or are refused as before"),
    Measure("auroc", "refusal", "higher", "chance that an answerable case is given more confidence than an unanswerable one", of_a_set=True),
    Measure("risk_coverage_area", "refusal", "lower", "area under the risk–coverage curve: mean share of answers that are not right, over all shares of cases answered most confident first", of_a_set=True),
    Measure("calibration_error", "refusal", "lower", "expected gap between confidence and the share of cases that are answerable, in ten bins", of_a_set=True),
)  # fmt: skip
"""In the order they are shown."""
BY_NAME = {measure.name: measure for measure in MEASURES}
DECIDING = tuple(measure.name for measure in MEASURES if measure.decides)
INVARIANTS = tuple(measure.name for measure in MEASURES if measure.family == "invariant")
"""Measures of which anything below 1 fails a build."""
