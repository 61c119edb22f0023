"""Official text is fetched whole, checked by its hash and never from elsewhere; what is at hand stays until then."""

import hashlib
import io
import re
import socket
import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus import sync as sync_module
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import official_folder
from corpus.sync import Folder, Repositories, UnreachableError, sync

ROOT = Path(__file__).parent.parent
REVISION = "abc123"
ARCHIVE = f"/archive/{REVISION}.zip"
PAGES = {"a": b"Page A.", "b": b"Page B."}


class Publisher:
    """A web server on this machine: `files` maps a path to what is answered, `asked` lists the paths it was asked."""

    def __init__(self, port):
        self.site = f"http://127.0.0.1:{port}"
        self.elsewhere = f"http://localhost:{port}"
        self.files = {}
        self.asked = []

    def offer(self, content, path=ARCHIVE):
        self.files[path] = (200, {}, content)

    def redirect(self, path, address):
        self.files[path] = (302, {"Location": address}, b"")


@contextmanager
def serving():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            publisher.asked.append(self.path)
            status, headers, content = publisher.files.get(self.path, (404, {}, b"none"))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            """Keeps the test output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        publisher = Publisher(server.server_port)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield publisher
        server.shutdown()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def publisher():
    with serving() as found:
        yield found


@pytest.fixture
def nobody():
    """An address on this machine where nothing listens: taken, but not opened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def corpus(tmp_path):
    """Makes a corpus of two pages, pinned, and their publisher's address."""

    def make(repository="", pages=PAGES):
        lines = ["[collections.c]", 'title = "C"', f'revision = "{REVISION}"']
        lines += [f'repository = "{repository}"'] if repository else []
        for id_, content in pages.items():
            lines += ["[[source]]", f'id = "{id_}"', 'collection = "c"', f'title = "{id_}"', 'format = "markdown"']
            lines += [f'path = "docs/{id_}.md"', f'sha256 = "{hashlib.sha256(content).hexdigest()}"']
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        (folder / "sources.toml").write_text("\n".join(lines), "utf-8")
        return folder

    return make


@pytest.fixture
def shelf(tmp_path):
    """A folder that holds the collection by name."""
    folder = tmp_path / "shelf"
    for id_, content in PAGES.items():
        put(folder / "c" / "docs" / f"{id_}.md", content)
    return folder


def put(file, content):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def archive(pages=PAGES, top="repository-abc123"):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.mkdir(top)
        for id_, content in pages.items():
            opened.writestr(f"{top}/docs/{id_}.md", content)
    return held.getvalue()


def damaged_archive():
    """An archive whose list of files is whole and whose first page is not."""
    whole = bytearray(archive({"a": b"Page A. " * 100, "b": b"Page B."}))
    inside = whole.index(b"docs/a.md") + len(b"docs/a.md")
    whole[inside : inside + 4] = bytes(byte ^ 0xFF for byte in whole[inside : inside + 4])
    return bytes(whole)


def run(folder, place):
    return sync(folder, sources(folder), place)


def held(folder, id_):
    file = official_folder(folder) / "c" / "docs" / f"{id_}.md"
    return file.read_bytes() if file.is_file() else None


def everything_written(folder):
    return sorted(file.name for file in official_folder(folder).rglob("*") if file.is_file())


def command(folder, *arguments):
    line = [sys.executable, "-m", "ui.cli", "sync", "--corpus", str(folder), *arguments]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True)


def test_a_folder_gives_what_it_holds_byte_for_byte(corpus, shelf):
    done = run(corpus(), Folder(shelf))
    assert (done.fetched, done.unchanged, done.missing, done.unpinned, done.failed) == (("a", "b"), (), (), (), {})
    assert (held(corpus(), "a"), held(corpus(), "b")) == (PAGES["a"], PAGES["b"])


def test_what_is_at_hand_already_is_unchanged_and_not_written_again(corpus, shelf):
    run(corpus(), Folder(shelf))
    file = official_folder(corpus()) / "c" / "docs" / "a.md"
    before = file.stat()
    done = run(corpus(), Folder(shelf))
    assert (done.fetched, done.unchanged) == ((), ("a", "b"))
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_a_folder_does_not_hold_is_missing_and_stays(corpus, shelf):
    run(corpus(), Folder(shelf))
    (shelf / "c" / "docs" / "a.md").unlink()
    done = run(corpus(), Folder(shelf))
    assert (done.missing, done.unchanged, held(corpus(), "a")) == (("a",), ("b",), PAGES["a"])


