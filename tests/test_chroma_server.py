"""An index in a Chroma server gives the same answers as one in a folder, and outlives the server's restarts."""

import signal
import socket
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import documents
from ingest import chroma, chroma_server, server_indexes, store
from ingest.build import build
from ingest.chroma import VectorIndex
from ingest.chroma_server import Address
from ingest.indexes import FolderIndexes
from ingest.search import HybridSearcher, open_index
from ingest.server_indexes import ServerIndexes

QUESTIONS = ["blue form", "dollars", "refund", "weekdays nine"]
DOWN_SECONDS = 1.0


class Server:
    """A real `chroma run` on this machine, over one folder, that can be stopped and started."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        command = [Path(sys.executable).with_name("chroma"), "run", "--path", self.folder, "--host", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*map(str, command), "--port", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError("chroma run did not start")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def hang(self):
        """It takes connections, and answers none."""
        self.process.send_signal(signal.SIGSTOP)

    def restart_soon(self):
        """Down now, up again after a while."""
        self.stop()
        again = threading.Timer(DOWN_SECONDS, self.start)
        again.start()
        return again


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    running = Server(tmp_path / "server")
    yield running
    running.stop()


@pytest.fixture
def corpus(folder_corpus):
    lines = "\n".join(f"- Desk {number} opens on weekdays at nine." for number in range(30))
    return folder_corpus(fees="# Fees\n\nIt costs ten dollars.\n\n## Refunds\n\nA refund takes a week.", desks=lines)


@pytest.fixture
def web_server(tmp_path):
    """A server of another kind, which answers everything with a page of several lines."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture
def machine(server, tmp_path):
    """The indexes as one machine sees them; each machine keeps its own copies."""
    return lambda name="first": ServerIndexes(server.url, "test", tmp_path / name)


def built(corpus, toy, indexes, **options):
    return build(corpus, documents(corpus, sources(corpus)), toy, indexes=indexes, **options)


def folder_of(indexes):
    return indexes.folder(indexes.in_use())


def hits(corpus, toy, indexes):
    searcher = HybridSearcher(open_index(corpus, toy, indexes), toy)
    found = {question: searcher.search(question) for question in QUESTIONS}
    return {question: [(hit.passage, round(hit.score, 4)) for hit in ranked] for question, ranked in found.items()}


def test_the_server_gives_the_same_hits_as_a_folder(corpus, toy, machine, tmp_path):
    folder = FolderIndexes(tmp_path / "folder")
    assert built(corpus, toy, machine()).fingerprint == built(corpus, toy, folder).fingerprint
    assert hits(corpus, toy, machine()) == hits(corpus, toy, folder)


def test_another_machine_reads_what_one_has_built_and_picks_up_the_next(corpus, toy, machine):
    built(corpus, toy, machine("builder"))
    reader = machine("reader")
    assert hits(corpus, toy, reader) == hits(corpus, toy, machine("builder"))
    (corpus / "fees.md").write_text("# Fees\n\nIt costs twelve dollars.")
    built(corpus, toy, machine("builder"))
    assert hits(corpus, toy, reader)["dollars"][0][0].text == "It costs twelve dollars."


def test_another_machine_reads_every_file_of_an_index_even_an_empty_one(corpus, toy, machine):
    (corpus / "bad.md").write_bytes(b"\xff")
    built(corpus, toy, machine("builder"))
    assert [one.source for one in store.failures(folder_of(machine("reader")))] == ["bad-md"]
    (corpus / "bad.md").unlink()
    built(corpus, toy, machine("builder"))
    assert store.failures(folder_of(machine("reader"))) == []


def test_only_what_is_new_is_embedded_and_nothing_where_nothing_changed(corpus, toy, machine):
    first = built(corpus, toy, machine())
    toy.embedded.clear()
    assert built(corpus, toy, machine()) == first
    (corpus / "fees.md").write_text("# Fees\n\nIt costs ten dollars.\n\n## Refunds\n\nA refund takes a month.")
    built(corpus, toy, machine("another"))
    assert toy.embedded == ["Fees > Refunds\nA refund takes a month."]


def test_the_server_keeps_the_index_in_use_and_the_one_before(corpus, toy, machine, server):
    names = []
    for number in range(4):
        (corpus / "fees.md").write_text(f"# Fees\n\nIt costs {number} dollars.")
        built(corpus, toy, machine())
        names.append(machine().in_use())
    held = {collection.name for collection in Address.of(server.url).client().list_collections()}
    assert held == {"playbook-test", *names[-2:], *(f"{name}.texts" for name in names[-2:])}


