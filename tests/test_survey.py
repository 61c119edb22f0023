"""Each source is accounted for: what is quoted from it, what is at hand, and what is wrong."""

import os
from dataclasses import replace

import pytest

from corpus import home
from corpus.catalogue import sources
from corpus.fetched import fetched
from corpus.load import official_folder
from corpus.model import Notice
from corpus.notices import notices
from ingest.model import Failure
from ingest.passages import passages
from ingest.readers import read
from ingest.survey import CHANGED, Held, drift, survey

TEXT = "# Page\n\nOne two three.\n\n## Fees\n\nFour five.\n\n## Empty\n"


@pytest.fixture
def held(page):
    """What an index of one page holds, and the document it was made from."""

    def make(edition="official", problems=(), **more):
        document = page(TEXT, edition=edition, **more)
        text, sections = read(document)
        return document, Held([replace(text, problems=problems)], passages(text, sections))

    return make


def row(document, held, at_hand=True, source=None, failures=()):
    whole = Held(held.documents, held.passages, failures)
    listed = source or document.source
    (found,) = survey([listed], {listed.id: document} if at_hand else {}, whole, (), {}).rows
    return found


def test_a_row_counts_what_the_index_holds(held):
    found = row(*held())
    assert (found.state, found.edition, found.at_hand) == ("in use", "official", "official")
    assert (found.sections, found.passages, found.words, found.problems) == (2, 2, 5, ())


def test_a_source_without_text_is_missing(held):
    document, _ = held()
    found = row(document, Held(), at_hand=False)
    assert (found.state, found.edition, found.sections, found.words) == ("missing", None, 0, 0)


def test_a_file_that_is_newer_than_the_index_is_not_indexed(held):
    document, indexed = held(edition="summary")
    found = row(replace(document, edition="official", sha256="other"), indexed)
    assert (found.state, found.edition, found.at_hand) == ("not indexed", "summary", "official")


def test_a_file_that_could_not_be_read_has_failed_with_its_sentence(held):
    document, _ = held()
    found = row(document, Held(), failures=[Failure("page", "It is damaged."), Failure("other", "Not this one.")])
    assert (found.state, found.problems) == ("failed", ("It is damaged.",))


def test_what_of_a_file_could_not_be_read_is_a_problem(held):
    assert row(*held(problems=("Page 2 has no text.",))).problems == ("Page 2 has no text.",)


def test_official_text_that_is_not_the_pinned_one_is_a_problem(held):
    document, indexed = held()
    assert row(document, indexed, source=replace(document.source, sha256="0" * 64)).problems == (CHANGED,)
    assert row(document, indexed, source=replace(document.source, sha256=document.sha256)).problems == ()


def test_how_complete_a_summary_is_stands_in_its_row(held):
    document, indexed = held(edition="summary")
    partial = Held([replace(indexed.documents[0], caveat="Pages 3 to 9 were not read.")], indexed.passages)
    assert row(document, partial).caveat == "Pages 3 to 9 were not read."


def test_another_address_of_a_source_is_the_same(held):
    document, _ = held()
    assert row(document, Held(), at_hand=False, source=replace(document.source, same_as="first")).state == "same"


def test_a_remark_on_a_section_that_is_gone_is_a_problem_of_its_source(held):
    document, indexed = held()
    stays = Notice("stays", "2025", "x", ("a",), (("page", ("Page", "Fees")),))
    lost = Notice("lost", "2025", "x", ("a",), (("page", ("Page", "Fines")), ("nobody", ("Page",))))
    found = survey([document.source], {}, indexed, [stays, lost], {})
    assert [one.partition(". ")[0] for one in found.rows[0].problems] == [
        "The notice lost belongs to a section that is not there: Page > Fines"
    ]
    assert [one.partition(",")[0] for one in found.problems] == ["The notice lost belongs to the source nobody"]


def test_a_remark_is_not_missed_in_an_edition_or_a_source_that_is_not_indexed(held):
    document, indexed = held()
    other = Notice("other", "2025", "x", ("a",), (("page", ("Page", "Fines")),), edition="summary")
    assert drift([other], [document.source], indexed) == {}
    assert drift([replace(other, edition=None)], [document.source], Held()) == {}


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_no_bundled_remark_has_lost_its_section(edition, request):
    read_ones = [read(one) for one in request.getfixturevalue(f"{edition}_documents")]
    held = Held([text for text, _ in read_ones], [p for one in read_ones for p in passages(*one)])
    assert drift(notices(home.BUNDLED), sources(home.BUNDLED), held) == {}


def test_a_source_is_fetched_when_its_official_file_was_written(folder_corpus):
    corpus = folder_corpus(office="# Office\n")
    (source,) = sources(corpus)
    assert fetched(corpus, source) is None
    file = official_folder(corpus) / source.full_path
    file.parent.mkdir(parents=True)
    file.write_text("# Office\n")
    os.utime(file, (1_750_000_000, 1_750_000_000))
    assert fetched(corpus, source) == "2025-06-15T15:06:40+00:00"
    assert fetched(corpus, replace(source, same_as="other")) is None
