"""The report of a run in a real browser: it fits any screen, filters by keyboard, runs nothing that an answer says."""

from dataclasses import replace

import pytest
from answers import CASE, NONE, TEXTS, given, gold, target
from test_page import browser  # noqa: F401 - the fixture
from test_sources_page import contrasts

from assistant.model import Turn
from evals import report
from evals.compare import compare
from evals.model import Target
from evals.page.page import html
from evals.page.view import RunView
from evals.score import scores

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
PHONE = {"width": 390, "height": 844}
MADE_WITH = {"edition": "summary", "index": "abc", "documents": {"summary": 3}, "ways": ["asked"], "seed": 0}


def made(answers, before=None):
    """What is shown of a run of these cases with their answers."""
    cases = [case for case, _ in answers]
    found = [replace(told, case=case.id) for case, told in answers]
    targets = {case.id: target(*case.gold) if case.gold else Target() for case in cases}
    scored = scores(cases, targets, found, {name: Document(text) for name, text in TEXTS.items()})
    return RunView(
        cases=cases,
        givens={(one.case, one.way): one for one in found},
        scored=scored,
        halves=report.halves(scored),
        kinds=report.kinds(scored),
        documents=report.documents(scored),
        ways=report.ways(scored),
        comparison=compare("the run before", before, scored) if before else None,
        made_with=MADE_WITH,
        timings={(one.case, one.way): 20.0 + number for number, one in enumerate(found)},
        troubles=["right of all cases got worse"] if before else [],
    )


class Document:
    def __init__(self, text):
        self.text = text


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """The report of thirty cases, one of them hostile, some of them lost since the run before."""
    cases = [replace(CASE, id=f"case-{n}", question=f"How long, {n}?", gold=(gold(f"d{n % 9}"),)) for n in range(28)]
    hostile = replace(CASE, id="hostile", question=HOSTILE, history=(Turn("user", HOSTILE),), must_not_say=(HOSTILE,))
    none = replace(NONE, id="none")
    good = [(case, given(hits=("a", case.gold[0].source), cites=(case.gold[0].source,))) for case in cases]
    rest = [(hostile, given(said=HOSTILE, quote=HOSTILE)), (none, given(cites=(), confidence=0.1))]
    before = made([*good, *rest]).scored
    worse = [(case, given(cites=("wrong",)) if number < 7 else told) for number, (case, told) in enumerate(good)]
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(html(made([*worse, *rest], before)), "utf-8")
    return file


@pytest.fixture
def opened(browser, page_file):  # noqa: F811
    """Opens the report, and tells what it requested beside itself and what went wrong."""
    contexts = []

    def open_(**settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        told = []
        page.on("request", lambda request: told.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("dialog", lambda dialog: (told.append("dialog"), dialog.dismiss()))
        page.goto(page_file.as_uri())
        return page, [one for one in told if one != page_file.as_uri() and not one.startswith("data:")]

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways(opened, width):
    page, _ = opened(viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_requested_and_nothing_runs_that_an_answer_says(opened):
    page, told = opened(viewport=PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.locator("#cases img, #cases script").count() == 0
    assert HOSTILE in page.locator("#cases blockquote").all_inner_texts()
    assert told == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(opened, scheme):
    page, _ = opened(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("document.querySelectorAll('svg').forEach(one => one.remove())")
    assert contrasts(page) >= 4.5


def test_questions_are_filtered_by_keyboard_and_the_count_is_told(opened):
    page, _ = opened()
    count = page.locator("#count")
    assert count.inner_text() == "30 of 30 questions"
    assert count.get_attribute("aria-live") == "polite"
    page.get_by_label("Find").focus()
    page.keyboard.type("case-12")
    page.wait_for_function("document.getElementById('count').textContent === '1 of 30 questions'")
    page.get_by_label("Find").fill("")
    page.get_by_label("Verdict").select_option("wrong")
    page.wait_for_function("document.getElementById('count').textContent === '7 of 30 questions'")
    page.get_by_label("Verdict").select_option("")
    page.get_by_label("Only what changed").check()
    page.wait_for_function("document.getElementById('count').textContent === '7 of 30 questions'")


def test_a_question_opens_by_keyboard_and_says_what_a_good_answer_cites(opened):
    page, _ = opened()
    first = page.locator(".case summary").first
    first.focus()
    page.keyboard.press("Enter")
    inside = page.locator(".case .inside").first
    assert "d0: D0 not cited" in inside.inner_text()
    assert "Lost. Before: right" in inside.inner_text()


def test_what_is_worse_stands_first(opened):
    page, _ = opened()
    assert page.locator("main h2").first.inner_text() == "Worse than it may be"
    assert "right of all cases got worse" in page.locator(".banner").inner_text()


def test_one_heading_every_field_named_every_table_headed_every_chart_told_in_words(opened):
    page, _ = opened()
    assert page.locator("h1").count() == 1
    unnamed = "[...document.querySelectorAll('input, select')].filter(one => !one.labels.length).length"
    assert page.evaluate(unnamed) == 0
    assert page.locator("th:not([scope])").count() == 0
    assert page.locator("figure svg[aria-hidden=true]").count() == page.locator("figure details table").count() == 4
    assert page.evaluate("[...document.querySelectorAll('[id]')].length") == page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(one => one.id)).size"
    )


def test_the_first_stop_of_the_keyboard_skips_to_the_report(opened):
    page, _ = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#report"


def test_without_scripts_every_question_is_there(opened):
    page, _ = opened(java_script_enabled=False)
    assert page.locator(".case").count() == 30
    assert not page.locator("#filters").is_visible()


def test_the_same_run_gives_the_same_page(page_file):
    none = (NONE, given(cites=(), confidence=0.1))
    pages = {html(made([(CASE, given()), none])) for _ in range(2)}
    assert len(pages) == 1
    assert len(page_file.read_bytes()) < 500_000
