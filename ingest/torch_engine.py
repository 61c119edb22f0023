"""The packaged model on torch; the one keeper of torch, transformers and sentence-transformers.

It is needed once a machine, to export the model for onnxruntime, and as the engine to measure that one against.
"""

import os
import tempfile
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.home import make_folder
from ingest.embed import BATCH, FINGERPRINT, WINDOW, model_folder

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

    from ingest.embed import Vectors

AXES = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}, "vectors": {0: "batch"}}


class SentenceMiniLM:
    """The same model as `OnnxMiniLM`, on torch: slower to start and to run, and it writes nothing."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @property
    def fingerprint(self) -> str:
        return FINGERPRINT

    def embed(self, texts: Sequence[str]) -> "Vectors":
        import numpy

        rows = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return numpy.asarray(rows, dtype=numpy.float32)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        _stay_offline_and_quiet()
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(self._threads)
        model = SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)
        model.max_seq_length = WINDOW
        return model


def export(folder: Path, file: Path) -> None:
    """Export the model in `folder`, mean pooling and normalising included, to `file`, whole or not at all."""
    make_folder(file.parent)
    handle, beside = tempfile.mkstemp(dir=file.parent, suffix=".new")
    os.close(handle)
    try:
        _write(folder, Path(beside))
        os.replace(beside, file)
    finally:
        Path(beside).unlink(missing_ok=True)


def _write(folder: Path, file: Path) -> None:
    import torch

    sample = torch.ones(2, 8, dtype=torch.int64)
    with warnings.catch_warnings():  # the exporter warns of its own successor, and of shapes that AXES leaves open
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _pooled(folder),
            (sample, sample),
            str(file),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes=AXES,
            opset_version=17,
            dynamo=False,
        )


def _pooled(folder: Path) -> "torch.nn.Module":
    """The transformer with what sentence-transformers does after it: the mean over real tokens, at length 1."""
    _stay_offline_and_quiet()
    import torch
    from transformers import AutoModel

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            tokens = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    return Pooled()


def _stay_offline_and_quiet() -> None:
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
