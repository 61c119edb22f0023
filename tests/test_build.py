"""Building: only what is new is embedded, the old index stays until the new one is whole."""

import json
import os
from dataclasses import replace

import pytest

from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.home import make_folder
from corpus.load import documents
from ingest import store
from ingest.build import build
from ingest.indexes import current, index_folder
from ingest.lock import BuildLock
from ingest.search import HybridSearcher, open_index


def built(folder, embedder, **options):
    return build(folder, documents(folder, sources(folder)), embedder, **options)


def found(folder, embedder, question):
    searcher = HybridSearcher(open_index(folder, embedder), embedder)
    return [(hit.passage.source, hit.passage.text, round(hit.score, 5)) for hit in searcher.search(question)]


@pytest.fixture
def two(folder_corpus):
    return folder_corpus(fees="# Fees\n\nIt costs ten dollars.", forms="# Forms\n\nUse the blue form. Sign it.")


def test_a_second_build_embeds_nothing_and_keeps_the_index(two, toy):
    first = built(two, toy)
    folder, count = current(two), len(toy.embedded)
    assert built(two, toy) == first
    assert (current(two), len(toy.embedded)) == (folder, count)


def test_only_changed_text_is_embedded_again(two, toy):
    built(two, toy)
    toy.embedded.clear()
    (two / "fees.md").write_text("# Fees\n\nIt costs twelve dollars.")
    manifest = built(two, toy)
    assert toy.embedded == ["Fees\nIt costs twelve dollars."]
    assert manifest.embedded == 1


def test_an_index_kept_up_equals_a_fresh_one(two, toy):
    built(two, toy)
    (two / "fees.md").write_text("# Fees\n\nNo fee.\n\n# Later\n\nMore.")
    (two / "forms.md").unlink()
    (two / "new.md").write_text("A new page about the blue form.")
    built(two, toy)
    kept = found(two, toy, "blue form")
    built(two, toy, fresh=True)
    assert kept == found(two, toy, "blue form")


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_indexed(two, toy):
    (two / "fees.md").write_bytes(b"\xff\xfe broken")
    manifest = built(two, toy)
    assert (manifest.documents, manifest.failed) == (1, 1)
    (failure,) = store.failures(current(two))
    assert failure.source == "fees-md"
    assert "fees.md is not UTF-8" in failure.sentence
    assert {source for source, _, _ in found(two, toy, "blue form")} == {"forms-md"}


def test_a_failed_build_leaves_the_old_index_in_use(two, toy):
    built(two, toy)
    before = found(two, toy, "dollars")
    (two / "fees.md").write_bytes(b"\xff\xfe broken")
    (two / "forms.md").write_bytes(b"\xff\xfe broken")
    with pytest.raises(PlaybookError, match=r"fees\.md is not UTF-8"):
        built(two, toy)
    assert found(two, toy, "dollars") == before


def test_a_build_that_dies_while_embedding_leaves_nothing_behind(two, toy):
    built(two, toy)
    folder = current(two)

    class Dying:
        fingerprint = toy.fingerprint

        def embed(self, texts):
            raise KeyboardInterrupt

    (two / "fees.md").write_text("Changed.")
    with pytest.raises(KeyboardInterrupt):
        built(two, Dying())
    assert list(index_folder(two).glob("build-*")) == [folder]
    assert current(two) == folder


def test_a_second_builder_is_told_that_one_is_running(two, toy):
    lock = BuildLock(make_folder(index_folder(two)))
    with lock, pytest.raises(PlaybookError, match=rf"Another build.*process {os.getpid()} on "):
        built(two, toy)


def test_a_damaged_index_is_built_again_from_nothing(two, toy):
    built(two, toy)
    (current(two) / "manifest.json").write_text("{")
    with pytest.raises(PlaybookError, match="index build --fresh"):
        open_index(two, toy)
    assert built(two, toy).embedded > 0
    assert found(two, toy, "dollars")


def test_an_index_made_with_another_model_is_not_opened(two, toy):
    built(two, toy)
    toy.fingerprint = "another@1"
    with pytest.raises(PlaybookError, match=r"another@1.*playbook index build"):
        open_index(two, toy)


def test_no_index_names_the_command_that_makes_one(two, toy):
    with pytest.raises(PlaybookError, match="Run: playbook index build"):
        open_index(two, toy)


