"""Score answers against cases: each measure counts, no model judges."""

from collections.abc import Mapping, Sequence

from evals.measures import citing, ranking, reading, refusing, stating
from evals.measures.bearing import must_refuse
from evals.model import Case, Given, Scored, Target, Verdict
from ingest.model import DocumentText


def scores(
    cases: Sequence[Case],
    targets: Mapping[str, Target],
    givens: Sequence[Given],
    documents: Mapping[str, DocumentText],
) -> list[Scored]:
    """Every answer with its scores, in the order of the answers; quotes are held against the documents' text."""
    by_id = {case.id: case for case in cases}
    as_asked = {given.case: given for given in givens if given.way == "asked"}
    texts = {source: document.text for source, document in documents.items()}
    return [scored(by_id[one.case], targets[one.case], one, texts, as_asked.get(one.case)) for one in givens]


def scored(case: Case, target: Target, given: Given, texts: Mapping[str, str], as_asked: Given | None = None) -> Scored:
    """One answer with every score that bears on it; `texts` holds each document's text, by its source."""
    verdict = stating.verdict(case, target, given)
    return Scored(
        case=case.id,
        digest=case.digest,
        way=given.way,
        kind=case.kind,
        half=case.half,
        answerable=not must_refuse(case, given),
        cluster=case.cluster,
        verdict=verdict,
        confidence=given.confidence,
        scores=_scores(case, target, given, texts) | _whole(case, given, verdict) | _same(given, as_asked),
        cited=tuple((one.source, one.trail) for one in given.citations),
    )


def _scores(case: Case, target: Target, given: Given, texts: Mapping[str, str]) -> dict[str, float]:
    parts = (
        ranking.scores(target, given),
        citing.scores(target, given, texts),
        stating.scores(case, given),
        refusing.scores(case, given),
        reading.scores(given),
    )
    return {name: value for part in parts for name, value in part.items()}


def _whole(case: Case, given: Given, verdict: Verdict) -> dict[str, float]:
    """Whether the case went right; to decline what must be refused is right, too."""
    if verdict == "unscored":
        return {}
    if must_refuse(case, given):
        return {"right": float(verdict in ("right", "declined"))}
    return {"right": float(verdict == "right"), "strictly_right": float(verdict == "right")}


def _same(given: Given, as_asked: Given | None) -> dict[str, float]:
    """Whether a case that is put another way, and means the same, cites the same section first."""
    if as_asked is None or given.way not in ("typos", "capitals") or given.error or as_asked.error:
        return {}
    return {"same_answer": float(_first(given) == _first(as_asked))}


def _first(given: Given) -> object:
    """The first section cited; None where nothing is."""
    return (given.citations[0].source, given.citations[0].trail) if given.citations else None
