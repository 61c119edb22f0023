"""Single files and repositories come from their publishers; a bad transfer never replaces a good file."""

import hashlib
import json
import threading
import time

import pytest
from publisher import ARCHIVE, HEAD, HTML, PAGES, PDF, archive, bomb, listed

from corpus import network as network_module
from corpus import sync as sync_module
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.fetch import Fetcher, Patience
from corpus.hosts import named
from corpus.load import document, documents, official_folder
from corpus.network import Network
from corpus.pins import pins_file
from corpus.place import UnreachableError
from corpus.seen import seen_file
from corpus.sync import sync

QUICK = Patience(tries=2, connect=1, read=1, total=5, first_wait=0.01)
NEWER = PDF.replace(b"A report.", b"A newer report.")
COMMIT = "0123456789abcdef0123456789abcdef01234567"
NEXT = "fedcba9876543210fedcba9876543210fedcba98"
MOVED = {"a": b"Page A, moved.", "b": PAGES["b"]}


@pytest.fixture
def linked(tmp_path, publisher):
    """A corpus without a repository and two reports at the publisher's."""

    def make(**formats):
        kinds = formats or {"one": "pdf", "two": "pdf"}
        return listed(
            tmp_path / "corpus", pages={}, files={id_: (address(publisher, id_), f) for id_, f in kinds.items()}
        )

    publisher.offer(PDF, "/one", ETag='"1"')
    publisher.offer(PDF, "/two", ETag='"2"')
    return make


def address(publisher, id_):
    return f"{publisher.site}/{id_}"


def run(corpus, update=False, hasty=False, patience=QUICK, watch=lambda name, done, of: None):
    fetcher = Fetcher(named(sources(corpus), local=True), patience)
    return sync(corpus, sources(corpus), Network(corpus, fetcher, update, hasty, watch))


def held(corpus, path="linked/one"):
    file = official_folder(corpus) / path
    return file.read_bytes() if file.is_file() else None


def test_single_files_are_fetched_and_cost_one_request_each_when_unchanged(linked, publisher):
    assert run(linked()).fetched == ("one", "two")
    done = run(linked())
    assert (done.unchanged, held(linked())) == (("one", "two"), PDF)
    assert sorted(publisher.asked) == ["/one", "/one", "/two", "/two"]
    assert publisher.headers[-1]["If-None-Match"]


def test_a_file_that_was_touched_here_is_fetched_whole_again(linked, publisher):
    run(linked())
    (official_folder(linked()) / "linked" / "one").write_bytes(b"Touched.")
    done = run(linked())
    assert (done.fetched, held(linked())) == (("one",), PDF)


def test_a_file_that_changed_since_it_was_fetched_is_taken_and_told(linked, publisher):
    run(linked())
    publisher.offer(NEWER, "/one", ETag='"1b"')
    done = run(linked())
    assert (done.fetched, done.changed, held(linked())) == (("one",), ("one",), NEWER)
    assert run(linked()).changed == ()


def test_a_change_is_told_even_if_the_file_was_lost_here(linked, publisher):
    run(linked())
    (official_folder(linked()) / "linked" / "one").unlink()
    publisher.offer(NEWER, "/one", ETag='"1b"')
    assert run(linked()).changed == ("one",)


def test_the_hash_that_was_first_seen_is_kept(linked):
    run(linked())
    known = json.loads(seen_file(linked()).read_text())
    assert {one["sources"].get("one") for one in known.values()} == {hashlib.sha256(PDF).hexdigest(), None}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "not json",
        "[" * 100_000,
        '{"x": {"tags": {}, "sources": {}, "fetched": ""}}',
        '{"x": {"tags": {"etag": 1, "modified": 2}, "sources": {"one": "z"}, "fetched": null}}',
        "x" * 5_000_000,
    ],
)
def test_a_damaged_memory_of_what_was_fetched_is_not_used(linked, text):
    run(linked())
    seen_file(linked()).write_text(text)
    assert run(linked()).unchanged == ("one", "two")


def test_a_made_up_tag_is_not_sent(linked, publisher):
    run(linked())
    seen_file(linked()).write_text(seen_file(linked()).read_text().replace('\\"1\\"', "1\\r\\nX-Made-Up: yes"))
    assert run(linked()).failed == {}
    assert all(one["X-Made-Up"] is None for one in publisher.headers)


