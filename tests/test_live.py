"""A page that is open goes over to a new index, and no question falls between two."""

import threading

import pytest
from fastapi.testclient import TestClient

from assistant.confidence import Confidence
from corpus.catalogue import sources
from corpus.errors import PlaybookError
from corpus.load import documents
from ingest.build import build
from ingest.indexes import index_folder
from ui import server, wire
from ui.setup import Setup

HOURS = "When does the counter open?"
ALWAYS = Confidence({"similarity": 0.0}, 9.0, 0.0)


@pytest.fixture
def office(folder_corpus, toy, monkeypatch):
    """Writes the page anew and builds its index."""
    monkeypatch.setattr(wire, "embedder", lambda setup: toy)
    monkeypatch.setattr(wire, "fitted", lambda knows_questions: ALWAYS)
    corpus = folder_corpus()

    def opens_at(hour):
        (corpus / "office.md").write_text(f"# Office\n\nThe counter opens at {hour}.\n")
        build(corpus, documents(corpus, sources(corpus)), toy)
        return corpus

    return opens_at


def said(answerer):
    return answerer.answer(HOURS).statements[0].text


def test_a_new_index_is_used_without_a_restart(office):
    answerer = wire.live_answerer(Setup(office("nine")))
    assert said(answerer) == "The counter opens at nine."
    for hour in ("ten", "eleven", "twelve"):
        office(hour)
        assert said(answerer) == f"The counter opens at {hour}."
    assert answerer.index.manifest.fingerprint in answerer.answer(HOURS).index
    assert answerer.index.documents["office-md"].text.endswith("twelve.\n")


def test_no_question_is_lost_while_indexes_change(office):
    answerer, heard = wire.live_answerer(Setup(office("one"))), []
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            heard.append(answerer.answer(HOURS))

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    hours = ["two", "three", "four", "five"]
    for hour in hours:
        office(hour)
    heard_before_the_last = len(heard)
    while len(heard) < heard_before_the_last + 10:
        pass
    stop.set()
    for thread in asking:
        thread.join()
    assert {answer.status for answer in heard} == {"answered"}
    assert all(one.quote == one.document.text[one.start : one.end] for answer in heard for one in answer.citations)
    assert heard[-1].statements[0].text == "The counter opens at five."


def test_a_new_index_that_is_damaged_leaves_the_old_one_in_use(office, capsys):
    corpus = office("nine")
    answerer = wire.live_answerer(Setup(corpus))
    broken = index_folder(corpus) / "build-broken"
    broken.mkdir()
    (index_folder(corpus) / "current").write_text(broken.name)
    assert said(answerer) == said(answerer) == "The counter opens at nine."
    assert capsys.readouterr().err.count("The new index is not used") == 1


def test_without_an_index_there_is_no_page(folder_corpus, toy, monkeypatch):
    monkeypatch.setattr(wire, "embedder", lambda setup: toy)
    with pytest.raises(PlaybookError, match="Run: playbook index build"):
        wire.live_answerer(Setup(folder_corpus(office="# Office")))


def test_where_nobody_says_which_index_is_in_use_the_page_stays_and_is_not_ready(office):
    answerer = wire.live_answerer(Setup(office("nine")))

    def silent():
        raise PlaybookError("The server does not answer. Start it, then try again.")

    answerer._in_use = silent
    assert answerer.index.documents["office-md"].text
    for ask in (answerer.ready, lambda: answerer.answer(HOURS)):
        with pytest.raises(PlaybookError, match="does not answer"):
            ask()
    health = TestClient(server.app(answerer)).get("/healthz")
    assert (health.status_code, health.json()["status"]) == (503, "unavailable")
    assert "does not answer" in health.json()["reason"]
