"""Score answers against cases: each measure counts, no model judges."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from evals.measures import citing, ranking, reading, stating
from evals.model import Case, Given, Quoted, Scored, Target, Verdict
from ingest.model import DocumentText

NO_TARGET = Target()
IsVerbatim = Callable[[Quoted], bool]


def scores(
    cases: Sequence[Case],
    targets: Mapping[str, Target],
    givens: Sequence[Given],
    documents: Mapping[str, DocumentText],
) -> list[Scored]:
    """Every answer with its scores, in the order of the answers; quotes are held against the documents' text."""
    by_id = {case.id: case for case in cases}
    as_asked = {given.case: given for given in givens if given.way == "asked"}

    def is_verbatim(quoted: Quoted) -> bool:
        found = documents.get(quoted.source)
        return found is not None and citing.is_verbatim(quoted, found.text)

    return [
        scored(by_id[given.case], targets[given.case], given, is_verbatim, as_asked.get(given.case)) for given in givens
    ]


def scored(case: Case, target: Target, given: Given, is_verbatim: IsVerbatim, as_asked: Given | None = None) -> Scored:
    """One answer with every score that bears on it."""
    judged, aimed = (_unanswerable(case), NO_TARGET) if given.way == "withheld" else (case, target)
    verdict = stating.verdict(judged, given)
    return Scored(
        case=case.id,
        digest=case.digest,
        way=given.way,
        kind=case.kind,
        half=case.half,
        answerable=judged.answerable,
        cluster=case.cluster,
        verdict=verdict,
        confidence=given.confidence,
        scores={} if verdict == "unscored" else _scores(judged, aimed, given, is_verbatim, as_asked, verdict),
        cited=tuple((one.source, one.trail) for one in given.citations),
    )


def _unanswerable(case: Case) -> Case:
    """The case once the one document that answers it is withheld."""
    return replace(case, answerable=False, gold=(), facts=())


def _scores(
    case: Case, target: Target, given: Given, is_verbatim: IsVerbatim, as_asked: Given | None, verdict: Verdict
) -> dict[str, float]:
    found = {"right": float(verdict == "right"), "declined": float(verdict == "declined")}
    if case.answerable:
        found |= {"strictly_right": found["right"], "answered": float(given.is_answer)}
    else:
        found["false_answers"] = float(given.is_answer)
    if given.way in ("typos", "capitals") and as_asked:
        found["same_answer"] = float(_first(given) == _first(as_asked))
    parts = (
        ranking.scores(given.passages, target.sections),
        citing.scores(case, given, target, is_verbatim),
        stating.scores(case, given),
        reading.scores(given),
    )
    return found | {name: value for part in parts for name, value in part.items()}


def _first(given: Given) -> object:
    """The first section cited; None where nothing is."""
    return (given.citations[0].source, given.citations[0].trail) if given.citations else None
