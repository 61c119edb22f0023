"""The best edition at hand is used, and what cannot be read or written is told with its path."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import home
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import document, documents, official_folder
from corpus.model import Collection, Source
from ingest.readers import read

UNREADABLE = Path("/proc/self/mem")
"""A file that is there and cannot be read from its start, not even by root."""

REVISION = "abc123"


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def source():
    pinned = hashlib.sha256(b"Official.").hexdigest()
    return Source("a", Collection("c", "C"), "A", "sub/a.pdf", "pdf", revision=REVISION, sha256=pinned)


def put(file, content=b"Official."):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def put_summary(corpus, content=b"Summary."):
    put(corpus / "summaries" / "a.md", content)


def test_synced_text_comes_before_all_else(corpus, source):
    put_summary(corpus)
    put(corpus / "c" / "sub" / "a.pdf", b"In the corpus.")
    put(official_folder(corpus) / "c" / "sub" / "a.pdf")
    found = document(corpus, source)
    assert (found.edition, found.format, found.content) == ("official", "pdf", b"Official.")


@pytest.mark.parametrize("place", ["c/sub/a.pdf", "sub/a.pdf"])
def test_a_file_in_the_corpus_folder_comes_before_the_summary(corpus, source, place):
    put_summary(corpus)
    put(corpus / place)
    assert document(corpus, source).edition == "official"


def test_a_summary_stands_in_for_a_missing_official_file(corpus, source):
    put_summary(corpus)
    found = document(corpus, source)
    assert (found.edition, found.format, found.content) == ("summary", "markdown", b"Summary.")
    assert found.revision == REVISION


def test_official_text_names_its_revision_only_where_it_is_the_pinned_text(corpus, source):
    put(corpus / "sub" / "a.pdf")
    assert document(corpus, source).revision == REVISION
    put(corpus / "sub" / "a.pdf", b"Changed.")
    assert document(corpus, source).revision is None


def test_a_document_carries_the_hash_of_its_own_bytes(corpus, source):
    put_summary(corpus)
    assert document(corpus, source).sha256 == hashlib.sha256(b"Summary.").hexdigest()
    put(corpus / "sub" / "a.pdf", b"Changed.")
    assert document(corpus, source).sha256 == hashlib.sha256(b"Changed.").hexdigest()


def test_a_format_without_a_reader_is_read_from_its_summary_alone(corpus, source):
    put(corpus / "sub" / "a.pdf")
    assert document(corpus, replace(source, format="video")) is None
    put_summary(corpus)
    assert document(corpus, replace(source, format="video")).edition == "summary"


@pytest.mark.parametrize("format_", ["markdown", "html", "site", "pdf", "docx", "xlsx"])
def test_every_format_with_a_reader_is_read_from_its_official_file(corpus, source, format_):
    put_summary(corpus)
    put(corpus / "sub" / "a.pdf")
    assert document(corpus, replace(source, format=format_)).edition == "official"


def test_sources_without_text_and_other_addresses_are_left_out(corpus, source):
    put_summary(corpus)
    missing = replace(source, id="b", path="b.pdf")
    other_address = replace(source, same_as="b")
    assert [one.source for one in documents(corpus, [missing, source, other_address])] == [source]


def test_every_summary_of_the_bundled_corpus_is_found_without_a_network():
    found = documents(home.BUNDLED, sources(home.BUNDLED))
    assert {one.edition for one in found} == {"summary"}
    assert len(found) == len(list((home.BUNDLED / "summaries").glob("*.md")))


def test_every_file_of_a_plain_folder_is_read(folder_corpus):
    folder = folder_corpus(one="One.", two="Two.")
    put(folder / "sub" / "one.md", b"Three.")
    assert sorted(one.content for one in documents(folder, sources(folder))) == [b"One.", b"Three.", b"Two."]


def test_a_folder_inside_a_plain_folder_may_have_its_name(folder_corpus):
    folder = folder_corpus(one="Outer.")
    put(folder / folder.name / "one.md", b"Inner.")
    assert sorted(one.content for one in documents(folder, sources(folder))) == [b"Inner.", b"Outer."]


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs /proc, where a file is that even root cannot read")
@pytest.mark.parametrize("place", ["sub/a.pdf", "summaries/a.md"])
def test_a_file_that_cannot_be_read_is_told_by_its_path_and_stops_no_other(corpus, source, place):
    file = corpus / place
    file.parent.mkdir()
    file.symlink_to(UNREADABLE)
    found = document(corpus, source)
    assert (found.content, found.problem.startswith(f"{file} cannot be read (Input/output error).")) == (b"", True)
    with pytest.raises(PlaybookError, match=re.escape(found.problem)):
        read(found)


def test_an_unreadable_official_file_is_not_passed_over_for_the_summary(corpus, source):
    put_summary(corpus)
    (corpus / "sub").mkdir()
    (corpus / "sub" / "a.pdf").symlink_to(UNREADABLE)
    assert document(corpus, source).edition == "official"
    assert "cannot be read" in document(corpus, source).problem


def test_home_is_the_folder_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_HOME", str(tmp_path / "mine"))
    assert home.home() == tmp_path / "mine"
    monkeypatch.setenv("PLAYBOOK_HOME", "~/mine")
    assert home.home() == Path.home() / "mine"


def test_home_is_a_place_for_application_data_where_none_is_named(monkeypatch):
    monkeypatch.delenv("PLAYBOOK_HOME")
    assert home.home().is_absolute()
    assert home.home().name == "playbook-assistant"


def test_two_corpora_of_one_name_do_not_share_a_folder(tmp_path):
    first, second = home.corpus_home(tmp_path / "a" / "Notes"), home.corpus_home(tmp_path / "b" / "Notes")
    assert first != second
    assert {first.parent, second.parent} == {home.home()}
    assert first.name.startswith("notes-")


def test_a_corpus_keeps_its_folder_however_it_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert home.corpus_home(Path("notes")) == home.corpus_home(tmp_path / "x" / ".." / "notes")
    assert home.corpus_home(home.BUNDLED) == home.home() / "bundled"


def test_a_missing_folder_is_made_with_those_above_it(tmp_path):
    assert home.make_folder(tmp_path / "a" / "b").is_dir()
    assert home.make_folder(tmp_path / "a" / "b") == tmp_path / "a" / "b"


@pytest.mark.parametrize("below", ["", "a", "a/b"])
def test_a_file_where_a_folder_is_needed_is_told_by_its_path(tmp_path, below):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / below
    with pytest.raises(PlaybookError, match=re.escape(f"Cannot write to {folder} (") + r".*PLAYBOOK_HOME="):
        home.make_folder(folder)


def test_a_folder_that_may_not_be_written_is_told_by_its_path(tmp_path, monkeypatch):
    monkeypatch.setattr(home.os, "access", lambda path, mode: False)
    with pytest.raises(PlaybookError, match=re.escape(f"Cannot write to {tmp_path} (Permission denied)")):
        home.make_folder(tmp_path)
