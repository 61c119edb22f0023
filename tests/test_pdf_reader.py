"""A PDF is read as it is printed: pages, headings, paragraphs, lists; each quote opens at its page."""

import pytest
from made import column, form, pdf, printed

from assistant.confidence import Confidence
from assistant.quote import QuotingAnswerer
from corpus.catalogue import sources
from corpus.load import documents
from ingest.build import build
from ingest.passages import passages
from ingest.readers import read, read_here
from ingest.readers.mend import plain
from ingest.readers.pdf import _weight
from ingest.search import HybridSearcher, open_index

ALWAYS = Confidence(weights={"similarity": 1.0}, bias=0.0, threshold=0.0)
LINES = ["Every agency that shares its records names an officer", "who answers for them."]
PROSE = " ".join(LINES)
LISTING = """[collections.state]
title = "State"
[[source]]
id = "report"
collection = "state"
title = "Yearly Report"
path = "report.pdf"
format = "pdf"
url = "https://example.org/report.pdf"
"""


@pytest.fixture
def laid(page):
    """Reads a PDF of these pages, in this process."""

    def make(*pages, outline=(), title="Report"):
        return read_here(page(printed(pages, outline), id_="report", title=title, format_="pdf"))

    return make


@pytest.fixture
def answerer(tmp_path, toy):
    """The real answerer over a corpus that holds one PDF."""

    def make(content):
        (tmp_path / "state").mkdir()
        (tmp_path / "state/report.pdf").write_bytes(content)
        (tmp_path / "sources.toml").write_text(LISTING)
        build(tmp_path, documents(tmp_path, sources(tmp_path)), toy)
        return QuotingAnswerer(HybridSearcher(open_index(tmp_path, toy), toy), ALWAYS)

    return make


def trails(sections):
    return [(one.page, " > ".join(one.trail)) for one in sections]


def blocks(sections):
    return [block for section in sections for block in section.blocks]


def plains(sections, kind="paragraph"):
    return [block.plain for block in blocks(sections) if block.kind == kind]


def test_forty_pages_are_found_and_cited_by_their_own_numbers(answerer):
    told = [f"On page {n} office{n} keeps box{n} and key{n}." for n in range(1, 41)]
    answering = answerer(printed([column("Yearly report", "", one, *LINES) for one in told]))
    for number in range(1, 41):
        answer = answering.answer(f"On page {number} office{number} keeps box{number} and key{number}?")
        cited = answer.citations[0]
        assert told[number - 1] in cited.quote
        assert (cited.page, cited.url) == (number, f"https://example.org/report.pdf#page={number}")
        assert answer.passages[0].hit.passage.page == number


def test_the_official_flow_chart_is_cited_at_its_one_page(official_documents):
    (document,) = [one for one in official_documents if one.source.id == "vital-records-flow"]
    text, sections = read(document)
    assert {(one.page, one.trail) for one in passages(text, sections)} == {(1, ("Vital Records Data Request Process",))}


def test_an_answer_never_quotes_over_the_end_of_a_page(answerer):
    first = column(*LINES, "", "# Fees", "", "A copy of a record from the office costs")
    second = column("ten dollars at every counter of the office.", "", "# Time", "", *LINES)
    answer = answerer(printed([first, second])).answer("What does a copy of a record from the office cost?")
    assert {one.page for one in answer.citations} == {1, 2}
    assert all("costs\n" not in one.quote for one in answer.citations)


def test_headings_of_a_pdf_are_told_by_weight(laid):
    _, sections = laid(
        column(*LINES, "", "# Fees", "", "A copy costs ten dollars in every office.", "", "# Time", "", *LINES),
        column("It goes on here, on the next page of the file.", "", "# Contact", "", *LINES),
    )
    assert trails(sections) == [
        (1, "Report"),
        (1, "Report > Fees"),
        (1, "Report > Time"),
        (2, "Report > Time"),
        (2, "Report > Contact"),
    ]


def test_headings_of_a_pdf_are_told_by_size_and_stand_under_each_other(laid):
    def part(name, *below):
        lines = [(72, 700, 18, False, name)]
        for at, one in enumerate(below):
            lines += [(72, 660 - 60 * at, 14, False, one), *column(*LINES, top=640 - 60 * at)]
        return lines

    _, sections = laid(column(*LINES), part("Fees", "Copies", "Scans"), part("Time", "Weeks"))
    assert [trail for _, trail in trails(sections) if trail.count(">") == 2] == [
        "Report > Fees > Copies",
        "Report > Fees > Scans",
        "Report > Time > Weeks",
    ]


@pytest.mark.parametrize(
    ("font", "told", "weight"),
    [
        ("GillSans-SemiBold", 0, 600),
        ("GillSans-Light", 0, 300),
        ("ABCDEF+Arial-BoldMT", 400, 700),
        ("CMBX12", 545, 700),
        ("NimbusRomNo9L-Medi", 700, 700),
        ("Calibri", 400, 400),
        ("T3", -1, 400),
    ],
)
def test_the_weight_of_a_font_is_told_by_its_name_first(font, told, weight):
    assert _weight(font, told) == weight


