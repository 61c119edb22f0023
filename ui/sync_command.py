"""`playbook sync`: tell what was fetched, what was not, and what the publishers changed."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import document
from corpus.model import Document, Source
from corpus.place import BusyError, Folder, Place, UnreachableError
from corpus.sync import Synced, is_fetched, sync
from ingest.changes import Changes, Trail, changes
from ui.progress import WatchFile, files

Told = dict[str, Changes | str]
"""What changed in each source's text, or why that cannot be said."""


def run(
    corpus: Path,
    folder: Path | None = None,
    if_reachable: bool = False,
    update: bool = False,
    allow_local: bool = False,
    as_json: bool = False,
) -> None:
    """Sync from a folder, or else from the publishers' own addresses.

    `if_reachable` is for a start that goes on without what it cannot have: it tells one line and never fails for that.
    """
    listed = sources(corpus)
    before = _official(corpus, listed) if update else {}
    try:
        with files("Sources") as (watch, progress):
            place = Folder(folder) if folder else _network(corpus, listed, update, if_reachable, allow_local, watch)
            done = sync(corpus, listed, place, progress)
    except (UnreachableError, BusyError) as error:
        if not if_reachable:
            raise
        told = "Another sync is at work" if isinstance(error, BusyError) else "The publisher cannot be reached"
        print(f"{told}; what is at hand is used.", file=sys.stderr)
        return
    if folder and not (done.fetched or done.unchanged or done.failed):
        raise PlaybookError(
            f"{folder} holds none of the sources. It must hold collections by name, as in sources.toml."
        )
    _tell(done, _changes(before, _official(corpus, listed)) if update else {}, if_reachable, as_json)
    if done.failed and not if_reachable:
        raise PlaybookError(f"{len(done.failed)} of the sources could not be synced; the others were. Try again later.")


def _network(corpus: Path, listed: Sequence[Source], update: bool, hasty: bool, local: bool, watch: WatchFile) -> Place:
    from corpus.fetch import Fetcher, Patience
    from corpus.hosts import named
    from corpus.network import HASTY, Network

    fetcher = Fetcher(named(listed, local), HASTY if hasty else Patience())
    return Network(corpus, fetcher, update, hasty, watch)


def _official(corpus: Path, listed: Sequence[Source]) -> dict[str, Document]:
    """The official text of each source that is at hand."""
    found = [document(corpus, source) for source in listed if is_fetched(source)]
    return {one.source.id: one for one in found if one and one.edition == "official"}


def _changes(before: dict[str, Document], after: dict[str, Document]) -> Told:
    """What changed in each text that is another one than before; one that was not at hand before is left out."""
    other = [id_ for id_, one in after.items() if id_ in before and before[id_].sha256 != one.sha256]
    return {id_: _compared(before[id_], after[id_]) for id_ in other}


def _compared(before: Document, after: Document) -> Changes | str:
    try:
        return changes(before, after)
    except PlaybookError as error:
        return str(error)


def _tell(done: Synced, told: Told, in_one_line: bool, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_as_json(done, told), ensure_ascii=False))
    elif in_one_line:
        print(_counts(done) + (f", {len(done.failed)} failed; what is at hand is used." if done.failed else "."))
    else:
        print("\n".join(_lines(done, told)))


def _as_json(done: Synced, told: Told) -> dict[str, object]:
    return {
        "fetched": done.fetched,
        "unchanged": done.unchanged,
        "not_offered": done.missing,
        "changed": done.changed,
        "failed": dict(done.failed),
        "revisions": dict(done.revisions),
        "sections": {id_: one if isinstance(one, str) else asdict(one) for id_, one in told.items()},
    }


def _lines(done: Synced, told: Told) -> list[str]:
    lines = [f"{_counts(done)}."]
    lines += [f"  {id_} is now at revision {revision}." for id_, revision in done.revisions.items()]
    lines += [f"  {id_} is not the text this version of the assistant was made with." for id_ in done.unpinned]
    told_already = {*done.unpinned, *done.failed, *told}
    lines += [
        f"  {id_} has changed since it was pinned or last fetched." for id_ in done.changed if id_ not in told_already
    ]
    lines += [f"  {id_} failed: {reason}" for id_, reason in done.failed.items()]
    return lines + [line for id_, one in told.items() for line in _sections(id_, one)]


def _sections(id_: str, told: Changes | str) -> list[str]:
    """What changed in one source, a line a section."""
    if isinstance(told, str):
        return [f"  {id_} has changed, but its sections cannot be compared: {told}"]
    lines = [f"    added: {_trail(one)}" for one in told.added]
    lines += [f"    removed: {_trail(one)}" for one in told.removed]
    lines += [f"    retitled: {_trail(one)} is now {_trail(other)}" for one, other in told.retitled]
    lines += [f"    changed: {_trail(one)}" for one in told.changed]
    return [f"  {id_} has changed{':' if lines else ', but no section of it.'}", *lines]


def _trail(trail: Trail) -> str:
    return " › ".join(trail)


def _counts(done: Synced) -> str:
    return f"{len(done.fetched)} fetched, {len(done.unchanged)} unchanged, {len(done.missing)} not offered there"
