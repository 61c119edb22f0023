"""Results as JUnit XML, which build servers show test by test."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from evals.exchange.run import Run
from evals.exchange.words import said
from evals.model import Case, Given, Scored
from ingest.questions import named

UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""
OUTCOMES = {"wrong": "failure", "partly": "failure", "refused": "failure", "declined": "skipped", "unscored": "error"}
"""A declined case was no question for this assistant; one that gave no answer to score did not fail, but broke."""
COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def files(run: Run) -> dict[str, str]:
    """`junit.xml`: a suite for each way of putting a case, in it a test a case, classed by kind."""
    ways = dict.fromkeys(one.way for one in run.scored)
    suites = [_suite(way, run, [one for one in run.scored if one.way == way]) for way in ways]
    root = ElementTree.Element("testsuites", {"name": "playbook eval"})
    root.extend(suites)
    ElementTree.indent(root)
    return {"junit.xml": ElementTree.tostring(root, "unicode", xml_declaration=False) + "\n"}


def _suite(way: str, run: Run, scored: Sequence[Scored]) -> ElementTree.Element:
    cases = {case.id: case for case in run.cases}
    givens = {given.case: given for given in run.givens if given.way == way}
    suite = ElementTree.Element("testsuite", {"name": way, "tests": str(len(scored))})
    suite.extend(_test(one, cases[one.case], givens[one.case], _seconds(one, run)) for one in scored)
    for name, outcome in COUNTED.items():
        suite.set(name, str(len(suite.findall(f"testcase/{outcome}"))))
    suite.set("time", f"{sum(_seconds(one, run) for one in scored):.3f}")
    return suite


def _test(scored: Scored, case: Case, given: Given, seconds: float) -> ElementTree.Element:
    names = {"name": _fit(case.id), "classname": _fit(case.kind), "time": f"{seconds:.3f}"}
    test = ElementTree.Element("testcase", names)
    if scored.verdict in OUTCOMES:
        told = {"message": _fit(_reason(scored, given)), "type": scored.verdict}
        outcome = ElementTree.SubElement(test, OUTCOMES[scored.verdict], told)
        outcome.text = _fit(_told(scored, case, given))
    return test


def _reason(scored: Scored, given: Given) -> str:
    """What went wrong, in a few words."""
    if scored.verdict == "unscored":
        return f"gave no answer to score: {given.error}" if given.error else "gave no answer to score"
    if scored.verdict == "partly":
        return _shortcomings(scored.scores)
    if scored.verdict == "wrong" and given.is_answer and (scored.way == "withheld" or not scored.answerable):
        return "answers what the sources do not tell"
    return {
        "wrong": "cites no right section",
        "refused": "says that the sources do not tell, though they do",
        "declined": "declined as no question for this assistant",
    }[scored.verdict]


def _shortcomings(scores: dict[str, float]) -> str:
    missing = 1 - scores.get("fact_recall", 1.0)
    found = [f"leaves out {missing:.0%} of the facts"] if missing > 0 else []
    found += ["says what it must not"] if scores.get("said_forbidden") else []
    return "cites a right section, but " + (" and ".join(found) or "is not right in full")


def _told(scored: Scored, case: Case, given: Given) -> str:
    """All that is needed to look into it."""
    gold = [f"{named(one.place)}{'' if one.primary else ' (also right)'}" for one in case.gold]
    facts = [" | ".join(fact) for fact in case.facts]
    parts = {
        "Question": [case.question],
        "Right sections": gold,
        "Cited": list(map(named, scored.cited)),
        "Facts": facts,
        "Must not say": list(case.must_not_say),
        "Answer": [said(given)],
    }
    return "\n".join(f"{name}:\n  " + "\n  ".join(lines) for name, lines in parts.items() if any(lines))


def _seconds(scored: Scored, run: Run) -> float:
    return run.timings.get((scored.case, scored.way), 0.0) / 1000


def _fit(text: str) -> str:
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
