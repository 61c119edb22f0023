"""Answers as they are scored, read from their JSON: ours, or those of any other system that writes the contract."""

from collections.abc import Mapping
from typing import Any

from corpus.errors import PlaybookError
from evals.model import Given, Quoted, Ranked, Way

STATUSES = ("answered", "partial", "not_found", "declined")


def given(case: str, way: Way, answer: Mapping[str, Any], where: str) -> Given:
    """The answer that the contract's JSON tells.

    Raises:
        PlaybookError: it is not such an answer; `where` says which line of which file it is.
    """
    try:
        numbers = {int(one["number"]) for one in answer["citations"]}
        return Given(
            case=case,
            way=way,
            status=_status(answer["status"]),
            confidence=float(answer["confidence"]),
            statements=tuple(str(one["text"]) for one in answer["statements"]),
            uncited=sum(not numbers & set(one["citations"]) for one in answer["statements"]),
            citations=tuple(Quoted(*_place(one), str(one["quote"])) for one in answer["citations"]),
            passages=tuple(Ranked(*_place(one), float(one["score"])) for one in answer["passages"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PlaybookError(
            f"{where} is not an answer ({error!r}). Answer again: playbook eval --out FOLDER"
        ) from error


def failed(case: str, way: Way, error: str) -> Given:
    """A case that gave no answer to score, and why."""
    return Given(case, way, "error", error=error)


def _status(told: object) -> str:
    if told not in STATUSES:
        raise ValueError(f"status {told!r} is none of {', '.join(STATUSES)}")
    return str(told)


def _place(told: Mapping[str, Any]) -> tuple[str, tuple[str, ...], int, int]:
    return str(told["source"]), tuple(map(str, told["trail"])), int(told["start"]), int(told["end"])
