"""Read `sources.toml`, or list a plain folder of files as sources."""

import hashlib
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from corpus.errors import PlaybookError
from corpus.model import Collection, Source

FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".xlsx": "xlsx",
}
"""Suffixes a plain folder is searched for, and the reader each goes to."""
LEFT_OUT = ("node_modules", "__pycache__")
"""Folders that hold programs, not documents; like all whose names begin with a dot they are not searched."""
TEMPORARY = (".", "~$")
"""How the names of files begin that a program keeps for itself, such as an office program while a file is open."""


def sources(corpus: Path) -> tuple[Source, ...]:
    """Every source of a corpus folder, in the order of its list.

    Raises:
        PlaybookError: the folder or its list cannot be used.
    """
    if not corpus.is_dir():
        raise PlaybookError(f"No folder at {corpus}. Name an existing one: --corpus FOLDER")
    listed = corpus / "sources.toml"
    found = _listed(listed) if listed.exists() else _walked(corpus)
    if not found:
        raise PlaybookError(
            f"No sources in {corpus}. Put Markdown, HTML, PDF, DOCX or XLSX files or a sources.toml there."
        )
    return found


def _listed(file: Path) -> tuple[Source, ...]:
    try:
        table = tomllib.loads(file.read_text("utf-8"))
        collections = {id_: _collection(id_, entry) for id_, entry in table.get("collections", {}).items()}
        found = tuple(_source(entry, collections) for entry in table.get("source", []))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise PlaybookError(f"{file} cannot be read ({error}). Mend that file, then try again.") from error
    _refuse_repeated_ids(found, file)
    return found


def _collection(id_: str, entry: Mapping[str, Any]) -> Collection:
    _refuse_odd_name(id_)
    return Collection(id=id_, **_known(Collection, entry))


def _source(entry: Mapping[str, Any], collections: Mapping[str, Collection]) -> Source:
    given = _known(Source, entry)
    _refuse_odd_name(given["id"])
    _refuse_escaping(given["path"])
    return Source(**(given | {"collection": collections[entry["collection"]]}))


def _known(kind: type, entry: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in entry.items() if name in names}


def _refuse_odd_name(id_: str) -> None:
    """Ids name files and folders, so they hold nothing that could lead elsewhere."""
    if not re.fullmatch(r"\w[\w.-]*", id_):
        raise KeyError(f"id {id_!r} holds other than letters, digits, dots and dashes")


def _refuse_escaping(path: str) -> None:
    """A listed path stays inside its collection, whoever wrote the list."""
    if path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path) or ":" in path:
        raise KeyError(f"path {path!r} leaves its collection")


def _refuse_repeated_ids(found: tuple[Source, ...], file: Path) -> None:
    ids = [source.id for source in found]
    repeated = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if repeated:
        raise PlaybookError(f"{file} lists {', '.join(repeated)} more than once. Give each source an id of its own.")


def _walked(corpus: Path) -> tuple[Source, ...]:
    places = [file.relative_to(corpus).as_posix() for file in sorted(_files(corpus))]
    short = Counter(map(_slug, places))
    return tuple(
        _found(place, _slug(place) if short[_slug(place)] == 1 else _long_slug(place), corpus) for place in places
    )


def _files(corpus: Path) -> Iterator[Path]:
    """The readable files of a folder; no link is followed out of it, and linked folders not at all."""
    root = corpus.resolve()
    for folder, folders, names in os.walk(corpus, onerror=_refuse_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in LEFT_OUT]
        for file in (Path(folder, name) for name in names if _is_document(name)):
            if file.is_file() and file.resolve().is_relative_to(root):
                yield file


def _is_document(name: str) -> bool:
    """Whether a file of this name is read; one whose name is no Unicode could not be cited by its path."""
    is_known = Path(name).suffix.lower() in FORMATS and not name.startswith(TEMPORARY)
    return is_known and name.isprintable()


def _refuse_unreadable(error: OSError) -> None:
    raise PlaybookError(f"{error.filename} cannot be read ({error.strerror}). Check its permissions.") from error


def _found(place: str, id_: str, corpus: Path) -> Source:
    """A file as a source; the folder it lies in is its collection, and a file at the top has none."""
    folder, slash, inside = place.partition("/")
    collection = Collection(folder, folder) if slash else Collection("", corpus.resolve().name)
    path, file = inside or place, Path(place)
    title = file.stem.replace("-", " ").replace("_", " ")
    return Source(id=id_, collection=collection, title=title, path=path, format=FORMATS[file.suffix.lower()])


def _slug(place: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")


def _long_slug(place: str) -> str:
    """For files whose names differ only in what a slug leaves out."""
    return f"{_slug(place)}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
