"""Cases, outcomes and reports."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from assistant.model import Answer, Turn
from ingest.questions import Place


@dataclass(frozen=True, slots=True)
class Gold:
    """A section that answers a case's question by itself."""

    source: str
    trail: tuple[str, ...]
    primary: bool = True

    @property
    def place(self) -> Place:
        """The section, the way a passage names its own."""
        return self.source, self.trail


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a good answer must show."""

    id: str
    question: str
    kind: str
    answerable: bool
    gold: tuple[Gold, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    """What must be stated, each as alternatives of which one is enough."""
    history: tuple[Turn, ...] = ()

    @property
    def half(self) -> Literal["dev", "test"]:
        """Fixed by the id: things are tuned on one half and reported on the other."""
        return "dev" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 0 else "test"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a case, with its scores."""

    case: Case
    answer: Answer
    right_rank: int | None
    """Rank of the first hit in a gold section; None if none of the hits is in one."""
    right_citations: int
    """Citations that stand in a gold section."""
    stated_facts: int


@dataclass(frozen=True, slots=True)
class Report:
    """Scores over many cases, each between 0 and 1 and None where no case bears on it."""

    name: str
    cases: int
    scores: dict[str, float | None]
