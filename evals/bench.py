"""Time and memory beside the usual libraries, as whole processes in one run: `make bench`."""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import PlaybookError
from ingest import store

QUESTION = "Which agreement suits a single transfer of records?"
PAGE = Path("docs/performance.md")
START, END = "<!-- measured by make bench -->\n", "<!-- end -->\n"
ASKS, BUILDS = 7, 3
"""Runs of each command, in turn with what it is compared with; the median is told."""
PLAYBOOK = [sys.executable, "-m", "ui.cli"]
WARM = [sys.executable, "-m", "ui.warm"]
BASELINES = Path(__file__).parent / "baselines"
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
QUIET = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "TQDM_DISABLE": "1"}


@dataclass(frozen=True, slots=True)
class Run:
    """A whole process."""

    seconds: float
    mebibytes: float
    """The most memory it held."""
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """What we do beside what does the same, and the most that ours may take of its time and memory."""

    ours: str
    our_runs: Sequence[Run]
    other: str
    other_runs: Sequence[Run]
    most_time: float
    most_memory: float | None = None


def main() -> None:
    """Measure, and write the table into docs/performance.md."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        paths = f"{Path.cwd()}{os.pathsep}{Path(sys.prefix) / 'bench'}"
        environment = os.environ | QUIET | {"PLAYBOOK_HOME": str(place / "home"), "PYTHONPATH": paths}
        about = _prepare(place, environment)
        rows = _lines(_rows(place, environment))
        table = "\n".join([about, "", *rows, "", _run(WARM, environment).said.strip()])
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    PAGE.write_text(f"{before}{START}\n{table}\n\n{END}{rest.partition(END)[2]}", "utf-8")
    print(table)


def _prepare(place: Path, environment: Mapping[str, str]) -> str:
    """Official text where there is some, the model exported, the texts for the other side; says what is measured."""
    official = os.environ.get("PLAYBOOK_OFFICIAL_DIR")
    if official:
        _run([*PLAYBOOK, "sync", "--from", official], environment)
    _run([*PLAYBOOK, "index", "build"], environment)
    held = json.loads(_run([*PLAYBOOK, "index", "show", "--json"], environment).said)
    folder = current_texts(place / "home")
    texts = [(one.source, one.text) for one in store.documents(folder)]
    lines = [json.dumps({"source": source, "text": text}) + "\n" for source, text in texts]
    (place / "texts.jsonl").write_text("".join(lines), "utf-8")
    words = sum(len(text.split()) for _, text in texts)
    return (
        f"{'With' if official else 'Without'} official text: {held['documents']} documents, {words:,} words, "
        f"{held['passages']} passages, {held['vectors']:,} vectors. {os.cpu_count()} processors, "
        f"{platform.python_implementation()} {platform.python_version()}, {date.today().isoformat()}."
    )


def current_texts(home: Path) -> Path:
    """The folder of the index in use of the bundled corpus under a home."""
    root = home / "bundled" / "index"
    return root / (root / "current").read_text("utf-8").strip()


def _rows(place: Path, environment: Mapping[str, str]) -> list[Row]:
    chroma, texts = place / "langchain", place / "texts.jsonl"
    fresh = [*PLAYBOOK, "index", "build", "--fresh"]
    langchain = [sys.executable, str(BASELINES / "build.py"), str(texts), str(chroma)]
    usual = [sys.executable, str(BASELINES / "ask.py"), str(chroma), QUESTION]
    all_cores = {**environment, "PLAYBOOK_THREADS": str(os.cpu_count())}
    builds, others = _in_turn(fresh, langchain, BUILDS, all_cores, before=lambda: shutil.rmtree(chroma, True))
    nothing = [_run([*PLAYBOOK, "index", "build"], environment) for _ in range(BUILDS)]
    chunks = json.loads(others[0].said)["vectors"]
    asks, usual_asks = _in_turn([*PLAYBOOK, "ask", QUESTION], usual, ASKS, environment)
    return [
        Row("`playbook ask`, cold", asks, "sentence-transformers + Chroma", usual_asks, 0.25, 0.5),
        Row(
            "`playbook index build --fresh`",
            builds,
            f"LangChain splitter + HuggingFaceEmbeddings + Chroma, {chunks} vectors",
            others,
            0.5,
        ),
        Row("`playbook index build`, nothing changed", nothing, "`playbook index build --fresh`", builds, 0.03),
    ]


def _in_turn(
    ours: Sequence[str],
    other: Sequence[str],
    times: int,
    environment: Mapping[str, str],
    before: Callable[[], None] = lambda: None,
) -> tuple[list[Run], list[Run]]:
    """Runs of two commands, one after the other and again, so that a busy moment hits both."""
    runs: tuple[list[Run], list[Run]] = ([], [])
    for _ in range(times):
        before()
        runs[0].append(_run(ours, environment))
        runs[1].append(_run(other, environment))
    return runs


def _run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """One process from start to end.

    Raises:
        PlaybookError: it failed.
    """
    print("…", " ".join(command[-3:]), file=sys.stderr)
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        if process.returncode:
            raise PlaybookError(f"{' '.join(command)} failed: {err.read()[-2000:]}")
        return Run(seconds, used.ru_maxrss * MAXRSS_UNIT / 2**20, out.read())


def _lines(rows: Sequence[Row]) -> list[str]:
    head = ["ours", "other", "seconds", "ratio", "goal", "MiB", "ratio", "goal"]
    cells = [head, ["---"] * len(head), *(_cells(row) for row in rows)]
    return [f"| {' | '.join(line)} |" for line in cells]


def _cells(row: Row) -> list[str]:
    ours, other = _median(row.our_runs, "seconds"), _median(row.other_runs, "seconds")
    held, other_held = _median(row.our_runs, "mebibytes"), _median(row.other_runs, "mebibytes")
    memory = f"≤ {row.most_memory:g}" if row.most_memory else "–"
    time_cells = [f"{ours:.2f} / {other:.2f}", f"{ours / other:.3f}", f"≤ {row.most_time:g}"]
    return [row.ours, row.other, *time_cells, f"{held:.0f} / {other_held:.0f}", f"{held / other_held:.2f}", memory]


def _median(runs: Sequence[Run], field: str) -> float:
    return float(statistics.median(getattr(run, field) for run in runs))


if __name__ == "__main__":
    main()
