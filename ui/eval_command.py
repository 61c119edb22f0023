"""`playbook eval`: run the cases, print one table, hold it to its floors."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import PlaybookError
from corpus.home import make_folder
from evals import cases as case_files
from evals.model import Outcome, Report
from evals.report import broken, floors, misses, table
from evals.run import run as run_cases
from evals.score import report
from ui import wire
from ui.progress import bar
from ui.render import as_json as answer_json
from ui.setup import Setup


def run(
    setup: Setup,
    cases: Path | None,
    out: Path | None,
    fail_under: Sequence[str],
    beside: bool,
    show_misses: bool,
    as_json: bool,
) -> None:
    """Raise PlaybookError if a floor is broken, after everything is printed."""
    limits = floors(fail_under)
    found = case_files.cases(cases or case_files.BUNDLED)
    searcher = wire.searcher(setup)
    case_files.refuse_drift(found, searcher.places())
    with bar("Answering") as progress:
        outcomes = run_cases(found, wire.answerer_over(searcher, setup.corpus), progress)
    reports = [*_halves(outcomes), *(wire.splitter_reports(setup, found) if beside else [])]
    _print(reports, as_json)
    if show_misses:
        print("\n".join(misses([one for one in outcomes if one.case.half == "dev"])))
    if out:
        _write(make_folder(out), outcomes, reports)
    sentences = broken(reports[0], limits)
    if sentences:
        raise PlaybookError(f"{'; '.join(sentences)}. See which cases changed: playbook eval --misses")


def _halves(outcomes: Sequence[Outcome]) -> list[Report]:
    halves = [[one for one in outcomes if one.case.half == half] for half in ("dev", "test")]
    return [report("all", outcomes), report("dev", halves[0]), report("test", halves[1])]


def _print(reports: Sequence[Report], as_json: bool) -> None:
    if as_json:
        for one in reports:
            print(json.dumps({"name": one.name, "cases": one.cases, **one.scores}))
    else:
        print(table(reports))


def _write(folder: Path, outcomes: Sequence[Outcome], reports: Sequence[Report]) -> None:
    lines = [json.dumps(_told(one), ensure_ascii=False) + "\n" for one in outcomes]
    _replace(folder / "outcomes.jsonl", "".join(lines))
    _replace(folder / "report.md", table(reports) + "\n")


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(f"{file.name}.new")
    beside.write_text(text, "utf-8")
    os.replace(beside, file)


def _told(one: Outcome) -> dict[str, object]:
    return {
        "case": one.case.id,
        "half": one.case.half,
        "right_rank": one.right_rank,
        "right_citations": one.right_citations,
        "stated_facts": one.stated_facts,
        "facts": len(one.case.facts),
        "answer": answer_json(one.answer),
    }