def test_a_build_goes_on_after_the_server_was_restarted_in_its_middle(corpus, toy, machine, server, monkeypatch):
    monkeypatch.setattr(chroma, "BATCH", 5)
    steps, store_rows = [], VectorIndex._add

    def add(index, *rows):
        steps.append(len(rows[0]))
        if len(steps) == 3:
            restarts.append(server.restart_soon())
        store_rows(index, *rows)

    restarts = []
    monkeypatch.setattr(VectorIndex, "_add", add)
    built(corpus, toy, machine())
    restarts[0].join()
    assert len(restarts) == 1
    folder = FolderIndexes(corpus.parent / "folder")
    monkeypatch.setattr(VectorIndex, "_add", store_rows)
    built(corpus, toy, folder)
    assert hits(corpus, toy, machine("reader")) == hits(corpus, toy, folder)


def test_a_question_is_answered_although_the_server_was_restarted_in_its_middle(corpus, toy, machine, server):
    built(corpus, toy, machine())
    searcher = HybridSearcher(open_index(corpus, toy, machine()), toy)
    before = searcher.search("blue dollars")
    embed = toy.embed

    def embed_slowly(texts):
        restarts.append(server.restart_soon())
        return embed(texts)

    restarts = []
    toy.embed = embed_slowly
    assert searcher.search("blue dollars") == before
    restarts[0].join()


def test_a_build_whose_server_dies_leaves_the_old_index_in_use(corpus, toy, machine, server, monkeypatch):
    built(corpus, toy, machine())
    before = hits(corpus, toy, machine())
    monkeypatch.setattr("ingest.server_indexes.BUILDER_SECONDS", 0.5)
    store_rows = VectorIndex._add

    def add(index, *rows):
        server.stop()
        store_rows(index, *rows)

    monkeypatch.setattr(VectorIndex, "_add", add)
    (corpus / "fees.md").write_text("# Fees\n\nIt costs twelve dollars.")
    with pytest.raises(PlaybookError, match=f"{server.url} does not answer.*Start it"):
        built(corpus, toy, machine())
    server.start()
    assert hits(corpus, toy, machine("reader")) == before


def test_a_server_that_is_not_there_is_told_by_its_address(corpus, toy, machine, server, monkeypatch):
    server.stop()
    monkeypatch.setattr(chroma_server, "READER_SECONDS", 0.2)
    indexes = machine()
    indexes._calls.seconds = 0.2
    with pytest.raises(PlaybookError, match=f"{server.url} does not answer"):
        open_index(corpus, toy, indexes)


@pytest.mark.parametrize("opened_before", [False, True])
def test_a_server_that_hangs_is_told_in_time(corpus, toy, machine, server, monkeypatch, opened_before):
    monkeypatch.setattr(server_indexes, "READER_SECONDS", 1.0)
    indexes = machine()
    indexes._calls.seconds = 1.0
    if opened_before:
        assert indexes.in_use() is None
    server.hang()
    began = time.monotonic()
    with pytest.raises(PlaybookError, match=f"{server.url} does not answer"):
        open_index(corpus, toy, indexes)
    assert time.monotonic() - began < 5


def test_what_another_server_says_is_told_in_one_line(corpus, toy, tmp_path, web_server):
    with pytest.raises(PlaybookError, match=r"refuses \(.*Check its log") as told:
        open_index(corpus, toy, ServerIndexes(web_server, "test", tmp_path / "home"))
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 450


def test_an_index_that_the_server_lost_names_the_command(corpus, toy, machine, server):
    built(corpus, toy, machine())
    Address.of(server.url).client().delete_collection(machine().in_use())
    with pytest.raises(PlaybookError, match=r"has lost .* Run: playbook index build --fresh"):
        open_index(corpus, toy, machine())


def test_a_text_that_would_be_written_elsewhere_is_refused(corpus, toy, machine, server):
    built(corpus, toy, machine())
    texts = Address.of(server.url).client().get_collection(f"{machine().in_use()}.texts", embedding_function=None)
    texts.add(["../../evil.jsonl:000000000"], embeddings=[[1.0]], documents=["x"])
    with pytest.raises(PlaybookError, match="evil"):
        open_index(corpus, toy, machine("reader"))


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:8000", "ftp://host", "http://", "http://host/path", "http://me:secret@host", "http://host:99999999"],
)
def test_what_is_no_address_of_a_server_is_told(url):
    with pytest.raises(PlaybookError, match="no address of a Chroma server"):
        Address.of(url)


def test_a_token_is_not_sent_over_an_open_line(monkeypatch):
    monkeypatch.setenv(chroma_server.TOKEN, "secret")
    with pytest.raises(PlaybookError, match="not encrypted"):
        Address.of("http://chroma.example.org:8000")
    assert Address.of("https://chroma.example.org").port == 443
    assert Address.of("http://127.0.0.1:8000").port == 8000
