"""PDF and Word files are read in order, with page numbers and trails; a damaged one is told by its path."""

import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from made import controlled, empty_zip, pdf, saved

from corpus.errors import PlaybookError
from ingest.readers import read

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FEES = ["Data Request Type", "Description", "Quotable Time to Complete"]
REQUESTS = [
    "Internal DPH/local HD requests",
    "Basic counts",
    "Previously-prepared counts",
    "Registration Report tabulations",
    "Flat files",
    "Analytic requests",
    "Repeat request",
    "Formal FOIs",
]


@pytest.fixture
def read_pdf(page):
    return lambda *pages: read(page(pdf(*pages), id_="report", title="Report", format_="pdf"))


@pytest.fixture
def read_docx(page):
    return lambda document: read(page(saved(document), id_="form", title="Form", format_="docx"))


@pytest.fixture
def official(official_documents):
    return {document.source.id: document for document in official_documents}


def parts(sections):
    return [part for section in sections for block in section.blocks for part in block.parts]


def check_offsets(text, sections):
    """Every sentence is found where it is said to stand; white space may be folded."""
    for part in parts(sections):
        if part.kind == "sentence":
            assert " ".join(text.text[part.start : part.end].split()) == part.plain


def test_the_official_flow_chart_is_one_page_of_labels(official):
    text, sections = read(official["vital-records-flow"])
    ((trail, anchor, number),) = [(one.trail, one.anchor, one.page) for one in sections]
    assert (trail, anchor, number) == (("Vital Records Data Request Process",), "", 1)
    labels = [part.plain for part in parts(sections)]
    assert {f"Tracker Step {letter}" for letter in "ABCDG"} <= set(labels)
    assert {"Provide estimate", "Work is billable?", "Request not filled", "1/14/2019"} <= set(labels)
    assert labels.count("NO") == 4
    check_offsets(text, sections)


def test_the_official_fee_schedule_is_read_row_by_row(official):
    _, (section,) = read(official["sar-fee-schedule"])
    heading, table = section.blocks
    assert (section.trail, section.page) == (("Vital Records Request Fees",), None)
    assert (heading.kind, table.kind) == ("paragraph", "table")
    assert len(table.parts) == len(REQUESTS)
    for row, request in zip(table.parts, REQUESTS, strict=True):
        assert row.plain.startswith(f"Data Request Type: {request}")
        assert "Quotable Time to Complete: " in row.plain


def test_the_fees_of_the_official_schedule_stand_in_their_rows(official):
    _, (section,) = read(official["sar-fee-schedule"])
    fees = [re.findall(r"\$\d+(?:-\d+)?", row.plain.partition("hour): ")[2]) for row in section.blocks[1].parts]
    assert fees == [["$0"], ["$0"], ["$0"], ["$0"], ["$50-100", "$50", "$100"], [], ["$50"], []]


def test_every_word_of_the_official_schedule_is_read_and_in_its_place(official):
    document = official["sar-fee-schedule"]
    with zipfile.ZipFile(io.BytesIO(document.content)) as opened:
        tree = ElementTree.fromstring(opened.read("word/document.xml"))
    printed = "".join(run.text or "" for run in tree.iter(f"{WORD}t"))
    text = read(document)[0].text
    assert re.sub(r"\s", "", text).replace("|", "") == re.sub(r"\s", "", printed)
    assert text.splitlines()[1].split(" | ")[:3] == FEES


def test_each_page_of_a_pdf_is_a_section_with_its_number(read_pdf):
    text, sections = read_pdf(["One."], ["Two."], ["Three."])
    found = [(one.page, text.text[one.start : one.end], one.trail) for one in sections]
    assert found == [(n, f"{word}.", ("Report", f"Page {n}")) for n, word in [(1, "One"), (2, "Two"), (3, "Three")]]
    assert text.text == "One.\n\nTwo.\n\nThree."


def test_a_page_without_text_keeps_its_number(read_pdf):
    text, sections = read_pdf(["One."], [], ["Three."])
    assert [(one.page, text.text[one.start : one.end]) for one in sections] == [(1, "One."), (2, ""), (3, "Three.")]
    assert sections[1].blocks == ()


def test_a_sentence_of_a_pdf_may_run_over_lines(read_pdf):
    lines = ["This sentence is as long as prose in print.", "The next one of them runs", "over the end of its line."]
    text, sections = read_pdf(["Cover."], lines)
    second = [part.plain for part in parts(sections[1:])]
    assert second == [lines[0], "The next one of them runs over the end of its line."]
    check_offsets(text, sections)


def test_short_lines_of_a_pdf_are_labels(read_pdf):
    text, sections = read_pdf(["Start", "YES NO", "Is it done?", "End"])
    assert [part.plain for part in parts(sections)] == ["Start", "YES NO", "Is it done?", "End"]
    assert sections[0].blocks[0].plain == "Start\nYES NO\nIs it done?\nEnd"
    check_offsets(text, sections)


