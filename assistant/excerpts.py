"""What a model is given to write from: numbered excerpts, cleaned and fenced as data."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.cite import citation, holds
from assistant.model import Answer, Citation
from assistant.select import nearest

MOST = 8
"""Excerpts a model is given."""
MOST_WORDS = 1500
"""Words of all of them; a model of 4,096 tokens reads them with room for its reply."""
FURTHER = 3
"""Sections beyond those that the quoting answer cites."""
ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)[^\s<>()\[\]]+|[^\s<>()\[\]@]+@[^\s<>()\[\]@]+\.\w+"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|io|info|us|biz|dev|app|co|me|xyz|ru|cn|uk|eu|de)\b(?:/[^\s<>()\[\]]*)?",
    re.I,
)
REMOVED = "(address)"
"""Stands in an excerpt for an address, which a model would only get wrong."""
ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|prior|context)\b"
    r"|\b(?:system prompt|language model|chatbot|AI (?:assistant|model|system)s?)\b.{0,80}\b(?:must|should|reply|say|"
    r"write|answer|respond|tell|output|print|follow|obey)\b"
    r"|\b(?:tell|inform) the (?:user|reader|person)\b|\byou are (?:now )?(?:a|an) (?:AI|assistant|language model)\b"
    r"|\b(?:reply|respond|answer) (?:only )?with\b|\bnew instructions?\b"
    r"|<\s*/?\s*(?:system|excerpt|assistant|im_start)",
    re.I | re.S,
)
"""What only text that speaks to a model would say; where it stands, none of the excerpt is given or believed."""


def excerpts(query: str, answer: Answer) -> list[Citation]:
    """The quotes of an answer, then what comes nearest the question in further sections, numbered from 1."""
    chosen: list[Citation] = []
    words = 0
    for found in [*answer.citations, *_further(query, answer)]:
        words += len(found.seen.split())
        if len(chosen) < MOST and words <= MOST_WORDS and not ORDER.search(clean(found.seen)):
            chosen.append(found)
    return chosen


def fenced(number: int, found: Citation) -> str:
    """One excerpt as the model reads it."""
    place = clean(" > ".join(found.trail)).replace("\n", " ")
    return f'<excerpt number="{number}" section="{unfenced(place)}">\n{unfenced(clean(found.seen))}\n</excerpt>'


def clean(text: str) -> str:
    """Without hidden characters and addresses."""
    return ADDRESS.sub(REMOVED, visible(text))


def visible(text: str) -> str:
    """In one form of Unicode, without characters that no reader sees."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(one for one in folded if one in "\n\t" or unicodedata.category(one)[0] != "C")


def unfenced(text: str) -> str:
    """Without what could close a fence."""
    return text.replace("<", "‹").replace(">", "›").replace('"', "”")


def _further(query: str, answer: Answer) -> Iterator[Citation]:
    cited = {(one.document.source, one.trail) for one in answer.citations}
    others = [one for one in answer.passages if (one.document.source, one.hit.passage.trail) not in cited]
    for one in others[:FURTHER]:
        for choice in nearest(query, one.hit):
            found = citation(0, one.document, choice.passages, choice.start, choice.end, choice.seen)
            if holds(found):
                yield found


def told(query: str, given: Sequence[Citation]) -> str:
    """All excerpts, from 1, and the question."""
    fences = [fenced(number, found) for number, found in enumerate(given, 1)]
    return "\n\n".join([*fences, f"Question: {unfenced(clean(query))}"])
