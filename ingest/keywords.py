"""Keyword ranking by BM25; the one keeper of bm25s and its stemmer."""

import math
import re
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.store import damaged

if TYPE_CHECKING:
    import bm25s
    import numpy
    from numpy.typing import NDArray


class KeywordIndex:
    """Okapi BM25 (Robertson and Zaragoza 2009) over stemmed English words."""

    def __init__(self, ranker: "bm25s.BM25") -> None:
        self._ranker = ranker

    @classmethod
    def build(cls, texts: Sequence[str]) -> "KeywordIndex":
        """An index whose rows are the texts, in order."""
        import bm25s

        ranker = bm25s.BM25()
        ranker.index(words(texts), show_progress=False)
        return cls(ranker)

    @classmethod
    def open(cls, folder: Path) -> "KeywordIndex":
        """What `save` left in `folder`."""
        import bm25s

        try:
            return cls(bm25s.BM25.load(str(folder)))
        except (OSError, ValueError, KeyError) as error:
            raise damaged(folder, error) from error

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        self._ranker.save(str(folder), show_progress=False)

    def scores(self, question: str) -> "NDArray[numpy.float32]":
        """One score a row, 0 or more; not comparable between questions."""
        import numpy

        asked = [word for word in words([question])[0] if word in self._ranker.vocab_dict]
        if not asked:
            return numpy.zeros(self._ranker.scores["num_docs"], dtype=numpy.float32)
        return numpy.asarray(self._ranker.get_scores(asked), dtype=numpy.float32)

    def unknown(self, question: str) -> list[str]:
        """The words of the question that no text holds in any form, as they are typed, function words left out."""
        typed = re.findall(r"\w+", question)
        return [word for word, stems in zip(typed, words(typed), strict=True) if self._is_unknown(stems)]

    def rarity(self, stem: str) -> float:
        """How few texts hold a stem: 0 where all do, 1 where none does, by the logarithm of their share."""
        return self._rarities.get(stem, 1.0)

    @cached_property
    def _rarities(self) -> dict[str, float]:
        import numpy

        held = numpy.diff(self._ranker.scores["indptr"])
        total = max(2, self._ranker.scores["num_docs"])
        known = {stem: int(held[row]) for stem, row in self._ranker.vocab_dict.items() if stem and row < len(held)}
        # One text more than there are, so that a word of one text is still told from a word of none.
        return {stem: 1 - math.log(count + 1) / math.log(total + 1) for stem, count in known.items()}

    def _is_unknown(self, stems: Sequence[str]) -> bool:
        return bool(stems) and not any(stem in self._ranker.vocab_dict for stem in stems)


def words(texts: Sequence[str]) -> list[list[str]]:
    """The stemmed words of each text, without English function words."""
    import bm25s

    found: Any = bm25s.tokenize(list(texts), stopwords="en", stemmer=_stemmer(), return_ids=False, show_progress=False)
    return list(found)


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
