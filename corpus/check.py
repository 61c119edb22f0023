"""Ask web addresses whether they still answer."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urldefrag

from corpus.errors import FetchError

if TYPE_CHECKING:
    from corpus.fetch import Fetcher, Patience

SECONDS = 5.0
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


def patience() -> "Patience":
    """A person waits for what comes of all addresses, so none is waited for long."""
    from corpus.fetch import Patience

    return Patience(tries=1, connect=SECONDS, read=SECONDS, total=2 * SECONDS)


def answers(address: str, fetcher: "Fetcher") -> Standing:
    """Whether a server answers at an address, after at most five redirects; none of what it offers is read.

    A redirect to a host that `sources.toml` does not name is told, not followed.
    """
    if not address.lower().startswith(("http://", "https://")):
        return Standing("not asked", "no web address")
    try:
        return _followed(fetcher, urldefrag(address).url)
    except (FetchError, ValueError) as error:
        return Standing("unreachable", str(error))


def _followed(fetcher: "Fetcher", first: str) -> Standing:
    address = first
    for _ in range(REDIRECTS + 1):
        status, to = fetcher.ask(address)
        if not to:
            return _judged(first, address, status)
        if not fetcher.may_ask(to):
            return Standing("moved", to, status)
        address = to
    return Standing("unreachable", f"more than {REDIRECTS} redirects")


def _judged(first: str, last: str, status: int) -> Standing:
    if status in GONE:
        return Standing("gone", str(status), status)
    if status >= FIRST_ERROR:
        return Standing("unreachable", f"its server answers {status}", status)
    if _plain(first) == _plain(last):
        return Standing("answers", status=status)
    return Standing("moved", last, status)


def _plain(address: str) -> str:
    """The same for an address and its secure form."""
    return address.partition("://")[2].rstrip("/")
