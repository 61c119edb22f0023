"""A file made to do harm, or damaged by chance, costs a sentence: no crash, no hang, no memory beyond the limit."""

import io
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from made import column, pdf_file, printed, saved

from corpus.catalogue import FORMATS, sources
from corpus.errors import PlaybookError
from corpus.load import documents
from ingest import store
from ingest.build import build
from ingest.indexes import current
from ingest.readers import apart, hostile, read, read_here

ROOT = Path(__file__).parent.parent
PARSED = sorted({*FORMATS.values()} - {"markdown"})
FILES = 200
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FINE = "Every agency that shares its records names an officer."


def whole_pdf():
    pages = [
        column("# Fees", "", FINE, "A copy costs ten dollars."),
        column(FINE),
        column(FINE, "", "# Time", "", FINE),
    ]
    return printed(pages, outline=[(1, "Fees", 1), (2, "Copies", 1), (1, "Time", 3)])


def whole_docx():
    document = docx.Document()
    document.add_heading("Fees", 1)
    document.add_paragraph(FINE)
    document.add_paragraph("a letter", style="List Bullet")
    document.add_table(3, 3).cell(1, 1).text = "$5"
    return saved(document)


def whole_xlsx():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [("Field", "Meaning"), *((f"field{n}", FINE) for n in range(30))]:
        book.active.append(row)
    return saved(book)


def whole_html():
    rows = "".join(f"<tr><td>Copy {n}</td><td>$5</td></tr>" for n in range(20))
    body = f"<main><h1>Fees</h1><p>{FINE}</p><ul><li>a letter</li></ul><table>{rows}</table></main>"
    return f"<!DOCTYPE html><html><head><title>Fees</title></head><body><nav>Home</nav>{body}</body></html>".encode()


WHOLE = {"pdf": whole_pdf, "docx": whole_docx, "xlsx": whole_xlsx, "html": whole_html}


@pytest.fixture
def reader():
    """Makes a reading process with limits of its own."""
    made = []

    def make(**limits):
        made.append(apart.Reader(**limits))
        return made[-1]

    yield make
    for one in made:
        one.close()


def flipped(content, chance):
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 10, 100])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content, chance):
    return content[: chance.randrange(len(content))]


def blanked(content, chance):
    start = chance.randrange(len(content))
    return content[:start] + bytes(chance.choice([1, 16, 256])) + content[start + 16 :]


def doubled(content, chance):
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:end] + content[start:end] * chance.choice([1, 2, 50]) + content[end:]


def repacked(content, chance):
    """A zip that is whole, with a member that is not: what a checksum cannot tell."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return flipped(content, chance)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        chosen = chance.choice([name for name in old.namelist() if old.read(name)])
        for name in old.namelist():
            change = chance.choice([flipped, cut, blanked, doubled]) if name == chosen else lambda same, _: same
            new.writestr(name, change(old.read(name), chance))
    return held.getvalue()


def mutated(format_, count):
    """Damaged files of a format, the same in every run; every tenth is a file of another format by this name."""
    chance, whole = random.Random(format_), WHOLE[format_]()
    for number in range(count):
        if number % 10 == 9:
            yield WHOLE[chance.choice([other for other in PARSED if other != format_])]()
        else:
            yield chance.choice([flipped, cut, blanked, doubled, repacked, repacked])(whole, chance)


@pytest.mark.parametrize("format_", PARSED)
def test_damaged_files_end_in_text_or_a_sentence_within_the_limits(page, reader, format_):
    reading, told, count = reader(), [], -(-FILES // len(PARSED))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for content in mutated(format_, count):
        began = time.monotonic()
        try:
            reading.read(page(content, format_=format_))
        except PlaybookError as error:
            told.append(str(error))
        assert time.monotonic() - began < apart.SECONDS
    assert all(one.startswith("pages/page.md ") and "\n" not in one and " at 0x" not in one for one in told)
    assert len(told) >= count // 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


@pytest.mark.parametrize("format_", PARSED)
def test_a_whole_file_of_each_format_is_read(page, format_):
    assert FINE in read(page(WHOLE[format_](), format_=format_))[0].text


def rezipped(content, **changed):
    """A packed file with members added or in place of others; dots in a name stand as underscores."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members |= {"word/document.xml" if name == "document" else name: value for name, value in changed.items()}
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name, value in members.items():
            new.writestr(name, value)
    return held.getvalue()


