"""A plain folder of files is a corpus: every document of it is read at its path, and nothing outside it."""

import io
import os
import random
import time
from pathlib import Path

import docx
import openpyxl
import pytest
from checks import check
from test_documents_reader import pdf

from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import LARGEST_FILE, documents
from ingest import store
from ingest.build import build
from ingest.indexes import current
from ingest.readers import read

SUFFIXES = [".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".xlsx"]
FILES = 500
WORDS = ["agency", "request", "data", "sharing", "agreement", "officer", "linkage", "privacy", "review", "fee", "copy"]


def saved(document):
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def word_file(title, lines):
    document = docx.Document()
    document.add_heading(title, 1)
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def spreadsheet(title, lines):
    workbook = openpyxl.Workbook()
    workbook.properties.title = title
    workbook.active.append(["Topic", "What is said"])
    for line in lines:
        workbook.active.append([title, line])
    return saved(workbook)


def page(title, lines):
    menu = "<nav><a href=/>Start</a></nav>"
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><title>{title} | Site</title><body>{menu}<h1 id=t>{title}</h1>{body}</body></html>".encode()


def markdown(title, lines):
    return ("\n\n".join([f"# {title}", *lines]) + "\n").encode()


MAKERS = {
    ".md": markdown,
    ".markdown": markdown,
    ".html": page,
    ".htm": page,
    ".pdf": lambda title, lines: pdf([title, *lines]),
    ".docx": word_file,
    ".xlsx": spreadsheet,
}


def fill(folder, count):
    """Files of all formats in nested folders with odd names; returns the sentence that marks each path."""
    chance, marks = random.Random(7), {}
    for number in range(count):
        suffix = SUFFIXES[number % len(SUFFIXES)]
        place = ["", "Reports 2024/", "Reports 2024/Année é/", "forms/a.b/", "FORMS/"][number % 5]
        name = [f"File {number}", f"file_{number}", f"Übersicht {number}", f"p{number}"][number % 4]
        mark = f"Marker{number}x stands here."
        lines = [" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(4)]
        file = folder / f"{place}{name}{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(MAKERS[suffix](f"Title {number}", [*lines[:2], mark, *lines[2:]]))
        marks[f"{place}{name}{suffix}"] = mark
    return marks


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def put(file, content=b"# One\n\nText.\n"):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def paths(folder):
    return [source.full_path for source in sources(folder)]


def built(folder, toy):
    return build(folder, documents(folder, sources(folder)), toy)


@pytest.mark.timeout(600)
def test_five_hundred_files_of_all_formats_are_all_indexed_at_their_paths(shelf, toy):
    marks = fill(shelf, FILES)
    started = time.monotonic()
    manifest = built(shelf, toy)
    assert time.monotonic() - started < 300
    assert (manifest.documents, manifest.failed) == (FILES, 0)
    held = {one.path: one for one in store.documents(current(shelf))}
    assert held.keys() == marks.keys()
    assert all(mark in held[path].text for path, mark in marks.items())
    assert all(Path(shelf, path).is_file() for path in held)
    found = store.passages(current(shelf))
    assert {one.source for one in found} == {one.source for one in held.values()}
    assert len({one.id for one in found}) == len(found)
    check_a_second_build_does_nothing(shelf, toy, manifest)


def check_a_second_build_does_nothing(shelf, toy, manifest):
    folder, toy.embedded = current(shelf), []
    assert built(shelf, toy) == manifest
    assert (current(shelf), toy.embedded) == (folder, [])


def test_nothing_of_a_mixed_folder_is_lost_between_text_and_passages(shelf):
    fill(shelf, 70)
    for document in documents(shelf, sources(shelf)):
        check(document)


def test_the_top_folder_is_the_collection_and_the_path_is_that_in_the_folder(shelf):
    for name in ["top.md", "Forms/a b/é.html", "Forms/c.xlsx"]:
        put(shelf / name)
    found = {source.full_path: source.collection.id for source in sources(shelf)}
    assert found == {"top.md": "", "Forms/a b/é.html": "Forms", "Forms/c.xlsx": "Forms"}


def test_titles_come_from_the_files_or_their_names(shelf):
    put(shelf / "a.md", b"---\ntitle: Front\n---\n# Head\n\nText.\n")
    put(shelf / "b.md")
    put(shelf / "c.html", b"<title>Window | Site</title><p>Text.")
    put(shelf / "d.html", b"<title>Window</title><h1>Head</h1><p>Text.")
    put(shelf / "e_file-name.html", b"<p>Text.")
    put(shelf / "f.xlsx", spreadsheet("Book", ["x"]))
    put(shelf / "my_list.xlsx", spreadsheet(None, ["x"]))
    titles = [read(document)[0].title for document in documents(shelf, sources(shelf))]
    assert titles == ["Front", "One", "Window", "Head", "e file name", "Book", "my list"]


def test_hidden_and_temporary_files_and_program_folders_are_left_out(shelf):
    for name in [".git/a.md", "node_modules/x/a.md", "__pycache__/a.md", ".hidden.md", "~$open.docx", "sub/.venv/a.md"]:
        put(shelf / name)
    put(shelf / "sub/seen.md")
    assert paths(shelf) == ["sub/seen.md"]


def test_no_link_is_followed_out_of_the_folder(shelf, tmp_path):
    put(tmp_path / "outside" / "secret.md")
    put(shelf / "inside.md")
    (shelf / "linked.md").symlink_to(tmp_path / "outside" / "secret.md")
    (shelf / "folder").symlink_to(tmp_path / "outside")
    (shelf / "passwd.md").symlink_to("/etc/passwd")
    (shelf / "gone.md").symlink_to(shelf / "nowhere.md")
    (shelf / "loop.md").symlink_to(shelf / "loop.md")
    (shelf / "round").symlink_to(shelf)
    (shelf / "copy.md").symlink_to(shelf / "inside.md")
    assert paths(shelf) == ["copy.md", "inside.md"]


def test_a_folder_may_itself_be_a_link(shelf, tmp_path):
    put(shelf / "a.md")
    (tmp_path / "link").symlink_to(shelf)
    assert paths(tmp_path / "link") == ["a.md"]


def test_what_is_no_regular_file_is_never_opened(shelf):
    put(shelf / "a.md")
    os.mkfifo(shelf / "pipe.md")
    (shelf / "folder.html").mkdir()
    assert paths(shelf) == ["a.md"]


def test_names_that_differ_only_in_case_are_two_sources(shelf):
    for name in ["Fees.md", "fees.md", "FEES.html"]:
        put(shelf / name)
    assert len({source.id for source in sources(shelf)}) == len(paths(shelf)) == 3


def test_a_name_that_is_no_unicode_or_holds_a_line_break_is_left_out(shelf):
    put(shelf / "a.md")
    for name in [b"bad\xff.md", b"line\nbreak.md"]:
        Path(os.fsdecode(os.fsencode(shelf) + b"/" + name)).write_bytes(b"x")
    assert paths(shelf) == ["a.md"]


def test_a_file_over_the_size_limit_fails_alone(shelf, toy):
    put(shelf / "a.md")
    with (shelf / "huge.md").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    manifest = built(shelf, toy)
    assert (manifest.documents, manifest.failed) == (1, 1)
    (failure,) = store.failures(current(shelf))
    assert failure.sentence.startswith(f"{shelf / 'huge.md'} is larger than 50 MiB.")


def test_a_damaged_file_of_each_format_fails_alone(shelf, toy):
    put(shelf / "good.md")
    for suffix in [".pdf", ".docx", ".xlsx", ".html"]:
        put(shelf / f"bad{suffix}", b"\x00\x01 is no document")
    manifest = built(shelf, toy)
    assert (manifest.documents, manifest.failed) == (1, 4)
    assert all("bad." in failure.sentence for failure in store.failures(current(shelf)))


def test_a_folder_that_cannot_be_listed_is_told_by_its_path(shelf, monkeypatch):
    put(shelf / "sub" / "a.md")
    listed = os.scandir

    def refuse(folder):
        if str(folder).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PlaybookError, match=r"sub cannot be read \(Permission denied\)"):
        sources(shelf)


def test_the_questions_of_one_folder_stay_with_it(shelf, tmp_path, toy):
    line = '{"source": "a-md", "trail": ["One"], "questions": ["Where do I pay?"]}\n'
    put(shelf / "a.md")
    put(shelf / "questions.jsonl", line.encode())
    put(tmp_path / "other" / "a.md")
    assert built(shelf, toy).vectors == built(tmp_path / "other", toy).vectors + 1
