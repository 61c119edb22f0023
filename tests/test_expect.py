"""The kind of answer asked for is read from the question, and a text of another kind is not taken for one."""

import pytest

from assistant.expect import expected, holds, kinds, score, speaks
from corpus import home
from ingest.questions import bank

ASKED = [
    ("What would a copy of the minutes cost us?", "amount"),
    ("How much is the surcharge on rush orders?", "amount"),
    ("By what date must the inventory be handed in?", "date"),
    ("deadline for comments on the draft plan", "date"),
    ("How many weeks may the review take?", "duration"),
    ("How often do the stewards sit down together?", "frequency"),
    ("How many seats has the committee?", "count"),
    ("What percentage of forms come back?", "percentage"),
    ("Who currently chairs the committee?", "name"),
    ("Who approves the plan?", "person"),
    ("phone number of the help desk", "phone"),
    ("What is the e-mail address of the registrar?", "email"),
    ("mailing address for signed forms", "address"),
    ("What is the URL of the form?", "web"),
    ("Which statute governs wage records?", "law"),
    ("What fine does a leak bring, and who can be sued?", "penalty"),
    ("Which file format do you want?", "format"),
    ("How large may a file be?", "size"),
    ("Why are small groups hidden?", "reason"),
    ("Can I send a file from home?", "permission"),
    ("How do I fill in the form?", "steps"),
    ("What does blocking mean?", "definition"),
    ("Where do I find the form?", "place"),
    ("example of a codebook", "example"),
]
TOLD = [
    ("amount", "A rush order costs $40.", "A rush order goes to the registrar."),
    ("date", "The inventory is due on March 1.", "The inventory is handed in by officers."),
    ("duration", "A review of the plan takes 30 days.", "A review of the plan is made by officers."),
    ("frequency", "The stewards meet every month.", "The stewards meet in Hartford."),
    ("count", "The committee has nine seats.", "The committee has seats for residents."),
    ("percentage", "Of the forms, 12% come back.", "Some forms come back."),
    ("phone", "Call the help desk at 860-555-0100.", "Call the help desk."),
    ("email", "Write to the registrar, desk@example.org.", "Write to the registrar."),
    ("address", "Send it to 12 Elm Street, Hartford.", "Send it to the registrar."),
    ("law", "C.G.S. § 1-210 governs it.", "Custom governs it."),
    ("penalty", "Whoever leaks it is fined.", "Whoever reads it signs."),
    ("size", "A file may have 20 MB.", "A file may be sent."),
    ("name", "The committee is chaired by Jane Doe.", "The committee meets in public."),
]


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_a_question_tells_the_kind_of_its_answer_in_whatever_letter_case(question, kind):
    assert {expected(one).kind.name for one in (question, question.upper(), question.lower())} == {kind}


def test_a_question_without_a_kind_asks_for_none():
    assert expected("controls for the safety of records") is None


@pytest.mark.parametrize(("kind", "told", "untold"), TOLD)
def test_a_text_speaks_of_a_kind_only_where_it_holds_one(kind, told, untold):
    wanted = next(found for found in map(expected, [asked for asked, of in ASKED if of == kind]))
    assert speaks(told, wanted)
    assert not speaks(untold, wanted)


def test_an_amount_of_something_else_far_from_the_subject_does_not_answer():
    wanted = expected("What does a licence for the zebra enclosure cost?")
    assert not holds("Copies of minutes cost $2.\nLions are fed at noon.", wanted)
    assert holds("A licence for the zebra enclosure costs $2.", wanted)


def test_the_line_that_introduces_a_list_and_the_column_names_of_a_table_count_as_near():
    wanted = expected("What does a rush order cost?")
    table = "Prices\n| Order | Fee |\n| --- | --- |\n| Rush | $40 |\n| Slow | $2 |"
    assert score(table, wanted) == 1
    assert score("A rush order has its price:\n- $40 in town\n- $50 elsewhere", wanted) == 1


def test_what_stands_elsewhere_in_the_text_counts_for_less_than_what_stands_near():
    wanted = expected("What does a rush order cost?")
    near, far = "A rush order costs $40.", "A rush order is quick. It is often made by phone. Copies cost $40."
    assert score(near, wanted) > score(far, wanted) > 0


def test_the_subject_leaves_out_what_tells_the_kind():
    wanted = expected("How many weeks may the review take?")
    assert wanted.asks == "How many weeks"
    assert wanted.subject == ("review", "take")


def test_every_kind_has_a_name_that_fits_into_a_sentence():
    assert all(kind.said and kind.said == kind.said.strip(".") for kind in kinds().values())


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_sections_hold_the_kind_of_answer_that_their_own_questions_ask_for(edition, sections_at_hand):
    texts, _ = sections_at_hand(edition)
    pairs = [(expected(asked), texts[where]) for where, of in bank(home.BUNDLED).items() for asked in of]
    told = [holds(text, wanted) for wanted, text in pairs if wanted]
    assert sum(told) / len(told) >= 0.93
