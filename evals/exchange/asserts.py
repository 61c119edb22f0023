"""What assertions of promptfoo ask for, as far as cases can say it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.contract import NOT_FOUND
from corpus.errors import PlaybookError
from evals.exchange.records import Record, parted, shown
from evals.exchange.templates import is_template, names_a_file, unescaped
from evals.exchange.words import folded

ALTERS = ("transform", "contextTransform")
"""What has an assertion look at something other than what is said."""
NUMBER = 10**15
"""Numbers below it are compared as they are written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer must show."""

    facts: tuple[tuple[str, ...], ...] = ()
    must_not_say: tuple[str, ...] = ()
    refuses: bool = False
    notes: tuple[str, ...] = ()
    """A sentence for each assertion that a case cannot say."""


def wanted(record: Record) -> Wanted:
    """All that the assertions of a test ask for.

    Raises:
        PlaybookError: its assertions are no list of objects.
    """
    facts: list[tuple[str, ...]] = []
    forbidden: list[str] = []
    notes: list[str] = []
    refusal = False
    for told in _flat(_listed(record.told.get("assert"), record.where), record.where):
        kind = type_.removeprefix("not-") if isinstance(type_ := told.get("type"), str) else ""
        values, is_negated = _values(told, kind), kind != type_
        if why := _unfit(told, kind, values, is_negated):
            notes.append(f"{record.where}: the assertion {shown(told.get('type'))} is left out: {why}.")
        elif [folded(value) for value in values] == [NOT_FOUND]:
            refusal = refusal or not is_negated
        elif is_negated:
            forbidden += values
        else:
            facts += [(value,) for value in values] if kind.endswith("-all") else [tuple(values)]
    return Wanted(tuple(facts), tuple(forbidden), refusal, tuple(notes))


def _listed(told: object, where: str) -> list[dict[str, Any]]:
    found = [] if told is None else told
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise PlaybookError(f"{where} has no list of assertions but {shown(told)}. Write them as a list of objects.")
    return found


def _flat(told: Iterable[dict[str, Any]], where: str) -> Iterator[dict[str, Any]]:
    """The assertions, those of a set that must all hold among them."""
    for one in told:
        if one.get("type") == "assert-set" and one.get("threshold") in (None, 1):
            yield from _listed(one.get("assert"), where)
        else:
            yield one


def _values(told: dict[str, Any], kind: str) -> list[str]:
    """The texts it looks for, which may stand in one, with commas between; empty where they are no texts or numbers."""
    value = told.get("value")
    if isinstance(value, str) and kind.endswith(("-any", "-all")):
        value = parted(value)
    values = value if isinstance(value, list) else [value]
    return [unescaped(str(one)) for one in values] if all(map(_is_plain, values)) else []


def _is_plain(value: object) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return -NUMBER < value < NUMBER
    return isinstance(value, str)


def _unfit(told: dict[str, Any], kind: str, values: list[str], is_negated: bool) -> str:
    """Why a case cannot say it; nothing where it can."""
    if kind.removeprefix("i") not in ("contains", "contains-any", "contains-all"):
        return "only what must be contained, or not, can be told of a case"
    if is_negated and kind.endswith("-all") and len(values) > 1:
        return "a case forbids each wording, not all of them together"
    if not values or not all(_is_text(value) for value in values):
        return f"its value {shown(told.get('value'))} is no text, or one without words"
    if any(map(_is_rendered, _raw(told))):
        return f"its value {shown(told.get('value'))} is a template or names a file"
    if told.get("weight") == 0 or any(told.get(name) for name in ALTERS):
        return "it weighs nothing, or looks at something other than what is said"
    return ""


def _raw(told: dict[str, Any]) -> list[str]:
    value = told.get("value")
    return [str(one) for one in (value if isinstance(value, list) else [value])]  # plain ones, by now


def _is_rendered(text: str) -> bool:
    return is_template(text) or names_a_file(text)


def _is_text(value: str) -> bool:
    return bool(value.strip()) and not any(0xD800 <= ord(character) <= 0xDFFF for character in value)
