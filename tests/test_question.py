"""A question is plain text of a sensible length; a follow-up is searched for with what it points back to."""

import pytest

from assistant.model import Turn
from assistant.question import LONGEST, checked, standalone
from corpus.errors import PlaybookError

BEFORE = (Turn("user", "Who signs a data sharing agreement?"), Turn("assistant", "The sources do not say."))


def refusal(text):
    with pytest.raises(PlaybookError) as caught:
        checked(text)
    return str(caught.value)


@pytest.mark.parametrize("text", ["", " ", "\n\t \u2003"])
def test_an_empty_question_is_refused_with_an_example(text):
    assert refusal(text).startswith("The question is empty. Type a question")


@pytest.mark.parametrize("length", [LONGEST + 1, 100_000])
def test_a_question_over_the_limit_is_refused_with_its_length_and_the_limit(length):
    told = refusal("x" * length)
    assert f"{length:,}" in told
    assert f"{LONGEST:,}" in told
    assert len(told) < 200


def test_the_limit_is_2000_characters_without_the_white_space_around_them():
    assert LONGEST == 2000
    assert checked(f"\n {'x' * 2000} \n") == "x" * 2000


@pytest.mark.parametrize("code", [0xD800, 0xDCFF, 0xDFFF])
def test_a_question_with_bytes_that_are_not_utf8_is_refused(code):
    assert "UTF-8" in refusal(f"What is a DSA{chr(code)}?")


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x85"])
def test_a_question_with_control_characters_is_refused(character):
    told = refusal(f"What is{character} a DSA?")
    assert "control characters" in told
    assert character not in told


@pytest.mark.parametrize("question", ["One line\nand another\tline", "two\r\nlines", "Qué es “MOU”? 数据 🗂"])
def test_line_breaks_tabs_and_any_script_are_allowed(question):
    assert checked(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "What about nonprofits?",
        "And for colleges?",
        "How long does it last?",
        "Who signs those?",
        "Why?",
        "Who can do that?",
    ],
)
def test_a_follow_up_is_followed_by_what_the_question_before_it_was_about(question):
    assert standalone(question, BEFORE) == f"{question} data sharing agreement"


@pytest.mark.parametrize(
    "question",
    [
        "What is the file size limit for SFTP?",
        "Where is the resource library?",
        "Itemise the costs involved",
        "Data owner?",
        "Is there a limit on e-mail?",
        "Who owns data that is shared?",
    ],
)
def test_a_new_subject_is_not_joined(question):
    assert standalone(question, BEFORE) == question


def test_a_long_question_that_points_back_is_followed_by_it_too():
    question = "Which of the commissioners must approve it before any records can be sent out?"
    assert standalone(question, BEFORE) == f"{question} data sharing agreement"


def test_the_first_question_stands_alone():
    assert standalone("What about it?", ()) == "What about it?"
    assert standalone("What about it?", (Turn("assistant", "Good morning."),)) == "What about it?"


def test_a_follow_up_points_back_to_the_last_question_not_to_an_earlier_one():
    history = (Turn("user", "What is an MOU?"), *BEFORE)
    assert standalone("And why?", history) == "And why? data sharing agreement"


def test_only_so_much_of_the_question_before_is_searched_for():
    history = (Turn("user", "word " * 10 * LONGEST + "agreement"),)
    assert standalone("And why?", history) == "And why? word agreement"
    assert standalone("And why?", (Turn("user", "x" * 10 * LONGEST),)) == "And why?"
