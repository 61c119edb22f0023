"""What a new text changed is told section by section, and nothing else is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import PlaybookError
from corpus.model import Collection, Document, Source
from ingest.changes import Changes, changes
from ingest.readers import read

PAGE = """---
title: Page
---
Words before any heading.

## Agreements

Every agency signs one of these before it shares anything.

### Purpose

The purpose is written down by the agency that asks.

### Term

Three years, and it may be renewed once by both sides.

## People

### Officer

Each agency names an officer for its data.
"""


@pytest.fixture
def compared(page):
    """What an edit of the page changed."""

    def compare(*edits):
        text = PAGE
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        return changes(page(PAGE), page(text))

    return compare


def trail(*headings):
    return ("Page", *headings)


def test_the_same_text_has_no_changes(compared):
    assert compared() == Changes()


def test_a_changed_sentence_changes_its_section_alone(compared):
    assert compared(("Three years", "Five years")) == Changes(changed=(trail("Agreements", "Term"),))


def test_line_breaks_and_front_matter_change_no_section(compared):
    assert compared(("once by", "once\nby"), ("title: Page", "title: Page\nnav_order: 2")) == Changes()


def test_words_before_any_heading_are_a_section(compared):
    assert compared(("before any", "above every")) == Changes(changed=(trail(),))


def test_a_new_section_is_added(compared):
    told = compared(("### Term", "### Fees\n\nThere are none.\n\n### Term"))
    assert told == Changes(added=(trail("Agreements", "Fees"),))


def test_a_section_that_is_gone_is_removed(compared):
    told = compared(("### Purpose\n\nThe purpose is written down by the agency that asks.\n\n", ""))
    assert told == Changes(removed=(trail("Agreements", "Purpose"),))


def test_a_new_heading_over_the_same_text_is_a_new_title(compared):
    told = compared(("### Term", "### Duration"))
    assert told == Changes(retitled=((trail("Agreements", "Term"), trail("Agreements", "Duration")),))


def test_what_stands_below_a_new_title_is_not_listed_again(compared):
    told = compared(("## Agreements", "## Contracts"))
    assert told == Changes(retitled=((trail("Agreements"), trail("Contracts")),))


def test_a_heading_without_text_of_its_own_is_known_by_what_is_below_it(compared):
    assert compared(("## People", "## Roles")).retitled == ((trail("People"), trail("Roles")),)


def test_a_change_below_a_new_title_is_told_under_it(compared):
    told = compared(("## Agreements", "## Contracts"), ("Three years", "Five years"))
    assert told.retitled == ((trail("Agreements"), trail("Contracts")),)
    assert told.changed == (trail("Contracts", "Term"),)
    assert (told.added, told.removed) == ((), ())


def test_a_new_title_with_a_few_other_words_is_both(compared):
    told = compared(("### Term", "### Duration"), ("Three", "Five"))
    assert told.retitled == ((trail("Agreements", "Term"), trail("Agreements", "Duration")),)
    assert told.changed == (trail("Agreements", "Duration"),)


def test_a_section_that_moved_is_told_with_both_places(compared):
    told = compared(("### Purpose", "### Kept"), ("## People\n", "## People\n\n### Purpose\n\nOther words entirely.\n"))
    assert (trail("Agreements", "Purpose"), trail("Agreements", "Kept")) in told.retitled
    assert told.added == (trail("People", "Purpose"),)


def test_another_title_of_the_document_is_one_change(compared):
    assert compared(("title: Page", "title: Book")) == Changes(retitled=((("Page",), ("Book",)),))


def test_a_text_that_cannot_be_read_is_told(page):
    with pytest.raises(PlaybookError, match="is not UTF-8"):
        changes(page(PAGE), page(b"\xff"))


SECTIONS = st.lists(
    st.tuples(st.sampled_from(["#", "##", "###"]), st.sampled_from("ABC"), st.sampled_from(["x", "y", ""]))
)


def document(sections):
    text = "".join(f"{level} {heading}\n\n{words}\n\n" for level, heading, words in sections).encode()
    source = Source("page", Collection("pages", "Pages"), "Page", "page.md", "markdown")
    return Document(source, "official", "markdown", text, "", None)


@settings(max_examples=200, deadline=None)
@given(SECTIONS, SECTIONS)
def test_each_section_of_either_text_is_told_at_most_once(before, after):
    old, new = (read(document(sections))[1] for sections in (before, after))
    told = changes(document(before), document(after))
    assert len(old) - len(told.removed) == len(new) - len(told.added)
    assert {one.trail for one in new} >= {*told.added, *told.changed, *(after for _, after in told.retitled)}
    assert {one.trail for one in old} >= {*told.removed, *(before for before, _ in told.retitled)}


def test_every_official_page_equals_itself_and_not_its_first_half(official_documents):
    pages = [one for one in official_documents if one.format == "markdown"]
    assert pages
    for one in pages:
        half = replace(one, content=one.content.decode()[: len(one.content) // 2].encode())
        assert changes(one, one) == Changes()
        assert changes(one, half).changed or changes(one, half).removed