def test_a_word_broken_over_two_lines_of_a_pdf_is_whole_again(read_pdf):
    text, _ = read_pdf(["All of the following infor-", "mation is whole again."])
    assert "information is whole" in text.text
    assert "\ufffe" not in text.text


def test_a_pdf_without_a_text_layer_is_refused_with_its_path(read_pdf):
    with pytest.raises(PlaybookError, match=r"pages/report\.md has no text layer\. .*OCR"):
        read_pdf([], [])


@pytest.mark.parametrize("share", [0, 0.05, 0.5, 0.95])
def test_a_pdf_cut_short_is_refused_with_its_path(page, share):
    whole = pdf(["One."], ["Two."])
    with pytest.raises(PlaybookError, match=r"^pages/report\.md is damaged or not a PDF .*playbook sync$"):
        read(page(whole[: int(len(whole) * share)], id_="report", format_="pdf"))


def test_the_official_pdf_cut_short_is_refused_with_its_path(page, official):
    content = official["vital-records-flow"].content
    with pytest.raises(PlaybookError, match=r"^pages/report\.md is damaged"):
        read(page(content[: len(content) // 2], id_="report", format_="pdf"))


@pytest.mark.parametrize("content", [b"Plain text.", b"# Heading\n", b"PK\x03\x04", b"<html></html>"])
def test_a_pdf_that_is_something_else_is_refused_with_its_path(page, content):
    with pytest.raises(PlaybookError, match=r"^pages/report\.md is damaged or not a PDF"):
        read(page(content, id_="report", format_="pdf"))


@pytest.mark.parametrize(
    "content",
    [b"", b"Plain text.", b"%PDF-1.4\n", empty_zip(), saved(docx.Document())[:5000]],
    ids=["nothing", "text", "a PDF", "an empty zip", "cut short"],
)
def test_a_word_file_that_is_damaged_or_something_else_is_refused_with_its_path(page, content):
    with pytest.raises(PlaybookError, match=r"^pages/form\.md cannot be read as docx \(.*playbook sync$"):
        read(page(content, id_="form", format_="docx"))


def test_a_word_file_with_broken_xml_is_refused_with_its_path(page):
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as whole, zipfile.ZipFile(held, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, b"<w:" if name == "word/document.xml" else whole.read(name))
    with pytest.raises(PlaybookError, match=r"^pages/form\.md cannot be read as docx"):
        read(page(held.getvalue(), id_="form", format_="docx"))


def test_heading_styles_of_a_word_file_make_trails(read_docx):
    document = docx.Document()
    document.add_paragraph("Above. All.")
    for name, level in [("Fees", 1), ("Copies", 2), ("Deep", 4), ("Time", 2), ("Contact", 1)]:
        document.add_heading(name, level)
        document.add_paragraph(f"Under {name}.")
    text, sections = read_docx(document)
    assert [" > ".join(one.trail) for one in sections] == [
        "Form",
        "Form > Fees",
        "Form > Fees > Copies",
        "Form > Fees > Copies > Deep",
        "Form > Fees > Time",
        "Form > Contact",
    ]
    assert [part.plain for part in parts(sections[:2])] == ["Above.", "All.", "Under Fees."]
    assert all("Fees\n" not in text.text[one.start : one.end] for one in sections)
    check_offsets(text, sections)


def test_text_and_tables_of_a_word_file_keep_their_order(read_docx):
    document = docx.Document()
    document.add_paragraph("Before.")
    table = document.add_table(3, 2)
    for cell, words in zip(table._cells, ["Name", "Fee", "Copy", "$50", "", ""], strict=True):
        cell.text = words
    document.add_paragraph("After  all.")
    text, (section,) = read_docx(document)
    assert text.text == "Before.\nName | Fee\nCopy | $50\nAfter all."
    assert [block.kind for block in section.blocks] == ["paragraph", "table", "paragraph"]
    (row,) = section.blocks[1].parts
    assert (row.plain, text.text[row.start : row.end]) == ("Name: Copy; Fee: $50", "Copy | $50")


def test_empty_paragraphs_and_tables_of_a_word_file_say_nothing(read_docx):
    document = docx.Document()
    document.add_paragraph(" ")
    document.add_table(2, 2)
    text, (section,) = read_docx(document)
    assert (text.text, section.blocks) == ("", ())


def test_a_cell_over_two_columns_is_read_once(read_docx):
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Wide"
    assert read_docx(document)[0].text == "Wide"


def test_a_table_inside_a_cell_is_read(read_docx):
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "Inner"
    assert "Inner" in read_docx(document)[0].text


@pytest.mark.parametrize("around", ["paragraph", "run"])
def test_the_text_of_a_content_control_is_read(read_docx, around):
    document = docx.Document()
    paragraph = document.add_paragraph("Name of agency")
    inner = paragraph._p if around == "paragraph" else paragraph.runs[0]._r
    place = inner.getparent().index(inner)
    inner.getparent().insert(place, controlled(inner))
    assert "Name of agency" in read_docx(document)[0].text
