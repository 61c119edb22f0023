"""`playbook sync`: tell what was fetched, and what was not."""

import sys
from pathlib import Path

from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.sync import Folder, Repositories, Synced, UnreachableError, sync
from ui.terminal import bar


def run(corpus: Path, folder: Path | None, if_reachable: bool) -> None:
    """Sync from a folder, or else from the publishers' repositories.

    `if_reachable` is for a start that goes on without what it cannot have: it tells one line and never fails for that.
    """
    place = Folder(folder) if folder else Repositories()
    try:
        with bar("Fetching") as progress:
            done = sync(corpus, sources(corpus), place, progress)
    except UnreachableError:
        if not if_reachable:
            raise
        print("The publisher cannot be reached; what is at hand is used.", file=sys.stderr)
        return
    if folder and not (done.fetched or done.unchanged or done.failed):
        raise PlaybookError(
            f"{folder} holds none of the sources. It must hold collections by name, as in sources.toml."
        )
    if if_reachable:
        print(_counts(done) + (f", {len(done.failed)} failed; what is at hand is used." if done.failed else "."))
        return
    _tell(done)
    if done.failed:
        raise PlaybookError(f"{len(done.failed)} of the sources could not be synced; the others were. Try again later.")


def _tell(done: Synced) -> None:
    print(f"{_counts(done)}.")
    for id_ in done.unpinned:
        print(f"  {id_} is not the text this version of the assistant was made with.")
    for id_, reason in done.failed.items():
        print(f"  {id_} failed: {reason}")


def _counts(done: Synced) -> str:
    return f"{len(done.fetched)} fetched, {len(done.unchanged)} unchanged, {len(done.missing)} not offered there"
