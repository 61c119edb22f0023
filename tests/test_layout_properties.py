"""Whatever a PDF or Word file prints: nothing is lost, nothing is told twice, and offsets hold."""

import re
from collections import Counter

import docx
from checks import check
from hypothesis import given, settings
from hypothesis import strategies as st
from made import printed, saved

from corpus.model import Collection, Document, Source
from ingest.readers import read_here

WORDS = (
    "Fees;Copies of records;A copy costs ten dollars. Two are free;• a letter;1. Sign it;infor-;mation;data-;sharing"
)
TEXTS = st.sampled_from(
    [*WORDS.split(";"), "12", "Page 3 of 9", "and so on.", "Ends with:", "Fees . . . . . 4", "(a) note"]
)
LINES = st.tuples(
    st.sampled_from([72, 90, 320]),
    st.integers(1, 38).map(lambda row: 20 * row),
    st.sampled_from([8, 12, 12, 12, 18]),
    st.booleans(),
    TEXTS,
)
PAGES = st.lists(st.lists(LINES, min_size=1, max_size=12, unique_by=lambda line: line[1]), min_size=1, max_size=4)
OUTLINES = st.lists(
    st.tuples(st.just(1), st.sampled_from(["Fees", "Copies of records", "Nowhere"]), st.just(1)), max_size=3
)
KINDS = st.sampled_from(
    ["Normal", "Normal", "Heading 1", "Heading 2", "List Bullet", "List Number", "Title", "bold", "table"]
)


def letters(text):
    return Counter(re.sub(r"\s", "", text))


def check_made(content, format_):
    source = Source("s", Collection("c", "C"), "Title", "s", format_)
    text, sections, cut = check(Document(source, "official", format_, content, "", None), read_here)
    heads = letters(text.text) - letters("".join(one.text for one in cut))
    named = letters("".join(step for one in sections for step in one.trail) * (len(text.text) + 1))
    assert all(letter.isdigit() for letter in heads - named)  # an outline may leave out a chapter's number
    return text, sections, cut


@settings(max_examples=150, deadline=None)
@given(PAGES, OUTLINES)
def test_every_character_of_any_pdf_lies_in_one_passage_or_heading(pages, outline):
    text, sections, _ = check_made(printed(pages, outline), "pdf")
    lost = letters("".join(line[-1] for page in pages for line in page)) - letters(text.text)
    assert set(lost) <= {"-"}  # the hyphens of words made whole
    assert {one.page for one in sections} == set(range(1, len(pages) + 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, TEXTS), min_size=1, max_size=12))
def test_every_character_of_any_word_file_lies_in_one_passage_or_heading(pieces):
    document = docx.Document()
    for kind, text in pieces:
        if kind == "table":
            document.add_table(2, 2).cell(1, 0).text = text
        elif kind == "bold":
            document.add_paragraph().add_run(text).bold = True
        else:
            document.add_paragraph(text, style=kind)
    text, _, _ = check_made(saved(document), "docx")
    assert letters(text.text.replace("|", "")) == letters("".join(text for _, text in pieces))


def test_an_official_document_of_another_format_holds_nothing_but_passages(official_documents):
    kept = [one for one in official_documents if one.format != "markdown"]
    assert {one.source.id for one in kept} == {"vital-records-flow", "sar-fee-schedule"}
    for document in kept:
        text, _, cut = check(document)
        assert letters("".join(one.text for one in cut)) == letters(text.text)
