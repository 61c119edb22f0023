"""Results as JUnit XML, which build servers show: a test a case, what did not go right as its failure."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evals.exchange.run import Files, Run
from evals.model import Case, Scored

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def junit(run: Run) -> Files:
    """`junit.xml`: declined cases are skipped, those without an answer to score are errors."""
    verdicts = [run.scored[case.id].verdict for case in run.cases]
    counts = {
        "tests": len(verdicts),
        "failures": sum(one in ("wrong", "partly", "refused") for one in verdicts),
        "errors": verdicts.count("unscored"),
        "skipped": verdicts.count("declined"),
    }
    seconds = sum(run.timings.get(case.id, 0) for case in run.cases) / 1000
    told = {name: str(count) for name, count in counts.items()}
    suite = Element("testsuite", {"name": "playbook eval", "time": f"{seconds:.3f}"} | told)
    for case in run.cases:
        _add(suite, case, run.scored[case.id], run.timings.get(case.id, 0))
    root = Element("testsuites", suite.attrib)
    root.append(suite)
    indent(root)
    return {"junit.xml": '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"}


def _add(suite: Element, case: Case, scored: Scored, milliseconds: float) -> None:
    name = f"{case.id}: {case.question}"
    test = SubElement(
        suite, "testcase", classname=f"playbook.{case.kind}", name=_safe(name), time=f"{milliseconds / 1000:.3f}"
    )
    child = {"right": "", "declined": "skipped", "unscored": "error"}.get(scored.verdict, "failure")
    if child:
        SubElement(test, child, message=scored.verdict).text = _safe(_told(scored))


def _told(scored: Scored) -> str:
    cited = [f"cited {source}: {' > '.join(trail)}" for source, trail in scored.cited]
    return "\n".join([*(f"{name} {value:.3g}" for name, value in scored.scores.items()), *cited])


def _safe(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
