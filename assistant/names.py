"""Where the names of private people stand in a text, told by what stands beside them."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from assistant.particulars import DATE, Span

LISTS = Path(__file__).with_name("private.toml")
MASK = r"\[(?:e-mail|(?:card|account|license) number|health ID|SSN|ID|date of birth|phone|address)\]"
"""Put in place of something personal, so that a name in the same text is somebody's."""
PERSONAL = re.compile(MASK)
PART = re.compile(r"[^\W\d_][\w-]*(?:['’](?!s\b)[^\W\d_]\w*)?")
PARTICLES = {"de", "la", "las", "los", "del", "van", "von", "der", "da", "di", "al", "bin"}
LABEL = r"\b(?:born|nacid[oa]|dob|d\.o\.b|ssns?|social security|date of birth|birthday)\b"
BESIDE = re.compile(rf"(?P<apart>['’]s|,)?[ :(-]*(?:{MASK}|{LABEL})", re.I)
DATED = re.compile(rf",? \(?{DATE}", re.I)
INTRODUCED = re.compile(r"\b(?:my name is|me llamo|named|whose name is|se llama|name:)\s$", re.I)
INTRODUCTION = 20
"""Characters before a name that are looked at."""


def names(text: str) -> Iterator[Span]:
    """Names beside personal data or a date, behind a word such as "client", or said to be a name."""
    is_personal = bool(PERSONAL.search(text))
    before = ""
    for run in _runs(text):
        if run[0][0].lower() in _listed():
            before = run[0][0].lower()
            continue
        start, end = run[0].start(), run[-1].end()
        is_adjacent = bool(before) and text[:start].rstrip(" ,:").lower().endswith(before)
        if _is_name(text, run, is_personal, is_adjacent and before in _people()):
            yield start, end
        before = ""


def _is_name(text: str, run: Sequence[re.Match[str]], is_personal: bool, is_of_people: bool) -> bool:
    parts = [part[0] for part in run if part[0].lower() not in PARTICLES]
    start, end = run[0].start(), run[-1].end()
    is_introduced = bool(INTRODUCED.search(text, max(0, start - INTRODUCTION), start))
    beside = BESIDE.match(text, end)
    if all(part[0].isupper() and (len(part) == 1 or not part.isupper()) for part in parts):
        if len(parts) > 1:
            return is_personal or is_of_people or is_introduced or bool(DATED.match(text, end))
        return is_personal and (is_of_people or is_introduced or bool(beside and beside["apart"]))
    if (
        is_personal
        and not text.isupper()
        and len(parts) > 1
        and all(part.isupper() and len(part) > 3 for part in parts)
    ):
        return True
    return is_personal and len(parts) <= 3 and (is_introduced or (is_of_people and bool(beside)))


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words that no list holds and that stand side by side, particles only between them; each listed word by itself."""
    run: list[re.Match[str]] = []
    for part in PART.finditer(text):
        is_listed = part[0].lower() in _listed() and not (run and _is_initial(text, part))
        if run and (is_listed or not _joins(text, run[-1], part)):
            yield from _trimmed(run)
            run = []
        if is_listed:
            yield [part]
        elif run or part[0].lower() not in PARTICLES:
            run.append(part)
    yield from _trimmed(run)


def _trimmed(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and run[-1][0].lower() in PARTICLES:
        run.pop()
    if run:
        yield run


def _joins(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    between = text[left.end() : right.start()]
    is_same_case = left[0][0].isupper() == right[0][0].isupper() or PARTICLES & {left[0].lower(), right[0].lower()}
    return bool(is_same_case) and (between == " " or (between == ". " and len(left[0]) == 1))


def _is_initial(text: str, part: re.Match[str]) -> bool:
    return len(part[0]) == 1 and part[0].isupper() and text[part.end() : part.end() + 2] == ". "


@cache
def _listed() -> frozenset[str]:
    return frozenset(" ".join(_lists().values()).split())


@cache
def _people() -> frozenset[str]:
    return frozenset(_lists()["people"].split())


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(LISTS.read_text("utf-8"))
