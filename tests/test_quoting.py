"""Of a section all that answers is quoted, with what is needed to understand it, and little else."""

import re

import pytest

from assistant.cite import citation, holds
from assistant.quoting.nearest import MOST_WORDS, nearest
from assistant.quoting.pieces import LIST_WORDS, PARAGRAPH_WORDS, pieces
from ingest.passages import passages
from ingest.readers import read

STONES = "Grey stones lie about the yard. " * 14
"""More than is quoted beside anything."""
TABLE = "Forms:\n\n| Form | Fee | Notes |\n|---|---|---|\n" + "".join(
    f"| Form {n} | ${n}0 | Paid at counter {n}, in cash or by check, before the copy is made for you |\n"
    for n in range(9)
)
ITEMS = "\n".join(f"{n}. Carry stone number {n} {'up the long hill ' * 4}and set it down" for n in range(1, 9))


def said(text):
    return set(re.findall(r"\w+", text))


def quoted(question, found):
    """What a reader sees of each stretch."""
    return [choice.seen for choice in nearest(question, found)]


def test_of_a_long_paragraph_the_sentence_that_answers_is_quoted(hit):
    found = hit(f"# A\n\n{STONES}Copies are free. {STONES}", {"Copies": 0.7})
    assert quoted("What do copies cost?", found) == ["Copies are free."]


@pytest.mark.parametrize("opening", ["This costs", "They cost", "Such copies cost", "In that case copies cost"])
def test_a_sentence_that_leans_on_the_one_before_is_quoted_with_it(hit, opening):
    found = hit(f"# A\n\n{STONES}Ana copies by hand. {opening} a dollar. {STONES}", {opening: 0.7})
    assert quoted("What is the price?", found) == [f"Ana copies by hand. {opening} a dollar."]


@pytest.mark.parametrize(
    "limit",
    [
        "However, maps cost a dollar.",
        "Unless you are a school, ask first.",
        "Maps must not be copied.",
        "If a copy is torn, pay for it.",
        "It is free only if the clerk agrees.",
        "Maps are free provided that the clerk agrees.",
        "Everything is free except maps.",
    ],
)
def test_a_condition_next_to_a_rule_is_never_left_out(hit, limit):
    behind = hit(f"# A\n\n{STONES}Copies are free. {limit} {STONES}", {"Copies": 0.7})
    assert quoted("What do copies cost?", behind)[0] == f"Copies are free. {limit}"
    next_one = hit(f"# A\n\n{STONES}\n\nCopies are free.\n\n{limit}\n\n{STONES}", {"Copies": 0.7})
    assert quoted("What do copies cost?", next_one)[0] == f"Copies are free.\n\n{limit}"


def test_a_condition_before_a_rule_is_not_left_out_either(hit):
    found = hit(f"# A\n\n{STONES}Maps must not be copied. All else is free. {STONES}", {"All else": 0.7})
    assert quoted("What do books cost?", found) == ["Maps must not be copied. All else is free."]


def test_a_short_list_is_quoted_whole_with_its_introduction(hit):
    whole = "Bring these:\n\n- a letter\n- two witnesses"
    found = hit(f"# A\n\n{STONES}\n\n{whole}\n\n{STONES}", {"two witnesses": 0.7})
    assert quoted("How many witnesses?", found) == [whole]


@pytest.mark.parametrize("question", ["How do I move the stones?", "What steps are there?"])
def test_steps_are_quoted_whole_and_in_order_where_they_are_asked_for(hit, question):
    found = hit(f"# A\n\n{STONES}\n\nDo this:\n\n{ITEMS}\n\n{STONES}", {"number 3": 0.7})
    assert len(ITEMS.split()) > LIST_WORDS
    assert len(found.section) > 1
    assert quoted(question, found) == [f"Do this:\n\n{ITEMS}"]


def test_paragraphs_that_are_lettered_by_hand_are_quoted_as_the_list_they_are(hit):
    whole = "A name has these parts:\n\na. The agency\n\nb. The date"
    found = hit(f"# A\n\n{STONES}\n\n{whole}\n\nAsk Ana.\n\n{STONES}", {"date": 0.7})
    (choice,) = nearest("Where does the date go?", found)
    assert (choice.seen, choice.kind) == (whole, "list")


def test_of_a_long_list_the_item_that_answers_is_quoted_under_its_introduction(hit):
    found = hit(f"# A\n\n{STONES}\n\nDo this:\n\n{ITEMS}\n\n{STONES}", {"number 3": 0.7})
    assert quoted("Where does stone 3 go?", found) == ["Do this:", ITEMS.split("\n")[2]]


