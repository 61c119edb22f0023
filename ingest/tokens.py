"""The packaged model's tokenizer; the one keeper of tokenizers."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ingest.embed import WINDOW, model_folder

if TYPE_CHECKING:
    import tokenizers

SPECIAL = 2
"""Tokens the model adds to every text, one at either end."""


def token_counts(texts: Sequence[str]) -> list[int]:
    """How many tokens each text is, without the two the model adds; texts joined by white space add up."""
    return [len(one.ids) for one in _unbounded().encode_batch(list(texts), add_special_tokens=False)]


def is_common(word: str) -> bool:
    """Whether the model reads a word in one piece, as it does some twenty thousand common English ones."""
    return _unbounded().token_to_id(word.lower()) is not None


def padded() -> "tokenizers.Tokenizer":
    """A tokenizer with the window and padding the model was made for; the packaged file says 128, always full."""
    tokenizer = _loaded()
    tokenizer.enable_truncation(WINDOW)
    tokenizer.enable_padding()
    return tokenizer


@cache
def _unbounded() -> "tokenizers.Tokenizer":
    tokenizer = _loaded()
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _loaded() -> "tokenizers.Tokenizer":
    import tokenizers

    return tokenizers.Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
