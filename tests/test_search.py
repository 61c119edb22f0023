"""Searching: sections once each, in an order that vectors and shared words agree on."""

import pytest

from corpus.catalogue import sources
from corpus.load import documents
from ingest.build import build
from ingest.keywords import KeywordIndex
from ingest.search import HybridSearcher, open_index


@pytest.fixture
def searcher(folder_corpus, toy):
    long = "\n\n".join(f"Paragraph {number} speaks of fees. " * 15 for number in range(6))
    corpus = folder_corpus(
        fees=f"# Fees\n\n{long}\n\n## Refunds\n\nA refund takes nine days.",
        forms="# Forms\n\nUse form DCF-5101 to ask.",
    )
    build(corpus, documents(corpus, sources(corpus)), toy)
    return HybridSearcher(open_index(corpus, toy), toy)


def test_each_section_comes_once_and_ranks_count_from_one(searcher):
    hits = searcher.search("fees paragraph")
    places = [(hit.passage.source, hit.passage.trail) for hit in hits]
    assert len(set(places)) == len(places)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_hit_carries_its_whole_section_in_reading_order(searcher):
    hit = searcher.search("fees paragraph", k=1)[0]
    starts = [passage.start for passage in hit.section]
    assert len(starts) > 1
    assert starts == sorted(starts)
    assert hit.passage in hit.section


def test_the_passage_shown_is_the_one_that_says_it(searcher):
    hit = searcher.search("Paragraph 5 speaks of fees", k=1)[0]
    assert "Paragraph 5" in hit.passage.text


def test_a_rare_word_brings_its_passage_up(searcher):
    assert searcher.search("DCF-5101", k=1)[0].passage.source == "forms-md"


def test_k_limits_the_hits(searcher):
    assert len(searcher.search("fees", k=2)) == 2


def test_unknown_words_are_given_as_typed_and_in_any_form_known_ones_are_not(searcher):
    assert searcher.keywords.unknown("Is the plumber of Hartford refunded?") == ["plumber", "Hartford"]


def test_matches_lie_inside_their_section(searcher):
    for hit in searcher.search("refund days"):
        spans = [(passage.start, passage.end) for passage in hit.section]
        assert hit.matches
        assert all(any(a <= match.start and match.end <= b for a, b in spans) for match in hit.matches)


def test_questions_without_a_known_word_score_nothing_by_keyword():
    index = KeywordIndex.build(["sharing data", "fees"])
    assert index.scores("zebra of the").tolist() == [0, 0]
    assert index.scores("shares").argmax() == 0
