"""An address answers, moved, is gone or cannot be reached; nothing private is asked. Over a real server on loopback."""

import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus.check import Standing, answers, patience, standings
from corpus.fetch import Fetcher
from corpus.hosts import Hosts

ELSEWHERE = {
    "/301/loop": "/301/loop",
    "/302/ftp": "ftp://x/y",
    "/slash": "/slash/",
    "/elsewhere": "http://localhost:1/new",
}


@pytest.fixture
def server():
    """A server whose paths behave as they are called, and the requests it got."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.command, self.path))
            name, _, more = self.path.strip("/").partition("/")
            if name == "slow":
                time.sleep(1.0)
            no_head = name == "no-head" and self.command == "HEAD"
            status = 405 if no_head else int(name) if name.isdigit() else 301 if self.path in ELSEWHERE else 200
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", ELSEWHERE.get(self.path, f"/{more}"))
            self.send_header("Content-Length", str(10**9 if name == "huge" else 0))
            self.end_headers()

        def do_HEAD(self):
            self.do_GET()

        def log_message(self, *arguments):
            """Keeps the test output clean."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    running.site, running.asked = f"http://127.0.0.1:{running.server_port}", asked
    yield running
    running.shutdown()
    running.server_close()


NOBODY = Fetcher(Hosts(frozenset()), patience())


def local(server, **more):
    hosts = Hosts(frozenset({("127.0.0.1", server.server_port)}), local=True)
    return Fetcher(hosts, replace(patience(), **more))


def ask(server, path, **more):
    return answers(f"{server.site}{path}", local(server, **more))


def test_an_address_that_answers_is_asked_once_by_head(server):
    assert ask(server, "/ok#part") == Standing("answers", status=200)
    assert server.asked == [("HEAD", "/ok")]


def test_a_server_that_refuses_head_is_asked_by_get_and_nothing_is_read(server):
    assert ask(server, "/no-head").kind == "answers"
    assert server.asked == [("HEAD", "/no-head"), ("GET", "/no-head")]
    assert ask(server, "/huge").kind == "answers"


def test_an_address_that_redirects_has_moved(server):
    assert ask(server, "/301/new") == Standing("moved", f"{server.site}/new", 200)


def test_a_slash_at_the_end_is_no_move(server):
    assert ask(server, "/slash").kind == "answers"
    assert [path for _, path in server.asked] == ["/slash", "/slash/"]


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_not_there_is_gone_also_behind_a_redirect(server, status):
    assert ask(server, f"/{status}") == Standing("gone", str(status), status)
    assert ask(server, f"/302/{status}").kind == "gone"


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_server_in_trouble_is_no_proof_that_an_address_is_gone(server, status):
    assert ask(server, f"/{status}") == Standing("unreachable", f"its server answers {status}", status)


def test_an_endless_redirect_is_given_up(server):
    assert ask(server, "/301/loop") == Standing("unreachable", "more than 5 redirects")
    assert len(server.asked) == 6


def test_a_redirect_off_the_web_is_not_followed(server):
    assert ask(server, "/302/ftp") == Standing("moved", "ftp://x/y", 302)


def test_a_redirect_to_a_host_that_is_not_named_is_told_and_not_followed(server):
    assert ask(server, "/elsewhere") == Standing("moved", "http://localhost:1/new", 301)


def test_a_server_that_does_not_answer_in_time_cannot_be_reached(server):
    assert ask(server, "/slow", read=0.2).kind == "unreachable"
    assert "does not answer" in ask(server, "/slow", read=0.2).detail


def test_an_address_on_this_machine_is_not_asked_unless_it_may(server):
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254"):
        fetcher = Fetcher(Hosts(frozenset({(host, 443)})), patience())
        assert "not an address of the open internet" in answers(f"https://{host}/", fetcher).detail, host
    assert server.asked == []


def test_a_host_that_is_not_named_is_not_asked(server):
    assert "is not a host that sources.toml names" in answers(server.site.replace("http:", "https:"), NOBODY).detail
    assert server.asked == []


@pytest.mark.parametrize("address", ["mailto:ana@example.org", "", "ftp://example.org/", "youtube"])
def test_what_is_no_web_address_is_not_asked(address):
    assert answers(address, NOBODY).kind == "not asked"


@pytest.mark.parametrize("address", ["http://[::1", "https://a b/", "https://x:99999/", "https:///x"])
def test_what_is_no_address_cannot_be_reached_and_raises_nothing(address):
    assert answers(address, NOBODY).kind in ("unreachable", "not asked")


def test_each_address_is_asked_once_at_most_and_progress_is_told(server):
    told = []
    addresses = [f"{server.site}/a#1", f"{server.site}/a#2", f"{server.site}/404"]
    found = standings(addresses, lambda one: answers(one, local(server)), lambda *done: told.append(done))
    assert [found[one].kind for one in addresses] == ["answers", "answers", "gone"]
    assert told == [(1, 2), (2, 2)]
    assert [path for _, path in server.asked].count("/a") == 1
