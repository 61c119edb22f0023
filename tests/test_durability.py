"""Edits and kills: an index kept up equals a fresh one, and whatever dies, the old or the new one answers."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy
import pytest

from corpus.catalogue import sources
from corpus.load import documents
from ingest.build import build
from ingest.indexes import current, index_folder
from ingest.search import HybridSearcher, open_index

EDITS = 40
KILLS = 50
WORDS = ["agency", "data", "form", "fee", "share", "request", "board", "steward", "file", "sign"]


def built(folder, embedder, fresh=False):
    return build(folder, documents(folder, sources(folder)), embedder, fresh=fresh)


def contents(folder, embedder):
    """All that an index holds and finds, and its vectors; Chroma gives back a vector only to within rounding."""
    index = open_index(folder, embedder)
    rows = index.vectors._collection.get(include=["embeddings", "documents"])
    order = sorted(range(len(rows["ids"])), key=rows["ids"].__getitem__)
    texts = [(rows["ids"][row], rows["documents"][row]) for row in order]
    searcher = HybridSearcher(index, embedder)
    hits = {word: [hit.passage.id for hit in searcher.search(word)] for word in WORDS}
    return (index.manifest.fingerprint, index.passages, index.documents, texts, hits), rows["embeddings"][order]


def check_same(kept, fresh):
    assert kept[0] == fresh[0]
    assert numpy.allclose(kept[1], fresh[1], atol=1e-6)


def section(chance):
    return f"## {' '.join(chance.sample(WORDS, 2))}\n\n{' '.join(chance.choices(WORDS, k=12))}.\n"


def edit(folder, chance):
    """One random change: a section inserted, deleted, moved or retitled; a file added, dropped or renamed."""
    files = sorted(folder.glob("*.md"))
    file = chance.choice(files)
    parts = file.read_text().split("\n\n## ")
    kind = chance.choice(["insert", "delete", "move", "retitle", "add", "drop", "rename"])
    if kind == "insert":
        parts.insert(chance.randrange(1, len(parts) + 1), section(chance)[3:].strip())
    elif kind == "delete" and len(parts) > 2:
        parts.pop(chance.randrange(1, len(parts)))
    elif kind == "move":
        parts[1:] = chance.sample(parts[1:], len(parts) - 1)
    elif kind == "retitle":
        parts[-1] = f"Retitled {chance.random()}\n{parts[-1].partition(chr(10))[2]}"
    elif kind == "add":
        (folder / f"page-{chance.random()}.md").write_text(f"Opening.\n\n{section(chance)}")
    elif kind == "drop" and len(files) > 2:
        return file.unlink()
    elif kind == "rename":
        return file.rename(folder / f"renamed-{chance.random()}.md")
    return file.write_text("\n\n## ".join(parts))


@pytest.fixture
def pages(tmp_path):
    folder, chance = tmp_path / "pages", random.Random(7)
    folder.mkdir()
    for number in range(4):
        (folder / f"page-{number}.md").write_text("Opening.\n\n" + "\n".join(section(chance) for _ in range(4)))
    return folder


def test_after_every_edit_the_kept_index_equals_a_fresh_one(pages, toy):
    chance = random.Random(11)
    for _ in range(EDITS):
        edit(pages, chance)
        built(pages, toy)
        kept = contents(pages, toy)
        built(pages, toy, fresh=True)
        check_same(kept, contents(pages, toy))


SLOW = """
import sys, time
sys.path[:0] = [{root!r}, {tests!r}]
from conftest import ToyEmbedder
from test_durability import built
from pathlib import Path
class Slow(ToyEmbedder):
    def embed(self, texts):
        print("embedding", flush=True)
        time.sleep({seconds})
        return super().embed(texts)
print("ready", flush=True)
built(Path({folder!r}), Slow(), fresh={fresh})
print("done", flush=True)
"""


def slow_build(folder, seconds, fresh=True):
    """A process that builds the index of a folder, seen at its first line."""
    here = Path(__file__).parent
    code = SLOW.format(root=str(here.parent), tests=str(here), folder=str(folder), seconds=seconds, fresh=fresh)
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ})
    assert child.stdout.readline() == b"ready\n"
    return child


def ended(child, signal_=signal.SIGKILL):
    child.send_signal(signal_)
    said = child.stdout.read()
    child.wait()
    child.stdout.close()
    return said


def test_a_build_killed_at_any_moment_leaves_an_index_that_answers(pages, toy):
    chance = random.Random(3)
    built(pages, toy)
    began, whole = time.monotonic(), slow_build(pages, 0.02)
    whole.wait()
    whole.stdout.close()
    lasts, moments = time.monotonic() - began, set()
    for _ in range(KILLS):
        edit(pages, chance)
        child = slow_build(pages, 0.02, fresh=chance.random() < 0.5)
        time.sleep(chance.uniform(0, lasts))
        moments.add(ended(child))
        assert HybridSearcher(open_index(pages, toy), toy).search("data form")
    assert len(moments) > 2, "the kills all came at the same stage"
    built(pages, toy)
    kept = contents(pages, toy)
    built(pages, toy, fresh=True)
    check_same(kept, contents(pages, toy))
    assert len(list(index_folder(pages).glob("build-*"))) <= 2
    assert current(pages).is_dir()


def test_of_two_builders_the_second_is_told_who_builds_and_the_first_goes_on(pages, toy):
    first = slow_build(pages, 3)
    assert first.stdout.readline() == b"embedding\n"
    command = [sys.executable, "-m", "ui.cli", "index", "build", "--corpus", str(pages)]
    second = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert second.returncode == 1
    assert f"Another build of this index is running (process {first.pid} on " in second.stderr
    assert first.stdout.read().endswith(b"done\n")
    first.wait()
    first.stdout.close()
    assert HybridSearcher(open_index(pages, toy), toy).search("data form")
