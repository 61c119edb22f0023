"""A follow-up is searched for with the few words it goes on from; a new subject is left alone."""

import json
import time
from pathlib import Path

import pytest

from assistant.followup import candidates, leads_away, standalone
from assistant.model import Turn
from assistant.pointers import points_back
from assistant.referents import named_item

LINES = (Path(__file__).parent / "fixtures" / "conversations.jsonl").read_text("utf-8").splitlines()
CONVERSATIONS = [json.loads(line) for line in LINES]
LIST = Turn("assistant", "These:\n\n- Request form\n- Flow diagram\n- Data dictionary\n- Fee schedule [1]")
HOSTILE = ["x" * 50_000, "the second or " * 5_000, "- a\n" * 20_000, ": ,;" * 20_000, "it " * 9_000]
ASKED = Turn("user", "Which papers belong to a request process?")


def told(*messages):
    """A conversation in which the person speaks first."""
    return tuple(Turn("assistant" if place % 2 else "user", text) for place, text in enumerate(messages))


def of_kind(kind):
    found = [one for one in CONVERSATIONS if one["kind"] == kind]
    return pytest.mark.parametrize("one", found, ids=[one["question"] for one in found])


def history(one):
    return tuple(Turn(turn["role"], turn["content"]) for turn in one["history"])


@of_kind("points back")
def test_a_way_to_read_a_follow_up_names_what_it_goes_on_from(one):
    ways = candidates(one["question"], history(one))
    assert any(all(word.lower() in way.lower() for word in one["adds"]) for way in ways)
    assert all(way.startswith(one["question"]) for way in ways)


@of_kind("new subject")
def test_a_change_of_subject_is_searched_for_as_it_was_put(one):
    assert standalone(one["question"], history(one)) == one["question"]
    assert candidates(one["question"], history(one))[0] == one["question"]


@of_kind("leaves")
def test_a_follow_up_that_leaves_the_corpus_keeps_its_own_words_in_front(one):
    assert standalone(one["question"], history(one)).startswith(one["question"])


@pytest.mark.parametrize(
    "question",
    [
        "Is it possible to share data with a university?",
        "How long does it take to draft an agreement between agencies?",
        "We hold wage records. Can a city see them?",
        "If a vendor asks for names, may we give them out?",
        "What is the difference between a privacy policy and a security policy?",
        "Which records that agencies keep are public?",
        "Are there rules on destroying student records?",
        "And what does an agency data officer do?",
    ],
)
def test_a_question_that_names_its_own_subject_does_not_surely_point_back(question):
    assert points_back(question) != "surely"


@pytest.mark.parametrize(
    "question",
    [
        "Why?",
        "Who decides?",
        "Is that required?",
        "Can we do this without a lawyer?",
        "Does such an agreement expire?",
        "Which one is cheaper?",
        "Does the latter cover names?",
        "What's the difference?",
        "And for towns?",
        "What if the agency refuses?",
        "Step 4?",
        "Do vendors get access too?",
    ],
)
def test_a_question_that_leaves_its_subject_unsaid_points_back(question):
    assert points_back(question) == "surely"


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("What is in the second one?", "Flow diagram"),
        ("And the last?", "Fee schedule"),
        ("Tell me about number three", "Data dictionary"),
        ("Point 1?", "Request form"),
        ("What about the ninth?", ""),
        ("Step 99?", ""),
        ("Step 0?", ""),
        ("Why?", ""),
    ],
)
def test_a_place_in_a_list_names_its_item(question, item):
    assert named_item(question, (ASKED, LIST)) == item


def test_the_next_one_is_counted_from_the_one_asked_about_before():
    before = (ASKED, LIST, Turn("user", "What is the second one for?"), Turn("assistant", "It shows the steps."))
    assert named_item("And the next?", before) == "Data dictionary"


def test_one_of_two_things_in_a_question_or_a_sentence_is_named_by_its_place():
    assert named_item("Why the latter?", told("Should we sign an MOU or a DSA?")) == "DSA"
    assert named_item(
        "And the third?", told("Which roles?", "There are four: owner, steward, lawyer and officer.")
    ) == ("lawyer")


def test_what_is_meant_is_carried_through_several_follow_ups():
    before = told("What does a vital records file cost?", "$50 to $100. [1]", "Who decides that?", "SAR does. [1]")
    assert "vital records" in standalone("And how soon?", before)


def test_a_new_subject_ends_what_is_carried_on():
    before = told("What is an MOU?", "An agreement.", "How large a file fits on OneDrive?", "100GB. [1]")
    joined = standalone("And by email?", before)
    assert "OneDrive" in joined
    assert "MOU" not in joined


def test_words_of_a_long_quote_and_of_a_refusal_are_not_carried_on():
    long = "The service meets strict requirements. " * 20
    assert standalone("Who runs it?", told("Is there an SFTP service?", long)) == "Who runs it? SFTP service"
    assert standalone("Why?", told("Is an MOU signed?", "The sources do not say.")) == "Why? MOU"


def test_markers_of_citations_are_not_carried_on():
    assert "1" not in standalone("Why?", told("Is an MOU signed?", "By the commissioner. [1][2]"))


def test_without_an_earlier_question_there_is_one_way_to_read_it():
    for before in ((), (LIST,)):
        assert candidates("And the second?", before) == ("And the second?",)
        assert standalone("And the second?", before) == "And the second?"


def test_a_question_of_few_words_may_be_read_alone_or_as_a_follow_up():
    ways = candidates("What is Exhibit C?", told("Which exhibits does the P20 WIN agreement have?", "Six. [1]"))
    assert ways[0] == "What is Exhibit C?"
    assert "P20 WIN" in ways[1]


def test_a_follow_up_leads_away_where_no_source_knows_what_it_brings_in():
    before = told("Who runs the hub?", "The Department of Labor. [1]")
    assert leads_away("And what's the weather there?", before, ["weather"])
    assert not leads_away("And who pays for it?", before, [])
    assert not leads_away("And who pays for it?", (), ["weather"])
    assert not leads_away("Does she run it?", before, ["she"])


@pytest.mark.parametrize(
    "hostile", ["x" * 50_000, "the second or " * 5_000, "- a\n" * 20_000, ": ,;" * 20_000, "it " * 9_000]
)
def test_a_hostile_conversation_takes_bounded_work_and_adds_few_words(hostile):
    before = tuple(Turn(role, hostile) for _ in range(50) for role in ("user", "assistant"))
    began = time.process_time()
    joined = candidates("And the second one of those?", before)
    assert time.process_time() - began < 0.5
    assert all(len(way) < 1_000 for way in joined)


def test_a_hostile_question_takes_bounded_work():
    for question in ("does it take " * 150, "the next that " * 140, "step 1 " * 280, "this that it, " * 140):
        began = time.process_time()
        candidates(question, told("What is an MOU?", "An agreement."))
        assert time.process_time() - began < 0.5
