"""What another model thinks of the answers: optional, labelled as judged, never among the scores."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.chat_model import ChatModel, Message, ModelError
from assistant.prompt import Prompt, prompt
from corpus.errors import PlaybookError
from evals.model import Case, Figure, Given

FAITHFULNESS = Path(__file__).with_name("judge_faithfulness.md")
CORRECTNESS = Path(__file__).with_name("judge_correctness.md")
TRIES = 2
"""A reply that is not the JSON asked for is asked for once more."""
FENCE = re.compile(r"\A```(?:json)?\s*\n(.*)\n\s*```\Z", re.S)
AGAIN = "That is not the JSON asked for. Reply with the JSON object only, with {} of true and false."


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judge says of one answer; None where it does not apply, or could not be judged."""

    case: str
    way: str
    faithfulness: float | None
    """Share of the statements that the quotes support."""
    correctness: float | None
    """Share of the case's facts that the answer states."""
    model: str
    prompts: str
    """Versions of the two prompts."""
    failed: tuple[str, ...] = ()
    """What could not be judged, and why; kept apart from what was judged to be wrong."""


def judged(case: Case, given: Given, model: ChatModel) -> Judged | None:
    """The judgement of one answer; None where nothing was answered."""
    if not given.is_answer or not given.statements:
        return None
    failed: list[str] = []
    faithfulness = _share("supported", _support(given), len(given.statements), FAITHFULNESS, model, failed)
    correctness = _share("stated", _facts(case, given), len(case.facts), CORRECTNESS, model, failed)
    versions = f"faithfulness {prompt(FAITHFULNESS).version}, correctness {prompt(CORRECTNESS).version}"
    return Judged(case.id, given.way, faithfulness, correctness, model.name, versions, tuple(failed))


def figures(found: Sequence[Judged]) -> dict[str, Figure]:
    """The means, over the answers that could be judged, and how many could not."""
    return {
        "judged_faithfulness": _mean([one.faithfulness for one in found]),
        "judged_correctness": _mean([one.correctness for one in found]),
        "judged_failed": Figure(float(sum(bool(one.failed) for one in found)) if found else None, len(found)),
    }


def write(file: Path, found: Iterable[Judged]) -> None:
    """One line of JSON a judgement."""
    try:
        lines = (json.dumps(asdict(one), ensure_ascii=False) for one in found)
        file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    except OSError as error:
        raise PlaybookError(f"Cannot write {file} ({error}). Name another folder: --out DIR") from error


def read(file: Path) -> Iterator[Judged]:
    """What `write` left."""
    try:
        for line in filter(None, file.read_text("utf-8").split("\n")):
            told = json.loads(line)
            yield Judged(**told | {"failed": tuple(told["failed"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error!r}). Run: playbook eval --judge MODEL") from error


def _support(given: Given) -> str:
    quotes = {f"{index}": one.quote for index, one in enumerate(given.citations, 1)}
    return _data({"statements": list(given.statements), "quotes": quotes})


def _facts(case: Case, given: Given) -> str:
    facts = [list(alternatives) for alternatives in case.facts]
    return _data({"question": case.question, "answer": "\n".join(given.statements), "facts": facts})


def _data(told: dict[str, Any]) -> str:
    """As JSON, so that nothing in it can pass for a part of the prompt."""
    return json.dumps(told, ensure_ascii=False, indent=1)


def _share(key: str, data: str, count: int, file: Path, model: ChatModel, failed: list[str]) -> float | None:
    """The share of `count` things that the model says `key` of; a failure is noted and gives None."""
    if not count:
        return None
    try:
        told = _asked(prompt(file), data, key, count, model)
    except ModelError as error:
        failed.append(f"{key}: {error}")
        return None
    if told is None:
        failed.append(f"{key}: no reply in the form asked for, {TRIES} times")
        return None
    return sum(told) / count


def _asked(told: Prompt, data: str, key: str, count: int, model: ChatModel) -> list[bool] | None:
    messages = [Message("system", told.text), Message("user", data)]
    for _ in range(TRIES):
        reply = model.reply(messages)
        verdicts = _verdicts(reply.text, key, count)
        if verdicts is not None:
            return verdicts
        messages += [Message("assistant", reply.text), Message("user", AGAIN.format(f'"{key}": a list of {count}'))]
    return None


def _verdicts(text: str, key: str, count: int) -> list[bool] | None:
    """Exactly `count` of them under the one key; None for anything else."""
    fenced = FENCE.match(text.strip())
    try:
        told = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        return None
    found = told.get(key) if isinstance(told, dict) and set(told) == {key} else None
    if not isinstance(found, list) or len(found) != count or not all(isinstance(one, bool) for one in found):
        return None
    return found


def _mean(values: Sequence[float | None]) -> Figure:
    known = [value for value in values if value is not None]
    return Figure(sum(known) / len(known) if known else None, len(known))
