"""A run as Markdown for a pull request."""

import re
from collections.abc import Iterable, Sequence

from evals.judge import Judged, figures
from evals.model import Change, Comparison
from evals.page.view import RunView
from evals.report import by_slice, compared_rows, markdown, plain, table

MOST = 20
"""Changed cases of a sort that are listed."""
SHOWN = (
    *("right", "right_section_cited", "false_answers", "fact_recall"),
    *("hit_at_1", "citation_precision", "quotes_verbatim"),
)


def summary(run: RunView) -> str:
    """What is worse than it may be, the figures, what changed against the baseline, and what the run was made with."""
    parts = [f"## Answer quality: {run.halves[0].cases} cases, {run.made_with['edition']} edition"]
    parts.append(_troubles(run.troubles))
    if run.comparison:
        parts += [markdown(compared_rows(run.comparison, SHOWN)), *_changes(run, run.comparison)]
    parts += [table(run.halves), by_slice(run.kinds)]
    if run.judged:
        parts.append(judged_table(run.judged))
    made = ", ".join(f"{name} `{run.made_with[name]}`" for name in ("index", "embedder", "program", "cases"))
    return "\n\n".join([*parts, f"Made with {made}."]) + "\n"


def judged_table(judged: Sequence[Judged]) -> str:
    """What a language model thinks of the answers; never mixed with what is counted."""
    rows = [[f"judged by {_safe(judged[0].model)}", "mean", "answers"]]
    rows += [[name, plain(figure), str(figure.cases)] for name, figure in figures(judged).items()]
    return markdown(rows)


def _troubles(troubles: Sequence[str]) -> str:
    if not troubles:
        return "Nothing is worse than it may be."
    return "\n".join(["**Worse than it may be:**", "", *(f"- {_safe(one)}" for one in troubles)])


def _changes(run: RunView, comparison: Comparison) -> Iterable[str]:
    questions = {case.id: case.question for case in run.cases}
    for what in ("lost", "gained", "citation changed"):
        ones = [one for one in comparison.changes if one.what == what]
        if ones:
            more = [f"- and {len(ones) - MOST} more"] if len(ones) > MOST else []
            lines = [_line(one, questions[one.case]) for one in ones[:MOST]]
            yield "\n".join([f"**{what.capitalize()} ({len(ones)})**", "", *lines, *more])


def _line(one: Change, question: str) -> str:
    return f"- {_code(one.case)} {_safe(question)} ({_safe(one.before)} → {_safe(one.after)})"


def _code(text: str) -> str:
    """The text on one line as code, where nothing is taken for Markdown, whatever backticks it holds."""
    line = " ".join(text.split())
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    edge = " " if "`" in line else ""
    return f"{fence}{edge}{line}{edge}{fence}"


def _safe(text: str) -> str:
    """The text on one line, with nothing in it that Markdown, HTML or a forge would take for its own.

    Forges look for names, numbers of issues and addresses after they have read the Markdown, so a backslash does not
    keep anyone from being called upon: a space of no width does.
    """
    broken = re.sub(r"([@#])(?=\w)|(:/)(?=/)|\b(www)(?=\.)", "\\g<0>\u200b", " ".join(text.split()))
    return re.sub(r"([\\`*_{}\[\]<>()#|!~@&$])", r"\\\1", broken)
