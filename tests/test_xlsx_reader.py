"""A spreadsheet is read row by row under the names of its columns; what a reader does not see is told, not quoted."""

import datetime as dt
import io
import random
import time
import zipfile

import openpyxl
import pytest
from checks import check, letters, read_and_cut, reason
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from corpus.errors import PlaybookError
from corpus.model import Collection, Document, Source
from ingest.passages import PASSAGE_WORDS
from ingest.readers import read, read_here, xlsx

COLUMNS = ["Agency", "Program", "Data category", "Element name", "Definition", "Type", "Years"]


def saved(workbook):
    held = io.BytesIO()
    workbook.save(held)
    return held.getvalue()


def workbook(*rows, **sheets):
    made = openpyxl.Workbook()
    made.active.title = "Sheet1"
    for row in rows:
        made.active.append(row)
    for name, more in sheets.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    return made


def dictionary():
    """A data dictionary as long as the one of P20 WIN: agency, program, category, element, definition, type, years."""
    made = openpyxl.Workbook()
    made.active.title = "Dictionary"
    for row in [["Data Dictionary"], ["Updated 2026-04-22"], COLUMNS]:
        made.active.append(row)
    for n in range(1593):
        meaning = f"What element {n} holds, as the agency that keeps it defines it in its own words."
        made.active.append(
            [f"Agency {n // 133}", f"Program {n // 19}", f"C{n // 5}", f"ELEMENT_{n}", meaning, "text", 2009]
        )
    return made


@pytest.fixture
def read_xlsx(page):
    return lambda made: read(page(made if isinstance(made, bytes) else saved(made), title="Form", format_="xlsx"))


def blocks(sections):
    return [block for section in sections for block in section.blocks]


def rows(sections):
    return [part.plain for block in blocks(sections) for part in block.parts]


def test_a_long_dictionary_is_cut_by_agency_and_program(read_xlsx):
    text, sections = read_xlsx(dictionary())
    trails = [section.trail for section in sections if section.blocks]
    assert trails[:2] == [("Form", "Dictionary"), ("Form", "Dictionary", "Agency 0", "Program 0")]
    assert {trail[2] for trail in trails[1:]} == {f"Agency {n}" for n in range(12)}
    assert sum(len(block.parts) for block in blocks(sections) if block.kind == "table") == 1593
    assert text.problems == ()


def test_each_passage_of_a_long_dictionary_fits_the_window_and_names_its_columns(page):
    text, _, cut = check(page(saved(dictionary()), title="Form", format_="xlsx"))
    assert letters(text.text, cut) == "".join(text.text.split())
    assert max(len(one.plain.split()) for one in cut) <= PASSAGE_WORDS
    assert all(one.plain.startswith("| Agency | Program |") for one in cut[1:])


def test_each_row_of_a_dictionary_stands_alone(read_xlsx):
    text, sections = read_xlsx(dictionary())
    (part,) = [part for block in blocks(sections) for part in block.parts if "ELEMENT_7;" in part.plain]
    assert part.plain.startswith("Agency: Agency 0; Program: Program 0; Data category: C1; Element name: ELEMENT_7;")
    assert text.text[part.start : part.end].startswith("Agency 0 | Program 0 | C1 | ELEMENT_7 | What element 7 holds")


def test_cells_are_shown_as_the_program_shows_them(read_xlsx):
    made = workbook(["Fee", "Day", "Moment", "Share", "Code", "Odd", "Yes"])
    made.active.append([50.0, dt.datetime(2024, 1, 31), dt.datetime(2024, 1, 31, 9, 30), 0.25, 6106, 1 / 3, True])
    for place, format_ in [("D2", "0%"), ("E2", "00000")]:
        made.active[place].number_format = format_
    assert read_xlsx(made)[0].text.splitlines()[1] == (
        "50 | 2024-01-31 | 2024-01-31 09:30 | 25% | 06106 | 0.333333333333333 | TRUE"
    )


def test_the_header_is_found_below_title_rows(read_xlsx):
    _, sections = read_xlsx(workbook(["Fees"], ["As of 2024"], ["Kind", 2023, 2024], ["Copy", 1, 2]))
    assert rows(sections) == ["Fees", "As of 2024", "Kind: Copy; 2023: 1; 2024: 2"]


def test_empty_columns_and_rows_before_a_table_say_nothing(read_xlsx):
    _, sections = read_xlsx(workbook([], [], [None, None, "Kind", None, "Fee"], [None, None, "Copy", None, 1]))
    assert rows(sections) == ["Kind: Copy; Fee: 1"]


