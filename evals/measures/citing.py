"""What is cited, and how much of what is shown is what answers."""

from collections.abc import Callable, Iterable, Sequence

from evals.model import Case, Given, Gold, Quoted, Span, Target


def scores(case: Case, given: Given, target: Target, is_verbatim: Callable[[Quoted], bool]) -> dict[str, float]:
    """Every measure of citations, 0 to 1; precision only of an answer, recall 0 where nothing is answered."""
    found = _invariants(given, is_verbatim)
    if case.answerable and target.sections:
        found |= _recalls(case, given, target) | (_precisions(case, given, target) if given.citations else {})
    return found


def is_verbatim(quoted: Quoted, text: str) -> bool:
    """Whether a quote stands in its document's text at its offsets, character for character."""
    return 0 <= quoted.start < quoted.end <= len(text) and text[quoted.start : quoted.end] == quoted.quote


def _invariants(given: Given, is_verbatim: Callable[[Quoted], bool]) -> dict[str, float]:
    found = {"quotes_verbatim": float(all(map(is_verbatim, given.citations)))} if given.citations else {}
    return found | ({"statements_cited": float(given.uncited == 0)} if given.statements else {})


def _precisions(case: Case, given: Given, target: Target) -> dict[str, float]:
    right = [(one.source, one.trail) in {gold.place for gold in case.gold} for one in given.citations]
    shown = characters(one.span for one in given.citations)
    evidence = characters(span for _, span in target.evidence)
    return {
        "right_section_cited": float(any(right)),
        "citation_precision": sum(right) / len(right),
        "character_precision": len(shown & evidence) / len(shown) if shown else 0.0,
    }


def _recalls(case: Case, given: Given, target: Target) -> dict[str, float]:
    """Over the primary sections; over all where none is primary."""
    cited = {(one.source, one.trail) for one in given.citations}
    wanted = {gold.place for gold, _ in primary(target.sections)}
    evidence = characters(span for _, span in primary(target.evidence))
    shown = characters(one.span for one in given.citations)
    return {
        "citation_recall": len(wanted & cited) / len(wanted),
        "character_recall": len(evidence & shown) / len(evidence) if evidence else 0.0,
    }


def primary(found: Sequence[tuple[Gold, Span]]) -> list[tuple[Gold, Span]]:
    """Those of primary gold, or all where none is."""
    return [one for one in found if one[0].primary] or list(found)


def characters(spans: Iterable[Span]) -> set[tuple[str, int]]:
    """Every character of the spans, once."""
    return {(span.source, at) for span in spans for at in range(span.start, span.end)}
