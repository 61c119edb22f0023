"""The best part of a section is a quote that is proven, near the query, and highlighted where the page prints it."""

from dataclasses import replace

import pytest

from assistant.best import found
from assistant.cite import holds
from assistant.contract import found_json
from corpus.catalogue import sources
from corpus.load import documents
from ingest.build import build
from ingest.search import HybridSearcher, open_index
from ui.render import BOLD, POINTED, hit_for_terminal

FEES = """# Fees

Bring your card. The counter opens at nine. <!-- Refunds take years. --> A refund takes three days.

## Prices

| Thing | Price |
| --- | --- |
| Copies of forms | ten dollars a page |
| Scans | free |

## Steps

A permit needs these things:

1. Fill in the blue form.
2. Sign and hand in.
"""


@pytest.fixture
def searcher(tmp_path, toy):
    """Searches a corpus with a sources.toml, so that its page has an address."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "fees.md").write_text(FEES, "utf-8")
    (tmp_path / "sources.toml").write_text(
        '[collections.pages]\ntitle = "Pages"\nsite = "https://example.org"\n[[source]]\nid = "fees"\n'
        'collection = "pages"\ntitle = "Fees"\npath = "fees.md"\nformat = "markdown"\nurl = "https://example.org/fees/"\n'
    )
    build(tmp_path, documents(tmp_path, sources(tmp_path)), toy)
    return HybridSearcher(open_index(tmp_path, toy), toy)


@pytest.fixture
def search(searcher, toy):
    """What is found for a query, with its best parts."""
    return lambda query, k=10: [found(query, hit, searcher, toy) for hit in searcher.search(query, k)]


def first(search, query):
    return search(query, 1)[0]


def test_the_sentence_nearest_the_query_is_marked(search):
    assert first(search, "when the counter opens").best.quote == "The counter opens at nine."


def test_the_row_and_the_item_that_answer_are_marked(search):
    assert first(search, "thing: scans; price: free").best.quote == "| Scans | free |"
    assert first(search, "fill in the blue form steps").best.seen == "Fill in the blue form."


def test_what_only_introduces_is_not_marked_where_there_is_more(search):
    assert first(search, "a permit needs these things").best.seen != "A permit needs these things:"


def test_a_comment_that_no_reader_sees_is_never_marked(search):
    assert all("years" not in one.best.quote for one in search("refunds take years"))


def test_each_section_comes_once_and_its_best_part_stands_in_what_is_shown(search):
    ones = search("fees prices steps")
    assert len({one.cited.hit.passage.trail for one in ones}) == len(ones) == 3
    for one in ones:
        told = found_json(one)
        best, text = told["best"], one.cited.document.text
        assert holds(one.best)
        assert best["text"] == text[best["start"] : best["end"]]
        assert told["start"] <= best["start"] < best["end"] <= told["end"]


def test_what_is_found_is_a_passage_of_the_contract_and_whose_it_is(search):
    told = found_json(first(search, "price of scans"))
    assert (told["edition"], told["authority"], told["page"], told["anchor"]) == ("official", "other", None, "prices")
    assert set(told["best"]) == {"text", "start", "end"}
    assert (told["rank"], told["trail"], len(told["sha256"])) == (1, ["Fees", "Prices"], 64)


def test_the_address_highlights_the_best_part_as_the_page_prints_it(search):
    page = "https://example.org/fees/"
    assert (
        first(search, "fill in the blue form steps").cited.url == f"{page}#steps:~:text=Fill%20in%20the%20blue%20form."
    )
    assert first(search, "copies of forms").cited.url == f"{page}#prices:~:text=ten%20dollars%20a%20page"


def test_the_terminal_shows_the_best_part_bold_or_between_marks(search):
    one = first(search, "when the counter opens")
    assert "Bring your card. »The counter opens at nine.« A refund" in hit_for_terminal(one, POINTED)
    assert "\x1b[1mThe counter opens at nine.\x1b[0m" in hit_for_terminal(one, BOLD)


def test_where_the_search_brought_no_part_near_one_is_compared_now(searcher, toy):
    hits = searcher.search("thing: scans; price: free")
    (bare,) = (replace(hit, matches=()) for hit in hits if hit.passage.anchor == "prices")
    assert found("thing: scans; price: free", bare, searcher, toy).best.quote == "| Scans | free |"


def test_a_part_that_is_not_in_the_stored_text_is_not_marked(searcher, toy):
    (hit,) = searcher.search("counter opens", 1)
    document = searcher.document("fees")
    searcher.index.documents["fees"] = replace(document, text=document.text.replace("nine", "noon"))
    one = found("counter opens", hit, searcher, toy)
    assert one.best is None
    assert found_json(one)["best"] is None
    assert "»" not in hit_for_terminal(one)
