"""Links are found where they stand, and judged: outside the corpus, nowhere in it, or in order."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Collection, Document, Source
from ingest.addresses import MALFORMED, NO_PAGE, NO_SECTION, Map, Nowhere, Outside, normal, unlisted
from ingest.links import page as links_of
from ingest.passages import passages
from ingest.readers import read

SITE = "https://example.org/book"


def source(id_, site=SITE, folder="book", **more):
    given = {"path": f"{id_}.md", "format": "markdown", "url": f"{site}/{id_}/" if site else ""} | more
    return Source(id_, Collection(folder, folder, site), id_.title(), **given)


def pages(texts, site=SITE, edition="official", folder="book", **more):
    """Sources and pages, one a text, by id."""
    sources, found = [], {}
    for id_, text in texts.items():
        sources.append(source(id_, site, folder, **more))
        content = text.encode()
        kind = "markdown" if edition == "summary" else sources[-1].format
        document = Document(sources[-1], edition, kind, content, hashlib.sha256(content).hexdigest(), None)
        described, sections = read(document)
        found[id_] = links_of(described, passages(described, sections))
    return sources, found


def judged(target, others=None, site=SITE, **more):
    """What is found of one link on page `one`."""
    text = f"---\npermalink: /one/\n---\n\n# One\n\n## Here\n\nSee [it](<{target}>).\n"
    sources, found = pages({"one": text} | (others or {}), site, **more)
    return Map(sources, list(found.values())).judged(found["one"])


def reasons(*arguments, **more):
    return [one.reason for one in judged(*arguments, **more)]


def targets(text):
    return [(link.target, link.place[1][-1]) for link in pages({"one": text})[1]["one"].links]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md)", ["b.md"]),
        ("[a][ref]\n\n[ref]: https://example.org/x", ["https://example.org/x"]),
        ("<https://example.org/x>", ["https://example.org/x"]),
        ("<ana@example.org>", ["mailto:ana@example.org"]),
        ("| a |\n|---|\n| [c](d/) |", ["d/"]),
        ("- one\n  - [c](d/)", ["d/"]),
        ("### A [heading](h/)\n\nText.", ["h/"]),
        ("Said.[^1]\n\n[^1]: In [print](p/).", ["p/"]),
        ('<p><a href="q/">q</a></p>', ["q/"]),
        ('A <a href="q/">q</a> b.', ["q/"]),
        ("<p><![foo[ <a href='q/'>q</a> ]]></p>\n\n[a](b/)", ["b/"]),
        ("[a](b/) and again [a](b/)", ["b/"]),
        ("![a](picture.png)", []),
        ("<!-- [a](b/) -->", []),
        ("<!-- <a href='b/'>b</a> -->", []),
        ("`[a](b/)`", []),
        ("```\n[a](b/)\n```", []),
        ("See https://example.org/bare and [not a link] (b/).", []),
    ],
)
def test_links_are_what_a_reader_can_follow(text, found):
    assert [target for target, _ in targets(f"# One\n\nText.\n\n{text}\n")] == found


def test_a_link_stands_in_its_section():
    text = "---\ntitle: One\n---\n\n[a](a/)\r\n\r\n## B\r\n\r\nText.\n\n[b](b/)\n\n### C\n\n| c |\n|---|\n| [c](c/) |\n"
    assert targets(text) == [("a/", "One"), ("b/", "B"), ("c/", "C")]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("#here", None),
        ("#HERE", NO_SECTION),
        ("#gone", NO_SECTION),
        ("#top", None),
        ("#here:~:text=See", None),
        ("", None),
        ("/book/two/", None),
        ("/book/two", None),
        ("/book/two/#deep", None),
        ("/book/two/#a-name", None),
        ("/book/two/#shallow", NO_SECTION),
        ("../two/#deep", None),
        ("two.md#deep", None),
        ("two.md#shallow", NO_SECTION),
        ("three.md", None),
        ("/book/three/#any", None),
        ("/book/print#deep", NO_PAGE),
        ("/book/gone/", NO_PAGE),
        ("../gone/", NO_PAGE),
        ("https://example.org/book/two/#deep", None),
        ("http://EXAMPLE.org/book/two#deep", None),
        ("https://example.org/book/gone.html", NO_PAGE),
        ("http://[::1", MALFORMED),
        ("tel:8606222300", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_link_on_a_site_leads_to_a_section_or_is_reported(target, reason):
    two = '---\npermalink: /two/\n---\n\n# Two\n\n## Deep\n\nText.\n\n<div id="a-name">x</div>\n'
    sources, found = pages({"one": f"# One\n\n## Here\n\nSee [it](<{target}>).\n", "two": two})
    known = Map([*sources, source("three")], list(found.values()))
    assert [one.reason for one in known.judged(found["one"])] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://example.com/a", "https://example.com/a"),
        ("mailto:Ana@example.org?subject=Hi", "mailto:Ana@example.org?subject=Hi"),
        ("/another-book/", "https://example.org/another-book/"),
        ("/bookshop/", "https://example.org/bookshop/"),
        ("assets/form.pdf", "https://example.org/book/one/assets/form.pdf"),
    ],
)
def test_a_link_out_of_the_corpus_is_told_with_its_address(target, address):
    (found,) = judged(target)
    assert (type(found), found.address) == (Outside, address)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("two.md", []),
        ("two.md#deep", []),
        ("./two.md#gone", [NO_SECTION]),
        ("gone.md", [NO_PAGE]),
        ("gone.pdf", [NO_PAGE]),
        ("gone.png", []),
        ("gone/", []),
        ("/gone.md", []),
        ("../gone.md", [NO_PAGE]),
        ("../../outside.md", []),
        ("../book/two.md#deep", []),
    ],
)
def test_in_a_plain_folder_a_link_to_a_file_that_is_read_must_find_it(target, expected):
    assert reasons(target, {"two": "# Two\n\n## Deep\n\nText.\n"}, site=None) == expected


def test_an_anchor_is_not_judged_where_none_are_known():
    assert reasons("#gone", edition="summary", format="pdf", path="one.pdf") == []
    assert reasons("#gone", edition="summary") == [NO_SECTION]


def test_a_heading_without_text_of_its_own_can_be_led_to():
    assert reasons("/book/two/#empty", {"two": "---\npermalink: /two/\n---\n\n## Empty\n\n### Full\n\nText.\n"}) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a?x=1&y=2",
        "https://EXAMPLE.org/a/?x=1&y=2",
        "https://example.org:443/a?y=2&x=1",
        "https://example.org/%61?x=1&y=2#part",
        " https://example.org/a?x=1&y=2 ",
    ],
)
def test_addresses_of_one_place_are_one(address):
    assert normal(address) == "https://example.org/a?x=1&y=2"


def test_addresses_of_two_places_are_two():
    written = ["https://example.org/a", "https://example.org/A", "https://example.org/a?x", "https://www.example.org/a"]
    assert len({*map(normal, written), normal("https://example.org:444/a"), normal("mailto:a@example.org")}) == 6


def test_addresses_not_listed_are_grouped_with_the_places_that_link_to_them():
    text = "# One\n\n[a](https://a.example/x/) [l](http://listed.example/)\n\n## More\n\n[a](https://a.example/x#y)\n"
    sources, found = pages({"one": text})
    known = Map([*sources, source("listed", url="https://listed.example")], [found["one"]])
    (one,) = unlisted(known.judged(found["one"]))
    assert one.target == "https://a.example/x/"
    assert [link.place[1][-1] for link in one.links] == ["One", "More"]


@pytest.mark.parametrize("edition", ["summary", "official"])
def test_the_bundled_pages_have_the_one_dead_link_that_is_known(edition, request):
    read_ones = [read(one) for one in request.getfixturevalue(f"{edition}_documents")]
    found = [links_of(text, passages(text, sections)) for text, sections in read_ones]
    sources = [one.source for one in request.getfixturevalue(f"{edition}_documents")]
    known = Map(sources, found)
    dead = [one for page in found for one in known.judged(page) if isinstance(one, Nowhere)]
    assert [(one.link.target, one.reason) for one in dead] == [
        ("/data-sharing-playbook/print#create-and-publish-a-data-dictionary", NO_PAGE)
    ]


@given(st.text(alphabet="ab/#[]()<>!:\"'&\\|`*- \n.?%\u00e9", max_size=200))
def test_no_text_however_odd_stops_the_report(text):
    sources, found = pages({"one": f"# One\n\n{text}\n\n[a](<{text.replace(chr(10), ' ')}>)\n"})
    judged = Map(sources, list(found.values())).judged(found["one"])
    assert len(unlisted(one for one in judged if isinstance(one, Outside))) <= len(judged) <= len(found["one"].links)


WEB = """<html><body><nav><a href="/menu/">Menu</a></nav><main><h1>Fees</h1>
<p>See <a href="forms.html#blue">the form</a>.</p>
<h2 id="late">Late</h2><p>As <a href="https://other.org/x">they</a> say, <a href="#early">before</a> or
<a href="#late">here</a>.</p></main><footer><a href="/imprint/">Imprint</a></footer></body></html>"""
FORMS = "<html><body><main><h1>Forms</h1><h2 id='green'>Green</h2><p>Use the green form.</p></main></body></html>"


def web_pages(**texts):
    """Sources and pages of a folder of web pages, by id."""
    sources, found = [], {}
    for id_, text in texts.items():
        sources.append(source(id_, site=None, folder="web", path=f"{id_}.html", format="html"))
        content = text.encode()
        document = Document(sources[-1], "official", "html", content, hashlib.sha256(content).hexdigest(), None)
        described, sections = read(document)
        found[id_] = links_of(described, passages(described, sections), document)
    return sources, found


def test_links_of_a_web_page_are_those_of_its_content_each_in_its_section():
    _, found = web_pages(fees=WEB)
    assert [(link.target, link.place[1][-1]) for link in found["fees"].links] == [
        ("forms.html#blue", "Fees"),
        ("https://other.org/x", "Late"),
        ("#early", "Late"),
        ("#late", "Late"),
    ]


def test_links_of_web_pages_to_anchors_that_are_not_there_lead_nowhere():
    sources, found = web_pages(fees=WEB, forms=FORMS)
    told = Map(sources, list(found.values())).judged(found["fees"])
    assert [(one.link.target, one.reason) for one in told if isinstance(one, Nowhere)] == [
        ("forms.html#blue", NO_SECTION),
        ("#early", NO_SECTION),
    ]
    assert [one.address for one in told if isinstance(one, Outside)] == ["https://other.org/x"]


def test_a_web_page_that_has_changed_since_it_was_indexed_tells_no_links():
    sources, found = web_pages(fees=WEB)
    other = Document(sources[0], "official", "html", b"<a href='x'>x</a>", "0" * 64, None)
    assert links_of(found["fees"].document, (), other).links == ()
