"""Put a case in other ways, of which an answerer should make the same or what is known: slips, capitals, no history."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evals.model import Case, Way

LETTERS_A_SLIP = 20
"""One slip of the keyboard for so many letters, and at least one."""
MOST_SLIPS = 4
LONG_WORD = 5
"""Letters from which a word is mistyped: a short one would become another word."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A case, put in one way."""

    case: Case
    way: Way = "asked"
    without: str = ""
    """The source that is left out of the search; none where this is empty."""


def askings(cases: Sequence[Case], robustness: bool = True, is_only: bool = False) -> list[Asking]:
    """Every case as it stands; then, where robustness is asked for, in each further way that bears on it.

    Where the corpus is only one document, nothing can be left of it.
    """
    further = [asking for case in cases for asking in _further(case)] if robustness else []
    return [*(Asking(case) for case in cases), *(one for one in further if not (is_only and one.without))]


def _further(case: Case) -> list[Asking]:
    found = [
        Asking(replace(case, question=with_slips(case.question, case.id)), "typos"),
        Asking(replace(case, question=case.question.upper()), "capitals"),
    ]
    if case.history:
        found.append(Asking(replace(case, history=()), "alone"))
    if only := only_document(case):
        found.append(Asking(case, "withheld", only))
    return found


def only_document(case: Case) -> str:
    """The one document that answers a case by itself, or nothing: without it, the case must be refused.

    A case whose document a newer text or a neighbour may answer as well is told by its gold; one whose gold is
    incomplete counts wrongly as a false answer here, which `playbook eval audit` brings to light.
    """
    sources = {gold.source for gold in case.gold}
    return sources.pop() if case.answerable and len(sources) == 1 else ""


def with_slips(text: str, seed: str) -> str:
    """The text with a few letters swapped, left out, doubled or replaced inside long words; the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    spots = [
        at
        for word in re.finditer(rf"[A-Za-z]{{{LONG_WORD},}}", text)
        for at in range(word.start() + 1, word.end() - 1)
        if not word.group().isupper()
    ]
    slips = min(MOST_SLIPS, max(1, len(spots) // LETTERS_A_SLIP), len(spots))
    for at in sorted(chance.sample(spots, slips), reverse=True):
        text = text[:at] + _slip(text[at], text[at + 1], chance) + text[at + 2 :]
    return text


def _slip(letter: str, after: str, chance: random.Random) -> str:
    other = chance.choice("etaoinsrhl")
    return chance.choice([after + letter, after, letter + letter + after, other + after])
