"""`playbook ask`."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.contract import as_json as answer_json
from assistant.model import Answerer, Turn
from assistant.question import checked
from corpus.errors import PlaybookError
from ui import wire
from ui.progress import bar
from ui.render import for_terminal
from ui.setup import Setup


def one(setup: Setup, question: str, as_json: bool) -> None:
    """Answer one question on standard output."""
    question = checked(question)
    answer = wire.answerer(setup).answer(question)
    print(json.dumps(answer_json(answer), ensure_ascii=False) if as_json else for_terminal(answer))


def many(setup: Setup, questions: Path, out: Path) -> None:
    """Answer each line of a file; a line that cannot be answered gets an `error`, and the others their answers."""
    lines = _lines(questions)
    answerer = wire.answerer(setup)
    failed = 0
    with bar("Answering") as progress:
        answers = []
        for number, line in enumerate(lines, 1):
            answers.append(_answered(line, answerer))
            failed += "error" in answers[-1]
            progress(number, len(lines))
    _write(out, answers)
    if failed:
        raise PlaybookError(f"{failed} of {len(lines)} lines got no answer; the field error in {out} says why.")


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Name a JSONL file in UTF-8: --batch IN.jsonl") from error


def _answered(line: str, answerer: Answerer) -> dict[str, Any]:
    id_: Any = None
    try:
        told = json.loads(line)
        id_ = told["id"] if isinstance(told["id"], int) else _text(told["id"])
        answer = answerer.answer(checked(_text(told["question"])), tuple(_turns(told.get("history") or [])))
        return answer_json(answer) | {"id": id_}
    except PlaybookError as error:
        return {"id": id_, "error": str(error)}
    except (ValueError, KeyError, TypeError) as error:
        return {"id": id_, "error": f"The line needs an id and a question ({error!r}). Mend it, then try again."}


def _turns(told: list[dict[str, str]]) -> Iterator[Turn]:
    for turn in told:
        if turn["role"] not in ("user", "assistant"):
            raise ValueError(f"role {turn['role']!r}")
        yield Turn("user" if turn["role"] == "user" else "assistant", _text(turn["content"]))


def _text(told: object) -> str:
    if not isinstance(told, str) or any(0xD800 <= ord(character) <= 0xDFFF for character in told):
        raise TypeError(f"{told!r} is not text")
    return told


def _write(out: Path, answers: list[dict[str, Any]]) -> None:
    try:
        beside = out.with_name(f"{out.name}.new")
        beside.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in answers), "utf-8")
        os.replace(beside, out)
    except (OSError, ValueError) as error:
        raise PlaybookError(f"Cannot write {out} ({error}). Name another file: --out OUT.jsonl") from error
