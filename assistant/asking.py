"""Let a language model write questions that a section answers, and keep those that prove to be of use."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from assistant.asking_checks import Repeats, finds, is_in_shape, tidy
from assistant.chat_model import ChatModel, Message
from assistant.excerpts import ORDER, clean, unfenced
from assistant.prompt import prompt
from ingest.model import Passage
from ingest.questions import Bank, Place
from ingest.questions import sections as by_place
from ingest.search import Searcher

PROMPT = Path(__file__).with_name("asking.md")
ENOUGH = 12
"""Questions a section should have."""
VOICES = ("analyst", "lawyer", "manager", "engineer", "newcomer", "public")
MOST_OF_A_VOICE = 6
"""Questions of one voice that are looked at; twice as many as are asked for."""
MOST_WORDS = 700
"""Words of a section that a model is given; one of 4,096 tokens reads them with room for its reply."""
TRIES = 2
"""Times a section is asked for: a reply may be broken, or too little of it of use."""
FENCE = re.compile(r"\A```(?:json)?\s*\n(.*)\n\s*```\Z", re.S)


@dataclass(frozen=True, slots=True)
class Section:
    """A section for which questions are wanted."""

    place: Place
    passages: tuple[Passage, ...]
    there: tuple[str, ...]
    """Questions it has already."""

    @property
    def lacks(self) -> int:
        """How many questions it has too few."""
        return max(0, ENOUGH - len(self.there))


def sections(passages: Sequence[Passage], bank: Bank) -> list[Section]:
    """Every section that says something, footnotes apart, in reading order."""
    return [
        Section(where, tuple(ones), bank.get(where, ()))
        for where, ones in by_place(passages).items()
        if any(block.plain and block.kind != "footnote" for one in ones for block in one.blocks)
    ]


class Asker:
    """Asks a model for questions; what it replies is not trusted."""

    def __init__(self, model: ChatModel, searcher: Searcher, repeats: Repeats) -> None:
        self._model = model
        self._searcher = searcher
        self._repeats = repeats

    @property
    def made_by(self) -> str:
        """The model and the prompt, for the record."""
        return f"{self._model.name}, prompt {prompt(PROMPT).version}"

    def questions(self, section: Section) -> tuple[str, ...]:
        """As many new questions as the section lacks, or fewer where no more prove to be of use.

        Each is in shape, no near repeat of a question that is there, and finds its section among the first five.

        Raises:
            ModelError: the model gave no reply.
        """
        kept: list[str] = []
        for _ in range(TRIES):
            if len(kept) >= section.lacks or (asked := _messages(section, kept)) is None:
                break
            told = replied(self._model.reply(asked).text)
            if told == []:
                break
            kept += self._of_use(section, told or [], section.lacks - len(kept))
        return tuple(kept)

    def _of_use(self, section: Section, told: Sequence[str], most: int) -> list[str]:
        kept: list[str] = []
        for question in map(tidy, told):
            if len(kept) == most:
                break
            if is_in_shape(question) and self._is_new(question) and finds(question, section.place, self._searcher):
                self._repeats.add(question)
                kept.append(question)
        return kept

    def _is_new(self, question: str) -> bool:
        return not self._repeats.has(question)


def replied(text: str) -> list[str] | None:
    """The questions of a reply, one of each voice in turn; None for a reply in another form."""
    fenced = FENCE.match(text.strip())
    try:
        told = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not told.keys() <= set(VOICES) or not all(map(_are_texts, told.values())):
        return None
    by_voice = [told[voice][:MOST_OF_A_VOICE] for voice in VOICES if voice in told]
    return [one for one in chain.from_iterable(zip_longest(*by_voice)) if one is not None]


def _are_texts(told: object) -> bool:
    return isinstance(told, list) and all(isinstance(one, str) for one in told)


def _messages(section: Section, kept: Sequence[str]) -> list[Message] | None:
    """What the model is told; None where the section speaks to a model, for then it is not given to one."""
    title, text = clean(" > ".join(section.place[1])), clean("\n\n".join(_read(section.passages)))
    if ORDER.search(f"{title}\n{text}"):
        return None
    there = [f"- {unfenced(tidy(clean(one)))}" for one in (*section.there, *kept)]
    told = f'<section title="{unfenced(tidy(title))}">\n{unfenced(text)}\n</section>'
    asked = "\n".join([told, "", "Questions that are there already:", *(there or ["(none)"])])
    return [Message("system", prompt(PROMPT).text), Message("user", asked)]


def _read(passages: Sequence[Passage]) -> Iterator[str]:
    """The passages as a reader sees them, up to `MOST_WORDS`."""
    left = MOST_WORDS
    for passage in passages:
        words = passage.plain.split(" ")
        yield " ".join(words[:left])
        left -= len(words)
        if left <= 0:
            return
