"""Citations are right by their place, quotes by their characters, and a fault in either is caught."""

import random

import pytest

from evals.measures import citing
from evals.measures.citing import character_precision, character_recall, citation_precision, is_verbatim
from evals.model import Given, Gold, Quoted, Span, Target

TEXT = "Send it by SFTP. It is kept for 60 days. Then it is purged."
RIGHT, OTHER = Gold("doc", ("Doc", "Right")), Gold("doc", ("Doc", "Other"), primary=False)
TARGET = Target(((RIGHT, Span("doc", 0, 40)), (OTHER, Span("doc", 40, 59))), ((RIGHT, Span("doc", 17, 40)),))


def quoted(start, end, trail=RIGHT.trail, quote=None, source="doc"):
    return Quoted(source, trail, start, end, TEXT[start:end] if quote is None else quote)


def given(*citations, status="answered", way="asked", uncited=0):
    statements = tuple(one.quote for one in citations)
    return Given("case", way, status, 0.9, statements, uncited, citations)


def scores(answer, target=TARGET):
    return citing.scores(target, answer, {"doc": TEXT})


def test_quoting_just_the_evidence_scores_full_marks():
    from evals.measures.catalogue import MEASURES

    found = scores(given(quoted(17, 40)))
    assert set(found) == {one.name for one in MEASURES if one.family in ("citation", "invariant")}
    assert set(found.values()) == {1.0}


def test_a_citation_to_the_neighbouring_section_is_not_right():
    found = scores(given(quoted(17, 40, trail=("Doc", "Next"))))
    assert (found["right_section_cited"], found["citation_precision"], found["citation_recall"]) == (0, 0, 0)


def test_a_section_of_the_same_name_in_another_document_is_not_right():
    assert citation_precision(TARGET, given(quoted(17, 40, source="other"))) == 0


def test_precision_counts_citations_and_recall_counts_primary_sections():
    two = Target((*TARGET.sections, (Gold("doc", ("Doc", "Third")), Span("doc", 90, 99))))
    found = scores(given(quoted(17, 40), quoted(0, 10), quoted(40, 59, OTHER.trail), quoted(0, 9, ("x",))), two)
    assert (found["right_section_cited"], found["citation_precision"], found["citation_recall"]) == (1, 0.75, 0.5)


def test_citing_only_what_is_not_primary_is_right_and_recalls_nothing():
    found = scores(given(quoted(40, 59, OTHER.trail)))
    assert (found["right_section_cited"], found["citation_recall"], found["character_precision"]) == (1, 0, 0)


def test_quoting_the_whole_section_costs_character_precision():
    found = scores(given(quoted(0, 40)))
    assert (found["character_precision"], found["character_recall"]) == (23 / 40, 1)


def test_a_character_quoted_twice_counts_once():
    found = scores(given(quoted(17, 30), quoted(20, 40), quoted(17, 40)))
    assert (found["character_precision"], found["character_recall"]) == (1, 1)
    assert character_recall(TARGET, given(quoted(17, 30), quoted(20, 30))) == 13 / 23


def test_evidence_of_any_section_is_worth_quoting_but_only_that_of_primary_ones_is_asked_for():
    both = Target(TARGET.sections, (*TARGET.evidence, (OTHER, Span("doc", 46, 59))))
    found = scores(given(quoted(46, 59, OTHER.trail)), both)
    assert (found["character_precision"], found["character_recall"]) == (1, 0)


def test_character_measures_are_those_of_sets_of_characters():
    draw = random.Random(3)
    for _ in range(300):
        spans = [(draw.choice("ab"), *sorted(draw.choices(range(60), k=2))) for _ in range(draw.randint(2, 9))]
        cut = draw.randint(1, len(spans) - 1)
        evidence = {(source, place) for source, start, end in spans[:cut] for place in range(start, end)}
        quotes = {(source, place) for source, start, end in spans[cut:] for place in range(start, end)}
        target = Target((), tuple((RIGHT, Span(*span)) for span in spans[:cut]))
        answer = given(*(Quoted(source, (), start, end, "") for source, start, end in spans[cut:]))
        both = len(quotes & evidence)
        assert character_precision(target, answer) == (both / len(quotes) if quotes and evidence else None)
        assert character_recall(target, answer) == (both / len(evidence) if evidence else None)


def test_an_answerer_that_always_refuses_recalls_nothing_and_has_no_precision():
    found = scores(given(status="not_found"))
    assert found == {"citation_recall": 0, "character_recall": 0}


def test_an_answer_that_cites_nothing_is_not_right_and_has_no_precision():
    found = scores(given())
    assert found == {"right_section_cited": 0, "citation_recall": 0, "character_recall": 0}


@pytest.mark.parametrize("answer", [given(status="error"), given(status="not_found", way="withheld")])
def test_what_cannot_be_scored_or_was_withheld_has_no_scores(answer):
    assert scores(answer) == {}


def test_an_answer_to_the_unanswerable_is_still_held_to_the_invariants():
    assert scores(given(quoted(0, 9, quote="Send it b.")), Target()) == {"quotes_verbatim": 0, "statements_cited": 1}


def test_without_evidence_there_are_no_character_measures():
    assert not {"character_precision", "character_recall"} & set(scores(given(quoted(0, 9)), Target(TARGET.sections)))


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (17, 40, TEXT[17:40].replace("60", "61")),
        (17, 40, TEXT[16:39]),
        (16, 40, TEXT[17:40]),
        (17, 39, TEXT[17:40]),
        (-6, 59, TEXT[-6:]),
        (50, 90, TEXT[50:]),
        (16, 17, " "),
        (3, 3, ""),
    ],
)
def test_a_quote_that_does_not_stand_at_its_offsets_is_not_verbatim(start, end, quote):
    assert not is_verbatim(quoted(start, end, quote=quote), TEXT)
    assert scores(given(quoted(0, 16), quoted(start, end, quote=quote)))["quotes_verbatim"] == 0


def test_a_quote_of_a_document_that_is_not_there_is_not_verbatim():
    assert scores(given(quoted(0, 16, source="gone")))["quotes_verbatim"] == 0


def test_a_statement_without_a_citation_is_caught():
    assert scores(given(quoted(0, 16), uncited=1))["statements_cited"] == 0
