"""Cases out of promptfoo and RAGAS files: questions, facts and what must not be said; gold cannot be invented."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.contract import NOT_FOUND
from corpus.errors import PlaybookError
from evals.model import Case

QUESTIONS = ("question", "user_input", "query", "input", "prompt")
"""Where a test's question stands, whatever the tool or its user called it."""
LONGEST_REFERENCE = 12
"""Words up to which a reference answer is taken for a fact; a longer one never stands in an answer word by word."""
ONE, ANY, ALL = ("contains", "icontains"), ("contains-any", "icontains-any"), ("contains-all", "icontains-all")
NEVER = ("not-contains", "not-icontains", "not-contains-any", "not-icontains-any")


@dataclass(frozen=True, slots=True)
class Imported:
    """Cases, and what of the file could not become one, a sentence each."""

    cases: tuple[Case, ...]
    notes: tuple[str, ...]


def imported(file: Path) -> Imported:
    """The cases of a promptfoo file of tests (JSONL, JSON, YAML or CSV) or of a RAGAS dataset (JSONL).

    Raises:
        PlaybookError: the file is none of these; names the file and the line.
    """
    cases: list[Case] = []
    notes: list[str] = []
    for where, test in _tests(file):
        case, said = _case(test, f"{file.stem}-{len(cases) + 1}", where)
        notes += said
        cases += [case] if case else []
    if not cases:
        raise PlaybookError(f"{file} holds no question with something that can be counted. {' '.join(notes)}".strip())
    return Imported(tuple(cases), tuple(notes))


def _tests(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each test with where it stands."""
    try:
        text = file.read_text("utf-8-sig")
        found = list(_parsed(text, file.suffix.lower()))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Name a JSONL, JSON, YAML or CSV file.") from error
    for number, test in enumerate(found, 1):
        if not isinstance(test, dict):
            raise PlaybookError(f"{file}: test {number} is none ({str(test)[:60]!r}). Compare it with the others.")
        yield f"{file}: test {number}", test


def _parsed(text: str, suffix: str) -> Iterator[Any]:
    if suffix == ".jsonl":
        yield from (json.loads(line) for line in text.split("\n") if line.strip())
    elif suffix == ".csv":
        yield from (_of_row(row) for row in csv.DictReader(io.StringIO(text)))
    else:
        told = json.loads(text) if suffix == ".json" else _yaml(text)
        tests = told.get("tests", []) if isinstance(told, dict) else told
        if not isinstance(tests, list):
            raise ValueError("it holds no list of tests")
        yield from tests


def _yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error).split("\n")[0]) from error


def _of_row(row: Mapping[str, str | None]) -> dict[str, Any]:
    """A promptfoo CSV row: variables by name, and what is expected as `type: value`."""
    told = [value for name, value in row.items() if name and name.startswith("__expected") and value]
    asserts = [dict(zip(("type", "value"), _split(one), strict=True)) for one in told]
    variables = {name: value for name, value in row.items() if name and not name.startswith("__")}
    return {"vars": variables, "assert": asserts}


def _split(expected: str) -> tuple[str, Any]:
    kind, colon, value = expected.partition(":")
    if not colon or kind.strip() not in (*ONE, *ANY, *ALL, *NEVER):
        return "icontains", expected.strip()
    values = [one.strip() for one in value.split(",")]
    return kind.strip(), values if kind.strip() in (*ANY, *ALL) else value.strip()


def _case(test: Mapping[str, Any], id_: str, where: str) -> tuple[Case | None, list[str]]:
    question = _question(test)
    if not question:
        return None, [f"{where} asks no question; left out."]
    facts, never, notes = _counted(test, where)
    refuses = any(NOT_FOUND.rstrip(".").lower() in one.lower() for fact in facts for one in fact)
    if not facts and not never:
        return None, [*notes, f"{where} names nothing that can be counted; left out."]
    kind, facts = ("off topic", ()) if refuses else ("fact", facts)
    return Case(id_, question, kind, not refuses, facts=facts, must_not_say=never), notes


def _question(test: Mapping[str, Any]) -> str:
    told = test["vars"] if isinstance(test.get("vars"), dict) else test
    found = next((told[name] for name in QUESTIONS if isinstance(told.get(name), str)), "")
    return str(found).strip()


def _counted(test: Mapping[str, Any], where: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...], list[str]]:
    """Facts, what must not be said, and what of the test is left out."""
    facts: list[tuple[str, ...]] = []
    never: list[str] = []
    notes = []
    for one in test.get("assert") or []:
        kind, values = (one.get("type"), _texts(one.get("value"))) if isinstance(one, dict) else (one, ())
        if kind in (*ONE, *ALL):
            facts += [(value,) for value in values]
        elif kind in ANY and values:
            facts.append(values)
        elif kind in NEVER:
            never += [value for value in values if value != NOT_FOUND]
        else:
            notes.append(f"{where}: {str(kind)[:40]!r} cannot be counted without a model; left out.")
    reference = test.get("reference")
    if isinstance(reference, str) and reference.strip():
        if len(reference.split()) <= LONGEST_REFERENCE:
            facts.append((reference.strip(),))
        else:
            notes.append(f"{where}: its reference is too long to be found word by word; write facts from it.")
    return tuple(facts), tuple(never), notes


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(one.strip() for one in values if isinstance(one, str) and one.strip())
