"""The publishers' own addresses: repositories as one archive each, everything else as single files."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urldefrag

from corpus import archive
from corpus.errands import Errand, Errands, Got
from corpus.errors import FetchError, HostUnreachableError
from corpus.fetch import Fetcher, Patience
from corpus.kinds import refuse_other
from corpus.load import LARGEST_FILE, official_folder
from corpus.model import Collection, Source
from corpus.place import Offer, PinRule, UnreachableError
from corpus.reply import NO_TAGS, Reply
from corpus.seen import Seen, remember, seen
from corpus.write import content

COMMIT = re.compile(r"[0-9a-f]{7,40}")
HASTY = Patience(tries=1, connect=3.0, read=10.0, total=60.0)
"""For a start that goes on without what it cannot have."""
HASTY_SECONDS = 60.0
"""For everything, at such a start."""
DAY = 24 * 60 * 60.0
PROBED = 4
"""Hosts that must all be silent before such a start gives up on the network."""

Watch = Callable[[str, int, int | None], None]
"""Told what is being fetched, how many bytes of it have come, and of how many where that is known."""


class Network:
    """Fetches the pinned text, or with `update` the newest; `hasty` gives up early where nobody can be reached."""

    def __init__(
        self,
        corpus: Path,
        fetcher: Fetcher,
        update: bool = False,
        hasty: bool = False,
        watch: Watch = lambda name, done, of: None,
    ) -> None:
        self.rule: PinRule = "move" if update else "hold"
        self._corpus = corpus
        self._fetcher = fetcher
        self._hasty = hasty
        self._watch = watch
        self._seen = seen(corpus)

    def offers(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Offer]]:
        errands = self._errands(sources)
        asked = [errand for errand in errands if not self._is_at_hand(errand)]
        waiting = {source.id for errand in asked for source in errand.sources}
        listed = {source.id for errand in errands for source in errand.sources}
        yield from ((source, Offer(same=source.id in listed)) for source in sources if source.id not in waiting)
        try:
            for errand, got in self._reached(asked):
                yield from self._offered(errand, got)
        finally:
            remember(self._corpus, self._seen)

    def _errands(self, sources: Sequence[Source]) -> list[Errand]:
        """One for each address, in the order of the list; sources without an address have none."""
        found: dict[tuple[str, bool], list[Source]] = {}
        for source in sources:
            if address := self._address(source):
                found.setdefault((address, source.collection.repository is not None), []).append(source)
        return [Errand(address, tuple(ours), is_archive) for (address, is_archive), ours in found.items()]

    def _address(self, source: Source) -> str:
        collection = source.collection
        if collection.repository is None:
            return urldefrag(source.url).url
        revision = None if self.rule == "move" else collection.revision
        return f"{collection.repository.rstrip('/')}/archive/{revision or 'HEAD'}.zip"

    def _is_at_hand(self, errand: Errand) -> bool:
        """Whether nothing can have changed: a commit stays what it is."""
        if not errand.is_archive or self.rule == "move":
            return False
        held = self._held(errand)
        if all(held[source.id] and held[source.id] == source.sha256 for source in errand.sources):
            return True
        return _is_fixed(errand.sources[0].collection) and self._is_as_seen(errand, held)

    def _is_as_seen(self, errand: Errand, held: Mapping[str, str | None]) -> bool:
        """Whether the files here are those that came from the address last time, and those that are pinned."""
        known = self._seen.get(errand.address)
        return known is not None and known.sources == held and (self.rule == "move" or _as_pinned(errand, held))

    def _held(self, errand: Errand) -> dict[str, str | None]:
        """The hash of each source's file on this machine."""
        root = official_folder(self._corpus)
        return {source.id: _hash(content(root / source.full_path)) for source in errand.sources}

    def _reached(self, errands: Sequence[Errand]) -> Iterator[tuple[Errand, Got]]:
        """What came of the errands.

        Raises:
            UnreachableError: no host answered, or at a hasty start none of the first.
        """
        running = Errands(errands, self._fetched, HASTY_SECONDS if self._hasty else DAY)
        probed = set(running.hosts[: PROBED if self._hasty else None])
        silent: list[tuple[Errand, Got]] = []
        answered = False
        for errand, got in running.results():
            if not isinstance(got, HostUnreachableError):
                answered = True
                yield errand, got
                continue
            silent.append((errand, got))
            if not answered and probed <= {one.host for one, _ in silent}:
                raise UnreachableError(f"{silent[0][1]}. Try again later.") from got
        yield from silent

    def _fetched(self, errand: Errand, within: float) -> Reply:
        known = self._seen.get(errand.address)
        tags = known.tags if known and self._is_as_seen(errand, self._held(errand)) else NO_TAGS
        limit = archive.LARGEST_WHOLE if errand.is_archive else LARGEST_FILE
        got = self._fetcher.get(errand.address, limit, tags, partial(self._watch, errand.name), within)
        self._watch(errand.name, len(got.content or b""), len(got.content or b""))
        return got

    def _offered(self, errand: Errand, got: Got) -> Iterator[tuple[Source, Offer]]:
        """Each of the errand's sources; afterwards it is remembered, if what came is what is at hand now."""
        known = self._seen.get(errand.address)
        offers = _offers(errand, got, known)
        for source in errand.sources:
            yield source, offers[source.id]
        if isinstance(got, FetchError) or any(one.reason for one in offers.values()):
            return
        held = self._held(errand)
        came = held if got.content is None else {id_: _hash(one.content) for id_, one in offers.items()}
        if came == held:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            revision = next((one.revision for one in offers.values() if one.revision), None)
            self._seen[errand.address] = Seen(got.tags, held, now, revision)


def _offers(errand: Errand, got: Got, known: Seen | None) -> dict[str, Offer]:
    """What is offered for each source of an errand."""
    try:
        if isinstance(got, FetchError):
            raise got
        if got.content is None:
            revision = known.revision if known else None
            return {source.id: Offer(same=True, revision=revision) for source in errand.sources}
        if errand.is_archive:
            held = archive.unpacked(got.content, {source.path for source in errand.sources})
            return {source.id: _offer(source, held.files.get(source.path), held.revision) for source in errand.sources}
        before = known.sources if known else {}
        return {source.id: _offer(source, got.content, None, before.get(source.id)) for source in errand.sources}
    except FetchError as error:
        return {source.id: Offer(reason=str(error)) for source in errand.sources}


def _offer(source: Source, came: bytes | None, revision: str | None, before: str | None = None) -> Offer:
    """A file as it came; one that is not what the list says of it is refused, unless it is the pinned file."""
    try:
        if came is not None and _hash(came) != source.sha256:
            refuse_other(came, source.format)
    except FetchError as error:
        return Offer(reason=str(error))
    return Offer(came, revision=revision, before=before)


def _as_pinned(errand: Errand, held: Mapping[str, str | None]) -> bool:
    return all(held[source.id] in (None, source.sha256) for source in errand.sources if source.sha256)


def _is_fixed(collection: Collection) -> bool:
    return COMMIT.fullmatch(collection.revision or "") is not None


def _hash(file: bytes | None) -> str | None:
    return None if file is None else hashlib.sha256(file).hexdigest()
