"""Read what a server answers: no more than was allowed, unpacked in small pieces, and never on its word alone."""

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from corpus.errors import FetchError

if TYPE_CHECKING:
    import httpx

OK, NOT_MODIFIED = 200, 304
PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Answers that may be another one in a moment."""
STEP = 64 * 1024

Watch = Callable[[int, int | None], None]
"""Told how many bytes have come, and of how many where the server says."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a server calls one version of a file, to be asked next time whether it is still the one."""

    etag: str = ""
    modified: str = ""


NO_TAGS = Tags()


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address gave."""

    content: bytes | None
    """None: still the version that was asked about."""
    tags: Tags


class PassingError(FetchError):
    """Another try may go well."""

    def __init__(self, reason: str, after: float = 0.0, silent: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        """Seconds the server asks to wait."""
        self.silent = silent
        """Whether the host did not answer at all."""


def reply(response: "httpx.Response", limit: int, tags: Tags, watch: Watch, until: float) -> Reply:
    """The body, at most `limit` bytes of it as unpacked; `until` is when it has to be there.

    Raises:
        FetchError: it is larger, late, packed oddly, or not what was asked for.
    """
    if response.status_code == NOT_MODIFIED and tags != NO_TAGS:
        return Reply(None, tags)
    _refuse_status(response)
    expected = _number(response.headers.get("Content-Length", ""))
    if expected is not None and expected > limit:
        raise _too_large(limit)
    content = bytearray()
    for piece in _unpacked(response):
        content += piece
        if len(content) > limit:
            raise _too_large(limit)
        if time.monotonic() >= until:
            raise too_late()
        watch(len(content), expected)
    return Reply(bytes(content), Tags(tag(response.headers.get("ETag")), tag(response.headers.get("Last-Modified"))))


def too_late() -> FetchError:
    """What is said of a file whose time is over."""
    return FetchError("it took too long and was given up")


def _refuse_status(response: "httpx.Response") -> None:
    status = response.status_code
    if status == OK:
        return
    reason = f"{response.url.host} answered {status} {response.reason_phrase}".strip()
    if status in PASSING:
        raise PassingError(reason, _retry_after(response.headers.get("Retry-After", "")))
    raise FetchError(reason)


def _retry_after(value: str) -> float:
    """Seconds a server asks to wait: it gives a number or a date; 0 where it gives neither."""
    number = _number(value)
    if number is not None:
        return float(number)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else None


def _unpacked(response: "httpx.Response") -> Iterator[bytes]:
    """The body in small pieces, however well it was packed; httpx would unpack a whole read at once."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing in ("", "identity"):
        yield from response.iter_raw()
    elif packing in ("gzip", "x-gzip"):
        yield from _inflated(response.iter_raw())
    else:
        raise FetchError(f"it comes packed as {packing[:40]}, which was not asked for")


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits=31)
    try:
        for piece in packed:
            yield from _steps(inflater, piece)
    except zlib.error as error:
        raise FetchError("its gzip packing is damaged") from error
    if not inflater.eof:
        raise PassingError("the transfer broke off")
    if inflater.unused_data:
        raise FetchError("its gzip packing is damaged")


def _steps(inflater: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    """What one piece unpacks to, never much of it at a time; it may hold output back when its input is used up."""
    while True:
        unpacked = inflater.decompress(packed, STEP)
        yield unpacked
        packed = inflater.unconsumed_tail
        if not packed and len(unpacked) < STEP:
            return


def tag(value: str | None) -> str:
    """A validator that may be sent back; an odd one is not kept."""
    return value if value and len(value) < 500 and value.isascii() and value.isprintable() else ""


def _too_large(limit: int) -> FetchError:
    return FetchError(f"larger than {limit // 2**20} MiB")
