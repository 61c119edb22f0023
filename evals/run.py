"""Answer every case, in every way it is put."""

import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

from assistant.contract import as_json
from assistant.model import Answerer
from evals.model import Way
from evals.ways import Asking

Keep = Callable[[Asking, dict[str, Any] | None, str, float], None]


def run(
    askings: Sequence[Asking],
    answerers: Callable[[str], Answerer],
    keep: Keep,
    done: Collection[tuple[str, Way]] = (),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Hand each answer to `keep`, but for those done already; `answerers` opens one without a source, or with all.

    What goes wrong with one question is kept in place of its answer, and the others are answered.
    """
    left = [asking for asking in askings if (asking.case.id, asking.way) not in done]
    for number, asking in enumerate(sorted(left, key=lambda asking: asking.without), 1):
        answerer, began = answerers(asking.without), time.perf_counter()
        answer, error = _answer(asking, answerer)
        keep(asking, answer, error, 1000 * (time.perf_counter() - began))
        progress(len(askings) - len(left) + number, len(askings))


def _answer(asking: Asking, answerer: Answerer) -> tuple[dict[str, Any] | None, str]:
    """The answer without its times, which are never the same twice; or what went wrong."""
    try:
        told = as_json(answerer.answer(asking.case.question, asking.case.history))
    except Exception as error:  # one question must not end a run; it is told as not scored, and fails the build
        return None, f"{type(error).__name__}: {error}"
    return {name: value for name, value in told.items() if name != "timings_ms"}, ""
