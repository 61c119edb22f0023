"""What must hold of every document of any format, once it is read and cut."""

from bisect import bisect_right

from corpus.errors import PlaybookError
from ingest.embed import WINDOW
from ingest.passages import passages
from ingest.readers import read
from ingest.tokens import SPECIAL, token_counts
from ingest.views import views


def read_and_cut(document, reader=read):
    text, sections = reader(document)
    return text, sections, passages(text, sections)


def check_that_nothing_is_lost(text, sections, cut):
    """Each non-blank character of the body lies in one passage, which stands at its offsets under an id of its own."""
    check_coverage(text.text, sections, cut)
    assert all(text.text[one.start : one.end] == one.text for one in cut)
    assert len({one.id for one in cut}) == len(cut)
    for one in cut:
        check_order(one.start, [(block.start, block.end) for block in one.blocks], one.end)
        for block in one.blocks:
            check_parts(text.text, block)


def check_coverage(text, sections, cut):
    for spans in (sections, cut):
        check_order(0, [(one.start, one.end) for one in spans], len(text))
    starts = [section.start for section in sections]
    assert all(one.end <= sections[bisect_right(starts, one.start) - 1].end for one in cut)
    assert letters(text, cut) == letters(text, sections)


def letters(text, spans):
    return "".join("".join(text[one.start : one.end] for one in spans).split())


def check_parts(text, block):
    check_order(block.start, [(part.start, part.end) for part in block.parts], block.end)
    assert all(part.plain.strip() and text[part.start : part.end].strip() for part in block.parts), block


def check_order(start, spans, end):
    edges = [start, *(edge for span in spans for edge in span), end]
    assert edges == sorted(edges)


def check_that_every_passage_fits(cut):
    """Measured with the model's tokenizer, unless a passage is one block: blocks are not cut."""
    shared = [one for one in cut if sum(bool(block.plain) for block in one.blocks) > 1]
    whole = [view.text for one in shared for view in views(one) if view.kind == "whole"]
    assert all(count + SPECIAL <= WINDOW for count in token_counts(whole))


def check(document, reader=read):
    """All of it; the document as it was read and cut."""
    text, sections, cut = read_and_cut(document, reader)
    check_that_nothing_is_lost(text, sections, cut)
    check_that_every_passage_fits(cut)
    return text, sections, cut


def reason(read_it, document):
    """Why a file was refused; empty where it was read."""
    try:
        read_it(document)
    except PlaybookError as error:
        return str(error)
    return ""
