"""Sections, passages and hits, with the character offsets that make a quote checkable."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "list", "table", "code", "footnote", "silent"]
PartKind = Literal["sentence", "item", "row"]


@dataclass(frozen=True, slots=True)
class Part:
    """The smallest thing worth quoting: a sentence, a list item with what hangs from it, a table row."""

    kind: PartKind
    start: int
    end: int
    plain: str
    """As a reader of the page sees it, markup removed; a row names its columns."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table or the like, at `text[start:end]` of its document."""

    kind: BlockKind
    start: int
    end: int
    plain: str
    """As a reader of the page sees it: list markers and table bars stay, other markup is gone; may be empty."""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading; a PDF page counts as one."""

    trail: tuple[str, ...]
    """The document's title, then every heading above, down to this section's own."""
    anchor: str
    """Fragment of the published page; empty for what stands above its first heading."""
    start: int
    """Where the text under the heading begins."""
    end: int
    blocks: tuple[Block, ...]
    page: int | None = None
    """1-based page, for documents that have pages."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as the index keeps it: its text, and what a citation says of it."""

    source: str
    collection: str
    collection_title: str
    path: str
    title: str
    url: str
    edition: str
    revision: str | None
    sha256: str
    year: int | None
    publisher: str
    authority: str
    text: str
    basis: str = "primary"
    """`secondary` where this is a summary of a document that itself was not read."""
    caveat: str = ""
    """How complete this text is, in a sentence, where it is a summary of a document that was not read whole."""
    problems: tuple[str, ...] = ()
    """What of the file could not be read, a sentence each."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source whose file could not be read at all."""

    source: str
    sentence: str
    """What is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole blocks from one section: the unit we search and cite."""

    id: str
    source: str
    trail: tuple[str, ...]
    anchor: str
    page: int | None
    start: int
    end: int
    text: str
    """Exactly as printed, so a quotation can be found in it: the document's `text[start:end]`."""
    blocks: tuple[Block, ...]
    continues: bool = False
    """Whether the passage before it stands right above it in the same section, so that a quote may run over both."""

    @property
    def plain(self) -> str:
        """The passage as a reader of the page sees it."""
        return "\n\n".join(block.plain for block in self.blocks if block.plain)


@dataclass(frozen=True, slots=True)
class Match:
    """A part of a passage, or all of it, and how like the question it is."""

    start: int
    end: int
    similarity: float
    """Cosine, -1 to 1."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a section answering: cosines, -1 to 1; nearest first."""

    text: float
    """How like the question its text is: mean of a passage and its nearest part."""
    questions: tuple[float, ...]
    """How near the questions are that it is known to answer."""
    near_misses: tuple[float, ...]
    """How near the questions are that its words invite and that no source answers."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A section with its place in a ranking, and the passage of it that is nearest the question."""

    rank: int
    """1 is best."""
    score: float
    """What the ranking was ordered by; higher is better, comparable within one ranking only."""
    similarity: float
    """How like the question the passage, or a question it is known to answer, is: -1 to 1."""
    passage: Passage
    section: tuple[Passage, ...]
    """All passages of its section, in reading order, itself among them."""
    matches: tuple[Match, ...] = ()
    """The parts of the section that came near the question."""
    evidence: Evidence = Evidence(-1.0, (), ())
