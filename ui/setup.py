"""Which corpus is used, and with what parts."""

from dataclasses import dataclass
from pathlib import Path

from corpus.home import BUNDLED

ONNX, SENTENCE_TRANSFORMERS, UNADAPTED = "onnx", "sentence-transformers", "unadapted"


@dataclass(frozen=True, slots=True)
class Setup:
    """What the options and variables of a command choose."""

    corpus: Path = BUNDLED
    engine: str = ONNX
    """`onnx` or `sentence-transformers` run the adapted model, `unadapted` the packaged one as it came; else name or
    folder of another model."""
    chroma: str | None = None
    """Address of a Chroma server that keeps the indexes, instead of a folder on this machine."""
