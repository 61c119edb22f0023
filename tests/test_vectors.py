"""The vector index finds what is nearest, as an exact comparison would."""

import numpy
import pytest

from corpus.catalogue import sources
from corpus.load import documents
from ingest import chroma
from ingest.build import build
from ingest.chroma import VectorIndex
from ingest.indexes import current
from ingest.search import NEAREST
from ingest.views import View

COUNT = 4000
IN_A_THOUSAND = 1


def alike(count):
    """Vectors in loose groups, as those of texts are."""
    chance = numpy.random.default_rng(5)
    groups = chance.normal(size=(count // 16, 384))
    found = groups[chance.integers(0, len(groups), count)] + chance.normal(size=(count, 384))
    return (found / numpy.linalg.norm(found, axis=1, keepdims=True)).astype(numpy.float32)


def test_all_that_a_question_asks_for_is_found_and_in_order(tmp_path):
    vectors = alike(COUNT)
    index = VectorIndex.create(tmp_path / "chroma", {"made": "here"})
    index.add([View("whole", f"p{row}", 0, 1, str(row)) for row in range(COUNT)], vectors)
    missed, asked = 0, vectors[::50]
    for question in asked:
        nearest = numpy.argsort(-(vectors @ question), kind="stable")[:NEAREST]
        found = {near.passage for near in index.near(question, NEAREST)}
        missed += sum(f"p{row}" not in found for row in nearest)
    assert missed <= len(asked) * NEAREST * IN_A_THOUSAND / 1000


@pytest.mark.parametrize("edited", [False, True])
def test_an_index_laid_out_otherwise_is_made_anew_but_not_embedded_again(folder_corpus, toy, monkeypatch, edited):
    corpus = folder_corpus(fees="# Fees\n\nIt costs ten dollars.", forms="# Forms\n\nUse the blue form. Sign it.")

    def built():
        build(corpus, documents(corpus, sources(corpus)), toy)
        return VectorIndex.open(current(corpus) / "chroma")

    with monkeypatch.context() as before:
        before.setattr(chroma, "SPACE", {"hnsw": chroma.SPACE["hnsw"] | {"ef_search": 50}})
        assert built().is_laid_out_as_now
    monkeypatch.setattr("ingest.prepare._program", lambda: "another")
    toy.embedded.clear()
    (corpus / "more.md").write_text("# More\n\nMore." if edited else "")
    assert built().is_laid_out_as_now
    assert len(toy.embedded) == edited