def test_where_much_of_a_long_list_answers_it_is_quoted_whole(hit):
    near = {f"number {n}": 0.7 for n in (2, 4, 5)}
    found = hit(f"# A\n\n{STONES}\n\nDo this:\n\n{ITEMS}\n\n{STONES}", near)
    assert quoted("Where does stone 3 go?", found) == [f"Do this:\n\n{ITEMS}"]


def test_what_leads_to_a_long_list_is_not_quoted_without_an_item(hit):
    found = hit(f"# A\n\nAna is in. {STONES}\n\nDo this:\n\n{ITEMS}", {"Ana": 0.6, "Do this": 0.7})
    assert quoted("Where is Ana?", found) == ["Ana is in."]


def test_a_row_is_shown_with_its_columns_and_its_quote_begins_with_their_names(hit, page):
    text = f"# A\n\n{STONES}\n\n{TABLE}"
    (choice,) = nearest("What does form 4 cost?", hit(text, {"Form 4": 0.7}))
    assert choice.seen.startswith("Forms:\n\nForm: Form 4; Fee: $40; Notes: Paid at counter 4, in cash")
    document, _ = read(page(text))
    found = citation(1, document, choice.passages, choice.start, choice.end, choice.seen)
    assert holds(found)
    assert found.quote.startswith("Forms:\n\n| Form | Fee | Notes |")
    assert found.quote.splitlines()[-1].startswith("| Form 4 | $40 |")
    assert said(choice.seen) <= said(found.quote)


def test_a_condition_that_leads_to_a_long_list_is_not_quoted_without_an_item(hit):
    found = hit(f"# A\n\nCopies are free.\n\nIf they are torn:\n\n{ITEMS}", {"Copies": 0.7})
    assert quoted("What do copies cost?", found) == ["Copies are free."]


def test_a_table_is_quoted_whole_where_its_rows_are_asked_for(hit):
    found = hit(f"# A\n\n{STONES}\n\n{TABLE}", {"Form 4": 0.7})
    (seen,) = quoted("What forms are there?", found)
    assert seen.startswith("Forms:\n\n| Form | Fee | Notes |")
    assert seen.count("Paid at counter") == 9


def test_two_rows_of_a_table_are_quoted_in_one_stretch(hit):
    found = hit(f"# A\n\n{STONES}\n\n{TABLE}", {"Form 4": 0.7, "Form 7": 0.7})
    (seen,) = quoted("What does form 4 cost?", found)
    assert [line[:18] for line in seen.split("\n\n")] == ["Forms:", "Form: Form 4; Fee:", "Form: Form 7; Fee:"]


def test_a_further_piece_is_quoted_only_if_it_is_almost_as_near_and_short(hit):
    text = f"# A\n\nCopies are free.\n\n{STONES}\n\nScans are free, too.\n\n{STONES}\n\nMaps are dear."
    found = hit(text, {"Copies": 0.7, "Scans": 0.65, "Maps": 0.3})
    assert quoted("What do copies cost?", found) == ["Copies are free.", "Scans are free, too."]
    assert sum(len(one.split()) for one in quoted("What do copies cost?", found)) <= MOST_WORDS


def test_a_few_words_between_two_that_are_quoted_are_not_cut_out(hit):
    text = f"# A\n\n{STONES}Copies are free. Ask Ana. Scans are free. {STONES}"
    found = hit(text, {"Copies": 0.7, "Scans": 0.7})
    assert quoted("What do copies cost?", found) == ["Copies are free. Ask Ana. Scans are free."]


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_the_pieces_of_the_bundled_corpus_hold_what_they_show_and_leave_no_part_out(edition, at_hand):
    parts = 0
    for document, sections in map(read, at_hand(edition)):
        for section in sections:
            found = pieces(passages(document, [section]))
            assert all(said(one.seen) <= said(document.text[one.start : one.end]) for one in found)
            for part in (part for block in section.blocks for part in block.parts):
                assert any(one.own <= part.start and part.end <= one.end for one in found), part
                parts += 1
    assert parts > 1000


def test_short_paragraphs_are_one_piece_and_long_ones_are_as_many_as_they_have_sentences(hit):
    assert len(STONES.split()) > PARAGRAPH_WORDS
    assert len(pieces(hit(f"# A\n\n{STONES}").section)) == 14
    assert len(pieces(hit("# A\n\nOne. Two. Three.").section)) == 1
