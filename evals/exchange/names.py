"""Names of cases and sections that hold no white space, as the tables of other tools need them."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from corpus.errors import PlaybookError
from evals.exchange.run import Run
from evals.model import Case
from ingest.questions import Place


def section_names(run: Run) -> dict[Place, str]:
    """A name for every section of the index, and for any other that gold or a ranking names.

    `playbook-responding/common-types-of-agreements/data-sharing-agreement-dsa`: the source, then the headings below the
    title. Sections that would share a name carry eight digits of their trail's hash besides, so a name depends on
    nothing but what it names and its namesakes.
    """
    gold = (one.place for case in run.cases for one in case.gold)
    ranked = ((one.source, one.trail) for given in run.givens for one in given.passages)
    places = dict.fromkeys((*run.sections, *gold, *ranked))
    plain = {place: _named(place) for place in places}
    shared = {name for name, count in Counter(plain.values()).items() if count > 1}
    return {place: f"{name}-{_digits(place)}" if name in shared else name for place, name in plain.items()}


def case_names(cases: Iterable[Case]) -> dict[str, str]:
    """A name for each case by its id: the id, with hyphens for white space.

    Raises:
        PlaybookError: two cases would share a name.
    """
    found: dict[str, str] = {}
    for case in cases:
        name = "-".join(case.id.split()) or "case"
        if name in found:
            raise PlaybookError(
                f"Cases {found[name]!r} and {case.id!r} would share the name {name}. Give one another id."
            )
        found[name] = case.id
    return {id_: name for name, id_ in found.items()}


def slug(text: str) -> str:
    """The text in lower-case ASCII letters, digits, dots and underscores, with hyphens for all else."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9._]+", "-", plain).strip("-")


def _named(place: Place) -> str:
    source, trail = place
    return "/".join(filter(None, (slug(source), *map(slug, trail[1:])))) or "section"


def _digits(place: Place) -> str:
    return hashlib.sha256(repr(place).encode("utf-8", "surrogatepass")).hexdigest()[:8]
