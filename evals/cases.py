"""Read cases."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from assistant.model import Turn
from corpus.errors import PlaybookError
from evals.model import Case, Gold

BUNDLED = Path(__file__).parent / "cases"
IMPORTED = "imported"
"""Written for another tool, which knows no kinds."""
UNANSWERABLE_KINDS = ("near miss", "other rules", "other service", "off topic")
"""How far a question is from what the sources tell, nearest first."""
KINDS = (
    *("fact", "list", "steps", "definition", "contact", "comparison", "table", "yes/no", "why", "scenario"),
    *("several sections", "conflict", "follow-up", "vague", *UNANSWERABLE_KINDS, "adversarial", IMPORTED),
)


def cases(place: Path = BUNDLED) -> list[Case]:
    """The cases of a JSONL file, or of every one in a folder, by file name and line."""
    files = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
    found = [case for file in files for case in _of_file(file)]
    if not found:
        raise PlaybookError(f"No cases in {place}. Name a .jsonl file of cases, or a folder of them.")
    repeated = sorted(name for name, count in Counter(case.id for case in found).items() if count > 1)
    if repeated:
        raise PlaybookError(f"More than one case is called {', '.join(repeated)}. Give each an id of its own.")
    return found


def of_kinds(found: Sequence[Case], kinds: Collection[str]) -> list[Case]:
    """The cases of these kinds, in order; all of them where no kind is named."""
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise PlaybookError(f"There is no kind {', '.join(unknown)}. Choose from: {', '.join(KINDS)}.")
    kept = [case for case in found if not kinds or case.kind in kinds]
    if not kept:
        raise PlaybookError(f"No case is of the kind {', '.join(kinds)}. Name another kind, or other cases.")
    return kept


def as_line(case: Case) -> dict[str, Any]:
    """A case the way its file tells it."""
    told: dict[str, Any] = {"id": case.id, "question": case.question, "kind": case.kind, "answerable": case.answerable}
    if case.history:
        told["history"] = [{"role": turn.role, "content": turn.content} for turn in case.history]
    told["gold"] = [
        {"source": gold.source, "trail": gold.trail, "phrases": gold.phrases, "primary": gold.primary}
        for gold in case.gold
    ]
    told["facts"] = case.facts
    return told | ({"must_not_say": case.must_not_say} if case.must_not_say else {})


def _of_file(file: Path) -> list[Case]:
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Name a .jsonl file of cases.") from error
    return [_case(line, f"{file}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _case(line: str, where: str) -> Case:
    try:
        told: dict[str, Any] = json.loads(line)
        case = Case(
            id=_text(told["id"]),
            question=_text(told["question"]),
            kind=_text(told["kind"]),
            answerable=bool(told["answerable"]),
            gold=tuple(_gold(one) for one in told.get("gold", [])),
            facts=tuple(_texts(alternatives) for alternatives in told.get("facts", [])),
            history=tuple(Turn(turn["role"], _text(turn["content"])) for turn in told.get("history", [])),
            must_not_say=_texts(told.get("must_not_say", [])),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlaybookError(f"{where} is not a case ({error!r}). Compare it with the lines around it.") from error
    if case.kind not in KINDS:
        raise PlaybookError(f"{where} is of the unknown kind {case.kind!r}. Choose from: {', '.join(KINDS)}.")
    if not case.can_be_counted:
        raise PlaybookError(f"{where} names nothing that can be counted. Give it gold sections or facts.")
    return case


def _gold(told: dict[str, Any]) -> Gold:
    return Gold(
        _text(told["source"]), _texts(told["trail"]), bool(told.get("primary", True)), _texts(told.get("phrases", []))
    )


def _texts(told: Any) -> tuple[str, ...]:
    if not isinstance(told, list):
        raise TypeError(f"{told!r} is not a list of texts")
    return tuple(map(_text, told))


def _text(told: Any) -> str:
    if not isinstance(told, str) or not told.strip():
        raise TypeError(f"{told!r} is not a text")
    told.encode()  # half of a surrogate pair is no text
    return told
