"""Every embedder keeps the promise of the seam; the real ones check their weights and need no network."""

import shutil
import socket
import subprocess
import sys

import numpy
import pytest

from corpus import home
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import documents
from ingest import embed
from ingest.onnx_engine import OnnxMiniLM
from ingest.prepare import prepare
from ingest.torch_engine import SentenceModel, export
from ui import wire
from ui.setup import Setup


@pytest.fixture
def no_cache():
    embed.model_folder.cache_clear()
    yield
    embed.model_folder.cache_clear()


@pytest.fixture(scope="module")
def onnx(models):
    return OnnxMiniLM(models)


@pytest.fixture(scope="module")
def sentence():
    return SentenceModel()


@pytest.fixture(params=["toy", "onnx", "sentence"])
def embedder(request):
    return request.getfixturevalue(request.param)


def test_rows_are_unit_vectors_in_order(embedder):
    rows = embedder.embed(["sharing data", "a plumber in Hartford", "sharing data", "x", "y", "z"])
    assert rows.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert numpy.allclose(rows[0], rows[2], atol=1e-5)
    assert rows[0] @ rows[1] < rows[0] @ rows[2]


def test_the_real_model_hears_likeness_that_words_do_not_show(onnx):
    car, automobile, bread = onnx.embed(["a car", "an automobile", "a loaf of bread"])
    assert car @ automobile > 0.7 > car @ bread


def test_text_beyond_the_window_does_not_count_and_text_within_it_does(onnx):
    start = "agency " * 200
    within, beyond, plain = onnx.embed(
        [start + "plumber " * 20, start + "agency " * 60 + "plumber " * 20, start + "agency " * 60]
    )
    assert numpy.allclose(beyond, plain, atol=1e-5)
    assert within @ plain < 0.99


def test_both_engines_give_the_same_vectors_for_the_bundled_corpus(onnx, sentence):
    texts = [view.text for view in prepare(documents(home.BUNDLED, sources(home.BUNDLED)), {}).views][::12]
    assert len(texts) > 50
    assert numpy.abs(onnx.embed(texts) - sentence.embed(texts)).max() < 1e-5
    assert onnx.fingerprint == sentence.fingerprint


def test_other_weights_are_refused(monkeypatch, no_cache, models):
    monkeypatch.setattr(embed, "WEIGHTS_SHA256", "0" * 64)
    for engine in (OnnxMiniLM(models), SentenceModel()):
        with pytest.raises(PlaybookError, match="not the published ones"):
            engine.embed(["text"])


def test_loading_looks_nothing_up(monkeypatch, models):
    def refuse(*arguments, **named):
        raise AssertionError(f"a look-up of {arguments}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert OnnxMiniLM(models).embed(["no network"]).shape == (1, 384)


def test_a_failed_export_leaves_nothing_that_would_be_taken_for_a_model(tmp_path):
    with pytest.raises(OSError, match="no-such-model"):
        export(tmp_path / "no-such-model", tmp_path / "models" / "weights" / "model.onnx")
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("damaged", ["model.onnx", "model.onnx.weights"])
def test_a_damaged_export_is_made_again(models, tmp_path, damaged):
    shutil.copytree(models, tmp_path / "models")
    for file in (tmp_path / "models").rglob(damaged):
        file.write_bytes(b"half a model")
    assert OnnxMiniLM(tmp_path / "models").embed(["text"]).shape == (1, 384)


def test_once_exported_the_model_starts_without_torch(models):
    code = (
        "import sys, pathlib\nfrom ingest.onnx_engine import OnnxMiniLM\n"
        f"OnnxMiniLM(pathlib.Path({str(models)!r})).embed(['text'])\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("value", ["many", "0", "-1"])
def test_a_number_of_threads_that_cannot_be_is_told(monkeypatch, value):
    monkeypatch.setenv("PLAYBOOK_THREADS", value)
    with pytest.raises(PlaybookError, match=f"PLAYBOOK_THREADS is '{value}'; it must be"):
        wire.embedder(Setup())


def test_any_model_folder_is_an_engine_and_gives_the_vectors_of_its_own_weights(sentence):
    named = wire.embedder(Setup(engine=str(embed.model_folder())))
    texts = ["sharing data", "a plumber in Hartford"]
    assert numpy.allclose(named.embed(texts), SentenceModel(adapter=None).embed(texts), atol=1e-5)
    assert named.fingerprint.startswith("model@")
    assert named.fingerprint != sentence.fingerprint


def test_other_weights_or_settings_have_another_fingerprint(tmp_path):
    copied = tmp_path / "model"
    shutil.copytree(embed.model_folder(), copied)
    before = SentenceModel(str(copied)).fingerprint
    assert before == SentenceModel(str(embed.model_folder())).fingerprint
    (copied / "config.json").write_text("{}")
    assert SentenceModel(str(copied)).fingerprint != before


def test_an_engine_that_is_not_on_this_machine_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(PlaybookError, match=r"'steam' is no engine .* no model on this machine.*--engine FOLDER"):
        wire.embedder(Setup(engine="steam")).embed(["x"])
    with pytest.raises(PlaybookError, match=r"holds no sentence-transformers model.*--engine FOLDER"):
        wire.embedder(Setup(engine=str(tmp_path))).embed(["x"])
