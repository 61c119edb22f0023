"""Every statement is a verbatim quote with the place it stands; where there is none, the answer says so."""

import dataclasses
import json

import pytest

from assistant.cite import citation, holds, url
from assistant.confidence import Confidence
from assistant.model import Turn
from assistant.notices import SUMMARY_NOTICE
from assistant.quote import HITS, NEAREST, QuotingAnswerer
from assistant.select import SHORT_WORDS
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import documents
from ingest.build import build
from ingest.indexes import current
from ingest.passages import passages
from ingest.readers import read
from ingest.search import HybridSearcher, open_index

SURE = Confidence(weights={"similarity": 10.0}, bias=-3.0, threshold=0.5)
NEVER = Confidence(weights={"similarity": 10.0}, bias=-3.0, threshold=1.0)
LETTER = "What must I bring to the counter?"
OFFICE = """# Office

## Copying

Paper copies are charged by the page. Scans are free <!-- ask Ana --> of charge for schools.

## What to bring

Bring these to the counter:

- a signed letter
- two witnesses
- the old certificate

## Opening hours

The counter opens at nine. It closes at five.

## Parking

Visitors leave their bicycles behind the mill.
"""
LISTED = """
[collections.pages]
title = "The Pages"
site = "https://example.org"
[[source]]
id = "office"
collection = "pages"
title = "Office"
path = "office.md"
url = "https://example.org/office/"
format = "markdown"
"""


@pytest.fixture
def over(toy):
    """Indexes a corpus folder and opens an answerer over it."""

    def make(corpus, confidence=SURE):
        build(corpus, documents(corpus, sources(corpus)), toy)
        return QuotingAnswerer(HybridSearcher(open_index(corpus, toy), toy), confidence)

    return make


@pytest.fixture
def office(folder_corpus, over):
    """An answerer over one page."""
    return over(folder_corpus(office=OFFICE))


@pytest.fixture
def listed(folder_corpus, over):
    """An answerer over the same page in the edition named, listed with its address."""

    def make(edition):
        folder = folder_corpus(sources="")
        (folder / "sources.md").unlink()
        (folder / "sources.toml").write_text(LISTED, "utf-8")
        place = folder / ("pages" if edition == "official" else "summaries")
        place.mkdir()
        (place / "office.md").write_text(OFFICE, "utf-8")
        return over(folder)

    return make


def quotes(answer):
    return [one.quote for one in answer.citations]


def tamper(corpus, old, new):
    """Change the stored text of the index behind the passages' back, offsets kept."""
    stored = current(corpus) / "documents.jsonl"
    assert stored.read_text("utf-8").count(old) == 1
    assert len(old) == len(new)
    stored.write_text(stored.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize("question", [LETTER, "Are scans free of charge for schools?", "When does the counter open?"])
def test_every_statement_cites_and_every_quote_stands_at_its_offsets(office, question):
    answer = office.answer(question)
    assert answer.status == "answered"
    assert [statement.citations for statement in answer.statements] == [(one.number,) for one in answer.citations]
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    for one in answer.citations:
        assert one.quote
        assert one.quote == one.document.text[one.start : one.end] == OFFICE[one.start : one.end]


def test_a_citation_names_the_section_it_stands_in(office):
    cited = office.answer(LETTER).citations[0]
    assert (cited.trail, cited.anchor) == (("Office", "What to bring"), "what-to-bring")


def test_a_list_is_quoted_whole_with_its_introduction(folder_corpus, over):
    filler = "\n\n".join(f"Filler {n} about {'grey stones ' * 12}" for n in range(6))
    assert len(filler.split()) > SHORT_WORDS
    whole = "Bring these to the counter:\n\n- a signed letter\n- two witnesses\n- the old certificate"
    answer = over(folder_corpus(long=f"# Long\n\n{filler}\n\n{whole}\n\n{filler}\n")).answer("two witnesses")
    assert quotes(answer) == [whole]
    assert answer.statements[0].text == whole


def test_of_a_long_section_only_what_comes_near_is_quoted(folder_corpus, over):
    filler = "\n\n".join(f"Filler {n} about {'grey stones ' * 12}" for n in range(6))
    answer = over(folder_corpus(long=f"# Long\n\n{filler}\n\nThe counter opens at nine.\n")).answer(
        "The counter opens?"
    )
    assert quotes(answer) == ["The counter opens at nine."]


def test_a_short_section_is_quoted_whole_in_one_stretch(folder_corpus, over):
    text = "The counter opens at nine.\n\nBicycles stay outside."
    assert quotes(over(folder_corpus(a=f"# A\n\n{text}\n")).answer("When does the counter open?")) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Scans are free <!-- ask Ana --> of charge.",
        "Scans are free.\n\n<!-- ask Ana -->\n\nCopies cost money.",
        "<!-- ask Ana -->\n\nScans are free.",
        "Scans are free <!-- ask\nAna\n--> of charge.\nCopies cost money.",
        "Scans, all of them <!-- ask Ana -->:\n\n- are free\n- are quick",
    ],
)
def test_a_comment_is_never_quoted(folder_corpus, over, text):
    answer = over(folder_corpus(a=f"# Scans\n\n{text}\n")).answer("Are scans free?")
    assert answer.status == "answered"
    assert "free" in " ".join(quotes(answer))
    shown = [*quotes(answer), *(statement.text for statement in answer.statements)]
    assert not [text for text in shown if "Ana" in text or "<!--" in text or "-->" in text]


