"""The folder of a run: what was asked, answered and scored, a line each, to be gone on with and scored again."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from corpus.errors import PlaybookError
from corpus.home import make_folder
from evals import configuration
from evals.cases import as_line
from evals.cases import cases as cases_of
from evals.configuration import Configuration
from evals.given import failed, given
from evals.model import Case, Given, Scored, Way
from evals.ways import Asking
from ingest.indexes import Index

RUN, CASES, ANSWERS, TIMINGS, SCORES = "run.json", "cases.jsonl", "answers.jsonl", "timings.jsonl", "scores.jsonl"
JUDGED, TOOK = "judged.jsonl", "took.json"
AGAIN = "playbook eval --out FOLDER"
REPLACED = (ANSWERS, TIMINGS, SCORES, JUDGED, TOOK, "report.html", "summary.md")
"""What a new run takes the place of."""


class RunFolder:
    """One run on disk. Answers and scores hold nothing that changes from one run to the next; times stand apart."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self, made_with: Configuration, cases: Sequence[Case], askings: Sequence[Asking]) -> set[tuple[str, Way]]:
        """What is answered already, if the run in the folder was cut short and nothing has changed since; a finished
        run, or one made with something else, is replaced."""
        self.create()
        if (done := self._done(made_with)) and len(done) < len(askings):
            return done
        for name in REPLACED:
            (self.path / name).unlink(missing_ok=True)
        self.write(CASES, lines(map(as_line, cases)))
        self.write(RUN, json.dumps(configuration.as_told(made_with), indent=1) + "\n")
        return set()

    def create(self) -> None:
        """Make the folder where it is missing; raise PlaybookError where that cannot be done."""
        make_folder(self.path)

    def keep(self, asking: Asking, answer: dict[str, Any] | None, error: str, milliseconds: float) -> None:
        """Add one answer, or why there is none, to what is kept."""
        line = {"case": asking.case.id, "way": asking.way}
        asked = line | ({"question": asking.case.question} if asking.way in ("typos", "capitals") else {})
        self._append(TIMINGS, line | {"ms": round(milliseconds, 1)})
        self._append(ANSWERS, asked | {"answer": answer} | ({"error": error} if error else {}))

    def made_with(self) -> Configuration:
        """What the run was made with."""
        return configuration.read(_read(self.path / RUN), self.path / RUN)

    def with_its_index(self, index: Index) -> Index:
        """The index, if it is the one that was answered from."""
        asked, at_hand = self.made_with().index, index.manifest.fingerprint
        if asked != at_hand:
            raise PlaybookError(
                f"The answers in {self.path} are from index {asked}, the one in use is {at_hand}. "
                f"Answer again: playbook eval --out {self.path}"
            )
        return index

    def cases(self) -> list[Case]:
        """The cases as they were put."""
        return cases_of(self.path / CASES)

    def givens(self) -> list[Given]:
        """Every answer: the cases as they stand, then each further way, in the order of the cases.

        Raises:
            PlaybookError: a case has no answer, or an answer no case.
        """
        order = {case.id: at for at, case in enumerate(self.cases())}
        found = [_given(*line) for line in self._numbered(ANSWERS)]
        if {one.case for one in found if one.way == "asked"} != set(order):
            raise PlaybookError(f"{self.path / ANSWERS} does not answer every case. Go on with it: {AGAIN}")
        return sorted(found, key=lambda one: (one.way != "asked", one.way, order[one.case]))

    def timings(self) -> dict[tuple[str, Way], float]:
        """Milliseconds from question to answer."""
        return {(line["case"], line["way"]): float(line["ms"]) for _, line in self._numbered(TIMINGS)}

    def write_took(self, seconds: float) -> None:
        """Write how long the answering took, and the most memory this process held, where the system tells."""
        self.write(TOOK, json.dumps({"seconds": round(seconds, 1), "peak_memory_mib": peak_memory()}) + "\n")

    def took(self) -> dict[str, Any]:
        """What `write_took` wrote; empty where it did not."""
        return dict(_read(self.path / TOOK)) if (self.path / TOOK).is_file() else {}

    def scored(self) -> list[Scored]:
        """What `write_scores` wrote."""
        try:
            return [_scored(line) for _, line in self._numbered(SCORES)]
        except (KeyError, TypeError) as error:
            raise PlaybookError(f"{self.path / SCORES} is not of this kind of run ({error!r}).") from error

    def write_scores(self, scored: Iterable[Scored]) -> None:
        """Write every score, a line a case and way."""
        self.write(SCORES, lines(map(asdict, scored)))

    def write(self, name: str, text: str) -> None:
        """Write a file of the run in one step."""
        beside = self.path / f"{name}.new"
        beside.write_text(text, "utf-8", newline="\n")
        os.replace(beside, self.path / name)

    def _done(self, made_with: Configuration) -> set[tuple[str, Way]]:
        """What a run made with the same has answered; nothing where there is none, or none that can be read."""
        try:
            if _read(self.path / RUN) != configuration.as_told(made_with):
                return set()
            self._drop_broken_line(ANSWERS)
            self._drop_broken_line(TIMINGS)
            return {(line["case"], line["way"]) for _, line in self._numbered(ANSWERS)}
        except PlaybookError:
            return set()

    def _drop_broken_line(self, name: str) -> None:
        """A run that was killed may have left half a line."""
        file = self.path / name
        if file.is_file():
            kept, _, _ = file.read_text("utf-8", errors="replace").rpartition("\n")
            file.write_text(kept + "\n" if kept else "", "utf-8")

    def _append(self, name: str, line: dict[str, Any]) -> None:
        with (self.path / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _numbered(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        file = self.path / name
        try:
            lines = file.read_text("utf-8").split("\n")
            yield from ((f"{file}:{number}", _told(line)) for number, line in enumerate(lines, 1) if line)
        except FileNotFoundError as error:
            raise PlaybookError(f"{self.path} holds no run ({name} is missing). Make one: {AGAIN}") from error
        except (OSError, ValueError) as error:
            raise PlaybookError(f"{file} cannot be read ({error}). Run again: {AGAIN}") from error


def _told(line: str) -> dict[str, Any]:
    """An object that names its case and way."""
    told: dict[str, Any] = json.loads(line)
    if not (isinstance(told, dict) and isinstance(told.get("case"), str) and told.get("way") in get_args(Way)):
        raise ValueError(f"a line names no case and way: {line[:60]}")
    return told


def _given(where: str, line: dict[str, Any]) -> Given:
    if line.get("answer") is None:
        return failed(line["case"], line["way"], str(line.get("error", "no answer")))
    return given(line["case"], line["way"], line["answer"], where)


def _scored(line: dict[str, Any]) -> Scored:
    return Scored(**(line | {"cited": tuple((source, tuple(trail)) for source, trail in line["cited"])}))


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise PlaybookError(f"{file.parent} holds no run ({file.name} is missing). Make one: {AGAIN}") from error
    except (OSError, ValueError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Run again: {AGAIN}") from error


def peak_memory() -> int | None:
    """MiB that this process held at most; None on a system that does not tell."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (2**20 if sys.platform == "darwin" else 2**10)


def lines(rows: Iterable[dict[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