def test_a_row_of_numbers_names_no_columns(read_xlsx):
    assert rows(read_xlsx(workbook(["a", 1.5], ["b", 2.5]))[1]) == ["a: 1.5", "b: 2.5"]


def test_tables_of_a_sheet_are_parted_by_blank_rows(read_xlsx):
    made = workbook(["Kind", "Fee"], ["Copy", 1], [], ["Hours"], ["Day", "From", "To"], ["Monday", "nine", "five"])
    _, sections = read_xlsx(made)
    assert rows(sections) == ["Kind: Copy; Fee: 1", "Hours", "Day: Monday; From: nine; To: five"]
    assert [section.trail for section in sections if section.blocks] == [("Form",), ("Form", "Hours")]


def test_a_table_goes_on_after_a_blank_row(read_xlsx):
    made = workbook(["Kind", "Fee"], ["Copy", "one"], [], ["Scan", "two"])
    for cell in made.active[1]:
        cell.font = Font(bold=True)
    assert rows(read_xlsx(made)[1]) == ["Kind: Copy; Fee: one", "Kind: Scan; Fee: two"]


def test_merged_cells_are_printed_once_and_told_in_each_row(read_xlsx):
    made = workbook(["Agency", "2023", None], [None, "Fee", "Days"], ["DPH", 1, 2], [None, 3, 4])
    made.active.merge_cells("B1:C1")
    made.active.merge_cells("A3:A4")
    text, sections = read_xlsx(made)
    assert text.text == "Agency | 2023\n | Fee | Days\nDPH | 1 | 2\n | 3 | 4"
    assert rows(sections) == ["Agency: DPH; 2023 Fee: 1; 2023 Days: 2", "Agency: DPH; 2023 Fee: 3; 2023 Days: 4"]


def test_hidden_sheets_rows_and_columns_are_told_and_not_read(read_xlsx):
    made = workbook(["Kind", "Secret", "Fee"], ["Copy", "x", 1], ["Gone", "y", 2], Lists=[["a", "b"]])
    made["Lists"].sheet_state = "hidden"
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["B"].hidden = True
    text, sections = read_xlsx(made)
    assert (text.text, rows(sections)) == ("Kind | Fee\nCopy | 1", ["Kind: Copy; Fee: 1"])
    assert text.problems == (
        "2 hidden rows or columns of sheet Sheet1 were not read.",
        "Sheet Lists is hidden and was not read.",
    )


def test_rows_out_of_sight_because_a_filter_was_left_on_are_read(read_xlsx):
    made = workbook(["Kind", "Fee"], ["Copy", 1], ["Scan", 2])
    made.active.auto_filter.ref = "A1:B3"
    made.active.auto_filter.add_filter_column(0, ["Copy"])
    made.active.row_dimensions[3].hidden = True
    text, sections = read_xlsx(made)
    assert (rows(sections), text.problems) == (["Kind: Copy; Fee: 1", "Kind: Scan; Fee: 2"], ())


