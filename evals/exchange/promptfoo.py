"""Cases as tests of promptfoo, with a configuration that puts them to `playbook ask`."""

import json
from pathlib import Path
from typing import Any

import yaml

from assistant.contract import NOT_FOUND
from evals.exchange.run import Run, jsonl
from evals.exchange.templates import TAGS, verbatim
from evals.exchange.words import folded
from evals.model import Case, Gold

PROVIDER = Path(__file__).with_name("promptfoo_provider.py")
CONFIGURATION = {
    "description": "Cases of the Playbook Assistant",
    "prompts": ["{{question}}"],
    "providers": [{"id": "exec: python3 ask.py", "label": "playbook"}],
    "tests": "file://tests.jsonl",
    # An answer that is kept would outlive the index that gave it.
    "evaluateOptions": {"cache": False, "maxConcurrency": 2},
}


def files(run: Run) -> dict[str, str]:
    """`tests.jsonl`, `promptfooconfig.yaml` and `ask.py`, which stand in one folder: run `promptfoo eval` there.

    What must be stated or not is asserted as it is scored here but for the borders of words, which promptfoo does not
    look at: it finds "10" in "2010". Gold stands in the metadata.
    """
    return {
        "tests.jsonl": jsonl(map(_test, run.cases)),
        "promptfooconfig.yaml": yaml.safe_dump(CONFIGURATION, sort_keys=False),
        "ask.py": PROVIDER.read_text("utf-8"),
    }


def _test(case: Case) -> dict[str, Any]:
    return {
        "description": verbatim(f"{case.id}: {case.question}"),
        "vars": {"question": verbatim(case.question), "history": _history(case)},
        "assert": [_refusal(case), *_stated(case), *_forbidden(case)],
        "metadata": {"id": case.id, "kind": case.kind, "gold": [_gold(gold) for gold in case.gold]},
    }


def _history(case: Case) -> str:
    """JSON text, for promptfoo makes a list into a test for each of its items.

    It puts variables into one another, and `ask.py` is handed this one as it then stands: what would begin or end a tag
    is written as JSON's own escape, so nothing need be undone.
    """
    turns = [{"role": turn.role, "content": turn.content} for turn in case.history]
    return TAGS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(turns, ensure_ascii=False))


def _refusal(case: Case) -> dict[str, Any]:
    return {"type": "not-icontains" if case.answerable else "icontains", "value": NOT_FOUND}


def _stated(case: Case) -> list[dict[str, Any]]:
    return [{"type": "icontains-any", "value": _wordings(fact)} for fact in case.facts]


def _forbidden(case: Case) -> list[dict[str, Any]]:
    return [{"type": "not-icontains", "value": wording} for wording in _wordings(case.must_not_say)]


def _wordings(texts: tuple[str, ...]) -> list[str]:
    """Each once, as `ask.py` prints an answer."""
    return list(dict.fromkeys(verbatim(folded(text)) for text in texts))


def _gold(gold: Gold) -> dict[str, Any]:
    return {"source": gold.source, "trail": gold.trail, "phrases": gold.phrases, "primary": gold.primary}
