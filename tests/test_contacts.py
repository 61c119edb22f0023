"""A contact is shown for the matter it is named for, and only while the sources still name it."""

from dataclasses import replace

import pytest

from assistant.contact import contact_for
from corpus import home
from corpus.contacts import contacts
from corpus.errors import PlaybookError
from corpus.model import Contact
from ingest.questions import bank
from ingest.readers import read

DESK = Contact("desk", "visits", "the desk, desk@example.org", ("desk@example.org",), ("page", ("Page",)), ("page",))
ENTRY = """
[[contact]]
id = "desk"
matter = "visits"
who = "the desk, desk@example.org"
says = ["desk@example.org"]
where = { source = "page", trail = ["Page"] }
serves = ["page"]
"""


@pytest.fixture
def document(page):
    text, _ = read(page("# Page\n\nWrite to desk@example.org."))
    return {"page": text}.__getitem__


@pytest.fixture
def listed(tmp_path):
    def make(text):
        (tmp_path / "contacts.toml").write_text(text, "utf-8")
        return contacts(tmp_path)

    return make


def test_a_list_is_read_as_written(listed):
    assert listed(ENTRY) == (DESK,)


def test_a_corpus_without_a_list_has_no_contacts(tmp_path):
    assert contacts(tmp_path) == ()


@pytest.mark.parametrize(
    "text",
    [
        "[[contact",
        "contact = 3",
        ENTRY.replace("who =", "whom ="),
        ENTRY.replace('["page"]', '"page"'),
        ENTRY.replace('says = ["desk@example.org"]', "says = []"),
        ENTRY.replace('{ source = "page", trail = ["Page"] }', '"page"'),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_by_file(text, listed):
    with pytest.raises(PlaybookError, match=r"contacts\.toml"):
        listed(text)


def test_a_contact_is_told_with_where_it_is_named(document):
    told = contact_for("page", ("Page", "Hours"), [DESK], document)
    assert told == "To ask about visits: the desk, desk@example.org (named in Page)"


def test_a_contact_that_the_text_no_longer_names_is_not_shown(document):
    moved = replace(DESK, says=("hall@example.org",))
    assert contact_for("page", ("Page",), [moved], document) is None


def test_nobody_is_named_for_another_source_or_where_the_naming_one_is_gone(document):
    assert contact_for("elsewhere", ("Page",), [DESK], document) is None
    assert contact_for("page", ("Page",), [replace(DESK, where=("gone", ("Gone",)))], document) is None


def test_a_section_of_its_own_comes_before_its_source(document):
    own = replace(DESK, id="own", matter="lions", serves=(), sections=(("page", ("Page", "Lions")),))
    assert "lions" in contact_for("page", ("Page", "Lions"), [DESK, own], document)
    assert "visits" in contact_for("page", ("Page", "Hours"), [DESK, own], document)


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_what_each_contact_says_stands_in_the_section_it_is_taken_from(edition, at_hand):
    stands = {}
    for text, sections in map(read, at_hand(edition)):
        for one in sections:
            stands[text.source, one.trail] = " ".join(text.text[one.start : one.end].split()).lower()
    for one in contacts(home.BUNDLED):
        assert not [said for said in one.says if said.lower() not in stands[one.where]], one.id


def test_contacts_serve_only_sources_and_sections_that_there_are_and_no_source_twice():
    places = set(bank(home.BUNDLED))
    served = [source for one in contacts(home.BUNDLED) for source in one.serves]
    assert set(served) <= {source for source, _ in places}
    assert len(served) == len(set(served))
    assert {place for one in contacts(home.BUNDLED) for place in one.sections} <= places