def test_a_bold_sentence_or_list_is_no_heading(laid):
    bold = ["# Never send it by mail.", "", "# One", "", "# Two", "", "# Three", "", *LINES, "", "# Mind:", "", *LINES]
    _, sections = laid(column(*LINES, "", *bold), column(*LINES))
    assert {trail for _, trail in trails(sections)} == {"Report > Page 1", "Report > Page 2"}


def test_what_only_the_first_page_shows_in_large_letters_is_no_heading(laid):
    cover = [
        (72, 700, 24, True, "Sharing Data"),
        (72, 660, 16, False, "For agencies"),
        *column(*LINES, top=600),
    ]
    _, sections = laid(cover, column("# Fees", "", *LINES, "", "# Time", "", *LINES))
    assert trails(sections) == [(1, "Report"), (2, "Report > Fees"), (2, "Report > Time")]
    assert plains(sections)[:2] == ["Sharing Data", "For agencies"]


def test_a_heading_with_nothing_under_it_is_searched_as_text(laid):
    _, sections = laid(column("# Fees", "", *LINES), column("# Time", "", *LINES, "", "# The last word"))
    assert trails(sections) == [(1, "Report > Fees"), (2, "Report > Time")]
    assert plains(sections)[-1] == "The last word"


def test_an_outline_tells_the_headings(laid):
    pages = [column("1. Fees", *LINES, "1.1 Copies", *LINES), column(*LINES, "", "2. Time", *LINES)]
    text, sections = laid(*pages, outline=[(1, "Fees", 1), (2, "Copies", 1), (1, "Time", 2), (2, "Unprinted", 2)])
    assert trails(sections) == [
        (1, "Report > Fees"),
        (1, "Report > Fees > Copies"),
        (2, "Report > Fees > Copies"),
        (2, "Report > Time"),
    ]
    assert "Copies" not in text.text[sections[1].start : sections[1].end]


@pytest.mark.parametrize("names", [("map.vsdx", "Page-1"), ("Fees",), ("Slide 1", "Slide 2")])
def test_an_outline_that_names_no_parts_is_passed_over(laid, names):
    outline = [(1, name, 1) for name in names]
    assert trails(laid(column(*LINES), column(*LINES), outline=outline)[1]) == [
        (1, "Report > Page 1"),
        (2, "Report > Page 2"),
    ]


def test_a_heading_with_many_pages_is_parted_page_by_page(laid):
    few = [column("# Fees", "", *LINES), column(*LINES), column(*LINES), column("# Time", "", *LINES)]
    assert {trail for _, trail in trails(laid(*few)[1])} == {"Report > Fees", "Report > Time"}
    many = [few[0], *[column(*LINES)] * 3, few[3]]
    assert trails(laid(*many)[1])[:2] == [(1, "Report > Fees > Page 1"), (2, "Report > Fees > Page 2")]


def test_running_heads_are_kept_but_not_searched(laid):
    def sheet(number):
        head, foot = (72, 760, 9, False, "Yearly Report of the Office"), (300, 30, 9, False, f"Page {number} of 3")
        return [head, *column(f"The office on this page has the number {number}, it says.", *LINES), foot]

    text, sections = laid(*map(sheet, (1, 2, 3)))
    assert plains(sections) == [f"The office on this page has the number {n}, it says. {PROSE}" for n in (1, 2, 3)]
    assert text.text.count("Yearly Report of the Office") == 3
    assert [block.kind for block in blocks(sections)] == ["paragraph", "silent", "silent"] * 3


def test_a_line_that_says_something_on_each_page_is_no_running_head(laid):
    pages = [column(f"This is what page {n} of the report says", *LINES) for n in range(1, 6)]
    assert len(plains(laid(*pages)[1])) == 5
    alone = [[(72, 760, 12, False, f"Page {n}")] for n in range(1, 6)]
    assert plains(laid(*alone)[1]) == [f"Page {n}" for n in range(1, 6)]


def test_two_columns_are_read_one_after_the_other(laid):
    left = column("The left column begins up here, and goes", "on to its end and over to the", left=72, size=10)
    right = column("right one without a stop. That is the end", "of all there is to say.", left=320, size=10)
    _, sections = laid([*left, *right])
    (one,) = plains(sections)
    assert "goes on to its end and over to the right one without a stop." in one


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other(laid):
    head = [(72, 740, 12, False, "This line of the page runs over both of its columns, from one side to the other.")]
    words = [
        [f"{side}{row}a is one of the {side} words {side}{row}b" for row in range(6)] for side in ("left", "right")
    ]
    left, right = column(*words[0], size=10), column(*words[1], left=330, size=10)
    shown = laid([*head, *(one for both in zip(left, right, strict=True) for one in both)])[0].text
    assert [shown.index(word) for word in words[0]] < [shown.index(words[1][0])]
    assert shown.index("both of its") < shown.index("left0a") < shown.index("left5b") < shown.index("right0a")


