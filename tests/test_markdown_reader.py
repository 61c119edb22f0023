"""A Markdown page is read as its site shows it: sections with the site's anchors, blocks and parts without markup."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import PlaybookError
from ingest.markup import inline_plain, to_html
from ingest.readers import read

FIXTURES = Path(__file__).parent / "fixtures" / "markdown.md"


def pairs():
    """The cases of the fixture file: page and result, under their name."""
    text = FIXTURES.read_text("utf-8").partition("\n\n")[2]
    cases = re.findall(r"^(\S[^\n]*)\n\.\n(.*?)^\.\n(.*?)^\.$", text, re.M | re.S)
    return [pytest.param(given, expected, id=name) for name, given, expected in cases]


def shown(document):
    lines = []
    for section in read(document)[1]:
        if section.anchor or section.blocks:
            lines.append(f"{' > '.join(section.trail)} #{section.anchor}")
        for block in section.blocks:
            lines.append(f"  {block.kind}: {block.plain}".replace("\n", "⏎").rstrip())
            lines += [f"    {part.kind}: {part.plain}" for part in block.parts]
    return "".join(f"{line}\n" for line in lines)


def words(text):
    return set(re.findall(r"\w+", text))


def test_the_fixture_file_is_read_whole():
    text = FIXTURES.read_text("utf-8")
    assert len(pairs()) == text.count("\n.\n") / 3


@pytest.mark.parametrize(("given", "expected"), pairs())
def test_pair(page, given, expected):
    assert shown(page(given)) == expected


@pytest.mark.parametrize("given", [pytest.param(pair.values[0], id=pair.id) for pair in pairs()])
def test_line_breaks_of_windows_change_nothing_but_offsets(page, given):
    assert shown(page(given.replace("\n", "\r\n"))) == shown(page(given))


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("given", [pytest.param(pair.values[0], id=pair.id) for pair in pairs()])
def test_a_part_lies_at_its_offsets(page, given, line_break):
    text, sections = read(page(given.replace("\n", line_break)))
    for section in sections:
        for part in (part for block in section.blocks for part in block.parts if part.kind != "row"):
            raw = text.text[part.start : part.end]
            assert raw == raw.strip()
            assert words(part.plain) <= words(raw.replace("&amp;", "&"))


def test_offsets_count_the_front_matter_and_every_line_break(page):
    text, sections = read(page("---\r\ntitle: T\r\n---\r\nOne. Two.\r\n"))
    assert text.text.startswith("---\r\n")
    (block,) = sections[0].blocks
    assert [text.text[part.start : part.end] for part in block.parts] == ["One.", "Two."]


@pytest.mark.parametrize("text", ["---\ntitle: Fees\n---\n## Scope\nOne.\n", "# Fees\n## Scope\nOne.\n"])
def test_a_byte_order_mark_changes_nothing(page, text):
    assert shown(page(b"\xef\xbb\xbf" + text.encode())) == shown(page(text))


def test_text_in_another_encoding_is_refused_with_its_path(page):
    with pytest.raises(PlaybookError, match=r"^pages/page\.md is not UTF-8 text \(byte 3\)\. Save it"):
        read(page("café".encode("latin-1")))


@pytest.mark.parametrize("front", ["title: [", "title: a: b", "\ttitle: a"])
def test_front_matter_that_is_not_yaml_is_refused_with_its_path(page, front):
    with pytest.raises(PlaybookError, match=r"front matter of pages/page\.md is not valid YAML"):
        read(page(f"---\n{front}\n---\nText.\n"))


def test_the_address_is_made_of_the_permalink_not_of_the_file_name(page):
    assert read(page("---\npermalink: /fees-2/\n---\nText."))[0].url == "https://example.org/fees-2/"
    assert read(page("Text."))[0].url == "https://example.org/page/"


def test_a_page_of_no_site_keeps_its_listed_address(page):
    given = page("---\npermalink: /fees-2/\n---\nText.", site="")
    assert read(given)[0].url == "/page/"


def test_an_empty_page_is_one_empty_section(page):
    ((trail, anchor, blocks),) = [(s.trail, s.anchor, s.blocks) for s in read(page(""))[1]]
    assert (trail, anchor, blocks) == (("Page",), "", ())


def expected_anchors(text):
    """Names and anchors of a page's headings by the publisher's rule, told without the reader's help."""
    seen = Counter()
    for heading in re.findall(r"^#{1,6}[ \t]+(.*?)[ \t]*$", re.sub(r"<!--.*?-->", "", text, flags=re.S), re.M):
        slug = re.sub(r"[ \t]", "-", re.sub(r"[^\w\- \t]", "", heading.lower()))
        yield heading, f"{slug}-{seen[slug]}" if seen[slug] else slug
        seen[slug] += 1


