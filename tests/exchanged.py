"""A made-up run whose texts are as awkward for other tools as texts can be."""

import random

from assistant.model import Turn
from evals.exchange.run import Run
from evals.model import Case, Given, Gold, Quoted, Ranked, Scored

AWKWARD = (
    'Is {{ question }} or {% raw %} or {# this #} {{{nested}}} a "quote", it\'s $HOME `id` <b>&amp;</b>?',
    "file:///etc/passwd is not to be opened",
    "package:x is no package",
    "[1, 2]",
    '{"a": 1}',
    "--help",
    "Line one\nline two\tand a tab",
    "Ünï‑code ’quoted’ \u2028 separated \U0001f4a1",
    "|a|b|,\\n\\",
)
KINDS = ("fact", "yes/no", "follow-up", "several sections")


def place(number):
    return f"source-{number % 5}", ("A Title", f"Part {number // 5}", f"§ Section {number}")


def sections(count=40):
    return {place(number): f"Text of section {number}: " + AWKWARD[number % len(AWKWARD)] for number in range(count)}


def ranked(number, score):
    return Ranked(*place(number), 100 * number, 100 * number + 100, score)


def run(count=60, seed=0):
    """Cases with gold, rankings with ties, and answers of every status, each way of putting them once."""
    draw = random.Random(seed)
    cases = [_case(number, draw) for number in range(count)]
    givens = [_given(case, draw) for case in cases]
    scored = [_scored(case, given) for case, given in zip(cases, givens, strict=True)]
    timings = {(case.id, "asked"): 12.5 * number for number, case in enumerate(cases)}
    return Run(cases, givens, scored, sections(), timings)


def _case(number, draw):
    question = f"{AWKWARD[number % len(AWKWARD)]} {number}"
    kind = KINDS[number % len(KINDS)]
    history = (Turn("user", question), Turn("assistant", AWKWARD[0])) if kind == "follow-up" else ()
    if number % 7 == 0:
        return Case(f"case-{number}", question, kind, False, history=history, must_not_say=("not {{this}}",))
    gold = tuple(Gold(*place(one), draw.random() < 0.6, ("a phrase",)) for one in draw.sample(range(40), 3))
    facts = ((f"fact {number}", "{{ 60 }} days"), ("OPM’s", "Office, of Policy"))
    return Case(f"case-{number}", question, kind, True, gold, facts, history)


def _given(case, draw):
    found = draw.sample(range(40), draw.randrange(11))
    passages = tuple(ranked(one, draw.choice([0.5, 0.25, 0.25000001, 0.1])) for one in found)
    passages = tuple(sorted(passages, key=lambda one: -one.score))
    status = draw.choice(["answered", "answered", "partial", "not_found", "declined", "error"])
    if status == "error":
        return Given(case.id, "asked", status, error="no \x00 answer \ud800")
    statements = (f"fact {case.id[5:]}", AWKWARD[0] + "\x0b\x1b") if status in ("answered", "partial") else ()
    cited = (Quoted(*place(1), 0, 4, "Text"),) if statements else ()
    return Given(case.id, "asked", status, 0.5, statements, 0, cited, passages)


def _scored(case, given):
    verdict = {"not_found": "refused", "declined": "declined", "error": "unscored", "partial": "partly"}.get(
        given.status
    )
    verdict = verdict or ("right" if case.answerable else "wrong")
    if not case.answerable and verdict in ("refused", "partly"):
        verdict = {"refused": "right", "partly": "wrong"}[verdict]
    scores = {"fact_recall": 0.5} if verdict == "partly" else {}
    return Scored(
        case.id, case.digest, "asked", case.kind, case.half, case.answerable, case.cluster, verdict, given.confidence,
        scores, tuple((one.source, one.trail) for one in given.citations),
    )  # fmt: skip


def ndcg(gold, found):
    """Of ten, with linear gain and the logarithm to base two, worked out here once more."""
    from math import log2

    best = sorted(gold.values(), reverse=True)[:10]
    ideal = sum(gain / log2(rank + 1) for rank, gain in enumerate(best, 1))
    return sum(gold.get(one, 0) / log2(rank + 1) for rank, one in enumerate(found[:10], 1)) / ideal
