"""A question bank on its way: written whole after each section, so that whatever stops the program loses nothing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import PlaybookError
from corpus.write import replace_file
from ingest.questions import FILE, Place, bank_of


class BankFile:
    """The bank of a corpus, and what was added to it in a file: the same one, or one of its own."""

    def __init__(self, corpus: Path, file: Path) -> None:
        self.file = file
        self.added = 0
        """Questions added since this was opened."""
        self._lines = {_place(line): line for line in _lines(corpus / FILE)}
        self._lines |= {_place(line): line for line in _lines(file)}

    @property
    def bank(self) -> dict[Place, tuple[str, ...]]:
        """All questions there are now."""
        return {place: tuple(line["questions"]) for place, line in self._lines.items()}

    def add(self, place: Place, questions: Sequence[str], made_by: str) -> None:
        """Add questions to a section and write everything; the record says who made some of the section's."""
        line = self._lines.setdefault(place, {"source": place[0], "trail": list(place[1]), "questions": []})
        line["questions"] = [*line["questions"], *questions]
        line["made_by"] = made_by
        self.added += len(questions)
        self.write()

    def write(self) -> None:
        """Put the whole bank in place in one step.

        Raises:
            PlaybookError: the file cannot be written.
        """
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self._lines.values())
        try:
            replace_file(self.file, content.encode())
        except PlaybookError as error:
            why = getattr(error.__cause__, "strerror", None) or "no permission"
            raise PlaybookError(f"Cannot write {self.file} ({why}). Name another file: --out FILE") from error


def _lines(file: Path) -> list[dict[str, Any]]:
    bank_of(file)  # says what is wrong with it
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _place(line: dict[str, Any]) -> Place:
    return line["source"], tuple(line["trail"])
