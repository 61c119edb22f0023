"""Import cases that were written for another tool: tests of promptfoo, samples of ragas."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.contract import NOT_FOUND
from assistant.model import Turn
from assistant.question import checked
from corpus.errors import PlaybookError
from evals.cases import IMPORTED
from evals.exchange.asserts import Wanted, wanted
from evals.exchange.conversation import from_messages, from_promptfoo
from evals.exchange.names import slug
from evals.exchange.records import Record, records, shown
from evals.exchange.templates import is_template, names_a_file, unescaped
from evals.exchange.words import folded
from evals.model import Case, Gold


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    cases: tuple[Case, ...]
    notes: tuple[str, ...]
    """A sentence, with file and line, for everything the cases do not say though the file does."""


def read(file: Path, kinds: Collection[str]) -> Imported:
    """The cases of a file of promptfoo's tests (JSONL, JSON, YAML, CSV) or ragas's samples (JSONL, JSON).

    What must be contained becomes facts, what must not be becomes what must not be said, and `The sources do not say.`
    an unanswerable case. Gold is never made up: only a file exported here brings its own; any other case is scored by
    its facts and by whether it is answered or refused. A kind that is none of `kinds` is told as `imported`.

    Raises:
        PlaybookError: something is no test, or asks no question; the sentence names file and line.
    """
    found, notes = records(file)
    cases: list[Case] = []
    seen: set[str] = set()
    for number, record in enumerate(found, 1):
        for case in _cases(record, f"{slug(file.stem) or 'case'}-{number}", kinds, notes):
            if case.id in seen:
                raise PlaybookError(f"{record.where}: another case is called {shown(case.id)}, too. Rename one.")
            seen.add(case.id)
            cases.append(case)
    if not cases:
        raise PlaybookError(f"{file} holds no tests. Name a file of promptfoo's tests or ragas's samples.")
    return Imported(tuple(cases), tuple(notes))


def _cases(record: Record, id_: str, kinds: Collection[str], notes: list[str]) -> Iterator[Case]:
    if "vars" in record.told:
        yield from _of_promptfoo(record, id_, kinds, notes)
    elif "user_input" in record.told:
        yield _of_ragas(record, id_, notes)
    else:
        raise PlaybookError(f"{record.where} holds neither vars (promptfoo) nor user_input (ragas). Name another file.")


def _of_promptfoo(record: Record, id_: str, kinds: Collection[str], notes: list[str]) -> Iterator[Case]:
    """A case, or where the question is a list one for each item, as promptfoo takes it."""
    about, asked = _object(record, "metadata"), wanted(record)
    told = _object(record, "vars").get("question")
    questions = told if isinstance(told, list) else [told]
    history = from_promptfoo(record, notes)
    notes += asked.notes
    if asked.refuses and asked.facts:
        notes.append(f"{record.where}: its facts are left out: it must be refused.")
    kind = about.get("kind")
    for number, question in enumerate(questions, 1):
        yield _case(
            id=_id(about, id_) + (f"-{number}" if len(questions) > 1 else ""),
            question=_question(question, record, notes),
            kind=str(kind) if kind in list(kinds) else IMPORTED,
            asked=asked,
            gold=_gold(about.get("gold"), record, notes),
            history=history,
        )


def _of_ragas(record: Record, id_: str, notes: list[str]) -> Case:
    """A sample; what a reference says cannot be told as facts, but that nothing can be said can."""
    question, history = from_messages(record)
    reference = record.told.get("reference")
    refuses = isinstance(reference, str) and folded(reference) == NOT_FOUND
    if reference and not refuses:
        notes.append(f"{record.where}: the reference is left out: a case lists facts, with the wordings of each.")
    return _case(id_, _checked(question, record), IMPORTED, Wanted(refuses=refuses), (), history)


def _case(id: str, question: str, kind: str, asked: Wanted, gold: tuple[Gold, ...], history: tuple[Turn, ...]) -> Case:
    """A case that must be refused has neither gold nor facts."""
    is_open = not asked.refuses
    facts = asked.facts if is_open else ()
    return Case(id, question, kind, is_open, gold if is_open else (), facts, history, asked.must_not_say)


def _question(told: object, record: Record, notes: list[str]) -> str:
    if not isinstance(told, str):
        raise PlaybookError(f"{record.where} asks no question: vars.question is {shown(told)}. Write it as text there.")
    if names_a_file(told):
        raise PlaybookError(f"{record.where} names a file as its question ({shown(told)}). Write the question itself.")
    if is_template(told):
        notes.append(f"{record.where}: the question is a template; it is asked as it stands.")
    return _checked(unescaped(told), record)


def _checked(question: str, record: Record) -> str:
    try:
        return checked(question)
    except PlaybookError as error:
        raise PlaybookError(f"{record.where}: {error}") from error


def _id(about: dict[str, Any], id_: str) -> str:
    told = about.get("id")
    return told.strip() if isinstance(told, str) and told.strip().isprintable() and told.strip() else id_


def _object(record: Record, name: str) -> dict[str, Any]:
    told = record.told.get(name) or {}
    if not isinstance(told, dict):
        raise PlaybookError(f"{record.where} has {shown(told)} for {name}. Write it as an object.")
    return told


def _gold(told: Any, record: Record, notes: list[str]) -> tuple[Gold, ...]:
    """The gold of a file exported here."""
    try:
        return () if told is None else tuple(_section(one) for one in told)
    except (AttributeError, KeyError, TypeError, ValueError):
        notes.append(f"{record.where}: metadata.gold is left out: {shown(told)} is not as it is exported here.")
        return ()


def _section(told: Any) -> Gold:
    trail, phrases = told["trail"], told.get("phrases", [])
    texts = [told["source"], *trail, *phrases]
    if not isinstance(trail, list) or not isinstance(phrases, list) or not all(one.strip() for one in texts):
        raise TypeError(shown(told))
    " ".join(texts).encode()  # half of a surrogate pair is no text
    return Gold(told["source"], tuple(trail), bool(told.get("primary", True)), tuple(phrases))
