"""Words, sentences and syllables are those counted by hand, and the grade is Kincaid's formula over them."""

import pytest

from evals.measures import reading
from evals.measures.reading import grade, sentences, syllables, words
from evals.model import Given

LIST = "Bring these:\n\n- your name\n- a data plan\n1. The date."
TABLE = "| Size | Price |\n| --- | --- |\n| small | $50 |"


def kincaid(words, sentences, syllables):
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The cat sat on the mat.", (6, 1, 6)),
        ("We keep it. You may ask why! Is it safe?", (10, 3, 10)),
        ("The agency shares records with a researcher.", (7, 1, 12)),
        ("Each participating agency signs an agreement before data are exchanged.", (10, 1, 21)),
        ("OPM charges $100 for a file, e.g. a CSV.", (9, 1, 10)),
        ("High-level rules don't change.", (4, 1, 6)),
        ("Write to data.office@example.org or call 860-555-0100.", (6, 1, 6)),
        (LIST, (9, 4, 10)),
        ("One line\nwraps here.", (4, 1, 4)),
        (f"It costs this much.\n\n{TABLE}\n\nAsk us.", (6, 2, 6)),
        ("## A long complicated heading\nAsk us.", (2, 1, 2)),
    ],
)
def test_the_grade_is_that_of_counts_made_by_hand(text, counted):
    assert grade(text) == pytest.approx(kincaid(*counted))


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (1, "state rules shared stored matched type schools league queue OPM DSAs E-MOU 60 $100 P20 sft.ct.gov can't"),
        (
            2,
            "statement sharing required data handled tables people secure statewide timeline safeguard wouldn't value",
        ),
        (3, "agreement agencies department annual media period services element various supplier persuaded"),
        (4, "security education evaluate participate appropriate January algorithm coordinate responsible"),
        (5, "individual coordinator participating identifier immediately longitudinal"),
        (6, "confidentiality responsibility"),
    ],
)
def test_syllables_are_those_that_are_spoken(number, spoken):
    assert {word: syllables(word) for word in spoken.split()} == dict.fromkeys(spoken.split(), number)


def test_words_hold_a_letter_or_digit_and_are_neither_markers_nor_bars():
    assert words("- “Keep” it — for 60 days…\n2) and/or\n| a | b & c |") == [
        *("Keep", "it", "for", "60", "days", "and/or", "a", "b", "c"),
    ]


def test_an_item_of_a_list_is_a_sentence_of_its_own():
    assert sentences(LIST) == ["Bring these:", "your name", "a data plan", "The date."]


@pytest.mark.parametrize("text", ["", " \n ", "— … |", TABLE, "# Heading"])
def test_without_running_text_there_is_no_grade(text):
    assert grade(text) is None


def test_longer_words_and_longer_sentences_ask_for_a_higher_grade():
    grades = [
        grade("We keep the file. We then purge it."),
        grade("We keep the file and we then purge it."),
        grade("Agencies retain the file and delete it then."),
    ]
    assert grades == sorted(grades)
    assert len(set(grades)) == 3


def test_only_an_answer_is_read():
    said = ("We keep it.", TABLE)
    assert reading.scores(Given("a", "asked", "answered", statements=said)) == {
        "words": 7,
        "reading_grade": pytest.approx(kincaid(3, 1, 3)),
    }
    assert reading.scores(Given("a", "asked", "answered", statements=said[1:])) == {"words": 4}
    assert reading.scores(Given("a", "asked", "not_found")) == {}
