"""Any sentence-transformers model on torch; the one keeper of torch, transformers and sentence-transformers.

It is needed once a machine, to export the packaged model for onnxruntime, and as the engine for any other model.
"""

import hashlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import PlaybookError
from corpus.home import make_folder
from ingest.adapter import BUNDLED, Adapter
from ingest.embed import BATCH, WINDOW, fingerprint, model_folder

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

    from ingest.embed import Vectors

NAME_ONE = "Name a folder that holds one: --engine FOLDER"
COUNTED = (".safetensors", ".bin", ".json", ".txt", ".model")
"""Suffixes of the files a model consists of."""
AXES = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}, "vectors": {0: "batch"}}


class SentenceModel:
    """A sentence-transformers model (Reimers and Gurevych 2019, arXiv:1908.10084): the packaged one unless named."""

    def __init__(self, named: str | None = None, threads: int = 1, adapter: Adapter | None = BUNDLED) -> None:
        """`named` is a folder, or a name whose files are in this machine's hub cache; nothing is downloaded.

        The adapter belongs to the packaged model, and bears on no other.
        """
        self._named = named
        self._threads = threads
        self._adapter = adapter if named is None else None

    @cached_property
    def fingerprint(self) -> str:
        return f"{Path(self._named).name}@{_digest(self._folder)[:12]}" if self._named else fingerprint(self._adapter)

    def embed(self, texts: Sequence[str]) -> "Vectors":
        import numpy

        rows = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return numpy.asarray(rows, dtype=numpy.float32)

    @cached_property
    def _folder(self) -> Path:
        return _on_this_machine(self._named) if self._named else model_folder()

    @cached_property
    def _model(self) -> "SentenceTransformer":
        stay_offline_and_quiet()
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(self._threads)
        try:
            model = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except Exception as error:  # whatever a folder that is no model makes the library fail with
            raise PlaybookError(f"{self._folder} holds no sentence-transformers model ({error}). {NAME_ONE}") from error
        if self._named is None:
            model.max_seq_length = WINDOW
            _merge(self._adapter, model[0].auto_model)
        return model


def _on_this_machine(named: str) -> Path:
    """The folder of a model named by its folder, or by a name that is in the hub cache."""
    if Path(named).is_dir():
        return Path(named)
    stay_offline_and_quiet()
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(named, local_files_only=True))
    except Exception as error:  # the library has many ways to say that it is not there, or is no name at all
        raise PlaybookError(
            f"{named!r} is no engine (onnx, sentence-transformers) and no model on this machine. {NAME_ONE}"
        ) from error


def _digest(folder: Path) -> str:
    """Over all that makes vectors what they are: weights, vocabulary and settings."""
    digest = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.suffix in COUNTED and one.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _merge(adapter: Adapter | None, model: Any) -> None:
    """Add to the model's matrices what training changed of them."""
    import torch

    matrices = dict(model.named_parameters())
    for name, difference in (adapter.differences() if adapter else {}).items():
        matrices[name].data += torch.from_numpy(difference)


def export(folder: Path, file: Path, adapter: Adapter | None = None) -> None:
    """Export the model in `folder`, adapted, mean pooling and normalising included, to `file`, whole or not at all.

    The weights lie beside it in a file that onnxruntime maps instead of reading: half the memory, and a quicker start.
    """
    make_folder(file.parent.parent)
    beside = Path(tempfile.mkdtemp(dir=file.parent.parent, suffix=".new"))
    try:
        _write(_pooled(folder, adapter), beside / "whole.onnx")
        _part(beside / "whole.onnx", beside / file.name)
        with suppress(OSError):  # another process was quicker
            os.replace(beside, file.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _part(whole: Path, file: Path) -> None:
    """Move the weights out of a model file into one beside it."""
    import onnx

    onnx.save_model(onnx.load(whole), str(file), save_as_external_data=True, location=f"{file.name}.weights")
    whole.unlink()


def _write(model: "torch.nn.Module", file: Path) -> None:
    import torch

    sample = torch.ones(2, 8, dtype=torch.int64)
    with warnings.catch_warnings():  # the exporter warns of its own successor, and of shapes that AXES leaves open
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (sample, sample),
            str(file),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes=AXES,
            opset_version=17,
            dynamo=False,
        )


def _pooled(folder: Path, adapter: Adapter | None) -> "torch.nn.Module":
    """The transformer with what sentence-transformers does after it: the mean over real tokens, at length 1."""
    stay_offline_and_quiet()
    import torch
    from transformers import AutoModel

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
            _merge(adapter, self.model)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            tokens = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    return Pooled()


def stay_offline_and_quiet() -> None:
    """Keep transformers from the network and from showing progress; before it is imported."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
