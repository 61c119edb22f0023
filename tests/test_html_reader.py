"""An HTML page is read whole but for what surrounds its content, and each section has the place a link opens."""

import dataclasses
import random
import re
import time

import pytest
from checks import check, read_and_cut, reason
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cite import url
from corpus.errors import PlaybookError
from corpus.model import Collection, Document, Source
from ingest.passages import passages
from ingest.readers import read

PORTAL = """<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Request Data - Office</title>
<script>var hidden = "script";</script></head><body class="has-nav">
<div id=skip-link><a href="#main">Skip to main content</a></div>
<header><a href=/>CT.gov</a>
<div class=mega-menu><ul><li><a href=/a>Agencies</a><ul><li><a href=/b>Boards</a></ul></ul></div></header>
<nav aria-label=breadcrumb><ol><li><a href=/>Start</a><li>Here</ol></nav>
<main id=main><div class="col side-nav"><ul><li><a href=/c>Sister page</a><li><a href=/d>Cousin page</a></ul></div>
<h1>Request Data</h1><p>Anyone may ask. Answers take six weeks.</p>
<h2 id=who>Who may ask</h2><ul><li>Agencies<li>Researchers<ul><li>with approval</ul></ul>
<button aria-controls=a1>How long does it take?</button><div id=a1 hidden><p>About six weeks.</p></div>
<aside>Note: requests are public.</aside></main>
<div class=cookie-banner>We use cookies to improve your experience.</div>
<footer>All rights reserved.</footer></body></html>"""
CONTENT = [
    "Anyone may ask.",
    "Agencies",
    "with approval",
    "How long does it take?",
    "About six weeks.",
    "Note: requests",
]
AROUND = ["Skip", "CT.gov", "Boards", "Start", "Sister", "Cousin", "cookies", "rights", "script"]
CHAPTER = """<html><head><title>Chapter 50</title></head><body><h1>TITLE 4</h1><a name=TOC>CHAPTER 50</a>
<p><a href="#sec_4-1">Sec. 4-1. Duties.</a></p><p><a href="#sec_4-1a">Sec. 4-1a. Plans.</a></p>
<p><span class=catchln id=sec_4-1>Sec. 4-1. Duties.</span> (a) The officer plans.</p><p>(b) The officer reports.</p>
<p><span class=catchln id=sec_4-1a>Sec. 4-1a. Plans.</span> A plan lasts two years.</p><p>History: added in 2018.</p>
<p><span class=catchln id=sec_4-1b>Sec. 4-1b. Fees.</span> None.</p></body></html>"""


@pytest.fixture
def read_html(page):
    def make(html, place="", **named):
        document = page(html, format_="html", **named)
        source = dataclasses.replace(document.source, url=document.source.url + place)
        return read(dataclasses.replace(document, source=source))

    return make


def blocks(sections):
    return [block for section in sections for block in section.blocks]


def kinds(sections):
    return [(block.kind, [part.plain for part in block.parts]) for block in blocks(sections)]


def places(sections):
    return [(" > ".join(section.trail), section.anchor) for section in sections if section.blocks]


def test_what_surrounds_the_content_of_a_page_is_left_out(read_html):
    text, _ = read_html(PORTAL)
    assert [words for words in CONTENT if words not in text.text] == []
    assert [words for words in AROUND if words in text.text] == []


def test_headings_make_trails_with_the_places_a_link_opens(read_html):
    _, sections = read_html(PORTAL)
    assert places(sections) == [("Request Data", "main"), ("Request Data > Who may ask", "who")]


@pytest.mark.parametrize(
    "site", ["<h2 id=fees>Fees</h2>", "<a name=fees></a><h2>Fees</h2>", "<h2><a id=fees></a>Fees</h2>"]
)
def test_a_heading_is_opened_by_its_own_place_or_the_nearest_before_it(read_html, site):
    _, sections = read_html(f"<p id=above>One.</p>{site}<p>Two.</p>")
    assert places(sections)[-1] == ("Page > Fees", "fees")


