"""Dated remarks are read strictly, and stand beside an answer that quotes what they are about, and no other."""

import re
from dataclasses import replace

import pytest
from test_summaries import folded, runs

from assistant.cite import citation
from assistant.notices import SUMMARY_NOTICE, day, holds_phrase, remarks, sentence, told
from corpus import home
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.model import Notice
from corpus.notices import notices
from ingest.passages import passages
from ingest.questions import place
from ingest.readers import read

HOURS = ("office", ("Office", "Hours"))
MOVED = Notice("moved", "2025-07", "It moved.", ("https://example.org/a", "Public Act 1"), (HOURS,))
ENTRY = """
[[notice]]
id = "hours"
date = "2025-07-23"
text = "The hours have changed."
evidence = ["https://example.org/hours"]
where = [{ source = "office", trail = ["Office", "Hours"] }]
"""
MEMBERS = "How many members does P20 WIN have?"


@pytest.fixture
def listed(tmp_path):
    """Reads a corpus whose notices.toml holds this text."""

    def make(text):
        (tmp_path / "notices.toml").write_text(text, "utf-8")
        return notices(tmp_path)

    return make


@pytest.fixture
def quoted(page):
    """Citations of every passage of an office page in one edition."""

    def make(edition="official", text="# Office\n\n## Hours\n\nOpen at nine.\n\n## Fees\n\nTen *dollars*.\n"):
        document, sections = read(page(text, "office", "Office", edition))
        found = passages(document, sections)
        return [citation(i, document, [one], one.start, one.end, one.plain) for i, one in enumerate(found, 1)]

    return make


def test_an_entry_is_read_whole(listed):
    more = 'about = ["nine"]\nedition = "official"\n'
    expected = Notice(
        "hours",
        "2025-07-23",
        "The hours have changed.",
        ("https://example.org/hours",),
        (HOURS,),
        ("nine",),
        "official",
    )
    assert listed(ENTRY + more) == (expected,)


def test_an_entry_may_say_that_its_sections_disagree(listed):
    assert [one.is_conflict for one in listed(ENTRY + "conflict = true\n")] == [True]
    assert [one.is_conflict for one in listed(ENTRY)] == [False]


def test_a_corpus_without_a_list_has_no_remarks(tmp_path):
    assert notices(tmp_path) == ()


@pytest.mark.parametrize("field", ["id", "date", "text", "evidence", "where"])
def test_an_entry_that_lacks_a_field_is_told_by_file_and_name(listed, tmp_path, field):
    name = "number 1" if field == "id" else "hours"
    with pytest.raises(PlaybookError, match=rf"{tmp_path}.*notices\.toml the notice {name} lacks {field}\. Add it\."):
        listed(re.sub(rf"^{field} = .*$", "", ENTRY, flags=re.M))


@pytest.mark.parametrize(
    ("old", "new", "told_of"),
    [
        ('date = "2025-07-23"', 'date = "2025-02-30"', "the date '2025-02-30'"),
        ('date = "2025-07-23"', 'date = "July 2025"', "the date 'July 2025'"),
        ('date = "2025-07-23"', "date = 2025-07-23", "the date"),
        ("evidence = [", "sources = [", "unknown field sources"),
        ('["https://example.org/hours"]', "[]", "no evidence"),
        ('["https://example.org/hours"]', '["", "x"]', "no evidence"),
        ('"The hours have changed."', '" "', "no text"),
        ('trail = ["Office", "Hours"]', "trail = []", "names no section"),
        ('trail = ["Office", "Hours"]', 'trail = ["Office"], anchor = "x"', "names no section"),
        ('source = "office", ', "", "names no section"),
        ('id = "hours"', 'id = "hours"\nabout = "nine"', "no list of phrases"),
        ('id = "hours"', 'id = "hours"\nedition = "draft"', "unknown edition"),
        ('id = "hours"', 'id = "hours"\nconflict = "yes"', "neither yes nor no"),
    ],
)
def test_an_entry_that_is_wrong_is_told_by_its_name(listed, old, new, told_of):
    with pytest.raises(PlaybookError, match=f"notices.toml the notice hours .*{told_of}"):
        listed(ENTRY.replace(old, new))


