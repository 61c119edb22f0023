"""What was said before the question, as other tools keep it."""

import json
from typing import Any

from assistant.model import Turn
from corpus.errors import PlaybookError
from evals.exchange.records import Record, shown

HUMAN, ASSISTANT = ("user", "human"), ("assistant", "ai")


def from_promptfoo(record: Record, notes: list[str]) -> tuple[Turn, ...]:
    """The variable `history`, a list of messages or one as JSON; a note tells where it is something else."""
    told = record.told["vars"].get("history") if isinstance(record.told["vars"], dict) else None
    try:
        messages = json.loads(told) if isinstance(told, str) and told.strip() else told or []
        return tuple(_turn(one, "role") for one in messages)
    except (ValueError, KeyError, TypeError, RecursionError):
        notes.append(f"{record.where}: vars.history is left out: {shown(told)} is no list of messages.")
        return ()


def from_messages(record: Record) -> tuple[str, tuple[Turn, ...]]:
    """The question of ragas's `user_input` and what was said before it; an answer that follows it is left out.

    Raises:
        PlaybookError: it is neither text nor a list of messages with a question among them.
    """
    told = record.told["user_input"]
    if isinstance(told, str):
        return told, ()
    try:
        turns = [_turn(one, "type") for one in told if one["type"] != "tool"]
        last = max(at for at, turn in enumerate(turns) if turn.role == "user")
        return turns[last].content, tuple(turns[:last])
    except (ValueError, KeyError, TypeError) as error:
        raise PlaybookError(
            f"{record.where} asks no question: user_input is {shown(told)}. Write text there, or messages."
        ) from error


def _turn(told: Any, key: str) -> Turn:
    speaker, content = told[key], told["content"]
    if speaker not in (*HUMAN, *ASSISTANT) or not isinstance(content, str):
        raise TypeError(shown(told))
    content.encode()  # half of a surrogate pair is no text
    return Turn("user" if speaker in HUMAN else "assistant", content)
