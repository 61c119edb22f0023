"""Make the characters of a printed line plain, and words broken at its end whole."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LAST = re.compile(r"((?:[^\W_]+-)*[^\W_]+)-$")
FIRST = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
SUSPENDED = {"and", "or", "to", "nor", "und"}
"""After "short-" these go on to "and long-term": the hyphen stands for what follows later."""
BULLETS = dict.fromkeys([0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF0FC, 0xF02D, 0xF06E], "•")
"""Where symbol fonts keep their bullets, in Unicode's private area."""
DROPPED = {"Cc", "Cf", "Cs", "Cn", "Co"}
"""Kinds of characters nobody sees: control, format, half of a pair, unassigned, private."""


def plain(text: str) -> str:
    """Ligatures as letters, bullets as bullets, without soft hyphens and what does not print; spaces made one."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(BULLETS)
    letters = "".join(unicodedata.normalize("NFKC", one) if "\ufb00" <= one <= "\ufb06" else one for one in whole)
    seen = (" " if one.isspace() else one for one in letters)
    return " ".join("".join(one for one in seen if unicodedata.category(one) not in DROPPED).split())


class Vocabulary:
    """The words of a document, which tell whether a hyphen at the end of a line is part of a word.

    The form that stands elsewhere in the document wins. Of a word that stands nowhere else the hyphen is kept where
    both halves are words of the document, or where no typesetter would have put it: after a single letter, beside a
    digit or a capital, in a word with another hyphen.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._forms: Counter[str] = Counter()
        self._words: set[str] = set()
        is_broken = False
        for line in lines:
            found = WORD.findall(line.casefold())[is_broken:]
            is_broken = LAST.search(line[-80:]) is not None
            self._forms.update(found[:-1] if is_broken else found)
        for form in self._forms:
            self._words.update(form.split("-"))

    def joined(self, lines: Sequence[str]) -> str:
        """The lines as one text, a line break between them save where a word is made whole."""
        text = lines[0] if lines else ""
        for line in lines[1:]:
            left, right = LAST.search(text[-80:]), FIRST.match(line)
            if left is None or right is None or right[0].casefold() in SUSPENDED:
                text = f"{text}\n{line}"
            else:
                text = (text if self._keeps_hyphen(left[1], right[0]) else text[:-1]) + line
        return text

    def _keeps_hyphen(self, left: str, right: str) -> bool:
        if "-" in left + right or not right[0].islower() or left[-1].isdigit() or len(left) == 1:
            return True
        left, right = left.casefold(), right.casefold()
        apart, whole = self._forms[f"{left}-{right}"], self._forms[left + right]
        if apart or whole:
            return apart > whole
        return min(len(left), len(right)) > 2 and left in self._words and right in self._words
