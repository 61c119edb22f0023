"""A file is what its bytes are, whatever a server calls it."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import pdf
from publisher import HTML, PDF

from corpus.errors import FetchError
from corpus.kinds import kind, recognised, refuse_other


def office(*parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for part in parts:
            opened.writestr(part, b"<xml/>")
    return held.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
PAGE = b"---\ntitle: A\n---\n# Heading\n\nText with <b>some</b> HTML.\n"
FILES = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX, "html": HTML, "markdown": PAGE}


@pytest.mark.parametrize("format_", FILES)
def test_each_kind_is_taken_for_what_it_is(format_):
    assert kind(FILES[format_]) == format_
    refuse_other(FILES[format_], format_)


@pytest.mark.parametrize(("format_", "other"), [(a, b) for a in FILES for b in FILES if a != b])
def test_no_kind_passes_for_another(format_, other):
    with pytest.raises(FetchError, match="came instead of"):
        refuse_other(FILES[other], format_)


def test_a_page_where_a_report_is_expected_is_told_as_a_sign_in_page():
    with pytest.raises(FetchError, match=r"^an HTML page, perhaps to sign in, came instead of a PDF$"):
        refuse_other(HTML, "pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"\xef\xbb\xbf\r\n <!doctype HTML>\n<title>A</title>",
        b"<!-- saved --><!-- twice --> <HTML lang='en'>",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">',
    ],
)
def test_a_page_may_start_in_many_ways(content):
    refuse_other(content, "html")
    refuse_other(content, "site")


@pytest.mark.parametrize("content", [b"<!-- a note -->\n# Heading\n", b"<div>HTML</div>\n\nText", b"<htmlish> word"])
def test_markdown_may_start_with_a_little_html(content):
    refuse_other(content, "markdown")


@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_file_is_refused(content):
    with pytest.raises(FetchError, match="the file is empty"):
        refuse_other(content, "markdown")


def test_a_pdf_cut_short_is_refused():
    with pytest.raises(FetchError, match="breaks off before its end"):
        refuse_other(PDF[:-10] + b"x" * 5000, "pdf")


@pytest.mark.parametrize("content", [DOCX, XLSX])
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_an_office_file_cut_short_is_refused(content, format_):
    with pytest.raises(FetchError):
        refuse_other(content[:-20], format_)


@pytest.mark.parametrize("content", [b"\0\1\2", b"\xff\xfe# Heading", b"\x89PNG\r\n\x1a\n\0", office("other.xml")])
def test_anything_else_is_none_of_them(content):
    assert kind(content) == ""


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "an image"),
        (b"MZ\x90\0", "a program"),
        (b"{\\rtf1 Fees}", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "an Office file of the kind used before 2007"),
        (office("[Content_Types].xml", "ppt/presentation.xml"), "a PowerPoint presentation"),
        (office("word/notes.txt"), "a zip archive"),
        (DOCX[:-20], "a zip archive that is damaged"),
        (PAGE, "text"),
    ],
)
def test_what_came_instead_is_told_in_words(content, name):
    assert recognised(content).name == name
    with pytest.raises(FetchError, match=f"^{name} came instead of a PDF$"):
        refuse_other(content, "pdf")


@pytest.mark.parametrize("content", [b"PK-12 schools share data.", b"MZ is a name.", b"GIF87a is a format.", b"%PDF"])
def test_text_may_begin_as_other_files_do(content):
    assert kind(content) == "markdown"


def test_a_page_that_speaks_of_pdf_files_is_a_page():
    assert kind(b"<!DOCTYPE html><p>A file begins with %PDF- and ends with startxref.") == "html"
    assert kind(b"# Files\n\nA file begins with %PDF-1.4.\n") == "markdown"


def test_a_pdf_may_begin_after_other_lines():
    assert kind(b"HTTP/1.1 200 OK\n\n" + pdf(["One."])) == "pdf"


def test_the_main_part_of_an_office_file_may_have_any_name():
    assert kind(office("[Content_Types].xml", "word/document2.xml")) == "docx"


def test_a_list_of_very_many_parts_is_not_read():
    assert kind(b"PK\x01\x02" * 10_001) == ""


@given(st.binary(max_size=200))
def test_any_bytes_are_one_kind_or_none(content):
    assert kind(content) in {*FILES, ""}


@pytest.mark.parametrize("content", [b"<!--" * 1000, b"<!---->" * 600, b" " * 5000, b"<?" * 2000, b"<!-- --" * 600])
def test_telling_a_page_takes_no_time(content):
    started = time.monotonic()
    kind(content)
    assert time.monotonic() - started < 0.5
