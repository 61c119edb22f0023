"""What other tools are given of a run, and names for sections that they can read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.model import Case, Scored
from ingest.questions import Place

Files = dict[str, str]
"""Texts by the names of their files."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run over the corpus at hand, its cases as they stand."""

    cases: Sequence[Case]
    answers: Mapping[str, Mapping[str, Any]]
    """Each answer's JSON, by its case."""
    scored: Mapping[str, Scored]
    sections: Mapping[Place, str]
    """The text of every section, as a reader sees it."""
    timings: Mapping[str, float]
    """Milliseconds, by case."""


def section_ids(places: Iterable[Place]) -> dict[Place, str]:
    """A name for each section: its source and headings in small letters, without spaces, each once."""
    found: dict[str, Place] = {}
    for place in sorted(places):
        name = "/".join([place[0], *(_slug(step) for step in place[1][1:])])
        found[name if name not in found else f"{name}~{len(found)}"] = place
    return {place: name for name, place in found.items()}


def ranked(answer: Mapping[str, Any]) -> list[Place]:
    """The sections an answer's search found, best first, each once."""
    return list(dict.fromkeys((one["source"], tuple(one["trail"])) for one in answer["passages"]))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "-"
