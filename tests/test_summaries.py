"""The bundled edition: official headings, every fact the cases ask for, no official sentence, and what was not read."""

import re

import pytest

from corpus import home
from corpus.catalogue import sources
from evals.cases import cases
from ingest.readers import read

RUN = 10
"""Words in a row that count as copied."""
LINK = re.compile(r"\[([^\]\n]+)\]\(")
"""What a link is called is a title, and a title is a fact."""


def sections(document):
    return [(section.trail, section.anchor) for section in read(document)[1]]


def folded(text):
    return re.sub(r"\s+", " ", text.replace("’", "'")).lower()


def section_texts(documents):
    """The plain text of each section, by source and trail."""
    texts = {}
    for document in documents:
        for section in read(document)[1]:
            key = (document.source.id, section.trail)
            texts[key] = texts.get(key, "") + folded(" ".join(block.plain for block in section.blocks)) + " "
    return texts


def runs(text):
    pieces = re.split(r"[|\n]|(?<=[.!?:;])\s", re.sub(r"\]\([^)]*\)|https?://\S+", "|", text))
    for piece in pieces:
        words = re.findall(r"[a-z0-9]+", piece.lower())
        yield from (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


@pytest.fixture
def restated(summary_documents, official_documents):
    """Each summary of a page whose official Markdown is at hand, with that page."""
    pages = {document.source.id: document for document in official_documents if document.format == "markdown"}
    return [(summary, pages[summary.source.id]) for summary in summary_documents if summary.source.id in pages]


def test_headings_and_anchors_are_the_official_ones(restated):
    assert len(restated) == 19
    for summary, official in restated:
        assert sections(summary) == sections(official), summary.source.id


WITHOUT_SUMMARY = {
    "p20win-data-dictionary-ctedu": "an older copy of the dictionary, not to be answered from",
    "p20win-data-dictionary-github": "the live copy of the dictionary, which p20win-data-dictionary stands for",
}


def test_every_listed_source_has_a_summary_but_for_a_named_few(summary_documents):
    summarised = {document.source.id for document in summary_documents}
    listed = {source.id for source in sources(home.BUNDLED) if source.same_as is None}
    assert listed - summarised == set(WITHOUT_SUMMARY)


def test_a_summary_written_from_what_others_say_tells_so_in_whole_sentences(summary_documents):
    secondary = [document.source for document in summary_documents if document.source.basis == "secondary"]
    assert secondary
    for source in secondary:
        assert re.fullmatch(r"[A-Z].{30,}\.", source.caveat), source.id


def test_a_caveat_belongs_to_a_summary_and_comes_with_it(summary_documents):
    limited = {source.id for source in sources(home.BUNDLED) if source.caveat or source.basis == "secondary"}
    assert limited == {document.source.id for document in summary_documents if read(document)[0].caveat}


def test_a_summary_carries_the_title_that_is_listed(summary_documents):
    for document in summary_documents:
        assert read(document)[0].title == document.source.title, document.source.id


def test_summaries_open_at_the_official_address(summary_documents):
    for document in summary_documents:
        assert read(document)[0].url == document.source.url


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_every_fact_the_cases_ask_for_stands_in_a_gold_section(edition, at_hand):
    texts = section_texts(at_hand(edition))
    lost = [
        (case.id, alternatives)
        for case in cases()
        for alternatives in case.facts
        if not any(folded(one) in texts[gold.place] for one in alternatives for gold in case.gold)
    ]
    assert not lost


def test_lists_and_tables_are_as_long_as_the_official_ones(restated):
    def counts(document):
        found = [
            (section.trail, block.kind, len(block.parts))
            for section in read(document)[1]
            for block in section.blocks
            if block.kind in ("list", "table")
        ]
        return {trail: sorted((k, n) for t, k, n in found if t == trail) for trail, _, _ in found}

    for summary, official in restated:
        if summary.source.id not in RELISTED:
            assert counts(summary) == counts(official), summary.source.id


RELISTED = {
    "manual-secure-transport": "steps the page prints one a list, between pictures, stand in one list",
    "manual-data-policies": "parts of a file name that the page prints as paragraphs are a list",
}


def test_no_official_sentence_stands_in_a_summary(official_documents, summary_documents):
    links = (
        text for document in official_documents for text in LINK.findall(document.content.decode("utf-8", "ignore"))
    )
    titles = {run for title in [*(source.title for source in sources(home.BUNDLED)), *links] for run in runs(title)}
    official = set()
    for document in official_documents:
        if document.source.id != "playbook-resource-library":  # a list of titles and publishers
            official |= set(runs(read(document)[0].text))
    headings = {run for document in official_documents for s in read(document)[1] for run in runs(s.trail[-1])}
    for summary in summary_documents:
        copied = set(runs(summary.content.decode())) & (official - titles - headings)
        assert not copied, (summary.source.id, copied)
