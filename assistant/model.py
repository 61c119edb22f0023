"""Turns, citations, statements and answers."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from ingest.model import DocumentText, Hit

Status = Literal["answered", "partial", "not_found", "declined"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation before the question."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote with the place it stands."""

    number: int
    document: DocumentText
    trail: tuple[str, ...]
    anchor: str
    page: int | None
    url: str
    """Opens the section; in the official edition, with the quote highlighted."""
    quote: str
    """Equal to `document.text[start:end]`."""
    start: int
    end: int
    seen: str
    """The quote as a reader of the page sees it, markup removed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One block of an answer, as a reader of the cited page sees it, with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    by: str = ""
    """Whose word it is and of when, where an answer quotes more than one document."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A hit with the document it stands in."""

    hit: Hit
    document: DocumentText
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question."""

    id: str
    """The same for the same question, history and index."""
    question: str
    status: Status
    mode: Literal["quote", "write"]
    confidence: float
    """Estimated chance, 0 to 1, that the sources answer, if as many unanswerable questions were asked as answerable."""
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Cited, ...]
    """The first hits, whatever the status."""
    notices: tuple[str, ...]
    suggestions: tuple[str, ...]
    index: str
    timings_ms: dict[str, float] = field(default_factory=dict, compare=False)
    lead: str = ""
    """What kind of answer follows, in a few fixed words; it claims nothing of the matter."""


class Answerer(Protocol):
    """Answers questions from one index."""

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """An answer to the question as it stands in the conversation.

        Raises:
            PlaybookError: the question is empty, too long or not text.
        """
        ...
