"""Charts as inline SVG that takes the colours of the page; the one keeper of matplotlib."""

import re
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from evals.measures.refusing import Bin, Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, BAR, QUIET = "#010203", "#040506", "#070809"
"""Stand for the page's colours, which SVG in a page may name but matplotlib does not know."""
COLOURS = {INK: "var(--text)", BAR: "var(--bar)", QUIET: "var(--quiet)"}
ROOM = 0.6
"""A share beyond which letters stand to the left of a spot."""
FLOOR = 0.1
"""A share below which there is no room for letters under a dot."""
SIZE, LETTERS, SMALL = (4.0, 2.8), 10.5, 9.5
"""Inches and points: on the narrowest phones the page shows a chart about as large as this."""


def risk_coverage(curve: Curve, now: tuple[float, float] | None, threshold: float | None = None) -> str:
    """The share of answers that is not right, over the share of cases answered; a dot where the threshold stands."""
    told = "today" if threshold is None else f"today: from {threshold:.2f}"

    def draw(axes: "Axes") -> None:
        axes.plot(curve.coverages, curve.risks, color=BAR, linewidth=2.5)
        if now:
            axes.plot(*now, "o", color=INK, markersize=8)
            _beside(axes, told, now, 10)
        _shares(axes, "share of cases answered", "share of them not right")

    return _svg("risk", draw)


def reliability(bins: Sequence[Bin], threshold: float | None = None) -> str:
    """The share answerable over the confidence told; on the diagonal, confidence says what it means.

    A line stands at the threshold, the least confidence that is answered.
    """

    def draw(axes: "Axes") -> None:
        axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1.5, linestyle="--")
        if threshold is not None:
            axes.axvline(threshold, color=INK, linewidth=1.5, linestyle=":")
            _beside(axes, f"answered from {threshold:.2f}", (threshold, 0.0), 2)
        for one in bins:
            if one.confidence is not None and one.answerable is not None:
                spot = (one.confidence, one.answerable)
                axes.plot(*spot, "o", color=BAR, markersize=9)
                away = (0, 8 if one.answerable >= one.confidence or one.answerable < FLOOR else -16)
                axes.annotate(
                    str(one.count), spot, away, textcoords="offset points", color=INK, ha="center", fontsize=SMALL
                )
        _shares(axes, "confidence told", "share answerable")

    return _svg("reliability", draw)


def ranks(counts: Sequence[int], without: int) -> str:
    """How many cases have their first right section at each rank, and how many at none."""

    def draw(axes: "Axes") -> None:
        places = [*range(1, len(counts) + 1), len(counts) + 1.7]
        bars = axes.bar(places, [*counts, without], color=BAR)
        axes.bar_label(bars, color=INK, fontsize=SMALL)
        axes.set_xticks(places, [*map(str, places[:-1]), "none"])
        axes.set_xlabel("rank of the first right section")
        axes.set_ylabel("cases")

    return _svg("ranks", draw)


def latency(milliseconds: Sequence[float]) -> str:
    """How many answers took how long."""

    def draw(axes: "Axes") -> None:
        axes.hist(sorted(milliseconds)[: max(1, round(0.99 * len(milliseconds)))], bins=30, color=BAR)
        axes.locator_params("y", integer=True)
        axes.set_xlabel("milliseconds from question to answer")
        axes.set_ylabel("answers")

    return _svg("latency", draw)


def _beside(axes: "Axes", told: str, spot: tuple[float, float], up: int) -> None:
    """Letters beside a spot, on the side where the axis has more room."""
    left = spot[0] > ROOM
    axes.annotate(
        told, spot, (-8 if left else 8, up), textcoords="offset points", color=INK, ha="right" if left else "left"
    )


def _shares(axes: "Axes", x: str, y: str) -> None:
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.1)
    axes.set_xlabel(x)
    axes.set_ylabel(y)


def _svg(name: str, draw: Any) -> str:
    """What `draw` puts on axes, as an SVG element that is hidden from screen readers: the page tells it in words."""
    from matplotlib import rc_context, rcdefaults, rcParams
    from matplotlib.figure import Figure

    with rc_context():
        rcdefaults()  # a matplotlibrc of the person's own must not change the page
        rcParams.update({"svg.hashsalt": name, "svg.fonttype": "none", "font.size": LETTERS})
        figure = Figure(SIZE, layout="constrained")
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0)
        draw(axes)
        _ink(axes)
        out = StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _inline(out.getvalue(), name)


def _ink(axes: "Axes") -> None:
    axes.tick_params(colors=INK)
    axes.xaxis.label.set_color(INK)
    axes.yaxis.label.set_color(INK)
    for side, spine in axes.spines.items():
        spine.set_color(QUIET)
        spine.set_visible(side in ("left", "bottom"))


def _inline(document: str, name: str) -> str:
    """The element alone, its ids its own in the page, its colours and letters those of the page."""
    svg = document[document.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', 'aria-hidden="true" focusable="false"', svg, count=1)
    svg = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font-family: ?[^;\"]*;?", "", svg)
    for colour, variable in COLOURS.items():
        svg = svg.replace(colour, variable)
    return svg
