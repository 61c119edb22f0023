"""The bank belongs to sections that exist, covers them all, and copies no case."""

from collections import Counter

import pytest

from corpus import home
from evals.cases import cases
from evals.leaks import leaks
from evals.model import Case
from ingest.onnx_engine import OnnxMiniLM
from ingest.passages import passages
from ingest.questions import bank, place
from ingest.readers import read

FEWEST = 8


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
def test_every_question_belongs_to_a_section_and_every_section_has_questions(edition, at_hand):
    assert set(bank(home.BUNDLED)) == places(at_hand(edition))


def test_every_section_has_enough_questions():
    assert not {where: len(asked) for where, asked in bank(home.BUNDLED).items() if len(asked) < FEWEST}


def test_no_question_stands_in_two_places():
    counts = Counter(question.lower() for asked in bank(home.BUNDLED).values() for question in asked)
    assert not [question for question, count in counts.items() if count > 1]


def test_no_case_stands_in_the_bank_not_even_nearly(models):
    assert not leaks(cases(), bank(home.BUNDLED), OnnxMiniLM(models))


def test_a_copied_case_is_noticed(models):
    where, asked = next(iter(bank(home.BUNDLED).items()))
    copied = Case("copied", asked[0].upper() + " please", "fact", True)
    assert [(case.id, question) for case, question, _ in leaks([copied], {where: asked[:3]}, OnnxMiniLM(models))] == [
        ("copied", asked[0])
    ]
