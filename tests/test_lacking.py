"""What the sources do not tell is said in the question's own words, and no more is claimed."""

import pytest

from assistant.lacking import is_partial, lacking
from ingest.model import Block, Hit, Passage


def hit(heading, text):
    block = Block("paragraph", 0, len(text), text)
    passage = Passage("p", "zoo", ("Zoo", heading), "a", None, 0, len(text), text, (block,))
    return Hit(1, 1.0, 1.0, passage, (passage,))


LIONS = hit("Feeding the lions", "Lions are fed at night by two keepers.")
SAID = [
    ("What does a visit to the lions cost?", "No amount of money for “visit to the lions” was found in the sources."),
    ("By what date must lions be vaccinated?", "No date or deadline for “lions” was found in the sources."),
    ("phone number of the lion keeper", "No phone number for “lion keeper” was found in the sources."),
    ("Who currently chairs the lion club?", "No name of a person for “lion club” was found in the sources."),
    ("Can lions swim?", "Nothing that answers this was found in the sources."),
]


@pytest.mark.parametrize(("question", "said"), SAID)
def test_the_sentence_names_the_kind_and_the_subject_and_the_nearest_heading(question, said):
    assert lacking(question, [LIONS]) == f"{said} The nearest section is “Feeding the lions”."


def test_a_name_that_no_source_has_is_said_first():
    assert lacking("What does Ohio charge for lions?", [], ["Ohio"]) == "No source mentions “Ohio”."


def test_a_word_that_no_source_has_is_said_where_no_strict_kind_is_asked():
    assert lacking("Can lions yodel?", [], ["yodel"]) == "No source has the word “yodel”."


def test_a_heading_that_is_a_quotation_is_not_quoted_twice():
    told = lacking("Can lions swim?", [hit("“Who feeds them?”", "Keepers do.")])
    assert told.endswith("The nearest section is “Who feeds them?”.")


def test_nothing_found_at_all_is_said_too():
    assert lacking("?", []) == "Nothing that answers this was found in the sources."


def test_a_quote_on_the_subject_without_the_amount_asked_for_answers_in_part():
    quote = "A visit to the lions is arranged by the keeper."
    told = is_partial("What does a visit to the lions cost?", [quote])
    assert told == "What is quoted gives no amount of money for “visit to the lions”."


def test_a_quote_with_an_amount_or_on_something_else_is_not_said_to_answer_in_part():
    asked = "What does a visit to the lions cost?"
    assert is_partial(asked, ["A visit to the lions is $3."]) is None
    assert is_partial(asked, ["Maps hang at the gate."]) is None
    assert is_partial("How do I visit the lions?", ["A visit to the lions is arranged by the keeper."]) is None
