"""Slips of the keyboard are mended by the words the texts hold; words that are right, and names, stay."""

import pytest

from corpus import home
from evals.ways import with_slips
from ingest.keywords import KeywordIndex
from ingest.questions import bank
from ingest.slips import mended

SLIPS = ["keeprs", "keepers", "keeppers", "kepeers", "keexers"]


@pytest.fixture(scope="module")
def keywords():
    return KeywordIndex.build(["The keepers feed zebras.", "The keepers sleep.", "Beepers are loud."])


@pytest.mark.parametrize("slip", SLIPS)
def test_a_word_one_slip_away_is_put_right(slip, keywords):
    assert mended(f"who are the {slip}?", keywords).startswith("who are the keep")


def test_short_words_names_and_words_far_from_any_stay(keywords):
    for asked in ("do they fede zebra?", "Who is Keeprs?", "KEEPRS", "unicorns, giraffes", ""):
        assert mended(asked, keywords) == asked


def test_questions_of_the_bank_are_found_again_after_slips_and_left_alone_without(sections_at_hand):
    _, keywords = sections_at_hand("summary")
    asked = [of[0] for of in bank(home.BUNDLED).values()]
    known = [one for one in asked if not keywords.unknown(one)]
    assert [mended(one, keywords) for one in known] == known
    slipped = [with_slips(one, one) for one in known]
    left = [len(keywords.unknown(one)) for one in slipped]
    after = [len(keywords.unknown(mended(one, keywords))) for one in slipped]
    assert sum(after) < 0.4 * sum(left)
