"""What is wanted of an archive is taken in memory; a hostile archive is refused, and nothing leaves its folder."""

import io
import stat
import struct
import warnings
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publisher import PAGES, archive

from corpus import archive as archive_module
from corpus.archive import unpacked
from corpus.errors import FetchError

TOP = "repository-abc123"
WANTED = {"docs/a.md", "docs/b.md"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    """An archive of names or ZipInfos with their content."""
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", method) as opened:
        warnings.simplefilter("ignore")
        for name, content in members:
            opened.writestr(name, content)
    return held.getvalue()


def test_only_what_is_wanted_is_taken_below_the_one_top_folder():
    found = unpacked(archive({**PAGES, "c": b"Page C."}), WANTED)
    assert found.files == {"docs/a.md": PAGES["a"], "docs/b.md": PAGES["b"]}


def test_what_is_not_there_is_left_out():
    assert unpacked(archive({"a": b"Page A."}), WANTED).files.keys() == {"docs/a.md"}


@pytest.mark.parametrize(
    ("comment", "top", "revision"),
    [
        (COMMIT.encode(), "repository-HEAD", COMMIT),
        (b"", f"repository-{COMMIT}", COMMIT),
        (b"", "repository-main", None),
        (b"../../etc", "repository-HEAD", None),
        (b"\xff" * 40, "repository-HEAD", None),
        (COMMIT.encode() + b"00", "repository-HEAD", None),
    ],
)
def test_the_commit_is_told_by_the_comment_or_the_folder(comment, top, revision):
    assert unpacked(archive(top=top, comment=comment), WANTED).revision == revision


def test_a_file_named_twice_is_refused():
    twice = zipped((f"{TOP}/docs/a.md", b"One."), (f"{TOP}/docs/a.md", b"Another."))
    with pytest.raises(FetchError, match=r"holds repository-abc123/docs/a\.md more than once"):
        unpacked(twice, WANTED)


def test_a_name_cut_by_a_null_is_the_name_before_it():
    hidden = zipped((f"{TOP}/docs/a.md", b"One."), (f"{TOP}/docs/a.md.txt", b"Another.")).replace(
        b".md.txt", b".md\0txt"
    )
    with pytest.raises(FetchError, match="more than once"):
        unpacked(hidden, WANTED)


def test_two_top_folders_are_refused():
    with pytest.raises(FetchError, match="more than the one folder"):
        unpacked(zipped(("one/docs/a.md", b"One."), ("two/docs/a.md", b"Two.")), WANTED)


def test_a_link_is_refused():
    link = zipfile.ZipInfo(f"{TOP}/docs/a.md")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(FetchError, match="is a link"):
        unpacked(zipped((link, b"/etc/passwd")), WANTED)


@pytest.mark.parametrize(
    "name", ["../docs/a.md", "/docs/a.md", "..\\docs\\a.md", "C:/docs/a.md", "C:docs/a.md", "docs\\a.md", "./docs/a.md"]
)
def test_a_name_that_leads_elsewhere_is_never_a_wanted_one(name):
    found = unpacked(zipped((f"{TOP}/{name}", b"Out."), (f"{TOP}/docs/b.md", b"In.")), WANTED)
    assert found.files == {"docs/b.md": b"In."}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_unpacks_without_a_limit_is_refused(method):
    with pytest.raises(FetchError, match="packed in a way that is not read"):
        unpacked(zipped((f"{TOP}/docs/a.md", b"x" * 1000), method=method), WANTED)


def test_an_encrypted_member_is_refused():
    whole = bytearray(zipped((f"{TOP}/docs/a.md", b"Secret.")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + offset] |= 1
    with pytest.raises(FetchError, match="packed in a way that is not read"):
        unpacked(bytes(whole), WANTED)


def test_a_member_that_unpacks_to_too_much_is_stopped(monkeypatch):
    monkeypatch.setattr(archive_module, "LARGEST_FILE", 2**20)
    with pytest.raises(FetchError, match=r"docs/a\.md unpacks to more than 1 MiB"):
        unpacked(archive({"a": bytes(2**22)}), WANTED)


def test_members_that_unpack_to_too_much_together_are_stopped(monkeypatch):
    monkeypatch.setattr(archive_module, "LARGEST_WHOLE", 2**20)
    with pytest.raises(FetchError, match="unpacks to more than 1 MiB"):
        unpacked(archive(dict.fromkeys("ab", bytes(2**19 + 1))), WANTED)


def saying(size):
    """A sound archive whose list says another size of a page."""
    whole = bytearray(archive({"a": b"Page A. " * 1000}))
    place = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 1)
    whole[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(whole)


def test_a_member_larger_than_the_list_says_is_refused():
    with pytest.raises(FetchError, match="not a zip archive"):
        unpacked(saying(10), WANTED)


def test_a_member_smaller_than_the_list_says_counts_as_what_it_is():
    assert unpacked(saying(2**31 - 1), WANTED).files == {"docs/a.md": b"Page A. " * 1000}


def test_too_many_members_are_refused_before_the_list_is_read(monkeypatch):
    monkeypatch.setattr(archive_module, "MOST_MEMBERS", 100)
    many = zipped(*((f"{TOP}/{number}", b"") for number in range(101)))
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(FetchError, match="holds more than 100 files"):
        unpacked(many, WANTED)


@pytest.mark.parametrize("content", [b"", b"PK", b"<html>", archive()[:-30], archive()[:200], b"\0" * 1000])
def test_what_is_no_archive_is_refused(content):
    with pytest.raises(FetchError, match="not a zip archive"):
        unpacked(content, WANTED)


@settings(max_examples=300, deadline=1000)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=8))
def test_a_damaged_archive_gives_the_files_as_they_were_or_a_reason(flips):
    whole = bytearray(archive({"a": b"Page A. " * 50, "b": b"Page B."}))
    for place, bits in flips:
        whole[place % len(whole)] ^= bits
    try:
        found = unpacked(bytes(whole), WANTED).files
    except FetchError:
        return
    assert set(found) <= WANTED
    assert set(found.values()) <= {b"Page A. " * 50, b"Page B."}


NAMES = st.text(st.sampled_from("ab./\\:\0~ é"), min_size=1, max_size=12)


@settings(max_examples=200, deadline=1000)
@given(st.lists(st.tuples(NAMES, st.binary(max_size=20)), max_size=6))
def test_members_of_any_name_give_wanted_files_only(members):
    whole = zipped(*((f"{TOP}/{name}", content) for name, content in members), (f"{TOP}/docs/a.md", b"A."))
    try:
        found = unpacked(whole, {"docs/a.md"}).files
    except FetchError:
        return
    assert found == {"docs/a.md": b"A."}
