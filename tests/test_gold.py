"""Gold is found again in the corpus at hand; what is gone or says something else is drift, told with candidates."""

import pytest

from corpus.errors import PlaybookError
from evals.cases import cases
from evals.gold import candidates, drift, targets
from evals.model import Case, Gold
from ingest.passages import passages
from ingest.questions import sections
from ingest.readers import read

TEXT = """# Page

## Sending

Large files go by SFTP.

The limit is **10 GB** a file.

## Keeping

Files are kept for 60 days.
"""


@pytest.fixture
def cut(page):
    def found(text=TEXT):
        return sections(passages(*read(page(text))))

    return found


def case(*trail, phrases=(), facts=()):
    return Case("c", "How large?", "fact", True, (Gold("page", ("Page", *trail), True, phrases),), facts)


def test_a_gold_section_is_found_with_the_block_that_answers(cut):
    found = targets([case("Sending", phrases=("10 GB",))], cut())["c"]
    (_, section), (_, evidence) = found.sections[0], found.evidence[0]
    assert TEXT[section.start : section.end].strip().startswith("Large files")
    assert TEXT[evidence.start : evidence.end].strip() == "The limit is **10 GB** a file."


def test_a_fact_of_the_case_is_evidence_too(cut):
    found = targets([case("Sending", phrases=("10 gb",), facts=(("by SFTP",),))], cut())["c"]
    assert [TEXT[one.start : one.end].split()[0] for _, one in found.evidence] == ["Large", "The"]


def test_a_section_in_which_nothing_is_found_is_evidence_whole(cut):
    found = targets([case("Keeping")], cut())["c"]
    assert found.evidence == found.sections


def test_a_section_that_is_gone_stops_the_run_and_the_one_it_became_is_named(cut):
    renamed = cut(TEXT.replace("## Sending", "## How to send"))
    with pytest.raises(PlaybookError, match=r"c: page: Page > Sending \(nearest: page: Page > How to send"):
        targets([case("Sending", phrases=("10 GB",))], renamed)


def test_a_section_that_no_longer_says_it_is_drift(cut):
    changed = cut(TEXT.replace("**10 GB**", "**20 GB**"))
    assert drift([case("Sending", phrases=("10 GB", "ten gigabytes"))], cut()) == []
    (lost,) = drift([case("Sending", phrases=("10 GB", "ten gigabytes"))], changed)
    assert candidates(lost.gold, changed)[0] == ("page", ("Page", "Sending"))


def test_where_nothing_is_like_it_that_is_said(cut):
    with pytest.raises(PlaybookError, match="nothing like it is left"):
        targets([Case("c", "q", "fact", True, (Gold("elsewhere", ("Zzz", "Qqq")),))], cut())


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_every_bundled_case_finds_its_gold(edition, at_hand):
    found = sections(passage for document in at_hand(edition) for passage in passages(*read(document)))
    assert drift(cases(), found) == []
