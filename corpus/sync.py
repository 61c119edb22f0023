"""Put the official edition of the sources on this machine: from a folder, or from the publishers' repositories."""

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from corpus.errors import PlaybookError
from corpus.home import make_folder
from corpus.load import READABLE, official_folder
from corpus.model import Collection, Source

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_ARCHIVE = 200 * 1024 * 1024
CONNECT_SECONDS, READ_SECONDS = 3.0, 30.0
REDIRECTS = 5
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class UnreachableError(PlaybookError):
    """The publisher could not be reached at all."""


class Place(Protocol):
    """Somewhere official files are taken from."""

    def content(self, source: Source) -> bytes | None:
        """The source's official file, None where this place does not have it; OSError where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, as ids of sources."""

    fetched: tuple[str, ...]
    unchanged: tuple[str, ...]
    missing: tuple[str, ...]
    unpinned: tuple[str, ...]
    """Fetched, but not the text that `sources.toml` pins."""
    failed: Mapping[str, str]
    """With the reason."""


class Folder:
    """A folder that holds collections by name."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise PlaybookError(f"No folder at {folder}. Name the one that holds the collections: --from FOLDER")
        self._folder = folder

    def content(self, source: Source) -> bytes | None:
        file = self._folder / source.full_path
        if not file.is_file():
            return None
        if file.stat().st_size > LARGEST_FILE:
            raise OSError(f"larger than {LARGEST_FILE // 2**20} MiB")
        return file.read_bytes()


class Repositories:
    """The publishers' repositories, each fetched once, as an archive at its pinned revision."""

    def __init__(self) -> None:
        self._archives: dict[str, Mapping[str, bytes] | OSError] = {}

    def content(self, source: Source) -> bytes | None:
        collection = source.collection
        if collection.repository is None:
            return None
        if collection.id not in self._archives:
            self._archives[collection.id] = _opened(collection)
        archive = self._archives[collection.id]
        if isinstance(archive, OSError):
            raise archive
        content = archive.get(source.path)
        if content is not None and source.sha256 and hashlib.sha256(content).hexdigest() != source.sha256:
            raise OSError("the publisher has changed it since this version of the assistant was made")
        return content


def sync(
    corpus: Path, sources: Iterable[Source], place: Place, progress: Callable[[int, int], None] = lambda done, of: None
) -> Synced:
    """Copy every readable source that `place` has; a file is replaced whole or not at all."""
    wanted = [source for source in sources if source.same_as is None and source.format in READABLE]
    root = make_folder(official_folder(corpus))
    outcomes: dict[str, tuple[str, str]] = {}
    for done, source in enumerate(wanted, 1):
        outcomes[source.id] = _one(root, source, place)
        progress(done, len(wanted))
    return _summary(outcomes)


def _one(root: Path, source: Source, place: Place) -> tuple[str, str]:
    try:
        content = place.content(source)
    except OSError as error:
        return "failed", str(error)
    if content is None:
        return "missing", ""
    file = root / source.full_path
    if file.is_file() and file.read_bytes() == content:
        return "unchanged", ""
    _replace(file, content)
    pinned = source.sha256 in (None, hashlib.sha256(content).hexdigest())
    return ("fetched" if pinned else "unpinned"), ""


def _replace(file: Path, content: bytes) -> None:
    make_folder(file.parent)
    beside = file.with_name(f"{file.name}.new")
    try:
        beside.write_bytes(content)
        os.replace(beside, file)
    except OSError as error:
        raise PlaybookError(f"Cannot write {file} ({error.strerror}). Free some space or set PLAYBOOK_HOME.") from error


def _summary(outcomes: Mapping[str, tuple[str, str]]) -> Synced:
    def ids(*kinds: str) -> tuple[str, ...]:
        return tuple(id_ for id_, (kind, _) in outcomes.items() if kind in kinds)

    failed = {id_: reason for id_, (kind, reason) in outcomes.items() if kind == "failed"}
    return Synced(ids("fetched", "unpinned"), ids("unchanged"), ids("missing"), ids("unpinned"), failed)


def _opened(collection: Collection) -> Mapping[str, bytes] | OSError:
    """The repository's files, or why they are not to be had."""
    try:
        return _members(_fetched(_archive(collection)))
    except OSError as error:
        return error


def _archive(collection: Collection) -> str:
    return f"{collection.repository}/archive/{collection.revision or 'HEAD'}.zip"


def _fetched(address: str) -> bytes:
    """The file at an https address, redirects followed only within the hosts of its own domain."""
    import httpx

    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    hosts = _hosts(address)
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False) as client:
            for _ in range(REDIRECTS):
                _refuse_elsewhere(address, hosts)
                with client.stream("GET", address) as response:
                    if not response.is_redirect:
                        response.raise_for_status()
                        return _capped(response.iter_bytes())
                    address = str(response.next_request.url) if response.next_request else ""
    except httpx.TransportError as error:
        raise UnreachableError(f"{urlsplit(address).hostname} cannot be reached ({error}). Try again later.") from error
    except httpx.HTTPError as error:
        raise OSError(str(error)) from error
    raise OSError("too many redirects")


def _hosts(address: str) -> tuple[str, ...]:
    host = urlsplit(address).hostname or ""
    return (host, f"codeload.{host}")


def _refuse_elsewhere(address: str, hosts: Sequence[str]) -> None:
    parts = urlsplit(address)
    if parts.hostname not in hosts or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise OSError(f"{address} is not a secure address of {hosts[0]}")


def _capped(chunks: Iterable[bytes]) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > LARGEST_ARCHIVE:
            raise OSError(f"larger than {LARGEST_ARCHIVE // 2**20} MiB")
    return bytes(content)


def _members(archive: bytes) -> Mapping[str, bytes]:
    """The archive's files by their path below its one top folder; nothing is unpacked to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            small = [one for one in opened.infolist() if not one.is_dir() and one.file_size <= LARGEST_FILE]
            if sum(one.file_size for one in small) > LARGEST_ARCHIVE:
                raise OSError(f"unpacks to more than {LARGEST_ARCHIVE // 2**20} MiB")
            return {one.filename.partition("/")[2]: opened.read(one) for one in small}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise OSError("what was fetched is not a zip archive") from error
