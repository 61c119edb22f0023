"""The list of sources is whole and sound, and a list or folder that is not is refused in a sentence."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from corpus import home
from corpus.catalogue import sources
from corpus.errors import PlaybookError

LINKED = """
    p20win-home legal-issues-report-2021 dapa-unit p20win-emou-2021 p20win-request-data p20win-research-agenda
    legal-issues-report-2020 playbook-preparing-request high-value-data-inventory-2020 agency-data-officers
    p20win-data-dictionary p20win-learning-agenda p20win-governance p20win-data-governance-manual cgs-4-67p
    p20win-manual-data-policies vital-records-request-form dcf-5101-form vital-records-flow sar-fee-schedule
    agency-guidance p20win-dsa-template enterprise-secure-file-transport p20win-linking-video
    p20win-manual-key-processes sft-login data-aggregation-guidance-v2 sde-data-suppression-rules metadata-guidelines
    p20win-data-dictionary-ctedu p20win-reports p20win-governance-manual-link ome-faq-2022
"""
RELATED = """
    p20win-faq p20win-how-data-shared p20win-data-governance-manual-2025 p20win-data-dictionary-github cgs-4-67n
    cgs-4-67o cgs-4-67z cgs-4-67dd cgs-10a-57g open-data-handbook
"""
PAGES = 19
LISTED = """
[collections.c]
title = "C"
site = "https://example.org"
year = 2022

