"""The markers of a Word document's lists: bullets, and numbers counted as Word counts them."""

from typing import Any

from ingest.readers.tidy import W

ROMAN = {"c": 100, "xc": 90, "l": 50, "xl": 40, "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1}
BULLET = "-"
Place = tuple[str, int]
"""The list a paragraph belongs to, and how deep in it, from 0."""


class Numbering:
    """Counts through a document from its first paragraph to its last."""

    def __init__(self, definitions: Any) -> None:
        self._counts: dict[Place, int] = {}
        self._formats: dict[Place, str] = {}
        self._starts: dict[Place, int] = {}
        if definitions is not None:
            self._learn(definitions)

    def marker(self, place: Place) -> str:
        """What stands before the next item there: "-", "3." or "c."; nothing where the list shows nothing."""
        list_, depth = place
        self._counts = {at: count for at, count in self._counts.items() if at[0] != list_ or at[1] <= depth}
        count = self._counts[place] = self._counts.get(place, self._starts.get(place, 1) - 1) + 1
        return _marker(self._formats.get(place, "bullet"), count)

    def _learn(self, definitions: Any) -> None:
        shapes = {one.get(f"{W}abstractNumId"): one for one in definitions.iterchildren(f"{W}abstractNum")}
        for list_ in definitions.iterchildren(f"{W}num"):
            named = list_.find(f"{W}abstractNumId")
            shape = shapes.get(named.get(f"{W}val")) if named is not None else None
            for level in shape.iterchildren(f"{W}lvl") if shape is not None else ():
                place = (list_.get(f"{W}numId", ""), number(level.get(f"{W}ilvl")))
                self._formats[place] = _value(level.find(f"{W}numFmt")) or "decimal"
                self._starts[place] = number(_value(level.find(f"{W}start")), 1)


def place(properties: Any) -> Place | None:
    """The list that the properties of a paragraph or style put it into; list "0" takes it out of every one."""
    put = properties.find(f"{W}numPr") if properties is not None else None
    if put is None:
        return None
    list_ = _value(put.find(f"{W}numId"))
    return (list_, number(_value(put.find(f"{W}ilvl")))) if list_ else None


def number(text: str | None, otherwise: int = 0) -> int:
    """A whole number as the file writes it; `otherwise` where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _value(element: Any) -> str | None:
    return element.get(f"{W}val") if element is not None else None


def _marker(format_: str, count: int) -> str:
    if format_ in ("bullet", "none"):
        return BULLET if format_ == "bullet" else ""
    if format_.endswith("Letter"):
        said = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif format_.endswith("Roman"):
        said = _roman(count)
    else:
        said = str(count)
    return f"{said.upper() if format_.startswith('upper') else said}."


def _roman(count: int) -> str:
    said = ""
    for sign, value in ROMAN.items():
        said += sign * (count // value)
        count %= value
    return said
