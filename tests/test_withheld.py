"""An index without a document ranks as one that never held it."""

import pytest

from corpus.catalogue import sources
from corpus.load import documents
from ingest.build import build
from ingest.search import HybridSearcher, open_index

TEXTS = {
    "alpha": "# Alpha\n\nLarge files go by SFTP.\n\n## Keeping\n\nFiles are kept for sixty days.\n",
    "beta": "# Beta\n\nLarge files need an agreement.\n\n## Keeping\n\nAgreements are kept for ten years.\n",
    "gamma": "# Gamma\n\nPlumbers mend pipes and files.\n",
}
QUESTIONS = ("how are large files sent by sftp", "how long are agreements kept", "who mends pipes", "zebra")


@pytest.fixture
def searched(folder_corpus, toy, tmp_path, monkeypatch):
    """A searcher over a corpus of these pages."""

    def found(name, **texts):
        monkeypatch.setenv("PLAYBOOK_HOME", str(tmp_path / name))
        for file in (tmp_path / "corpus").glob("*.md"):
            file.unlink()
        corpus = folder_corpus(**texts)
        build(corpus, documents(corpus, sources(corpus)), toy, lambda done, of: None, True)
        return HybridSearcher(open_index(corpus, toy), toy)

    return found


@pytest.mark.parametrize("gone", TEXTS)
def test_it_finds_and_knows_what_an_index_without_the_document_does(searched, gone):
    whole = searched("whole", **TEXTS)
    less = searched("less", **{name: text for name, text in TEXTS.items() if name != gone})
    for question in QUESTIONS:
        found, expected = whole.without(f"{gone}-md").search(question), less.search(question)
        assert [(hit.passage.id, round(hit.score, 5)) for hit in found] == [
            (hit.passage.id, round(hit.score, 5)) for hit in expected
        ]
        assert whole.without(f"{gone}-md").keywords.unknown(question) == less.keywords.unknown(question)
    assert set(whole.without(f"{gone}-md").places()) == set(less.places())


def test_a_document_that_is_not_there_cannot_be_withheld(searched):
    with pytest.raises(KeyError):
        searched("whole", **TEXTS).without("delta")
