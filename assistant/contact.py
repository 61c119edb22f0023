"""The contact that the sources name for the matter of a section."""

from collections.abc import Callable, Sequence

from corpus.model import Contact
from ingest.model import DocumentText


def contact_for(
    source: str, trail: tuple[str, ...], contacts: Sequence[Contact], document: Callable[[str], DocumentText]
) -> str | None:
    """A line naming whom to ask on the matter of a section, and where the sources say so.

    None where they name nobody for it, or where what they say has changed: each of `Contact.says` must stand in the
    text of the document it is taken from. `document` gives a document by its source's id (`Searcher.document`).
    """
    found = _serving((source, trail), contacts)
    named = _document(found.where[0], document) if found else None
    if not found or not named or not all(_stands(one, named.text) for one in found.says):
        return None
    year = f", {named.year}" if named.year else ""
    return f"To ask about {found.matter}: {found.who} (named in {' > '.join(found.where[1])}{year})"


def _serving(place: tuple[str, tuple[str, ...]], contacts: Sequence[Contact]) -> Contact | None:
    """The contact named in the section itself, or else one that serves it, or else one that serves its source."""
    sure = [one for one in contacts if place == one.where or place in one.sections]
    return next(iter([*sure, *(one for one in contacts if place[0] in one.serves)]), None)


def _document(source: str, document: Callable[[str], DocumentText]) -> DocumentText | None:
    try:
        return document(source)
    except KeyError:  # the index was built without that source
        return None


def _stands(said: str, text: str) -> bool:
    return " ".join(said.split()).lower() in " ".join(text.split()).lower()
