"""Mask personal data in what people type; what the sources print is never masked."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from assistant import particulars
from assistant.names import names
from assistant.particulars import Span, cards, phones, spans

FINDERS: tuple[tuple[str, Callable[[str], Iterator[Span]]], ...] = (
    ("e-mail", spans(particulars.EMAIL)),
    ("card number", cards),
    ("account number", spans(particulars.ACCOUNT)),
    ("license number", spans(particulars.LICENSE)),
    ("health ID", spans(particulars.HEALTH_ID)),
    ("SSN", spans(particulars.SSN)),
    ("ID", spans(particulars.PERSON_ID)),
    ("date of birth", spans(particulars.BIRTH)),
    ("phone", phones),
    ("address", spans(particulars.ADDRESS)),
    ("name", names),
)
"""In this order, so that a number is what its label says before it is what it looks like."""
CONTACTS = ("e-mail", "phone", "address")
"""Kinds that sources print of offices; the others are nobody's to print."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without the personal data it held."""

    text: str
    """With a word in brackets in place of each, such as "[SSN]"."""
    kinds: tuple[str, ...]
    """What was masked, each once."""


def masked(text: str, published: Collection[str] = ()) -> Masked:
    """The text with everything masked that tells who somebody is; contacts that are `published` stay.

    Masking what is masked changes nothing.
    """
    kinds: dict[str, None] = {}
    while (once := _once(text, published, kinds)) != text:
        text = once
    return Masked(text, tuple(kinds))


def contacts(text: str) -> frozenset[str]:
    """The e-mail addresses, phone numbers and street addresses that a source prints, as `masked` compares them."""
    found = ((kind, text[start:end]) for kind, finder in FINDERS if kind in CONTACTS for start, end in finder(text))
    return frozenset(_key(kind, contact) for kind, contact in found)


def _once(text: str, published: Collection[str], kinds: dict[str, None]) -> str:
    for kind, finder in FINDERS:
        for start, end in reversed(_apart(finder(text))):
            if kind not in CONTACTS or _key(kind, text[start:end]) not in published:
                text = f"{text[:start]}[{kind}]{text[end:]}"
                kinds[kind] = None
    return text


def _apart(found: Iterator[Span]) -> list[Span]:
    """In order, leaving out each that begins inside the one before."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _key(kind: str, contact: str) -> str:
    """A contact in one way of writing it; an address up to its street."""
    if kind == "phone":
        return "".join(filter(str.isdigit, contact))[-10:]
    street = particulars.STREET.match(contact) if kind == "address" else None
    return (street[0] if street else contact).lower()
