"""Tell headings from running text by how they look, where a file does not say which is which."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LARGER = 1.12
"""A heading by size is printed at this many times the size of the text, or more."""
HEAVIER = 150
"""A heading by weight is this much heavier than the text, as CSS counts: SemiBold beside Light, Bold beside Regular."""
BOLD = 500
MOST_WORDS = 16
MOST_SHARE = 0.3
"""Where more of the words than this look like headings, look tells nothing: a form, a poster, a chart."""
DEEPEST = 4
LISTED = 3
"""As many lines of one look on end are a list, not headings."""

Style = tuple[float, int, bool]
"""Size, weight, capitals: the greater, the higher a heading stands."""


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph as it is printed."""

    text: str
    size: float
    weight: int
    is_caps: bool = False
    may_head: bool = True
    """Whether it stands alone, in one look from end to end, outside lists and tables."""
    page: int = 1

    @property
    def style(self) -> Style:
        return (round(self.size * 2) / 2, self.weight, self.is_caps)


def levels(looks: Sequence[Look], title: str) -> list[int | None]:
    """The level of each paragraph that is a heading, 1 the highest; None for running text.

    A heading is short, stands alone, is larger, heavier or (where `is_caps` is told) in other letters than most of
    the text, and has text under it. What only the first page's title shows is the title.
    """
    body = usual(looks)
    styles = _without_title(looks, [look.style if stands_out(look, body) else None for look in looks])
    styles = [None if _is_same(look.text, title) else style for look, style in zip(looks, styles, strict=True)]
    styles = _with_text_under(_without_lists(styles))
    words = [len(look.text.split()) for look in looks]
    if sum(count for count, style in zip(words, styles, strict=True) if style) > MOST_SHARE * sum(words):
        return [None] * len(looks)
    order = sorted({style for style in styles if style}, reverse=True)[:DEEPEST]
    return [order.index(style) + 1 if style in order else None for style in styles]


def printed_title(looks: Sequence[Look]) -> str | None:
    """The largest line of those that open the first page, if it stands out from the text."""
    body = usual(looks)
    opening = [look for look in looks[: _first_text(looks, body)] if look.page == looks[0].page]
    return max(opening, key=lambda look: look.style).text if opening else None


def usual(looks: Iterable[Look]) -> Style:
    """The style of most of the text."""
    counts: Counter[Style] = Counter()
    for look in looks:
        counts[look.style] += len(look.text)
    return max(counts, key=lambda style: (counts[style], -style[0]), default=(0.0, 0, False))


def stands_out(look: Look, body: Style) -> bool:
    """Whether a paragraph looks like a heading beside text of the style `body`."""
    text = look.text
    if not look.may_head or len(text.split()) > MOST_WORDS or not re.search(r"[^\W\d_]{2}", text):
        return False
    if text[-1] in ",;:" or text[0].islower():
        return False
    if look.size >= LARGER * body[0]:
        return True
    is_heavier = look.weight >= max(BOLD, body[1] + HEAVIER)
    is_other = is_heavier or (look.is_caps and not body[2])
    return is_other and look.size >= 0.95 * body[0] and text[-1] not in ".!"


def _first_text(looks: Sequence[Look], body: Style) -> int:
    return next((place for place, look in enumerate(looks) if not stands_out(look, body)), len(looks))


def _without_title(looks: Sequence[Look], styles: Sequence[Style | None]) -> list[Style | None]:
    """Of what stands above the first text, keep looks that come again; where no heading comes, the last line."""
    end = next((place for place, style in enumerate(styles) if style is None), len(styles))
    later = {style for style in styles[end:] if style}
    kept: list[Style | None] = [style if style in later else None for style in styles[:end]]
    if not later and 1 < end < len(styles) and looks[end - 1].page == looks[end].page:
        kept[-1] = styles[end - 1]
    return [*kept, *styles[end:]]


def _without_lists(styles: Sequence[Style | None]) -> list[Style | None]:
    kept, first = list(styles), 0
    for place in range(1, len(styles) + 1):
        if place == len(styles) or styles[place] != styles[first]:
            if place - first >= LISTED:
                kept[first:place] = [None] * (place - first)
            first = place
    return kept


def _with_text_under(styles: Sequence[Style | None]) -> list[Style | None]:
    """Without headings that have neither text nor a lower heading under them: nothing is lost with them."""
    kept, below = list(styles), None
    has_text = False
    for place in range(len(styles) - 1, -1, -1):
        style = kept[place]
        if style is None:
            has_text, below = True, None
        elif has_text or (below is not None and below < style):
            has_text, below = False, style
        else:
            kept[place] = None
            has_text, below = True, None
    return kept


def _is_same(text: str, title: str) -> bool:
    return re.sub(r"\W+", " ", text).casefold().strip() == re.sub(r"\W+", " ", title).casefold().strip()
