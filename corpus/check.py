"""Ask web addresses whether they still answer."""

import ipaddress
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    import httpx

SECONDS = 5.0
"""To connect, and again for an answer."""
REDIRECTS = 5
AT_ONCE = 8
"""Addresses asked at the same time."""
GONE = (404, 410)
FIRST_ERROR = 400

Kind = Literal["answers", "moved", "gone", "unreachable", "not asked"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an address."""

    kind: Kind
    detail: str = ""
    """Where it moved to, or why it was not reached."""
    status: int | None = None
    """The last HTTP status; None where no server answered."""


class RefusedError(Exception):
    """An address that must not be asked, with the reason."""


def standings(
    addresses: Sequence[str], ask: Callable[[str], Standing], progress: Callable[[int, int], None]
) -> Mapping[str, Standing]:
    """The standing of each address, each asked once."""
    distinct = list(dict.fromkeys(urldefrag(one).url for one in addresses))
    found: dict[str, Standing] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = {pool.submit(ask, one): one for one in distinct}
        for done, future in enumerate(as_completed(asked), 1):
            found[asked[future]] = future.result()
            progress(done, len(distinct))
    return {one: found[urldefrag(one).url] for one in addresses}


def answers(address: str, allow_local: bool = False) -> Standing:
    """Whether a server answers at an address, after at most five redirects; none of what it offers is read.

    Only https is asked, also for an http address, and no private or loopback address, unless `allow_local`.
    """
    import httpx

    try:
        if urlsplit(address).scheme.lower() not in ("http", "https"):
            return Standing("not asked", "no web address")
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
            return _followed(client, _asked(address, allow_local), allow_local)
    except httpx.TimeoutException:
        return Standing("unreachable", f"no answer within {SECONDS:.0f} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, RefusedError, OSError, ValueError) as error:
        return Standing("unreachable", str(error) or type(error).__name__)


def _followed(client: "httpx.Client", first: str, allow_local: bool) -> Standing:
    address = first
    for _ in range(REDIRECTS + 1):
        _refuse_private(address, allow_local)
        status, to = _status(client, address)
        if not to:
            return _judged(first, address, status)
        address = _asked(urljoin(address, to), allow_local)
    return Standing("unreachable", f"more than {REDIRECTS} redirects")


def _status(client: "httpx.Client", address: str) -> tuple[int, str]:
    """Status and the address redirected to, if any: by HEAD, or by GET where a server has no good answer to that."""
    response = client.head(address)
    if response.status_code >= FIRST_ERROR:
        with client.stream("GET", address) as response:
            pass
    return response.status_code, response.headers.get("location", "") if response.is_redirect else ""


def _judged(first: str, last: str, status: int) -> Standing:
    if status in GONE:
        return Standing("gone", str(status), status)
    if status >= FIRST_ERROR:
        return Standing("unreachable", f"its server answers {status}", status)
    if first.rstrip("/") == last.rstrip("/"):
        return Standing("answers", status=status)
    return Standing("moved", last, status)


def _asked(address: str, allow_local: bool) -> str:
    """The address without its fragment, by https unless local ones are allowed."""
    parts = urlsplit(urldefrag(address).url)
    if parts.scheme.lower() not in ("http", "https"):
        raise RefusedError(f"it redirects to {address[:80]}, which is no web address")
    return parts.geturl() if allow_local else parts._replace(scheme="https").geturl()


def _refuse_private(address: str, allow_local: bool) -> None:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = {info[4][0] for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    except (socket.gaierror, UnicodeError) as error:
        raise RefusedError(f"there is no host {parts.hostname}") from error
    local = [one for one in found if not ipaddress.ip_address(one).is_global]
    if local and not allow_local:
        raise RefusedError(f"{parts.hostname} is a private address")
