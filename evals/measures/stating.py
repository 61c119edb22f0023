"""Whether an answer states what it must and nothing it must not, and how a case went."""

import re
from functools import lru_cache

from evals.measures.bearing import is_scored, must_refuse, present
from evals.measures.citing import right_section_cited
from evals.model import Case, Given, Target, Verdict


def scores(case: Case, given: Given) -> dict[str, float]:
    """The measures of what is said that bear on an answer."""
    return present({"fact_recall": fact_recall(case, given), "said_forbidden": said_forbidden(case, given)})


def verdict(case: Case, target: Target, given: Given) -> Verdict:
    """How the case went; a case without facts is right with a right section cited and nothing forbidden said."""
    if not is_scored(given):
        return "unscored"
    if given.status == "declined":
        return "declined"
    if must_refuse(case, given):
        return "wrong" if given.is_answer else "right"
    if not given.is_answer:
        return "refused"
    if right_section_cited(target, given) == 0:
        return "wrong"
    is_whole = fact_recall(case, given) in (None, 1.0) and not said_forbidden(case, given)
    return "right" if is_whole else "partly"


def fact_recall(case: Case, given: Given) -> float | None:
    """The share, 0 to 1, of facts that one statement or another states, 0 where nothing is answered.

    None where the case has no facts, must be refused, or gave no answer to score.
    """
    if not case.facts or must_refuse(case, given) or not is_scored(given):
        return None
    return sum(states(given, alternatives) for alternatives in case.facts) / len(case.facts)


def said_forbidden(case: Case, given: Given) -> float | None:
    """1 where an answer says something it must not, else 0; None where nothing is answered or nothing is forbidden."""
    return float(states(given, case.must_not_say)) if given.is_answer and case.must_not_say else None


def states(given: Given, alternatives: tuple[str, ...]) -> bool:
    """Whether a statement of the answer holds one of the alternatives, whole: none runs over two statements."""
    said = [folded(statement) for statement in given.statements] if given.is_answer else []
    return any(holds(text, alternative) for alternative in alternatives for text in said)


def holds(text: str, alternative: str) -> bool:
    """Whether a folded text holds an alternative.

    A letter or digit that it begins with begins a word, so "accuracy" is not in "inaccuracy"; a number that it begins
    or ends with is the whole number, so "5GB" is not in "1.5GB" and "$50" not in "$50,000". A word that it ends with
    may go on: cases name stems and singulars ("aggregat", "data steward").
    """
    pattern = _pattern(alternative)
    return pattern is not None and pattern.search(text) is not None


def folded(text: str) -> str:
    """The text in lower case, with straight apostrophes and single spaces."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().lower()


@lru_cache(maxsize=10_000)
def _pattern(alternative: str) -> re.Pattern[str] | None:
    """What finds the alternative in folded text; None for one that says nothing."""
    sought = folded(alternative)
    if not sought:
        return None
    before = r"(?<![^\W_])" if sought[0].isalnum() else ""
    before += r"(?<!\d[.,:])" if sought[0].isdigit() else ""
    after = r"(?![.,:]?\d)" if sought[-1].isdigit() else ""
    return re.compile(before + re.escape(sought) + after)
