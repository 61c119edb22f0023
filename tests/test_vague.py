"""A question without a subject is told from one that has a subject."""

import pytest

from assistant.vague import is_vague
from corpus import home
from evals.cases import cases
from ingest.questions import bank

VAGUE = [
    *("help", "Hello?", "what about data?", "can I share it?", "and then?", "???", "What about it?", "is this legal?"),
    *(
        "What do I do now?",
        "WHO APPROVES THIS",
        "Can you help me please",
        "How much is that?",
        "where's the form for that",
    ),
    *("Which of these applies to us?", "Why not?", "what else", "tell me more", "I don't know what to do"),
]
CLEAR = [
    *(
        "P20 WIN",
        "HIPAA?",
        "who signs an agreement?",
        "can I share data?",
        "How much is the fee?",
        "MOU",
        "it fails in SFTP",
    ),
    *("Is this a BAA?", "What is metadata?", "Can I email it encrypted?", "Who approves this for P20 WIN?", "ferpa"),
    *("How do I request data?", "Where do we send a request?", "how long is an MOU", "4-67p", "what does privacy mean"),
]


@pytest.mark.parametrize("question", VAGUE)
def test_a_question_without_a_subject_is_vague(question):
    assert is_vague(question)


@pytest.mark.parametrize("question", CLEAR)
def test_a_question_with_a_subject_is_not_vague(question):
    assert not is_vague(question)


def test_no_question_of_the_bank_is_vague():
    assert not [question for asked in bank(home.BUNDLED).values() for question in asked if is_vague(question)]


def test_no_answerable_development_case_is_vague_without_a_history():
    dev = [case for case in cases() if case.half == "dev" and not case.history]
    assert not [case.id for case in dev if case.answerable and is_vague(case.question)]
    vague = [case for case in dev if case.kind == "vague" and not case.answerable]
    assert sum(is_vague(case.question) for case in vague) >= 0.9 * len(vague)
