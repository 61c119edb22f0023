"""The same files make the same index on any machine: ids, texts and fingerprint, whatever surrounds the program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
from made import pdf, saved

ROOT = Path(__file__).parent.parent
PREPARED = """
import sys
from pathlib import Path
from corpus.catalogue import sources
from corpus.load import documents
from ingest.prepare import inputs, prepare
corpus = Path(sys.argv[1])
held = documents(corpus, sources(corpus))
made = prepare(held, {})
print(made.fingerprint("toy@1"), inputs(held, {}, "toy@1"), len(made.failures))
for view in made.views:
    print(view.id, view.passage, view.start, view.end, ascii(view.text))
"""
MACHINES = (
    {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C", "LANG": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
)


@pytest.fixture
def mixed(tmp_path):
    """A folder with a file of every format."""
    folder = tmp_path / "here" / "corpus"
    (folder / "forms").mkdir(parents=True)
    (folder / "fees.md").write_text("# Fees\n\nTen – “dollars”.\n\n## Late\n\nTwo.\n\n## Late\n\nTwo.\n", "utf-8")
    (folder / "page.html").write_text("<main><h1>Desk</h1><p>Open at nine.</p><h2 id='x'>Ü</h2><p>Closed.</p></main>")
    (folder / "forms" / "flow.pdf").write_bytes(pdf(["First the form."], ["Then the fee."]))
    word = docx.Document()
    word.add_heading("Letter", 1)
    word.add_paragraph("Sign it. Send it.")
    (folder / "forms" / "letter.docx").write_bytes(saved(word))
    sheet = openpyxl.Workbook()
    for row in (["Name", "Years"], ["wage", 2020], ["grade", 2021]):
        sheet.active.append(row)
    sheet.save(folder / "forms" / "dictionary.xlsx")
    return folder


def prepared(folder, machine, home):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PLAYBOOK_", "LC_", "PYTHON"))}
    around = clean | {"PYTHONPATH": str(ROOT), "PLAYBOOK_HOME": str(home), "HOME": str(home)} | machine
    command = [sys.executable, "-c", PREPARED, str(folder)]
    done = subprocess.run(command, cwd=folder.parent, env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_machines_make_the_same_index_of_files_of_every_format(mixed, tmp_path):
    there = tmp_path / "there" / "corpus"
    shutil.copytree(mixed, there)
    first, second = (
        prepared(folder, machine, tmp_path / f"home-{number}")
        for number, (folder, machine) in enumerate(zip((mixed, there), MACHINES, strict=True))
    )
    assert first == second
    assert first.splitlines()[0].endswith(" 0")
    assert len(first.splitlines()) > 12


def test_another_word_makes_another_index(mixed, tmp_path):
    before = prepared(mixed, MACHINES[0], tmp_path / "home")
    (mixed / "fees.md").write_text("# Fees\n\nEleven dollars.\n")
    assert prepared(mixed, MACHINES[0], tmp_path / "home").split()[0] != before.split()[0]
