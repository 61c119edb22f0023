"""Whether a sentence says what the quotes it cites say: a check without a model, which doubts rather than believes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.excerpts import ADDRESS, ORDER, REMOVED, visible
from assistant.model import Citation
from assistant.words import Word, read
from ingest.sentences import spans

SHARE = 0.9
"""Of a sentence's words, so many must stand in the quotes or their headings: all of a short sentence's."""
DOUBT = 0.5
"""With fewer than this share a sentence is of something else; the quote it cites is no stand-in for it."""
FEWEST = 3
"""Words that say enough to be checked."""
MOST_PARTS = 4
"""Sentences or items of the quotes that one sentence may draw together."""
REACH = 6
"""Words around one in a quote among which must stand what is said beside it."""
NEAR = 3
"""Words after a no or a must among which stands what it is said of."""
DOUBLE = 0.8
"""A sentence that holds this share of a part says the same as it, and says no as often."""
MARKUP = re.compile(r"[<>`|{}\[\]]|\]\(")
ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.M)

Verdict = Literal["proven", "doubtful", "unfounded"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a sentence, and which of its citations bear it out."""

    verdict: Verdict
    numbers: tuple[int, ...] = ()
    reason: str = ""


def proof(sentence: str, quotes: Sequence[tuple[int, Citation]]) -> Proof:
    """The verdict on a sentence, given the quotes it cites with their numbers."""
    said = read(sentence)
    parts = [(number, part) for number, quote in quotes for part in _parts(quote.seen)]
    headings = {word.key for _, quote in quotes for word in read(" ".join(quote.trail))}
    support = _support(said, parts)
    known = headings.union(*({word.key for word in part} for _, part in support))
    share = sum(word.key in known for word in said) / len(said) if said else 0.0
    numbers = tuple(dict.fromkeys(number for number, _ in support))
    if share < DOUBT or len(said) < FEWEST or not support:
        return Proof("unfounded", numbers, "its words do not stand in what it cites")
    reason = _fault(sentence, quotes) or _doubt(said, [part for _, part in support], headings, share)
    return Proof("doubtful" if reason else "proven", numbers, reason)


def _fault(sentence: str, quotes: Sequence[tuple[int, Citation]]) -> str:
    """What no sentence may hold."""
    told = " ".join(visible(quote.seen) for _, quote in quotes)
    if REMOVED in sentence or any(found[0] not in told for found in ADDRESS.finditer(sentence)):
        return "it names an address that what it cites does not"
    if MARKUP.search(sentence) or ORDER.search(sentence):
        return "it holds markup, or speaks to a model"
    return ""


def _doubt(said: Sequence[Word], support: Sequence[Sequence[Word]], headings: set[str], share: float) -> str:
    for at, word in enumerate(said):
        if word.kind != "word" and not _is_told(said, at, support, headings):
            return f"“{word.key}” does not stand so in what it cites"
    if share < SHARE:
        return "too few of its words stand in what it cites"
    return next((reason for part in support if (reason := _left_out(said, part))), "") or _condition(said, support[0])


def _is_told(said: Sequence[Word], at: int, support: Sequence[Sequence[Word]], headings: set[str]) -> bool:
    """Whether a word that binds stands in a part of the quotes, with the same words around it."""
    word = said[at]
    places = [(part, i) for part in support for i, one in enumerate(part) if _is_same(one, word)]
    if not places:
        return word.kind == "name" and word.key in headings
    return any(_agrees(said, at, part, i) for part, i in places)


def _is_same(told: Word, said: Word) -> bool:
    if "number" in (told.kind, said.kind) and told.kind != said.kind:
        return False
    return told.key == said.key and told.bounds == said.bounds and (said.kind == "name" or _kinds(told) == _kinds(said))


def _kinds(word: Word) -> str:
    return "word" if word.kind == "name" else word.kind


def _agrees(said: Sequence[Word], at: int, told: Sequence[Word], i: int) -> bool:
    """Whether what is said next to a word is told near it, on the same side."""
    before, after = _plain(said[:at])[-2:], _plain(said[at + 1 :])[:2]
    told_before, told_after = _plain(told[:i])[-REACH:], _plain(told[i + 1 :])[:REACH]
    holds_before = all(key in told_before for key in before)
    holds_after = all(key in told_after for key in after)
    match said[at].kind:
        case "number":
            return holds_before and (not after or after[0] in told_after)
        case "modal" | "not" if after:
            return after[0] in told_after[:NEAR]
        case _:
            return (bool(before) and holds_before) or (bool(after) and holds_after)


def _plain(words: Sequence[Word]) -> list[str]:
    return [word.key for word in words if word.kind not in ("modal", "not")]


def _left_out(said: Sequence[Word], told: Sequence[Word]) -> str:
    """A no, or a must, that the quote has before words which the sentence says without it."""
    keys = {word.key for word in said}
    told_keys = {word.key for word in told}
    if len(keys & told_keys) >= DOUBLE * len(told_keys) and _noes(said) != _noes(told):
        return "it says no more or less often"
    for i, word in enumerate(told):
        scope = set(_plain(told[i + 1 :])[:2])
        if word.kind in ("modal", "not") and scope and scope <= keys and not _has(said, word, scope):
            return f"it leaves out “{word.key}”"
    return ""


def _noes(words: Sequence[Word]) -> int:
    return sum(word.kind == "not" for word in words)


def _has(said: Sequence[Word], word: Word, scope: set[str]) -> bool:
    return any(one == word and scope & set(_plain(said[at + 1 :])[:NEAR]) for at, one in enumerate(said))


def _condition(said: Sequence[Word], best: Sequence[Word]) -> str:
    """A condition of the sentence it draws on most that it does not repeat."""
    missing = {word.key for word in best if word.kind == "condition"} - {word.key for word in said}
    return f"it leaves out “{min(missing)}”" if missing else ""


def _support(said: Sequence[Word], parts: Sequence[tuple[int, list[Word]]]) -> list[tuple[int, list[Word]]]:
    """The parts that hold most of the sentence, the best first; further ones where they hold more of it."""
    missing = {word.key for word in said}
    chosen: list[tuple[int, list[Word]]] = []
    while missing and len(chosen) < MOST_PARTS:
        best = max(parts, key=lambda one: len(missing & {word.key for word in one[1]}), default=None)
        if best is None or not missing & {word.key for word in best[1]}:
            break
        chosen.append(best)
        missing -= {word.key for word in best[1]}
    return chosen


def _parts(seen: str) -> list[list[Word]]:
    """A quote's sentences, table rows, and list items under the line that leads to them."""
    lead = ""
    found: list[str] = []
    for block in visible(seen).split("\n\n"):
        if ITEM.match(block):
            found += [f"{lead} {item}" for item in _items(block)]
            continue
        told = block.split("\n") if block.lstrip().startswith("|") else list(_sentences(block))
        found += told
        lead = told[-1] if told and told[-1].rstrip().endswith(":") else ""
    return [words for part in found if (words := read(part))]


def _items(block: str) -> list[str]:
    starts = [match.start() for match in ITEM.finditer(block)]
    items = [block[start:end] for start, end in zip(starts, [*starts[1:], len(block)], strict=True)]
    return [ITEM.sub("", item) for item in items]


def _sentences(block: str) -> Iterator[str]:
    joined = " ".join(block.split())
    return (joined[start:end] for start, end in spans(joined))
