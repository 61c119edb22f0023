"""Say in one sentence what the sources do not tell, where they do not answer or answer in part."""

import re
from collections.abc import Sequence

from assistant.coverage import names
from assistant.expect import Expected, expected, speaks
from assistant.reading import content, holds, is_idle, reading
from ingest.model import Hit

WORD = re.compile(r"[\w$%§&’'./-]*\w")
BREAK = re.compile(r"[,.;:!?()\"“”]+(?:\s|$)|\s[–—-]+\s")
PARTS = """
what which who whom whose when where why how do does did done can could should would may might must shall will i me we
us you he she they them it is am are was were be been being have has had there if than because while until unless
whether not get got go need needs take takes took pay pays paid written turned see before after
"""
"""Words between which the things a question is about stand."""
ENDS = (
    "a an the of for in on at to and or with from under by as per my our your his her their its this that these those"
)
"""Words with which none of those things begins or ends."""
LONGEST = 10
"""Words of the subject that a sentence repeats."""
SPOKEN_OF = 0.5
"""Share of the subject that quotes must hold to be on it, so that what they lack is worth saying."""
MOST = 2
"""Names or words that a sentence lists."""


def lacking(question: str, nearest: Sequence[Hit], unknown: Sequence[str] = ()) -> str:
    """What the sources do not tell, in a sentence or two; of what they do tell, no more than the nearest heading.

    `nearest` are the hits, best first; `unknown` the question's words that no source holds.
    """
    heading = _heading(nearest[0]) if nearest else ""
    where = f" The nearest section is {heading}." if heading else ""
    if unmentioned := _unmentioned(question, unknown):
        return f"No source mentions {_listed(unmentioned)}.{where}"
    wanted = expected(question)
    if wanted and not wanted.kind.is_loose:
        return f"No {wanted.kind.said}{_on(question, wanted)} was found in the sources.{where}"
    if missing := _missing(question, unknown):
        return f"No source has the word {_listed(missing)}.{where}"
    return f"Nothing that answers this was found in the sources.{where}"


def is_partial(question: str, quotes: Sequence[str]) -> str | None:
    """What the quotes of an answer leave open, in one sentence: they are on what is asked, but hold no answer of the
    kind asked for, such as an amount of money; None where nothing is known to be left open."""
    wanted, text = expected(question), "\n\n".join(quotes)
    if wanted is None or wanted.kind.is_loose or not wanted.subject or speaks(text, wanted):
        return None
    held = [word for word in wanted.subject if holds(reading(text).words, word)]
    if len(held) < SPOKEN_OF * len(wanted.subject):
        return None
    return f"What is quoted gives no {wanted.kind.said}{_on(question, wanted)}."


def _unmentioned(question: str, unknown: Sequence[str]) -> list[str]:
    """The things a question names that no source has a word of."""
    lost = set(unknown)
    return [name for name in names(question) if lost.issuperset(WORD.findall(name)) and name][:MOST]


def _missing(question: str, unknown: Sequence[str]) -> list[str]:
    """Words of the question that no source has in any form, the longest first."""
    lost = [word for word in dict.fromkeys(WORD.findall(question)) if word in unknown and not is_idle(word)]
    return sorted(lost, key=len, reverse=True)[:MOST]


def _on(question: str, wanted: Expected) -> str:
    """What the question is about, in its own words, with the word that binds it to a kind of answer."""
    before, _, after = question.partition(wanted.asks)
    runs = [run for rest in (after, before) for piece in BREAK.split(rest) for run in _runs(piece)]
    best = max(runs, key=lambda run: len(content(" ".join(run))), default=[])
    told = " ".join(_trimmed(best[:LONGEST]))
    return f" for “{told}”" if content(told) else ""


def _runs(piece: str) -> list[list[str]]:
    """The stretches of a clause that may name a thing, without small words at their ends."""
    found: list[list[str]] = [[]]
    for word in WORD.findall(piece):
        if word.lower() in PARTS.split():
            found.append([])
        else:
            found[-1].append(word)
    return [run for one in found if (run := _trimmed(one))]


def _trimmed(run: list[str]) -> list[str]:
    inner = [at for at, word in enumerate(run) if word.lower() not in ENDS.split()]
    return run[inner[0] : inner[-1] + 1] if inner else []


def _listed(found: Sequence[str]) -> str:
    return " or ".join(f"“{one}”" for one in found)


def _heading(hit: Hit) -> str:
    """The heading of a hit's section in quotation marks, which some headings bring along."""
    told = hit.passage.trail[-1].strip(' .:“”"')
    return f"“{told}”"
