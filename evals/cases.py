"""Read cases, and refuse those whose gold is no longer in the corpus."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from assistant.model import Turn
from corpus.errors import PlaybookError
from evals.model import Case, Gold
from ingest.questions import Place

BUNDLED = Path(__file__).parent / "cases"


def cases(place: Path = BUNDLED) -> list[Case]:
    """The cases of a JSONL file, or of every one in a folder, by file name and line."""
    files = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
    found = [case for file in files for case in _of_file(file)]
    if not found:
        raise PlaybookError(f"No cases in {place}. Name a .jsonl file of cases, or a folder of them.")
    repeated = sorted({case.id for case in found if sum(case.id == other.id for other in found) > 1})
    if repeated:
        raise PlaybookError(f"More than one case is called {', '.join(repeated)}. Give each an id of its own.")
    return found


def refuse_drift(found: Iterable[Case], places: Collection[Place]) -> None:
    """Raise PlaybookError if a section that a case counts on is not in the corpus."""
    lost = [f"{case.id} ({' > '.join(gold.trail)})" for case in found for gold in case.gold if gold.place not in places]
    if lost:
        raise PlaybookError(f"Sections these cases count on are gone: {'; '.join(lost)}. Mend the cases or the corpus.")


def _of_file(file: Path) -> list[Case]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Name a .jsonl file of cases.") from error
    return [_case(line, f"{file}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _case(line: str, where: str) -> Case:
    try:
        told: dict[str, Any] = json.loads(line)
        return Case(
            id=told["id"],
            question=told["question"],
            kind=told["kind"],
            answerable=told["answerable"],
            gold=tuple(Gold(one["source"], tuple(one["trail"]), one.get("primary", True)) for one in told["gold"]),
            facts=tuple(tuple(alternatives) for alternatives in told["facts"]),
            history=tuple(Turn(turn["role"], turn["content"]) for turn in told.get("history", [])),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise PlaybookError(f"{where} is not a case ({error!r}). Compare it with the lines around it.") from error
