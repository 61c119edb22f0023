"""Nothing is lost: every character of body text lies in exactly one passage, and is found at its offsets."""

import pytest
from checks import check, read_and_cut
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import home
from corpus.model import Collection, Document, Source
from ingest.views import views


def headings_and_front_matter(document):
    """What of a document lies in no section's body."""
    text, sections, _ = read_and_cut(document)
    edges = [0, *(edge for section in sections for edge in (section.start, section.end)), len(text.text)]
    return [text.text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True) if text.text[a:b].strip()]


def test_every_character_of_every_summary_lies_in_one_passage_that_fits(summary_documents):
    assert len(summary_documents) == len(list((home.BUNDLED / "summaries").glob("*.md")))
    for document in summary_documents:
        check(document)


def test_every_character_of_every_official_document_lies_in_one_passage_that_fits(official_documents):
    assert len(official_documents) == 21
    for document in official_documents:
        check(document)


def test_only_headings_and_front_matter_lie_outside_the_body(official_documents):
    for document in official_documents:
        if document.format == "markdown":
            for outside in headings_and_front_matter(document):
                assert outside.startswith(("---", "#")), outside


PIECES = """# One;## Two;### Three;Two;===;a sentence. Another one.;- item;  - nested;1. step;2) step;* * *;+ plus
;```;    code;> quoted;***;<!-- hidden -->;<div>;</div>;text <!-- half;still --> text
;[^1]: a note;see[^1] it;[link]: https://example.org;{::nomarkdown}<ul>;ends with colon:
;| a | b |;| --- | --- |;| c | |;naïve “quotes” – ok"""
LINES = st.sampled_from(
    [*PIECES.replace("\n", "").split(";"), "", "\tindented", "\r", "a\x0cb", "\u2028line", "\xa0", "\ufeff"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n"]))
def test_every_character_of_any_markdown_lies_in_one_passage(lines, line_break):
    content = line_break.join(lines).encode()
    source = Source("s", Collection("c", "C"), "Title", "s.md", "markdown")
    document = Document(source, "official", "markdown", content, "", None)
    check(document)


def test_a_passage_never_crosses_a_heading(summary_documents):
    for document in summary_documents:
        _, sections, cut = read_and_cut(document)
        for passage in cut:
            assert any(s.start <= passage.start and passage.end <= s.end for s in sections)


def test_a_list_stays_with_the_sentence_that_introduces_it(page):
    words = "word " * 178
    _, _, cut = read_and_cut(page(f"## Head\n\n{words}\n\nBring these:\n\n- one\n- two\n"))
    assert [passage.text.startswith("Bring these:\n\n- one\n- two") for passage in cut] == [False, True]


def test_a_table_stays_whole_and_one_longer_than_the_window_stands_alone(page):
    rows = "\n".join(f"| {number} | {'word ' * 20} |" for number in range(30))
    _, _, cut = read_and_cut(page(f"Limits:\n\n| n | text |\n|---|---|\n{rows}\n"))
    assert [passage.text.partition("\n")[0] for passage in cut] == ["Limits:", "| n | text |"]
    assert [passage.continues for passage in cut] == [False, True]


def test_ids_depend_on_place_and_words_alone(page):
    first = read_and_cut(page("# A\n\nSame words.\n"))[2]
    moved = read_and_cut(page("\n\n# A\n\nSame words.\n"))[2]
    renamed = read_and_cut(page("# B\n\nSame words.\n"))[2]
    assert first[-1].id == moved[-1].id != renamed[-1].id


def test_the_trail_is_part_of_what_is_embedded(page):
    _, _, cut = read_and_cut(page("## Fees\n\nTen dollars. No more.\n", title="Prices"))
    found = views(cut[-1], ["What does it cost?"])
    assert [view.kind for view in found] == ["whole", "part", "part", "question"]
    assert all(view.text.startswith("Prices > Fees\n") for view in found[:3])


def test_an_item_that_says_nothing_is_not_embedded(page):
    _, _, cut = read_and_cut(page("- one\n-\n- <!-- two -->\n- three\n"))
    assert [part.plain for block in cut[0].blocks for part in block.parts] == ["one", "three"]


@pytest.mark.parametrize("text", ["<!-- nothing to see -->", "![](picture.png)", "-\n-\n", "\xa0", ""])
def test_what_says_nothing_is_not_embedded(page, text):
    assert not [view for passage in read_and_cut(page(text))[2] for view in views(passage)]
