"""The line above an answer: in a few fixed words, what kind of answer follows."""

import re
from collections.abc import Callable, Sequence

from assistant.quoting.asked import DEFINES, Asked, asked
from assistant.quoting.choice import Choice
from ingest.model import Block, DocumentText
from ingest.sentences import spans

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SPEAKERS = {"playbook": "The playbook", "state": "A state document", "other": "The source"}
NOUN = re.compile(
    r"\b(conditions|criteria|examples|factors|kinds|methods|options|questions|reasons|requirements|responsibilities|rules"
    r"|steps|tasks|types|ways)\b",
    re.I,
)
"""What a list may be said to be of, where both the question and what leads to the list call it so."""
FIRST_ITEM = re.compile(r"^(?:[-*]|\d+[.)]) ", re.M)
ADDRESS = re.compile(r"\S@\S{1,190}\.\w|\b\d{3}[-.) ]\s?\d{3}[-. ]\d{4}\b")


def lead(question: str, chosen: Sequence[Choice], document: Callable[[str], DocumentText] | None = None) -> str:
    """What kind of answer the quotes are, with a number only where it is counted in them; empty where there are none.

    It claims nothing of the matter itself. `document` gives a source's document, so that who speaks can be named.
    """
    if not chosen:
        return ""
    kinds = asked(question)
    sources = list(dict.fromkeys(choice.passages[0].source for choice in chosen))
    if len(sources) > 1:
        return f"{_number(len(sources)).capitalize()} sources say:"
    if kinds.comparison and len({choice.passages[0].trail for choice in chosen}) == 2:
        return "Two sections, side by side:"
    speaker = SPEAKERS[document(sources[0]).authority] if document else SPEAKERS["other"]
    return _of_one(question, kinds, chosen, speaker)


def _of_one(question: str, kinds: Asked, chosen: Sequence[Choice], speaker: str) -> str:
    text = "\n".join(choice.seen for choice in chosen)
    if kinds.contact and ADDRESS.search(text):
        return "The contact:"
    if kinds.steps and any(choice.kind == "steps" for choice in chosen):
        return "The steps, in order:" if _are_whole(chosen) else "From the steps:"
    if kinds.definition and DEFINES.search(_first_sentence(text)):
        return "The definition:"
    if all(choice.kind == "table" for choice in chosen):
        return "From a table:"
    if any(choice.kind in ("list", "steps") for choice in chosen):
        return _of_list(question, chosen, text, speaker)
    return f"{speaker} says:"


def _first_sentence(text: str) -> str:
    return next((text[start:end] for start, end in spans(text)), "")


def _of_list(question: str, chosen: Sequence[Choice], text: str, speaker: str) -> str:
    if not _are_whole(chosen):
        return "From a longer list:"
    lists = [block for choice in chosen for block in _lists(choice)]
    if 2 * sum(len(block.plain.split()) for block in lists) < len(text.split()):
        return f"{speaker} says:"
    if len(lists) != 1 or len(lists[0].parts) < 2:
        return f"{speaker} lists these:"
    return f"{speaker} lists {_number(len(lists[0].parts))} {_noun(question, text)}:"


def _noun(question: str, text: str) -> str:
    leading = FIRST_ITEM.split(text, maxsplit=1)[0]
    asked_for = {found.lower() for found in NOUN.findall(question)}
    return next((found.lower() for found in NOUN.findall(leading) if found.lower() in asked_for), "points")


def _are_whole(chosen: Sequence[Choice]) -> bool:
    return all(_is_within(block, choice) for choice in chosen for block in _lists(choice))


def _lists(choice: Choice) -> list[Block]:
    """The lists that the quote holds or cuts into."""
    blocks = (block for passage in choice.passages for block in passage.blocks if block.kind == "list")
    return [block for block in blocks if block.start < choice.end and choice.start < block.end]


def _is_within(block: Block, choice: Choice) -> bool:
    return choice.start <= block.start and block.end <= choice.end


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
