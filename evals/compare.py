"""Compare two runs case by case: what changed, and whether it is more than chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evals.measures.catalogue import BY_NAME, DECIDING, MEASURES, Measure
from evals.model import Change, Comparison, Difference, Scored
from evals.report import shortened
from evals.statistics import LEVEL, MIN_CASES, holm, interval, sign_flip_p, smallest_difference

FAMILIES = ("headline", "answer", "ranking", "citation", "refusal")
"""Invariants have no degrees, and how an answer reads is no matter of right or wrong."""
COMPARED = tuple(one for one in MEASURES if one.family in FAMILIES and not one.of_a_set)
Outcome = Literal["better", "worse", "no difference shown", "too few cases"]


@dataclass(frozen=True, slots=True)
class _Pair:
    """One case in both runs."""

    before: Scored
    after: Scored


def compare(name: str, before: Sequence[Scored], after: Sequence[Scored]) -> Comparison:
    """The cases that both runs hold unchanged, as they stand; `name` is what the earlier run is called."""
    then, now = _asked(before), _asked(after)
    pairs = [_Pair(then[id_], now[id_]) for id_ in now if id_ in then and then[id_].digest == now[id_].digest]
    paired = {pair.after.case for pair in pairs}
    left_out = tuple(id_ for id_ in dict.fromkeys([*now, *then]) if id_ not in paired)
    changes = tuple(change for pair in pairs if (change := _change(pair)))
    return Comparison(name, len(pairs), left_out, _differences(pairs), changes)


def regressions(comparison: Comparison) -> list[str]:
    """A sentence for each measure that got worse by more than chance, naming the cases that were lost."""
    lost = [one.case for one in comparison.changes if one.what == "lost"]
    named = f" (lost: {shortened(lost)})" if lost else ""
    return [
        f"{one.measure} of {one.slice} cases got worse, from {one.before:.3f} to {one.after:.3f} "
        f"(p {one.adjusted_p:.3f}){named}"
        for one in comparison.differences
        if one.verdict == "worse"
    ]


def _differences(pairs: Sequence[_Pair]) -> tuple[Difference, ...]:
    """Deciding measures over all cases stand by their own p; everything else is corrected for all that is tested."""
    kinds = dict.fromkeys(pair.after.kind for pair in pairs)
    found = [_difference(measure, "all", pairs) for measure in COMPARED]
    for kind in kinds:
        of_kind = [pair for pair in pairs if pair.after.kind == kind]
        found += [_difference(BY_NAME[name], kind, of_kind) for name in DECIDING]
    told = [one for one in found if one]
    deciding = [one for one in told if one.slice == "all" and one.measure in DECIDING]
    others = [one for one in told if one not in deciding]
    corrected = dict(zip(map(id, others), holm([one.p for one in others]), strict=True))
    return tuple(_judged(replace(one, adjusted_p=corrected.get(id(one), one.p))) for one in told)


def _difference(measure: Measure, slice_: str, pairs: Sequence[_Pair]) -> Difference | None:
    """The measure in both runs, not judged yet; None where it bears on no case."""
    held = [(pair, _value(pair.before, measure), _value(pair.after, measure)) for pair in pairs]
    bearing = [(pair, then, now) for pair, then, now in held if then is not None and now is not None]
    if not bearing:
        return None
    differences = [now - then for _, then, now in bearing]
    clusters = [pair.after.cluster for pair, _, _ in bearing]
    low, high = interval(differences, clusters)
    p = sign_flip_p(differences)
    return Difference(
        measure=measure.name,
        slice=slice_,
        cases=len(bearing),
        before=sum(then for _, then, _ in bearing) / len(bearing),
        after=sum(now for _, _, now in bearing) / len(bearing),
        low=low,
        high=high,
        p=p,
        adjusted_p=p,
        smallest=smallest_difference(differences, clusters),
        verdict="no difference shown",
    )


def _value(scored: Scored, measure: Measure) -> float | None:
    """The score; of an answerable case without an answer, what only an answer has counts 0, so that a right answer that
    is now refused is a loss. None where the measure does not bear on the case in any run."""
    if measure.name in scored.scores:
        return scored.scores[measure.name]
    only_of_answers = measure.name in ("right_section_cited", "citation_precision", "character_precision")
    return 0.0 if only_of_answers and scored.answerable and "hit_at_1" in scored.scores else None


def _judged(one: Difference) -> Difference:
    return replace(one, verdict=_verdict(one))


def _verdict(one: Difference) -> Outcome:
    if one.cases < MIN_CASES:
        return "too few cases"
    if one.adjusted_p >= LEVEL or one.before == one.after:
        return "no difference shown"
    better = BY_NAME[one.measure].better
    if better == "neither":
        return "no difference shown"
    return "better" if (one.after > one.before) == (better == "higher") else "worse"


def _change(pair: _Pair) -> Change | None:
    then, now = pair.before.verdict == "right", pair.after.verdict == "right"
    told = (pair.after.case, _told(pair.before), _told(pair.after))
    if then != now:
        return Change(told[0], "gained" if now else "lost", told[1], told[2])
    if pair.before.cited[:1] != pair.after.cited[:1]:
        return Change(told[0], "citation changed", told[1], told[2])
    return None


def _told(scored: Scored) -> str:
    if not scored.cited:
        return scored.verdict
    source, trail = scored.cited[0]
    return f"{scored.verdict}, {source}: {' > '.join(trail)}"


def _asked(scored: Iterable[Scored]) -> dict[str, Scored]:
    return {one.case: one for one in scored if one.way == "asked"}
