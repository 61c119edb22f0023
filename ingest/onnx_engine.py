"""The packaged model run by onnxruntime, without torch; the one keeper of onnxruntime."""

import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.adapter import BUNDLED, Adapter
from ingest.embed import BATCH, fingerprint, model_folder
from ingest.tokens import padded

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

    from ingest.embed import Vectors


class OnnxMiniLM:
    """all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; sentence-transformers), 384 dimensions, on the CPU.

    The weights are exported once into `models`, which takes ten seconds and torch; later starts need neither.
    """

    def __init__(self, models: Path, threads: int = 1, adapter: Adapter | None = BUNDLED) -> None:
        self._models = models
        self._threads = threads
        self._adapter = adapter

    @property
    def fingerprint(self) -> str:
        return fingerprint(self._adapter)

    def embed(self, texts: Sequence[str]) -> "Vectors":
        import numpy

        steps = [self._step(texts[first : first + BATCH]) for first in range(0, len(texts), BATCH)]
        return numpy.concatenate(steps) if steps else numpy.empty((0, 384), dtype=numpy.float32)

    def _step(self, texts: Sequence[str]) -> "Vectors":
        import numpy

        encoded = self._tokenizer.encode_batch(list(texts))
        ids = numpy.array([one.ids for one in encoded], dtype=numpy.int64)
        mask = numpy.array([one.attention_mask for one in encoded], dtype=numpy.int64)
        vectors: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return vectors

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        providers, file = ["CPUExecutionProvider"], self._exported()
        try:
            return onnxruntime.InferenceSession(str(file), options, providers=providers)
        except Exception:  # onnxruntime's errors share no ancestor; whatever it cannot read is exported again
            shutil.rmtree(file.parent)
            return onnxruntime.InferenceSession(str(self._exported()), options, providers=providers)

    @cached_property
    def _tokenizer(self) -> "tokenizers.Tokenizer":
        return padded()

    def _exported(self) -> Path:
        file = self._models / self.fingerprint.partition("@")[2] / "model.onnx"
        if not file.is_file():
            from ingest.torch_engine import export

            export(model_folder(), file, self._adapter)
        return file
