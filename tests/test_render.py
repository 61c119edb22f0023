"""What is shown: the JSON of the contract, markers in text, and HTML in which nothing from outside runs."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.best import Found
from assistant.contract import NOT_FOUND, as_json, as_text, passage_json
from assistant.model import Answer, Citation, Cited, Statement
from ingest.model import DocumentText, Hit, Passage
from ui import page
from ui.render import for_terminal, hit_for_terminal

ANSWER = (
    "id question status mode confidence text lead statements citations passages notices suggestions index timings_ms"
)
CITATION = "number source collection path title trail anchor page url quote start end edition revision sha256"
PASSAGE = "rank score source collection path title trail anchor page url text start end edition"
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><b onmouseover="alert(1)">x',
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<javascript:alert(1)>",
    "<https://evil.example/>",
    "[click][1]\n\n[1]: javascript:alert(1)",
    "- <iframe src=https://evil.example></iframe>",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "```\n</code><script>alert(1)</script>\n```",
    "&lt;script&gt; &#60;script&#62;",
)
TABLE = "| who | when |\n|---|---|\n| Ana | noon |"
OURS = {"article", "h2", "div", "p", "a", "section", "ol", "ul", "li", "details", "summary", "blockquote", "span"}
MARKDOWN = {"table", "thead", "tbody", "tr", "th", "td", "strong", "em", "code", "pre", "br"}


def answer(text="Ten dollars.", question="What does it cost?", title="Prices", url="https://example.org/#fees", **more):
    """An answer of one statement, with everything from outside given."""
    trail = (title, "Fees")
    document = DocumentText("s", "c", title, "c/s.md", title, url, "official", "r1", "h", 2022, title, "state", text)
    passage = Passage("p", "s", trail, "fees", None, 0, len(text), text, ())
    cited = Cited(Hit(1, 0.123456, 0.5, passage, (passage,)), document, url)
    citation = Citation(1, document, trail, "fees", None, url, text, 0, len(text), text)
    given = {"id": "i", "question": question, "status": "answered", "mode": "quote", "confidence": 0.9}
    given |= {"statements": (Statement(text, (1,)),), "citations": (citation,), "passages": (cited,)}
    given |= {"notices": ("Mind this.",), "suggestions": (), "index": "f", "timings_ms": {"search": 1.0, "total": 2.0}}
    return Answer(**(given | more))


def not_found(*suggestions, question="Why?"):
    return answer(question=question, status="not_found", statements=(), citations=(), suggestions=suggestions)


class Tags(HTMLParser):
    """Every tag with its attributes, and the text between them, as a browser would read them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def check_that_nothing_runs(html):
    for tag, attributes in Tags(html).tags:
        assert tag in OURS | MARKDOWN, html
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")], html
        assert attributes.get("href", "#").startswith(("https://example.org/", "#")), html


def test_an_answer_has_exactly_the_keys_of_the_contract():
    assert list(as_json(answer())) == ANSWER.split()
    assert list(as_json(not_found())) == ANSWER.split()


def test_a_citation_has_exactly_the_keys_of_the_contract():
    (found,) = as_json(answer())["citations"]
    assert list(found) == CITATION.split()
    assert found["trail"] == ["Prices", "Fees"]
    assert (found["quote"], found["start"], found["end"]) == ("Ten dollars.", 0, 12)


def test_a_passage_has_exactly_the_keys_of_the_contract():
    (found,) = as_json(answer())["passages"]
    assert list(found) == PASSAGE.split()
    assert found["score"] == 0.1235
    assert found == passage_json(answer().passages[0])


def test_statements_carry_their_text_and_numbers():
    assert as_json(answer())["statements"] == [{"text": "Ten dollars.", "citations": [1], "by": ""}]


def test_text_ends_each_statement_with_its_markers():
    two = answer(statements=(Statement("Ten dollars.", (1,)), Statement("No more.", (2, 3))))
    assert as_text(two) == as_json(two)["text"] == "Ten dollars. [1]\n\nNo more. [2][3]"


def test_the_marker_of_a_table_stands_on_its_own_line():
    assert as_text(answer(TABLE)) == f"{TABLE}\n\n[1]"


def test_where_nothing_is_found_text_and_page_say_so():
    assert as_text(not_found()) == NOT_FOUND
    assert as_json(not_found())["text"] == NOT_FOUND
    assert f'<p class="not-found">{NOT_FOUND}</p>' in page.answer(not_found())
    assert page.sources(not_found()) == ""


def test_the_terminal_shows_sources_editions_and_notices():
    shown = for_terminal(answer())
    assert shown.startswith("Ten dollars. [1]\n\nSources\n[1] Prices: Prices > Fees (official text r1)\n")
    assert "https://example.org/#fees" in shown
    assert shown.endswith("\n\nNote: Mind this.")


def test_the_terminal_lists_the_nearest_sections():
    assert "Where to look next\n  - Prices: Fees" in for_terminal(not_found("Prices: Fees"))


def test_a_hit_in_the_terminal_shows_its_place_edition_and_address():
    lines = hit_for_terminal(Found(answer().passages[0], None)).splitlines()
    assert lines[0] == " 1. Prices: Prices > Fees (official text r1; a state document)"
    assert lines[-1].strip() == "https://example.org/#fees"


