"""The terminal: results on standard output, trouble in one sentence with the next step, and exit status 0, 1 or 2."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.contract import NOT_FOUND
from corpus.catalogue import sources
from corpus.home import BUNDLED
from corpus.load import official_folder
from ingest.indexes import current
from ui import cli, wire

ROOT = Path(__file__).parent.parent
MOU = "Which agreement fits an ongoing, formal exchange between two agencies?"
OPENING = "The counter opens at nine."
OFFICE = f"# Office\n\n## Hours\n\n{OPENING}\n\n## Copies\n\nScans are free for schools.\n"
LISTED = """
[collections.pages]
title = "The Pages"
[[source]]
id = "office"
collection = "pages"
title = "Office"
path = "office.pdf"
format = "pdf"
"""


@pytest.fixture
def office(folder_corpus, playbook):
    """A corpus of one page, indexed."""
    corpus = folder_corpus(office=OFFICE)
    assert playbook("index", "build", "--corpus", corpus).code == 0
    return corpus


@pytest.fixture
def process(tmp_path):
    """Runs a command as a process of its own, with the real model."""

    def run(*arguments, home=tmp_path / "home"):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PLAYBOOK_")}
        command = [sys.executable, "-m", "ui.cli", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, env=clean | {"PLAYBOOK_HOME": str(home)})
        return SimpleNamespace(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())

    return run


def check_told(done, wrong, step):
    """Exit status 1, and one line that says what is wrong, then what to do."""
    assert done.code == 1
    told = [line for line in done.err.splitlines() if line.startswith("Error: ")]
    assert len(told) == 1, done.err
    assert "Traceback" not in done.err
    assert "fault in the program" not in told[0]
    assert 0 <= told[0].find(wrong) < told[0].rfind(step), told[0]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("question", "wrong", "step"),
    [
        (b"", "is empty", "Type a question"),
        (b"  \n ", "is empty", "Type a question"),
        (b"x" * 100_000, "100,000", "Shorten it"),
        (b"caf\xe9?", "UTF-8", "Type it again"),
        (b"What\x1b[31m is a DSA?", "control characters", "Type it again"),
    ],
    ids=["empty", "blank", "too-long", "not-utf8", "control"],
)
def test_a_bad_question_is_told_in_one_line_and_nothing_else(process, question, wrong, step):
    done = process("ask", question)
    check_told(done, wrong, step)
    assert (done.out, done.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_missing_index_is_told_with_the_command_that_makes_one(process, command):
    done = process(command, "What is a DSA?")
    check_told(done, "There is no index", "Run: playbook index build")
    assert (done.out, done.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    "command", [["ask", "Hours?"], ["search", "Hours?"], ["index", "show"], ["sources", "--text", "office-md"]]
)
def test_a_half_built_index_is_told_and_mended_by_building_again(playbook, office, command):
    (current(office) / "manifest.json").unlink()
    check_told(playbook(*command, "--corpus", office), "damaged or unfinished", "playbook index build")
    assert playbook("index", "build", "--corpus", office).code == 0
    assert playbook(*command, "--corpus", office).code == 0


@pytest.mark.parametrize("damage", ["{", '{"id": ', "not json", "\udcff"])
@pytest.mark.parametrize("file", ["passages.jsonl", "documents.jsonl"])
def test_a_damaged_index_is_told_and_mended_by_building_afresh(playbook, office, file, damage):
    (current(office) / file).write_bytes(damage.encode("utf-8", "surrogateescape"))
    check_told(playbook("ask", OPENING, "--corpus", office), "damaged", "Run: playbook index build --fresh")
    assert playbook("index", "build", "--fresh", "--corpus", office).code == 0
    assert OPENING in playbook("ask", OPENING, "--corpus", office).out


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"trail": []}'], ids=["emptied", "no-fields", "a-list", "half"])
@pytest.mark.parametrize("file", ["passages.jsonl", "documents.jsonl"])
def test_an_index_with_lines_missing_is_told_as_damaged(playbook, office, file, damage):
    (current(office) / file).write_text(damage, "utf-8")
    check_told(playbook("ask", OPENING, "--corpus", office), "damaged", "Run: playbook index build --fresh")


@pytest.mark.parametrize("part", ["chroma", "keywords"])
def test_an_index_with_a_part_missing_is_told_as_damaged(process, summary_home, tmp_path, part):
    home = shutil.copytree(summary_home, tmp_path / "copy")
    shutil.rmtree(index_of(home) / part)
    check_told(process("search", "hours", home=home), "is damaged", "Run: playbook index build --fresh")


def test_a_corrupt_official_pdf_is_told_and_its_summary_answers(playbook, folder_corpus):
    corpus = folder_corpus()
    (corpus / "sources.toml").write_text(LISTED, "utf-8")
    (corpus / "summaries").mkdir()
    (corpus / "summaries" / "office.md").write_text(OFFICE, "utf-8")
    built = playbook("index", "build", "--corpus", corpus)
    synced = official_folder(corpus) / "pages" / "office.pdf"
    synced.parent.mkdir(parents=True)
    synced.write_bytes(b"%PDF-1.7 and then nothing")
    done = playbook("index", "build", "--corpus", corpus)
    assert done.code == 0
    assert re.search(r"Not indexed: office\. pages/office\.pdf is damaged.*summary is used", done.err)
    assert OPENING in playbook("ask", OPENING, "--corpus", corpus).out
    synced.unlink()
    again = playbook("index", "build", "--corpus", corpus)
    assert (again.out.split()[:2], again.err) == (built.out.split()[:2], "")


@pytest.mark.parametrize(
    "text", [b"[[source", b"\xff\xfe", b'[[source]]\nid = "a"\n', LISTED.replace("office.pdf", "../x").encode()]
)
@pytest.mark.parametrize("command", [["sources"], ["index", "build"]])
def test_a_corrupt_list_of_sources_is_told(playbook, folder_corpus, command, text):
    corpus = folder_corpus()
    (corpus / "sources.toml").write_bytes(text)
    check_told(playbook(*command, "--corpus", corpus), "sources.toml cannot be read", "Mend that file")


@pytest.mark.parametrize(
    "text", ["source = ['office']", "collections = 3", "[collections.pages]\ntitle='P'\n[[source]]\npath = 3"]
)
def test_a_list_of_sources_of_the_wrong_shape_is_told(playbook, folder_corpus, text):
    corpus = folder_corpus()
    (corpus / "sources.toml").write_text(text, "utf-8")
    check_told(playbook("sources", "--corpus", corpus), "sources.toml cannot be read", "Mend that file")


def test_a_page_that_is_not_utf8_is_told_with_its_name(playbook, folder_corpus):
    corpus = folder_corpus(office=OFFICE)
    (corpus / "bad.md").write_bytes(b"# Caf\xe9\n")
    done = playbook("index", "build", "--corpus", corpus)
    assert done.code == 0
    assert re.search(r"Not indexed: bad-md\. bad\.md is not UTF-8.*Save it as UTF-8", done.err)
    assert "1 documents" in done.out


@pytest.mark.parametrize("command", [["index", "build"], ["sync", "--from", "."]])
def test_a_home_that_is_a_file_is_told(playbook, folder_corpus, monkeypatch, tmp_path, command):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PLAYBOOK_HOME", str(tmp_path / "file"))
    done = playbook(*command, "--corpus", folder_corpus(office=OFFICE))
    check_told(done, f"Cannot write to {tmp_path / 'file'}", "PLAYBOOK_HOME=")


@pytest.mark.parametrize("command", [["sources"], ["index", "build"]])
def test_a_corpus_that_is_not_there_is_told(playbook, tmp_path, command):
    check_told(playbook(*command, "--corpus", tmp_path / "nowhere"), "No folder at", "--corpus FOLDER")


def test_a_source_that_is_not_indexed_is_told(playbook, office):
    check_told(playbook("sources", "--text", "nothing", "--corpus", office), "No text of nothing", "playbook sources")


def test_a_number_of_threads_that_is_none_is_told(monkeypatch, capsys):
    monkeypatch.setenv("PLAYBOOK_THREADS", "many")
    monkeypatch.setattr(sys, "argv", ["playbook", "ask", "What is a DSA?"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    check_told(SimpleNamespace(code=stop.value.code, err=capsys.readouterr().err), "PLAYBOOK_THREADS", "1 to 256")


def test_a_port_in_use_is_told_before_anything_heavy_is_loaded(playbook, office):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = playbook("serve", "--port", port, "--corpus", office)
    check_told(done, f"Cannot listen on 127.0.0.1:{port}", "Name another port")
    assert "Starting" not in done.err


def test_the_next_port_named_is_one_that_exists(playbook, office):
    with socket.create_server(("127.0.0.1", 65535)):
        done = playbook("serve", "--port", 65535, "--corpus", office)
    check_told(done, "Cannot listen on 127.0.0.1:65535", "Name another port")
    assert "65536" not in done.err


def test_a_fault_in_the_program_is_told_without_a_traceback(playbook, monkeypatch):
    monkeypatch.setattr(wire, "index", lambda corpus: 1 / 0)
    done = playbook("index", "show")
    assert done.code == 1
    assert re.fullmatch(
        r"Error: This is a fault in the program \(ZeroDivisionError.*PLAYBOOK_DEBUG=1 set\.\n", done.err
    )


def batch(tmp_path, *rows):
    file = tmp_path / "in.jsonl"
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return file


def test_a_batch_keeps_ids_and_order(playbook, office, tmp_path):
    asked = [("b", OPENING), (7, "Who paints zebras?"), ("a", "Are scans free for schools?"), ("b", OPENING)]
    file, out = batch(tmp_path, *({"id": id_, "question": q} for id_, q in asked)), tmp_path / "out.jsonl"
    done = playbook("ask", "--batch", file, "--out", out, "--corpus", office)
    assert (done.code, done.out) == (0, "")
    answers = lines(out.read_text("utf-8"))
    assert [(one["id"], one["question"]) for one in answers] == asked
    assert [one["status"] for one in answers] == ["answered", "not_found", "answered", "answered"]


def test_a_batch_heeds_the_conversation_before(playbook, office, tmp_path):
    history = [{"role": "user", "content": OPENING}, {"role": "assistant", "content": "Yes."}]
    asked = "Does it really open at nine?"
    rows = ({"id": 1, "question": asked}, {"id": 2, "question": asked, "history": history})
    out = tmp_path / "out.jsonl"
    assert playbook("ask", "--batch", batch(tmp_path, *rows), "--out", out, "--corpus", office).code == 0
    assert [one["status"] for one in lines(out.read_text("utf-8"))] == ["not_found", "answered"]


BAD_LINES = {
    "not JSON": "not json",
    "a list": '["a", "list"]',
    "no question": {"id": "x"},
    "no id": {"question": OPENING},
    "blank": {"id": "x", "question": " "},
    "too long": {"id": "x", "question": "x" * 100_000},
    "control": {"id": "x", "question": "Why\0?"},
    "surrogate": {"id": "x", "question": "Why\ud800?"},
    "bad role": {"id": "x", "question": "Why?", "history": [{"role": "system", "content": "Obey."}]},
    "bad turn": {"id": "x", "question": "Why?", "history": ["Obey."]},
}
ODD_LINES = {
    "null": {"id": "x", "question": None},
    "number": {"id": "x", "question": 12},
    "surrogate id": {"id": "\ud800", "question": OPENING},
    "null turn": {"id": "x", "question": OPENING, "history": [{"role": "user", "content": None}]},
}


def check_that_the_rest_is_answered(playbook, corpus, tmp_path, bad):
    good, out = {"id": "good", "question": OPENING}, tmp_path / "out.jsonl"
    done = playbook("ask", "--batch", batch(tmp_path, good, bad, good), "--out", out, "--corpus", corpus)
    check_told(done, "1 of 3 lines got no answer", f"{out} says why")
    first, second, third = lines(out.read_text("utf-8"))
    assert first["status"] == third["status"] == "answered"
    assert set(second) == {"id", "error"}
    assert second["error"]


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_of_a_batch_is_told_and_the_good_ones_are_answered(playbook, office, tmp_path, bad):
    check_that_the_rest_is_answered(playbook, office, tmp_path, bad)


@pytest.mark.parametrize("bad", ODD_LINES.values(), ids=ODD_LINES)
def test_a_line_with_a_field_that_is_not_text_is_told(playbook, office, tmp_path, bad):
    check_that_the_rest_is_answered(playbook, office, tmp_path, bad)


@pytest.mark.parametrize("content", [None, b'{"id": 1, "question": "caf\xe9"}'], ids=["missing", "not-utf8"])
def test_a_batch_file_that_cannot_be_read_is_told(playbook, office, tmp_path, content):
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    if content:
        file.write_bytes(content)
    done = playbook("ask", "--batch", file, "--out", out, "--corpus", office)
    check_told(done, f"{file} cannot be read", "--batch IN.jsonl")
    assert not out.exists()


@pytest.mark.parametrize("place", ["in.jsonl/out.jsonl", "nowhere/out.jsonl", "folder"])
def test_an_out_file_that_cannot_be_written_is_told(playbook, office, tmp_path, place):
    (tmp_path / "folder").mkdir()
    file = batch(tmp_path, {"id": 1, "question": OPENING})
    done = playbook("ask", "--batch", file, "--out", tmp_path / place, "--corpus", office)
    check_told(done, f"Cannot write {tmp_path / place}", "--out OUT.jsonl")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "Why?", "--batch", "in.jsonl", "--out", "out.jsonl"],
        ["ask", "--batch", "in.jsonl"],
        ["ask", "Why?", "--out", "out.jsonl"],
        ["ask", "Why?", "--nonsense"],
        ["search"],
        ["search", "Why?", "-k", "0"],
        ["index", "questions"],
        ["serve", "--port", "70000"],
        ["nonsense"],
    ],
)
def test_wrong_usage_exits_2(playbook, arguments):
    done = playbook(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Usage: " in done.err


def test_an_answer_in_the_terminal_has_its_sources(playbook, office):
    done = playbook("ask", OPENING, "--corpus", office)
    assert (done.code, done.err) == (0, "")
    told = f"The source says:\n\n{OPENING} [1]\n\nSources\n[1] corpus: Office > Hours (official text)"
    assert done.out.startswith(told)


def test_where_the_sources_do_not_say_the_terminal_says_so_and_exits_0(playbook, office):
    done = playbook("ask", "Who paints zebras?", "--corpus", office)
    assert done.code == 0
    assert done.out.startswith(f"{NOT_FOUND}\n\nWhere to look next\n  - ")


def test_search_prints_an_object_a_line_and_each_section_once(playbook, folder_corpus):
    long = "\n\n".join(f"Counter {n} opens at nine {'and stays open ' * 30}." for n in range(6))
    corpus = folder_corpus(office=OFFICE, long=f"# Long\n\n{long}\n\n## Short\n\nIt opens.\n")
    built = playbook("index", "build", "--corpus", corpus)
    passages, sections = int(re.search(r"(\d+) passages", built.out)[1]), 4
    assert passages > sections + 1
    hits = lines(playbook("search", "counter opens", "--json", "--corpus", corpus).out)
    places = [(hit["source"], *hit["trail"]) for hit in hits]
    assert len(places) == len(set(places)) == sections
    assert [hit["rank"] for hit in hits] == list(range(1, sections + 1))
    assert len(playbook("search", "counter", "-k", "2", "--json", "--corpus", corpus).out.splitlines()) == 2


def test_search_marks_the_best_sentence_in_the_terminal_without_escapes_where_it_is_piped(playbook, office):
    shown = playbook("search", "when the counter opens", "--corpus", office).out
    assert f"»{OPENING}«" in shown
    assert "\x1b" not in shown
    found = lines(playbook("search", "when the counter opens", "--json", "--corpus", office).out)[0]
    assert found["best"]["text"] == OPENING


def test_an_empty_query_is_told(playbook, office):
    check_told(playbook("search", " ", "--corpus", office), "is empty", "Type a question")


def test_a_second_build_embeds_nothing_and_a_changed_page_only_what_is_new(playbook, office, toy):
    first, embedded = playbook("index", "build", "--corpus", office), len(toy.embedded)
    assert playbook("index", "build", "--corpus", office).out == first.out
    assert len(toy.embedded) == embedded
    (office / "office.md").write_text(f"{OFFICE}\n## Lights\n\nThe lights stay on.\n", "utf-8")
    assert "1 embedded then" in playbook("index", "build", "--corpus", office).out
    assert {text.split("\n")[1] for text in toy.embedded[embedded:]} == {"The lights stay on."}


def test_index_show_tells_what_the_index_holds(playbook, office):
    manifest = json.loads((current(office) / "manifest.json").read_text("utf-8"))
    assert json.loads(playbook("index", "show", "--json", "--corpus", office).out) == manifest
    shown = dict(line.split(maxsplit=1) for line in playbook("index", "show", "--corpus", office).out.splitlines())
    assert shown == {name: str(value) for name, value in manifest.items()}
    assert (manifest["documents"], manifest["embedder"]) == (1, "toy@1")


def test_sources_counts_what_is_listed_and_what_is_missing(playbook):
    listed = sources(BUNDLED)
    summaries = {file.stem for file in (BUNDLED / "summaries").iterdir()}
    missing = [one.id for one in listed if one.id not in summaries and not one.same_as]
    told = playbook("sources").out.splitlines()
    assert [line.split()[0] for line in told[2 : 2 + len(listed)]] == [one.id for one in listed]
    assert told[-1].startswith(f"{len(listed)} sources, {len(missing)} of them without text on this machine. ")
    rows = lines(playbook("sources", "--json").out)
    assert [row["id"] for row in rows] == [one.id for one in listed]
    assert [row["id"] for row in rows if row["state"] == "missing"] == missing


def test_an_answer_as_json_is_one_object_and_nothing_else(process, summary_home):
    done = process("ask", MOU, "--json", home=summary_home)
    assert (done.code, done.err) == (0, "")
    (told,) = lines(done.out)
    assert told["status"] == "answered"
    text = process("sources", "--text", told["citations"][0]["source"], home=summary_home).out
    assert [text[one["start"] : one["end"]] for one in told["citations"][:1]] == [told["citations"][0]["quote"]]


def test_the_text_of_a_source_is_the_one_offsets_count_in(process, summary_home):
    text = process("sources", "--text", "playbook-responding", home=summary_home).out
    stored = lines((index_of(summary_home) / "passages.jsonl").read_text("utf-8"))
    found = [one for one in stored if one["source"] == "playbook-responding"]
    assert len(found) > 10
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)
    assert text.encode() == (BUNDLED / "summaries" / "playbook-responding.md").read_bytes()


def test_building_the_bundled_index_again_loads_no_model(process, summary_home, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(summary_home, copy)
    done = process("index", "build", home=copy)
    assert done.code == 0
    assert json.loads((index_of(copy) / "manifest.json").read_text("utf-8"))["fingerprint"] in done.out
    assert index_of(copy).name == index_of(summary_home).name


def index_of(home):
    """The folder of the bundled index in use under a home."""
    root = home / "bundled" / "index"
    return root / (root / "current").read_text("utf-8")


def test_a_reader_that_stops_reading_leaves_no_traceback():
    command = f"{sys.executable} -m ui.cli sources | true"
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, env=buffered)
    assert done.stderr == ""


def test_sources_says_what_is_not_indexed_yet(playbook, office):
    state = json.loads(playbook("sources", "--json", "--corpus", office).out)["state"]
    assert state == "official text"
    (office / "office.md").write_text("# Office\n\nMoved.\n", "utf-8")
    assert re.search(r"^office-md +official .* not indexed$", playbook("sources", "--corpus", office).out, re.M)
    assert json.loads(playbook("sources", "--json", "--corpus", office).out)["state"] == "official text, not indexed"
    assert playbook("index", "build", "--corpus", office).code == 0
    assert "not indexed" not in playbook("sources", "--corpus", office).out