def test_a_formula_is_read_as_its_stored_result_and_told_without_one(read_xlsx):
    content = saved(workbook(["Kind", "Fee"], ["Copy", "=1+1"], ["Scan", "=2+2"]))
    content = changed(content, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    text, _ = read_xlsx(content)
    assert text.text == "Kind | Fee\nCopy | 2\nScan"
    assert text.problems == ("1 formulas of sheet Sheet1 were saved without a result and were not read.",)


def changed(content, part, before, after):
    """The file with other words, or with nothing else than `after`, in one of its parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in whole.namelist():
            data = whole.read(name)
            if name == part:
                assert before is None or before in data
                data = after if before is None else data.replace(before, after)
            new.writestr(name, data)
    return held.getvalue()


def test_the_title_is_that_of_the_workbook(read_xlsx):
    made = workbook(["a", "b"], ["c", "d"])
    made.properties.title = "Fee  schedule"
    assert read_xlsx(made)[0].title == "Fee schedule"


def test_sheets_are_sections_in_order(read_xlsx):
    _, sections = read_xlsx(workbook(["One", "x"], ["1", "y"], Two=[["Two", "x"], ["2", "y"]]))
    assert [section.trail for section in sections if section.blocks] == [("Form", "Sheet1"), ("Form", "Two")]


def test_a_cell_at_the_far_end_of_a_sheet_does_not_fill_the_memory(read_xlsx):
    made = workbook(["Kind", "Fee"], ["Copy", 1])
    made.active["XFD1048576"] = "far"
    started = time.monotonic()
    text, _ = read_xlsx(made)
    assert text.text == "Kind | Fee\nCopy | 1"
    assert text.problems == ("Of sheet Sheet1 only the first 256 columns were read.",)
    assert time.monotonic() - started < 30


def test_rows_beyond_the_limit_are_told(page, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    rows = workbook(*([f"name {n}", "x"] for n in range(5)))
    text, _ = read_here(page(saved(rows), title="Form", format_="xlsx"))
    assert text.text.count("name") == 3
    assert text.problems == ("Of sheet Sheet1 only the first 3 rows were read.",)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(read_xlsx):
    content = changed(
        saved(workbook(["a"])), "xl/worksheets/sheet1.xml", b"</sheetData>", b" " * 70_000_000 + b"</sheetData>"
    )
    assert len(content) < 200_000
    with pytest.raises(PlaybookError, match=r"^pages/page\.md .*it would unpack from \d+ kB to 67 MB"):
        read_xlsx(content)


@pytest.mark.parametrize("content", [b"", b"Plain text.", b"%PDF-1.4\n", b"PK\x03\x04", saved(workbook(["a"]))[:3000]])
def test_a_file_that_is_damaged_or_something_else_is_refused_with_its_path(read_xlsx, content):
    with pytest.raises(PlaybookError, match=r"^pages/page\.md cannot be read as xlsx \(.+\)\. Fetch it again"):
        read_xlsx(content)


def test_a_workbook_without_words_is_refused_with_its_path(read_xlsx):
    with pytest.raises(PlaybookError, match=r"^pages/page\.md holds no sheet with words"):
        read_xlsx(workbook())


def test_external_entities_and_entity_bombs_are_refused(read_xlsx):
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)).encode()
    opening = b'<!DOCTYPE x [<!ENTITY a0 "xxxxxxxxxx">' + bomb + b"]><worksheet "
    content = changed(saved(workbook(["Kind", "Fee"], ["a", "b"])), "xl/worksheets/sheet1.xml", b"<worksheet ", opening)
    content = changed(
        content,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="9"><c r="A9" t="str"><v>&a11;</v></c></row></sheetData>',
    )
    with pytest.raises(PlaybookError, match=r"^pages/page\.md cannot be read as xlsx"):
        read_xlsx(content)


VALUES = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
    st.integers(-(10**6), 10**6),
    st.integers(-(10**8), 10**8).map(lambda hundredths: hundredths / 100),
    st.booleans(),
    st.sampled_from(["Agency", "Agency", "a | b", "Kind of data"]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=25), st.booleans())
def test_every_cell_of_any_sheet_is_read_once(made, is_long):
    content = [[f"'{one}" if isinstance(one, str) and one.startswith("=") else one for one in row] for row in made]
    content = [*content, ["End."]] * (3 if is_long else 1)
    source = Source("s", Collection("c", "C"), "Title", "s.xlsx", "xlsx")
    document = Document(source, "official", "xlsx", saved(workbook(*content)), "", None)
    text, sections, cut = check(document)
    assert read_and_cut(document) == (text, sections, cut)
    assert letters(text.text, cut) == "".join(text.text.split())
    printed = "".join(xlsx.shown(Cell(value)) for row in content for value in row if value is not None)
    assert "".join(text.text.replace("|", "").split()) == "".join(printed.replace("|", "").split())


class Cell:
    """A value without a format of its own."""

    number_format = "General"

    def __init__(self, value):
        self.value = value


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_copy_is_read_or_refused_in_a_sentence(read_xlsx, seed):
    chance, whole = (
        random.Random(seed),
        saved(workbook(*(["Agency", "Program", n] for n in range(30)), More=[["a", "b"]])),
    )
    for _ in range(40):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        started = time.monotonic()
        cut = content[: chance.choice([len(content), chance.randrange(len(content))])]
        assert reason(read_xlsx, bytes(cut))[:13] in ("", "pages/page.md")
        assert time.monotonic() - started < 10


@pytest.mark.parametrize("seed", range(5))
def test_a_sheet_with_damaged_markup_is_read_or_refused_in_a_sentence(read_xlsx, seed):
    chance, whole = random.Random(seed), saved(workbook(*(["Agency", "Program", n] for n in range(30))))
    for part in ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml"]:
        for _ in range(10):
            data = bytearray(zipfile.ZipFile(io.BytesIO(whole)).read(part))
            for _ in range(chance.randint(1, 5)):
                data[chance.randrange(len(data))] = chance.choice(b"<>/=\"'0123456789 aZ&")
            assert reason(read_xlsx, changed(whole, part, None, bytes(data)))[:13] in ("", "pages/page.md")
