"""Tell whether a question stands alone or points back to what was said before it."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

PointsBack = Literal["surely", "perhaps", "not"]

LISTS = Path(__file__).with_name("followup.toml")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
FEW = 2
"""Words of its own with which a question may yet leave unsaid what it is about."""
PRONOUN = re.compile(r"\b(it|its|they|them|their|theirs|he|she|him|his|her|hers|those|these)\b", re.I)
IDLE_IT = re.compile(
    r"\b(is|was|does|would|will|can|could|should|might)(n['’]t)? it (\w+ ){0,2}(to|that|for|if|when|whether)\b"
    r"|\b(does|do|would|will|did) it (take|cost|mean|need)\b.{0,80} (to|for|before|until)\b"
    r"|\bit (is|was|would be|will be|makes|takes) (\w+ ){0,2}(to|that|for|if|when)\b",
    re.I,
)
"""It stands for nothing: "is it possible to", "how long does it take to"."""
AUXILIARY = "is|was|does|did|do|can|could|would|will|should|has|why|how|what|who|where|when"
PREPOSITION = "about|after|against|before|beyond|by|for|from|in|into|like|of|on|than|to|under|with|without"
THAT = re.compile(
    r"\b(this|that)( one)?\W*$"
    rf"|\b({AUXILIARY}) (this|that)( \w+)?\W*$"
    rf"|\b({AUXILIARY}) (this|that) (also|always|apply|be|cover|hold|include|mean|need|work)\b"
    rf"|\b\w+ (this|that)(?= (again|first|if|myself|now|online|ourselves|too|when|{PREPOSITION})\b)"
    rf"|\b({PREPOSITION}) (this|that)(?=[,;?.!]| (apply|be|happens?|is|means?|works?)\b)"
    r"|^(and |but |so )?(this|that)( \w+['’]t| is| was| will| would| can)\b",
    re.I,
)
NAMED_AGAIN = re.compile(r"\b(?:this|that|such an?|the same) ([^\W\d_]+)\b", re.I)
OPENS = re.compile(r"^\W*(and|but|or|so|also|then|plus|same|(what|how) (about|if))\b", re.I)
TRAILS = re.compile(
    r"(?<!\bis )(?<!\bare )\b(too|as well|either|instead|there|then|afterwards|otherwise|anyway|next|else|more)\W*$",
    re.I,
)
ONE = re.compile(
    r"\b(which|any|another|the \w+) ones?\b|\bthe (last|next|previous|others?|latter|former)\b"
    r"|\b(the|that) (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
    r"|\b(step|number|item|point|option) (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
COMPARES = re.compile(
    r"\b(differs?|different|differences?|better|worse|cheaper|faster|safer|stricter|same|similar)\b"
    r"(?!.*\b(than|from|between|and|or|to|versus|vs|of|as)\b)",
    re.I,
)
SIGNS = ((OPENS, FEW), (ONE, FEW), (COMPARES, FEW), (TRAILS, FEW + 1))
"""What points back in a question with at most so many words of its own."""
BREAK = re.compile(r"[,;:.?!]\s|\b(and|or|but|if|when|because|that|who|which)\b", re.I)


def points_back(question: str) -> PointsBack:
    """Whether the question needs what was said before it to be understood.

    `perhaps` is a short one that may go on from what was said or begin anew.
    """
    own = len(_naming(question))
    is_short = any(own <= most and sign.search(question) for sign, most in SIGNS)
    if own == 0 or is_short or _has_pointer(question):
        return "surely"
    return "perhaps" if own <= FEW or OPENS.search(question) else "not"


def names_something(question: str) -> bool:
    """Whether any of its words says what the question is about."""
    return bool(_naming(question))


def own_words(text: str) -> list[str]:
    """The words that say what a text is about, in order: neither function words nor what is said of anything."""
    return _without(text, "empty", "light")


def said_words(text: str) -> list[str]:
    """All but function words, in order."""
    return _without(text, "empty")


def _naming(text: str) -> list[str]:
    """Those that tell one subject from another; what stands in every question does so only beside others."""
    told = _without(text, "empty", "light", "asked")
    return told if any(word.lower() not in lists()["everywhere"] for word in told) else []


def _without(text: str, *names: str) -> list[str]:
    return [
        word
        for word in WORD.findall(text)
        if all(word.lower().replace("’", "'") not in lists()[name] for name in names)
    ]


@cache
def lists() -> dict[str, dict[str, int]]:
    """Each list of words, with the place of every word in it, from 1."""
    told = tomllib.loads(LISTS.read_text("utf-8"))
    return {name: {word: place for place, word in enumerate(words.split(), 1)} for name, words in told.items()}


def _has_pointer(question: str) -> bool:
    idle = [match.span() for match in IDLE_IT.finditer(question)]
    pronouns = [one.start() for one in PRONOUN.finditer(question) if not _inside(one.start(), idle)]
    named = [one.start() for one in NAMED_AGAIN.finditer(question) if one[1].lower() in lists()["named"]]
    thats = [one.start() for one in THAT.finditer(question)]
    return any(not _is_named_before(question, at) for at in (*pronouns, *named, *thats))


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_named_before(question: str, at: int) -> bool:
    """Whether an earlier clause of the question itself names what the word at this place stands for."""
    before = question[:at]
    cuts = [one.start() for one in BREAK.finditer(before)]
    return bool(cuts) and len(_naming(before[: cuts[-1]])) >= FEW