def test_a_table_is_read_row_by_row(laid):
    names, said = [f"field {n}" for n in range(8)], [f"tells what is kept in column {n}" for n in range(8)]
    rows = zip(column(*names), column(*said, left=330), strict=True)
    shown = laid([one for row in rows for one in row])[0].text
    assert all(f"{name} {what}" in shown for name, what in zip(names, said, strict=True))


def test_paragraphs_part_at_gaps_indents_and_short_ends(laid):
    short = "It ends near where the others end too. So."
    indented = [(90, 678, 12, False, "A third one, which begins on this line, is as long as they are.")]
    _, sections = laid([*column(*LINES, short), *indented, *column("Far below stands another one.", top=600)])
    assert [plain.split()[0] for plain in plains(sections)] == ["Every", "It", "A", "Far"]


def test_bullets_and_numbers_of_a_pdf_are_items(laid):
    text, sections = laid(column("Bring:", "• a letter", "• a list of all", "  names", "", "1. Sign it.", "2. Go."))
    shown = plains(sections, "list")
    assert shown == ["- a letter\n- a list of all names\n1. Sign it.\n2. Go."]
    items = [part for block in blocks(sections) if block.kind == "list" for part in block.parts]
    assert [text.text[one.start : one.end] for one in items][:2] == ["• a letter", "• a list of all\nnames"]
    assert [one.plain for one in items][2:] == ["Sign it.", "Go."]


def test_footnotes_of_a_pdf_stand_apart_from_its_text(laid):
    notes = column("1 See the yearly report.", "2 See the map.", top=80, size=8, lead=10)
    _, sections = laid([*column(*LINES, *LINES, *LINES), *notes])
    assert plains(sections, "footnote") == ["1 See the yearly report.", "2 See the map."]


def test_a_table_of_contents_is_not_searched(laid):
    contents = column("Fees . . . . . . . . 2", "Time .......... 3", *LINES)
    assert plains(laid(contents)[1]) == [PROSE]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["All of the infor-", "mation, and information again."], "the information, and"),
        (["What data-", "sharing means. We call it data-sharing."], "What data-sharing means"),
        (["A data-", "sharing office. It shares data by sharing."], "A data-sharing office"),
        (
            ["The P20-", "WIN network and the years 2019-", "2020 as well."],
            "P20-WIN network and the years 2019-2020 as",
        ),
        (["A state-of-", "the-art e-", "mail office."], "A state-of-the-art e-mail office"),
        (["Both short-", "and long-term plans."], "Both short- and long-term"),
        (["The hand-", "book says so."], "The handbook says"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_with_the_hyphen_it_has(laid, lines, said):
    assert said in " ".join(plains(laid(column(*lines))[1]))


def test_what_does_not_print_is_left_out_and_letters_are_letters():

    assert (
        plain("o\ufb03ce \x00in\xadfor\ufffe\u200b \uf0b7 \ud83d\ude00 \ud800 a\r\n\tb")
        == "office infor • 😀 \ufffd a b"
    )


def test_what_is_filled_into_a_form_stands_behind_its_label(page):
    fields = ["/FT /Tx /V (Labor)", "/FT /Ch /Ff 131072 /Opt [(Ana) (Ben)] /V (Ben)", "/FT /Tx"]
    marks = [f"/Subtype /Widget {one} /T (f{n})" for n, one in enumerate(fields)]
    marks.append("/Subtype /FreeText /Contents (Noted here.)")
    content = form(column("Name of agency", "Who asks", "Why", "The end"), marks)
    text, _ = read_here(page(content, id_="form", format_="pdf"))
    assert text.text.split("\n") == ["Name of agency", "Labor", "Who asks", "Ben", "Why", "The end", "Noted here."]


def test_pages_without_text_are_told(page):
    text, _ = read(page(pdf(["One."], [], ["Three."], []), id_="report", format_="pdf"))
    assert text.problems == (
        "Pages 2 and 4 have no text layer; what is shown there cannot be found. Name a copy that has been through OCR.",
    )
    (told,) = read(page(pdf(["One."], [], ["Three."]), id_="report", format_="pdf"))[0].problems
    assert told.startswith("Page 2 of 3 has no text layer; ")
    assert read(page(pdf(["One."]), id_="report", format_="pdf"))[0].problems == ()


def test_a_title_is_taken_from_the_first_page_where_only_the_name_of_the_file_is_known(laid):
    cover = [(72, 700, 24, True, "Sharing Data"), *column(*LINES, top=600)]
    assert laid(cover, title="report")[0].title == "Sharing Data"
    assert laid(cover, title="Yearly Report")[0].title == "Yearly Report"
    assert laid(column(*LINES), title="report")[0].title == "report"
