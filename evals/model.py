"""Cases, answers as they are kept, scores, figures and comparisons."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from assistant.model import Turn
from ingest.questions import Place

Half = Literal["dev", "test"]
Way = Literal["asked", "alone", "typos", "capitals", "withheld"]
"""How a case was put: as it stands; a follow-up without its history; with slips of the keyboard; in capitals; with the
one document that answers it left out of the search, so that it must be refused."""
Verdict = Literal["right", "partly", "wrong", "refused", "declined", "unscored"]
"""Of an answerable case: `right` cites a right section, states every fact and nothing it must not; `partly` cites a
right section; `wrong` cites none; `refused` says that the sources do not tell. Of an unanswerable one: `right` refuses,
`wrong` answers. Of both: `declined` is no question for this assistant, `unscored` gave no answer to score."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A section that answers a case's question by itself."""

    source: str
    trail: tuple[str, ...]
    primary: bool = True
    """Whether a good answer cites it; any other legitimately answers, too."""
    phrases: tuple[str, ...] = ()
    """Words of the point that answers, of which one must still stand in the section."""

    @property
    def place(self) -> Place:
        """The section, the way a passage names its own."""
        return self.source, self.trail


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a good answer must show."""

    id: str
    question: str
    kind: str
    answerable: bool
    gold: tuple[Gold, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    """What must be stated, each as alternatives of which one is enough."""
    history: tuple[Turn, ...] = ()
    must_not_say: tuple[str, ...] = ()

    @property
    def can_be_counted(self) -> bool:
        """Whether anything tells a right answer from a wrong one."""
        return not self.answerable or bool(self.gold or self.facts or self.must_not_say)

    @property
    def half(self) -> Half:
        """Fixed by the id: things are tuned on one half and reported on the other."""
        return "dev" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 == 0 else "test"

    @property
    def documents(self) -> tuple[str, ...]:
        """The sources a good answer cites, each once."""
        return tuple(dict.fromkeys(gold.source for gold in self.gold if gold.primary))

    @property
    def cluster(self) -> str:
        """What cases that may go right or wrong together share: the first document, or for want of one the case."""
        return self.documents[0] if self.documents else self.id

    @property
    def digest(self) -> str:
        """Changes when anything that bears on the score does; two runs are compared on cases where it agrees."""
        return hashlib.sha256(repr(self).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a document's text."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a case's gold is in the corpus at hand."""

    sections: tuple[tuple[Gold, Span], ...] = ()
    """Each gold section with all its text."""
    evidence: tuple[tuple[Gold, Span], ...] = ()
    """The blocks of each gold section that hold one of its phrases or one of the case's facts."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation of an answer that is scored."""

    source: str
    trail: tuple[str, ...]
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        """Where the quote is said to stand."""
        return Span(self.source, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that an answer's search found."""

    source: str
    trail: tuple[str, ...]
    start: int
    end: int
    score: float

    @property
    def span(self) -> Span:
        """Where the passage stands."""
        return Span(self.source, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is scored: what a person sees, read from its JSON (docs/architecture.md)."""

    case: str
    way: Way
    status: str
    """`answered`, `partial`, `not_found` or `declined`; `error` where there is no answer to score."""
    confidence: float | None = None
    statements: tuple[str, ...] = ()
    uncited: int = 0
    """Statements that name no citation of the answer."""
    citations: tuple[Quoted, ...] = ()
    passages: tuple[Ranked, ...] = ()
    """The first hits, best first, each section once."""
    error: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether it says anything of the matter."""
        return self.status in ("answered", "partial")


@dataclass(frozen=True, slots=True)
class Scored:
    """A case, put in one way, with every score that bears on it: all that figures and comparisons rest on."""

    case: str
    digest: str
    way: Way
    kind: str
    half: Half
    answerable: bool
    cluster: str
    verdict: Verdict
    confidence: float | None
    scores: dict[str, float]
    """By measure (evals/measures/catalogue.py says what each means); one that does not bear on the case is absent."""
    cited: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over many cases."""

    value: float | None
    """None where no case bears on it."""
    cases: int
    low: float | None = None
    """The interval that holds the true value in 95 of 100 such samples of documents; None where it was not taken."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All measures over the cases of one slice."""

    name: str
    cases: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of one slice in two runs over the same cases."""

    measure: str
    slice: str
    """`all`, or a kind of case."""
    cases: int
    before: float
    after: float
    low: float
    """The 95% interval of the difference, by bootstrap over documents."""
    high: float
    p: float
    """By flipping the signs of the cases' differences, two-sided."""
    adjusted_p: float
    """After Holm's correction over everything it was tested beside; the same as `p` for a measure that decides."""
    smallest: float
    """The smallest difference so many cases can show."""
    verdict: Literal["better", "worse", "no difference shown", "too few cases"]
    lost: tuple[str, ...] = ()
    """Ids of the cases that fare worse by this measure, those that fell most first."""


@dataclass(frozen=True, slots=True)
class Change:
    """A case that fares differently in two runs."""

    case: str
    what: Literal["gained", "lost", "citation changed"]
    before: str
    """The verdict, with the first section cited."""
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, case by case."""

    baseline: str
    cases: int
    """Cases that both runs hold, unchanged."""
    left_out: tuple[str, ...]
    """Ids of cases that only one of the runs holds, or that were changed between them."""
    differences: tuple[Difference, ...] = ()
    changes: tuple[Change, ...] = ()
