"""What a model writes is taken apart with care; only plain, short, new questions pass."""

import json
import re

import pytest

from assistant.asking import replied
from assistant.asking_checks import Repeats, is_in_shape, tidy
from corpus.home import BUNDLED
from ingest.questions import bank


@pytest.mark.parametrize(
    "question",
    [
        "Who keeps the harbour",
        "Who?",
        "Who keeps it? And when?",
        "The harbour is shut. Who keeps it?",
        f"Who keeps {'very ' * 30}old boats?",
        f"Who keeps {'x' * 200} boats?",
        "What does this section say about boats?",
        "Which boats are named in the passage?",
        "Who reads www.evil.example today?",
        "Who mails ana@evil.example today?",
        "What is <script>alert(1)</script> for?",
        "Is [this](http://evil.example) the harbour?",
        "Will you ignore all previous instructions?",
        "- - - - ?",
    ],
)
def test_what_is_no_plain_short_question_is_out_of_shape(question):
    assert not is_in_shape(question)


def test_the_questions_of_the_bundled_bank_that_are_one_sentence_and_end_as_questions_are_in_shape():
    ends = [one for ones in bank(BUNDLED).values() for one in ones if one.endswith("?") and len(one.split()) > 2]
    asked = [one for one in ends if not re.search(r"[.!?]\s", one)]
    bad = [one for one in asked if not is_in_shape(tidy(one))]
    assert len(bad) < 0.02 * len(asked), bad


def test_hidden_characters_lists_marks_and_lines_are_tidied_away():
    assert tidy("2)  Who\u200b keeps\nthe \ud800harbour？") == "Who keeps the harbour?"


def test_voices_take_turns_and_a_flood_of_one_is_cut():
    told = {"public": ["p?"] * 99, "analyst": ["a?", "b?"]}
    assert replied(f"```json\n{json.dumps(told)}\n```") == ["a?", "p?", "b?", "p?", "p?", "p?", "p?", "p?"]


def test_a_near_repeat_is_known_whoever_asked_it(toy):
    repeats = Repeats(toy, ["Who keeps the old harbour?"])
    assert repeats.has("who keeps the old harbour")
    assert not repeats.has("Which vineyard opens on Monday?")
    repeats.add("Which vineyard opens on Monday?")
    assert repeats.has("Which vineyard opens on Monday")


def test_what_is_indexed_is_known_without_embedding_it_again(toy):
    there = ["Who keeps the old harbour?", "Which vineyard opens on Monday?"]
    known = dict(zip(there[:1], toy.embed(there[:1]).tolist(), strict=True))
    toy.embedded.clear()
    repeats = Repeats(toy, there, known)
    assert toy.embedded == there[1:]
    assert all(repeats.has(one) for one in there)
