"""What an answer states of what it must, and of what it must not."""

import re
from collections.abc import Iterable

from evals.model import Case, Given, Verdict


def scores(case: Case, given: Given) -> dict[str, float]:
    """`fact_recall` of an answerable case with facts, 0 where nothing is answered; `said_forbidden` of an answer to a
    case with something it must not say."""
    found = {}
    if case.answerable and case.facts:
        found["fact_recall"] = len(stated(case, given)) / len(case.facts)
    if given.is_answer and case.must_not_say:
        found["said_forbidden"] = float(says_forbidden(case, given))
    return found


def stated(case: Case, given: Given) -> list[int]:
    """The facts of the case that the answer states, by their place in the case."""
    said = folded(" ".join(given.statements))
    return [at for at, alternatives in enumerate(case.facts) if says(said, alternatives)]


def says_forbidden(case: Case, given: Given) -> bool:
    """Whether the answer says what it must not."""
    return says(folded(" ".join(given.statements)), case.must_not_say)


def says(told: str, alternatives: Iterable[str]) -> bool:
    """Whether a folded text holds one of the alternatives; a number counts only whole: no 10 in 2010."""
    return any(re.search(_pattern(folded(one)), told) for one in alternatives)


def folded(text: str) -> str:
    """The text in lower case, white space as single spaces, apostrophes straight."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().lower()


def verdict(case: Case, given: Given) -> Verdict:
    """How the answer to a case is to be taken (`evals.model.Verdict`)."""
    if given.status == "error":
        return "unscored"
    if given.status == "declined":
        return "declined"
    if not case.answerable:
        return "wrong" if given.is_answer else "right"
    if not given.is_answer:
        return "refused"
    if case.gold and not cites_right(case, given):
        return "wrong"
    whole = len(stated(case, given)) == len(case.facts)
    return "right" if whole and not says_forbidden(case, given) else "partly"


def cites_right(case: Case, given: Given) -> bool:
    """Whether any citation stands in a gold section."""
    gold = {one.place for one in case.gold}
    return any((one.source, one.trail) in gold for one in given.citations)


def _pattern(alternative: str) -> str:
    before = r"(?<![\d.,])" if alternative[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if alternative[-1:].isdigit() else ""
    return before + re.escape(alternative) + after