@pytest.mark.parametrize(
    "text",
    [
        "- scans are free <!-- ask Ana -->\n- copies cost money",
        "| what | cost |\n|---|---|\n| scans | free <!-- Ana --> |",
    ],
)
def test_a_comment_inside_an_item_or_a_row_is_never_quoted(folder_corpus, over, text):
    answer = over(folder_corpus(a=f"# Scans\n\n{text}\n")).answer("Are scans free?")
    assert not [quote for quote in quotes(answer) if "Ana" in quote]


def test_a_quote_that_no_longer_stands_in_the_stored_text_is_dropped(folder_corpus, over, toy):
    corpus = folder_corpus(office=OFFICE)
    assert over(corpus).answer(LETTER).status == "answered"
    tamper(corpus, "two witnesses", "six witnesses")
    answer = QuotingAnswerer(HybridSearcher(open_index(corpus, toy), toy), SURE).answer(LETTER)
    assert (answer.status, answer.statements, answer.citations) == ("not_found", (), ())
    assert answer.suggestions


def test_quotes_that_remain_are_numbered_without_a_gap(folder_corpus, over, toy):
    corpus = folder_corpus(office=OFFICE)
    question = "Are scans free of charge for schools?"
    before = over(corpus).answer(question)
    assert [(one.number, one.quote) for one in before.citations][1] == (2, "of charge for schools.")
    tamper(corpus, "charged by the page", "charged by the inch")
    after = QuotingAnswerer(HybridSearcher(open_index(corpus, toy), toy), SURE).answer(question)
    assert [(one.number, one.quote) for one in after.citations] == [(1, "of charge for schools.")]


def test_a_quote_one_character_off_or_of_nothing_but_space_does_not_hold(page):
    text, sections = read(page("# A\n\nSame words.  \n\nMore.\n"))
    passage = passages(text, sections)[-1]
    found = citation(1, text, [passage], passage.start, passage.end, "")
    assert holds(found)
    assert not holds(dataclasses.replace(found, start=found.start + 1))
    assert not holds(dataclasses.replace(found, end=found.end - 1))
    assert not holds(dataclasses.replace(found, quote="  ", start=16, end=18))


def test_where_the_sources_do_not_say_the_nearest_sections_are_listed_with_addresses(listed):
    answer = listed("official").answer("Who paints zebras?")
    assert (answer.status, answer.statements, answer.citations) == ("not_found", (), ())
    assert len(answer.suggestions) == NEAREST
    assert len(set(answer.suggestions)) == NEAREST
    trails = [" > ".join(one.hit.passage.trail) for one in answer.passages[:NEAREST]]
    assert [line.split(" https://")[0] for line in answer.suggestions] == [f"The Pages: {trail}" for trail in trails]
    assert all(" https://example.org/office/#" in line for line in answer.suggestions)


def test_confidence_below_the_threshold_refuses(folder_corpus, over):
    answer = over(folder_corpus(office=OFFICE), NEVER).answer(LETTER)
    assert answer.status == "not_found"
    assert answer.passages[0].hit.passage.trail == ("Office", "What to bring")
    assert 0 < answer.confidence < 1


def test_confidence_at_the_threshold_is_enough():
    assert SURE.is_enough(0.5)
    assert not SURE.is_enough(0.4999)


def test_where_nothing_is_found_confidence_is_nought(office, monkeypatch):
    monkeypatch.setattr(HybridSearcher, "search", lambda *_: [])
    answer = office.answer(LETTER)
    assert (answer.status, answer.confidence, answer.passages) == ("not_found", 0.0, ())


@pytest.mark.parametrize("question", [LETTER, "Who paints zebras?"])
def test_an_answer_carries_ten_hits_whatever_its_status(folder_corpus, over, question):
    more = "".join(f"\n## Room {n}\n\nRoom {n} is let to painters.\n" for n in range(12))
    answer = over(folder_corpus(office=OFFICE + more)).answer(question)
    assert [one.hit.rank for one in answer.passages] == list(range(1, HITS + 1))
    assert HITS == 10


