"""`playbook eval export` and `import`: cases and runs for other tools, and cases from them."""

import sys
from pathlib import Path

from corpus.errors import PlaybookError
from corpus.home import make_folder
from evals.cases import KINDS, as_line
from evals.exchange.formats import FORMATS
from evals.exchange.reading import read
from evals.exchange.run import Run
from evals.folder import RunFolder, lines
from ingest.indexes import Index
from ingest.questions import sections
from ui import wire
from ui.setup import Setup


def export(setup: Setup, folder: Path, form: str, out: Path) -> None:
    """Write a scored run in one of the forms."""
    if form not in FORMATS:
        raise PlaybookError(f"There is no form {form!r}. Choose from: {', '.join(FORMATS)}.")
    run = RunFolder(folder)
    for name, text in FORMATS[form](_told(run, run.with_its_index(wire.index(setup)))).items():
        make_folder((out / name).parent)
        (out / name).write_text(text, "utf-8", newline="\n")
        print(out / name)


def import_(file: Path, out: Path) -> None:
    """Write the cases of another tool's file; what could not be taken over is told."""
    found = read(file, KINDS)
    kept = [case for case in found.cases if case.can_be_counted]
    left = [case.id for case in found.cases if not case.can_be_counted]
    for note in [*found.notes, *(f"{one} names nothing that can be counted, and is left out." for one in left)]:
        print(note, file=sys.stderr)
    if not kept:
        raise PlaybookError(f"{file} holds no question whose answer can be counted. Give its tests facts to contain.")
    if out.exists():
        raise PlaybookError(f"{out} is there already. Name a new file: --out CASES.jsonl")
    make_folder(out.parent)
    out.write_text(lines(map(as_line, kept)), "utf-8", newline="\n")
    print(f"{out}: {len(kept)} cases. Those without gold sections are scored by their facts alone.")


def _told(folder: RunFolder, index: Index) -> Run:
    at_hand = sections(index.passages).items()
    return Run(
        cases=folder.cases(),
        givens=folder.givens(),
        scored=folder.scored(),
        sections={place: "\n\n".join(one.plain for one in passages) for place, passages in at_hand},
        timings=folder.timings(),
    )
