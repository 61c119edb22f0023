"""The sentences for files that cannot be read: what is wrong, then what to do."""

import re

from corpus.errors import PlaybookError
from corpus.model import Document, Source


def refusal(document: Document, why: str) -> PlaybookError:
    """The sentence for a file that cannot be read as what it is called."""
    format_ = document.format
    said = "is damaged or not a PDF" if format_ == "pdf" else f"cannot be read as {format_}"
    return PlaybookError(f"{document.source.full_path} {said} ({_told(why)}). {whole_copy(document.source)}")


def protected(document: Document) -> PlaybookError:
    """The sentence for a file that opens with a password only."""
    return PlaybookError(f"{document.source.full_path} is protected with a password. Name a copy without one.")


def whole_copy(source: Source) -> str:
    """How to come by a whole copy: from the publisher, or where none is listed, from whoever put the file there."""
    return "Fetch it again: playbook sync" if source.is_published else "Replace it with a whole copy, or remove it."


def _told(why: str) -> str:
    """A reason on one line, the same in every run: without the places in memory that some libraries name."""
    return " ".join(re.sub(r"'?<[^<>]* at 0x[0-9a-fA-F]+>'?", "it", why).split())[:200]
