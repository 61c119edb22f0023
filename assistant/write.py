"""Answers that a language model writes, of which only what its quotes prove is shown."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.chat_model import ChatModel, Message, ModelError
from assistant.cite import holds
from assistant.excerpts import excerpts
from assistant.excerpts import told as told_to_model
from assistant.model import Answer, Answerer, Citation, Statement, Turn
from assistant.notices import told
from assistant.prompt import prompt
from assistant.prove import proof
from assistant.question import standalone
from assistant.reply import Written, written
from corpus.model import Notice

PROMPT = Path(__file__).with_name("prompt.md")
BY = "Written by {}, every sentence checked against the quote it cites."
QUOTED = "Quoted from the sources: {} wrote nothing that they prove."


@dataclass(frozen=True, slots=True)
class Checked:
    """What is shown of a reply."""

    statements: tuple[tuple[str, tuple[int, ...]], ...]
    """Texts with the numbers of their excerpts."""
    proven: int
    replaced: int
    """Sentences in doubt for which the quote they cite is shown."""
    dropped: int


class WritingAnswerer:
    """Lets a model put into sentences what another answerer found; a question that one refuses stays refused."""

    def __init__(self, quoting: Answerer, model: ChatModel, notices: Sequence[Notice] = ()) -> None:
        self._quoting = quoting
        self._model = model
        self._notices = notices

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        quoted = self._quoting.answer(question, history)
        if quoted.status not in ("answered", "partial"):
            return quoted
        began = time.perf_counter()
        query = standalone(quoted.question, history)
        given = excerpts(query, quoted)
        found = self._answer(quoted, given, query) if given else _with(quoted, QUOTED.format(self._model.name))
        spent = round((time.perf_counter() - began) * 1000, 1)
        timings = {**quoted.timings_ms, "write": spent, "total": quoted.timings_ms.get("total", 0.0) + spent}
        return replace(found, timings_ms=timings)

    def _answer(self, quoted: Answer, given: Sequence[Citation], query: str) -> Answer:
        try:
            reply = self._model.reply(_messages(query, given))
        except ModelError as error:
            return _with(quoted, f"Quoted from the sources. {error}")
        checked = check(written(reply.text, reply.is_whole), given)
        if not checked.proven:
            return _with(quoted, QUOTED.format(self._model.name))
        return self._shown(quoted, given, checked)

    def _shown(self, quoted: Answer, given: Sequence[Citation], checked: Checked) -> Answer:
        """The answer with the excerpts that it cites, numbered anew in the order in which they are cited."""
        order = list(dict.fromkeys(number for _, numbers in checked.statements for number in numbers))
        cited = [replace(given[number - 1], number=new) for new, number in enumerate(order, 1)]
        statements = tuple(
            Statement(text, tuple(order.index(number) + 1 for number in numbers))
            for text, numbers in checked.statements
        )
        notices = [BY.format(self._model.name), *_counted(checked), *told(cited, self._notices)]
        return replace(
            quoted, mode="write", lead="", statements=statements, citations=tuple(cited), notices=tuple(notices)
        )


def check(sentences: Sequence[Written], given: Sequence[Citation]) -> Checked:
    """What may be shown: proven sentences, the quotes cited by those in doubt, nothing of the rest."""
    shown: list[tuple[str, tuple[int, ...]]] = []
    proven = replaced = dropped = 0
    for one in sentences:
        quotes = [(number, given[number - 1]) for number in one.numbers if 0 < number <= len(given)]
        if not quotes or len(quotes) < len(one.numbers) or not all(holds(quote) for _, quote in quotes):
            dropped += 1
            continue
        found = proof(one.text, quotes)
        if found.verdict == "proven":
            proven += 1
            shown.append((one.text, found.numbers))
        elif found.verdict == "doubtful":
            replaced += 1
            shown.append((given[found.numbers[0] - 1].seen, found.numbers[:1]))
        else:
            dropped += 1
    return Checked(tuple(dict.fromkeys(shown)), proven, replaced, dropped)


def _messages(query: str, given: Sequence[Citation]) -> list[Message]:
    return [Message("system", prompt(PROMPT).text), Message("user", told_to_model(query, given))]


def _counted(checked: Checked) -> list[str]:
    """How much of what the model wrote is not shown."""
    return [
        f"{_sentences(count)} that it wrote {'was' if count == 1 else 'were'} not proven and {what}."
        for count, what in ((checked.replaced, "gave way to the quote"), (checked.dropped, "left out"))
        if count
    ]


def _sentences(count: int) -> str:
    return "1 sentence" if count == 1 else f"{count} sentences"


def _with(quoted: Answer, notice: str) -> Answer:
    return replace(quoted, notices=(*quoted.notices, notice))
