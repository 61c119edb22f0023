"""The page in a real browser: it answers with quotes and links, works by keyboard, and asks no other host."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from assistant.contract import NOT_FOUND
from ui.chat import EXAMPLES

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
FLAGS += " --disable-component-update --disable-sync"
NO_BROWSER = "needs a browser: install chromium"
MOU = "Which agreement fits an ongoing, formal exchange between two agencies?"
MEMBERS = "How many members does P20 WIN have?"
PLUMBER = "What is the hourly rate of a plumber in Hartford?"
FOCUSED = "document.activeElement.matches('#question textarea')"
"""The page is whole when its last part, the edition, is told and the question has been given the focus."""
PATIENCE = 60_000
"""Milliseconds; the first answer waits for the model."""


@pytest.fixture(scope="module")
def browser():
    """Chromium; its lack is a reason to skip here, but not where the build decides."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(browser, summary_home, tmp_path_factory):
    """Where the real server serves the bundled edition for as long as these tests run."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = tmp_path_factory.mktemp("serve") / "stderr"
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)]
    environment = os.environ | {"PLAYBOOK_HOME": str(summary_home)}
    with told.open("w") as err, subprocess.Popen(command, cwd=ROOT, env=environment, stderr=err) as running:
        try:
            wait_until_healthy(port, running, told)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(20)
            running.kill()


def wait_until_healthy(port, running, told):
    for _ in range(600):
        assert running.poll() is None, told.read_text()
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return
        time.sleep(0.1)
    pytest.fail("the server did not start within a minute")


@pytest.fixture
def chat(browser, address):
    """The page, freshly opened, with all it requested and every error it met."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: (errors.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.goto(address)
    page.locator(".edition-line").wait_for()
    page.wait_for_function(FOCUSED)
    yield SimpleNamespace(page=page, requests=requests, errors=errors)
    context.close()


def ask(chat, question, shows=".answer"):
    """Ask, and wait until the answer is shown."""
    chat.page.locator("#question textarea").fill(question)
    chat.page.locator("#ask").click()
    chat.page.locator(f"#answer {shows}").first.wait_for()


@pytest.fixture(scope="session")
def mou(summary_home):
    """The section on memoranda as the index holds it: its first sentence and its official address."""
    root = summary_home / "bundled" / "index"
    folder = root / (root / "current").read_text("utf-8")
    rows = [json.loads(line) for line in (folder / "passages.jsonl").read_text("utf-8").splitlines()]
    (passage,) = [row for row in rows if row["anchor"] == "memorandum-of-understanding-mou"]
    documents = [json.loads(line) for line in (folder / "documents.jsonl").read_text("utf-8").splitlines()]
    (address,) = [one["url"] for one in documents if one["source"] == passage["source"]]
    return SimpleNamespace(sentence=passage["blocks"][0]["parts"][0]["plain"], url=f"{address}#{passage['anchor']}")


def test_a_question_is_answered_with_the_quoted_sentence_and_a_link_to_its_section(chat, mou):
    ask(chat, MOU)
    assert mou.sentence in chat.page.locator("#answer .statement").first.inner_text()
    link = chat.page.locator("#sources li#source-1 a")
    assert link.get_attribute("href") == mou.url
    assert mou.url.startswith("https://ctopendata.github.io/data-sharing-playbook/responding-to-data-requests/#")
    assert chat.page.locator("#question textarea").input_value() == ""


def test_every_statement_has_a_marker_and_every_marker_a_source(chat):
    ask(chat, MOU)
    statements = chat.page.locator("#answer .statement").count()
    markers = [one.get_attribute("href") for one in chat.page.locator("#answer a.marker").all()]
    cards = [f"#{one.get_attribute('id')}" for one in chat.page.locator("#sources .sources > ol > li").all()]
    assert len(markers) == statements == len(cards) > 0
    assert markers == cards


def test_the_page_says_that_it_quotes_the_bundled_summary(chat):
    assert "summary" in chat.page.locator(".edition-line").inner_text()
    ask(chat, MOU)
    assert "summary" in chat.page.locator("#sources .edition").first.inner_text()
    assert "summary" in chat.page.locator("#answer .notice").last.inner_text()