def test_a_page_without_main_or_headings_loses_nothing_but_its_menu(read_html):
    html = "<div class=menu><a href=a>Go</a></div>Loose.<div><div>Deep.</div></div><b>Bold</b><p>Un<p>closed"
    assert read_html(html)[0].text == "Loose.\n\nDeep.\n\nBold\n\nUn\n\nclosed"


def test_what_stands_behind_the_end_of_a_page_is_read_as_browsers_do(read_html):
    html = "<html><body><p>One.</p></body></html><p>Two.</p><html><body>Three.</body></html>"
    assert read_html(html)[0].text == "One.\n\nTwo.\n\nThree."


def test_a_page_without_body_and_head_is_read_whole(read_html):
    html = "<title>T</title><label>Name</label> of the <button>agency</button><button type=submit>Go</button>"
    assert read_html(html)[0].text.split() == ["Name", "of", "the", "agency"]


def test_a_list_of_links_is_content(read_html):
    html = "<main><h1>Library</h1><ul><li><a href=a.pdf>Report one</a><li><a href=b.pdf>Report two</a></ul></main>"
    assert kinds(read_html(html)[1]) == [("list", ["Report one", "Report two"])]


def test_a_main_element_that_holds_nearly_nothing_is_not_the_page(read_html):
    assert "The text stands here." in read_html("<main id=top>x</main><p>The text stands here.</p>")[0].text


def test_a_table_of_contents_repeats_headings_and_is_left_out(read_html):
    html = "<h2>On this page</h2><ul><li><a href='#a'>One</a></ul><h2 id=a>One</h2><p>See <a href='#a'>One</a>.</p>"
    assert read_html(html)[0].text == "One\n\nSee One."


def test_a_link_within_the_page_that_repeats_nothing_is_kept(read_html):
    html = "<ul><li><a href='#a1'>May I ask?</a></ul><div id=a1>You may.</div>"
    assert "May I ask?" in read_html(html)[0].text


def test_a_link_to_where_it_stands_itself_is_kept(read_html):
    html = "<div id=q1><p><a href='#q1'>May I ask?</a></p><p>You may.</p></div>"
    assert read_html(html)[0].text == "May I ask?\n\nYou may."


def test_a_question_that_opens_its_answer_is_the_heading_of_it_alone(read_html):
    html = "<h1>FAQ</h1><details><summary>May I?</summary>Yes.</details><p>Call us.</p>"
    assert places(read_html(html)[1]) == [("FAQ > May I?", ""), ("FAQ", "")]


@pytest.mark.parametrize(
    "hidden",
    ["<p hidden>No</p>", "<p aria-hidden=true>No</p>", "<p style='display: none'>No</p>", "<!-- No -->"]
    + [f"<{tag}>No</{tag}>" for tag in ["template", "noscript", "script", "style", "svg", "select", "nav", "dialog"]],
)
def test_what_no_reader_sees_is_no_content(read_html, hidden):
    assert read_html(f"<p>Seen.</p>{hidden}<p>Too.</p>")[0].text == "Seen.\n\nToo."


def test_the_title_is_the_first_heading_or_that_of_the_window_without_the_site(read_html):
    assert read_html("<title>A | B</title><h1>Own</h1>x")[0].title == "Own"
    assert read_html("<title>Fees and forms | Office</title><p>x")[0].title == "Fees and forms"
    named = "<meta property='og:site_name' content='Office'><title>Fees - Office</title><p>x"
    assert read_html(named)[0].title == "Fees"
    assert read_html("<title>Appendix A - Steps</title><p>x")[0].title == "Appendix A - Steps"
    assert read_html("<p>x", title="Listed")[0].title == "Listed"


def test_each_section_of_a_statute_has_its_name_and_its_place(read_html):
    text, sections = read_html(CHAPTER)
    assert places(sections)[1:] == [
        ("TITLE 4 > Sec. 4-1. Duties.", "sec_4-1"),
        ("TITLE 4 > Sec. 4-1a. Plans.", "sec_4-1a"),
        ("TITLE 4 > Sec. 4-1b. Fees.", "sec_4-1b"),
    ]
    assert text.text.count("Sec. 4-1. Duties.") == 1


