"""`playbook eval export` and `import`: cases and runs for other tools, and cases from them."""

import sys
from collections.abc import Callable
from pathlib import Path

from corpus.errors import PlaybookError
from corpus.home import make_folder
from evals import gold
from evals.cases import as_line
from evals.exchange.junit import junit
from evals.exchange.promptfoo import promptfoo
from evals.exchange.ragas import ragas
from evals.exchange.reading import imported
from evals.exchange.run import Files, Run
from evals.exchange.trec import beir, trec
from evals.folder import RunFolder, lines
from ui import wire
from ui.setup import Setup

FORMS: dict[str, Callable[[Run], Files]] = {
    "trec": trec,
    "beir": beir,
    "promptfoo": promptfoo,
    "ragas": ragas,
    "junit": junit,
}


def export(setup: Setup, folder: Path, form: str, out: Path) -> None:
    """Write a scored run in one of the forms."""
    if form not in FORMS:
        raise PlaybookError(f"There is no form {form!r}. Choose from: {', '.join(FORMS)}.")
    files = FORMS[form](_run(setup, RunFolder(folder)))
    for name, text in files.items():
        make_folder((out / name).parent)
        (out / name).write_text(text, "utf-8", newline="\n")
        print(out / name)


def import_(file: Path, out: Path) -> None:
    """Write the cases of another tool's file; what could not be taken over is told."""
    found = imported(file)
    if out.exists():
        raise PlaybookError(f"{out} is there already. Name a new file: --out CASES.jsonl")
    make_folder(out.parent)
    out.write_text(lines(map(as_line, found.cases)), "utf-8", newline="\n")
    for note in found.notes:
        print(note, file=sys.stderr)
    print(f"{out}: {len(found.cases)} cases. They name no gold sections yet; add them, or score facts alone.")


def _run(setup: Setup, folder: RunFolder) -> Run:
    made_with, index = folder.made_with(), wire.index(setup)
    if made_with.index != index.manifest.fingerprint:
        raise PlaybookError(
            f"{folder.path} was made with index {made_with.index}, the one in use is {index.manifest.fingerprint}. "
            f"Answer again: playbook eval --out {folder.path}"
        )
    folder.givens()
    return Run(
        cases=folder.cases(),
        answers=folder.answers(),
        scored={one.case: one for one in folder.scored() if one.way == "asked"},
        sections={
            place: "\n\n".join(one.plain for one in passages)
            for place, passages in gold.sections(index.passages).items()
        },
        timings={case: ms for (case, way), ms in folder.timings().items() if way == "asked"},
    )