def test_every_official_heading_is_a_section_with_the_anchor_of_the_site(official_documents):
    pages = [document for document in official_documents if document.format == "markdown"]
    found = []
    for document in pages:
        expected = list(expected_anchors(document.content.decode()))
        _, sections = read(document)
        assert [(section.trail[-1], section.anchor) for section in sections[1:]] == expected, document.source.id
        found += [anchor for _, anchor in expected]
    assert len(pages) == 19
    assert len(found) == 100
    assert "examples-3" in found


def test_no_front_matter_of_an_official_page_is_read_as_text(official_documents):
    for document in official_documents:
        if document.format == "markdown":
            _, sections = read(document)
            assert (sections[0].trail, sections[0].anchor) == ((document.source.title,), "")
            assert not [b for s in sections for b in s.blocks if re.match(r"(layout|weight|nav):", b.plain)]


def test_every_official_page_has_the_address_its_list_gives(official_documents):
    pages = {
        one.source.id: (read(one)[0].url, one.source.url) for one in official_documents if one.format == "markdown"
    }
    assert all(read_ == listed for read_, listed in pages.values())
    assert pages["playbook-linking"][0] == "https://ctopendata.github.io/data-sharing-playbook/linking-datasests/"


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a\nb  \nc", "a b c"),
        ("*a* __b__ `c*` \\*d\\*", "a b c* *d*"),
        ("<https://example.org>", "https://example.org"),
        ("**left open", "left open"),
        ("<ul><li>a</li><li>b</li></ul>", "a; b"),
        ("<br>a<br><br>b", "a; b"),
        ("<!-- no -->", ""),
        ("![picture](a.png)", ""),
    ],
)
def test_inline_markdown_leaves_what_a_reader_sees(raw, plain):
    assert inline_plain(raw) == plain


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- one\n- **two**", "<ul>\n<li>one</li>\n<li><strong>two</strong></li>\n</ul>\n"),
        ("| a |\n|---|\n| 1 |", "<thead>\n<tr>\n<th>a</th>"),
        ("<b onclick=x>bold</b> & more", "<p>&lt;b onclick=x&gt;bold&lt;/b&gt; &amp; more</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>\n"),
        ("# not a heading", "<p># not a heading</p>\n"),
    ],
)
def test_shown_text_is_escaped(text, html):
    assert html in to_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://example.org)",
        "[a](javascript:alert(1))",
        "[a][b]\n\n[b]: https://example.org",
        "<https://example.org>",
        "https://example.org",
        "![a](https://example.org/a.png)",
        '<img src="x" onerror="alert(1)">',
        "| [a](https://example.org) | <a href='x'>b</a> |\n|---|---|\n| ![c](d) | e |",
    ],
)
def test_shown_text_makes_no_links_and_no_images(text):
    assert not re.search(r"<(a|img)\b", to_html(text), re.I)


def test_a_summary_of_another_format_names_no_anchors_of_its_own(page):
    summary = replace(page("# Fees\n\nTen.\n\n## Late fees\n\nTwo."), edition="summary")
    form = replace(summary, source=replace(summary.source, format="pdf"))
    assert [section.anchor for section in read(summary)[1]] == ["", "fees", "late-fees"]
    assert [section.anchor for section in read(form)[1]] == ["", "", ""]