def test_an_address_with_a_place_means_only_what_stands_there(read_html):
    text, sections = read_html(CHAPTER, place="#sec_4-1a", title="Section 4-1a")
    assert text.text == "Sec. 4-1a. Plans. A plan lasts two years.\n\nHistory: added in 2018."
    assert (text.title, places(sections)) == ("Section 4-1a", [("Section 4-1a", "sec_4-1a")])


def test_the_last_place_of_a_page_reaches_to_its_end(read_html):
    assert read_html(CHAPTER, place="#sec_4-1b")[0].text == "Sec. 4-1b. Fees. None."


def test_a_place_that_is_a_heading_or_an_element_is_read_whole(read_html):
    html = "<h2 id=a>A</h2><p>1</p><h3>Sub</h3><p>2</p><h2 id=b>B</h2><p>3</p><section id=c><h2>C</h2>4</section>5"
    assert read_html(html, place="#a")[0].text == "A\n\n1\n\nSub\n\n2"
    assert read_html(html, place="#c")[0].text == "C\n\n4"


def test_an_address_with_a_place_that_the_page_lacks_is_refused(read_html):
    with pytest.raises(PlaybookError, match=r"pages/page\.md has no place named #sec_9\. .*sources\.toml"):
        read_html(CHAPTER, place="#sec_9")


def test_the_address_of_a_citation_names_one_place(read_html):
    text, sections = read_html(CHAPTER, place="#sec_4-1a")
    (passage,) = passages(text, sections)
    assert url(text, passage) == "https://example.org/page/#sec_4-1a"
    assert url(text, dataclasses.replace(passage, anchor="")) == "https://example.org/page/#sec_4-1a"
    assert url(text, dataclasses.replace(passage, page=2)) == "https://example.org/page/#page=2"


def test_cells_over_several_rows_and_columns_are_named_in_each_row(read_html):
    html = """<table><caption>Fees</caption><tr><th rowspan=2>Kind<th colspan=2>2023<tr><th>Fee<th>Days
    <tr><td rowspan=2>Copy<td>$1<td>2<tr><td>$3<td>4</table>"""
    text, sections = read_html(html)
    assert text.text == "Fees\n\nKind | 2023\n | Fee | Days\nCopy | $1 | 2\n | $3 | 4"
    rows = ["Kind: Copy; 2023 Fee: $1; 2023 Days: 2", "Kind: Copy; 2023 Fee: $3; 2023 Days: 4"]
    assert kinds(sections) == [("paragraph", ["Fees"]), ("table", rows)]


def test_rows_of_a_table_without_a_header_name_no_columns(read_html):
    html = "<table><tr><td>Name:<td>Ann<tr><td>Fee<td>$5<br>each</table>"
    assert kinds(read_html(html)[1]) == [("table", ["Name: Ann", "Fee: $5 each"])]


def test_a_table_that_only_lays_out_the_page_is_no_table(read_html):
    html = "<table><tr><td><h2>Head</h2><p>Text.</p><td><table><tr><th>A<th>B<tr><td>1<td>2</table></table>"
    assert [block.kind for block in blocks(read_html(html)[1])] == ["paragraph", "table"]


def test_a_long_table_is_cut_between_rows(read_html):
    rows = "".join(f"<tr><td>Element {n}<td>{'word ' * 20}" for n in range(20))
    _, sections = read_html(f"<table><tr><th>Name<th>Meaning{rows}</table>")
    assert len(blocks(sections)) > 3
    assert all(block.plain.startswith("| Name | Meaning |") for block in blocks(sections))
    assert sum(len(block.parts) for block in blocks(sections)) == 20


def test_nested_lists_and_definitions_keep_their_marks(read_html):
    html = "<ul><li>a<ul><li>b</ul>more<li>c</ul><ol start=3><li>x<li>y</ol><dl><dt>Term<dd>Meaning.</dl>"
    text, sections = read_html(html)
    assert text.text == "- a\n   - b\n   more\n- c\n\n3. x\n4. y\n\n- Term: Meaning."
    assert kinds(sections)[0] == ("list", ["a; b; more", "c"])


