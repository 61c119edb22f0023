"""Both embedders keep the promise of the seam; the real one checks its weights and needs no network."""

import socket

import numpy
import pytest

from corpus.errors import PlaybookError
from ingest import embed
from ingest.embed import MiniLM


@pytest.fixture(scope="module")
def minilm():
    return MiniLM()


@pytest.fixture(params=["toy", "minilm"])
def embedder(request):
    return request.getfixturevalue(request.param)


def test_rows_are_unit_vectors_in_order(embedder):
    rows = embedder.embed(["sharing data", "a plumber in Hartford", "sharing data"])
    assert rows.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert numpy.allclose(rows[0], rows[2], atol=1e-5)
    assert rows[0] @ rows[1] < rows[0] @ rows[2]


def test_the_real_model_hears_likeness_that_words_do_not_show(minilm):
    car, automobile, bread = minilm.embed(["a car", "an automobile", "a loaf of bread"])
    assert car @ automobile > 0.7 > car @ bread


def test_text_beyond_the_window_does_not_count_and_text_within_it_does(minilm):
    start = "agency " * 200
    within, beyond, plain = minilm.embed(
        [start + "plumber " * 20, start + "agency " * 60 + "plumber " * 20, start + "agency " * 60]
    )
    assert numpy.allclose(beyond, plain, atol=1e-5)
    assert within @ plain < 0.99


def test_other_weights_are_refused(monkeypatch):
    monkeypatch.setattr(embed, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(PlaybookError, match="not the published ones"):
        MiniLM().embed(["text"])


def test_loading_looks_nothing_up(monkeypatch):
    def refuse(*arguments, **named):
        raise AssertionError(f"a look-up of {arguments}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert MiniLM().embed(["no network"]).shape == (1, 384)
