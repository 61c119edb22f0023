"""Sentences end where a reader would end them, and no character is lost or shared."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.sentences import spans

ABBREVIATIONS = "e.g. i.e. etc. vs. al. No. Sec. Dr. Mr. Ms. St. approx. (e.g. “i.e. Etc."


def sentences(text):
    return [text[start:end] for start, end in spans(text)]


def parted(text):
    """What stands between the bars."""
    return [one.strip() for one in text.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        "It costs ten dollars. | It is paid once! | By whom? | 3 agencies.",
        "Two spaces.  | A line break.\n| A blank line.\n\n| The end",
        "Section 4-67p applies. | Version 1.5 is out.",
        "Wait... | Then go.",
        "Write to data@example.org. | Or see www.example.org/a.b for more.",
        "lower. case after a full stop is the same sentence",
    ],
)
def test_a_sentence_ends_at_its_mark_before_a_capital_or_number(text):
    assert sentences(text.replace("|", "")) == parted(text)


@pytest.mark.parametrize("short", ABBREVIATIONS.split())
def test_an_abbreviation_does_not_end_a_sentence(short):
    assert sentences(f"It names {short} Smith. Next.") == [f"It names {short} Smith.", "Next."]


@pytest.mark.parametrize("short", ["J.", "U.S.", "C.G.S.", "(U.S.", "J. R. R."])
def test_initials_do_not_end_a_sentence(short):
    assert sentences(f"It names {short} Smith. Next.") == [f"It names {short} Smith.", "Next."]
    assert sentences(f"{short} Smith. Next.") == [f"{short} Smith.", "Next."]


@pytest.mark.parametrize("word", ["plan.", "OPM.", "x.", "10.", "Reno."])
def test_a_word_that_only_looks_like_an_abbreviation_ends_its_sentence(word):
    assert sentences(f"See the {word} Next one.") == [f"See the {word}", "Next one."]


@pytest.mark.parametrize(
    "name", ["“U.S. Census”", "[U.S. Census](c)", "**U.S. Census**", "[Dr. Who](c)", "*e.g. This*"]
)
def test_a_mark_before_initials_or_an_abbreviation_changes_nothing(name):
    assert sentences(f"See {name} first. Next.") == [f"See {name} first.", "Next."]


@pytest.mark.parametrize("label", ["a.", "b.", "1.", "12."])
def test_a_label_stays_with_the_sentence_it_counts(label):
    assert sentences(f"{label} Name of the agency") == [f"{label} Name of the agency"]


def test_a_capital_label_stays_with_the_sentence_it_counts():
    assert sentences("A. Fill in the form. B. Send it.") == ["A. Fill in the form.", "B. Send it."]


@pytest.mark.parametrize(
    "text",
    [
        "See [the form](https://example.org/a.b). | Next.",
        "First. | [The form](https://example.org) comes next.",
        "First (see [it](https://example.org)). | Next.",
        "See https://example.org/a.B?c=D. | Next.",
    ],
)
def test_a_link_is_kept_whole(text):
    assert sentences(text.replace("|", "")) == parted(text)


@pytest.mark.parametrize("link", ["[First. Second](https://example.org)", "[Is it? Yes](https://example.org)"])
def test_a_link_of_two_sentences_is_kept_whole(link):
    assert sentences(f"See {link} now. Next.") == [f"See {link} now.", "Next."]


@pytest.mark.parametrize("mark", ["[^1]", "[^note]"])
def test_a_footnote_mark_stays_with_the_sentence_before_it(mark):
    assert sentences(f"One.{mark} Two.") == [f"One.{mark}", "Two."]
    assert sentences(f"One{mark}. Two.") == [f"One{mark}.", "Two."]


def test_two_footnote_marks_stay_with_the_sentence_before_them():
    assert sentences("One.[^1][^2] Two.") == ["One.[^1][^2]", "Two."]


@pytest.mark.parametrize(
    "text",
    [
        "He said “Yes.” | Then he left.",
        'He said "Yes!" | Then he left.',
        "He said ‘Yes?’ | Then he left.",
        "(He said it.) | Then he left.",
        "**Bold.** | *Then* he left. | __So.__ | “Did he?” | (He did.)",
        "He left. | “Then she left.”",
    ],
)
def test_closing_quotes_and_brackets_stay_with_their_sentence(text):
    assert sentences(text.replace("|", "")) == parted(text)


@pytest.mark.parametrize("text", ["", " ", "\n\t \u2003\n"])
def test_white_space_holds_no_sentence(text):
    assert spans(text) == []


PIECES = st.sampled_from(
    [*".!?“”\"'()[]*_ \n\t", "A", "b", "7", "é", "\xa0", "\x1c", "\u2028", "U.S.", "e.g.", "[^1]", ". A", "? “B"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@example("One.\x1cTwo. ")
def test_spans_are_ordered_apart_and_cover_all_that_is_not_white_space(text):
    found = spans(text)
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
