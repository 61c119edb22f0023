"""Charts take their colours and letters from the page, whoever draws them and with whatever settings."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from evals.measures.refusing import Bin, Curve
from evals.page import charts

ROOT = Path(__file__).parent.parent
CHARTS = {
    "risk": lambda: charts.risk_coverage(Curve((0.5, 1.0), (0.1, 0.2)), (0.8, 0.15)),
    "risk and threshold": lambda: charts.risk_coverage(Curve((0.5, 1.0), (0.1, 0.2), (0.6, 0.1)), (0.8, 0.15), 0.513),
    "risk of nothing": lambda: charts.risk_coverage(Curve((), ()), None),
    "reliability": lambda: charts.reliability([Bin(0.2, 0.3, 7, 1.0, 0.25, 0.4), Bin(0.3, 0.4, 0, 0.0, None, None)]),
    "reliability and threshold": lambda: charts.reliability([Bin(0.2, 0.3, 7, 1.0, 0.25, 0.4)], 0.513),
    "reliability of nothing": lambda: charts.reliability([]),
    "ranks": lambda: charts.ranks([5, 2, 0, 1, 0, 0, 0, 0, 0, 0], 3),
    "ranks of nothing": lambda: charts.ranks([0] * 10, 0),
    "latency": lambda: charts.latency([12.0, 14.5, 90.0]),
    "one latency": lambda: charts.latency([12.0]),
}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), light, strict=True))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_names_no_colour_font_or_address_of_its_own(name):
    svg = CHARTS[name]()
    assert svg.startswith("<svg")
    assert not re.search(r"fill: ?#|stroke: ?#|font-family|<style>[^<]*@|<image|<script", svg)
    assert set(re.findall(r'href="(.)', svg)) <= {"#"}
    assert 'viewBox="0 0 288 201' in svg


def test_figures_stand_in_the_chart_as_text():
    assert ">7<" in CHARTS["reliability"]()
    assert {">5<", ">3<", ">none<"} <= set(re.findall(">[^<>]+<", CHARTS["ranks"]()))


def test_both_charts_of_confidence_carry_the_threshold():
    assert ">today: from 0.51<" in CHARTS["risk and threshold"]()
    assert ">answered from 0.51<" in CHARTS["reliability and threshold"]()
    assert "from" not in CHARTS["risk"]() + CHARTS["reliability"]()


def test_settings_of_the_person_do_not_change_a_chart(tmp_path):
    settings = tmp_path / "matplotlibrc"
    settings.write_text("axes.grid: True\nfont.size: 30\nlines.marker: x\n")
    code = "from tests.test_charts import CHARTS\nprint(CHARTS['risk'](), end='')"
    environment = os.environ | {"MATPLOTLIBRC": str(settings), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == CHARTS["risk"]()


@pytest.mark.parametrize("scheme", [0, 1])
def test_lines_and_bars_stand_out_from_the_page_in_light_and_dark(scheme):
    style = (ROOT / "evals" / "page" / "report.css").read_text("utf-8")
    named = {name: re.findall(rf"--{name}: (#[0-9a-f]{{6}});", style)[scheme] for name in ("page", "bar", "quiet")}
    page = luminance(named.pop("page"))
    for name, colour in named.items():
        lighter, darker = sorted((luminance(colour), page), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3, name
