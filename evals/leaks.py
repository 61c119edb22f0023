"""Find questions of the bank that copy a case, for then the case would measure nothing."""

from collections.abc import Sequence

from evals.model import Case
from ingest.embed import Embedder
from ingest.questions import Bank

NEAR = 0.9
"""Cosine from which two questions count as one."""


def leaks(cases: Sequence[Case], bank: Bank, embedder: Embedder) -> list[tuple[Case, str, float]]:
    """Each case with every question of the bank that is a near copy of it, and how near."""
    questions = [question for asked in bank.values() for question in asked]
    likeness = embedder.embed([case.question for case in cases]) @ embedder.embed(questions).T
    return [
        (case, question, float(near))
        for case, row in zip(cases, likeness, strict=True)
        for question, near in zip(questions, row, strict=True)
        if near >= NEAR
    ]
