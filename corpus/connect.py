"""Connect to exactly the address that was checked, and keep to a deadline whatever the other side does.

A name may be resolved to one address when it is checked and to another when it is connected to. Here it is resolved
once; the connection goes to that address, while TLS still proves the name. Timeouts of single reads do not stop a
server that sends a byte a second, so every read, write and handshake has only what is left until the deadline.
"""

import ssl
from collections.abc import Iterable
from itertools import zip_longest
from time import monotonic
from typing import Any

import httpcore

from corpus.errors import FetchError, HostUnreachableError
from corpus.hosts import Hosts

ADDRESSES = 4
"""Addresses of one host that are tried, IPv6 and IPv4 in turn: a network may promise one and drop it."""


class Backend(httpcore.NetworkBackend):
    """Connects to hosts that may be asked; with `hosts` None to whoever is named: a proxy, which resolves by itself."""

    def __init__(self, until: float, hosts: Hosts | None) -> None:
        self._until = until
        self._hosts = hosts
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception = httpcore.ConnectError("it has no address")
        each = None if timeout is None else timeout / 2
        for address in _in_turn(self._checked(host, port, timeout))[:ADDRESSES]:
            try:
                limit = left(self._until, each)
                return Stream(self._plain.connect_tcp(address, port, limit, None, socket_options), self._until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise HostUnreachableError(f"{host} cannot be reached ({failed})") from failed

    def _checked(self, host: str, port: int, timeout: float | None) -> list[str]:
        if self._hosts is None:
            return [host]
        self._hosts.refuse_unnamed(host, port)
        return list(self._hosts.addresses(host, port, left(self._until, timeout)))


def _in_turn(addresses: list[str]) -> list[str]:
    """The first of each family, then the second of each, and so on."""
    newer, older = ([one for one in addresses if (":" in one) is family] for family in (True, False))
    return [one for pair in zip_longest(newer, older) for one in pair if one]


def pool(
    until: float, hosts: Hosts, trust: ssl.SSLContext, proxy: tuple[str, tuple[bytes, bytes] | None] | None
) -> httpcore.ConnectionPool:
    """Connections that keep to all this, through a proxy where one is given by address and name with password.

    Raises:
        FetchError: the proxy is of a kind that cannot be used.
    """
    if proxy is None:
        return httpcore.ConnectionPool(trust, network_backend=Backend(until, hosts))
    address, account = proxy
    if not address.startswith(("http://", "https://")):
        raise FetchError("the proxy that the environment names cannot be used (only http and https proxies can)")
    return httpcore.HTTPProxy(address, account, ssl_context=trust, network_backend=Backend(until, None))


class Stream(httpcore.NetworkStream):
    """A connection that waits no longer than the deadline."""

    def __init__(self, plain: httpcore.NetworkStream, until: float) -> None:
        self._plain = plain
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._plain.write(buffer, left(self._until, timeout))

    def close(self) -> None:
        self._plain.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = left(self._until, timeout)
        return Stream(self._plain.start_tls(ssl_context, server_hostname, limit), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)


def left(until: float, timeout: float | None) -> float:
    """Seconds that a step may take: its own limit or what is left of the whole, whichever is less."""
    remaining = until - monotonic()
    if remaining <= 0:
        raise httpcore.ReadTimeout("the time for this file is over")
    return remaining if timeout is None else min(timeout, remaining)