def test_an_answer_that_has_gone_out_of_date_carries_a_dated_remark_with_its_source(chat):
    chat.page.set_viewport_size({"width": 390, "height": 844})
    ask(chat, MEMBERS, shows=".statement")
    remark = chat.page.locator("#answer li.notice").first
    assert remark.locator("strong").inner_text() == "As of July 23, 2025:"
    assert "fifteen" in remark.inner_text()
    assert remark.locator("a").first.get_attribute("href").startswith("https://p20-win.github.io/data-governance/")
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_example_button_asks_its_question(chat):
    chat.page.get_by_role("button", name=EXAMPLES[1]).click()
    chat.page.locator("#answer .statement").first.wait_for()
    assert chat.page.locator("#answer .answer h2").inner_text() == EXAMPLES[1]
    assert chat.page.locator("#sources .sources li").count() > 0


def test_a_question_the_sources_do_not_answer_shows_that_plainly(chat):
    ask(chat, PLUMBER, shows=".not-found")
    assert chat.page.locator("#answer .not-found").inner_text() == NOT_FOUND
    assert chat.page.locator("#answer .statement").count() == 0
    assert chat.page.locator("#sources .sources").count() == 0
    nearest = chat.page.locator("#answer .answer ul a")
    assert nearest.count() == 3
    assert all(one.get_attribute("href").startswith("https://") for one in nearest.all())


def test_an_empty_question_shows_one_sentence_and_no_traceback(chat):
    ask(chat, "", shows=".trouble")
    told = chat.page.locator("#answer .trouble").inner_text()
    assert told.startswith("The question is empty.")
    assert "\n" not in told
    assert "Traceback" not in chat.page.content()
    assert chat.page.locator("#answer .answer").count() == 0


def test_a_question_that_is_too_long_shows_one_sentence_and_stays_to_be_shortened(chat):
    ask(chat, "x" * 2001, shows=".trouble")
    assert "2,001 characters" in chat.page.locator("#answer .trouble").inner_text()
    assert len(chat.page.locator("#question textarea").input_value()) == 2001


def test_a_marker_moves_focus_to_its_source_by_keyboard(chat):
    ask(chat, MOU)
    marker = chat.page.locator("#answer a.marker").last
    marker.focus()
    chat.page.keyboard.press("Enter")
    target = marker.get_attribute("href").lstrip("#")
    chat.page.wait_for_function("id => document.activeElement.id === id", arg=target)
    chat.page.keyboard.press("Tab")
    assert chat.page.evaluate("id => document.getElementById(id).contains(document.activeElement)", target)


def playwright_timeout():
    from playwright.sync_api import TimeoutError

    return TimeoutError


def tab_to(page, is_there, presses=5):
    """Press Tab until the focus is there: once, or oftener where the page took it back while it was put together."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        with contextlib.suppress(playwright_timeout()):
            return page.wait_for_function(is_there, timeout=PATIENCE / 20)
    pytest.fail(f"{presses} presses of Tab did not reach it: {page.evaluate('document.activeElement.outerHTML')}")


def test_a_question_is_asked_with_the_keyboard_alone(chat):
    chat.page.keyboard.type(PLUMBER)
    assert chat.page.locator("#question textarea").input_value() == PLUMBER
    tab_to(chat.page, "document.activeElement.id === 'ask'")
    chat.page.keyboard.press("Enter")
    chat.page.locator("#answer .not-found").wait_for()


def test_a_question_with_html_in_it_is_shown_and_runs_nothing(chat):
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    ask(chat, hostile)
    assert chat.page.locator("#answer .answer h2").inner_text() == hostile
    ask(chat, MOU, shows=".statement")
    assert hostile in chat.page.locator("#earlier summary").first.text_content()
    assert chat.page.locator("#answer img, #earlier img, #answer script, #earlier script").count() == 0
    assert chat.errors == []


def test_earlier_questions_stay_within_reach(chat):
    ask(chat, MOU, shows=".statement")
    ask(chat, PLUMBER, shows=".not-found")
    assert [one.text_content() for one in chat.page.locator("#earlier summary").all()] == [MOU]


def test_nothing_is_requested_from_another_host_and_no_error_is_logged(chat):
    ask(chat, MOU, shows=".statement")
    ask(chat, PLUMBER, shows=".not-found")
    assert len(chat.requests) > 10
    elsewhere = [url for url in chat.requests if re.match("http|ws", url) and urlsplit(url).hostname != "127.0.0.1"]
    assert elsewhere == []
    assert chat.errors == []


def test_the_page_fits_a_phone(browser, address):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
