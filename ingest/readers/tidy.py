"""Make a Word document's XML say what a reader of the page sees: changes accepted, controls and boxes opened."""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DROPPED = (f"{W}del", f"{W}moveFrom", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr", f"{W}smartTagPr")
"""What is struck out, and what describes a control."""
OPENED = (f"{W}ins", f"{W}moveTo", f"{W}sdt", f"{W}sdtContent", f"{W}smartTag", f"{W}customXml", f"{W}fldSimple")
"""What only wraps text; the library passes over these with all they hold."""
CHECKED, UNCHECKED = "☒", "☐"
SYMBOLS = {
    **dict.fromkeys(["6F", "A8", "71", "72", "A3"], UNCHECKED),
    **dict.fromkeys(["FE", "FD", "78", "54", "52", "53"], CHECKED),
    **dict.fromkeys(["FC", "50"], "✓"),
    **dict.fromkeys(["B7", "A7", "6E", "76", "D8"], "•"),
}
"""Letters of the Wingdings fonts, by the last two digits of their code, as the signs they look like."""


def tidied(body: Any) -> Any:
    """The same element, changed in place."""
    for dropped in list(body.iter(*DROPPED)):
        dropped.getparent().remove(dropped)
    for choice in list(body.iter(f"{MC}AlternateContent")):
        _open_choice(choice)
    for wrapper in list(body.iter(*OPENED)):
        _replace(wrapper, list(wrapper))
    for run in list(body.iter(f"{W}r")):
        _tidy_run(run)
    for formula in list(body.iter(f"{MATH}oMath")):
        _replace(formula, [_run(formula, "".join(text.text or "" for text in formula.iter(f"{MATH}t")))])
    return body


def boxes(element: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph or table, those inside others left out."""
    for box in element.iter(f"{W}txbxContent"):
        if not any(above.tag == box.tag for above in box.iterancestors() if element in above.iterancestors()):
            yield box


def note_marks(element: Any) -> Iterator[tuple[str, str]]:
    """The notes a paragraph or table refers to: "footnote" or "endnote", and its number in the file."""
    for mark in element.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
        yield mark.tag.removeprefix(W).removesuffix("Reference"), mark.get(f"{W}id", "")


def _open_choice(choice: Any) -> None:
    """Of drawings saved twice, for new and for old programs, keep one."""
    ways = choice.findall(f"{MC}Choice") or choice.findall(f"{MC}Fallback")
    _replace(choice, list(ways[0]) if ways else [])


def _tidy_run(run: Any) -> None:
    if _is_on(run.find(f"{W}rPr/{W}vanish")):
        run.getparent().remove(run)
        return
    for symbol in list(run.iterchildren(f"{W}sym")):
        sign = SYMBOLS.get(symbol.get(f"{W}char", "")[-2:].upper(), "")
        _replace(symbol, [_text(run, sign)])
    for box in list(run.iter(f"{W}checkBox")):
        state = box.find(f"{W}checked")
        run.append(_text(run, CHECKED if _is_on(box.find(f"{W}default") if state is None else state) else UNCHECKED))


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def _replace(element: Any, by: list[Any]) -> None:
    for one in by:
        element.addprevious(one)
    element.getparent().remove(element)


def _run(near: Any, text: str) -> Any:
    run = near.makeelement(f"{W}r")
    run.append(_text(near, text))
    return run


def _text(near: Any, text: str) -> Any:
    element = near.makeelement(f"{W}t")
    element.text = text
    return element