@pytest.mark.parametrize(
    ("status", "headers", "content", "reason"),
    [
        (200, {}, HTML, "an HTML page, perhaps to sign in, came instead of a PDF"),
        (200, {"Content-Type": "application/pdf"}, HTML, "came instead of a PDF"),
        (200, {}, b"", "the file is empty"),
        (200, {}, PDF[:-6], "breaks off before its end"),
        (200, {"Content-Length": "9999"}, PDF, "the transfer broke off"),
        (200, {"Content-Encoding": "gzip"}, bomb(), "larger than 50 MiB"),
        (404, {}, PDF, "answered 404"),
        (500, {}, PDF, "answered 500"),
        (302, {"Location": "https://evil.example/report.pdf"}, b"", "evil.example is not a host"),
        (302, {"Location": "/one"}, b"", "too many redirects"),
    ],
)
def test_a_bad_transfer_leaves_the_good_file(linked, publisher, status, headers, content, reason):
    run(linked())
    publisher.files["/one"] = lambda to: to.answer(status, headers, content)
    done = run(linked())
    assert (list(done.failed), done.unchanged, held(linked())) == (["one"], ("two",), PDF)
    assert reason in done.failed["one"]
    assert "_" not in reason


def test_a_site_is_one_page_of_html(linked, publisher, monkeypatch):
    monkeypatch.setattr(sync_module, "READABLE", ("pdf", "html"))
    publisher.offer(HTML, "/home")
    corpus = linked(home="site", one="pdf", film="video")
    assert (run(corpus).fetched, held(corpus, "linked/home")) == (("home", "one"), HTML)


def test_a_format_that_no_reader_understands_is_not_asked_for(linked, publisher, monkeypatch):
    monkeypatch.setattr(sync_module, "READABLE", ("markdown",))
    assert (run(linked()).fetched, publisher.asked) == ((), [])


def test_two_sources_at_one_address_are_fetched_once(tmp_path, publisher):
    publisher.offer(PDF, "/law")
    files = {id_: (f"{publisher.site}/law#{id_}", "pdf") for id_ in ("one", "two")}
    corpus = listed(tmp_path / "corpus", pages={}, files=files)
    assert (run(corpus).fetched, publisher.asked) == (("one", "two"), ["/law"])


def test_a_source_without_an_address_is_not_offered(tmp_path):
    corpus = listed(tmp_path / "corpus", pages={}, files={"one": ("", "pdf")})
    assert run(corpus).missing == ("one",)


def test_a_host_that_does_not_answer_is_asked_for_one_file_only(tmp_path, publisher):
    publisher.offer(PDF, "/good")
    for id_ in "abc":
        publisher.silence(f"/{id_}")
    files = {"good": (f"{publisher.elsewhere}/good", "pdf")}
    files |= {id_: (address(publisher, id_), "pdf") for id_ in "abc"}
    done = run(listed(tmp_path / "corpus", pages={}, files=files), patience=Patience(tries=1, read=0.2))
    assert (done.fetched, list(done.failed)) == (("good",), ["a", "b", "c"])
    assert sorted(publisher.asked) == ["/a", "/good"]


def test_each_host_is_asked_for_one_file_at_a_time(linked, publisher):
    at_once, most = [], []

    def answer(to):
        at_once.append(to)
        most.append(len(at_once))
        time.sleep(0.05)
        at_once.remove(to)
        to.answer(200, {}, PDF)

    publisher.files = dict.fromkeys(("/one", "/two", "/three"), answer)
    run(linked(one="pdf", two="pdf", three="pdf"))
    assert most == [1, 1, 1]


def test_several_hosts_are_asked_at_once(tmp_path, publisher):
    meet = threading.Barrier(2, timeout=5)

    def answer(to):
        meet.wait()
        to.answer(200, {}, PDF)

    publisher.files = {"/one": answer, "/two": answer}
    files = {"one": (f"{publisher.site}/one", "pdf"), "two": (f"{publisher.elsewhere}/two", "pdf")}
    assert run(listed(tmp_path / "corpus", pages={}, files=files)).fetched == ("one", "two")


def test_bytes_are_told_for_each_file(linked):
    told = []
    run(linked(), watch=lambda name, done, of: told.append((name, done, of)))
    assert {("one", len(PDF), len(PDF)), ("two", len(PDF), len(PDF))} <= set(told)


