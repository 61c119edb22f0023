"""Read `notices.toml`: dated remarks bound to sections of the corpus it lies in."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from corpus.errors import PlaybookError
from corpus.model import Edition, Notice

NEEDED = ("id", "date", "text", "evidence", "where")
KNOWN = {*NEEDED, "about", "edition", "conflict"}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def notices(corpus: Path) -> tuple[Notice, ...]:
    """The remarks of a corpus folder, in the order of its list; none where it has no list.

    Raises:
        PlaybookError: an entry cannot be used; names the file and the entry.
    """
    file = corpus / "notices.toml"
    if not file.is_file():
        return ()
    found = tuple(_notice(entry, file, number) for number, entry in enumerate(_entries(file), 1))
    ids = [one.id for one in found]
    for repeated in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise _wrong(file, repeated, "is listed more than once", "Give each notice an id of its own.")
    return found


def _entries(file: Path) -> Sequence[Any]:
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Mend that file, then try again.") from error
    odd = [name for name in table if name != "notice"]
    if odd or not isinstance(table.get("notice", []), list):
        raise PlaybookError(
            f"{file} holds {', '.join(odd) or 'notice'} instead of entries. Write [[notice]] above each."
        )
    entries: Sequence[Any] = table.get("notice", [])
    return entries


def _notice(entry: Any, file: Path, number: int) -> Notice:
    """An entry as a notice; what is wrong with it is told under its id, or its number where it has none."""
    if not isinstance(entry, dict):
        raise _wrong(file, f"number {number}", "is not a table", "Write [[notice]] above it.")
    name = entry["id"] if _is_text(entry.get("id")) else f"number {number}"
    for problem, step in _problems(entry):
        raise _wrong(file, name, problem, step)
    return Notice(
        id=entry["id"],
        date=entry["date"],
        text=" ".join(entry["text"].split()),
        evidence=tuple(entry["evidence"]),
        where=tuple((place["source"], tuple(place["trail"])) for place in entry["where"]),
        about=tuple(entry.get("about", ())),
        edition=entry.get("edition"),
        is_conflict=entry.get("conflict", False),
    )


def _problems(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with an entry, and what to do; empty where nothing is."""
    unknown, missing = sorted(entry.keys() - KNOWN), [name for name in NEEDED if name not in entry]
    checks = (
        (not unknown, f"has the unknown field {', '.join(unknown)}", f"Known are: {', '.join(sorted(KNOWN))}."),
        (not missing, f"lacks {', '.join(missing)}", "Add it."),
        (_is_text(entry.get("id")), "has an id that is no text", 'Give it one, such as id = "members".'),
        (_is_date(entry.get("date")), f"has the date {entry.get('date')!r}", 'Write it as "2025-07-23" or "2025".'),
        (_is_text(entry.get("text")), "has no text", "Write the remark as text."),
        (_are_texts(entry.get("evidence")), "has no evidence", "List the addresses or publications it rests on."),
        (_are_places(entry.get("where")), "names no section", "Give each a source and a trail, under where."),
        (_are_texts(entry.get("about", ["."])), "has an about that is no list of phrases", "List phrases, or drop it."),
        (entry.get("edition") in (None, *get_args(Edition)), "has an unknown edition", "Write official or summary."),
        (
            isinstance(entry.get("conflict", False), bool),
            "has a conflict that is neither yes nor no",
            "Write true or false.",
        ),
    )
    return [(problem, step) for holds, problem, step in checks if not holds]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _are_places(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_place, value))


def _is_place(value: object) -> bool:
    return (
        isinstance(value, dict) and _is_text(value.get("source")) and _are_texts(value.get("trail")) and len(value) == 2
    )


def _is_date(value: object) -> bool:
    """A year, a month or a day that exists."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def _wrong(file: Path, name: str, problem: str, step: str) -> PlaybookError:
    return PlaybookError(f"In {file} the notice {name} {problem}. {step}")
