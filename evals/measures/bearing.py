"""Which cases a measure bears on; where it does not, it is absent and never a silent 0 or 1."""

from evals.model import Case, Given, Target


def must_refuse(case: Case, given: Given) -> bool:
    """Whether a good answer refuses: the sources do not tell, or the document that does was withheld."""
    return not case.answerable or given.way == "withheld"


def is_scored(given: Given) -> bool:
    """Whether there is an answer to score at all, be it a refusal."""
    return given.status in ("answered", "partial", "not_found", "declined")


def has_gold(target: Target, given: Given) -> bool:
    """Whether there is something to find: sections in the corpus at hand, none withheld, and an answer to score."""
    return bool(target.sections) and given.way != "withheld" and is_scored(given)


def present(scores: dict[str, float | None]) -> dict[str, float]:
    """The scores without those that do not bear."""
    return {name: score for name, score in scores.items() if score is not None}
