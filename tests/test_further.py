"""A further section is quoted where it adds something: the other side, a disagreement, or what may as well answer."""

from dataclasses import replace

import pytest

from assistant.quoting.disagree import differ
from assistant.quoting.further import MOST, NEAR_EQUAL, NEAR_OTHER
from assistant.select import choices, merged, ordered
from corpus import home
from corpus.model import Notice
from corpus.notices import notices
from ingest.model import Hit
from ingest.passages import passages
from ingest.questions import place
from ingest.readers import read

OFFICE = "# Office\n\n## Fees\n\nThe office charges ten dollars for each copy of a map."
BOARD = "# Board\n\n## Prices\n\nFor each copy of a map the office charges twelve dollars."
DISPUTE = Notice(
    "fees", "2025", "They disagree.", ("a",), (("office", ("Office", "Fees")), ("board", ("Board", "Prices")))
)
DISPUTE = replace(DISPUTE, about=("dollars",), is_conflict=True)


def sections(chosen):
    """The headings that are quoted."""
    return [choice.passages[0].trail[-1] for choice in chosen]


@pytest.fixture
def two(hit):
    """A hit on the office's page, and one on another document so much behind it."""

    def make(behind, other=BOARD, of="board"):
        title = other.split("\n")[0].removeprefix("# ")
        first = hit(OFFICE, {"charges": 0.7}, 0.8, 1, "office", title="Office")
        return [first, hit(other, {"": 0.6}, 0.8 - behind, 2, of, title=title)]

    return make


def test_one_section_is_quoted_where_it_is_clearly_the_best(two):
    other = "# Board\n\n## Seats\n\nSeven people sit on it."
    assert sections(choices("Is a copy dear?", two(NEAR_EQUAL + 0.01, other))) == ["Fees"]
    assert sections(choices("Is a copy dear?", two(NEAR_EQUAL - 0.01, other))) == ["Fees", "Seats"]


def test_another_figure_for_the_same_is_quoted_beside_the_first(two):
    assert sections(choices("What is a copy?", two(NEAR_OTHER - 0.01))) == ["Fees", "Prices"]
    assert sections(choices("What is a copy?", two(NEAR_OTHER + 0.01))) == ["Fees"]
    agreeing = BOARD.replace("twelve", "ten")
    assert sections(choices("What is a copy?", two(NEAR_OTHER - 0.01, agreeing))) == ["Fees"]


def test_a_known_dispute_is_quoted_on_both_sides_however_far_the_other_is(two):
    assert sections(choices("What is a copy?", two(0.5), [DISPUTE])) == ["Fees", "Prices"]
    assert sections(choices("What is a copy?", two(0.5), [replace(DISPUTE, is_conflict=False)])) == ["Fees"]
    assert sections(choices("What is a copy?", two(0.5), [replace(DISPUTE, about=("euros",))])) == ["Fees"]


def test_asked_whether_it_still_holds_another_document_is_quoted_too(two):
    other = "# Board\n\n## Seats\n\nSeven people sit on it."
    assert sections(choices("Does a copy still cost money?", two(0.05, other))) == ["Fees", "Seats"]
    assert sections(choices("Does a copy still cost money?", two(0.07, other))) == ["Fees"]


def test_a_comparison_is_quoted_on_both_sides(hit):
    page = "# Papers\n\n## Kinds\n\n### Letter\n\nA letter is short.\n\n### Deed\n\nA deed is sealed."
    letter = hit(page.split("### Deed")[0], {"letter": 0.8}, 0.8, 1, "papers")
    deed, door = hit(page, {"deed": 0.6}, 0.6, 3, "papers"), hit("# Door\n\nIt is red.", {"red": 0.7}, 0.7, 2, "door")
    asked = choices("How does a letter differ from the sealed one?", [letter, door, deed])
    assert sections(asked) == ["Letter", "Deed"]
    assert sections(choices("What is a letter?", [letter, door, deed])) == ["Letter"]


def test_no_more_than_three_sections_are_quoted(hit):
    others = [hit(BOARD, {"": 0.6}, 0.79, rank, f"board{rank}", title="Board") for rank in range(2, 9)]
    chosen = choices("What is a copy?", [hit(OFFICE, {"": 0.7}, 0.8, 1, "office"), *others])
    assert len({choice.passages[0].source for choice in chosen}) == len(chosen) == MOST == 3


@pytest.mark.parametrize(
    ("one", "other", "do"),
    [
        ("Files are removed from the server after 60 days.", "Files on the server are removed after 90 days.", True),
        ("Files are removed from the server after 60 days.", "The server has its files removed after 60 days.", False),
        (
            "Write to the help desk at a@ct.gov for new passwords.",
            "For new passwords write the help desk: b@ct.gov",
            True,
        ),
        ("Call the help desk about passwords: 860-555-0100", "Call the help desk about passwords: 860 555-0101", True),
        ("Files are removed from the server after 60 days.", "Ten members elect a chair every 2 days.", False),
        ("The law of 2019 governs shared school records.", "The law of 2021 governs shared school records.", False),
        ("More than one agency must sign every request form.", "Two agency must sign every request form.", False),
        (
            "Twelve members sit on the governing board together.",
            "On the governing board sit 12 members together.",
            False,
        ),
    ],
)
def test_two_sentences_differ_where_the_same_is_given_another_figure_or_address(one, other, do):
    assert differ(one, other) is do
    assert differ(other, one) is do


def test_the_playbook_is_quoted_before_state_documents_and_those_before_others(two, page):
    chosen = choices("What is a copy?", two(0.01))
    documents = {name: read(page(text, name))[0] for name, text in (("office", OFFICE), ("board", BOARD))}
    for office, board, first in (
        ("state", "playbook", "Prices"),
        ("other", "state", "Prices"),
        ("state", "state", "Fees"),
    ):
        whose = {"office": replace(documents["office"], authority=office)}
        whose["board"] = replace(documents["board"], authority=board)
        assert sections(ordered(chosen, whose.__getitem__))[0] == first


def test_what_two_parts_of_a_question_both_choose_is_quoted_once(hit):
    long = f"# A\n\nCopies are free. {'Grey stones lie about. ' * 30}Scans are dear."
    copies, both = hit(long, {"Copies": 0.7}), hit(long, {"Copies": 0.7, "Scans": 0.7})
    parts = [choices("What is a copy?", [copies]), choices("What is a scan?", [both])]
    assert [choice.seen for choice in merged(parts)] == ["Copies are free.", "Scans are dear."]


def test_every_bundled_dispute_has_sides_in_two_documents():
    disputes = [one for one in notices(home.BUNDLED) if one.is_conflict]
    assert len(disputes) >= 6
    assert all(len({source for source, _ in one.where}) > 1 and one.about for one in disputes)


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_the_number_of_members_is_quoted_from_both_sides(edition, at_hand):
    members = next(one for one in notices(home.BUNDLED) if one.id == "members")
    held = {}
    for document, parts in map(read, at_hand(edition)):
        for one in passages(document, parts):
            held.setdefault(place(one), []).append(one)
    hits = [_hit(rank, held[where]) for rank, where in enumerate(members.where, 1)]
    chosen = choices("How many members does P20 WIN have?", hits, [members])
    assert len({choice.passages[0].source for choice in chosen}) >= 2
    assert "15 agencies" in " ".join(choice.seen for choice in choices("Who takes part?", hits[::-1], [members]))


def _hit(rank, section):
    return Hit(rank, 1 - rank / 10, 0.5, section[0], tuple(section))