def test_line_breaks_listings_and_entities_are_read_as_they_look(read_html):
    html = "<p>One<br>Two &eacute;&#8217;s &amp; &lt;b&gt;<br><br>Three<pre>  code\n\n  more</pre>"
    text, sections = read_html(html)
    assert text.text == "One\nTwo é’s & <b>\n\nThree\n\n  code\n\n  more"
    assert kinds(sections)[0] == ("paragraph", ["One", "Two é’s & <b>"])
    assert blocks(sections)[-1].kind == "code"


def test_the_address_behind_a_mail_link_is_shown_but_is_no_text_of_the_page(read_html):
    text, sections = read_html("<p>Write to <a href='mailto:a@ct.gov?x=1'>the office</a>. Then wait.</p>")
    assert text.text == "Write to the office. Then wait."
    assert kinds(sections) == [("paragraph", ["Write to the office (a@ct.gov).", "Then wait."])]


@pytest.mark.parametrize(
    "content",
    [
        "<p>caf\xe9 – “x”".encode(),
        b"\xef\xbb\xbf" + "<p>caf\xe9 – “x”".encode(),
        "\ufeff<p>caf\xe9 – “x”".encode("utf-16-le"),
        "<meta charset=iso-8859-1><p>caf\xe9 – “x”".encode("cp1252"),
        "<p>caf\xe9 – “x”".encode("cp1252"),
        "<meta charset=zlib_codec><p>caf\xe9 – “x”".encode(),
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>caf\xe9 – “x”</p></body></html>".encode(),
    ],
)
def test_a_page_is_decoded_as_a_browser_would(read_html, content):
    text, _ = read_html(content)
    assert (text.text, text.problems) == ("café – “x”", ())


def test_characters_that_cannot_be_read_are_told(read_html):
    assert read_html(b"<meta charset=utf-8><p>a\xffb")[0].problems == ("1 characters could not be read as utf-8.",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<div id=root></div><script src=app.js></script><noscript>Turn on JavaScript</noscript>", "no readable text"),
        ("<p>Loading…</p><script src=app.js></script>", "no readable text"),
        ("", "no readable text"),
        ("<nav><a href=a>Menu</a></nav>", "no readable text"),
        (b"%PDF-1.4", "is not an HTML page but a PDF"),
        (b"PK\x03\x04", "is not an HTML page but a zip archive"),
        (b"<p>\x00\x01\x02", "is not an HTML page: its bytes are no text"),
        ("<div>" * 10_000 + "Deep" + "</div>" * 10_000, "nests too many elements"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(read_html, content, told):
    with pytest.raises(PlaybookError, match=rf"^pages/page\.md {'holds ' if told.startswith('no') else ''}{told}"):
        read_html(content)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 2000 + "Deep" + "</div>" * 2000 + "<p>After",
        "<ul><li>a" * 900 + "</ul>" * 900,
        "<table><tr>" + "<td colspan=1000 rowspan=1000>x" * 20_000,
        "<table>" + "<tr><td rowspan=1000 colspan=1000>x" * 20_000,
        "<p>One sentence. And [another one." * 30_000,
        "One sentence here. " * 60_000,
    ],
    ids=["nested", "nested lists", "wide cells", "deep cells", "long paragraph", "long text"],
)
def test_a_page_made_to_exhaust_a_reader_is_read_in_seconds(page, html):
    started = time.monotonic()
    check(page(html, format_="html"))
    assert time.monotonic() - started < 30


WORDS = st.sampled_from(
    ["One.", "two", "Three four. Five.", "a\nb", "é–“x”", "|", "- x", "\xa0", "", "[y] Z.", "<", "&amp;"]
)
ANY = """div p h1 h2 h6 ul ol li dl dt dd table tr td th thead tbody caption b a span pre br hr section main header
footer details summary blockquote button nav template"""
TAGS = st.sampled_from(ANY.split())
ATTRIBUTES = st.sampled_from(
    [
        "",
        " id=a",
        " id=b1",
        " name=n",
        " href='#a'",
        " href='mailto:x@y.z'",
        " hidden",
        " colspan=2",
        " rowspan=3",
        " class=menu",
    ]
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, attribute, children: f"<{tag}{attribute}>{' '.join(children)}</{tag}>",
        TAGS,
        ATTRIBUTES,
        st.lists(inner, max_size=5),
    ),
    max_leaves=40,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TREES, max_size=6))
