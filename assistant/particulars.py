"""Where personal particulars stand in a text, one finder a kind; the one keeper of phonenumbers."""

import re
from collections.abc import Callable, Iterator, Sequence

Span = tuple[int, int]
GAP = r"[\s.·\-\u00ad\u200b-\u200d\u2060\u2010-\u2015\u2212]"
"""What people and word processors put between groups of digits."""
DASHES = r"[-\u2010-\u2015\u2212/. ]"
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
DATE = rf"(?:\d{{1,2}}{DASHES}\d{{1,2}}{DASHES}\d{{2,4}}|\d{{4}}{DASHES}\d{{1,2}}{DASHES}\d{{1,2}}|" + (
    rf"{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+\d{{4}})(?!\d)"
)
COUNTED = r"(?!\d|[\s-]*(?:bytes?|[kmg]b|records?|rows?|people|persons|lines|cells|dollars|files|times)\b)"
"""After a bare number: it is no count."""
SSN = re.compile(
    rf"(?<!\d)\d{{3}}{GAP}{{1,3}}\d{{2}}{GAP}{{1,3}}\d{{4}}(?!\d)|(?<!\d)(?<!\d[.,])(?<!\$)\d{{9}}{COUNTED}|"
    rf"(?:\bssns?\b|\bsocial security\b|\bseguro social\b)[^\d\n]{{0,25}}?(?P<it>\d(?:{GAP}?\d){{8}})(?!\d)|"
    r"(?:\bssn|\bsocial(?: security)?)\b(?: number| no\.?| #)?\W{0,3}(?:is |was )?(?:that )?end(?:ing|s)(?: in| with)? "
    r"(?P<last>\d{4})(?!\d)",
    re.I,
)
CARD_RUN = re.compile(rf"(?<!\d)\d(?:{GAP}{{0,3}}\d){{12,}}(?!\d)")
CARD_SHAPE = re.compile(r"(?<!\d)[3-6]\d{3}(?:([ -])\d{4}\1\d{4}\1\d{4}|([ -])\d{6}\2\d{5})(?!\d)")
CARD_CODE = re.compile(r"\b(?:cvv2?|cvc2?|security code)\b\W{0,3}(?:is )?(?P<it>\d{3,4})(?!\d)", re.I)
FEWEST_DIGITS, MOST_DIGITS = 13, 19
ISSUED = re.compile("[3-6]|2[2-7]")
"""How the numbers of payment cards begin (ISO/IEC 7812)."""
PHONE = re.compile(
    r"(?<![\w.-])(?:\+?1[-. ]?)?(?:\(\d{3}\)[-. ]*|\d{3}[-. \u2010-\u2015])\d{3}[-. \u2010-\u2015]\d{4}"
    r"(?:,? ?(?:ext|x)\.? ?\d{1,6})?(?!\d)|"
    r"\b(?:call|phone|tel|cell|mobile|fax)\b\D{0,25}?(?P<it>\d{3}[-. ]\d{4})(?!\d)",
    re.I,
)
EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
BIRTH = re.compile(
    r"\b(?:born|d\.?o\.?b\b\.?|birth ?dates?|birthday|(?:date|day) of birth|nacid[oa]|fecha de nacimiento)\b['’]?"
    r"(?:[\s:=,(-]|\b(?:is|was|on|of|for|the|my|his|her|their|el|es)\b|\[name\])*"
    rf"(?:(?:(?:client|patient|student|child|person) )?(?:(?-i:[A-Z])[\w'’-]+ ){{1,3}}(?:is |was )?)?(?P<it>{DATE})|"
    rf"(?P<before>{DATE})(?=,?\s+(?:is|was)\s+(?:my|his|her|their)\s+(?:birthday|birth ?date|date of birth|dob))"
    rf"|\[name\],? \(?(?P<named>{DATE})",
    re.I,
)
ID_WORD = r"(?:id|i\.d\.|identifier|identification|number|num|no\.?|nr\.?|#)"
ID_JOIN = r"(?:[\s:=,#(]|\b(?:is|was|of)\b)*"
VALUE = r"(?=[\w -]{0,5}\d[\w-]*\d[\w-]*\d)[a-z]{0,4}[- ]?\d[\w-]*"
LONG_VALUE = r"(?=[\w -]{0,5}(?:\d-?){5})[a-z]{0,4}[- ]?\d[\w-]*"