def test_of_sections_that_answer_alike_a_second_is_quoted_and_no_third(folder_corpus, over):
    same = "".join(f"\n## Counter {n}\n\nThe counter opens at nine.\n" for n in range(6))
    answer = over(folder_corpus(a=f"# A\n{same}")).answer("When does the counter open?")
    assert len({one.trail for one in answer.citations}) == len(answer.citations) == 2


def test_numbered_steps_are_quoted_where_a_question_asks_how(folder_corpus, over):
    about = f"Painters may book a room early. {'Grey stones lie about. ' * 40}"
    steps = "Then:\n\n1. Ask for the room\n2. Fetch the key"
    answerer = over(folder_corpus(a=f"# A\n\n{about}\n\n{steps}\n"))
    assert steps in " ".join(quotes(answerer.answer("How do painters book a room?")))
    assert quotes(answerer.answer("When do painters book a room?")) == ["Painters may book a room early."]


def test_the_official_edition_links_to_the_quote_itself(listed):
    answer = listed("official").answer(LETTER)
    assert answer.citations[0].url == (
        "https://example.org/office/#what-to-bring:~:text=Bring%20these%20to%20the%20counter%3A"
    )
    assert answer.notices == ()


def test_the_summary_edition_links_to_the_section_and_says_what_it_is(listed):
    answer = listed("summary").answer(LETTER)
    assert answer.citations[0].url == "https://example.org/office/#what-to-bring"
    assert answer.notices == (SUMMARY_NOTICE,)
    assert "summary" in SUMMARY_NOTICE


def test_a_hit_links_to_its_section_without_a_text_fragment(listed):
    hits = listed("official").answer(LETTER).passages
    assert hits[0].url == "https://example.org/office/#what-to-bring"


def test_a_long_quote_is_named_by_its_first_and_last_words(page):
    text, sections = read(page("## Head\n\none, two three-four five six seven eight nine ten eleven & twelve.\n"))
    passage = passages(text, sections)[-1]
    found = citation(1, text, [passage], passage.start, passage.end, passage.plain)
    fragment = found.url.split("#head:~:text=")[1]
    assert fragment == "one%2C%20two%20three%2Dfour%20five%20six,nine%20ten%20eleven%20%26%20twelve."


def test_a_pdf_citation_opens_its_page(page):
    text, sections = read(page("One.\n"))
    passage = dataclasses.replace(passages(text, sections)[0], page=7)
    assert url(text, passage, "One.") == "https://example.org/page/#page=7"


def test_what_has_no_address_gets_no_link(page):
    text, sections = read(page("## A\n\nOne.\n"))
    passage = passages(text, sections)[0]
    assert url(dataclasses.replace(text, url=""), passage, "One.") == ""


def test_an_anchor_cannot_break_out_of_its_address(page):
    text, sections = read(page("## A\n\nOne.\n"))
    passage = dataclasses.replace(passages(text, sections)[0], anchor='"><b> é')
    assert url(text, passage) == "https://example.org/page/#%22%3E%3Cb%3E%20%C3%A9"


def test_the_same_question_gets_the_same_answer_and_id(folder_corpus, over, office):
    again = over(folder_corpus(office=OFFICE))
    assert office.answer(LETTER) == office.answer(f" {LETTER}\n") == again.answer(LETTER)


def test_the_id_tells_questions_and_histories_and_indexes_apart(folder_corpus, over, office):
    history = (Turn("user", "Where is the counter?"),)
    changed = over(folder_corpus(office=OFFICE.replace("five", "six")))
    answers = [office.answer(LETTER), office.answer("Why?"), office.answer(LETTER, history), changed.answer(LETTER)]
    assert len({answer.id for answer in answers}) == 4


def test_a_follow_up_is_answered_with_what_it_points_back_to(office):
    history = (Turn("user", "The counter opens at nine?"), Turn("assistant", "Yes."))
    assert office.answer("Why?").status == "not_found"
    answer = office.answer("Why?", history)
    assert answer.question == "Why?"
    assert answer.citations[0].trail == ("Office", "Opening hours")


def test_a_bad_question_is_refused_before_anything_is_searched(office, monkeypatch):
    monkeypatch.setattr(HybridSearcher, "search", None)
    with pytest.raises(PlaybookError, match="empty"):
        office.answer("  ")


def test_an_answer_names_its_index_and_its_times(folder_corpus, office):
    answer = office.answer(LETTER)
    manifest = json.loads((current(folder_corpus()) / "manifest.json").read_text("utf-8"))
    assert answer.index == manifest["fingerprint"]
    assert 0 <= answer.timings_ms["search"] <= answer.timings_ms["total"]