[[source]]
id = "{id}"
collection = "{collection}"
title = "A"
format = "markdown"
path = '{path}'
"""


@pytest.fixture
def listed(tmp_path):
    """Makes a corpus folder with this `sources.toml`."""

    def make(text):
        (tmp_path / "sources.toml").write_text(text, "utf-8")
        return tmp_path

    return make


def entry(id_="a", collection="c", path="a.md"):
    return LISTED.format(id=id_, collection=collection, path=path)


def bundled():
    return sources(home.BUNDLED)


def core():
    return {*LINKED.split(), *RELATED.split()}


def test_every_core_source_is_listed():
    assert (len(LINKED.split()), len(RELATED.split())) == (33, 10)
    assert core() - {source.id for source in bundled()} == set()


def test_nothing_else_but_the_pages_is_listed():
    others = [source for source in bundled() if source.id not in core()]
    assert {source.format for source in others} == {"markdown"}
    assert len(others) == PAGES


def test_related_sources_are_kept_apart_from_linked_ones():
    related = {source.id for source in bundled() if source.collection.id == "related"}
    assert related == set(RELATED.split())


def test_ids_and_places_are_unique():
    found = bundled()
    assert len({source.id for source in found}) == len({source.full_path for source in found}) == len(found)


def test_another_address_leads_to_a_source_that_holds_the_text():
    found = {source.id: source for source in bundled()}
    others = [source for source in found.values() if source.same_as]
    assert len(others) == 6
    assert all(found[source.same_as].same_as is None for source in others)


def test_every_source_has_an_address_a_publisher_and_a_known_authority():
    for source in bundled():
        assert urlsplit(source.url).scheme in ("http", "https"), source.id
        assert source.publisher, source.id
        assert source.authority in ("playbook", "state"), source.id


def test_the_word_of_the_playbook_is_that_of_its_own_pages_alone():
    own = {source.id for source in bundled() if source.authority == "playbook"}
    assert len(own) == 9
    assert all(id_.startswith("playbook-") for id_ in own)


def test_every_official_file_is_the_one_that_is_pinned(official_dir):
    pinned = [source for source in bundled() if source.sha256]
    assert len(pinned) == PAGES + 2
    for source in pinned:
        content = (official_dir / source.full_path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == source.sha256, source.id


def test_a_listed_source_knows_its_collection_and_its_whole_path(listed):
    (source,) = sources(listed(entry()))
    assert (source.id, source.full_path, source.collection.site) == ("a", "c/a.md", "https://example.org")
    assert (source.authority, source.licence, source.sha256) == ("other", "not stated", None)


@pytest.mark.parametrize("path", ["../a.md", "x/../../a.md", "/etc/passwd", "..\\a.md", "\\a.md", "C:\\a.md", "C:a.md"])
def test_a_path_that_leaves_its_collection_is_refused(listed, path):
    with pytest.raises(PlaybookError, match=r"sources\.toml cannot be read .*leaves its collection"):
        sources(listed(entry(path=path)))


@pytest.mark.parametrize("id_", ["../../x", "..", "/etc"])
def test_a_collection_whose_name_leaves_the_corpus_is_refused(listed, id_):
    text = entry(collection=id_).replace("[collections.c]", f'[collections."{id_}"]')
    with pytest.raises(PlaybookError, match=r"sources\.toml"):
        sources(listed(text))


def test_an_id_that_leaves_the_folder_of_summaries_is_refused(listed):
    with pytest.raises(PlaybookError, match=r"sources\.toml"):
        sources(listed(entry(id_="../secret")))


def test_an_id_listed_twice_is_refused_by_name(listed):
    with pytest.raises(PlaybookError, match=r"sources\.toml lists a more than once"):
        sources(listed(entry() + entry(path="b.md").partition("\n\n")[2]))


@pytest.mark.parametrize(
    "text",
    [
        "title = [",
        entry(collection="unknown"),
        entry().replace("path =", "place ="),
        entry().replace('id = "a"', ""),
        entry().replace('title = "C"', ""),
    ],
)
def test_a_broken_list_is_refused_naming_the_file(listed, text):
    folder = listed(text)
    with pytest.raises(PlaybookError, match=re.escape(f"{folder / 'sources.toml'} cannot be read")):
        sources(folder)


@pytest.mark.parametrize(
    "text",
    [
        entry().replace("[[source]]", "[source]"),
        entry().replace("[collections.c]", "[[collections]]"),
        entry().replace("'a.md'", "5"),
    ],
    ids=["one source", "a list of collections", "a number for a path"],
)
def test_a_list_of_another_shape_is_refused_naming_the_file(listed, text):
    with pytest.raises(PlaybookError, match=r"sources\.toml"):
        sources(listed(text))


def test_a_list_that_is_not_text_is_refused_naming_the_file(tmp_path):
    (tmp_path / "sources.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlaybookError, match=r"sources\.toml cannot be read"):
        sources(tmp_path)


def test_a_list_without_sources_is_refused(listed):
    with pytest.raises(PlaybookError, match="No sources in"):
        sources(listed('[collections.c]\ntitle = "C"\n'))


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(PlaybookError, match=re.escape(f"No folder at {tmp_path / 'none'}")):
        sources(tmp_path / "none")


def test_every_readable_file_of_a_plain_folder_is_a_source(tmp_path):
    for name in ["notes/My_first-page.md", "notes/deep/form.DOCX", "report.pdf", "picture.png", "list.txt"]:
        (tmp_path / "shelf" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shelf" / name).touch()
    found = [(one.id, one.full_path, one.title, one.format) for one in sources(tmp_path / "shelf")]
    assert found == [
        ("notes-my-first-page-md", "notes/My_first-page.md", "My first page", "markdown"),
        ("notes-deep-form-docx", "notes/deep/form.DOCX", "form", "docx"),
        ("report-pdf", "report.pdf", "report", "pdf"),
    ]


def test_a_folder_named_like_a_file_is_no_source(tmp_path):
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "page.md").touch()
    assert [source.id for source in sources(tmp_path)] == ["page-md"]


def test_a_plain_folder_without_readable_files_is_refused(tmp_path):
    (tmp_path / "list.txt").touch()
    with pytest.raises(PlaybookError, match="Put Markdown, HTML, PDF, DOCX or XLSX files"):
        sources(tmp_path)


@pytest.mark.parametrize("names", [("a-b.md", "a_b.md"), ("日本.md", "東京.md")])
def test_two_files_of_a_plain_folder_never_share_an_id(tmp_path, names):
    for name in names:
        (tmp_path / name).touch()
    assert len({source.id for source in sources(tmp_path)}) == 2


@pytest.mark.parametrize("suffix", [".md", ".pdf", ".docx"])
def test_a_plain_file_lies_at_its_path(tmp_path, suffix):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / f"page{suffix}").touch()
    (source,) = sources(tmp_path)
    assert Path(tmp_path, source.full_path).is_file()
