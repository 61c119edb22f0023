"""A Word file is read as its reader sees it: headings, lists, notes, boxes, changes accepted, boxes ticked."""

import copy

import docx
import pytest
from checks import check
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from made import controlled, saved

from ingest.readers import read_here

PROSE = "Every agency that shares its records names an officer who answers for them."
SPACES = (
    f"{nsdecls('w', 'm')} xmlns:v='urn:schemas-microsoft-com:vml' "
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'"
)


@pytest.fixture
def word(page):
    """Reads a Word document, in this process."""

    def make(document, title="Form"):
        return read_here(page(saved(document), id_="form", title=title, format_="docx"))

    return make


@pytest.fixture
def body(word):
    """Reads a Word document whose body is this XML."""

    def make(*xml):
        document = docx.Document()
        for one in xml:
            document.element.body.insert(-1, parse_xml(one.replace(">", f" {SPACES}>", 1)))
        return word(document)

    return make


def trails(sections):
    return [" > ".join(one.trail) for one in sections]


def kinds(sections):
    return [(block.kind, block.plain) for section in sections for block in section.blocks]


def bold(document, *texts):
    for text in texts:
        document.add_paragraph().add_run(text).bold = True
        document.add_paragraph(PROSE)


def noted(document, kind, notes):
    """The document with a part that holds footnotes or endnotes."""
    inside = "".join(
        f'<w:{kind} w:id="{id_}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>' for id_, text in notes
    )
    blob = f"<w:{kind}s {nsdecls('w')}>{inside}</w:{kind}s>".encode()
    part = Part(PackURI(f"/word/{kind}s.xml"), "application/xml", blob, document.part.package)
    document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))


def refer(paragraph, kind, id_):
    paragraph.add_run()._r.append(parse_xml(f'<w:{kind}Reference {nsdecls("w")} w:id="{id_}"/>'))


def test_headings_are_told_by_look_where_no_style_makes_any(word):
    document = docx.Document()
    document.add_paragraph(PROSE)
    bold(document, "Fees", "Time to wait")
    _, sections = word(document)
    assert trails(sections) == ["Form", "Form > Fees", "Form > Time to wait"]


def test_larger_letters_and_capitals_are_headings_and_larger_ones_stand_higher(word):
    document = docx.Document()
    document.add_paragraph(PROSE)
    for text, size in [("Fees", 16), ("Copies", None), ("Time", 16)]:
        document.add_paragraph().add_run(text if size else text.upper()).font.size = size and Pt(size)
        document.add_paragraph(PROSE)
    assert trails(word(document)[1]) == ["Form", "Form > Fees", "Form > Fees > COPIES", "Form > Time"]


def test_where_a_style_makes_headings_look_makes_none(word):
    document = docx.Document()
    document.add_heading("Fees", 1)
    bold(document, "Copies", "Scans")
    assert trails(word(document)[1]) == ["Form > Fees"]


@pytest.mark.parametrize("text", ["Name of agency:", "Do not send it by mail.", "a note in bold", PROSE + " " + PROSE])
def test_a_bold_line_that_is_no_name_is_no_heading(word, text):
    document = docx.Document()
    document.add_paragraph(PROSE)
    bold(document, text, text + " ")
    assert trails(word(document)[1]) == ["Form"]


def test_a_bold_word_before_text_or_in_a_table_is_no_heading(word):
    document = docx.Document()
    document.add_paragraph(PROSE)
    for _ in range(2):
        document.add_paragraph().add_run("Name").bold = True
        document.paragraphs[-1].add_run(" of the agency that asks")
        document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("Fee").bold = True
    assert trails(word(document)[1]) == ["Form"]


