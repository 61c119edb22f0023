"""What speaks for and against a section answering a question is read from both, in whatever letter case."""

import time

import pytest

from assistant.coverage import about_others, evidence, names
from assistant.nouns import unspoken
from assistant.reading import reading
from corpus import home
from evals.calibrate import CALIBRATION
from evals.cases import cases
from evals.measures.refusing import auroc
from ingest.keywords import KeywordIndex
from ingest.questions import bank

TEXTS = [
    "Zoo > Zebras\nZebras are fed at noon. A visit costs $3.",
    "Zoo > Lions\nLions are fed at night by two keepers.",
    "Zoo > Maps\nA map of the zoo hangs at the gate.",
]
ABOUT_OTHERS = [
    "Does your company sell my records?",
    "What does the GDPR say about deleting records?",
    "how long does ohio keep student records",
    "WHICH FORMS DOES THE TEXAS EDUCATION AGENCY USE?",
    "How does Salesforce encrypt files?",
    "Our customers want to unsubscribe from the newsletter.",
]
ABOUT_US = [
    "How do I ask another department for records?",
    "which agencies can see my data",
    "MAY WE SHARE STUDENT RECORDS WITH DSS?",
    "Can you share records with a college?",
    "Should we chase a requester who does not answer, and what is our target?",
]


@pytest.fixture(scope="module")
def keywords():
    return KeywordIndex.build(TEXTS)


def test_a_rare_word_weighs_more_than_a_common_one_and_an_unknown_one_most(keywords):
    assert keywords.rarity("zoo") == 0 < keywords.rarity("fed") < keywords.rarity("zebra") < 1
    assert keywords.rarity("giraff") == 1


def test_a_section_that_holds_all_words_together_lacks_nothing(keywords):
    found = evidence("When are zebras fed?", TEXTS[0], keywords)
    assert (found["covered"], found["together"]) == (1, 1)
    assert [found[name] for name in ("uncovered", "missing", "unknown", "names_missing", "others")] == [0] * 5


def test_a_word_that_no_source_has_is_missing_and_unknown(keywords):
    found = evidence("When are giraffes fed?", TEXTS[0], keywords)
    assert found["missing"] == 1
    assert found["unknown"] == 0.5
    assert found["covered"] < 0.5


def test_a_word_put_for_another_counts_as_held(keywords):
    assert evidence("What is the price of a visit?", TEXTS[0], keywords)["covered"] == 1


def test_a_deadline_that_is_not_told_is_lacking_and_a_price_that_is_told_is_not(keywords):
    assert evidence("By what date must zebras be fed?", TEXTS[1], keywords)["lacks_kind"] == 1
    assert evidence("What does a visit to the zebras cost?", TEXTS[0], keywords)["lacks_kind"] == 0


def test_all_values_lie_between_0_and_1(keywords):
    for question in ("", "?", "zebra", "GDPR " * 80, "Who? When? Why? 4-67p $5", *ABOUT_OTHERS, *ABOUT_US):
        for text in ("", "\n", "|", *TEXTS):
            assert all(0 <= value <= 1 for value in evidence(question, text, keywords).values())


@pytest.mark.parametrize("question", ABOUT_OTHERS)
def test_questions_about_others_are_told(question):
    assert about_others(question)


@pytest.mark.parametrize("question", ABOUT_US)
def test_questions_of_agencies_are_not_taken_for_ones_about_others(question):
    assert not about_others(question)


def test_whom_a_section_names_is_no_other():
    assert not about_others("What did Ohio find?", "A study from Ohio found that it helps.")


def test_names_are_capitals_inside_a_sentence_and_numbers_of_laws():
    assert names("Does Anna Lee know section 4-67p or FERPA?") == ("Anna Lee", "4-67p", "FERPA")
    assert names("Who Signs The Form At The Gate") == ()
    assert names("WHO SIGNS THE FORM IN OHIO?") == ("OHIO",)


def test_a_name_is_named_by_its_acronym_too(keywords):
    for name in ("Public Health", "the Department of Public Health", "Labor"):
        lacks = evidence(f"What does {name} do?", "Doors\nDPH opens at nine.", keywords)["names_missing"]
        assert lacks == float(name == "Labor")


def test_what_is_asked_for_by_its_noun_is_looked_for_in_all_its_words():
    assert unspoken("Is there an appeal, and what is the fee?", "A copy costs $2. Nobody may contest it.") == 0
    assert unspoken("Is there an appeal, and what is the fee?", "A copy is made at once.") == 2


def test_a_heading_is_near_everything_below_it():
    told = reading("Zoo > Lions\nThey sleep. They eat.")
    assert all({"lion", "zoo"} <= one.near for one in told.stretches)
    assert not any("lion" in one.words for one in told.stretches)


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_words_tell_what_a_section_answers_from_what_other_services_answer(edition, sections_at_hand):
    texts, keywords = sections_at_hand(edition)
    own = [(asked, texts[where]) for where, of in bank(home.BUNDLED).items() for asked in of[::6]]
    far = [case.question for case in cases(CALIBRATION) if case.kind != "near miss"]
    others = [(asked, own[at * 5][1]) for at, asked in enumerate(far)]
    values = [evidence(asked, text, keywords)["uncovered"] for asked, text in [*own, *others]]
    assert auroc([1 - value for value in values], [True] * len(own) + [False] * len(others)) > 0.9


def test_letter_case_changes_nothing_but_names(sections_at_hand):
    texts, keywords = sections_at_hand("summary")
    for where, asked in bank(home.BUNDLED).items():
        found = [evidence(one, texts[where], keywords) for one in (asked[0], asked[0].upper(), asked[0].lower())]
        for name in ("covered", "together", "uncovered", "missing", "unknown", "unspoken", "others"):
            assert len({one[name] for one in found}) == 1, (asked[0], name)


def test_a_section_read_before_is_judged_in_less_than_two_milliseconds(sections_at_hand):
    texts, keywords = sections_at_hand("summary")
    asked = "What does a flat file of deaths cost an agency in Ohio?"
    for text in texts.values():
        evidence(asked, text, keywords)
    began = time.process_time()
    for text in texts.values():
        evidence(asked, text, keywords)
    assert (time.process_time() - began) / len(texts) < 0.002
