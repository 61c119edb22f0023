"""The sources report in a real browser: it fits any screen, scrolls by keyboard, and asks nobody for anything."""

import pytest
from test_page import browser  # noqa: F401 - the fixture

from ui import sources_command
from ui.setup import Setup

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def report(summary_home, tmp_path_factory):
    """The report on the bundled edition, as a file."""
    file = tmp_path_factory.mktemp("report") / "sources.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYBOOK_HOME", str(summary_home))
        sources_command.report(Setup(), as_json=False, page=file, check=False, allow_local=False)
    return file.as_uri()


@pytest.fixture
def opened(browser, report):  # noqa: F811
    """Opens the report, and tells what it requested beside itself."""
    contexts = []

    def open_(**settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        requests = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(report)
        return page, [url for url in requests if url != report and not url.startswith("data:")]

    yield open_
    for context in contexts:
        context.close()


def contrasts(page):
    """The least contrast between any text and what is painted behind it."""
    return page.evaluate(
        """() => {
        const parts = colour => colour.match(/[\\d.]+/g).map(Number);
        const light = colour => parts(colour).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = node => {
            for (let one = node; one; one = one.parentElement) {
                const colour = getComputedStyle(one).backgroundColor;
                if ((parts(colour)[3] ?? 1) === 1) return colour;
            }
        };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        let least = 21;
        while (walker.nextNode()) if (walker.currentNode.data.trim()) {
            const node = walker.currentNode.parentElement;
            const pair = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => b - a);
            least = Math.min(least, (pair[0] + 0.05) / (pair[1] + 0.05));
        }
        return least;
    }"""
    )


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways(opened, width):
    page, _ = opened(viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_asks_nobody_for_anything(opened):
    page, requests = opened(viewport=PHONE)
    assert requests == []
    assert page.locator("h1").count() == 1


def test_the_table_scrolls_in_its_own_region_by_keyboard(opened):
    page, _ = opened(viewport=PHONE)
    region = page.get_by_role("region", name="Sources, table", exact=True)
    assert region.evaluate("one => one.scrollWidth > one.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(opened, scheme):
    page, _ = opened(color_scheme=scheme)
    assert contrasts(page) >= 4.5


def test_dark_is_dark(opened):
    page, _ = opened(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 38)"


def test_the_first_stop_of_the_keyboard_skips_to_the_report(opened):
    page, _ = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#report"


def test_each_source_has_its_row(opened):
    page, _ = opened()
    row = page.locator("#sources tr", has=page.locator("code", has_text="playbook-responding"))
    assert "Bundled summary" in row.inner_text()
    assert "In use" in row.inner_text()