def test_styles_made_from_heading_styles_and_outline_levels_are_headings(word):
    document = docx.Document()
    own = document.styles.add_style("Agency Title", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 1"]
    document.add_paragraph("Fees", style=own)
    document.add_paragraph(PROSE)
    document.add_paragraph("Copies")._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    document.add_paragraph(PROSE)
    assert trails(word(document)[1]) == ["Form > Fees", "Form > Fees > Copies"]


def test_bullets_and_numbers_are_lists_with_what_hangs_from_their_items(word):
    document = docx.Document()
    document.add_paragraph("Bring these:")
    for text in ("a letter", "a list"):
        document.add_paragraph(text, style="List Bullet")
    inner = copy.deepcopy(document.styles["List Bullet"].element.pPr.numPr)
    inner.get_or_add_ilvl().val = 1
    document.add_paragraph("of names")._p.get_or_add_pPr().append(inner)
    document.add_paragraph("Then:")
    for text in ("Sign it.", "Go."):
        document.add_paragraph(text, style="List Number")
    text, sections = word(document)
    assert kinds(sections) == [
        ("paragraph", "Bring these:"),
        ("list", "- a letter\n- a list\n   - of names"),
        ("paragraph", "Then:"),
        ("list", "1. Sign it.\n2. Go."),
    ]
    items = sections[0].blocks[1].parts
    assert [one.plain for one in items] == ["a letter", "a list; - of names"]
    assert text.text[items[1].start : items[1].end] == "a list\nof names"


def test_notes_stand_at_the_end_of_the_section_that_refers_to_them(word):
    document = docx.Document()
    noted(document, "footnote", [(2, "See the map."), (3, "Never referred to.")])
    noted(document, "endnote", [(2, "See the law.")])
    document.add_heading("Fees", 1)
    refer(document.add_paragraph("It costs ten dollars."), "footnote", 2)
    refer(document.add_table(1, 1).cell(0, 0).paragraphs[0], "endnote", 2)
    document.add_paragraph("Two for free.")
    document.add_heading("Time", 1)
    document.add_paragraph(PROSE)
    _, sections = word(document)
    assert kinds(sections[:1]) == [
        ("paragraph", "It costs ten dollars."),
        ("paragraph", "Two for free."),
        ("footnote", "See the map."),
        ("footnote", "See the law."),
    ]


def test_tracked_changes_are_read_as_accepted(body):
    text, _ = body(
        "<w:p><w:r><w:t>It costs </w:t></w:r><w:del w:id='1'><w:r><w:delText>ten</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>twelve</w:t></w:r></w:ins><w:moveFrom w:id='3'><w:r><w:t> or so</w:t></w:r>"
        "</w:moveFrom><w:r><w:t> dollars.</w:t></w:r></w:p>"
    )
    assert text.text == "It costs twelve dollars."


def test_text_boxes_are_read_once_after_the_paragraph_they_hang_on(body):
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    text, _ = body(
        f"<w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
        "<w:p><w:r><w:t>After.</w:t></w:r></w:p>",
    )
    assert text.text == "Before.\nIn the box.\nAfter."


def test_links_fields_and_hidden_text_are_read_as_they_show(body):
    text, _ = body(
        "<w:p><w:r><w:t>See </w:t></w:r><w:hyperlink w:anchor='a'><w:r><w:t>the map</w:t></w:r></w:hyperlink>"
        "<w:fldSimple w:instr='PAGE'><w:r><w:t> on 3</w:t></w:r></w:fldSimple>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secretly</w:t></w:r><m:oMath><m:r><m:t> a+b</m:t></m:r></m:oMath></w:p>"
    )
    assert text.text == "See the map on 3 a+b"


def test_boxes_to_tick_are_read_with_their_state(body):
    text, _ = body(
        "<w:p><w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:t xml:space='preserve'> Yes </w:t></w:r><w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>"
        "<w:r><w:t> No </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/>"
        "<w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t> Later</w:t></w:r></w:p>"
    )
    assert text.text == "☒ Yes ☐ No ☒ Later"


def test_headers_and_footers_are_no_content_and_a_contents_list_is_not_searched(word):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.add_paragraph("Fees 3", style=document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH))
    document.add_paragraph(PROSE)
    _, sections = word(document)
    assert kinds(sections) == [("silent", ""), ("paragraph", PROSE)]


