"""Score answers against cases: each measure counts, no model judges."""

import re
from collections.abc import Callable, Sequence

from assistant.cite import holds
from assistant.model import Answer
from evals.model import Case, Outcome, Report
from ingest.questions import Place, place

WITHIN = (1, 5)
"""Ranks at which recall is taken."""


def outcome(case: Case, answer: Answer) -> Outcome:
    """The answer with its scores."""
    gold = {one.place for one in case.gold}
    return Outcome(
        case=case,
        answer=answer,
        right_rank=_first_in(gold, [place(cited.hit.passage) for cited in answer.passages]),
        right_citations=sum((one.document.source, one.trail) in gold for one in answer.citations),
        stated_facts=sum(_is_stated(alternatives, answer) for alternatives in case.facts),
    )


def report(name: str, outcomes: Sequence[Outcome]) -> Report:
    """All measures over the outcomes, as shares between 0 and 1."""
    answerable = [one for one in outcomes if one.case.answerable]
    answered = [one for one in answerable if one.answer.citations]
    unanswerable = [one for one in outcomes if not one.case.answerable]
    scores = {f"recall_at_{k}": _share(answerable, _right_within(k)) for k in WITHIN}
    scores |= {
        "answered": _share(answerable, _has_answer),
        "right_section_cited": _share(answered, lambda one: one.right_citations > 0),
        "citation_precision": _ratio(_total(answered, _right), _total(answered, _citations)),
        "fact_recall": _ratio(_total(answerable, _stated), _total(answerable, _facts)),
        "false_answers": _share(unanswerable, _has_answer),
        "quotes_verbatim": _ratio(_total(outcomes, _verbatim), _total(outcomes, _citations)),
    }
    for kind in sorted({one.case.kind for one in unanswerable}):
        of_kind = [one for one in unanswerable if one.case.kind == kind]
        scores[f"false_answers_{kind}"] = _share(of_kind, _has_answer)
    return Report(name, len(outcomes), scores)


def _first_in(gold: set[Place], ranked: Sequence[Place]) -> int | None:
    return next((rank for rank, found in enumerate(ranked, 1) if found in gold), None)


def _is_stated(alternatives: Sequence[str], answer: Answer) -> bool:
    said = _folded(" ".join(statement.text for statement in answer.statements))
    return any(_folded(alternative) in said for alternative in alternatives)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().lower()


def _right_within(k: int) -> Callable[[Outcome], bool]:
    return lambda one: one.right_rank is not None and one.right_rank <= k


def _has_answer(one: Outcome) -> bool:
    return bool(one.answer.citations)


def _right(one: Outcome) -> int:
    return one.right_citations


def _citations(one: Outcome) -> int:
    return len(one.answer.citations)


def _stated(one: Outcome) -> int:
    return one.stated_facts


def _facts(one: Outcome) -> int:
    return len(one.case.facts)


def _verbatim(one: Outcome) -> int:
    return sum(holds(found) for found in one.answer.citations)


def _total(outcomes: Sequence[Outcome], count: Callable[[Outcome], int]) -> int:
    return sum(map(count, outcomes))


def _share(outcomes: Sequence[Outcome], is_so: Callable[[Outcome], bool]) -> float | None:
    return _ratio(sum(map(is_so, outcomes)), len(outcomes))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
