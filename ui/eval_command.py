"""`playbook eval`: answer the cases, score the answers, hold the figures to limits and to a baseline."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.chat_model import ChatModel, chat_model
from corpus.errors import PlaybookError
from corpus.home import BUNDLED as BUNDLED_CORPUS
from evals import cases as case_files
from evals import gold, judge, report
from evals.compare import compare, regressions
from evals.configuration import Configuration, configuration
from evals.folder import JUDGED, RunFolder
from evals.model import Case, Comparison, Report, Scored
from evals.page.page import html
from evals.page.view import RunView
from evals.run import run as answer
from evals.score import scores
from evals.summary import judged_table, summary
from evals.ways import askings
from ingest.indexes import Index
from ingest.questions import sections
from ui import wire
from ui.progress import bar
from ui.setup import Setup

ACCEPTED = Path(case_files.__file__).parent / "accepted"
"""The runs that later ones are compared with, a folder an edition."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of a run choose."""

    cases: Path | None = None
    out: Path | None = None
    baseline: str | None = None
    fail_under: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    robustness: bool = True
    model: str | None = None
    """A language model that writes the answers, as provider:model."""
    judge: str | None = None
    """A language model that judges them."""
    base_url: str | None = None


def run(setup: Setup, asked: Asked, show_misses: bool, as_json: bool) -> None:
    """Raise PlaybookError if anything is worse than it may be, after everything is printed and written."""
    report.floors(asked.fail_under)
    cases = case_files.of_kinds(case_files.cases(asked.cases or case_files.BUNDLED), asked.kinds)
    writer, judge = _opened(asked.model, asked), _opened(asked.judge, asked)
    with run_folder(asked.out) as folder:
        index = answered(setup, cases, folder, asked.robustness, writer)
        if judge:
            _judge(folder, judge)
        _finish(folder, index, setup, asked, as_json, show_misses)


def answered(
    setup: Setup, cases: Sequence[Case], folder: RunFolder, robustness: bool, writer: ChatModel | None = None
) -> Index:
    """Answer what is not answered yet, and give the index that was searched; drift stops it before it begins."""
    searcher = wire.searcher(setup)
    gold.targets(cases, sections(searcher.index.passages))
    put = askings(cases, robustness, is_only=len(searcher.index.documents) == 1)
    ways = tuple(dict.fromkeys(asking.way for asking in put))
    mode = writer.name if writer else "quote"
    done = folder.start(configuration(searcher.index, cases, ways, mode), cases, put)
    began = time.perf_counter()
    with bar("Answering") as progress:
        answer(put, wire.answerers(searcher, setup.corpus, writer), folder.keep, done, progress)
    folder.write_took(time.perf_counter() - began)
    return searcher.index


def rescore(setup: Setup, asked: Asked, as_json: bool) -> None:
    """Score a run that was made with the index in use."""
    folder = RunFolder(asked.out or Path())
    index = folder.with_its_index(wire.index(setup))
    _finish(folder, index, setup, asked, as_json)


def _opened(spec: str | None, asked: Asked) -> ChatModel | None:
    return chat_model(spec, asked.base_url) if spec else None


def _judge(folder: RunFolder, model: ChatModel) -> None:
    """Ask the judge about every answer to a case as it stands."""
    cases = {case.id: case for case in folder.cases()}
    givens = [given for given in folder.givens() if given.way == "asked"]
    found = []
    with bar("Judging") as progress:
        for number, given in enumerate(givens, 1):
            found.append(judge.judged(cases[given.case], given, model))
            progress(number, len(givens))
    judge.write(folder.path / JUDGED, [one for one in found if one])


def _finish(
    folder: RunFolder, index: Index, setup: Setup, asked: Asked, as_json: bool, show_misses: bool = False
) -> None:
    view = _view(folder, index, setup, asked)
    folder.write_scores(view.scored)
    folder.write("report.html", html(view))
    folder.write("summary.md", summary(view))
    _print(view, as_json)
    if show_misses:
        dev = [one for one in view.scored if one.half == "dev"]
        print("\n".join(report.misses(dev, {case.id: case for case in view.cases})))
    if asked.out:
        _tell(f"The report: {asked.out / 'report.html'}")
    if view.troubles:
        raise PlaybookError(f"{'; '.join(view.troubles)}. See which cases changed: {_where(asked)}")


def _view(folder: RunFolder, index: Index, setup: Setup, asked: Asked) -> RunView:
    """The run scored, summed up and compared, each once."""
    cases, givens, made_with = folder.cases(), folder.givens(), folder.made_with()
    scored = scores(cases, gold.targets(cases, sections(index.passages)), givens, index.documents)
    halves, comparison = report.halves(scored), _comparison(scored, made_with, setup, asked)
    return RunView(
        cases=cases,
        givens={(one.case, one.way): one for one in givens},
        scored=scored,
        halves=halves,
        kinds=report.kinds(scored),
        documents=report.documents(scored),
        ways=report.ways(scored),
        comparison=comparison,
        made_with={"edition": made_with.edition} | asdict(made_with) | folder.took(),
        timings=folder.timings(),
        troubles=_troubles(halves[0], scored, comparison, asked),
        judged=_judged(folder),
    )


def _troubles(whole: Report, scored: Sequence[Scored], comparison: Comparison | None, asked: Asked) -> list[str]:
    limits = report.broken(whole, report.floors(asked.fail_under))
    return [*report.broken_invariants(scored), *limits, *(regressions(comparison) if comparison else [])]


def _comparison(scored: Sequence[Scored], made_with: Configuration, setup: Setup, asked: Asked) -> Comparison | None:
    """With the run named, or with the accepted one, where that was made over the same documents in the same mode."""
    if asked.baseline == "none":
        return None
    if asked.baseline:
        return compare(asked.baseline, RunFolder(Path(asked.baseline)).scored(), scored)
    before = RunFolder(ACCEPTED / made_with.edition)
    is_bundled = asked.cases is None and setup.corpus.resolve() == BUNDLED_CORPUS.resolve()
    if not is_bundled or not (before.path / "run.json").is_file():
        return None
    accepted = before.made_with()
    if (accepted.documents, accepted.mode) != (made_with.documents, made_with.mode):
        _tell(
            f"Not compared: the accepted run is over {accepted.documents} in the mode {accepted.mode}, "
            f"this one over {made_with.documents} in {made_with.mode}."
        )
        return None
    found = compare(f"the accepted run of the {made_with.edition} edition", before.scored(), scored)
    return found if found.cases else None


def _judged(folder: RunFolder) -> list[judge.Judged]:
    file = folder.path / JUDGED
    return list(judge.read(file)) if file.is_file() else []


def _print(view: RunView, as_json: bool) -> None:
    if as_json:
        for one in [*view.halves, *view.kinds, *view.ways]:
            print(json.dumps({"name": one.name, "cases": one.cases} | {n: f.value for n, f in one.figures.items()}))
        return
    print(report.table(view.halves))
    print("\n" + report.by_slice([*view.kinds, *view.ways]))
    if view.comparison:
        print("\n" + report.compared(view.comparison))
    if view.judged:
        print("\n" + judged_table(view.judged))


@contextmanager
def run_folder(out: Path | None) -> Iterator[RunFolder]:
    """The folder named, or one that is gone afterwards."""
    if out:
        yield RunFolder(out)
        return
    with TemporaryDirectory() as folder:
        yield RunFolder(Path(folder))


def _where(asked: Asked) -> str:
    return str(asked.out / "report.html") if asked.out else "playbook eval --out FOLDER"


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)
