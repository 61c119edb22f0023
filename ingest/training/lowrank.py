"""Pack what training changed: of each matrix the directions in which it changed most."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.adapter import CARD, WEIGHTS

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Matrices = Mapping[str, NDArray[numpy.float32]]


def packed(before: "Matrices", after: "Matrices", rank: int) -> bytes:
    """The differences as products of two thin matrices, the best of that rank (Eckart and Young 1936), as halves."""
    import numpy
    from safetensors.numpy import save

    factors: dict[str, Any] = {}
    for name, matrix in after.items():
        left, sizes, right = numpy.linalg.svd(matrix - before[name], full_matrices=False)
        root = numpy.sqrt(sizes[:rank])
        factors[f"{name}/up"] = (left[:, :rank] * root).astype(numpy.float16)
        factors[f"{name}/down"] = (root[:, None] * right[:rank]).astype(numpy.float16)
    return save(factors)


def write(weights: bytes, told: Mapping[str, object], folder: Path) -> None:
    """Write an adapter, and beside it its hash with what it was trained with."""
    folder.mkdir(exist_ok=True)
    (folder / WEIGHTS).write_bytes(weights)
    digest = hashlib.sha256(weights).hexdigest()
    (folder / CARD).write_text(json.dumps({"sha256": digest, **told}, indent=1) + "\n", "utf-8")
