"""Take a question of several parts apart, each part put so that it stands alone."""

import re
from collections.abc import Iterator, Sequence

from assistant.followup import going_on, standalone
from assistant.model import Turn
from assistant.pointers import lists, points_back, said_words
from ingest.sentences import spans

MOST = 4
"""Parts of one question; what is beyond stays with the last."""
NUMBER = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.)]|\(?[a-h]\))\s+")
WH = r"(?:what|when|where|who|whom|whose|which|why|how)"
AUXILIARY = r"(?:am|are|can|could|did|do|does|had|has|have|is|may|might|must|should|was|were|will|would)(?:n['’]t|not)?"
SUBJECT = (
    r"(?:a|all|an|any|anyone|anybody|both|data|each|every|everyone|he|i|it|its|my|no|one|our|she|some|someone|that|the|"
    r"their|there|these|they|this|those|we|you|your|(?-i:[A-Z])[\w-]+)"
)
DIRECT = re.compile(
    rf"(?:{WH}\s(?:[\w'’-]+\s){{0,4}}?)?(?:{AUXILIARY}\s{SUBJECT}|(?:are|did|do|have|were)\s\w+s)\b|{WH}['’]s\s|how\sto\s|(?:how|what)\sabout\s",
    re.I,
)
"""A question that cannot be part of another clause: the auxiliary stands before the subject."""
AUXILIARY_FIRST = re.compile(rf"{AUXILIARY}\s", re.I)
OF_SUBJECT = re.compile(r"(?:who|what|which|whose)\s\w", re.I)
"""It may be part of another clause: "which form says who signs"."""
INDIRECT = re.compile(
    r"(?:(?:hi|hello|also|and|so|but|then|ok|okay|please)\b[,:]?\s+)*(?:"
    r"(?:can|could|would|will) (?:you|someone|anyone) (?:please )?(?:tell|explain|show)(?: (?:me|us|to me|to us))?\s+"
    r"|do (?:you|we) know\s+|(?:please )?(?:tell|show|explain|describe)(?: (?:me|us|to me|to us))?\s+"
    r"|(?:i|we)(?:['’]d| would)? (?:need|want|like) to (?:know|ask|understand|find out)\s+)"
    rf"(?={WH}\s)",
    re.I,
)
CONDITION = re.compile(
    rf"(?:after|as|assuming|because|before|for|given|if|in|once|since|suppose|under|when|where|while|with)\b"
    rf"(?!\s{AUXILIARY}\s)[^?,]*,\s+(?=(?:then\s+)?(?:{WH}|{AUXILIARY})\s)",
    re.I,
)
BEGUN = rf"(?=(?:{WH}|{AUXILIARY})(?:\s|['’]s))"
JOINT = re.compile(
    rf"(?:\s*[,;])?\s+(?:and|but|plus)\s+(?:(?:also|then|if (?:so|not|yes|no)),?\s+)*{BEGUN}"
    rf"|\s*[;,]\s+(?:(?:also|then)\s+)?(?={WH}(?:\s|['’]s))",
    re.I,
)
ASKS = re.compile(r"(?:please )?(?:compare|define|describe|explain|give|list|name|show|tell)\b", re.I)
FILLER = re.compile(
    r"\W*(?:any (?:advice|clue|help|ideas?|thoughts|tips)|anyone|can (?:you|anyone|someone) help|correct|hello|help|"
    r"hi|no|is that (?:correct|right|so)|ok|okay|please|right|thanks?|thank you|what do you think|yes)\b[^?]{0,24}\W*$",
    re.I,
)
DEFINES = re.compile(r"what(?:['’]s| is| are) ", re.I)
EMBEDS = re.compile(rf"\s(?:{WH}|whether|between)\b", re.I)


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question asks, in order, at most `MOST`; itself, unchanged, if it asks but one.

    A scene that is told, or a condition that is set, goes with each; a later part is followed by the words it goes on
    from. Two things asked about in one breath are one question.
    """
    sentences = [one for one in _sentences(question) if not FILLER.match(one)]
    scene = [one for one in sentences if not _asks(one)]
    asked: list[Turn] = []
    alone: list[str] = []
    for clauses in (_clauses(one) for one in sentences if _asks(one)):
        for at, clause in enumerate(clauses):
            alone.append(_alone(clause, asked, in_one_breath=at > 0))
            asked.append(Turn("user", alone[-1]))
    if len(alone) < 2:
        return (question,)
    kept = [*alone[: MOST - 1], " ".join(alone[MOST - 1 :])] if len(alone) > MOST else alone
    return tuple(" ".join([*scene, one]) for one in kept)


def _alone(clause: str, asked: Sequence[Turn], in_one_breath: bool) -> str:
    """A part with what it goes on from; a short one in the same sentence does, unless it asks what something is."""
    if in_one_breath and points_back(clause) == "perhaps" and not DEFINES.match(clause):
        return going_on(clause, asked)
    return standalone(clause, asked)


def _sentences(text: str) -> Iterator[str]:
    """Each sentence, without the number of an item; a question ends one even where no capital follows."""
    for line in re.split(r"\n+|(?<=\?)\s+", text):
        for start, end in spans(line):
            if plain := NUMBER.sub("", line[start:end]):
                yield plain


def _asks(sentence: str) -> bool:
    is_marked = sentence.rstrip("\"'”’) ").endswith("?")
    return is_marked or bool(ASKS.match(sentence) or INDIRECT.match(sentence)) or _is_question(sentence)


def _clauses(sentence: str) -> list[str]:
    """The questions joined in one sentence, each with the condition that stands before the first."""
    condition = CONDITION.match(sentence)
    told = condition[0] if condition else ""
    rest = sentence[len(told) :]
    is_indirect = INDIRECT.match(rest) is not None
    start, clauses = 0, []
    for joint in JOINT.finditer(rest):
        first, second = rest[start : joint.start()], rest[joint.end() :]
        if _are_two(INDIRECT.sub("", first, count=1), second, is_indirect):
            clauses.append(f"{told}{first.rstrip(' ,;')}?")
            start = joint.end()
    return [*clauses, told + rest[start:]]


def _are_two(first: str, second: str, is_indirect: bool) -> bool:
    """Whether each side asks something by itself."""
    if not said_words(first) or not said_words(second) or not (is_indirect or _opens_question(first, second)):
        return False
    return bool(DIRECT.match(second)) or ((is_indirect or _has_verb(second)) and not EMBEDS.search(first))


def _opens_question(first: str, second: str) -> bool:
    """Whether the first is a question; where its verb is not one we know, if it is long and the second asks another
    thing of it."""
    words, others = first.lower().split(), second.lower().split()
    is_long = bool(OF_SUBJECT.match(first)) and len(words) > 3 and words[0] != others[0]
    return bool(AUXILIARY_FIRST.match(first)) or _is_question(first) or is_long


def _is_question(clause: str) -> bool:
    return bool(DIRECT.match(clause)) or _has_verb(clause)


def _has_verb(clause: str) -> bool:
    """Whether a clause asks for its own subject and goes on with a verb: "who signs", "which form is used"."""
    words = clause.lower().split()
    knows = any(word in lists()["light"] or re.fullmatch(AUXILIARY, word) for word in words[1:])
    return bool(OF_SUBJECT.match(clause)) and (words[0] == "who" or knows)
