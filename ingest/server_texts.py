"""Files of text in a Chroma collection, cut into rows."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from corpus.errors import PlaybookError
from ingest.chroma import BATCH, Calls, pages

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

PIECE = 4000
"""Characters a row: below the 16 KiB that Chroma Cloud takes, however many bytes a character has."""
NAME = re.compile(r"[a-z]+\.jsonl?")
"""What the files of an index are called; a server names no others."""


class ServerTexts:
    """The texts of one index in a collection of their own; its vectors mean nothing."""

    def __init__(self, collection: "Collection", calls: Calls) -> None:
        self._collection = collection
        self._calls = calls

    def put(self, files: Mapping[str, str]) -> None:
        """Store files by name."""
        rows = list(_rows(files))
        for first in range(0, len(rows), BATCH):
            ids, pieces = zip(*rows[first : first + BATCH], strict=True)
            add = partial(self._collection.add, ids=list(ids), embeddings=[[1.0]] * len(ids), documents=list(pieces))  # type: ignore[arg-type]
            self._calls(add)

    def files(self) -> dict[str, str]:
        """What `put` stored.

        Raises:
            PlaybookError: the server holds something else.
        """
        held = pages(self._collection, self._calls, ["documents"])
        rows = sorted(row for page in held for row in zip(page["ids"], page["documents"], strict=True))
        found: dict[str, str] = {}
        for id_, piece in rows:
            name = str(id_).partition(":")[0]
            if not NAME.fullmatch(name):
                raise PlaybookError(f"The server holds a text named {name!r}. Run: playbook index build --fresh")
            found[name] = found.get(name, "") + str(piece)
        return found


def _rows(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in files.items():
        for number, first in enumerate(range(0, max(len(text), 1), PIECE)):  # an empty file is a row, too
            yield f"{name}:{number:09}", text[first : first + PIECE]
