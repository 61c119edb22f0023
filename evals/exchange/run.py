"""What an export is made of, whichever format it takes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.model import Case, Given, Scored, Way
from ingest.questions import Place


@dataclass(frozen=True, slots=True)
class Run:
    """Cases with what a run made of them."""

    cases: Sequence[Case]
    givens: Sequence[Given] = ()
    scored: Sequence[Scored] = ()
    sections: Mapping[Place, str] = field(default_factory=dict)
    """The text of every section, in the order of the index."""
    timings: Mapping[tuple[str, Way], float] = field(default_factory=dict)
    """Milliseconds by case and way."""

    @property
    def answered(self) -> list[tuple[Case, Given]]:
        """Each case beside what was given to it as it stands; those that were not put are left out."""
        found = {one.case: one for one in self.givens if one.way == "asked"}
        return [(case, found[case.id]) for case in self.cases if case.id in found]


def jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line, readable where UTF-8 can hold it."""
    return "".join(_line(row) + "\n" for row in rows)


def _line(row: Mapping[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    # Half of a surrogate pair is no UTF-8, and some tools take U+2028 for the end of a line.
    return line if line.isprintable() else json.dumps(row)