def test_a_cell_over_two_rows_is_printed_once_and_read_with_both(word):
    document = docx.Document()
    table = document.add_table(3, 2)
    for cell, text in zip(table._cells, ["Kind", "Fee", "Copy", "$5", "", "$9"], strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    text, sections = word(document)
    assert text.text == "Kind | Fee\nCopy | $5\n | $9"
    assert [row.plain for row in sections[0].blocks[0].parts] == ["Kind: Copy; Fee: $5", "Kind: Copy; Fee: $9"]


def test_a_long_table_is_cut_between_rows_and_each_block_names_the_columns(page):
    document = docx.Document()
    table = document.add_table(61, 2)
    for number, row in enumerate(table.rows):
        for cell, text in zip(row.cells, [f"field {number}", PROSE] if number else ["Name", "Meaning"], strict=True):
            cell.text = text
    _, sections, _ = check(page(saved(document), title="Form", format_="docx"))
    blocks = sections[0].blocks
    assert sum(len(block.parts) for block in blocks) == 60
    assert len(blocks) > 5
    assert all(block.plain.startswith("| Name | Meaning |") for block in blocks)


def test_a_table_of_forty_rows_is_one_block(word):
    document = docx.Document()
    for cell in document.add_table(41, 1)._cells:
        cell.text = PROSE
    assert [block.kind for block in word(document)[1][0].blocks] == ["table"]


def test_a_bar_at_the_end_of_a_cell_is_kept_and_a_row_that_prints_nothing_is_none(word):
    document = docx.Document()
    table = document.add_table(3, 2)
    for cell, text in zip(table._cells, ["Kind", "Sign", "Copy", "a |", "", ""], strict=True):
        cell.text = text
    for column in (0, 1):
        table.cell(1, column).merge(table.cell(2, column))
    text, sections = word(document)
    assert text.text == "Kind | Sign\nCopy | a |"
    assert [row.plain for row in sections[0].blocks[0].parts] == ["Kind: Copy; Sign: a |"]


def test_a_title_is_taken_from_the_file_where_only_its_name_is_known(word):
    document = docx.Document()
    document.core_properties.title = "Kept Title"
    document.add_paragraph(PROSE)
    assert word(document, title="form")[0].title == "Kept Title"
    document.add_paragraph("Printed Title", style="Title")
    assert word(document, title="form")[0].title == "Printed Title"
    text, sections = word(document, title="Listed Title")
    assert (text.title, trails(sections)) == ("Listed Title", ["Listed Title"])
    assert kinds(sections)[-1] == ("paragraph", "Printed Title")


def test_every_character_of_a_word_file_lies_in_one_passage_or_heading(page):
    document = docx.Document()
    document.add_paragraph("Form", style="Title")
    noted(document, "footnote", [(2, "See the map.")])
    for name in ("Fees", "Time", "Fees"):
        document.add_heading(name, 1)
        document._body._body.insert(-1, controlled(copy.deepcopy(document.add_paragraph(f"Under {name}.")._p)))
        document.add_table(2, 2).cell(1, 1).text = "$5"
        document.add_paragraph(f"an item of {name}", style="List Bullet")
    refer(document.paragraphs[-1], "footnote", 2)
    text, _, cut = check(page(saved(document), id_="form", title="Form", format_="docx"))
    taken = "".join("".join(one.text.split()) for one in cut)
    assert sorted(taken + "FormFeesTimeFees") == sorted("".join(text.text.split()))


def test_a_list_whose_numbering_is_missing_has_bullets(word):
    document = docx.Document()
    document.add_paragraph("Text.", style="List Number")
    (id_,) = [id_ for id_, rel in document.part.rels.items() if rel.reltype.endswith("/numbering")]
    del document.part.rels[id_]
    assert kinds(word(document)[1]) == [("list", "- Text.")]
