"""`playbook index questions`: a language model writes questions for sections that have too few."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.asking import ENOUGH, Asker, Section, sections
from assistant.asking_checks import Repeats
from assistant.chat_model import ModelError, chat_model
from corpus.errors import PlaybookError
from corpus.home import BUNDLED
from evals.report import shortened
from ingest.bank_file import BankFile
from ingest.model import Passage
from ingest.questions import FILE, named
from ui import wire
from ui.progress import bar
from ui.setup import Setup

FAILED_IN_A_ROW = 3
"""Sections without a reply, one after the other, after which the model is taken to be down."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options choose."""

    model: str
    """The language model that writes, as provider:model."""
    sources: tuple[str, ...] = ()
    """Ids; all where there are none."""
    out: Path | None = None
    base_url: str | None = None


def run(setup: Setup, asked: Asked) -> None:
    """Write the bank anew after each section.

    Raises:
        PlaybookError: nothing can be asked or written, or, after all others have theirs, some sections had no reply.
    """
    file, model = _file(setup.corpus, asked.out), chat_model(asked.model, asked.base_url)
    searcher, embedder = wire.searcher(setup), wire.embedder(setup)
    passages = _of(searcher.index.passages, asked.sources)
    kept = BankFile(setup.corpus, file)
    lacking = [one for one in sections(passages, kept.bank) if one.lacks]
    if lacking:
        kept.write()
        there = [question for questions in kept.bank.values() for question in questions]
        _ask(lacking, Asker(model, searcher, Repeats(embedder, there, _indexed(setup))), kept)
    _tell(sections(passages, kept.bank), kept, setup.corpus)


def _file(corpus: Path, out: Path | None) -> Path:
    """Where the bank is written; never over the bundled one, which was written and read by people."""
    file = out or corpus / FILE
    if file.resolve() == (BUNDLED / FILE).resolve():
        raise PlaybookError(f"The questions of the bundled corpus are kept by hand. Name another file: --out {FILE}")
    return file


def _of(passages: Sequence[Passage], sources: Sequence[str]) -> list[Passage]:
    indexed = {passage.source for passage in passages}
    if unknown := [one for one in sources if one not in indexed]:
        raise PlaybookError(f"No text of {unknown[0]} is indexed. See the ids with: playbook sources")
    return [passage for passage in passages if not sources or passage.source in sources]


def _indexed(setup: Setup) -> Mapping[str, Sequence[float]]:
    """The vectors of all texts of the index in use, the bank's questions among them."""
    place = wire.indexes(setup)
    name = place.in_use()
    return place.vectors(name).vectors_by_text() if name else {}


def _ask(lacking: Sequence[Section], asker: Asker, kept: BankFile) -> None:
    """Ask for each section; one without a reply does not keep the others from theirs, unless all go without."""
    failed: list[ModelError] = []
    in_a_row = 0
    with bar("Asking") as progress:
        for number, section in enumerate(lacking, 1):
            try:
                if questions := asker.questions(section):
                    kept.add(section.place, questions, asker.made_by)
                in_a_row = 0
            except ModelError as error:
                failed.append(error)
                in_a_row += 1
            if in_a_row == FAILED_IN_A_ROW:
                break
            progress(number, len(lacking))
    if failed:
        raise PlaybookError(
            f"{failed[-1]} {len(failed)} of {len(lacking)} sections had no reply; the others' questions stand in "
            f"{kept.file}. Run the same again to go on."
        )


def _tell(found: Sequence[Section], kept: BankFile, corpus: Path) -> None:
    few = [named(one.place) for one in found if one.lacks]
    print(f"{kept.added} questions added, {len(found) - len(few)} of {len(found)} sections have {ENOUGH}: {kept.file}")
    if few:
        print(f"Fewer than {ENOUGH} proved to be of use for {shortened(few)}.", file=sys.stderr)
    if kept.added and kept.file.resolve() == (corpus / FILE).resolve():
        print("Put them to use with: playbook index build", file=sys.stderr)
