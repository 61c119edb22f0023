"""Who may be asked for official text: hosts that `sources.toml` names, at addresses of the open internet."""

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from corpus.errors import FetchError, HostUnreachableError
from corpus.model import Source

SENT_ON = {"github.com": ("codeload.github.com", "raw.githubusercontent.com", "objects.githubusercontent.com")}
"""Hosts that a named one sends its files from."""
PORTS = {"https": 443, "http": 80}
NOT_PUBLIC = tuple(
    ipaddress.ip_network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "64:ff9b:1::/48", "3fff::/20", "5f00::/16")
)
"""Blocks of the registries of special addresses that Python 3.11 takes for public."""
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""An IPv6-only network reaches IPv4 addresses through these; the last four bytes are the IPv4 address."""

Resolve = Callable[[str, int, float], Sequence[str]]
"""All addresses of a host and port, within so many seconds."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, and so is the one inside it where it carries another."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        carried = [inner for inner in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if inner]
        if ip in TRANSLATED:
            carried = [ipaddress.IPv4Address(ip.packed[-4:])]
        if carried:
            return all(_is_ordinary(inner) for inner in carried)
    return _is_ordinary(ip)


def _is_ordinary(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    special = ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_loopback or ip.is_unspecified
    return ip.is_global and not special and not any(ip in block for block in NOT_PUBLIC)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name or address alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def resolved(host: str, port: int, seconds: float) -> Sequence[str]:
    """Ask the system, and give up after `seconds`: a name server that is silent answers for nobody else.

    Raises:
        HostUnreachableError: the name is not known, or nobody says so in time.
    """
    answer: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put([str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            answer.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        raise HostUnreachableError(f"{host} cannot be reached (no name server answers)") from None
    if isinstance(found, OSError):
        raise HostUnreachableError(f"{host} cannot be reached ({found.strerror or found})") from found
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Hosts:
    """Whoever is named may be asked over https, and nobody else; `local` lets tests ask this machine, over http too."""

    names: frozenset[tuple[str, int]]
    """Host and port."""
    local: bool = False
    resolve: Resolve = resolved

    def checked(self, address: str) -> str:
        """The address as it is asked: http becomes https.

        Raises:
            FetchError: it is not an address that may be asked.
        """
        parts = _parts(address)
        host = parts.hostname or ""
        if parts.scheme == "http" and not (self.local and is_loopback(host)):
            parts = parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80"))
        if parts.scheme not in PORTS or not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:.]+", host) or "@" in parts.netloc:
            raise FetchError(f"{address} is not a secure address")
        self.refuse_unnamed(host, parts.port or PORTS[parts.scheme])
        return parts._replace(fragment="").geturl()

    def refuse_unnamed(self, host: str, port: int) -> None:
        """Raise FetchError unless sources.toml names this host, with this port if it is not the usual one."""
        if (host, port) not in self.names:
            told = host if port in PORTS.values() else f"{host}:{port}"
            raise FetchError(f"{told} is not a host that sources.toml names")

    def addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Every IP address of a host, each of them checked: connect to these and to no other.

        Raises:
            FetchError: one of them is not of the open internet, or the host cannot be found.
        """
        found = self.resolve(host, port, seconds)
        for address in found:
            if not is_public(address) and not (self.local and is_loopback(address)):
                raise FetchError(f"{host} is at {address}, which is not an address of the open internet")
        return found


def named(sources: Iterable[Source], local: bool = False) -> Hosts:
    """The hosts of every address in `sources.toml`, and those they send their files from."""
    addresses = {
        address
        for source in sources
        for address in (source.url, source.collection.site, source.collection.repository)
        if address
    }
    names = {name for address in addresses for name in _names(address)}
    names |= {(other, 443) for host, _ in tuple(names) for other in SENT_ON.get(host, ())}
    return Hosts(frozenset(names), local)


def _names(address: str) -> tuple[tuple[str, int], ...]:
    """Host and port of an address; none where it names no host."""
    try:
        parts = _parts(address)
    except FetchError:
        return ()
    port = 443 if parts.port in (None, 80) else parts.port
    return ((parts.hostname, port or 443),) if parts.hostname else ()


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError as error:
        raise FetchError(f"{address} is not an address ({error})") from error
    return parts
