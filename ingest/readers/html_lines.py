"""A line of HTML text on its way: white space folded, with what is needed to tell a menu entry from a sentence."""

import re
from collections.abc import Callable, Iterator

from ingest import sentences

OPEN, CLOSE = "\ue000", "\ue001"
"""Around an e-mail address that stands behind the words of a link and is not printed."""
ADDRESS = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
MAIL = re.compile(rf"mailto:([^\s()<>?{OPEN}{CLOSE}]+@[^\s()<>?{OPEN}{CLOSE}]+)", re.I)
UNSEEN = re.compile("[\u00ad\u200b\ufeff\ue000\ue001]")
"""Where a browser may break a word, and what this module marks addresses with."""
MAY_BEGIN = re.compile(r"\n(?=[^a-z])")
"""A line break after which a new sentence may begin without a full stop before it."""

Repeats = Callable[[str, str], bool]
"""Whether the words stand again at the place of the page with this id."""


class Line:
    """Text of one paragraph, heading, item or cell."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._links: list[tuple[str, list[str]]] = []
        """Links to places of the same page, with their words."""
        self.is_blank = True
        self._separator = ""
        self._is_broken = False
        """Whether a line break was the last thing seen."""
        self.bold_letters = self.letters = self.letters_in_links = 0

    def add(self, text: str, link: str = "", bold: bool = False) -> None:
        """Text as it stands in the page; `link` is the address of the link it is in."""
        text = UNSEEN.sub("", text)
        if self._separator and text.strip():
            self._pieces.append(self._separator)
            self._separator = ""
        self._pieces.append(re.sub(r"\s", " ", text))
        letters = len("".join(text.split()))
        if not letters:
            return
        self.is_blank = self._is_broken = False
        self.letters += letters
        self.bold_letters += letters * bold
        if link.startswith("#"):
            self.letters_in_links += letters
            if not self._links or self._links[-1][0] != link:
                self._links.append((link, []))
            self._links[-1][1].append(text)

    def break_line(self) -> bool:
        """A line break; whether it is the second in a row, which ends a paragraph."""
        is_second, self._is_broken = self._is_broken, not self.is_blank
        self._pieces.append("\n")
        return is_second

    def separate(self, separator: str) -> None:
        """What stands between the words so far and those to come, if there are any of both."""
        if not self.is_blank and self._separator in ("", " "):
            self._separator = separator

    def place(self) -> int:
        """Where the next piece will stand."""
        return len(self._pieces)

    def add_address(self, link: str, since: int) -> None:
        """The address a link writes to, unless its words, which stand from `since` on, are that address."""
        found = MAIL.match(link)
        words = "".join(self._pieces[since:])
        if found and words.strip() and found[1].lower() not in words.lower():
            self._pieces.append(f"{OPEN} ({found[1]}){CLOSE}")

    def marked(self) -> str:
        """The text, folded, with addresses marked."""
        lines = (" ".join(line.split()) for line in "".join(self._pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def printed(self) -> str:
        """The text as the page prints it."""
        return ADDRESS.sub("", self.marked())

    def shown(self) -> str:
        """The text with what a reader gets from its links, in one line."""
        return seen(self.marked()).replace("\n", " ")

    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return 0 < self.letters == self.bold_letters

    def only_repeats(self, repeats: Repeats) -> bool:
        """Whether it is an entry of a table of contents: links whose words stand again where they lead."""
        if self.letters == 0 or self.letters_in_links < self.letters:
            return False
        return all(repeats(link[1:], " ".join("".join(words).split())) for link, words in self._links)


def seen(marked: str) -> str:
    """Marked text as a reader sees it."""
    return marked.replace(OPEN, "").replace(CLOSE, "")


def sentences_of(marked: str) -> Iterator[tuple[str, str]]:
    """Each sentence as it is printed and as it is seen."""
    edge = 0
    for cut in [*(match.start() for match in MAY_BEGIN.finditer(marked)), len(marked)]:
        piece = marked[edge:cut]
        for first, last in sentences.spans(piece):
            words = piece[first:last]
            printed = ADDRESS.sub("", words).strip()
            if printed:
                yield printed, " ".join(seen(words).split())
        edge = cut
