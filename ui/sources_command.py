"""`playbook sources`: the report a content owner reads, in the terminal, as JSON or as a page."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import sources
from corpus.check import Standing, answers, patience, standings
from corpus.errors import PlaybookError
from corpus.fetched import fetched
from corpus.load import document
from corpus.model import Source
from corpus.notices import notices
from ingest import store
from ingest.survey import Held, Survey, survey
from ui import sources_page, sources_text, wire
from ui.progress import bar
from ui.setup import Setup

NO_INDEX = "Nothing is indexed yet. Run: playbook index build"


def report(setup: Setup, as_json: bool, page: Path | None, check: bool, allow_local: bool) -> None:
    """Tell what is at hand of every source, and the links that lead out of the corpus or nowhere.

    Raises:
        PlaybookError: no address can be reached, or, after everything is told, some are gone.
    """
    listed = sources(setup.corpus)
    found = surveyed(setup, listed)
    asked = _asked(listed, allow_local) if check else {}
    if page:
        _write(page, sources_page.html(found, asked, datetime.now(UTC)))
        print(f"Written to {page}. {sources_text.summary(found, asked)}")
    elif as_json:
        print("\n".join(json.dumps(one, ensure_ascii=False) for one in sources_text.objects(found, asked)))
        print("\n".join(found.problems), end="\n" * bool(found.problems), file=sys.stderr)
    else:
        sources_text.show(found, asked)
    _fail_if_gone(asked)


def text(setup: Setup, source: str) -> None:
    """The text that citations' offsets count in."""
    held = wire.index(setup).documents
    if source not in held:
        raise PlaybookError(f"No text of {source} is indexed. See the ids with: playbook sources")
    print(held[source].text, end="")


def surveyed(setup: Setup, listed: tuple[Source, ...]) -> Survey:
    """The survey of a corpus as it lies on this machine."""
    corpus = setup.corpus
    held, problems = _held(setup)
    at_hand = {one.id: found for one in listed if not one.same_as and (found := document(corpus, one))}
    times = {one.id: time for one in listed if (time := fetched(corpus, one))}
    told = survey(listed, at_hand, held, notices(corpus), times)
    return replace(told, problems=(*problems, *told.problems))


def _held(setup: Setup) -> tuple[Held, tuple[str, ...]]:
    """What the index in use holds, and what is wrong with it where it holds nothing."""
    try:
        folder = wire.texts(setup)
        if folder is None:
            return Held(), (NO_INDEX,)
        return Held(store.documents(folder), store.passages(folder), store.failures(folder)), ()
    except PlaybookError as error:
        return Held(), (str(error),)


def _asked(listed: tuple[Source, ...], allow_local: bool) -> Mapping[str, Standing]:
    """The standing of each source's address, by the source's id."""
    from corpus.fetch import Fetcher
    from corpus.hosts import named

    fetcher = Fetcher(named(listed, allow_local), patience())
    with bar("Asking") as progress:
        by_address = standings(
            [one.url for one in listed if one.url], lambda address: answers(address, fetcher), progress
        )
    asked = [one for one in by_address.values() if one.kind != "not asked"]
    if asked and all(one.status is None for one in asked):
        raise PlaybookError(
            f"None of the {len(asked)} addresses can be reached ({asked[0].detail}). "
            "Check the network connection, then try again: playbook sources --check"
        )
    return {one.id: by_address[one.url] for one in listed if one.url}


def _fail_if_gone(asked: Mapping[str, Standing]) -> None:
    gone = [id_ for id_, one in asked.items() if one.kind == "gone"]
    if gone:
        raise PlaybookError(
            f"The address of {', '.join(gone)} is gone. Find where it moved to and mend url in sources.toml."
        )


def _write(file: Path, content: str) -> None:
    try:
        beside = file.with_name(f"{file.name}.new")
        beside.write_text(content, "utf-8")
        os.replace(beside, file)
    except (OSError, ValueError) as error:
        raise PlaybookError(f"Cannot write {file} ({error}). Name another file: --html FILE") from error
