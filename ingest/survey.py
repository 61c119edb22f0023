"""What is at hand of every source, what is wrong with it, and which links lead out of the corpus or nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.model import Document, Notice, Source
from ingest.addresses import Map, Nowhere, Outside, Unlisted, unlisted
from ingest.links import page
from ingest.model import DocumentText, Failure, Passage
from ingest.questions import place

State = Literal["in use", "not indexed", "failed", "missing", "same"]
CHANGED = "The official text has changed since this list was made."


@dataclass(frozen=True, slots=True)
class Held:
    """What the index in use holds; empty where there is none."""

    documents: Sequence[DocumentText] = ()
    passages: Sequence[Passage] = ()
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One source: what answers are quoted from, and what is wrong with it."""

    source: Source
    state: State
    at_hand: str | None
    """Edition of the best file at hand; None where there is none."""
    edition: str | None
    """Edition in the index, as revision, sections with text, passages and words are of the index."""
    revision: str | None
    fetched: str | None
    """When the official file was written here, UTC, ISO 8601."""
    sections: int
    passages: int
    words: int
    caveat: str
    """How complete the indexed text is, in a sentence, where it says so."""
    problems: tuple[str, ...]
    """A sentence each."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The report of a corpus."""

    rows: tuple[Row, ...]
    unlisted: tuple[Unlisted, ...]
    nowhere: tuple[Nowhere, ...]
    problems: tuple[str, ...]
    """What is wrong and belongs to no source, a sentence each."""


def survey(
    sources: Sequence[Source],
    at_hand: Mapping[str, Document],
    held: Held,
    notices: Sequence[Notice],
    fetched: Mapping[str, str],
) -> Survey:
    """A row a source in the order of the list, and the links of what is indexed.

    `at_hand` has the best file of each source that has one, `fetched` when its official file was written.
    """
    passages: dict[str, list[Passage]] = {}
    for passage in held.passages:
        passages.setdefault(passage.source, []).append(passage)
    pages = [page(one, passages.get(one.source, ()), at_hand.get(one.source)) for one in held.documents]
    known = Map(sources, pages)
    judged = [one for each in pages for one in known.judged(each)]
    drifted = drift(notices, sources, held)
    return Survey(
        tuple(_row(one, at_hand.get(one.id), held, passages.get(one.id, ()), drifted, fetched) for one in sources),
        unlisted(one for one in judged if isinstance(one, Outside)),
        tuple(one for one in judged if isinstance(one, Nowhere)),
        tuple(drifted.get("", ())),
    )


def drift(notices: Sequence[Notice], sources: Sequence[Source], held: Held) -> dict[str, list[str]]:
    """By source, a sentence for each remark on a section its text lacks; under "" where it is not listed."""
    editions = {one.source: one.edition for one in held.documents}
    sections = {place(passage) for passage in held.passages}
    listed = {one.id for one in sources}
    found: dict[str, list[str]] = {}
    for notice, (source, trail) in ((one, where) for one in notices for where in one.where):
        if source not in listed:
            told = f"The notice {notice.id} belongs to the source {source}, which is not listed. Mend notices.toml."
            found.setdefault("", []).append(told)
        elif source in editions and notice.edition in (None, editions[source]) and (source, trail) not in sections:
            told = f"The notice {notice.id} belongs to a section that is not there: {' > '.join(trail)}."
            found.setdefault(source, []).append(f"{told} Mend notices.toml.")
    return found


def _row(
    source: Source,
    at_hand: Document | None,
    held: Held,
    passages: Sequence[Passage],
    drifted: Mapping[str, Sequence[str]],
    fetched: Mapping[str, str],
) -> Row:
    indexed = next((one for one in held.documents if one.source == source.id), None)
    failures = [one.sentence for one in held.failures if one.source == source.id]
    unread = indexed.problems if indexed else ()
    return Row(
        source=source,
        state=_state(source, at_hand, indexed, bool(failures)),
        at_hand=at_hand.edition if at_hand else None,
        edition=indexed.edition if indexed else None,
        revision=indexed.revision if indexed else None,
        fetched=fetched.get(source.id),
        sections=len({(one.trail, one.anchor, one.page) for one in passages}),
        passages=len(passages),
        words=sum(len(one.plain.split()) for one in passages),
        caveat=indexed.caveat if indexed else "",
        problems=(*failures, *unread, *_changed(source, at_hand), *drifted.get(source.id, ())),
    )


def _state(source: Source, at_hand: Document | None, indexed: DocumentText | None, failed: bool) -> State:
    if source.same_as:
        return "same"
    if at_hand is None:
        return "missing"
    if indexed and indexed.sha256 == at_hand.sha256:
        return "in use"
    return "failed" if failed else "not indexed"


def _changed(source: Source, at_hand: Document | None) -> tuple[str, ...]:
    """A sentence where the publisher's text is not the one the list was made with."""
    is_changed = at_hand and at_hand.edition == "official" and source.sha256 not in (None, at_hand.sha256)
    return (CHANGED,) if is_changed else ()
