"""An index is the same wherever it is built: no id, text or fingerprint depends on the machine or on its settings."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_folder_corpus import fill, put

ROOT = Path(__file__).parent.parent
FILES = 28
MACHINES = {
    "one": {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "America/New_York"},
    "two": {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "LANGUAGE": "tr_TR"},
}
SCRIPT = """
import json, sys
sys.path[:0] = sys.argv[1:3]
from pathlib import Path
from conftest import ToyEmbedder
from corpus.catalogue import sources
from corpus.load import documents
from ingest import store
from ingest.build import build
from ingest.indexes import current
corpus = Path(sys.argv[3])
manifest = build(corpus, documents(corpus, sources(corpus)), ToyEmbedder())
held = current(corpus)
print(json.dumps({
    "fingerprint": manifest.fingerprint,
    "counts": [manifest.documents, manifest.failed, manifest.vectors],
    "texts": {one.path: one.text for one in store.documents(held)},
    "passages": [[one.id, one.start, one.end, one.text] for one in store.passages(held)],
    "failures": [one.sentence for one in store.failures(held)],
}))
"""


@pytest.fixture
def shelf(tmp_path):
    """A folder of files in all formats, some of them damaged."""
    fill(tmp_path / "shelf", FILES)
    for name in ["bad.pdf", "bad.docx", "bad.xlsx", "bad.html", "bad.md"]:
        put(tmp_path / "shelf" / name, b"\x00\xff is no document")
    return tmp_path / "shelf"


def moved(shelf, place):
    """The same files written in another order, in a folder elsewhere, at another time."""
    for file in sorted((one for one in shelf.rglob("*") if one.is_file()), reverse=True):
        copy = place / shelf.name / file.relative_to(shelf)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        os.utime(copy, (10**9, 10**9))
    return place / shelf.name


def built_on(machine, corpus, home):
    home.mkdir()
    command = [sys.executable, "-c", SCRIPT, str(ROOT), str(ROOT / "tests"), str(corpus)]
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PLAYBOOK_HOME": str(home / "data")} | MACHINES[machine]
    done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_mixed_folder_gives_the_same_index_on_two_machines(shelf, tmp_path):
    one = built_on("one", shelf, tmp_path / "home one")
    two = built_on("two", moved(shelf, tmp_path / "elsewhere"), tmp_path / "heim zwei")
    assert one["counts"][:2] == [FILES, 5]
    assert len({id_ for id_, *_ in one["passages"]}) == len(one["passages"])
    assert one == two
