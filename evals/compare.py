"""Compare two runs case by case: what changed, and whether it is more than chance."""

from collections.abc import Sequence
from dataclasses import replace

from evals.measures.catalogue import BY_NAME, DECIDING, MEASURES, Measure
from evals.model import Change, Comparison, Difference, Scored
from evals.report import shortened
from evals.statistics import DECIMALS, LEVEL, MIN_CASES, holm, interval, sign_flip_p, smallest_difference
from ingest.questions import named

NEVER_COMPARED = ("invariant", "reading")
"""Families of which the one has no degrees, and the other no right or wrong."""
COMPARED = tuple(
    one for one in MEASURES if one.family not in NEVER_COMPARED and one.better != "neither" and not one.of_a_set
)
OF_ANSWERS = ("answer", "citation")
"""Families that count what an answer says, cites and quotes."""

Pair = tuple[Scored, Scored]
"""One case in the run before and in the run after."""


def compare(
    name: str, before: Sequence[Scored], after: Sequence[Scored], kinds: Sequence[str] | None = None
) -> Comparison:
    """The cases, as they stand, that both runs hold unchanged; `name` is what the run before is called.

    Measures that decide are judged over all cases by their own p; every other measure, and each of the given kinds
    (all if none are given) by the measures that decide, by p after Holm's correction over all of these that have cases
    enough to show anything.
    """
    then, now = _as_asked(before), _as_asked(after)
    pairs = [(then[id_], one) for id_, one in now.items() if id_ in then and then[id_].digest == one.digest]
    paired = {after.case for _, after in pairs}
    left_out = tuple(id_ for id_ in dict.fromkeys([*now, *then]) if id_ not in paired)
    found = _judged(_differences(pairs, kinds))
    return Comparison(name, len(pairs), left_out, found, tuple(one for pair in pairs if (one := _change(*pair))))


def regressions(comparison: Comparison) -> list[str]:
    """A sentence for each difference for the worse; with any, an evaluation fails."""
    return [_sentence(one) for one in comparison.differences if one.verdict == "worse"]


def _as_asked(scored: Sequence[Scored]) -> dict[str, Scored]:
    return {one.case: one for one in scored if one.way == "asked"}


def _differences(pairs: Sequence[Pair], kinds: Sequence[str] | None) -> list[Difference]:
    """Over all cases, then by kind; what bears on no case is left out."""
    slices = [("all", measure, pairs) for measure in COMPARED]
    for kind in sorted({after.kind for _, after in pairs}) if kinds is None else kinds:
        of_kind = [pair for pair in pairs if pair[1].kind == kind]
        slices += [(kind, BY_NAME[name], of_kind) for name in DECIDING]
    return [one for slice_, measure, of_slice in slices if (one := _difference(measure, slice_, of_slice))]


def _difference(measure: Measure, slice_: str, pairs: Sequence[Pair]) -> Difference | None:
    """The measure in both runs, not judged yet; None where it bears on no case."""
    held = [(after, *scores) for before, after in pairs if (scores := _scores(measure, before, after))]
    if not held:
        return None
    differences = [round(now - then, DECIMALS) for _, then, now in held]
    clusters = [one.cluster for one, _, _ in held]
    low, high = interval(differences, clusters)
    p = sign_flip_p(differences)
    return Difference(
        measure=measure.name,
        slice=slice_,
        cases=len(held),
        before=sum(then for _, then, _ in held) / len(held),
        after=sum(now for _, _, now in held) / len(held),
        low=low,
        high=high,
        p=p,
        adjusted_p=p,
        smallest=smallest_difference(differences, clusters),
        verdict="no difference shown",
        lost=_lost(measure, [one.case for one, _, _ in held], differences),
    )


def _scores(measure: Measure, before: Scored, after: Scored) -> tuple[float, float] | None:
    """The measure before and after; None where it does not bear on the case, or a run has no score of it.

    Who gives no answer says, cites and quotes nothing: a measure of answers that only one run has a score of counts 0
    in the other. So a case that was answered right and is now refused is lost, and one that was refused and now says
    what it must not is worse. False answers are of unanswerable cases only.
    """
    if measure.name == "false_answers" and after.answerable:
        return None
    then, now = before.scores.get(measure.name), after.scores.get(measure.name)
    if measure.family in OF_ANSWERS and (then is None) != (now is None):
        return then or 0.0, now or 0.0
    return None if then is None or now is None else (then, now)


def _lost(measure: Measure, cases: Sequence[str], differences: Sequence[float]) -> tuple[str, ...]:
    sign = 1 if measure.better == "higher" else -1
    fell = [(sign * difference, case) for case, difference in zip(cases, differences, strict=True)]
    return tuple(case for fall, case in sorted(fell, key=lambda one: one[0]) if fall < 0)


def _judged(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    tested = [at for at, one in enumerate(differences) if not _decides(one) and one.cases >= MIN_CASES]
    adjusted = dict(zip(tested, holm([differences[at].p for at in tested]), strict=True))
    corrected = [replace(one, adjusted_p=adjusted.get(at, one.p)) for at, one in enumerate(differences)]
    return tuple(_with_verdict(one) for one in corrected)


def _decides(one: Difference) -> bool:
    return one.slice == "all" and one.measure in DECIDING


def _with_verdict(one: Difference) -> Difference:
    if one.cases < MIN_CASES:
        return replace(one, verdict="too few cases")
    if one.adjusted_p >= LEVEL:
        return one
    is_better = (one.after > one.before) == (BY_NAME[one.measure].better == "higher")
    return replace(one, verdict="better" if is_better else "worse")


def _change(before: Scored, after: Scored) -> Change | None:
    told = (_told(before), _told(after))
    if (before.verdict == "right") != (after.verdict == "right"):
        return Change(after.case, "gained" if after.verdict == "right" else "lost", *told)
    if before.verdict == after.verdict and before.cited[:1] != after.cited[:1]:
        return Change(after.case, "citation changed", *told)
    return None


def _told(one: Scored) -> str:
    return ", ".join([one.verdict, *map(named, one.cited[:1])])


def _sentence(one: Difference) -> str:
    p = f"p {one.adjusted_p:.3f}" if one.adjusted_p >= 0.001 else "p < 0.001"
    corrected = "" if _decides(one) else " after correction for all that was tested"
    fell = f"from {one.before:.3f} to {one.after:.3f} ({p}{corrected}) (lost: {shortened(one.lost)})"
    return f"{one.measure} of {one.slice} cases got worse, {fell}"
