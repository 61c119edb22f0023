"""What must be told beside an answer: dated remarks on what it quotes, and how complete the quoted text is."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.model import Citation
from corpus.model import Notice

SUMMARY_NOTICE = (
    "Quoted from the bundled summary edition: this project's own wording of the official text's facts. "
    "Open the citation to read the official wording before you act on it."
)
RESTS_ON = " Source: "
"""Stands in a remark between its text and what it rests on."""


def told(citations: Sequence[Citation], notices: Sequence[Notice]) -> tuple[str, ...]:
    """Remarks on the quotes, then caveats of their documents, then that a summary is quoted; each once."""
    found = [*map(sentence, remarks(citations, notices)), *caveats(citations)]
    if any(one.document.edition == "summary" for one in citations):
        found.append(SUMMARY_NOTICE)
    return tuple(found)


def remarks(citations: Sequence[Citation], notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """The notices that belong to the quotes, in the order of the citations, each once."""
    return tuple(dict.fromkeys(one for cited in citations for one in notices if _belongs(one, cited)))


def caveats(citations: Sequence[Citation]) -> Iterator[str]:
    """How complete the text of each cited document is, where it says so."""
    documents = dict.fromkeys(one.document for one in citations)
    return (f"{one.title}: {one.caveat}" for one in documents if one.caveat)


def sentence(notice: Notice) -> str:
    """The remark with its date and what it rests on, as one line."""
    return f"As of {day(notice.date)}: {notice.text}{RESTS_ON}{', '.join(notice.evidence)}"


def day(written: str) -> str:
    """A year, month or day as it is written in the United States: `July 23, 2025`."""
    if len(written) == len("2025"):
        return written
    first = date.fromisoformat(written + "-01"[len(written) - 7 :])
    return f"{first:%B} {first.day}, {first.year}" if len(written) == len("2025-07-23") else f"{first:%B %Y}"


def holds_phrase(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text holds one of the phrases as whole words, letter case and line breaks apart; none asks nothing."""
    folded = " ".join(text.split()).lower()
    return not phrases or any(re.search(rf"(?<!\w){re.escape(one.lower())}(?!\w)", folded) for one in phrases)


def _belongs(notice: Notice, cited: Citation) -> bool:
    return (
        (cited.document.source, cited.trail) in notice.where
        and notice.edition in (None, cited.document.edition)
        and holds_phrase(f"{cited.quote}\n{cited.seen}", notice.about)
    )
