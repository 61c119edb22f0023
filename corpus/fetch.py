"""Fetch one address: checked at every hop, bounded in time and size, and tried again where that may help.

A proxy named in the environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY) is used. It resolves names itself, so behind one the
addresses of hosts are its business; the list of hosts holds all the same, and TLS proves the host through it.
"""

import random
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from corpus.connect import pool
from corpus.errors import FetchError, HostUnreachableError
from corpus.hosts import Hosts, is_loopback
from corpus.reply import NO_TAGS, PassingError, Reply, Tags, Watch, reply, too_late

FIRST_ERROR = 400
HOPS = 6
"""Requests that one address may lead to, redirects included."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds."""

    tries: int = 3
    connect: float = 5.0
    read: float = 30.0
    total: float = 300.0
    """For one file, with all its tries."""
    first_wait: float = 0.5
    """Before the second try; doubles with each, give or take a half."""
    longest_wait: float = 30.0
    """Also where the server asks for more."""


class Fetcher:
    """Gets files from the hosts it was given, and from no other."""

    def __init__(
        self, hosts: Hosts, patience: Patience = Patience(), sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._hosts = hosts
        self._patience = patience
        self._sleep = sleep
        self._trust = httpx.create_ssl_context()

    def get(
        self, address: str, limit: int, tags: Tags = NO_TAGS, watch: Watch = lambda done, of: None, within: float = 1e9
    ) -> Reply:
        """The file at an address, at most `limit` bytes of it, within so many seconds.

        Raises:
            HostUnreachableError: its host does not answer.
            FetchError: it cannot be had for another reason.
        """
        until = time.monotonic() + min(self._patience.total, within)
        tried = 1
        while True:
            try:
                return self._once(address, limit, tags, watch, until)
            except (PassingError, HostUnreachableError) as error:
                wait = self._wait(tried, error)
                if tried == self._patience.tries or wait is None or time.monotonic() + wait >= until:
                    raise _final(error) from error
                self._sleep(wait)
                tried += 1

    def ask(self, address: str) -> tuple[int, str]:
        """The status that is answered, and where it redirects to, if anywhere; nothing of a body is read.

        Raises:
            FetchError: as for `get`.
        """
        address = self._hosts.checked(address)
        status, to = self._asked("HEAD", address)
        return (status, to) if status < FIRST_ERROR else self._asked("GET", address)

    def may_ask(self, address: str) -> bool:
        """Whether its host is one that was given."""
        try:
            self._hosts.checked(address)
        except FetchError:
            return False
        return True

    def _asked(self, method: str, address: str) -> tuple[int, str]:
        until = time.monotonic() + self._patience.total
        with (
            _plainly(address, until, silent=True),
            self._client(address, until) as client,
            client.stream(method, address, headers=_headers(NO_TAGS)) as response,
        ):
            to = response.headers["location"] if response.has_redirect_location else ""
            return response.status_code, urljoin(address, to) if to else ""

    def _wait(self, tried: int, error: FetchError) -> float | None:
        """Seconds before the next try; None where it would end the same."""
        if isinstance(error.__cause__, ssl.SSLCertVerificationError):
            return None
        jitter = random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        backed_off = self._patience.first_wait * 2.0 ** (tried - 1) * jitter
        asked = error.after if isinstance(error, PassingError) else 0.0
        return min(max(backed_off, asked), self._patience.longest_wait)

    def _once(self, address: str, limit: int, tags: Tags, watch: Watch, until: float) -> Reply:
        for hop in range(HOPS):
            address = self._hosts.checked(address)
            with (
                _blame(hop),
                _plainly(address, until, silent=True),
                self._client(address, until) as client,
                client.stream("GET", address, headers=_headers(tags)) as response,
                _plainly(address, until, silent=False),
            ):
                if not response.has_redirect_location:
                    return reply(response, limit, tags, watch, until)
                address = urljoin(address, response.headers["location"])
        raise FetchError("too many redirects")

    def _client(self, address: str, until: float) -> httpx.Client:
        """A client for one request: it keeps no connection, cookie or password that another host could profit from."""
        timeout = httpx.Timeout(self._patience.read, connect=self._patience.connect)
        transport = _Transport(address, until, self._hosts, self._trust)
        return httpx.Client(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False)


class _Transport(httpx.HTTPTransport):
    """httpx's own transport over connections of ours: it has no parameter for them."""

    def __init__(self, address: str, until: float, hosts: Hosts, trust: ssl.SSLContext) -> None:
        proxy = _proxy(address)
        self._pool = pool(until, hosts, trust, (str(proxy.url), proxy.raw_auth) if proxy else None)


def _proxy(address: str) -> httpx.Proxy | None:
    """The proxy that the environment names for an address, never for this machine's own."""
    parts = urlsplit(address)
    host, named = parts.hostname or "", getproxies()
    url = named.get(parts.scheme) or named.get("all")
    if not url or is_loopback(host) or proxy_bypass(host):
        return None
    try:
        return httpx.Proxy(url if "://" in url else f"http://{url}")
    except (ValueError, httpx.InvalidURL) as error:
        raise FetchError(f"the proxy that the environment names cannot be used ({error})") from error


def _headers(tags: Tags) -> dict[str, str]:
    headers = {"User-Agent": "playbook-assistant", "Accept": "*/*", "Accept-Encoding": "gzip"}
    headers |= {"If-None-Match": tags.etag} if tags.etag else {}
    return headers | ({"If-Modified-Since": tags.modified} if tags.modified else {})


@contextmanager
def _blame(hop: int) -> Iterator[None]:
    """A host that was only redirected to may be down while the one that was asked has its other files."""
    try:
        yield
    except HostUnreachableError as error:
        if hop:
            raise PassingError(str(error)) from error.__cause__
        raise
    except PassingError as error:
        error.silent = error.silent and not hop
        raise


@contextmanager
def _plainly(address: str, until: float, silent: bool) -> Iterator[None]:
    """Turn httpx's errors into ours: what may pass, and who does not answer; `silent` while nothing came yet."""
    host = urlsplit(address).hostname or address
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise _unreachable(host, error) from _root(error)
    except httpx.TimeoutException as error:
        if time.monotonic() >= until:
            raise too_late() from error
        told = f"{host} cannot be reached (it does not answer)" if silent else f"{host} stopped sending"
        raise PassingError(told, silent=silent) from error
    except httpx.ProxyError as error:
        raise HostUnreachableError(f"{host} cannot be reached through the proxy ({error})") from error
    except httpx.TransportError as error:
        raise PassingError(f"the transfer broke off ({error})") from error
    except (httpx.InvalidURL, httpx.HTTPError, httpx.StreamError) as error:
        raise FetchError(f"{address} cannot be fetched ({error})") from error


def _root(error: BaseException) -> BaseException:
    """What is behind an error that libraries passed on."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error


def _unreachable(host: str, error: Exception) -> HostUnreachableError:
    root = _root(error)
    if isinstance(root, ssl.SSLCertVerificationError):
        return HostUnreachableError(f"{host} cannot be reached safely ({root.verify_message})")
    return HostUnreachableError(f"{host} cannot be reached ({error})")


def _final(error: FetchError) -> FetchError:
    """What the last try says: a host that stayed silent is not asked for its next file."""
    return HostUnreachableError(str(error)) if isinstance(error, PassingError) and error.silent else error
