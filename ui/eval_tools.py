"""What else is done with cases and runs: doubt the labels, accept a run as the baseline, compare ways to rank."""

import json
from dataclasses import asdict, replace
from pathlib import Path

from corpus.errors import PlaybookError
from evals import cases as case_files
from evals import gold, report
from evals.audit import audit as findings
from evals.folder import RUN, SCORES, RunFolder, lines
from evals.measures.catalogue import BY_NAME
from evals.model import Report
from evals.report import as_asked
from evals.score import scores
from evals.systems import givens
from ingest.questions import bank, sections
from ui import wire
from ui.eval_command import ACCEPTED, answered, run_folder
from ui.setup import ONNX, UNADAPTED, Setup

COMPARED = ("hit_at_1", "hit_at_5", "recall_at_5", "reciprocal_rank", "ndcg_at_10")
"""Measures of a ranking that bear on systems that give no answers, too."""


def audit(setup: Setup, cases: Path | None, as_json: bool) -> None:
    """Print each finding: two lines, or a JSON object."""
    found = case_files.cases(cases or case_files.BUNDLED)
    with run_folder(None) as folder:
        answered(setup, found, folder, robustness=False)
        doubts = findings(found, folder.givens(), bank(setup.corpus), wire.embedder(_unadapted(setup)))
    for one in doubts:
        print(json.dumps(asdict(one)) if as_json else f"{one.doubt}: {one.case}: {one.question}\n    {one.about}")


def _unadapted(setup: Setup) -> Setup:
    """With the packaged model as it came: one that was trained on the bank finds its questions alike too soon."""
    return replace(setup, engine=UNADAPTED) if setup.engine == ONNX else setup


def accept(folder: Path, to: Path | None) -> None:
    """Copy what a run was made with and its scores, which hold no text of the sources, as a baseline."""
    run = RunFolder(folder)
    made_with, scored = run.made_with(), as_asked(run.scored())
    if unscored := [one for one in scored if one.verdict == "unscored"]:
        raise PlaybookError(f"{report.named(unscored)} could not be scored. Mend that first, then run again.")
    place = RunFolder(to or ACCEPTED / made_with.edition)
    place.create()
    place.write(RUN, (folder / RUN).read_text("utf-8"))
    place.write(SCORES, lines(map(asdict, scored)))
    print(f"{place.path} now holds the {len(scored)} cases of {folder}.")


def systems(setup: Setup, cases: Path | None, as_json: bool) -> None:
    """Print how each system ranks for the same answerable cases."""
    found = [case for case in case_files.cases(cases or case_files.BUNDLED) if case.answerable]
    index = wire.index(setup)
    targets = gold.targets(found, sections(index.passages))
    reports = []
    for name, ranking in wire.rankings(setup):
        scored = scores(found, targets, givens(found, ranking), index.documents)
        reports.append(report.report(name, scored))
    if as_json:
        print("\n".join(json.dumps(_values(one)) for one in reports))
    else:
        print(report.table(reports, [BY_NAME[name] for name in COMPARED], all_intervals=True))


def _values(one: Report) -> dict[str, object]:
    return {"name": one.name, "cases": one.cases} | {name: one.figures[name].value for name in COMPARED}
