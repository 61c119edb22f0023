"""Put the official edition of the sources on this machine, file by file: each is replaced whole or not at all."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.errors import PlaybookError
from corpus.home import corpus_home, make_folder
from corpus.kinds import READ_AS
from corpus.load import READABLE, official_folder
from corpus.model import Source
from corpus.pins import Pins, keep, listed_pins, moved, repinned
from corpus.place import BusyError, Offer, PinRule, Place
from corpus.write import clear_leftovers, content, replace_file

FETCHED = ("markdown", "html", "site", "pdf", "docx", "xlsx")
"""Formats that are files; a video, for example, is not."""
CHANGED = "the publisher has changed it since this version of the assistant was made; playbook sync --update takes it"

Progress = Callable[[int, int], None]
"""Told how many sources are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, as ids of sources."""

    fetched: tuple[str, ...]
    unchanged: tuple[str, ...]
    missing: tuple[str, ...]
    unpinned: tuple[str, ...]
    """Fetched, but not the text that is pinned."""
    failed: Mapping[str, str]
    """With the reason."""
    changed: tuple[str, ...] = ()
    """The publisher's text is another one than was pinned or fetched last, whether it was taken or not."""
    revisions: Mapping[str, str] = field(default_factory=dict)
    """Collections whose pins were moved, and to which revision."""


def is_fetched(source: Source) -> bool:
    """Whether the source is a file that a reader understands, and not another address of one."""
    readable = {source.format, READ_AS.get(source.format)} & set(READABLE)
    return source.same_as is None and source.format in FETCHED and bool(readable)


def sync(corpus: Path, sources: Sequence[Source], place: Place, progress: Progress = lambda done, of: None) -> Synced:
    """Take every readable source that `place` has.

    Raises:
        PlaybookError: nothing can be written here.
        BusyError: another sync is at work.
        UnreachableError: nobody could be reached.
    """
    root = make_folder(official_folder(corpus))
    with _alone(corpus):
        clear_leftovers(root, {root / source.full_path for source in sources})
        wanted = [source for source in repinned(sources, moved(corpus)) if is_fetched(source)]
        outcomes: dict[str, _Outcome] = {}
        for source, offer in place.offers(wanted):
            outcomes[source.id] = _one(root, source, offer, place.rule)
            progress(len(outcomes), len(wanted))
        revisions = _move_pins(corpus, sources, wanted, outcomes) if place.rule == "move" else {}
    return _summary(wanted, outcomes, revisions)


@dataclass(frozen=True, slots=True)
class _Outcome:
    kind: Literal["fetched", "unchanged", "missing", "failed"]
    reason: str = ""
    changed: bool = False
    unpinned: bool = False
    sha256: str | None = None
    """Of the file that is at hand now, where it is the place's."""
    revision: str | None = None


@contextmanager
def _alone(corpus: Path) -> Iterator[None]:
    """Two syncs would write the same files."""
    from filelock import FileLock, Timeout

    lock = FileLock(corpus_home(corpus) / "sync.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError("Another sync of this corpus is at work. Wait until it has finished.") from None
    except OSError as error:
        raise PlaybookError(f"Cannot write {lock.lock_file} ({error.strerror}). Set PLAYBOOK_HOME.") from error
    try:
        yield
    finally:
        lock.release()


def _one(root: Path, source: Source, offer: Offer, rule: PinRule) -> _Outcome:
    if offer.reason:
        return _Outcome("failed", offer.reason)
    file = root / source.full_path
    held = content(file)
    if offer.same and held is not None:
        return _Outcome("unchanged", sha256=_hash(held), revision=offer.revision)
    if offer.content is None:
        return _Outcome("missing")
    return _new(file, source, offer, rule, held)


def _new(file: Path, source: Source, offer: Offer, rule: PinRule, held: bytes | None) -> _Outcome:
    came = offer.content or b""
    sha256 = _hash(came)
    known = source.sha256 or offer.before or (_hash(held) if held is not None else sha256)
    if rule == "hold" and source.sha256 not in (None, sha256):
        return _Outcome("failed", CHANGED, changed=True)
    if held == came:
        return _Outcome("unchanged", sha256=sha256, revision=offer.revision)
    replace_file(file, came)
    unpinned = rule == "tell" and source.sha256 not in (None, sha256)
    return _Outcome("fetched", "", known != sha256, unpinned, sha256, offer.revision)


def _move_pins(
    corpus: Path, listed: Sequence[Source], wanted: Iterable[Source], outcomes: Mapping[str, _Outcome]
) -> Mapping[str, str]:
    """Pin what is at hand now; tell the collections whose revision is another one than before.

    A single file that nobody pinned stays so.
    """
    pins, revisions = dict(moved(corpus)), dict[str, str]()
    for id_, ours in _by_collection(wanted).items():
        pinned = [source.id for source in ours if source.sha256 or source.collection.repository]
        hashes = {id_: sha256 for id_ in pinned if (sha256 := outcomes[id_].sha256)}
        revision = next((told for source in ours if (told := outcomes[source.id].revision)), None)
        if hashes:
            pins[id_] = Pins(listed_pins(listed, id_), revision, hashes)
        if revision and revision != ours[0].collection.revision:
            revisions[id_] = revision
    keep(corpus, pins)
    return revisions


def _by_collection(sources: Iterable[Source]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(source.collection.id, []).append(source)
    return found


def _summary(wanted: Iterable[Source], outcomes: Mapping[str, _Outcome], revisions: Mapping[str, str]) -> Synced:
    told = {source.id: outcomes[source.id] for source in wanted}

    def ids(kind: str) -> tuple[str, ...]:
        return tuple(id_ for id_, one in told.items() if one.kind == kind)

    failed = {id_: one.reason for id_, one in told.items() if one.kind == "failed"}
    unpinned = tuple(id_ for id_, one in told.items() if one.unpinned)
    changed = tuple(id_ for id_, one in told.items() if one.changed)
    return Synced(ids("fetched"), ids("unchanged"), ids("missing"), unpinned, failed, changed, revisions)


def _hash(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()