def test_another_text_from_a_folder_is_taken_and_told(corpus, shelf):
    put(shelf / "c" / "docs" / "a.md", b"Newer.")
    done = run(corpus(), Folder(shelf))
    assert (done.fetched, done.unpinned, held(corpus(), "a")) == (("a", "b"), ("a",), b"Newer.")


def test_other_addresses_and_formats_without_a_reader_are_not_asked_for(corpus, shelf):
    a, b = sources(corpus())
    done = sync(corpus(), [replace(a, same_as="b"), replace(b, format="video")], Folder(shelf))
    assert (done.fetched, done.missing, everything_written(corpus())) == ((), (), [])


def test_progress_is_told_after_each_source(corpus, shelf):
    told = []
    sync(corpus(), sources(corpus()), Folder(shelf), lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(PlaybookError, match=re.escape(f"No folder at {tmp_path / 'none'}") + ".*--from FOLDER"):
        Folder(tmp_path / "none")


def test_a_failed_write_leaves_the_old_file(corpus, shelf):
    run(corpus(), Folder(shelf))
    file = official_folder(corpus()) / "c" / "docs" / "a.md"
    file.with_name("a.md.new").mkdir()
    put(shelf / "c" / "docs" / "a.md", b"Newer.")
    with pytest.raises(PlaybookError, match=re.escape(f"Cannot write {file} (")):
        run(corpus(), Folder(shelf))
    assert held(corpus(), "a") == PAGES["a"]


def test_a_good_write_leaves_nothing_beside_the_file(corpus, shelf):
    run(corpus(), Folder(shelf))
    assert everything_written(corpus()) == ["a.md", "b.md"]


def test_a_file_that_is_too_large_fails_alone(corpus, shelf, monkeypatch):
    monkeypatch.setattr(sync_module, "LARGEST_FILE", 2**20)
    put(shelf / "c" / "docs" / "a.md", b"x" * (2**20 + 1))
    done = run(corpus(), Folder(shelf))
    assert (dict(done.failed), done.fetched) == ({"a": "larger than 1 MiB"}, ("b",))


def test_a_repository_is_fetched_once_at_its_pinned_revision(corpus, publisher):
    publisher.offer(archive())
    done = run(corpus(publisher.site), Repositories())
    assert (done.fetched, publisher.asked) == (("a", "b"), [ARCHIVE])
    assert (held(corpus(), "a"), held(corpus(), "b")) == (PAGES["a"], PAGES["b"])


def test_a_page_the_repository_no_longer_has_is_missing(corpus, publisher):
    publisher.offer(archive({"a": PAGES["a"]}))
    done = run(corpus(publisher.site), Repositories())
    assert (done.fetched, done.missing) == (("a",), ("b",))


def test_a_collection_without_a_repository_is_missing(corpus):
    assert run(corpus(), Repositories()).missing == ("a", "b")


def test_a_text_that_differs_from_its_pin_is_not_taken_from_a_repository(corpus, shelf, publisher):
    run(corpus(publisher.site), Folder(shelf))
    publisher.offer(archive(PAGES | {"a": b"Newer."}))
    done = run(corpus(publisher.site), Repositories())
    assert (done.unchanged, held(corpus(), "a")) == (("b",), PAGES["a"])
    assert done.failed.keys() == {"a"}
    assert "has changed it" in done.failed["a"]


def failures(folder):
    """Why all pages failed, without a file left behind."""
    done = run(folder, Repositories())
    assert (done.failed.keys(), done.fetched, everything_written(folder)) == (PAGES.keys(), (), [])
    (reason,) = set(done.failed.values())
    return reason


def test_an_archive_that_is_not_there_fails_with_the_status(corpus, publisher):
    assert "404" in failures(corpus(publisher.site))


def test_what_is_not_a_zip_fails(corpus, publisher):
    publisher.offer(b"<html>Sign in</html>")
    assert failures(corpus(publisher.site)) == "what was fetched is not a zip archive"


def test_an_archive_cut_short_fails(corpus, publisher):
    publisher.offer(archive()[:-30])
    assert failures(corpus(publisher.site)) == "what was fetched is not a zip archive"


def test_an_archive_damaged_inside_fails(corpus, publisher):
    publisher.offer(damaged_archive())
    assert failures(corpus(publisher.site))


def test_a_repository_that_fails_is_asked_once(corpus, publisher):
    run(corpus(publisher.site), Repositories())
    assert publisher.asked == [ARCHIVE]


def test_an_archive_that_is_too_large_fails(corpus, publisher, monkeypatch):
    monkeypatch.setattr(sync_module, "LARGEST_ARCHIVE", 100)
    publisher.offer(archive())
    assert failures(corpus(publisher.site)) == "larger than 0 MiB"


def test_an_archive_that_unpacks_to_too_much_fails(corpus, publisher, monkeypatch):
    monkeypatch.setattr(sync_module, "LARGEST_ARCHIVE", 2**20)
    publisher.offer(archive({id_: bytes(2**20) for id_ in PAGES}))
    assert failures(corpus(publisher.site)) == "unpacks to more than 1 MiB"


def test_a_redirect_within_the_host_is_followed(corpus, publisher):
    publisher.redirect(ARCHIVE, "/moved.zip")
    publisher.offer(archive(), "/moved.zip")
    assert run(corpus(publisher.site), Repositories()).fetched == ("a", "b")


def test_a_redirect_to_another_host_is_refused(corpus, publisher):
    publisher.redirect(ARCHIVE, f"{publisher.elsewhere}/moved.zip")
    publisher.offer(archive(), "/moved.zip")
    assert "is not a secure address of 127.0.0.1" in failures(corpus(publisher.site))
    assert "/moved.zip" not in publisher.asked


def test_redirects_in_a_circle_end(corpus, publisher):
    publisher.redirect(ARCHIVE, ARCHIVE)
    assert failures(corpus(publisher.site)) == "too many redirects"


@pytest.mark.parametrize("site", ["http://publisher.invalid", "ftp://publisher.invalid", "file:///tmp"])
def test_an_address_that_is_not_secure_is_never_asked(corpus, site):
    assert "is not a secure address" in failures(corpus(site))


def test_a_member_whose_name_climbs_out_is_written_nowhere(corpus, publisher, tmp_path):
    climbing = archive({**PAGES, "../../../../climbed": b"Out."})
    publisher.offer(climbing)
    assert run(corpus(publisher.site), Repositories()).fetched == ("a", "b")
    assert not list(tmp_path.rglob("climbed*"))


def test_a_publisher_that_does_not_answer_is_unreachable(corpus, nobody):
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 cannot be reached .*Try again later"):
        run(corpus(nobody), Repositories())


def test_being_offline_keeps_what_is_at_hand(corpus, shelf, nobody):
    run(corpus(nobody), Folder(shelf))
    with pytest.raises(UnreachableError):
        run(corpus(nobody), Repositories())
    assert held(corpus(), "a") == PAGES["a"]


def test_sync_if_reachable_tells_in_one_line_that_it_is_offline(corpus, nobody):
    done = command(corpus(nobody), "--if-reachable")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "The publisher cannot be reached; what is at hand is used.\n"


def test_sync_fails_in_one_sentence_where_the_publisher_is_unreachable(corpus, nobody):
    done = command(corpus(nobody))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"Error: 127\.0\.0\.1 cannot be reached .*", done.stderr.strip())


def test_sync_tells_what_was_fetched(corpus, shelf):
    put(shelf / "c" / "docs" / "a.md", b"Newer.")
    done = command(corpus(), "--from", str(shelf))
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "2 fetched, 0 unchanged, 0 not offered there.",
        "  a is not the text this version of the assistant was made with.",
    ]


def test_sync_fails_where_a_source_fails(corpus, publisher):
    done = command(corpus(publisher.site))
    assert done.returncode == 1
    assert "a failed: " in done.stdout
    assert "Error: 2 of the sources could not be synced" in done.stderr


def test_a_start_goes_on_in_one_line_where_the_publisher_has_not_what_is_pinned(corpus, publisher):
    done = command(corpus(publisher.site), "--if-reachable")
    assert done.returncode == 0
    assert done.stdout == "0 fetched, 0 unchanged, 0 not offered there, 2 failed; what is at hand is used.\n"


def test_sync_refuses_a_folder_without_any_of_the_sources(corpus, tmp_path):
    done = command(corpus(), "--from", str(tmp_path))
    assert done.returncode == 1
    assert f"{tmp_path} holds none of the sources." in done.stderr
