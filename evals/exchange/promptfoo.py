"""Cases as a promptfoo suite, which asks the program itself and needs no model to judge."""

import json
from typing import Any

from assistant.contract import NOT_FOUND
from evals.exchange.run import Files, Run
from evals.model import Case

CONFIG = """\
description: Playbook Assistant
prompts:
  - "{{question}}"
providers:
  - "exec:sh ask.sh"
tests: file://cases.jsonl
"""
ASK = """\
#!/bin/sh
# promptfoo adds its own arguments after the question.
exec playbook ask "$1"
"""


def promptfoo(run: Run) -> Files:
    """`promptfooconfig.yaml`, `cases.jsonl` and the script that asks; follow-ups need a history, so they stay out."""
    lines = [json.dumps(_test(case), ensure_ascii=False) + "\n" for case in run.cases if not case.history]
    return {"promptfooconfig.yaml": CONFIG, "cases.jsonl": "".join(lines), "ask.sh": ASK}


def _test(case: Case) -> dict[str, Any]:
    return {
        "description": case.id,
        "vars": {"question": case.question},
        "assert": _asserts(case),
        "metadata": {"kind": case.kind, "half": case.half, "gold": _gold(case)},
    }


def _gold(case: Case) -> list[str]:
    return [" > ".join([gold.source, *gold.trail]) for gold in case.gold]


def _asserts(case: Case) -> list[dict[str, Any]]:
    if not case.answerable:
        return [{"type": "contains", "value": NOT_FOUND}]
    facts = [{"type": "icontains-any", "value": list(fact)} for fact in case.facts]
    never = [{"type": "not-icontains", "value": one} for one in case.must_not_say]
    return [{"type": "not-contains", "value": NOT_FOUND}, *facts, *never]
