"""Cases and answers as samples of ragas: two files, for it holds single questions and conversations apart."""

from typing import Any

from assistant.contract import NOT_FOUND
from assistant.model import Turn
from evals.exchange.names import section_names
from evals.exchange.run import Run, jsonl
from evals.exchange.trec import judgements, ranking
from evals.exchange.words import said
from evals.model import Case, Given
from ingest.questions import Place

SPEAKERS = {"user": "human", "assistant": "ai"}
Sections = dict[Place, str]


def files(run: Run) -> dict[str, str]:
    """`single_turn.jsonl` and `multi_turn.jsonl`, for `EvaluationDataset.from_jsonl`; one without cases is left out.

    `reference` is what must be stated, the first wording of each fact, not an answer somebody wrote; for what the
    sources do not tell it says so. A conversation ends with the answer, and has no contexts: ragas keeps none there.
    """
    names = section_names(run)
    single = [_single(case, given, run, names) for case, given in run.answered if not case.history]
    several = [_several(case, given) for case, given in run.answered if case.history]
    both = {"single_turn.jsonl": single, "multi_turn.jsonl": several}
    return {name: jsonl(rows) for name, rows in both.items() if rows}


def _single(case: Case, given: Given, run: Run, names: Sections) -> dict[str, Any]:
    found, gold = [place for place, _ in ranking(given)], [place for place, _ in judgements(case)]
    return {
        "user_input": case.question,
        "response": said(given),
        "reference": _reference(case),
        "retrieved_contexts": [run.sections.get(place, "") for place in found],
        "reference_contexts": [run.sections.get(place, "") for place in gold],
        "retrieved_context_ids": [names[place] for place in found],
        "reference_context_ids": [names[place] for place in gold],
    }


def _several(case: Case, given: Given) -> dict[str, Any]:
    turns = [*case.history, Turn("user", case.question), Turn("assistant", said(given))]
    messages = [{"type": SPEAKERS[turn.role], "content": turn.content} for turn in turns]
    return {"user_input": messages, "reference": _reference(case)}


def _reference(case: Case) -> str:
    return "; ".join(fact[0] for fact in case.facts if fact) if case.answerable else NOT_FOUND
