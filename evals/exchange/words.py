"""What an answer says, in words that another tool can compare."""

import re

from assistant.contract import NOT_FOUND
from evals.model import Given


def said(given: Given) -> str:
    """The statements without the markers of their citations, or the refusal; nothing where no answer was given."""
    if given.status == "error":
        return ""
    return "\n\n".join(given.statements) if given.is_answer else NOT_FOUND


def folded(text: str) -> str:
    """The text with straight apostrophes and single spaces, which the measures do not tell apart."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip()
