"""Check a question, and make a follow-up stand alone."""

import unicodedata

from assistant.followup import standalone as standalone
from corpus.errors import PlaybookError

LONGEST = 2000
"""Characters; the longest question people type is a paragraph."""


def checked(text: str) -> str:
    """The question without the white space around it.

    Raises:
        PlaybookError: it is empty, longer than `LONGEST`, not UTF-8, or holds control characters.
    """
    question = text.strip()
    if not question:
        raise PlaybookError("The question is empty. Type a question, for example: How do I request data?")
    if len(question) > LONGEST:
        raise PlaybookError(f"The question has {len(question):,} characters; the limit is {LONGEST:,}. Shorten it.")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in question):
        raise PlaybookError("The question is not valid UTF-8 text. Type it again, or save its file as UTF-8.")
    if any(unicodedata.category(character) == "Cc" and character not in "\n\r\t" for character in question):
        raise PlaybookError("The question holds control characters. Type it again as plain text.")
    return question
