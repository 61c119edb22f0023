"""The elements of an HTML page: what they are called, and a walk through them."""

from collections.abc import Callable, Iterator
from typing import Any

Element = Any
"""An lxml element; no type of the library is needed to walk it."""
Event = tuple[str, Element, str]
"""`open` or `close` of an element with the text that follows, or `text` that follows an element that is left out."""


def tags(names: str) -> frozenset[str]:
    """Names of elements, given with spaces between."""
    return frozenset(names.split())


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = ("ul", "ol", "menu", "dir", "dl")
SILENT = tags(
    "script style template noscript svg iframe object embed audio video canvas select datalist input textarea "
    "progress meter map link meta base title noframes nav dialog"
)
"""Elements that hold no words of the page, or links to its neighbours."""


def walk(root: Element, skipped: Callable[[Element], bool]) -> Iterator[Event]:
    """Each element's opening and closing in reading order, however deep they nest."""
    stack = [(root, iter(root))]
    yield "open", root, root.text or ""
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "close", element, (element.tail or "") if stack else ""
        elif not isinstance(child.tag, str) or skipped(child):
            yield "text", child, child.tail or ""
        else:
            stack.append((child, iter(child)))
            yield "open", child, child.text or ""