def test_every_character_of_any_page_lies_in_one_passage(trees):
    source = Source("s", Collection("c", "C"), "Title", "s.html", "html")
    document = Document(source, "official", "html", ("<p>Begin</p>" + "".join(trees)).encode(), "", None)
    assert check(document) == read_and_cut(document)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans()), max_size=5), min_size=1, max_size=6
    )
)
def test_no_cell_of_any_table_is_lost_or_read_twice(rows):
    cells = [
        [(across, down, head, f"c{r}x{c}.") for c, (across, down, head) in enumerate(row)] for r, row in enumerate(rows)
    ]
    shown = "".join(
        "<tr>" + "".join(f"<{'th' if h else 'td'} colspan={a} rowspan={d}>{t}" for a, d, h, t in row) for row in cells
    )
    source = Source("s", Collection("c", "C"), "Title", "s.html", "html")
    text, _, _ = check(Document(source, "official", "html", f"<p>Begin</p><table>{shown}</table>".encode(), "", None))
    assert all(text.text.split().count(cell[3]) == 1 for row in cells for cell in row)


CONTENT_ONLY = """div p h1 h2 h6 ul ol li dl dt dd table tr td th caption a b span pre blockquote details summary
section article button figure form label center font"""
CONTENT_TAGS = st.sampled_from(CONTENT_ONLY.split())
PLACES = st.sampled_from(
    ["", " id=a", " id=b1", " id=b2", " name=n", " href='#a'", " href='#b1'", " class=c", " rowspan=2"]
)
NUMBERED = st.recursive(
    st.just(("", "", [])),
    lambda inner: st.tuples(CONTENT_TAGS, PLACES, st.lists(inner, max_size=5)),
    max_leaves=30,
)


AROUND_CONTENT = [
    "{}Begin",
    "<p>Begin</p>{}",
    "<title>T</title>{}Begin",
    "<!DOCTYPE html><html><head><title>T</title></head><body>{}Begin</body></html>",
    "<html><body class=menu><nav>No</nav><main>Begin {}</main><footer>No</footer></body></html>",
]
BETWEEN = [" ", "</body></html>", "<html><body>", "<!-- no -->", "</p>", "</div>", "</table>"]


def numbered(tree, seen):
    """A tree as HTML, each leaf a word of its own."""
    tag, attribute, children = tree
    if not tag:
        seen.append(f"w{len(seen)}x")
        return seen[-1]
    return f"<{tag}{attribute}>{' '.join(numbered(child, seen) for child in children)}</{tag}>"


@settings(max_examples=500, deadline=None)
@given(st.lists(NUMBERED, min_size=1, max_size=6), st.sampled_from(AROUND_CONTENT), st.sampled_from(BETWEEN))
def test_every_word_of_any_content_is_read_once(trees, around, between):
    seen = []
    html = around.format(between.join(numbered(tree, seen) for tree in trees))
    source = Source("s", Collection("c", "C"), "Title", "s.html", "html")
    text, _, _ = check(Document(source, "official", "html", html.encode(), "", None))
    assert sorted(re.findall(r"w\d+x", text.text)) == sorted(seen)


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_page_is_read_or_refused_in_a_sentence(page, seed):
    chance, whole = random.Random(seed), (PORTAL + CHAPTER).encode()
    for _ in range(40):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            content[chance.randrange(len(content))] = chance.choice(b"<>/=\"'&;# \x00\xff" + bytes(range(256)))
        cut = content[: chance.choice([len(content), chance.randrange(len(content))])]
        started = time.monotonic()
        assert reason(check, page(bytes(cut), format_="html"))[:13] in ("", "pages/page.md")
        assert time.monotonic() - started < 10
