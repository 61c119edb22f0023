"""The command tells what it did, in words or as JSON, and may be killed at any moment."""

import json
import os
import pty
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock
from publisher import HEAD, HTML, PAGES, PDF, archive, listed

from corpus.home import corpus_home
from corpus.load import official_folder

ROOT = Path(__file__).parent.parent
COMMIT = "0123456789abcdef0123456789abcdef01234567"
BEFORE = b"---\ntitle: A\n---\n\n## Term\n\nThree years, once renewable.\n\n## Fees\n\nThere are none.\n"
AFTER = b"---\ntitle: A\n---\n\n## Duration\n\nThree years, once renewable.\n\n## Costs\n\nAsk the agency.\n"


def line(corpus, *arguments):
    return [sys.executable, "-m", "ui.cli", "sync", "--corpus", str(corpus), *arguments]


def playbook(corpus, *arguments, **environment):
    arguments = line(corpus, *arguments)
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, env=os.environ | environment)


@pytest.fixture
def corpus(tmp_path, publisher):
    """Two pages of a repository, which moved on, and two reports, one of which is a sign-in page."""
    pages = {"a": BEFORE, "b": PAGES["b"]}
    publisher.offer(archive(pages))
    publisher.offer(archive(pages | {"a": AFTER}, comment=COMMIT.encode()), HEAD)
    publisher.offer(PDF, "/one")
    publisher.offer(HTML, "/two")
    files = {id_: (f"{publisher.site}/{id_}", "pdf") for id_ in ("one", "two")}
    return listed(tmp_path / "corpus", publisher.site, pages, files)


def test_the_summary_tells_each_failure_with_its_reason(corpus):
    done = playbook(corpus, "--allow-local")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "3 fetched, 0 unchanged, 0 not offered there.",
        "  two failed: an HTML page, perhaps to sign in, came instead of a PDF",
    ]
    assert done.stderr.splitlines()[-1].startswith("Error: 1 of the sources could not be synced; the others were.")


def test_json_is_one_object(corpus):
    done = playbook(corpus, "--allow-local", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["fetched"], list(told["failed"])) == (1, ["a", "b", "one"], ["two"])
    assert (told["unchanged"], told["not_offered"], told["changed"], told["sections"]) == ([], [], [], {})


def test_a_hasty_start_goes_on_in_one_line(corpus):
    done = playbook(corpus, "--allow-local", "--if-reachable")
    assert done.returncode == 0
    assert done.stdout == "3 fetched, 0 unchanged, 0 not offered there, 1 failed; what is at hand is used.\n"


def test_an_update_prints_what_changed_section_by_section(corpus):
    playbook(corpus, "--allow-local")
    done = playbook(corpus, "--allow-local", "--update")
    assert done.stdout.splitlines() == [
        "1 fetched, 2 unchanged, 0 not offered there.",
        f"  c is now at revision {COMMIT}.",
        "  two failed: an HTML page, perhaps to sign in, came instead of a PDF",
        "  a has changed:",
        "    added: A › Costs",
        "    removed: A › Fees",
        "    retitled: A › Term is now A › Duration",
    ]


def test_an_update_tells_its_changes_as_json_too(corpus):
    playbook(corpus, "--allow-local")
    told = json.loads(playbook(corpus, "--allow-local", "--update", "--json").stdout)
    assert (told["changed"], told["revisions"]) == (["a"], {"c": COMMIT})
    assert told["sections"]["a"]["retitled"] == [[["A", "Term"], ["A", "Duration"]]]


def test_a_changed_file_that_cannot_be_compared_is_told(corpus, publisher):
    playbook(corpus, "--allow-local")
    publisher.offer(PDF.replace(b"A report", b"Another report"), "/one")
    done = playbook(corpus, "--allow-local", "--update")
    assert re.search(r"  one has changed, but its sections cannot be compared: linked/one is damaged", done.stdout)


def test_this_machine_is_no_publisher_unless_a_test_says_so(corpus, publisher):
    done = playbook(corpus)
    assert done.returncode == 1
    assert publisher.asked == []
    assert playbook(corpus, PLAYBOOK_ALLOW_LOCAL="1").stdout.startswith("3 fetched")


def test_a_folder_is_not_updated(corpus, tmp_path):
    done = playbook(corpus, "--from", str(tmp_path), "--update")
    assert (done.returncode, "not both" in done.stderr) == (2, True)


def test_a_second_sync_at_the_same_time_is_told(corpus):
    corpus_home(corpus).mkdir(parents=True)
    with FileLock(corpus_home(corpus) / "sync.lock"):
        done = playbook(corpus, "--allow-local")
        hasty = playbook(corpus, "--allow-local", "--if-reachable")
    assert (hasty.returncode, hasty.stderr) == (0, "Another sync is at work; what is at hand is used.\n")
    assert (done.returncode, done.stderr) == (
        1,
        "Error: Another sync of this corpus is at work. Wait until it has finished.\n",
    )


def test_where_nobody_watches_each_file_that_came_is_one_line(corpus):
    lines = playbook(corpus, "--allow-local").stderr.splitlines()[:-1]
    assert sorted(lines) == sorted([lines[0], f"one: {len(PDF)} bytes", f"two: {len(HTML)} bytes"])
    assert re.fullmatch(r"c: \d+ bytes", next(one for one in lines if one.startswith("c:")))


def test_a_terminal_is_shown_a_bar_for_each_file(corpus, publisher):
    publisher.send("/one", b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n%PDF-", b"%%EOF", every=0.4)
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        line(corpus, "--allow-local"), cwd=ROOT, stderr=theirs, stdout=subprocess.DEVNULL, env=environment
    ) as running:
        os.close(theirs)
        shown = b"".join(iter(lambda: read(ours), b"")).decode()
    assert running.returncode == 1
    assert re.search(r"one .*\d+ bytes of 15 bytes", shown)
    assert re.search(r"Sources .*[1-4]/4", shown)


def read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def report(version, size=300_000):
    return b"%PDF-1.7\n" + (b"%d " % version) * size + b"\n%%EOF\n"


def test_a_sync_killed_at_any_moment_leaves_whole_files(tmp_path, publisher):
    """Old or new, each file is whole; the next sync ends with the new ones and clears what was left."""
    names = [f"r{number}" for number in range(12)]
    files = {id_: (f"{publisher.site}/{id_}", "pdf") for id_ in names}
    corpus = listed(tmp_path / "corpus", pages={}, files=files)
    offer_all(publisher, names, report(0))
    assert playbook(corpus, "--allow-local").returncode == 0
    pauses = random.Random(3)
    for version in range(1, 7):
        offer_all(publisher, names, report(version))
        with subprocess.Popen(line(corpus, "--allow-local"), cwd=ROOT, stderr=-3, stdout=-3) as running:
            wait_for_requests(publisher, pauses.randint(1, 9))
            running.kill()
        assert held(corpus, names) <= {report(number) for number in range(version + 1)}
    (official_folder(corpus) / "linked" / "r0.new").write_bytes(b"half")
    assert playbook(corpus, "--allow-local").returncode == 0
    assert held(corpus, names) == {report(6)}
    assert not list(official_folder(corpus).rglob("*.new"))


def offer_all(publisher, names, content):
    publisher.asked.clear()
    for name in names:
        publisher.offer(content, f"/{name}")


def wait_for_requests(publisher, count):
    until = time.monotonic() + 30
    while len(publisher.asked) < count and time.monotonic() < until:
        time.sleep(0.001)


def held(corpus, names):
    return {(official_folder(corpus) / "linked" / name).read_bytes() for name in names}
