"""How long an answer is and how hard to read: words, and the Flesch–Kincaid grade.

What counts is as Flesch says (How to Write Plain English, 1979, chapter 2): running text only, so rows of tables and
headings are left out; a hyphenated word is one word; figures, abbreviations and addresses are words of one syllable.
"""

import re
from collections.abc import Iterator

from evals.measures.bearing import present
from evals.model import Given
from ingest.sentences import spans

LEFT_OUT = re.compile(r"^\s*(?:\||#{1,6}\s)|\s\|\s")
"""A row of a table, or a heading."""
ITEM = re.compile(r"^\s*(?:[-*+•]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s+")
"""What opens an item of a list; it is no word."""
ABBREVIATION = re.compile(r"[A-Z]{2,6}s?")
VOWELS = re.compile(r"[aeiouy]+")
PARTED = re.compile(
    r"(?<![ctsxg])ia|[ct]iat|(?<![tscxgn])(?<!ll)io|tio$|iu|(?<![qg])(?<!pers)ua|uou|(?<!q)uity|(?<!g)eo(?!p)|geog"
    r"|creat|^react|^area|idea|(?<![ct])(?<!fr)ien|scien|iet|(?<![pt])iers?$|[eouy]ing|^coo[pr]|^reu|^deid"
)
"""Vowels side by side that are spoken apart: "media", "period", "annual", "client"."""
SILENT = re.compile(
    r"(?<=[^aeiouy])(?<![^aeiouyl]l)es?$(?<!ses)(?<!xes)(?<!zes)(?<!ches)(?<!shes)(?<!ces)(?<!ges)"
    r"|[gq](?<!rg)ues?$|(?<=[^aeiouytd])(?<![^aeiouylr]l)ed$"
    r"|(?:(?<=[aeiouy][^aeiouy])|(?<=[aeiouy][^aeiouy]{2}))e(?=(?:l[yi]|less|ful|ness)(?:ly|ness)?$|(?<!le)ments?$)"
    r"|^(?:guid|lif|saf|stat|ther|tim|wher)e(?=[bcfgmntw])|^(?:guid|tim)e(?=l)"
)
"""An e that is written and not spoken: "state", "rules", "shared", "statement", "safeguard"."""
SPOKEN = {"business": 2, "coalition": 4, "every": 2, "hundred": 2}
"""Words that the rules miscount and the sources use."""


def scores(given: Given) -> dict[str, float]:
    """The measures of reading that bear on an answer; none where nothing is answered."""
    if not given.is_answer or not given.statements:
        return {}
    said = "\n\n".join(given.statements)
    return present({"words": float(len(words(said))), "reading_grade": grade(said)})


def grade(text: str) -> float | None:
    """The school grade that a text asks for (Kincaid et al. 1975), from about -3 upwards; None without running text."""
    counted = [words(sentence) for sentence in sentences(text)]
    found = [word for sentence in counted for word in sentence]
    if not found:
        return None
    spoken = sum(map(syllables, found))
    return 0.39 * len(found) / sum(map(bool, counted)) + 11.8 * spoken / len(found) - 15.59


def words(text: str) -> list[str]:
    """What stands between white space and holds a letter or a digit, without punctuation around it or list markers."""
    bare = "\n".join(ITEM.sub("", line) for line in text.split("\n"))
    found = re.split(r"[\s|]+|—", bare)
    return [re.sub(r"^[\W_]+|[\W_]+$", "", word) for word in found if re.search(r"[^\W_]", word)]


def sentences(text: str) -> list[str]:
    """The sentences of running text; a paragraph ends one, and so does an item of a list."""
    return [unit[start:end] for unit in _units(text) for start, end in spans(unit)]


def syllables(word: str) -> int:
    """Syllables of a word as it is spoken, by rules made for the sources' English; at least 1."""
    if ABBREVIATION.fullmatch(word.replace("-", "")) or re.search(r"\d|@|_|://|[^\W_]\.[^\W_]", word):
        return 1
    return sum(_spoken(part) for part in re.split(r"[-–/]", word.lower()) if part) or 1


def _spoken(part: str) -> int:
    bare = re.sub(r"['’]s?$", "", part)
    if bare in SPOKEN:
        return SPOKEN[bare]
    contracted = re.search(r"[^aeiou]n['’]t$", bare) is not None
    letters = re.sub(r"(?<=[aeou])y(?=[aeiou])", "j", re.sub(r"^y(?=[aeiou])|['’].*", "", bare))
    groups = len(VOWELS.findall(letters))
    found = groups + len(PARTED.findall(letters)) + letters.endswith(("ism", "isms", "ithm", "ithms"))
    silent = len(SILENT.findall(letters)) if groups > 1 else 0
    return max(1, found - silent + contracted)


def _units(text: str) -> Iterator[str]:
    """Paragraphs and items of lists, each on one line, without rows of tables and headings."""
    unit: list[str] = []
    for line in [*text.split("\n"), ""]:
        is_break = not line.strip() or LEFT_OUT.search(line) is not None or ITEM.match(line) is not None
        if is_break:
            yield from [" ".join(unit)] if unit else []
            unit = []
        if line.strip() and not LEFT_OUT.search(line):
            unit.append(ITEM.sub("", line).strip())