def test_the_collection_records_what_it_was_made_with(two, toy):
    built(two, toy)
    index = open_index(two, toy)
    assert index.vectors.made_with == {"embedder": "toy@1", "rule": index.manifest.rule}


def test_two_corpora_keep_apart(two, toy, tmp_path):
    other = tmp_path / "other" / "corpus"
    other.mkdir(parents=True)
    (other / "page.md").write_text("About something else.")
    built(two, toy)
    built(other, toy)
    assert {source for source, _, _ in found(two, toy, "page")} == {"fees-md", "forms-md"}
    assert {source for source, _, _ in found(other, toy, "page")} == {"page-md"}


def test_progress_ends_at_the_whole(two, toy):
    told = []
    manifest = built(two, toy, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (manifest.embedded, manifest.embedded)


def test_the_bank_brings_up_the_section_it_belongs_to(two, toy):
    line = {"source": "forms-md", "trail": ["Forms"], "questions": ["paper to bring", "sheet to bring"]}
    (two / "questions.jsonl").write_text(json.dumps(line))
    built(two, toy)
    assert found(two, toy, "which paper to bring")[0][0] == "forms-md"


def test_a_bank_that_cannot_be_read_is_told(two, toy):
    (two / "questions.jsonl").write_text('{"source": "forms-md"}')
    with pytest.raises(PlaybookError, match=r"questions\.jsonl cannot be read"):
        built(two, toy)


def test_a_corpus_without_text_is_told(folder_corpus, toy):
    with pytest.raises(PlaybookError, match="No readable text"):
        built(folder_corpus(empty="![](picture.png)"), toy)


def test_a_change_above_a_passage_leaves_its_vectors_untouched(two, toy):
    below = "## Forms\n\nUse the blue form. Sign it. Date it. Copy it. Post it. Keep it. Wait."
    (two / "forms.md").write_text(f"# Office\n\nOpen.\n\n{below}")
    built(two, toy)
    before = open_index(two, toy).vectors.ids()
    (two / "forms.md").write_text(f"# Office\n\nOpen on weekdays from nine.\n\n{below}")
    manifest = built(two, toy)
    after = open_index(two, toy).vectors.ids()
    assert (len(after - before), len(before - after), manifest.removed, manifest.embedded) == (2, 2, 2, 1)
    assert "weekdays" in found(two, toy, "weekdays")[0][1]
    assert "Copy it." in found(two, toy, "blue form")[0][1]


def test_a_collection_with_many_holes_is_made_anew(two, toy):
    (two / "forms.md").write_text("# Forms\n\n" + " ".join(f"Form {number} is blue." for number in range(20)))
    removed = [built(two, toy).removed]
    for number in range(12):
        (two / "fees.md").write_text(f"# Fees\n\nIt costs {number} dollars.")
        removed.append(built(two, toy).removed)
    assert removed[:5] == [0, 2, 4, 0, 2]
    assert found(two, toy, "dollars")[0][1] == "It costs 11 dollars."


def test_what_has_not_changed_is_not_even_read(two, toy, monkeypatch):
    first = built(two, toy)
    monkeypatch.setattr("ingest.build.prepare", lambda *_: pytest.fail("it was read"))
    assert built(two, toy) == first


def test_another_publisher_in_the_list_makes_a_new_index(two, toy):
    first = built(two, toy)
    listed = [replace(one, publisher="The Mill") for one in sources(two)]
    assert build(two, documents(two, listed), toy).fingerprint != first.fingerprint


def test_an_official_file_that_cannot_be_read_leaves_its_summary_in_use(two, toy, tmp_path):
    listed = ["[collections.c]", 'title = "C"', "[[source]]", 'id = "fees"', 'collection = "c"', 'title = "Fees"']
    (two / "sources.toml").write_text("\n".join([*listed, 'path = "fees.md"', 'format = "markdown"']))
    (two / "summaries").mkdir()
    (two / "summaries" / "fees.md").write_text("It costs a few dollars.")
    (two / "fees.md").write_bytes(b"\xff\xfe broken")
    manifest = built(two, toy)
    assert (manifest.documents, manifest.failed) == (1, 1)
    (failure,) = store.failures(current(two))
    assert failure.sentence.endswith("Until then its bundled summary is used.")
    assert found(two, toy, "dollars")[0][1] == "It costs a few dollars."
    assert open_index(two, toy).documents["fees"].edition == "summary"
