"""Sources and the documents that hold their text."""

from dataclasses import dataclass
from typing import Literal

Edition = Literal["official", "summary"]
Authority = Literal["playbook", "state", "other"]
Basis = Literal["primary", "secondary"]


@dataclass(frozen=True, slots=True)
class Collection:
    """Sources that come together, such as the pages of one site."""

    id: str
    title: str
    site: str | None = None
    """Address that a page's permalink is appended to."""
    repository: str | None = None
    """Public repository the official files are fetched from."""
    revision: str | None = None
    """Revision of the repository that the pinned hashes belong to."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of `sources.toml`: a page, report, agreement, form, dataset or statute."""

    id: str
    collection: Collection
    title: str
    path: str
    """Place of the official file inside its collection, with forward slashes."""
    format: str
    url: str = ""
    publisher: str = ""
    year: int | None = None
    kind: str = "guidance"
    authority: Authority = "other"
    licence: str = "not stated"
    revision: str | None = None
    sha256: str | None = None
    """Hash of the official file at `revision`, in hexadecimal."""
    basis: Basis = "primary"
    """What the bundled summary was written from: the document itself, or what others say of it."""
    caveat: str = ""
    """How complete the bundled summary is, in a sentence; shown wherever it is quoted."""
    same_as: str | None = None
    """Id of the source that holds the text, where this entry is only another address of it."""

    @property
    def full_path(self) -> str:
        """`<collection>/<path of the official file>`, in both editions; in a plain folder of files, the path in it."""
        return f"{self.collection.id}/{self.path}" if self.collection.id else self.path

    @property
    def is_published(self) -> bool:
        """Whether it is listed where its publisher has it, in a repository or at an address of its own."""
        return bool(self.collection.repository or self.url)


@dataclass(frozen=True, slots=True)
class Document:
    """The file of one source in one edition."""

    source: Source
    edition: Edition
    format: str
    """How `content` is written; a summary is Markdown whatever the official file is."""
    content: bytes
    sha256: str
    revision: str | None
    """Revision of the official text this is, or restates; None where it is not known."""
    problem: str = ""
    """Why the file could not be read, and what to do; `content` is then empty."""
    instead: "Document | None" = None
    """The bundled summary, to be read where this official file turns out to be unreadable."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A dated remark on sections of the corpus, such as that a figure in them has changed since."""

    id: str
    date: str
    """As of when it is true: a year, a month or a day, ISO 8601."""
    text: str
    evidence: tuple[str, ...]
    """Addresses or publications it rests on."""
    where: tuple[tuple[str, tuple[str, ...]], ...]
    """The sections it belongs to: the id of the source and the trail of each."""
    about: tuple[str, ...] = ()
    """Phrases of which a quote must hold one to carry the remark; with none, every quote of the section does."""
    edition: Edition | None = None
    """The one edition it is true of; None for both."""
    is_conflict: bool = False
    """Whether the sections it belongs to disagree with one another, so that who quotes one quotes the other."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the sources name for a matter."""

    id: str
    matter: str
    who: str
    """Person or office with address or number, as a line shows it."""
    says: tuple[str, ...]
    """What must stand in the section it is named in, or it is not shown."""
    where: tuple[str, tuple[str, ...]]
    """The section that names it: the id of its source, and its trail."""
    serves: tuple[str, ...]
    """Ids of the sources whose matter it is."""
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Sections it serves before any contact that serves their source."""
