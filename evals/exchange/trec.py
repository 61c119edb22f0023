"""Gold and ranking as TREC files, for trec_eval, pytrec_eval, ranx and the like."""

from collections.abc import Iterable, Iterator, Sequence

import numpy

from evals.exchange.names import case_names, section_names
from evals.exchange.run import Run
from evals.model import Case, Given
from ingest.questions import Place

TAG = "playbook"
"""What the run is called in its last column."""
LARGEST = 1e30


def files(run: Run) -> dict[str, str]:
    """`qrels.txt` (case 0 section relevance) and `run.txt` (case Q0 section rank score tag).

    A primary section is judged 2, another right one 1; cases without gold are not judged. The run holds every case
    that a search found something for.
    """
    cases, sections = case_names(run.cases), section_names(run)
    judged = [
        f"{cases[case.id]} 0 {sections[place]} {relevance}\n"
        for case in run.cases
        for place, relevance in judgements(case)
    ]
    ranked = [
        f"{cases[case.id]} Q0 {sections[place]} {rank} {score} {TAG}\n"
        for case, given in run.answered
        for rank, (place, score) in enumerate(ranking(given), 1)
    ]
    return {"qrels.txt": "".join(judged), "run.txt": "".join(ranked)}


def judgements(case: Case) -> Iterator[tuple[Place, int]]:
    """Each gold section once, with its relevance."""
    primary = {gold.place for gold in case.gold if gold.primary}
    for place in dict.fromkeys(gold.place for gold in case.gold):
        yield place, 2 if place in primary else 1


def ranking(given: Given) -> list[tuple[Place, str]]:
    """Each section found once, best first, with the score to print."""
    best = {(one.source, one.trail): one.score for one in reversed(given.passages)}
    places = dict.fromkeys((one.source, one.trail) for one in given.passages)
    return list(zip(places, falling([best[place] for place in places]), strict=True))


def falling(scores: Sequence[float]) -> list[str]:
    """The scores, each lowered to just below the one before it where it is not below it already.

    trec_eval goes by score alone, in 32 bits, and breaks ties by name: only falling scores keep the order of ranks.
    """
    found: list[numpy.float32] = []
    for score in _finite(scores):
        below = numpy.nextafter(found[-1], numpy.float32("-inf")) if found else score
        found.append(min(score, below))
    return [str(score) for score in found]


def _finite(scores: Iterable[float]) -> Iterator[numpy.float32]:
    for score in scores:
        yield numpy.float32(numpy.clip(numpy.nan_to_num(score), -LARGEST, LARGEST))
