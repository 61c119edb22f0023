"""Both banks belong to sections that exist, cover them all, and copy no case."""

from collections import Counter

import pytest

from corpus import home
from evals.cases import cases
from evals.leaks import leaks
from evals.model import Case
from ingest.onnx_engine import OnnxMiniLM
from ingest.passages import passages
from ingest.questions import bank, near_misses, place
from ingest.readers import read

FEWEST = {bank: 12, near_misses: 5}


def places(documents):
    """Sections that say something, footnotes apart."""
    found = set()
    for document in documents:
        text, sections = read(document)
        for passage in passages(text, sections):
            if any(block.plain and block.kind != "footnote" for block in passage.blocks):
                found.add(place(passage))
    return found


@pytest.mark.parametrize("edition", ["summary", "official"])
@pytest.mark.parametrize("read_bank", FEWEST)
def test_every_question_belongs_to_a_section_and_every_section_has_questions(read_bank, edition, at_hand):
    assert set(read_bank(home.BUNDLED)) == places(at_hand(edition))


@pytest.mark.parametrize("read_bank", FEWEST)
def test_every_section_has_enough_questions(read_bank):
    counts = {where: len(asked) for where, asked in read_bank(home.BUNDLED).items()}
    assert not {where: count for where, count in counts.items() if count < FEWEST[read_bank]}


def test_no_question_stands_in_two_places_nor_in_both_banks():
    banks = [read_bank(home.BUNDLED) for read_bank in FEWEST]
    counts = Counter(question.lower() for one in banks for asked in one.values() for question in asked)
    assert not [question for question, count in counts.items() if count > 1]


@pytest.mark.parametrize("read_bank", FEWEST)
def test_no_case_stands_in_a_bank_not_even_nearly(read_bank, models):
    assert not leaks(cases(), read_bank(home.BUNDLED), OnnxMiniLM(models, adapter=None))


def test_a_copied_case_is_noticed(models):
    where, asked = next(iter(bank(home.BUNDLED).items()))
    copied = Case("copied", asked[0].upper() + " please", "fact", True)
    assert [
        (case.id, question)
        for case, question, _ in leaks([copied], {where: asked[:3]}, OnnxMiniLM(models, adapter=None))
    ] == [("copied", asked[0])]
