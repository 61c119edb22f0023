"""A run as RAGAS datasets: single questions in one, follow-ups with their conversation in another."""

import json
from typing import Any

from evals.exchange.run import Files, Run
from evals.model import Case


def ragas(run: Run) -> Files:
    """`single_turn.jsonl` and `multi_turn.jsonl`, for `EvaluationDataset.from_jsonl`; the reference is the facts."""
    single = [_single(case, run) for case in run.cases if not case.history]
    several = [_several(case, run) for case in run.cases if case.history]
    return {"single_turn.jsonl": _lines(single)} | ({"multi_turn.jsonl": _lines(several)} if several else {})


def _single(case: Case, run: Run) -> dict[str, Any]:
    answer = run.answers[case.id]
    return {
        "user_input": case.question,
        "retrieved_contexts": [one["text"] for one in answer["passages"]],
        "reference_contexts": [run.sections[gold.place] for gold in case.gold],
        "response": answer["text"],
        "reference": _reference(case),
    }


def _several(case: Case, run: Run) -> dict[str, Any]:
    kinds = {"user": "human", "assistant": "ai"}
    said = [{"content": turn.content, "type": kinds[turn.role]} for turn in case.history]
    asked = {"content": case.question, "type": "human"}
    answered = {"content": run.answers[case.id]["text"], "type": "ai"}
    return {"user_input": [*said, asked, answered], "reference": _reference(case)}


def _reference(case: Case) -> str:
    """The facts, each in its first wording."""
    return "; ".join(fact[0] for fact in case.facts) or ("see the gold sections" if case.answerable else "no answer")


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
