"""A run as one web page: no other file, no request, readable without scripts; the one keeper of Jinja2."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.judge import figures as judged_figures
from evals.measures.catalogue import MEASURES, Measure
from evals.measures.refusing import balanced, bins, risk_coverage
from evals.model import Difference, Figure, Report, Scored
from evals.page import charts
from evals.page.questions import VERDICTS, Question, first_right_ranks, questions
from evals.page.slices import shifts, slices, unshown
from evals.page.view import RunView
from evals.report import confidences, shortened

HERE = Path(__file__).parent
HEADLINES = ("right", "right_section_cited", "false_answers", "quotes_verbatim")
CHANGES = ("lost", "gained", "citation changed")


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in the headline table."""

    measure: Measure
    figures: tuple[Figure, ...]
    difference: Difference | None


def html(run: RunView) -> str:
    """The page; the same bytes for the same run."""
    from jinja2 import Environment, FileSystemLoader, select_autoescape

    world = Environment(
        loader=FileSystemLoader(HERE), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    world.filters.update(figure=_figure, bounds=_bounds, change=_change, tone=_tone)
    world.filters.update(shortened=shortened, shifts=shifts, unshown=unshown)
    script = (HERE / "report.js").read_text("utf-8")
    found = questions(run)
    return world.get_template("template.html").render(
        run=run,
        edition=run.made_with.get("edition", ""),
        style=(HERE / "report.css").read_text("utf-8"),
        script=script,
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        headlines=[row for row in _rows(run) if row.measure.name in HEADLINES],
        rows=_rows(run),
        tables=slices(run),
        questions=found,
        changes=[(what, ones) for what in CHANGES if (ones := _of_change(found, what))],
        verdicts=VERDICTS,
        charts=_charts(run),
        judged=judged_figures(run.judged),
    )


def _of_change(found: Sequence[Question], what: str) -> list[Question]:
    return [one for one in found if one.change and one.change.what == what]


def _rows(run: RunView) -> list[Row]:
    tested = run.comparison.differences if run.comparison else ()
    differences = {one.measure: one for one in tested if one.slice == "all"}
    found = [
        Row(one, tuple(report.figures[one.name] for report in run.halves), differences.get(one.name))
        for one in MEASURES
    ]
    return [row for row in found if row.figures[0].cases]


def _charts(run: RunView) -> list[Mapping[str, Any]]:
    """Each chart with its title, what it says in a sentence, and its figures as a table."""
    asked = [one for one in run.scored if one.way == "asked" and one.confidence is not None]
    times = [ms for (_, way), ms in run.timings.items() if way == "asked"]
    trusted = [_risk(asked), _reliability(asked)] if asked else []
    ranked = [_ranks(run)] if any(case.gold for case in run.cases) else []
    return [*trusted, *ranked, *([_latency(times)] if times else [])]


def _risk(asked: Sequence[Scored]) -> Mapping[str, Any]:
    curve = risk_coverage(confidences(asked), [one.scores.get("right") == 1 for one in asked])
    answered = [one for one in asked if one.cited]
    risk = sum(one.verdict != "right" for one in answered) / len(answered) if answered else 0.0
    points = list(zip(curve.coverages, curve.risks, curve.thresholds, strict=True))
    now = (len(answered) / len(asked), risk) if answered else None
    return {
        "title": "Risk and coverage",
        "svg": charts.risk_coverage(curve, now, _threshold(asked)),
        "says": f"Today {len(answered)} of {len(asked)} cases are answered, and {risk:.0%} of those answers are not "
        f"right{_answered_from(asked)}. The line shows the risk if only the most confident cases were answered.",
        "heads": ("share answered", "share of them not right", "answered from a confidence of"),
        "rows": [
            (f"{coverage:.0%}", f"{risk:.0%}", f"{threshold:.2f}")
            for coverage, risk, threshold in points[:: max(1, len(points) // 10)]
        ],
    }


def _threshold(asked: Sequence[Scored]) -> float | None:
    """The least confidence with which a case was answered."""
    return min((one.confidence or 0.0 for one in asked if one.cited), default=None)


def _answered_from(asked: Sequence[Scored]) -> str:
    threshold = _threshold(asked)
    return "" if threshold is None else f"; the least confident of them has {threshold:.2f}"


def _reliability(asked: Sequence[Scored]) -> Mapping[str, Any]:
    answerable = [one.answerable for one in asked]
    found = bins(confidences(asked), answerable, balanced(answerable))
    return {
        "title": "Is confidence worth its number?",
        "svg": charts.reliability(found, _threshold(asked)),
        "says": "Each dot is a tenth of the scale, with its number of cases, answerable and unanswerable ones weighing "
        "as much in all. On the dashed line, confidence is the share of cases the sources answer; below it, it says "
        f"too much. {_line(asked)}",
        "heads": ("mean confidence", "share answerable", "cases"),
        "rows": [(f"{one.confidence:.2f}", f"{one.answerable:.2f}", str(one.count)) for one in found if one.count],
    }


def _line(asked: Sequence[Scored]) -> str:
    threshold = _threshold(asked)
    if threshold is None:
        return "Nothing was answered."
    return f"The dotted line is the threshold: no case with a confidence below {threshold:.2f} was answered."


def _ranks(run: RunView) -> Mapping[str, Any]:
    counts, without = first_right_ranks(run)
    return {
        "title": "Where the first right section stands",
        "svg": charts.ranks(counts, without),
        "says": f"{counts[0]} of {sum(counts) + without} answerable cases have a right section first; "
        f"{without} have none among the first ten.",
        "heads": ("rank", "cases"),
        "rows": [*((str(rank), str(count)) for rank, count in enumerate(counts, 1)), ("none", str(without))],
    }


def _latency(times: Sequence[float]) -> Mapping[str, Any]:
    within = {share: _quantile(times, share) for share in (0.5, 0.9, 0.95, 0.99)}
    return {
        "title": "How long an answer takes",
        "svg": charts.latency(times),
        "says": f"Half of the answers came within {within[0.5]:.0f} ms and 95 of 100 within {within[0.95]:.0f} ms on "
        "the machine of this run. Recorded, not judged.",
        "heads": ("share of answers", "within"),
        "rows": [(f"{share:.0%}", f"{milliseconds:.0f} ms") for share, milliseconds in within.items()],
    }


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def _figure(report: Report, name: str) -> str:
    value = report.figures[name].value
    return "–" if value is None else f"{value:.2f}"


def _bounds(figure: Figure) -> str:
    return "" if figure.low is None or figure.high is None else f"{figure.low:.3f} – {figure.high:.3f}"


def _change(difference: Difference) -> str:
    """What changed, and the interval of it."""
    return f"{difference.after - difference.before:+.3f} ({difference.low:+.3f} to {difference.high:+.3f})"


def _tone(verdict: str) -> str:
    """The colour of a verdict, never told by colour alone."""
    return {"right": "good", "wrong": "bad", "unscored": "bad"}.get(verdict, "wait")
