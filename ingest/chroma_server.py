"""A Chroma server: its address, and patience with it while it is started again."""

import atexit
import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from corpus.errors import PlaybookError
from ingest.chroma import server_client

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

TOKEN = "CHROMA_API_KEY"  # noqa: S105 - the name of a variable, Chroma's own
READER_SECONDS, BUILDER_SECONDS = 10.0, 120.0
"""How long a question, and a build, waits for a server that does not answer."""
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 60.0
"""Longest time to connect, and for one answer; a question has no more of it than in all."""
MOST_TOLD = 200
"""Characters of an error that are shown; some servers answer with a whole page."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Chroma server is."""

    url: str
    host: str
    port: int
    ssl: bool

    @classmethod
    def of(cls, url: str) -> "Address":
        """The parts of an address such as `http://127.0.0.1:8000`.

        Raises:
            PlaybookError: it is no such address, or a token would be sent over an open line.
        """
        try:
            parts = urlsplit(url)
            host, ssl = parts.hostname or "", parts.scheme == "https"
            port = parts.port or (443 if ssl else 8000)
        except ValueError as error:
            raise _odd(url) from error
        if parts.scheme not in ("http", "https") or not host or parts.path.strip("/") or parts.query or "@" in url:
            raise _odd(url)
        if os.environ.get(TOKEN) and not ssl and not _is_loopback(host):
            raise PlaybookError(f"{TOKEN} is set but {url} is not encrypted. Name an https address: --chroma https://…")
        return cls(url, host, port, ssl)

    def client(self, answer_seconds: float = READER_SECONDS) -> "ClientAPI":
        """A client with the token, tenant and database that Chroma's own variables name, one for the whole program."""
        token, place = os.environ.get(TOKEN, ""), (os.environ.get("CHROMA_TENANT"), os.environ.get("CHROMA_DATABASE"))
        return _client(self, token, place[0] or "default_tenant", place[1] or "default_database", answer_seconds)


@cache
def _client(address: Address, token: str, tenant: str, database: str, answer_seconds: float) -> "ClientAPI":
    headers = {"x-chroma-token": token, "Authorization": f"Bearer {token}"} if token else {}
    seconds, place = (CONNECT_SECONDS, answer_seconds), (tenant, database)
    client: Any = server_client(address.host, address.port, address.ssl, headers, place, seconds)
    atexit.register(client.close)
    found: ClientAPI = client
    return found


class ServerCalls:
    """Requests to a Chroma server; while it does not answer they are made again, for so many seconds.

    Nothing is stored twice for that: a row that is there already is left as it is.
    """

    def __init__(self, url: str, seconds: float = READER_SECONDS) -> None:
        self._url = url
        self.seconds = seconds

    def __call__(self, request: Callable[[], Done]) -> Done:
        import httpx
        from tenacity import Retrying, retry_if_exception_type, stop_before_delay, wait_exponential

        silence = (httpx.TransportError, ConnectionError)
        retrying = Retrying(
            retry=retry_if_exception_type(silence),
            stop=stop_before_delay(self.seconds),
            wait=wait_exponential(0.1, max=2),
            reraise=True,
        )
        try:
            return retrying(request)
        except silence as error:
            raise PlaybookError(
                f"The Chroma server at {self._url} does not answer ({_short(error)}). Start it, then try again."
            ) from error
        except Exception as error:  # the library raises errors of many kinds for what a server answers
            raise PlaybookError(
                f"The Chroma server at {self._url} refuses ({_short(error)}). "
                f"Check its log, and {TOKEN} if it wants a token, then try again."
            ) from error


def _short(error: Exception) -> str:
    """An error in one line."""
    told = " ".join(str(error).split()) or type(error).__name__
    return told if len(told) <= MOST_TOLD else f"{told[:MOST_TOLD]}…"


def _odd(url: str) -> PlaybookError:
    return PlaybookError(
        f"{url!r} is no address of a Chroma server. Write it like this: --chroma http://127.0.0.1:8000"
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
