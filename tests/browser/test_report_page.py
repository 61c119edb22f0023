"""The report of a run in a real browser: it fits any screen, filters by keyboard, runs nothing that an answer says."""

import re
from dataclasses import replace

import pytest
from answers import CASE, NONE, TEXTS, given, gold, target
from test_page import browser  # noqa: F401 - the fixture
from test_sources_page import contrasts

from assistant.model import Turn
from evals import report
from evals.compare import compare
from evals.given import failed
from evals.model import Target
from evals.page.page import html
from evals.page.view import RunView
from evals.score import scores

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
PHONE = {"width": 390, "height": 844}
MADE_WITH = {"edition": "summary", "index": "abc", "documents": {"summary": 3}, "ways": ["asked"], "seed": 0}


def made(answers, before=None):
    """What is shown of a run of these cases with their answers."""
    cases = list(dict.fromkeys(case for case, _ in answers))
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
    """The report of 31 cases, one hostile, one declined, two put with slips, seven lost since the run before."""
    cases = [replace(CASE, id=f"case-{n}", question=f"How long, {n}?", gold=(gold(f"d{n % 9}"),)) for n in range(28)]
    hostile = replace(CASE, id="hostile", question=HOSTILE, history=(Turn("user", HOSTILE),), must_not_say=(HOSTILE,))
    declined = replace(NONE, id="declined")
    none = replace(NONE, id="none")
    good = [(case, given(hits=("a", case.gold[0].source), cites=(case.gold[0].source,))) for case in cases]
    no_question = replace(given(cites=(), confidence=0.1), status="declined")
    rest = [(hostile, given(said=HOSTILE, quote=HOSTILE)), (none, given(cites=(), confidence=0.1))]
    rest += [(declined, no_question), *((case, given(cites=("wrong",), way="typos")) for case in cases[:2])]
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
    assert count.inner_text() == "31 of 31 questions"
    assert count.get_attribute("aria-live") == "polite"
    page.get_by_label("Find").focus()
    page.keyboard.type("case-12")
    page.wait_for_function("document.getElementById('count').textContent === '1 of 31 questions'")
    page.get_by_label("Find").fill("")
    page.get_by_label("Verdict").select_option("wrong")
    page.wait_for_function("document.getElementById('count').textContent === '7 of 31 questions'")
    page.get_by_label("Verdict").select_option("")
    page.get_by_label("Only what changed").check()
    page.wait_for_function("document.getElementById('count').textContent === '7 of 31 questions'")


def test_a_question_opens_by_keyboard_and_says_what_a_good_answer_cites(opened):
    page, _ = opened()
    first = page.locator(".case summary").first
    first.focus()
    page.keyboard.press("Enter")
    inside = page.locator(".case .inside").first
    assert "d0: D0 not cited" in inside.inner_text()
    assert "Lost. Before: right" in inside.inner_text()


def test_what_was_lost_is_listed_and_leads_to_its_question_whatever_is_filtered(opened):
    page, _ = opened()
    lost = page.locator("details.changed", has_text="Lost (7)").locator("a")
    assert lost.count() == 7
    page.get_by_label("Verdict").select_option("right")
    lost.nth(3).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('summary')")
    case = page.locator(".case[open]")
    assert case.count() == 1
    assert "case-3" in case.inner_text()
    assert page.locator("#count").inner_text() == "31 of 31 questions"


def test_all_that_is_shown_opens_and_closes_at_once(opened):
    page, _ = opened()
    page.get_by_label("Verdict").select_option("wrong")
    page.get_by_role("button", name="Open all shown").press("Enter")
    assert page.locator(".case[open]").count() == 7
    page.get_by_role("button", name="Close all shown").press("Enter")
    assert page.locator(".case[open]").count() == 0


def test_a_case_put_another_way_tells_how_it_went_in_its_row_and_in_a_table(opened):
    page, _ = opened(java_script_enabled=False)
    assert "with slips of the keyboard wrong" in page.locator(".case .inside").first.text_content()
    ways = page.get_by_role("region", name="Put another way, table")
    assert "same answer" in ways.locator("thead").inner_text()
    assert [row.inner_text().split("\t")[:2] for row in ways.locator("tbody tr").all()] == [
        ["typos", "2"],
        ["typos: as asked", "2"],
    ]


def test_a_declined_question_is_not_said_to_be_one_the_sources_do_not_tell(opened):
    page, _ = opened(java_script_enabled=False)
    case = page.locator(".case", has=page.locator("code", has_text="declined"))
    assert "Declined as no question for this assistant." in case.text_content()


def test_every_part_is_reached_from_the_contents(opened):
    page, _ = opened()
    wanted = page.locator("nav a").evaluate_all("all => all.map(one => one.hash.slice(1))")
    assert wanted == page.locator("main section h2[id]").evaluate_all("all => all.map(one => one.id).slice(1)")


def test_the_figures_fit_a_desk_and_letters_in_charts_a_phone(opened):
    page, _ = opened(viewport={"width": 1280, "height": 900})
    region = page.get_by_role("region", name="All figures, table")
    assert region.evaluate("one => one.scrollWidth <= one.clientWidth")
    page.set_viewport_size(PHONE)
    heights = "[...document.querySelectorAll('svg')].map(one => one.getScreenCTM().a * 9.5)"
    assert min(page.evaluate(heights)) >= 9


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
    assert page.locator(".case").count() == 31
    assert not page.locator("#filters").is_visible()


@pytest.mark.parametrize(
    "answers", [[], [(NONE, given(cites=(), confidence=None))], [(CASE, failed("case", "asked", "no"))]]
)
def test_a_run_of_nothing_or_of_no_confidence_or_of_no_answer_has_a_page(answers):
    page = html(made(answers))
    assert f"<p>{len(answers)} question" in page
    assert not re.search(r"\bnan\b", page)


def test_the_same_run_gives_the_same_page(page_file):
    none = (NONE, given(cites=(), confidence=0.1))
    pages = {html(made([(CASE, given()), none])) for _ in range(2)}
    assert len(pages) == 1
    assert len(page_file.read_bytes()) < 500_000
