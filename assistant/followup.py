"""Make a follow-up stand alone: the question as it was put, and after it the few words it goes on from."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.contract import NOT_FOUND
from assistant.model import Turn
from assistant.pointers import WORD, names_something, own_words, points_back
from assistant.referents import MARKER, named_item

TURNS = 12
"""How far back a conversation is read."""
READ = 600
"""Characters of an earlier question that are read, from its end: people tell the scene first."""
TOPIC, TOPIC_BESIDE_ITEM = 10, 4
"""Words taken from earlier questions; 5 find less."""
ITEM = 8
"""Words taken from an item of a list that was pointed at."""
ANSWER = 6
"""Words taken from a short answer; 10 drown the question."""
SHORT_ANSWER = 40
"""Words; the beginning of a longer one is a quote that leads away from what is asked."""
CLEARLY = 0.02
"""Of the score of a hit. Of the 8 development follow-ups 0.02 to 0.1 rank a right section first for 5, less for 4."""
LONGEST_WORD = 40


def standalone(question: str, history: Sequence[Turn]) -> str:
    """What to search for: a question that clearly points back is followed by the words it points back to; any other is
    returned unchanged."""
    surely = points_back(question) == "surely" and _asked(history)
    return going_on(question, history) if surely else question


def candidates(question: str, history: Sequence[Turn]) -> tuple[str, ...]:
    """The ways the question can be read, at most three, the likeliest first; a question that surely stands alone has
    one, itself.

    Another than the first is better searched for only where its best section scores higher by more than `CLEARLY`.
    """
    how = points_back(question)
    if how == "not" or not _asked(history):
        return (question,)
    joined = [going_on(question, history, with_answer) for with_answer in (True, False)]
    ways = [*joined, question] if how == "surely" else [question, *joined]
    return tuple(dict.fromkeys(way for way in ways if way != question or names_something(question)))


def leads_away(question: str, history: Sequence[Turn], unknown: Sequence[str]) -> bool:
    """Whether a follow-up brings in a thing of which no source speaks, given its words that stand in none: what it goes
    on from would make it look answerable."""
    return points_back(question) == "surely" and _asked(history) and not set(unknown).isdisjoint(own_words(question))


def going_on(question: str, history: Sequence[Turn], with_answer: bool = True) -> str:
    """The question, followed by the words of the conversation, the last answer's among them, that it may go on from."""
    past = history[-TURNS:]
    item = WORD.findall(named_item(question, past))[:ITEM]
    told = _short_answer(past) if with_answer and not item else []
    words = [*item, *_topic(past)[: TOPIC_BESIDE_ITEM if item else TOPIC], *told]
    return " ".join([question, *_new(words, besides=question)])


def _topic(history: Sequence[Turn]) -> list[str]:
    """What the last question was about, and what it went on from in its turn."""
    at = max((place for place, turn in enumerate(history) if turn.role == "user"), default=None)
    if at is None:
        return []
    question, before = history[at].content[-READ:], history[:at]
    went_on = points_back(question) == "surely"
    item = WORD.findall(named_item(question, before))[:ITEM] if went_on else []
    return list(_new([*own_words(question), *item, *(_topic(before) if went_on else [])]))


def _short_answer(history: Sequence[Turn]) -> list[str]:
    if not history or history[-1].role != "assistant" or history[-1].content.strip() == NOT_FOUND:
        return []
    told = MARKER.sub("", history[-1].content[: 20 * SHORT_ANSWER])
    return own_words(told)[:ANSWER] if len(told.split()) <= SHORT_ANSWER else []


def _asked(history: Sequence[Turn]) -> bool:
    return any(turn.role == "user" for turn in history[-TURNS:])


def _new(words: Iterable[str], besides: str = "") -> Iterator[str]:
    """Each word once, in whatever case, and none that stands in `besides`."""
    seen = {word.lower() for word in WORD.findall(besides)}
    for word in words:
        if word.lower() not in seen and len(word) <= LONGEST_WORD:
            seen.add(word.lower())
            yield word
