"""Where a link leads: to a section of the corpus, to none of it, or out of it."""

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit

from corpus.catalogue import FORMATS
from corpus.model import Source
from ingest.links import Link, Page

DEFAULT_PORTS = {"http": 80, "https": 443}
PAGE_SUFFIXES = ("", ".html", ".htm")
"""Of a site's addresses, those that open a page; others open files that no page can be found in."""
NO_PAGE = "no page of the corpus has this address"
NO_SECTION = "its page has no section with this anchor"
MALFORMED = "this is not an address"


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An address outside the corpus that no source has, and what links to it."""

    target: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A link that certainly leads to no page or section inside the corpus."""

    link: Link
    reason: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A link that leads out of the corpus, to what no source has."""

    link: Link
    address: str


def normal(address: str) -> str:
    """An address as far as it tells places apart: no fragment, no order of queries, http as https."""
    parts = urlsplit(urldefrag(address.strip()).url)
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        return f"{scheme}:{unquote(parts.path).lower()}"
    port = "" if parts.port in (None, DEFAULT_PORTS[scheme]) else f":{parts.port}"
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    path = unquote(parts.path).rstrip("/")
    return f"https://{(parts.hostname or '').lower()}{port}{path}{'?' if query else ''}{query}"


def unlisted(outside: Iterable[Outside]) -> tuple[Unlisted, ...]:
    """The addresses outside the corpus, each with the links that lead there."""
    found: dict[str, list[Outside]] = {}
    for one in outside:
        found.setdefault(normal(one.address), []).append(one)
    return tuple(Unlisted(ones[0].address, tuple(one.link for one in ones)) for ones in found.values())


class Map:
    """The pages of a corpus by their addresses and by their paths."""

    def __init__(self, sources: Sequence[Source], pages: Sequence[Page]) -> None:
        self._listed = {normal(one.url) for one in sources if one.url}
        self._paths = {one.full_path for one in sources}
        self._site = {one.id: one.collection.site or "" for one in sources}
        self._sites = {normal(site) for site in self._site.values() if site}
        self._by_address = {normal(page.document.url): page for page in pages if page.document.url}
        self._by_path = {page.document.path: page for page in pages}

    def judged(self, page: Page) -> list[Outside | Nowhere]:
        """The links of a page that lead out of the corpus or nowhere in it; one that cannot be judged is left out."""
        found = (self._judged(page, link) for link in page.links)
        return [one for one in found if one is not None]

    def _judged(self, page: Page, link: Link) -> Outside | Nowhere | None:
        try:
            bare, anchor = urldefrag(link.target)
            address = urljoin(page.document.url, bare)
            there = page if not bare else self._at(page, bare, address)
        except ValueError:
            return Nowhere(link, MALFORMED)
        if there:
            return Nowhere(link, NO_SECTION) if _lacks(there, anchor) else None
        if _path(page, bare) in self._paths or normal(address) in self._listed:
            return None
        if self._is_outside(address):
            return Outside(link, link.target if bare == address else address)
        return Nowhere(link, NO_PAGE) if self._is_missing(page, bare, address) else None

    def _at(self, page: Page, bare: str, address: str) -> Page | None:
        """The page at a relative path among the files, or at an address."""
        return self._by_path.get(_path(page, bare)) or self._by_address.get(normal(address))

    def _is_outside(self, address: str) -> bool:
        if re.match(r"mailto:", address, re.I):
            return True
        if not re.match(r"https?://", address, re.I):
            return False
        return not self._is_on_a_site(address) or _suffix(address) not in PAGE_SUFFIXES

    def _is_on_a_site(self, address: str) -> bool:
        return any(f"{normal(address)}/".startswith(f"{site}/") for site in self._sites)

    def _is_missing(self, page: Page, bare: str, address: str) -> bool:
        """Whether a page of the corpus is meant: on a site by any address, in a folder by the formats that are read."""
        if self._is_on_a_site(address):
            return True
        is_relative = not re.match(r"[a-z][a-z0-9+.-]*:|/", bare, re.I)
        is_in_the_folder = is_relative and not _path(page, bare).startswith("..")
        return is_in_the_folder and not self._site[page.document.source] and _suffix(bare) in FORMATS


def _lacks(page: Page, anchor: str) -> bool:
    """Whether a page is known to have no such anchor; `#top` and text fragments need none."""
    wanted = unquote(anchor.partition(":~:")[0])
    return bool(wanted) and page.anchors is not None and wanted not in {*page.anchors, "top"}


def _path(page: Page, bare: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.document.path), unquote(bare)))


def _suffix(address: str) -> str:
    return posixpath.splitext(urlsplit(address).path)[1].lower()
