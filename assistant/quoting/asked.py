"""What kind of thing a question asks to be shown, as far as it bears on what is quoted."""

import re
from dataclasses import dataclass


def _said(*ways: str) -> re.Pattern[str]:
    """Finds any of the ways to say a thing, as whole words, letter case apart."""
    return re.compile(rf"\b(?:{'|'.join(ways)})\b", re.I)


STEPS = _said(
    r"how (?:do|can|should|would|could|does|to|am i|are we)",
    r"steps?|process|procedures?|stages?|in what order",
    r"walk (?:me|us) through|what (?:comes|happens) (?:first|next)",
)
LIST = _said(
    r"list|kinds?|types?|ways|examples?|everything|factors|members|requirements|questions|criteria|duties",
    r"responsibilities|what (?:all|are)|which (?:\w+ )?\w+s",
    r"what (?:\w+ )?\w{2,}s (?:are|do|does|can|must|should|have)",
)
COMPARISON = _said(
    r"differ(?:s|ences?|ent(?:ly)?)?|distinguish\w*|compared?|comparison|versus|vs",
    r"rather than|instead of|as opposed to|which (?:one|of the two)|set \w+ apart|what [^?]* and what",
)
AGE = _said(
    r"still|any ?more|no longer|used to|outdated|out of date|current(?:ly)?|nowadays|latest|newest|newer|old(?:er)?",
    r"changed?|dropped|replaced|superseded|since the \d{4}|disagree\w*|contradict\w*|conflict(?:s|ing)?|part ways",
)
CONTACT = _said(
    r"contacts?|e-?mail|phone|call|telephone|reach|whom?|get in touch|write to|turn to|address",
)
FIGURE = _said(
    r"how (?:many|much|long|often|few|soon|big|large|fast|old|small)|when|number of|deadlines?",
    r"(?:what|which) (?:dates?|days?|times?|years?|months?|percentage|share|size|number)",
    r"costs?|prices?|fees?|charges?|maximum|minimum|max|min|limits?",
)
DEFINITION = re.compile(
    r"\bwhat(?:'s|’s| is| are| does| do)\b.{0,60}\b(?:mean|stand for|supposed to be)\b"
    r"|\bdefin(?:e|ed|ition)\b|\bmeaning of\b|^what(?:'s|’s| is| are) (?:an? |the )?[\w -]{2,40}\?*$",
    re.I,
)
FIGURES = re.compile(
    r"\d|\$|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|unlimited|annual(?:ly)?|yearly|monthly"
    r"|weekly|quarterly|daily|every (?:year|month|quarter|week))\b",
    re.I,
)
"""What holds a figure, a date or how often something happens."""
CONTACTS = re.compile(
    r"\S@\S{1,190}\.\w|\b\d{3}[-.) ]\s?\d{3}[-. ]\d{4}\b"
    r"|\b(?:contact|ask your|counsel|officer|liaison|coordinator|manager|director|help ?desk|staff|steward)s?\b",
    re.I,
)
"""What tells whom to turn to."""
DEFINES = _said("means?|is an?|is the|are|refers to|stands for|defined as")


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
