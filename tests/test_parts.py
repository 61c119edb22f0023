"""A question is taken apart only where it asks several things, and each part stands alone."""

import time

import pytest

from assistant.parts import MOST, parts

SEVERAL = [
    ("Who signs the DSA and how long does it last?", ["Who signs the DSA?", "how long does it last? DSA"]),
    (
        "What is an MOU, and how does it differ from a DSA?",
        ["What is an MOU?", "how does it differ from a DSA? MOU"],
    ),
    (
        "Which laws protect student records and who enforces them?",
        ["Which laws protect student records?", "who enforces them? laws protect student records"],
    ),
    (
        "Can nonprofits join P20 WIN, and if so, what do they sign?",
        ["Can nonprofits join P20 WIN?", "what do they sign? nonprofits join P20 WIN"],
    ),
    (
        "Is there a fee for vital records; when is it due?",
        ["Is there a fee for vital records?", "when is it due? fee vital records"],
    ),
    ("How do I zip a folder and can I e-mail it?", ["How do I zip a folder?", "can I e-mail it? zip folder"]),
    (
        "What does the data officer do, who appoints one, and where is the list of officers?",
        [
            "What does the data officer do?",
            "who appoints one? data officer",
            "where is the list of officers? appoints data officer",
        ],
    ),
    (
        "If a city asks for wage records, who approves it and what agreement is needed?",
        [
            "If a city asks for wage records, who approves it?",
            "If a city asks for wage records, what agreement is needed?",
        ],
    ),
    (
        "In P20 WIN, who votes on requests and how often does the board meet?",
        ["In P20 WIN, who votes on requests?", "In P20 WIN, how often does the board meet?"],
    ),
    (
        "Could you tell me what blocking is and how it saves time?",
        ["Could you tell me what blocking is?", "how it saves time? blocking"],
    ),
    (
        "We are a small agency with birth records. May we share them? And who has to sign?",
        [
            "We are a small agency with birth records. May we share them?",
            "We are a small agency with birth records. And who has to sign? share",
        ],
    ),
    (
        "My team links school files. Which method is best? What about errors?",
        ["My team links school files. Which method is best?", "My team links school files. What about errors? method"],
    ),
    (
        "What is suppressed in a table? Which totals stay?",
        ["What is suppressed in a table?", "Which totals stay?"],
    ),
    ("1. What is a BAA?\n2. Who needs an NDA?", ["What is a BAA?", "Who needs an NDA?"]),
    ("what is metadata and who keeps it", ["what is metadata?", "who keeps it metadata"]),
    (
        "Explain what a data dictionary is and what it should hold.",
        ["Explain what a data dictionary is?", "what it should hold. data dictionary"],
    ),
    ("What's a data steward and what's a data owner?", ["What's a data steward?", "what's a data owner?"]),
    (
        "Must we encrypt the drive, and which drives are approved?",
        ["Must we encrypt the drive?", "which drives are approved? encrypt drive"],
    ),
    (
        "Where do I find the inventory, and when is it updated, and by whom are changes made?",
        ["Where do I find the inventory?", "when is it updated, and by whom are changes made? inventory"],
    ),
    ("Who reviews the form but who decides?", ["Who reviews the form?", "who decides? reviews form"]),
]
ONE = [
    "Can we share names and addresses?",
    "How do I zip and encrypt a file?",
    "What is the difference between an MOU and a DSA?",
    "When and how must data be destroyed?",
    "Who can and who cannot see the records?",
    "Which form says who may use the data and how they may use it?",
    "Does the DUA state who gets the data and what they do with it?",
    "What happens when a project ends and data is left over?",
    "Do we need an MOU or is a DSA enough?",
    "Which data and which agencies are covered by P20 WIN?",
    "If we share data with a vendor and a city, who signs?",
    "When data is shared, who is responsible?",
    "Where data is missing, what should we do?",
    "We hold wage records and a university wants them. May we share?",
    "What is the policy on laptops, phones and drives?",
    "Who signs the DSA?",
    "Who signs the DSA and when?",
    "Do we need an agreement, and why?",
    "Is there a list of who has which data?",
    "What should a request say about how and where data is stored?",
    "How are Births, Deaths and Marriages data shared?",
    "Can I share data? Thanks!",
    "Hi there. Who signs the DSA? Any ideas?",
    "data sharing agreement template",
    "Who signs? Please help.",
    "Tell me about deterministic and probabilistic linking.",
    "Is C.G.S. Sec. 4-67p still in force?",
    "How does the agency know who asked and why?",
    "What do I need to know before I ask for data and use it?",
    "Whether we can share is unclear and what is needed is unclear.",
    "",
    "???",
    "and",
]


@pytest.mark.parametrize(("question", "expected"), SEVERAL, ids=[question for question, _ in SEVERAL])
def test_each_thing_asked_is_a_part_that_stands_alone(question, expected):
    assert list(parts(question)) == expected


@pytest.mark.parametrize("question", ONE)
def test_a_question_that_asks_one_thing_is_returned_unchanged(question):
    assert parts(question) == (question,)


def test_what_is_beyond_the_most_parts_stays_with_the_last():
    found = parts("What is a DSA? What is an MOU? What is a BAA? What is an NDA? What is a DUA?")
    assert len(found) == MOST
    assert found[-1] == "What is an NDA? What is a DUA?"


@pytest.mark.parametrize(
    "unit", ["who is the owner and ", "can you tell me who signs, ", "A? ", "if so, and then ", "\n- "]
)
def test_a_long_question_takes_bounded_work(unit):
    began = time.process_time()
    found = parts((unit * 1_000)[:2_000])
    assert time.process_time() - began < 0.5
    assert len(found) <= MOST
