"""Read `contacts.toml`: whom the sources of a corpus name for a matter."""

import tomllib
from pathlib import Path
from typing import Any

from corpus.errors import PlaybookError
from corpus.model import Contact

FIELDS = "id, matter, who, says, where and serves"


def contacts(corpus: Path) -> tuple[Contact, ...]:
    """The contacts of a corpus folder, in the order of its list; none where it has no list.

    Raises:
        PlaybookError: the list cannot be used; names the file and the entry.
    """
    file = corpus / "contacts.toml"
    if not file.is_file():
        return ()
    try:
        entries = tomllib.loads(file.read_text("utf-8")).get("contact", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Mend that file, then try again.") from error
    if not isinstance(entries, list):
        raise PlaybookError(f"{file} holds one contact instead of a list. Write [[contact]] above each.")
    return tuple(_contact(entry, file, number) for number, entry in enumerate(entries, 1))


def _contact(entry: Any, file: Path, number: int) -> Contact:
    try:
        found = Contact(
            id=_text(entry["id"]),
            matter=_text(entry["matter"]),
            who=_text(entry["who"]),
            says=_texts(entry["says"]),
            where=_place(entry["where"]),
            serves=_texts(entry["serves"]),
            sections=tuple(_place(one) for one in entry.get("sections", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PlaybookError(f"{file}: contact number {number} lacks {error}. Each needs {FIELDS}.") from error
    if not found.says:
        raise PlaybookError(f"{file}: contact {found.id} says nothing. List what must stand in its section under says.")
    return found


def _place(found: Any) -> tuple[str, tuple[str, ...]]:
    return _text(found["source"]), _texts(found["trail"])


def _texts(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise ValueError(f"a list in place of {found!r}")
    return tuple(_text(one) for one in found)


def _text(found: Any) -> str:
    if not isinstance(found, str) or not found.strip():
        raise ValueError(f"a text in place of {found!r}")
    return found
