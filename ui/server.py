"""Serve the page on one port."""

import ipaddress
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from corpus.errors import PlaybookError
from ingest.indexes import Index
from ui import wire
from ui.live import LiveAnswerer
from ui.setup import Setup

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response
    from fastapi.responses import JSONResponse

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""Content security policy: the page may load nothing from any other host."""
STOP_SECONDS = 10
LAST_PORT = 65535
UPLOADS = "/gradio_api/upload"
"""The page takes no files, so nobody may leave any."""


def serve(setup: Setup, host: str, port: int) -> None:
    """Serve until interrupted.

    Raises:
        PlaybookError: there is no index, or the port is in use.
    """
    answerer = wire.live_answerer(setup)
    listening = _listening(host, port)
    import uvicorn

    if not _is_loopback(host):
        print(f"Anyone who can reach {host}:{port} can use this page: it has no login.", file=sys.stderr)
    print(f"Starting. The page will be at http://{host}:{port}", file=sys.stderr)
    config = uvicorn.Config(app(answerer), log_level="warning", timeout_graceful_shutdown=STOP_SECONDS)
    uvicorn.Server(config).run(sockets=[listening])


def app(answerer: LiveAnswerer) -> "FastAPI":
    """The page and a health check, over an index that may be replaced meanwhile."""
    from fastapi import FastAPI

    from ui import chat

    threading.Thread(target=_warm_up, args=[answerer], daemon=True, name="warm-up").start()
    application = FastAPI(title=chat.TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    application.middleware("http")(_secured)
    application.get("/healthz")(lambda: _health(answerer))
    mounted: FastAPI = chat.mounted(application, chat.page_over(answerer, lambda: edition_line(answerer.index)))
    return mounted


def _warm_up(answerer: LiveAnswerer) -> None:
    """Load the model before the first person asks; what goes wrong is told to that person."""
    with suppress(PlaybookError):
        answerer.answer("Are you ready?")


def _health(answerer: LiveAnswerer) -> "JSONResponse":
    """Whether a question could be answered now."""
    from fastapi.responses import JSONResponse

    try:
        return JSONResponse({"status": "ok", "index": answerer.ready().manifest.fingerprint})
    except PlaybookError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)


def edition_line(index: Index) -> str:
    """Which edition answers are quoted from, and what that means."""
    documents = index.documents.values()
    official, all_of = sum(one.edition == "official" for one in documents), len(documents)
    second_hand = sum(one.basis == "secondary" for one in documents)
    told = f" Of {second_hand} only descriptions were read; each answer from one says so." if second_hand else ""
    if official == all_of:
        return f"Quoted from the official text of all {all_of} documents."
    if official == 0:
        return f"Quoted from this project's own summary of {all_of} documents; citations open the originals.{told}"
    return f"Quoted from the official text of {official} of {all_of} documents, a bundled summary of the rest.{told}"


async def _secured(request: "Request", call_next: Callable[["Request"], Awaitable["Response"]]) -> "Response":
    from fastapi import Response

    if request.url.path.startswith(UPLOADS):
        return Response(status_code=404)
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the port, so that one in use is told before anything heavy is loaded."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except socket.gaierror as error:
        raise PlaybookError(
            f"Cannot listen on {host}:{port}, for it is no address of this machine. Name one: --host 127.0.0.1"
        ) from error
    except OSError as error:
        raise PlaybookError(
            f"Cannot listen on {host}:{port} ({error.strerror}). "
            f"Name another port: playbook serve --port {_other(port)}"
        ) from error


def _other(port: int) -> int:
    return port + 1 if port < LAST_PORT else port - 1


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
