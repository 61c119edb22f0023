"""Prompts: files of their own, each with a version that every reply is reported with."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FIRST = "version: "


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told to do."""

    version: str
    """Grows whenever the text changes."""
    text: str


@cache
def prompt(file: Path) -> Prompt:
    """The prompt of a file whose first line is `version: N`."""
    first, text = file.read_text("utf-8").split("\n", 1)
    if not first.startswith(FIRST) or not text.strip():
        raise ValueError(f"{file} does not begin with a line such as {FIRST}1")
    return Prompt(first.removeprefix(FIRST).strip(), text.strip())