@pytest.mark.parametrize("character", ["\x1b[2J", "\x07", "\u202e", "\x00"])
def test_a_hit_in_the_terminal_holds_nothing_that_a_terminal_obeys(character):
    shown = hit_for_terminal(Found(answer(title=f"Prices{character}").passages[0], None))
    assert not [one for one in shown if not one.isprintable() and one != "\n"]


def test_a_marker_points_to_the_card_of_its_source():
    markers = [
        attributes for tag, attributes in Tags(page.answer(answer())).tags if attributes.get("class") == "marker"
    ]
    cards = [attributes["id"] for tag, attributes in Tags(page.sources(answer())).tags if tag == "li"]
    assert [marker["href"] for marker in markers] == ["#source-1"] == [f"#{card}" for card in cards]


def test_a_card_names_collection_year_page_trail_and_edition():
    shown = Tags(page.sources(answer())).text
    for part in ("Prices, 2022", "Prices › Fees", "official text", "Open this section", "Ten dollars."):
        assert part in shown


def test_a_long_quote_is_folded_and_a_short_one_is_not():
    long = "word " * (page.FOLDED_WORDS + 1)
    assert "<details>" in page.sources(answer(long))
    assert "<details>" not in page.sources(answer())


def test_a_list_and_a_table_are_shown_as_such():
    tags = [tag for tag, _ in Tags(page.answer(answer(f"Bring:\n\n- one\n- two\n\n{TABLE}", notices=()))).tags]
    assert tags.count("li") == 2
    assert tags.count("td") == 2


def test_a_suggestion_is_a_link_where_it_has_an_address():
    html = page.answer(not_found("Prices: Prices > Fees https://example.org/#fees", "Prices: Prices > Rest"))
    assert [attributes["href"] for tag, attributes in Tags(html).tags if tag == "a"] == ["https://example.org/#fees"]
    assert "Prices: Prices > Rest" in Tags(html).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_quote_runs(hostile):
    check_that_nothing_runs(page.answer(answer(hostile)) + page.sources(answer(hostile)))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_title_runs(hostile):
    check_that_nothing_runs(page.sources(answer(title=hostile)))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_question_runs_and_all_of_it_is_shown(hostile):
    asked = answer(question=hostile)
    for html in (page.answer(asked), page.earlier([asked]), page.answer(not_found(question=hostile))):
        check_that_nothing_runs(html)
        assert hostile in Tags(html).text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_suggestion_a_notice_or_an_error_runs(hostile):
    check_that_nothing_runs(page.answer(not_found(hostile, f"{hostile} https://example.org/#fees")))
    check_that_nothing_runs(page.answer(answer(notices=(hostile,))))
    check_that_nothing_runs(page.trouble(hostile))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,<script>", "//evil.example", "http://x.example"],
)
def test_an_address_that_is_not_https_gets_no_link(url):
    links = [tag for tag, _ in Tags(page.sources(answer(url=url))).tags if tag == "a"]
    links += [tag for tag, _ in Tags(page.answer(not_found(f"Prices: Fees {url}"))).tags if tag == "a"]
    assert not links


def test_an_address_cannot_leave_its_attribute():
    hostile = 'https://example.org/"><script>alert(1)</script>'
    html = page.sources(answer(url=hostile))
    check_that_nothing_runs(html)
    assert [attributes["href"] for tag, attributes in Tags(html).tags if tag == "a"] == [hostile]


def test_links_open_beside_the_page_and_tell_nobody():
    html = page.sources(answer()) + page.answer(not_found("Prices: Fees https://example.org/#fees"))
    links = [attributes for tag, attributes in Tags(html).tags if tag == "a"]
    assert len(links) == 2
    assert {(one["target"], one["rel"]) for one in links} == {("_blank", "noopener noreferrer")}


def test_earlier_questions_stand_latest_first():
    html = page.earlier([answer(question="First?"), answer(question="Second?")])
    assert re.findall(r"<summary>(\w+)", html) == ["Second", "First"]
    assert page.earlier([]) == ""


def test_an_error_is_announced():
    assert page.trouble("It is empty.") == '<p class="trouble" role="alert">It is empty.</p>'


REMARK = "As of July 23, 2025: There are fifteen. Source: https://example.org/a/?b=c, Public Act 1"


def test_the_page_lists_each_notice_and_a_remark_with_its_date_and_links():
    html = page.answer(answer(notices=("Mind this.", REMARK)))
    assert html.count('<li class="notice">') == 2
    assert '<li class="notice">Mind this.</li>' in html
    assert "<strong>As of July 23, 2025:</strong> There are fifteen." in html
    assert '<a href="https://example.org/a/?b=c" target="_blank" rel="noopener noreferrer">example.org/a</a>' in html
    assert "Public Act 1</span>" in html
    assert "notices" not in page.answer(answer(notices=()))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_remark_or_what_it_rests_on_runs(hostile):
    check_that_nothing_runs(page.answer(answer(notices=(f"As of {hostile}: {hostile} Source: {hostile}",))))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_source_card_shows_how_complete_its_text_is_and_runs_nothing(hostile):
    (citation,) = answer().citations
    partial = replace(citation, document=replace(citation.document, caveat=hostile))
    html = page.sources(answer(citations=(partial,)))
    check_that_nothing_runs(html)
    assert "caveat" in html
    assert "caveat" not in page.sources(answer())
