"""`playbook search`: the sections nearest to a query, each once, its best sentence marked."""

import json
import os
import sys

from assistant.best import found
from assistant.contract import found_json
from assistant.question import checked
from ui import wire
from ui.render import BOLD, POINTED, hit_for_terminal
from ui.setup import Setup


def run(setup: Setup, query: str, k: int, as_json: bool) -> None:
    """Print what was found on standard output."""
    query = checked(query)
    searcher, embedder = wire.searcher(setup), wire.embedder(setup)
    marks = BOLD if _can_be_bold() else POINTED
    for hit in searcher.search(query, k):
        one = found(query, hit, searcher, embedder)
        print(json.dumps(found_json(one), ensure_ascii=False) if as_json else hit_for_terminal(one, marks))


def _can_be_bold() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
