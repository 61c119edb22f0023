"""Faults that are planted in the real program over the real corpus are each caught by the evaluation."""

import random
from dataclasses import replace

import pytest

from assistant.confidence import fitted
from assistant.model import Statement
from assistant.quote import QuotingAnswerer
from corpus.errors import PlaybookError
from corpus.home import BUNDLED
from corpus.notices import notices
from evals import gold, report
from evals.cases import cases
from evals.compare import compare, regressions
from evals.given import failed, given
from evals.leaks import leaks
from evals.run import run
from evals.score import scores
from evals.ways import askings
from ingest.questions import bank, sections
from ui import wire
from ui.setup import Setup


class World:
    """The cases over the bundled edition, and how they fare with an answerer."""

    def __init__(self):
        self.searcher = wire.searcher(Setup(BUNDLED))
        self.cases = cases()
        self.at_hand = sections(self.searcher.index.passages)
        self.targets = gold.targets(self.cases, self.at_hand)
        self.before = self.scored(self.answerer())

    def answerer(self, searcher=None, confidence=None):
        return QuotingAnswerer(searcher or self.searcher, confidence or fitted(), notices(BUNDLED))

    def scored(self, answerer):
        found = []

        def keep(asking, answer, error, milliseconds):
            told = (asking.case.id, asking.way)
            found.append(failed(*told, error) if answer is None else given(*told, answer, "here"))

        run(askings(self.cases, robustness=False), lambda without: answerer, keep)
        return scores(self.cases, self.targets, found, self.searcher.index.documents)

    def caught(self, answerer):
        """What a build that ran this answerer would fail with."""
        after = self.scored(answerer)
        return [*report.broken_invariants(after), *regressions(compare("before", self.before, after))]


class Altered:
    """The real answerer, with each answer changed before it is given."""

    def __init__(self, whole, change):
        self.whole, self.change = whole, change

    def answer(self, question, history=()):
        return self.change(self.whole.answer(question, history))


class Shuffled:
    """The real searcher, with its hits in random order."""

    def __init__(self, whole):
        self.whole, self.chance = whole, random.Random(3)

    def __getattr__(self, name):
        return getattr(self.whole, name)

    def search(self, question, k=10):
        hits = self.whole.search(question, k)
        order = self.chance.sample(hits, len(hits))
        return [replace(hit, rank=rank) for rank, hit in enumerate(order, 1)]


@pytest.fixture(scope="module")
def world(summary_home):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYBOOK_HOME", str(summary_home))
        yield World()


def test_nothing_is_caught_where_nothing_is_planted(world):
    assert world.caught(world.answerer()) == []


def test_a_quote_with_one_wrong_character_is_caught(world):
    def change(answer):
        if not answer.citations:
            return answer
        last = answer.citations[-1]
        wrong = replace(last, quote=last.quote[:-1] + chr(ord(last.quote[-1]) + 1))
        return replace(answer, citations=(*answer.citations[:-1], wrong))

    told = world.caught(Altered(world.answerer(), change))
    assert told[0].startswith("quotes_verbatim does not hold for ")


def test_a_citation_to_the_neighbouring_section_is_caught(world):
    order = list(world.at_hand)

    def beside(one):
        at = order.index((one.document.source, one.trail))
        near = order[at + 1] if at + 1 < len(order) and order[at + 1][0] == one.document.source else order[at - 1]
        return replace(one, trail=near[1])

    def change(answer):
        return replace(answer, citations=tuple(map(beside, answer.citations)))

    told = world.caught(Altered(world.answerer(), change))
    assert any(one.startswith("right_section_cited of all cases got worse") for one in told)


def test_a_statement_that_cites_nothing_is_caught(world):
    def change(answer):
        return replace(answer, statements=tuple(Statement(one.text, ()) for one in answer.statements))

    assert world.caught(Altered(world.answerer(), change))[0].startswith("statements_cited does not hold")


def test_hits_in_random_order_are_caught(world):
    told = world.caught(world.answerer(Shuffled(world.searcher)))
    assert any(one.startswith("right of all cases got worse") for one in told)
    assert any(one.startswith("hit_at_1 of all cases got worse") for one in told)


@pytest.mark.parametrize("by", [-0.1, 0.1])
def test_a_threshold_that_moved_by_a_tenth_is_caught(world, by):
    confidence = replace(fitted(), threshold=fitted().threshold + by)
    told = world.caught(world.answerer(confidence=confidence))
    measure = "answered" if by > 0 else "false_answers"
    assert any(one.startswith(f"{measure} of all cases got worse") for one in told), told


def test_an_answerer_that_always_refuses_is_caught(world):
    told = world.caught(world.answerer(confidence=replace(fitted(), threshold=1.1)))
    assert any(one.startswith("right of all cases got worse") for one in told)


def test_an_answerer_that_always_answers_is_caught(world):
    told = world.caught(world.answerer(confidence=replace(fitted(), threshold=0.0)))
    assert any(one.startswith("false_answers of all cases got worse") for one in told)


def test_a_passage_rule_that_cuts_headings_off_is_caught(world):
    cut = sections(replace(one, trail=one.trail[:1]) for one in world.searcher.index.passages)
    with pytest.raises(PlaybookError, match="Drift"):
        gold.targets(world.cases, cut)


def test_a_ranking_that_does_not_see_the_headings_is_caught(world):
    """The bank and the trail tell what a section is about; a ranking by its bare text is worse."""
    from ingest.search import HybridSearcher

    index = world.searcher.index
    blind = HybridSearcher(index, wire.embedder(Setup(BUNDLED)), 0, lambda likeness: likeness.part, 0)
    told = world.caught(world.answerer(blind))
    assert any(one.startswith("hit_at_1 of all cases got worse") for one in told)


def test_a_section_that_is_deleted_from_the_corpus_is_drift(world):
    case = next(one for one in world.cases if one.gold)
    left = {place: passages for place, passages in world.at_hand.items() if place != case.gold[0].place}
    lost = gold.drift(world.cases, left)
    assert case.id in {one.case for one in lost}


def test_a_case_that_is_copied_into_the_question_bank_is_a_leak(world):
    case, place = world.cases[0], next(iter(world.at_hand))
    planted = dict(bank(BUNDLED)) | {place: (case.question,)}
    assert case.id in {found.id for found, _, _ in leaks(world.cases, planted, wire.embedder(Setup(BUNDLED)))}
