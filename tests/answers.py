"""Cases and answers made by hand, for the tests of the evaluation."""

from evals.model import Case, Given, Gold, Quoted, Ranked, Span, Target

TEXT = "Send it by SFTP. It is kept for 60 days."
TEXTS = dict.fromkeys(("right", "other", "wrong", *"abcdefghij", *(f"d{number}" for number in range(9))), TEXT)
"""Documents of one section each, which is the whole text."""


def trail(source):
    return (source.title(),)


def gold(source="right", primary=True, phrases=("60 days",)):
    return Gold(source, trail(source), primary, phrases)


CASE = Case("case", "How long is it kept?", "fact", True, (gold(),), (("60 days", "sixty days"), ("SFTP",)))
NONE = Case("none", "How blue is it?", "near miss", False)


def target(*golds):
    spans = tuple((one, Span(one.source, 0, len(TEXT))) for one in golds or (gold(),))
    return Target(spans, spans)


def given(hits=("right", "wrong"), cites=("right",), said=TEXT, quote=TEXT, case=CASE, way="asked", confidence=0.5):
    """An answer that ranks these sources, and quotes those."""
    return Given(
        case=case.id,
        way=way,
        status="answered" if cites else "not_found",
        confidence=confidence,
        statements=tuple(said for _ in cites),
        citations=tuple(Quoted(one, trail(one), 0, len(TEXT), quote) for one in cites),
        passages=tuple(Ranked(one, trail(one), 0, len(TEXT), 1 / rank) for rank, one in enumerate(hits, 1)),
    )
