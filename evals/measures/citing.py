"""Whether an answer cites the right sections, and quotes what answers and little else.

Sections are told apart by place (source and trail), quotes by their characters in the document, white space included.
"""

from collections.abc import Iterable, Mapping

from evals.measures.bearing import has_gold, present
from evals.model import Given, Quoted, Span, Target


def scores(target: Target, given: Given, texts: Mapping[str, str]) -> dict[str, float]:
    """The measures of citation that bear on an answer; `texts` are the documents' by source."""
    invariants = {"quotes_verbatim": quotes_verbatim(given, texts), "statements_cited": statements_cited(given)}
    if not has_gold(target, given):
        return present({**invariants})
    return present(
        {
            "right_section_cited": right_section_cited(target, given),
            "citation_precision": citation_precision(target, given),
            "citation_recall": citation_recall(target, given),
            "character_precision": character_precision(target, given),
            "character_recall": character_recall(target, given),
            **invariants,
        }
    )


def right_section_cited(target: Target, given: Given) -> float | None:
    """1 where a citation stands in a right section, else 0; None where nothing is answered, or there is no gold."""
    if not given.is_answer or not target.sections:
        return None
    return float(any(_is_right(quoted, target) for quoted in given.citations))


def citation_precision(target: Target, given: Given) -> float | None:
    """The share, 0 to 1, of citations that stand in a right section; None without citations, or without gold."""
    if not given.is_answer or not given.citations or not target.sections:
        return None
    return sum(_is_right(quoted, target) for quoted in given.citations) / len(given.citations)


def citation_recall(target: Target, given: Given) -> float | None:
    """The share, 0 to 1, of primary sections with a citation in them, 0 where nothing is answered.

    None where no section is primary.
    """
    primary = {gold.place for gold, _ in target.sections if gold.primary}
    cited = {(quoted.source, quoted.trail) for quoted in _cited(given)}
    return len(primary & cited) / len(primary) if primary else None


def character_precision(target: Target, given: Given) -> float | None:
    """The share, 0 to 1, of quoted characters that are evidence of any right section, each character counted once.

    None where nothing is quoted, or the case has no evidence.
    """
    quotes = [quoted.span for quoted in _cited(given)]
    evidence = _evidence(target, primary=False)
    return _shared(quotes, evidence) / _length(quotes) if _length(quotes) and _length(evidence) else None


def character_recall(target: Target, given: Given) -> float | None:
    """The share, 0 to 1, of the primary sections' evidence that is quoted, 0 where nothing is answered.

    None where primary sections have no evidence.
    """
    evidence = _evidence(target, primary=True)
    return (
        _shared([quoted.span for quoted in _cited(given)], evidence) / _length(evidence) if _length(evidence) else None
    )


def is_verbatim(quoted: Quoted, text: str) -> bool:
    """Whether the quote says something and stands in the document's text at its offsets, character for character."""
    inside = 0 <= quoted.start < quoted.end <= len(text)
    return inside and bool(quoted.quote.strip()) and text[quoted.start : quoted.end] == quoted.quote


def quotes_verbatim(given: Given, texts: Mapping[str, str]) -> float | None:
    """1 where every quote is verbatim, else 0, as where a quoted document is not there; None without quotes."""
    if not given.citations:
        return None
    return float(all(is_verbatim(quoted, texts.get(quoted.source, "")) for quoted in given.citations))


def statements_cited(given: Given) -> float | None:
    """1 where every statement names a citation, else 0; None without statements."""
    return float(given.uncited == 0) if given.statements else None


def _cited(given: Given) -> tuple[Quoted, ...]:
    return given.citations if given.is_answer else ()


def _is_right(quoted: Quoted, target: Target) -> bool:
    return any((quoted.source, quoted.trail) == gold.place for gold, _ in target.sections)


def _evidence(target: Target, *, primary: bool) -> list[Span]:
    return [span for gold, span in target.evidence if gold.primary or not primary]


def _shared(some: Iterable[Span], others: Iterable[Span]) -> int:
    """Characters that stand in both."""
    some, others = list(some), list(others)
    return _length(some) + _length(others) - _length([*some, *others])


def _length(spans: Iterable[Span]) -> int:
    """Characters that stand in any of the spans."""
    reached: dict[str, int] = {}
    length = 0
    for span in sorted(spans, key=lambda one: one.start):
        start = max(span.start, reached.get(span.source, 0))
        length += max(0, span.end - start)
        reached[span.source] = max(span.end, start)
    return length