def test_what_a_killed_sync_left_is_cleared_away(linked):
    run(linked())
    left = official_folder(linked()) / "linked" / "one.new"
    left.write_bytes(b"half")
    run(linked())
    assert not left.exists()


def test_a_file_that_is_named_like_a_leftover_stays(tmp_path, publisher):
    publisher.offer(PDF, "/x.new", ETag='"1"')
    corpus = listed(tmp_path / "corpus", pages={}, files={"x.new": (f"{publisher.site}/x.new", "pdf")})
    run(corpus)
    assert (run(corpus).unchanged, held(corpus, "linked/x.new")) == (("x.new",), PDF)


def test_an_archive_that_moves_is_asked_for_with_its_tag(tmp_path, publisher):
    publisher.offer(archive(), HEAD, ETag='"1"')
    corpus = listed(tmp_path / "corpus", publisher.site, pinned=False, revision="")
    assert (run(corpus).fetched, run(corpus).unchanged) == (("a", "b"), ("a", "b"))
    assert (publisher.asked, publisher.headers[1]["If-None-Match"]) == ([HEAD, HEAD], '"1"')


def test_a_pinned_archive_without_a_page_is_not_asked_for_twice(tmp_path, publisher):
    publisher.offer(archive({"a": PAGES["a"]}))
    corpus = listed(tmp_path / "corpus", publisher.site)
    assert (run(corpus).missing, run(corpus).missing, publisher.asked) == (("b",), ("b",), [ARCHIVE])


def test_a_hasty_start_gives_up_when_the_first_hosts_are_all_silent(tmp_path, publisher):
    files = {f"f{n}": (f"https://nobody{n}.invalid/x", "pdf") for n in range(20)}
    started = time.monotonic()
    with pytest.raises(UnreachableError, match=r"nobody\d\.invalid cannot be reached"):
        run(listed(tmp_path / "corpus", pages={}, files=files), hasty=True)
    assert time.monotonic() - started < 5


def test_a_hasty_start_takes_what_it_can_where_some_hosts_are_silent(tmp_path, publisher):
    publisher.offer(PDF, "/one")
    files = {f"f{n}": (f"https://nobody{n}.invalid/x", "pdf") for n in range(3)}
    corpus = listed(tmp_path / "corpus", pages={}, files=files | {"one": (address(publisher, "one"), "pdf")})
    done = run(corpus, hasty=True)
    assert (done.fetched, len(done.failed)) == (("one",), 3)


