"""Facts are found whole and not inside other words or numbers, and a verdict says how a case went."""

import pytest

from evals.cases import cases
from evals.measures import stating
from evals.measures.stating import fact_recall, folded, holds, said_forbidden, verdict
from evals.model import Case, Given, Gold, Quoted, Span, Target

RIGHT = Gold("doc", ("Doc", "Right"))
TARGET = Target(((RIGHT, Span("doc", 0, 40)),))
CASE = Case("a", "How long?", "fact", True, (RIGHT,), (("60 days", "sixty days"), ("SFTP",)), (), ("forever",))
NONE = Case("b", "How blue?", "near miss", False)


def given(*statements, status="answered", trail=RIGHT.trail, way="asked"):
    citations = tuple(Quoted("doc", trail, 0, len(one), one) for one in statements)
    return Given("a", way, status, 0.9, statements, 0, citations)


REFUSED = given(status="not_found")
WHOLE = given("Sent by SFTP.", "Kept for  SIXTY\ndays.")


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("by 8:30am on the third Tuesday", "8:30"),
        ("The agency’s data", "agency's"),
        ("data that were aggregated", "aggregat"),
        ("three data stewards", "data steward"),
        ("Office (OPM)", "(OPM"),
        ("files of 20MB.", "20MB"),
        ("it costs $50, or more", "$50"),
        ("in 2014.", "2014"),
        ("self-review", "review"),
        ("01_MM_DD", "MM_DD"),
    ],
)
def test_an_alternative_is_found_as_a_whole_or_as_a_stem(text, alternative):
    assert holds(folded(text), alternative)


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("in 2010", "10"),
        ("up to 1.5GB", "5GB"),
        ("12:00 pm", "2:00 pm"),
        ("$500", "$50"),
        ("$50,000", "$50"),
        ("$0.50", "$0"),
        ("160 days", "60 days"),
        ("an inaccuracy", "accuracy"),
        ("within OPM", "in OPM"),
        ("the provisions", "vision"),
        ("P20 WIN", "20"),
        ("anything", ""),
        ("anything", " "),
    ],
)
def test_an_alternative_inside_another_word_or_number_is_not_found(text, alternative):
    assert not holds(folded(text), alternative)


def test_each_alternative_of_the_bundled_cases_can_be_found():
    alternatives = [one for case in cases() for fact in (*case.facts, case.must_not_say) for one in fact]
    assert alternatives
    assert [one for one in alternatives if not holds(folded(f"It is {one}."), one)] == []


def test_a_fact_is_stated_by_one_statement_and_counts_once():
    assert fact_recall(CASE, given("Kept for 60 days, sixty days.")) == 0.5
    assert fact_recall(CASE, WHOLE) == 1
    assert fact_recall(CASE, given("Kept for 60", "days by SFTP")) == 0.5


def test_an_answerer_that_always_refuses_states_no_fact():
    assert fact_recall(CASE, REFUSED) == 0
    assert verdict(CASE, TARGET, REFUSED) == "refused"


@pytest.mark.parametrize("answer", [given(status="error"), given("SFTP", way="withheld")])
def test_facts_are_not_asked_of_what_cannot_be_scored_or_must_be_refused(answer):
    assert fact_recall(CASE, answer) is None
    assert fact_recall(NONE, answer) is None


def test_saying_what_must_not_be_said_is_told_where_something_is_said():
    assert said_forbidden(CASE, given("Kept forever.")) == 1
    assert said_forbidden(CASE, WHOLE) == 0
    assert said_forbidden(CASE, REFUSED) is None
    assert said_forbidden(NONE, given("Kept forever.")) is None


def test_scores_leave_out_what_does_not_bear():
    assert stating.scores(CASE, WHOLE) == {"fact_recall": 1, "said_forbidden": 0}
    assert stating.scores(NONE, WHOLE) == {}


@pytest.mark.parametrize(
    ("case", "answer", "went"),
    [
        (CASE, WHOLE, "right"),
        (CASE, given("SFTP, 60 days", status="partial"), "right"),
        (CASE, given("Sent by SFTP."), "partly"),
        (CASE, given("SFTP, 60 days, not forever"), "partly"),
        (CASE, given("SFTP, 60 days", trail=("Doc", "Next")), "wrong"),
        (CASE, given(), "wrong"),
        (CASE, REFUSED, "refused"),
        (CASE, given(status="declined"), "declined"),
        (CASE, given(status="error"), "unscored"),
        (CASE, given("SFTP, 60 days", way="withheld"), "wrong"),
        (CASE, given(status="not_found", way="withheld"), "right"),
        (NONE, REFUSED, "right"),
        (NONE, given("Blue."), "wrong"),
        (NONE, given(status="declined"), "declined"),
        (NONE, given(status="error"), "unscored"),
    ],
)
def test_a_verdict_says_how_a_case_went(case, answer, went):
    assert verdict(case, TARGET, answer) == went


def test_a_case_without_facts_is_right_with_a_right_section_cited():
    assert verdict(Case("c", "Where?", "fact", True, (RIGHT,)), TARGET, given("Here.")) == "right"
