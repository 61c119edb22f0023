"""`playbook sources`: the report in the terminal, as JSON and as a page, and the addresses it asks."""

import json
import re
import threading
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus.home import BUNDLED
from corpus.notices import notices
from ui.sources_command import NO_INDEX

ONE = (
    "# One\n\nSee [two](two.md), [gone](gone.md) and [a form](https://example.org/form).\n\n## More\n\n[x](#nowhere)\n"
)
HOSTILE = "<script>alert(1)</script>"
LISTED = """
[collections.pages]
title = "The <b>Pages</b>"
[[source]]
id = "one"
collection = "pages"
title = "One <img src=x onerror=alert(1)>"
path = "one.md"
format = "markdown"
url = "{site}/{one}"
[[source]]
id = "two"
collection = "pages"
title = "Two"
path = "two.md"
format = "markdown"
url = "javascript:alert(1)"
"""


@pytest.fixture
def folder(folder_corpus, playbook):
    """A corpus of two pages and a damaged file, indexed."""
    corpus = folder_corpus(one=ONE, two="# Two\n\nText.\n")
    (corpus / "broken.pdf").write_bytes(b"not a PDF")
    assert playbook("index", "build", "--corpus", corpus).code == 0
    return corpus


@pytest.fixture
def site():
    """A server on this machine that has every address but /gone."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(404 if self.path == "/gone" else 200)
            self.end_headers()

        def do_GET(self):
            self.do_HEAD()

        def log_message(self, *arguments):
            """Keeps the test output clean."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def listed(tmp_path, site):
    """A corpus whose first source has an address on the server."""

    def make(one="here", site=site):
        (tmp_path / "sources.toml").write_text(LISTED.format(site=site, one=one), "utf-8")
        (tmp_path / "one.md").write_text(f"# One\n\n{HOSTILE} [y](https://example.org/{HOSTILE})\n", "utf-8")
        return tmp_path

    return make


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def html(playbook, corpus, *options):
    file = corpus / "report.html"
    done = playbook("sources", "--html", file, "--corpus", corpus, *options)
    return done, Page(file.read_text("utf-8"))


def test_the_table_is_followed_by_problems_links_and_a_line_that_sums_up(playbook, folder):
    told = playbook("sources", "--corpus", folder).out
    assert re.search(r"^broken-pdf +– +– +– +– failed$", told, re.M)
    assert re.search(r"^one-md +official +2 +2 +7 in use$", told, re.M)
    assert re.search(r"^Problems\n  broken-pdf\n    - broken\.pdf is damaged or not a PDF", told, re.M)
    assert "\n  gone.md\n    no page of the corpus has this address; in one-md: One\n" in told
    assert "\n  #nowhere\n    its page has no section with this anchor; in one-md: One > More\n" in told
    assert "\n  https://example.org/form\n    in one-md: One\n" in told
    assert told.splitlines()[-1] == (
        "3 sources, 0 of them without text on this machine. 1 problem; 2 links to nowhere in the corpus; "
        "1 linked address not listed."
    )


def test_what_is_piped_has_no_colours_and_cells_stay_whole(playbook):
    told = playbook("sources").out
    assert "\x1b" not in told
    assert re.search(r"^p20win-data-governance-manual-2025 ", told, re.M)


def test_the_table_fits_a_terminal_of_80_columns(playbook):
    table = playbook("sources").out.split("\n\n")[0]
    assert max(map(len, table.splitlines())) <= 80


def test_json_has_an_object_a_source_with_the_links_that_stand_in_it(playbook, folder):
    rows = {
        row["id"]: row for row in map(json.loads, playbook("sources", "--json", "--corpus", folder).out.splitlines())
    }
    one = rows["one-md"]
    assert (one["edition"], one["sections"], one["passages"], one["words"]) == ("official", 2, 2, 7)
    assert one["fetched"] is None
    assert one["nowhere"][0] == {
        "target": "gone.md",
        "trail": ["One"],
        "reason": "no page of the corpus has this address",
    }
    assert one["unlisted"] == [{"target": "https://example.org/form", "trail": ["One"]}]
    assert rows["broken-pdf"]["state"] == "official text, failed"
    assert len(rows["broken-pdf"]["problems"]) == 1
    assert "address" not in one


def test_without_an_index_the_report_says_so_and_lists_what_is_at_hand(playbook):
    assert NO_INDEX in playbook("sources").out
    told = playbook("sources", "--json")
    assert told.err == f"{NO_INDEX}\n"
    assert {row["sections"] for row in map(json.loads, told.out.splitlines())} == {0}


