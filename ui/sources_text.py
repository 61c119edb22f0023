"""The sources report as text and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corpus.check import Standing
from ingest.questions import named
from ingest.survey import Row, Survey
from ui.render import EDITIONS
from ui.terminal import Column, print_table

COLUMNS = (
    Column("Source", may_wrap=True),
    Column("Edition"),
    Column("Sections", is_number=True),
    Column("Passages", is_number=True),
    Column("Words", is_number=True),
    Column("State"),
)
STYLES = {"in use": "", "same": "dim", "missing": "yellow", "not indexed": "cyan", "failed": "bold red"}
STANDINGS = {
    "answers": "answers",
    "moved": "moved to",
    "gone": "gone",
    "unreachable": "cannot be reached:",
    "not asked": "not asked:",
}


def show(found: Survey, asked: Mapping[str, Standing]) -> None:
    """The table, what is wrong below it by source, then the links, and a line that sums up."""
    print_table(COLUMNS, [_cells(row) for row in found.rows], [STYLES[row.state] for row in found.rows])
    parts = [
        _same(found),
        _caveats(found),
        _problems(found),
        _addresses(asked),
        _nowhere(found),
        _unlisted(found),
        [summary(found, asked)],
    ]
    for lines in filter(None, parts):
        print("\n" + "\n".join(lines))


def summary(found: Survey, asked: Mapping[str, Standing]) -> str:
    """The report in a sentence, and the answers of the addresses in another."""
    missing = sum(row.state == "missing" for row in found.rows)
    problems = sum(len(row.problems) for row in found.rows) + len(found.problems)
    told = [
        f"{len(found.rows)} sources, {missing} of them without text on this machine.",
        f"{_count(problems, 'problem')}; {_count(len(found.nowhere), 'link')} to nowhere in the corpus; "
        f"{_count(len(found.unlisted), 'linked address', 'linked addresses')} not listed.",
    ]
    if asked:
        counts = {kind: sum(one.kind == kind for one in asked.values()) for kind in STANDINGS}
        told.append(
            f"Of the sources' addresses {counts['answers']} answer, {counts['moved']} moved, {counts['gone']} are "
            f"gone, {counts['unreachable']} cannot be reached; addresses that are not listed were not asked."
        )
    return " ".join(told)


def objects(found: Survey, asked: Mapping[str, Standing]) -> Iterator[dict[str, Any]]:
    """An object a source, with the links that stand in it."""
    for row in found.rows:
        yield _told(row) | _links(found, row.source.id) | _answer(asked.get(row.source.id))


def state(row: Row) -> str:
    """What answers are quoted from, or why none are, as JSON has told it from the first."""
    if row.state == "same":
        return f"see {row.source.same_as}"
    if row.at_hand is None:
        return "missing"
    return EDITIONS[row.at_hand] + ("" if row.state == "in use" else f", {row.state}")


def standing(one: Standing) -> str:
    """Whether an address answers, in a few words."""
    return f"{STANDINGS[one.kind]} {one.detail}".strip()


def _cells(row: Row) -> tuple[str, ...]:
    counts = (row.sections, row.passages, row.words)
    numbers = (f"{count:,}" if row.edition else "–" for count in counts)
    return (row.source.id, row.edition or "–", *numbers, "see below" if row.state == "same" else row.state)


def _same(found: Survey) -> list[str]:
    lines = [f"  {row.source.id}: see {row.source.same_as}" for row in found.rows if row.state == "same"]
    return ["Other addresses of a listed source", *lines] if lines else []


def _caveats(found: Survey) -> list[str]:
    lines = [f"  {row.source.id}\n    - {row.caveat}" for row in found.rows if row.caveat]
    return ["Summaries that rest on less than the whole document", *lines] if lines else []


def _problems(found: Survey) -> list[str]:
    rows = [(row.source.id, row.problems) for row in found.rows if row.problems]
    named = [line for id_, problems in rows for line in (f"  {id_}", *(f"    - {one}" for one in problems))]
    lines = [*(f"  - {one}" for one in found.problems), *named]
    return ["Problems", *lines] if lines else []


def _addresses(asked: Mapping[str, Standing]) -> list[str]:
    others = [f"  {id_}\n    {standing(one)}" for id_, one in asked.items() if one.kind != "answers"]
    return ["Addresses that do not answer where they are listed", *others] if others else []


def _nowhere(found: Survey) -> list[str]:
    lines = [f"  {one.link.target}\n    {one.reason}; in {named(one.link.place)}" for one in found.nowhere]
    return ["Links that lead nowhere in the corpus", *lines] if lines else []


def _unlisted(found: Survey) -> list[str]:
    lines = []
    for one in found.unlisted:
        lines += [f"  {one.target}", *(f"    in {place}" for place in places(one.links))]
    return ["Addresses linked to that are not listed as sources", *lines] if lines else []


def places(links: Sequence[Any]) -> list[str]:
    """The places of links, each once."""
    return list(dict.fromkeys(named(link.place) for link in links))


def _told(row: Row) -> dict[str, Any]:
    source = row.source
    return {
        "id": source.id,
        "collection": source.collection.id,
        "path": source.full_path,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
        "authority": source.authority,
        "state": state(row),
        "edition": row.edition,
        "revision": row.revision,
        "fetched": row.fetched,
        "sections": row.sections,
        "passages": row.passages,
        "words": row.words,
        "basis": source.basis,
        "caveat": row.caveat,
        "problems": list(row.problems),
    }


def _links(found: Survey, source: str) -> dict[str, Any]:
    nowhere = [one for one in found.nowhere if one.link.place[0] == source]
    unlisted = [(one, link) for one in found.unlisted for link in one.links if link.place[0] == source]
    return {
        "nowhere": [
            {"target": one.link.target, "trail": list(one.link.place[1]), "reason": one.reason} for one in nowhere
        ],
        "unlisted": [{"target": one.target, "trail": list(link.place[1])} for one, link in unlisted],
    }


def _answer(one: Standing | None) -> dict[str, Any]:
    return {"address": {"standing": one.kind, "detail": one.detail, "status": one.status}} if one else {}


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or f'{one}s'}"
