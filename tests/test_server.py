"""The server answers health checks, sends headers that keep the page to itself, and says who can reach it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from corpus.errors import PlaybookError
from ui import server, wire
from ui.setup import Setup

PAGE = "# Office\n\n## Hours\n\nThe counter opens at nine.\n"
DIRECTIVES = {"default-src 'self'", "connect-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A real server over a page of its own, with the toy embedder, for the time of this file."""
    import uvicorn
    from conftest import ToyEmbedder

    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "office.md").write_text(PAGE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYBOOK_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr(wire, "embedder", lambda setup: ToyEmbedder())
        manifest = wire.build_index(Setup(corpus), lambda done, of: None)
        application = server.app(wire.live_answerer(Setup(corpus)))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = uvicorn.Server(uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        wait_until(lambda: running.started)
        yield SimpleNamespace(
            address=f"http://127.0.0.1:{listening.getsockname()[1]}", fingerprint=manifest.fingerprint
        )
        running.should_exit = True
        thread.join(20)
    assert not thread.is_alive()


def wait_until(is_so, seconds=60):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def get(address):
    with urlopen(address, timeout=20) as response:
        return SimpleNamespace(status=response.status, headers=response.headers, body=response.read().decode())


def test_a_health_check_names_the_index(served):
    found = get(f"{served.address}/healthz")
    assert found.status == 200
    assert json.loads(found.body) == {"status": "ok", "index": served.fingerprint}


@pytest.mark.parametrize("path", ["/", "/healthz", "/theme.css"])
def test_every_response_carries_the_security_headers(served, path):
    headers = get(f"{served.address}{path}").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    told = set(headers["Content-Security-Policy"].split("; "))
    assert told >= DIRECTIVES
    assert not [directive for directive in told if "*" in directive or "http" in directive]


def test_the_page_says_which_edition_it_quotes(served):
    assert "Quoted from the official text of all 1 documents." in get(f"{served.address}/").body


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
def test_nothing_beside_the_page_is_offered(served, path):
    with pytest.raises(HTTPError, match="404"):
        get(f"{served.address}{path}")


def edition_line(*documents):
    held = {str(n): SimpleNamespace(edition=edition, basis=basis) for n, (edition, basis) in enumerate(documents)}
    return server.edition_line(SimpleNamespace(documents=held))


def test_the_edition_line_counts_what_is_official_and_what_is_second_hand():
    official, summary, told = ("official", "primary"), ("summary", "primary"), ("summary", "secondary")
    assert edition_line(official, official) == "Quoted from the official text of all 2 documents."
    assert "own summary of 2 documents" in edition_line(summary, summary)
    assert "descriptions" not in edition_line(summary, summary)
    mixed = edition_line(official, summary, told)
    assert "official text of 1 of 3 documents" in mixed
    assert "Of 1 only descriptions were read" in mixed


@pytest.fixture
def started(monkeypatch, capsys):
    """Starts `serve` up to the moment it would serve, and gives what it told."""

    class NotServing:
        def __init__(self, config):
            pass

        def run(self, sockets):
            assert sockets[0].fileno() > 0
            sockets[0].close()

    monkeypatch.setattr("uvicorn.Server", NotServing)
    monkeypatch.setattr(wire, "live_answerer", lambda corpus: None)
    monkeypatch.setattr(server, "app", lambda answerer: None)

    def run(host):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server.serve(Path("corpus"), host, port)
        return capsys.readouterr().err, port

    return run


def test_a_host_that_others_can_reach_is_told(started):
    told, port = started("0.0.0.0")
    assert f"Anyone who can reach 0.0.0.0:{port} can use this page: it has no login." in told.splitlines()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_loopback_host_needs_no_warning(started, host):
    told, port = started(host)
    assert told == f"Starting. The page will be at http://{host}:{port}\n"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_a_loopback_address_is_known(host):
    assert server._is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "example.org", "127.0.0.1.example.org", ""])
def test_any_other_address_counts_as_reachable(host):
    assert not server._is_loopback(host)


def test_a_host_that_does_not_exist_is_told(monkeypatch):
    monkeypatch.setattr(wire, "live_answerer", lambda corpus: None)
    with pytest.raises(PlaybookError, match=r"Cannot listen on 999\.0\.0\.1:7860"):
        server.serve(Path("corpus"), "999.0.0.1", 7860)


def test_the_real_server_stops_when_it_is_told_to(summary_home):
    """The whole program, with the real index: starts, answers a health check, stops without a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)]
    environment = os.environ | {"PLAYBOOK_HOME": str(summary_home)}
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True) as running:
        try:
            wait_until(lambda: running.poll() is not None or is_healthy(port))
            running.send_signal(signal.SIGTERM)
            _, err = running.communicate(timeout=30)
        finally:
            running.kill()
    assert f"http://127.0.0.1:{port}" in err
    assert "Traceback" not in err
    assert running.returncode in (0, -signal.SIGTERM)


def is_healthy(port):
    with contextlib.suppress(OSError):
        return get(f"http://127.0.0.1:{port}/healthz").status == 200
    return False


def test_nobody_may_leave_files(served):
    with pytest.raises(HTTPError, match="404"):
        get(f"{served.address}/gradio_api/upload")