def test_a_remark_that_lost_its_section_is_told(playbook, folder):
    where = '[{ source = "one-md", trail = ["One", "Less"] }]'
    entry = f'[[notice]]\nid = "lost"\ndate = "2025"\ntext = "x"\nevidence = ["y"]\nwhere = {where}\n'
    (folder / "notices.toml").write_text(entry, "utf-8")
    told = playbook("sources", "--corpus", folder).out
    assert "\n  one-md\n    - The notice lost belongs to a section that is not there: One > Less." in told


def test_how_complete_a_summary_is_stands_in_the_report_and_beside_each_answer_from_it(playbook, tmp_path):
    entry = '[[source]]\nid = "one"\ncollection = "pages"\ntitle = "One"\npath = "one.pdf"\nformat = "pdf"\n'
    listed = f'[collections.pages]\ntitle = "Pages"\n{entry}basis = "secondary"\ncaveat = "Annex B was not read."\n'
    (tmp_path / "sources.toml").write_text(listed, "utf-8")
    (tmp_path / "summaries").mkdir()
    (tmp_path / "summaries" / "one.md").write_text("# One\n\nThe counter opens at nine.\n", "utf-8")
    assert playbook("index", "build", "--corpus", tmp_path).code == 0
    assert "\n  one\n    - Annex B was not read.\n" in playbook("sources", "--corpus", tmp_path).out
    row = json.loads(playbook("sources", "--json", "--corpus", tmp_path).out)
    assert (row["basis"], row["caveat"]) == ("secondary", "Annex B was not read.")
    assert "Annex B was not read." in html(playbook, tmp_path)[1].text
    answer = json.loads(playbook("ask", "The counter opens at nine.", "--json", "--corpus", tmp_path).out)
    assert answer["notices"][0] == "One: Annex B was not read."


def test_a_corpus_has_its_own_remarks_and_not_the_bundled_ones(folder):
    assert notices(folder) == ()
    assert notices(BUNDLED) != ()


def test_the_page_is_told_and_whole_by_itself(playbook, folder):
    done, page = html(playbook, folder)
    assert done.out.startswith(f"Written to {folder / 'report.html'}. 3 sources, ")
    assert [one["lang"] for one in page.all("html")] == ["en"]
    assert len(page.all("h1")) == len(page.all("title")) == 1
    assert not [tag for tag, _ in page.tags if tag in ("script", "img", "iframe", "object", "video")]
    assert [one["href"] for one in page.all("link")] == ["data:,"]
    assert "url(" not in (folder / "report.html").read_text("utf-8")


def test_each_table_of_the_page_has_a_caption_scopes_and_a_region_of_its_own(playbook, folder):
    _, page = html(playbook, folder)
    regions = [one for one in page.all("div") if one.get("role") == "region"]
    assert len(page.all("table")) == len(page.all("caption")) == len(regions) == 3
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in regions)
    assert all(one.get("scope") in ("col", "row", "rowgroup") for one in page.all("th"))


def test_nothing_from_outside_runs_on_the_page(playbook, listed):
    corpus = listed()
    assert playbook("index", "build", "--corpus", corpus).code == 0
    _, page = html(playbook, corpus)
    assert not page.all("script")
    assert not page.all("img")
    assert not page.all("b")
    assert not [one for one in page.all("a") if one["href"].startswith("javascript")]
    assert "One <img src=x onerror=alert(1)>" in page.text


def test_json_and_a_page_at_once_are_wrong_usage(playbook, tmp_path):
    assert playbook("sources", "--json", "--html", tmp_path / "x.html").code == 2


def test_a_page_that_cannot_be_written_is_told(playbook, folder):
    done = playbook("sources", "--html", folder / "nowhere" / "x.html", "--corpus", folder)
    assert done.code == 1
    assert "Name another file: --html FILE" in done.err


def test_addresses_that_answer_are_counted(playbook, listed):
    done = playbook("sources", "--check", "--allow-local", "--corpus", listed())
    assert done.code == 0
    assert "Of the sources' addresses 1 answer, 0 moved, 0 are gone, 0 cannot be reached" in done.out
    assert "\n  two\n    not asked: no web address\n" in done.out


def test_an_address_that_is_gone_is_told_after_the_report_with_status_1(playbook, listed):
    corpus = listed("gone")
    done = playbook("sources", "--check", "--allow-local", "--json", "--corpus", corpus)
    assert done.code == 1
    assert "Error: The address of one is gone. Find where it moved to" in done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert rows[0]["address"] == {"standing": "gone", "detail": "404", "status": 404}
    done, page = html(playbook, corpus, "--check", "--allow-local")
    assert done.code == 1
    assert "Address: gone" in page.text


def test_where_no_address_can_be_reached_one_sentence_says_so(playbook, listed):
    done = playbook("sources", "--check", "--allow-local", "--corpus", listed(site="http://127.0.0.1:9"))
    assert (done.code, done.out) == (1, "")
    assert "Error: None of the 1 addresses can be reached" in done.err
    assert "Check the network connection" in done.err
