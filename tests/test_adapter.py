"""The adapter fits the packaged model, is checked by hash, and training moves questions towards what answers them."""

import random
import shutil

import numpy
import pytest
from safetensors.numpy import load, load_file

from corpus.errors import PlaybookError
from ingest.adapter import BUNDLED, CARD, WEIGHTS, Adapter
from ingest.embed import fingerprint, model_folder
from ingest.onnx_engine import OnnxMiniLM
from ingest.training.lessons import Lesson, batch
from ingest.training.loop import Recipe, trained
from ingest.training.lowrank import packed, write

LESSONS = [
    Lesson((f"who keeps {thing}", f"keeper of {thing}"), (f"{thing} are kept by {who}",), (), (f"price of {thing}",))
    for thing, who in (("keys", "the porter"), ("maps", "the clerk"), ("seals", "the mayor"), ("bells", "the sexton"))
]


@pytest.fixture
def copied(tmp_path):
    return Adapter(shutil.copytree(BUNDLED.folder, tmp_path / "adapted"))


def test_every_difference_is_of_a_matrix_of_the_packaged_model_in_its_shape():
    matrices = load_file(model_folder() / "model.safetensors")
    differences = BUNDLED.differences()
    assert len(differences) == 36  # six layers of four attention and two dense matrices
    assert all(matrices[name].shape == difference.shape for name, difference in differences.items())


def test_it_is_small_beside_the_model():
    assert (BUNDLED.folder / WEIGHTS).stat().st_size < 2 * 2**20


def test_an_adapter_with_one_other_byte_is_refused(copied):
    file = copied.folder / WEIGHTS
    weights = bytearray(file.read_bytes())
    weights[-1] ^= 1
    file.write_bytes(weights)
    with pytest.raises(PlaybookError, match=r"is not the adapter .* Run: make clean install"):
        copied.differences()


@pytest.mark.parametrize("missing", [WEIGHTS, CARD])
def test_an_adapter_without_a_file_is_refused(missing, copied):
    (copied.folder / missing).unlink()
    with pytest.raises(PlaybookError, match="cannot be read"):
        copied.differences()


def test_an_index_tells_the_adapted_model_from_the_packaged_one(models):
    adapted, plain = OnnxMiniLM(models), OnnxMiniLM(models, adapter=None)
    assert adapted.fingerprint == fingerprint(BUNDLED) != fingerprint(None) == plain.fingerprint
    assert numpy.abs(adapted.embed(["share data"]) - plain.embed(["share data"])).max() > 0.01


def test_what_changed_in_few_directions_is_packed_whole(tmp_path):
    before = {"a": numpy.eye(8, dtype="float32")}
    after = {"a": before["a"] + numpy.outer(numpy.arange(8), numpy.ones(8)).astype("float32") / 8}
    write(packed(before, after, 2), {}, tmp_path)
    assert numpy.allclose(Adapter(tmp_path).differences()["a"], after["a"] - before["a"], atol=1e-2)
    assert load((tmp_path / WEIGHTS).read_bytes())["a/up"].shape == (8, 2)


def test_no_batch_holds_a_section_twice():
    told = batch(LESSONS, 4, random.Random(1))
    assert len({question.split()[-1] for question in told.questions}) == 4


def test_training_brings_questions_nearer_to_what_answers_them_than_near_misses(tmp_path):
    folder = model_folder()
    recipe = Recipe(steps=12, sections=4, warm=2, rate=1e-4, seed=0)
    after = {name: weight.numpy() for name, weight in trained(folder, LESSONS, recipe, lambda *_: None).items()}
    write(packed(load_file(folder / "model.safetensors"), after, 8), {}, tmp_path / "adapted")
    plain, adapted = (margin(one, tmp_path) for one in (None, Adapter(tmp_path / "adapted")))
    assert adapted > plain + 0.05


def margin(adapter, tmp_path):
    """By how much a question is nearer than a near miss to the text, on the mean."""
    asked, missed, texts = (
        OnnxMiniLM(tmp_path, adapter=adapter).embed(one)
        for one in (
            [lesson.questions[0] for lesson in LESSONS],
            [lesson.near_misses[0] for lesson in LESSONS],
            [lesson.parts[0] for lesson in LESSONS],
        )
    )
    return float(((asked - missed) * texts).sum(1).mean())
