"""What kind of thing a question asks to be shown, as far as it bears on what is quoted."""

import re
from dataclasses import dataclass

STEPS = re.compile(
    r"\bhow (?:do|can|should|would|could|does|to|am i|are we)\b|\b(?:steps?|process|procedures?|stages?|walk (?:me|us) through"
    r"|in what order|what (?:comes|happens) (?:first|next))\b",
    re.I,
)
LIST = re.compile(
    r"\b(?:list|kinds?|types?|ways|examples?|which (?:\w+ )?\w+s|what (?:all|are)|what (?:\w+ )?\w{2,}s (?:are|do|does|can|must"
    r"|should|must|have)|everything|factors|members|requirements|questions|criteria|duties|responsibilities)\b",
    re.I,
)
COMPARISON = re.compile(
    r"\b(?:differ(?:s|ences?|ent(?:ly)?)?|compared?|comparison|versus|vs|rather than|instead of|as opposed to"
    r"|distinguish\w*|which (?:one|of the two)|set \w+ apart|what [^?]* and what)\b",
    re.I,
)
AGE = re.compile(
    r"\b(?:still|any ?more|no longer|used to|outdated|out of date|current(?:ly)?|nowadays|latest|newest|newer|old(?:er)?|changed?"
    r"|disagree\w*|contradict\w*|conflict(?:s|ing)?|part ways|dropped|replaced|superseded|since the \d{4})\b",
    re.I,
)
CONTACT = re.compile(
    r"\b(?:contacts?|e-?mail (?:address)?|phone|call|telephone|reach|whom?|get in touch|write to|turn to|address)\b", re.I
)
FIGURE = re.compile(
    r"\b(?:how (?:many|much|long|often|few|soon|big|large|fast|old|small)|when|(?:what|which) (?:dates?|days?|times?|years?|months?"
    r"|percentage|share|size|number)|costs?|prices?|fees?|charges?|deadlines?|maximum|minimum|max|min|limits?|number of)\b",
    re.I,
)
DEFINITION = re.compile(
    r"\bwhat(?:'s|’s| is| are| does| do)\b.{0,60}\b(?:mean|stand for|supposed to be)\b|\bdefin(?:e|ed|ition)\b|\bmeaning of\b"
    r"|^what(?:'s|’s| is| are) (?:an? |the )?[\w -]{2,40}\?*$",
    re.I,
)
FIGURES = re.compile(
    r"\d|\$|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|annual(?:ly)?|yearly|monthly|weekly|quarterly"
    r"|daily|unlimited|every (?:year|month|quarter|week))\b",
    re.I,
)
CONTACTS = re.compile(
    r"\S@\S+\.\w|\b\d{3}[-.) ]\s?\d{3}[-. ]\d{4}\b|\b(?:contact|ask your|counsel|officer|liaison|coordinator|manager|director"
    r"|help ?desk|staff|steward)s?\b",
    re.I,
)
DEFINES = re.compile(r"\b(?:means?|is an?|are|refers to|stands for|is the|defined as)\b", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks to be shown; several may hold."""

    steps: bool
    list: bool
    comparison: bool
    age: bool
    """Whether what the sources say still holds, or where they disagree."""
    contact: bool
    figure: bool
    definition: bool


def asked(question: str) -> Asked:
    """What the question asks to be shown."""
    return Asked(
        steps=STEPS.search(question) is not None,
        list=LIST.search(question) is not None,
        comparison=COMPARISON.search(question) is not None,
        age=AGE.search(question) is not None,
        contact=CONTACT.search(question) is not None,
        figure=FIGURE.search(question) is not None,
        definition=DEFINITION.search(question) is not None,
    )
