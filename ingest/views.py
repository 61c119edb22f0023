"""What stands for a passage among the vectors, and what keyword search sees of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.model import Passage

ViewKind = Literal["whole", "part", "question", "near miss"]


@dataclass(frozen=True, slots=True)
class View:
    """A text that stands for a passage among the vectors: all of it, a part of it, a question it answers, or a near
    miss, which its words invite and no source answers."""

    kind: ViewKind
    passage: str
    start: int
    """Counted from where the passage begins, so that an edit above it changes nothing here."""
    end: int
    text: str

    @property
    def id(self) -> str:
        """The same for the same view of the same passage, on every machine."""
        told = "\x1f".join([self.kind, self.passage, str(self.start), str(self.end), self.text])
        return hashlib.sha256(told.encode()).hexdigest()[:24]


def views(passage: Passage, questions: Sequence[str] = (), near_misses: Sequence[str] = ()) -> list[View]:
    """The passage under its trail, each of its parts under the same trail, and the questions of both banks."""
    if not passage.plain:
        return []
    trail = " > ".join(passage.trail)
    parts = [part for block in passage.blocks for part in block.parts]
    first, length = passage.start, passage.end - passage.start
    found = [
        View("whole", passage.id, 0, length, f"{trail}\n{passage.plain}"),
        *(View("part", passage.id, part.start - first, part.end - first, f"{trail}\n{part.plain}") for part in parts),
        *(View("question", passage.id, 0, length, question) for question in questions),
        *(View("near miss", passage.id, 0, length, question) for question in near_misses),
    ]
    return list(dict.fromkeys(found))


def searched_text(passage: Passage) -> str:
    """What keyword search sees: the passage under its trail."""
    return f"{' > '.join(passage.trail)}\n{passage.plain}"