@pytest.mark.parametrize(
    "text", ["[[notice]", "[[remark]]\nid = 1", 'notice = "x"', "notice = [1]", ENTRY + ENTRY, "\x00"]
)
def test_a_list_that_is_none_is_told(listed, text):
    with pytest.raises(PlaybookError, match=r"notices\.toml"):
        listed(text)


def test_a_remark_stands_beside_its_section_only(quoted):
    hours, fees = quoted()
    assert remarks([hours], [MOVED]) == (MOVED,)
    assert remarks([fees], [MOVED]) == ()


def test_a_remark_on_one_edition_is_not_made_on_the_other(quoted):
    official = Notice("x", "2025", "It moved.", ("a",), (HOURS,), edition="official")
    assert remarks(quoted("official"), [official]) == (official,)
    assert remarks(quoted("summary"), [official]) == ()


def test_a_remark_about_a_phrase_needs_that_phrase_in_the_quote(quoted):
    about = {phrase: Notice(phrase, "2025", "x", ("a",), (HOURS,), (phrase,)) for phrase in ("at nine", "ten", "NINE.")}
    assert remarks(quoted(), list(about.values())) == (about["at nine"], about["NINE."])


def test_a_phrase_is_found_as_whole_words_across_lines_and_behind_markup(quoted):
    assert holds_phrase("open\n  at Nine.", ["at nine"])
    assert not holds_phrase("at ninety", ["at nine"])
    fees = Notice("fees", "2025", "x", ("a",), (("office", ("Office", "Fees")),), ("ten dollars",))
    assert remarks(quoted(), [fees]) == (fees,)


def test_each_remark_is_made_once_in_the_order_of_the_citations(quoted):
    hours, fees = quoted()
    both = Notice("both", "2025", "x", ("a",), (HOURS, ("office", ("Office", "Fees"))))
    on_fees = Notice("fees", "2025", "y", ("a",), (("office", ("Office", "Fees")),))
    assert remarks([fees, hours, fees], [MOVED, both, on_fees]) == (both, on_fees, MOVED)


def test_a_remark_is_told_with_its_date_and_what_it_rests_on():
    assert sentence(MOVED) == "As of July 2025: It moved. Source: https://example.org/a, Public Act 1"


@pytest.mark.parametrize(
    ("written", "shown"), [("2024", "2024"), ("2022-06", "June 2022"), ("2025-07-03", "July 3, 2025")]
)
def test_a_date_is_shown_as_precisely_as_it_is_known(written, shown):
    assert day(written) == shown


def test_a_caveat_is_told_once_a_document_between_remarks_and_the_edition(quoted):
    partial = [replace(one, document=replace(one.document, caveat="Pages missing.")) for one in quoted("summary")]
    assert told(partial, [MOVED]) == (sentence(MOVED), "Office: Pages missing.", SUMMARY_NOTICE)


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_every_bundled_remark_is_bound_to_sections_that_hold_its_subject(edition, at_hand):
    held = {}
    for text, sections in map(read, at_hand(edition)):
        for one in passages(text, sections):
            held[place(one)] = f"{held.get(place(one), '')}\n{one.text}\n{one.plain}"
    assert len(notices(home.BUNDLED)) > 30
    for notice in notices(home.BUNDLED):
        for where in notice.where:
            assert where in held, (notice.id, where)
            assert holds_phrase(held[where], notice.about), (notice.id, where)


def test_no_bundled_remark_repeats_official_words(official_documents):
    titles = {run for source in sources(home.BUNDLED) for run in runs(source.title)}
    official = {run for document in official_documents for run in runs(read(document)[0].text)} - titles
    for notice in notices(home.BUNDLED):
        assert not set(runs(folded(notice.text))) & official, notice.id


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_an_answer_on_the_members_says_how_their_number_has_changed(edition, request):
    answer = request.getfixturevalue(f"{edition}_answerer").answer(MEMBERS)
    (remark,) = [
        one for one in answer.notices if one.startswith("As of July 23, 2025: The playbook of June 2022 counts ten")
    ]
    assert "fifteen" in remark
    assert "https://p20-win.github.io/data-governance/" in remark
