"""What training changed of the packaged weights, as low-rank differences (Hu et al. 2021, arXiv:2106.09685)."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PlaybookError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Matrix = NDArray[numpy.float32]

WEIGHTS, CARD = "adapter.safetensors", "adapter.json"
AGAIN = "Run: make clean install, or train it again: python -m ingest.training"


@dataclass(frozen=True)
class Adapter:
    """A folder with the differences and a card: their hash, and what they were trained with."""

    folder: Path

    @cached_property
    def digest(self) -> str:
        """SHA-256 that the differences must have.

        Raises:
            PlaybookError: the card is missing or unreadable.
        """
        card = self.folder / CARD
        try:
            return str(json.loads(card.read_text("utf-8"))["sha256"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PlaybookError(f"{card} cannot be read ({error!r}). {AGAIN}") from error

    def differences(self) -> "dict[str, Matrix]":
        """What is to be added to each weight matrix, by its name in the packaged model.

        Raises:
            PlaybookError: the differences are missing, or not those that the card tells of.
        """
        from safetensors.numpy import load

        factors = load(self._checked())
        names = dict.fromkeys(name.rsplit("/", 1)[0] for name in factors)
        up, down = ({name: factors[f"{name}/{side}"].astype("float32") for name in names} for side in ("up", "down"))
        return {name: up[name] @ down[name] for name in names}

    def _checked(self) -> bytes:
        file = self.folder / WEIGHTS
        try:
            packed = file.read_bytes()
        except OSError as error:
            raise PlaybookError(f"{file} cannot be read ({error.strerror}). {AGAIN}") from error
        if hashlib.sha256(packed).hexdigest() != self.digest:
            raise PlaybookError(f"{file} is not the adapter that {CARD} tells of. {AGAIN}")
        return packed


BUNDLED = Adapter(Path(__file__).with_name("adapted"))
"""Trained on the bundled corpus (docs/embedding.md)."""
