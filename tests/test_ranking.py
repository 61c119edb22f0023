"""Right sections are found by place in the text, and the measures of ranking are those of trec_eval."""

import random
from math import log2

import pytest

from evals.measures import ranking
from evals.measures.ranking import hit_at, is_right, ndcg, ranks, recall_at, reciprocal_rank
from evals.model import Given, Gold, Ranked, Span, Target

RUNS = 1000
HIT = {number: Span("doc", 100 * number, 100 * number + 100) for number in range(40)}
"""Sections of a hundred characters, one after another."""


def section(number, primary=True):
    return Gold("doc", (str(number),), primary), HIT[number]


def hits(*numbers):
    return [HIT[number] for number in numbers]


def given(*numbers, status="answered", way="asked"):
    passages = tuple(Ranked(one.source, (), one.start, one.end, -rank) for rank, one in enumerate(hits(*numbers)))
    return Given("case", way, status, passages=passages)


@pytest.mark.parametrize(
    ("hit", "right"),
    [
        (Span("s", 0, 100), True),
        (Span("s", 40, 140), True),
        (Span("s", 50, 150), True),
        (Span("s", 51, 151), False),
        (Span("s", 0, 900), True),
        (Span("s", 99, 101), True),
        (Span("s", 100, 200), False),
        (Span("s", 50, 50), False),
        (Span("t", 0, 100), False),
    ],
)
def test_a_hit_is_right_if_half_of_it_or_of_the_section_is_shared(hit, right):
    assert is_right(hit, Span("s", 0, 100)) is right


def test_a_section_counts_once_at_its_best_rank():
    halves = [Span("doc", 100, 150), Span("doc", 150, 200)]
    assert ranks([section(1)], halves) == [1]
    assert ndcg([section(1), section(2)], [*halves, HIT[2]]) == (2 + 2 / log2(4)) / (2 + 2 / log2(3))


def test_a_hit_that_holds_several_sections_finds_each_of_them():
    gold = [section(1), section(2), section(3, primary=False)]
    wide = [Span("doc", 100, 300)]
    assert ranks(gold, wide) == [1, 1, None]
    assert recall_at(5, gold, wide) == 1
    assert ndcg(gold, wide) == 1.0


def test_hits_count_within_their_depth():
    gold, sixth = [section(1)], hits(9, 8, 7, 6, 5, 1)
    assert (hit_at(1, gold, sixth), hit_at(5, gold, sixth)) == (0, 0)
    assert (recall_at(5, gold, sixth), recall_at(10, gold, sixth)) == (0, 1)
    assert reciprocal_rank(gold, sixth) == 1 / 6
    assert reciprocal_rank(gold, hits(*range(10, 20), 1)) == 0
    assert ndcg(gold, hits(*range(10, 20), 1)) == 0


def test_recall_asks_for_primary_sections_and_hits_for_any():
    gold = [section(1), section(2, primary=False)]
    assert (recall_at(5, gold, hits(2)), hit_at(1, gold, hits(2)), reciprocal_rank(gold, hits(2))) == (0, 1, 1)


def test_a_primary_section_first_is_worth_more_than_another_right_one():
    gold = [section(1), section(2, primary=False)]
    assert ndcg(gold, hits(1, 2)) == 1
    assert ndcg(gold, hits(2, 1)) == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))


def test_scores_hold_what_the_catalogue_lists():
    from evals.measures.catalogue import MEASURES

    found = ranking.scores(Target((section(1),)), given(1))
    assert list(found) == [measure.name for measure in MEASURES if measure.family == "ranking"]
    assert set(found.values()) == {1.0}


def test_a_search_that_finds_nothing_scores_nothing():
    assert set(ranking.scores(Target((section(1),)), given(status="not_found")).values()) == {0.0}


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        (Target(), given(1)),
        (Target((section(1),)), given(1, way="withheld")),
        (Target((section(1),)), given(status="error")),
        (Target((section(1),)), given(status="declined")),
    ],
)
def test_where_nothing_was_to_be_found_the_measures_are_absent(target, answer):
    assert ranking.scores(target, answer) == {}


def test_recall_is_absent_where_no_section_is_primary():
    found = ranking.scores(Target((section(1, primary=False),)), given(1))
    assert "recall_at_5" not in found
    assert found["ndcg_at_10"] == 1


def test_the_neighbouring_section_is_not_right():
    assert hit_at(5, [section(5)], hits(4, 6)) == 0


def test_a_random_order_ranks_worse():
    draw = random.Random(1)
    gold = [section(1), section(2), section(3, primary=False)]
    found = hits(1, 2, 3, *range(10, 17))
    shuffled = [ndcg(gold, draw.sample(found, 10)) for _ in range(200)]
    assert max(shuffled) <= ndcg(gold, found) == 1
    assert sum(shuffled) / 200 < 0.75


def test_the_measures_are_those_of_trec_eval_in_a_thousand_random_runs():
    pytrec_eval = pytest.importorskip("pytrec_eval", reason="pytrec-eval-terrier is not installed: no wheel here")
    draws = {str(seed): _draw(random.Random(seed)) for seed in range(RUNS)}
    judged = {key: {gold.trail[0]: 1 + gold.primary for gold, _ in sections} for key, (sections, _) in draws.items()}
    run = {key: {str(n): float(-rank) for rank, n in enumerate(numbers)} for key, (_, numbers) in draws.items()}
    any_right = pytrec_eval.RelevanceEvaluator(judged, {"success", "recip_rank", "ndcg_cut"}).evaluate(run)
    primary = pytrec_eval.RelevanceEvaluator(judged, {"recall"}, relevance_level=2).evaluate(run)
    for key, (sections, numbers) in draws.items():
        theirs = {
            "hit_at_1": any_right[key]["success_1"],
            "hit_at_5": any_right[key]["success_5"],
            "recall_at_5": primary[key]["recall_5"],
            "recall_at_10": primary[key]["recall_10"],
            "reciprocal_rank": any_right[key]["recip_rank"],
            "ndcg_at_10": any_right[key]["ndcg_cut_10"],
        }
        ours = ranking.scores(Target(tuple(sections)), given(*numbers))
        if not any(gold.primary for gold, _ in sections):
            assert theirs.pop("recall_at_5") == theirs.pop("recall_at_10") == 0
        assert ours == pytest.approx(theirs, abs=1e-9, rel=0)


def _draw(draw):
    """Gold of 1 to 12 sections, some primary, and 1 to 10 hits: none, some or many of them right."""
    gold = [section(number, draw.random() < 0.6) for number in draw.sample(range(40), draw.randint(1, 12))]
    near = range(40) if draw.random() < 0.7 else [int(one.trail[0]) for one, _ in gold]
    return gold, draw.sample(near, draw.randint(1, min(10, len(near))))