def locked_pdf():
    keys = f"/O <{'ab' * 32}> /U <{'cd' * 32}>"
    return printed([column(FINE)], trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 {keys} /P -4 >> /ID [<00><00>]")


def locked_docx():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def locked_zip():
    """A zip whose first member says that it is encrypted."""
    content = bytearray(whole_docx())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def many_laughs():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE w:document [<!ENTITY a0 "ha">{entities}]><w:document>&a9;</w:document>'
    return rezipped(whole_docx(), document=(" " * hostile.CHUNK)[: hostile.CHUNK - 5] + body)


def lying_zip():
    """A zip whose document says that it is small and is not."""
    content = bytearray(rezipped(whole_docx(), document=b"<a>" + bytes(10**6)))
    entry = content.index(b"word/document.xml", content.index(b"PK\x01\x02")) - 46
    content[entry + 24 : entry + 28] = (50).to_bytes(4, "little")
    return bytes(content)


DAMAGE = {
    "nothing": ("pdf", lambda: b"", r"it is empty"),
    "blanks": ("docx", lambda: b" \n\0", r"it is empty"),
    "half a PDF": ("pdf", lambda: whole_pdf()[:700], r"Data format error"),
    "half a Word file": ("docx", lambda: whole_docx()[:9000], r"File is not a zip file"),
    "no pages": ("pdf", lambda: pdf_file([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"]), r"it holds no page"),
    "a PDF by another name": ("docx", whole_pdf, r"it is a PDF"),
    "a Word file by another name": ("pdf", whole_docx, r"it is a Word document"),
    "a web page by another name": ("pdf", whole_html, r"it is an HTML page"),
    "a picture by another name": ("docx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), r"it is an image"),
    "an old Word file": ("docx", lambda: locked_docx()[:500], r"it is an Office file of the kind used before 2007"),
    "a zip": ("docx", lambda: rezipped(b"PK\x05\x06" + bytes(18), readme=b"Hello"), r"it is a zip archive"),
    "a bomb": ("docx", lambda: rezipped(whole_docx(), bomb=bytes(25 * 2**20)), r"it would unpack from \d+ kB to 26 MB"),
    "a crowd": (
        "docx",
        lambda: rezipped(whole_docx(), **{f"f{n}": b"" for n in range(5001)}),
        r"it packs 50\d\d files",
    ),
    "laughs": ("docx", many_laughs, r"its XML declares entities"),
    "a lie": ("docx", lying_zip, r"Bad CRC-32"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_each_kind_of_damage_has_its_sentence(page, name):
    format_, made, why = DAMAGE[name]
    said = "is damaged or not a PDF" if format_ == "pdf" else f"cannot be read as {format_}"
    with pytest.raises(PlaybookError, match=rf"^pages/page\.md {said} \(.*{why}.*\)\. Fetch it again: playbook sync$"):
        read_here(page(made(), format_=format_))


@pytest.mark.parametrize("format_", PARSED)
def test_a_damaged_file_that_nobody_publishes_is_not_to_be_fetched(page, format_):
    document = page(b"\x00\xff", format_=format_)
    own = replace(document, source=replace(document.source, url=""))
    assert told(document).endswith(" Fetch it again: playbook sync")
    assert told(own).endswith(" Replace it with a whole copy, or remove it.")


def told(document):
    with pytest.raises(PlaybookError) as refused:
        read_here(document)
    return str(refused.value)


@pytest.mark.parametrize(("format_", "made"), [("pdf", locked_pdf), ("docx", locked_docx), ("docx", locked_zip)])
def test_a_file_with_a_password_is_told(page, format_, made):
    with pytest.raises(
        PlaybookError, match=r"^pages/page\.md is protected with a password\. Name a copy without one\.$"
    ):
        read_here(page(made(), format_=format_))


def test_a_file_that_is_too_large_is_told(page, monkeypatch):
    monkeypatch.setattr(hostile, "LARGEST_FILE", 1000)
    with pytest.raises(PlaybookError, match="it is 0 MB large, the most is 0 MB"):
        read_here(page(whole_docx(), format_="docx"))


def wide_docx():
    """A Word file of a few kilobytes with a table of thirty million columns."""
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 30_000_000
    return saved(document)


def test_a_file_that_takes_too_long_is_told_and_the_next_is_read(page, reader):
    reading = reader(seconds=2)
    with pytest.raises(PlaybookError, match=r"^pages/page\.md took longer than 2 s to read\. Name a simpler copy\.$"):
        reading.read(page(wide_docx(), format_="docx"))
    assert FINE in reading.read(page(whole_pdf(), format_="pdf"))[0].text


def test_a_file_that_takes_too_much_memory_is_told_and_the_next_is_read(page, reader):
    reading = reader(megabytes=250)
    with pytest.raises(
        PlaybookError, match=r"^pages/page\.md needs more than 250 MB of memory\. Name a simpler copy\.$"
    ):
        reading.read(page(wide_docx(), format_="docx"))
    assert FINE in reading.read(page(whole_pdf(), format_="pdf"))[0].text


def test_a_file_that_brings_the_parser_down_is_told_and_the_next_is_read(page, reader):
    drawn = zlib.compress(b"BT /F1 12 Tf (A) Tj ET " + b" " * (300 * 2**20), 9)
    objects = [CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>")
    objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    reading = reader(megabytes=250)
    with pytest.raises(PlaybookError, match=r"it made the program that reads such files stop"):
        reading.read(page(pdf_file(objects), format_="pdf"))
    assert FINE in reading.read(page(whole_pdf(), format_="pdf"))[0].text


def test_a_process_that_died_between_two_files_is_replaced(page, reader):
    reading = reader()
    reading.read(page(whole_pdf(), format_="pdf"))
    os.kill(reading._process.pid, signal.SIGKILL)
    assert FINE in reading.read(page(whole_pdf(), format_="pdf"))[0].text


def test_what_is_read_apart_is_what_is_read_here(page):
    for format_ in PARSED:
        document = page(WHOLE[format_](), format_=format_)
        assert read(document) == read_here(document)


def test_many_threads_may_read(page):
    found, document = [], page(whole_docx(), format_="docx")
    threads = [threading.Thread(target=lambda: found.append(read(document)[0].text)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [read(document)[0].text] * 8


def test_the_rest_of_the_index_is_built(tmp_path, toy):
    files = {
        "bomb.docx": many_laughs(),
        "cut.pdf": whole_pdf()[:500],
        "fine.pdf": whole_pdf(),
        "late.md": b"# Later\n\nOn.",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    manifest = build(tmp_path, documents(tmp_path, sources(tmp_path)), toy)
    assert (manifest.documents, manifest.failed) == (2, 2)
    assert [one.source for one in store.failures(current(tmp_path))] == ["bomb-docx", "cut-pdf"]
    assert build(tmp_path, documents(tmp_path, sources(tmp_path)), toy) == manifest


SCRIPT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background ignores it
sys.path[:0] = [{root!r}, {tests!r}]
from made import column, printed
from corpus.model import Collection, Document, Source
from ingest.readers import apart, read
def document(content, format_):
    return Document(Source("s", Collection("c", "C"), "T", "s", format_), "official", format_, content, "", None)
read(document(b"# Page", "markdown"))
assert not apart._readers, "Markdown needs no process"
if __name__ == "__main__":
    read(document(printed([column("One.")]), "pdf"))
    print(apart._readers[0]._process.pid, flush=True)
    {end}
"""


def ended(end, stop=None):
    """Runs a program that reads a PDF and then does this; gives its exit status and its reading process."""
    code = SCRIPT.format(root=str(ROOT), tests=str(ROOT / "tests"), end=end)
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    child = int(running.stdout.readline())
    if stop:
        time.sleep(0.3)
        running.send_signal(stop)
    return running.wait(timeout=20), child, running.communicate()[1]


def is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()


def check_that_it_is_gone(process):
    until = time.monotonic() + 5
    while is_alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(process)


@pytest.mark.parametrize("end", ["pass", "os.kill(os.getpid(), signal.SIGKILL)", "raise SystemExit(3)"])
def test_no_process_is_left_behind(end):
    status, child, _ = ended(end)
    assert status == {"p": 0, "o": -signal.SIGKILL, "r": 3}[end[0]]
    check_that_it_is_gone(child)


def test_an_interrupt_while_reading_ends_both_processes():
    slow = "read(document(printed([column(*['Line of text.'] * 40)] * 3000), 'pdf'))"
    status, child, told = ended(slow, stop=signal.SIGINT)
    assert status == -signal.SIGINT
    assert told.strip().endswith("KeyboardInterrupt")
    check_that_it_is_gone(child)