def test_a_hasty_start_ends_in_time_whatever_is_under_way(linked, publisher, monkeypatch):
    monkeypatch.setattr(network_module, "HASTY_SECONDS", 0.5)
    publisher.send("/two", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x", every=0.02)
    started = time.monotonic()
    done = run(linked(), hasty=True)
    assert (done.fetched, list(done.failed)) == (("one",), ["two"])
    assert time.monotonic() - started < 3


def moved_corpus(tmp_path, publisher, **more):
    """A corpus whose publisher has a newer revision of one of its two pages."""
    publisher.offer(archive())
    publisher.offer(archive(MOVED, comment=COMMIT.encode()), HEAD, ETag='"head"')
    publisher.offer(archive(MOVED, comment=COMMIT.encode()), f"/archive/{COMMIT}.zip")
    return listed(tmp_path / "corpus", publisher.site, **more)


def test_an_update_takes_the_newest_and_moves_the_pins(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    listed_before = (corpus / "sources.toml").read_bytes()
    run(corpus)
    done = run(corpus, update=True)
    assert (done.fetched, done.unchanged, done.changed) == (("a",), ("b",), ("a",))
    assert (done.revisions, done.failed, held(corpus, "c/docs/a.md")) == ({"c": COMMIT}, {}, MOVED["a"])
    assert (corpus / "sources.toml").read_bytes() == listed_before


def test_later_syncs_hold_to_the_moved_pins(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus, update=True)
    publisher.asked.clear()
    assert (run(corpus).unchanged, publisher.asked) == (("a", "b"), [])
    (official_folder(corpus) / "c" / "docs" / "a.md").write_bytes(b"Touched.")
    assert (run(corpus).fetched, publisher.asked) == (("a",), [f"/archive/{COMMIT}.zip"])
    assert held(corpus, "c/docs/a.md") == MOVED["a"]


def test_documents_carry_the_moved_revision(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus)
    assert [one.revision for one in documents(corpus, sources(corpus))] == ["abc1234", "abc1234"]
    run(corpus, update=True)
    assert [one.revision for one in documents(corpus, sources(corpus))] == [COMMIT, COMMIT]
    (official_folder(corpus) / "c" / "docs" / "a.md").write_bytes(PAGES["a"])
    assert document(corpus, sources(corpus)[0]).revision == "abc1234"


def test_an_update_where_nothing_moved_costs_one_request_and_no_transfer(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus, update=True)
    publisher.asked.clear()
    done = run(corpus, update=True)
    assert (done.unchanged, done.changed, done.revisions, publisher.asked) == (("a", "b"), (), {}, [HEAD])
    assert document(corpus, sources(corpus)[0]).revision == COMMIT


def test_a_second_update_moves_on_from_the_first(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus, update=True)
    publisher.offer(archive(MOVED | {"b": b"Page B, moved."}, comment=NEXT.encode()), HEAD, ETag='"next"')
    done = run(corpus, update=True)
    assert (done.changed, done.revisions) == (("b",), {"c": NEXT})


def test_a_newer_list_of_sources_overrules_moved_pins(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus, update=True)
    moved_corpus(tmp_path, publisher, pages=PAGES | {"a": b"Page A, of the next version."})
    publisher.offer(archive(PAGES | {"a": b"Page A, of the next version."}))
    assert (run(corpus).fetched, held(corpus, "c/docs/a.md")) == (("a",), b"Page A, of the next version.")


def test_moved_pins_that_are_damaged_are_told(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus, update=True)
    for text in ("", "[]", '{"c": {"revision": "../../x", "instead_of": "", "sources": {}}}'):
        pins_file(corpus).write_text(text)
        with pytest.raises(PlaybookError, match=r"pins\.json cannot be read .* Remove it"):
            run(corpus)


def test_an_update_that_fails_moves_nothing(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus, update=True)
    before = pins_file(corpus).read_bytes()
    publisher.offer(archive(MOVED, comment=NEXT.encode())[:-80], HEAD)
    assert run(corpus, update=True).failed.keys() == {"a", "b"}
    assert (pins_file(corpus).read_bytes(), held(corpus, "c/docs/a.md")) == (before, MOVED["a"])


def test_an_update_without_a_named_commit_holds_to_the_hashes(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    publisher.offer(archive(MOVED, top="repository-HEAD"), HEAD)
    done = run(corpus, update=True)
    assert (done.changed, done.revisions, run(corpus).unchanged) == (("a",), {}, ("a", "b"))
    assert document(corpus, sources(corpus)[0]).revision is None


def test_an_update_refuses_a_page_that_became_something_else(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus)
    publisher.offer(archive(PAGES | {"a": HTML}, comment=COMMIT.encode()), HEAD)
    done = run(corpus, update=True)
    assert (list(done.failed), held(corpus, "c/docs/a.md")) == (["a"], PAGES["a"])


def test_a_page_that_is_gone_keeps_the_revision_it_was_last_in(tmp_path, publisher):
    corpus = moved_corpus(tmp_path, publisher)
    run(corpus)
    publisher.offer(archive({"a": MOVED["a"]}, comment=COMMIT.encode()), HEAD)
    assert run(corpus, update=True).missing == ("b",)
    assert [one.revision for one in documents(corpus, sources(corpus))] == [COMMIT, "abc1234"]


def test_an_update_also_takes_single_files_and_pins_none_that_nobody_pinned(linked, publisher):
    run(linked())
    publisher.offer(NEWER, "/one", ETag='"1b"')
    done = run(linked(), update=True)
    assert (done.changed, json.loads(pins_file(linked()).read_text())) == (("one",), {})


def test_a_single_file_that_is_pinned_is_refused_when_it_changed_and_taken_by_an_update(linked, publisher):
    corpus = linked(one="pdf")
    pin = f'sha256 = "{hashlib.sha256(PDF).hexdigest()}"\n'
    (corpus / "sources.toml").write_text((corpus / "sources.toml").read_text() + "\n" + pin)
    publisher.offer(NEWER, "/one")
    assert "playbook sync --update takes it" in run(corpus).failed["one"]
    assert run(corpus, update=True).fetched == ("one",)
    assert run(corpus).unchanged == ("one",)
