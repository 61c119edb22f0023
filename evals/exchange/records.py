"""Tests that another tool keeps in a file, one by one, each with the line it stands on."""

import csv
import io
import json
import reprlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import PlaybookError

LARGEST = 50 * 1024 * 1024
LONGEST = 80
"""Characters of a value that a sentence quotes."""
SUFFIXES = (".jsonl", ".json", ".yaml", ".yml", ".csv")
DEFAULTS = ("defaultTest", "scenarios")
"""Parts of a configuration beside its tests that would bear on them."""
BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What PyYAML raises, beside its own, at a value that is not of the type its tag says."""


@dataclass(frozen=True, slots=True)
class Record:
    """One test as the file tells it."""

    where: str
    """File and line, or where lines say nothing the number of the test."""
    told: dict[str, Any]


def records(file: Path) -> tuple[list[Record], list[str]]:
    """Every test of a file by its suffix, and a sentence for each part beside them that is not read.

    Raises:
        PlaybookError: the file cannot be read; the sentence names file and line.
    """
    text = _text(file)
    suffix = file.suffix.lower()
    if suffix == ".csv":
        return list(_of_csv(text, file)), []
    if suffix == ".jsonl":
        lines = enumerate(text.split("\n"), 1)
        return [_record(_of_json(line, f"{file}:{n}"), f"{file}:{n}") for n, line in lines if line.strip()], []
    if suffix == ".json":
        return _of_tree(_of_json(text, str(file)), file)
    return _of_yaml(text, file)


def shown(told: object) -> str:
    """A value, cut short: what was read may be endless."""
    short = reprlib.Repr()
    short.maxlevel = 2
    try:
        text = short.repr(told)
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"
    except ValueError:  # a number of more digits than Python prints
        return "a number without end"


def parted(text: str) -> list[str]:
    """Texts with commas between them; one that holds a comma is quoted."""
    try:
        return [one.strip() for row in csv.reader(text.split("\n"), skipinitialspace=True) for one in row]
    except csv.Error:
        return [text]


def _text(file: Path) -> str:
    if file.suffix.lower() not in SUFFIXES:
        raise PlaybookError(f"{file} is of an unknown kind. Name a file that ends in {', '.join(SUFFIXES)}.")
    try:
        if file.stat().st_size > LARGEST:
            raise PlaybookError(f"{file} is larger than {LARGEST // 2**20} MiB. Split it.")
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Name a file in UTF-8.") from error


def _of_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlaybookError(f"{where} is not JSON ({_reason(error)}). Mend it, or take it out.") from error


def _of_tree(told: Any, file: Path) -> tuple[list[Record], list[str]]:
    """The items of a list, or of a configuration's `tests`."""
    tests = told.get("tests") if isinstance(told, dict) else told
    if not isinstance(tests, list):
        raise PlaybookError(f"{file} holds no list of tests but {shown(tests)}. Name the file that lists them.")
    found = [_record(test, f"{file}, test {number}") for number, test in enumerate(tests, 1)]
    return found, _unread(told if isinstance(told, dict) else {}, file)


def _of_yaml(text: str, file: Path) -> tuple[list[Record], list[str]]:
    """As `_of_tree`, with the lines that the parser saw."""
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        parts = _parts(root)
        tests = parts.get("tests")
        if not isinstance(tests, yaml.SequenceNode):
            raise PlaybookError(f"{file} holds no list of tests. Name the file that lists them.")
        found = [_record(loader.construct_document(node), f"{file}:{node.start_mark.line + 1}") for node in tests.value]
    except (yaml.YAMLError, *BROKEN) as error:
        raise PlaybookError(f"{_place(error, file)} is not YAML ({_reason(error)}). Mend it.") from error
    return found, _unread(parts, file)


def _parts(root: yaml.Node | None) -> dict[str, yaml.Node | None]:
    """The parts of a configuration; a bare list is its tests."""
    if not isinstance(root, yaml.MappingNode):
        return {"tests": root}
    return {key.value: part for key, part in root.value if isinstance(key, yaml.ScalarNode)}


def _unread(parts: dict[str, Any], file: Path) -> list[str]:
    return [f"{file}: {part} is not read; what it adds to each test is missing." for part in DEFAULTS if part in parts]


def _record(told: object, where: str) -> Record:
    if isinstance(told, str) and told.startswith("file://"):
        raise PlaybookError(f"{where} names another file ({shown(told)}). Import that file by itself.")
    if not isinstance(told, dict):
        raise PlaybookError(f"{where} is no test but {shown(told)}. Compare it with the lines around it.")
    return Record(where, told)


def _of_csv(text: str, file: Path) -> Iterator[Record]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in rows:
            where = f"{file}:{rows.line_num}"
            if None in row or None in row.values():
                raise PlaybookError(f"{where} has not as many cells as the first line. Mend it, or take it out.")
            yield Record(where, _of_row(row))
    except csv.Error as error:
        raise PlaybookError(f"{file}:{rows.line_num} is not CSV ({error}). Mend it, or take it out.") from error


def _of_row(row: dict[str, str]) -> dict[str, Any]:
    """A row as the test that promptfoo makes of it: columns that begin with two underscores are not variables."""
    told: dict[str, Any] = {
        "vars": {name: cell for name, cell in row.items() if not name.startswith("__")},
        "assert": [_of_cell(cell) for name, cell in row.items() if name.startswith("__expected") and cell.strip()],
        "metadata": {name.partition(":")[2]: cell for name, cell in row.items() if name.startswith("__metadata:")},
    }
    return told


def _of_cell(cell: str) -> dict[str, Any]:
    """`icontains-any: a,b` as an assertion; one that names no type asks for the very text."""
    type_, colon, value = cell.strip().partition(":")
    if not colon or " " in type_:
        return {"type": "equals", "value": cell.strip()}
    return {"type": type_, "value": value.strip()}


def _place(error: Exception, file: Path) -> str:
    """The file, with the line of the fault where the parser tells one."""
    mark = getattr(error, "problem_mark", None)
    return f"{file}:{mark.line + 1}" if mark else str(file)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep"
    return " ".join(str(getattr(error, "problem", None) or error).split())
