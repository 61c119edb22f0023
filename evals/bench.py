"""Time and memory beside the usual libraries, as whole processes in one run: `make bench`."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import PlaybookError

QUESTION = "Which agreement suits a single transfer of records?"
PAGE = Path("docs/performance.md")
START, END = "<!-- measured by make bench -->\n", "<!-- end -->\n"
ASKS, BUILDS = 7, 3
"""Runs of each command, in turn with what it is compared with; the median is told."""
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
    """Two commands that do the same, and the most that ours may take of the other's time and memory."""

    what: str
    ours: Sequence[Run]
    other: Sequence[Run]
    goals: tuple[float, float | None]


def main() -> None:
    """Measure and write the table into docs/performance.md."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        environment = os.environ | QUIET | {"PLAYBOOK_HOME": str(place / "home")}
        rows = _measured(place, environment)
        told = _corpus(place, environment)
    table = "\n".join([_about(told), "", *_table(rows)])
    _write(table)
    print(table)


def _measured(place: Path, environment: Mapping[str, str]) -> list[Row]:
    playbook, baselines = [sys.executable, "-m", "ui.cli"], Path(__file__).parent / "baselines"
    _prepare(playbook, environment)
    texts = place / "texts.jsonl"
    _write_texts(texts, environment)
    fresh, noop = [*playbook, "index", "build", "--fresh"], [*playbook, "index", "build"]
    chroma = place / "langchain"
    langchain = [sys.executable, str(baselines / "build.py"), str(texts), str(chroma)]
    ask_other = [sys.executable, str(baselines / "ask.py"), str(chroma), QUESTION]
    builds, others = [], []
    for _ in range(BUILDS):
        builds.append(_run(fresh, environment))
        shutil.rmtree(chroma, ignore_errors=True)
        others.append(_run(langchain, environment))
    noops = [_run(noop, environment) for _ in range(BUILDS)]
    asks, asks_other = _in_turn([*playbook, "ask", QUESTION], ask_other, ASKS, environment)
    return [
        Row("`playbook ask`, cold / sentence-transformers + Chroma", asks, asks_other, (0.25, 0.5)),
        Row("`playbook index build --fresh` / LangChain splitter + HuggingFaceEmbeddings + Chroma", builds, others, (0.5, None)),
        Row("`playbook index build`, nothing changed / `--fresh`", noops, builds, (0.03, None)),
    ]