def _labelled(label: str) -> re.Pattern[str]:
    """A value of three digits behind the label and a word for number, or of five right behind the label."""
    return re.compile(
        rf"\b(?:{label})(?:['’]s)?\s*(?:(?:{ID_WORD}\s*)+{ID_JOIN}(?P<it>{VALUE})|{ID_JOIN}(?P<long>{LONG_VALUE}))",
        re.I,
    )


LICENSE = _labelled(r"(?:driver['’]?s?['’]? )?licen[cs]es?|dl|permit|passport")
HEALTH_ID = _labelled(r"medicaid|medicare|husky|mrn|medical record|insurance|member|policyholder")
ACCOUNT = _labelled(r"(?:bank |savings |checking )?account|acct\.?|routing|iban")
PERSON_ID = _labelled(
    r"client|patient|case|participant|recipient|beneficiary|student|pupil|inmate|employee|sasid|edg|taxpayer|person|docket"
)
STREET_NAMES = (
    "street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|terrace|circle|turnpike|tpke|highway|hwy|place"
)
STREET = re.compile(rf".*?\b(?:{STREET_NAMES})\b", re.I)
ADDRESS = re.compile(
    r"(?<![\w.$-])\d{1,5}[a-z]? (?:(?:[nsew]\.?|north|south|east|west) )?"
    r"(?:(?!(?:of|in|the|a|and|or|to|on|down|up|per|at|by|for|from|with)\b)[a-z][\w'’-]+ ){1,2}"
    rf"(?:{STREET_NAMES})\b\.?(?:,? ?(?:apt|apartment|unit|suite|floor|#)\.? ?\w+)?"
    r"(?:,? (?-i:[A-Z])[a-z]+(?: (?-i:[A-Z])[a-z]+)?,? (?:ct|connecticut)\b)?(?:,? \d{5}(?:-\d{4})?)?",
    re.I,
)


def spans(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    """A finder of what the pattern's named group matches, or all of it where no group did."""

    def found(text: str) -> Iterator[Span]:
        for match in pattern.finditer(text):
            group = next((name for name, value in match.groupdict().items() if value is not None), 0)
            yield match.span(group)

    return found


def cards(text: str) -> Iterator[Span]:
    """Whole groups of digits that make up a card number by Luhn's check, and what is printed like one."""
    yield from spans(CARD_SHAPE)(text)
    yield from spans(CARD_CODE)(text)
    for run in CARD_RUN.finditer(text):
        yield from _cards_of(list(re.compile(r"\d+").finditer(text, *run.span())))


def _cards_of(groups: Sequence[re.Match[str]]) -> Iterator[Span]:
    """The first and shortest card that begins at each group, none over another."""
    taken = 0
    for first, opening in enumerate(groups):
        lasts = range(first, min(first + MOST_DIGITS, len(groups)))
        card = next((last for last in lasts if is_card(_digits(groups[first : last + 1]))), None)
        if card is not None and opening.start() >= taken:
            taken = groups[card].end()
            yield opening.start(), taken


def _digits(groups: Sequence[re.Match[str]]) -> str:
    return "".join(group[0] for group in groups)


def is_card(digits: str) -> bool:
    """Whether these digits may be the number of a payment card."""
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS or not ISSUED.match(digits):
        return False
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(digits), 1)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def phones(text: str) -> Iterator[Span]:
    """Phone numbers that exist somewhere, and any that are written like one of North America."""
    import phonenumbers

    yield from spans(PHONE)(text)
    for match in phonenumbers.PhoneNumberMatcher(text, "US", leniency=phonenumbers.Leniency.VALID):
        yield match.start, match.end
