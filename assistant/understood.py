"""What is searched for a question: without personal data and orders, in English, part by part, each standing alone."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from assistant.declined import declines
from assistant.followup import TURNS, candidates, leads_away
from assistant.language import SPANISH_NOTICE, in_english, is_spanish
from assistant.model import Turn
from assistant.orders import without_orders
from assistant.parts import parts
from assistant.private import CONTACTS, Masked, masked
from assistant.question import checked
from assistant.vague import is_vague

MASKED_NOTICE = "Personal data in the question is masked ({}): it is neither searched for nor kept."
VAGUE_NOTICE = "The question does not say what it is about. Name the data, agreement, form or step that you mean."

LONGEST_TURN = 5000
"""Characters of an earlier turn that are kept: a follow-up leans on far fewer, and who sends more means no good."""
Published = Callable[[], Collection[str]]
"""Gives the contacts that the sources print, as `assistant.private.contacts` does."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is answered."""

    question: str
    """As it was asked, personal data masked."""
    history: tuple[Turn, ...]
    """The turns that a follow-up may go on from, personal data masked."""
    parts: tuple[tuple[str, ...], ...]
    """Of each part the ways to read it, the likeliest first."""
    declined: str = ""
    """Why this is not a question to answer, in a sentence; empty where it is one."""
    is_vague: bool = False
    """Whether it names no subject, and nothing was said before it."""
    notices: tuple[str, ...] = ()


def understood(
    question: str, history: Sequence[Turn], published: Published, unknown: Callable[[str], Sequence[str]]
) -> Understood:
    """The question as it is answered; contacts that are published in the sources are nobody's secret.

    `unknown` gives the words of a question that no source holds (`Searcher.keywords.unknown`).

    Raises:
        PlaybookError: the question is empty, too long or not text.
    """
    private = _private(checked(question), published)
    past = tuple(_read(turn, published) for turn in history[-TURNS:])
    told = (MASKED_NOTICE.format(", ".join(private.kinds)),) if private.kinds else ()
    if reason := declines(private.text, unknown(private.text)):
        return Understood(private.text, past, ((private.text,),), declined=reason, notices=told)
    asked = without_orders(private.text)
    if is_spanish(asked):
        return Understood(private.text, past, ((in_english(asked),),), notices=(*told, SPANISH_NOTICE))
    if is_vague(asked) and not past:
        return Understood(private.text, past, ((asked,),), is_vague=True, notices=(*told, VAGUE_NOTICE))
    ways = tuple(_ways(part, past, unknown) for part in parts(asked))
    return Understood(private.text, past, ways, notices=told)


def _read(turn: Turn, published: Published) -> Turn:
    return replace(turn, content=_private(turn.content[:LONGEST_TURN], published).text)


def _private(text: str, published: Published) -> Masked:
    """The text masked; what is published is only asked for where it bears on the text."""
    told = masked(text)
    return told if set(CONTACTS).isdisjoint(told.kinds) else masked(text, published())


def _ways(part: str, past: Sequence[Turn], unknown: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """How a part can be read; what leads away from the sources is not made to look like what was said before it."""
    return (part,) if leads_away(part, past, unknown(part)) else candidates(part, past)
