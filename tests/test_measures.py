"""Measures are right on answers made by hand, agree with trec_eval and scikit-learn, and catch planted faults."""

import random
from dataclasses import replace

import pytest
from answers import CASE, NONE, TEXT, given, gold, target
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from evals.measures import citing, ranking, reading, refusing, stating
from evals.model import Gold, Quoted, Ranked, Span

IN_TREC_EVAL = {
    "hit_at_1": "success_1",
    "hit_at_5": "success_5",
    "reciprocal_rank": "recip_rank",
    "ndcg_at_10": "ndcg_cut_10",
}


def is_verbatim(quoted):
    return citing.is_verbatim(quoted, TEXT)


def cited(answer, case=CASE, aimed=None):
    return citing.scores(case, answer, aimed or target(), is_verbatim)


def test_the_rank_of_the_first_right_section_is_what_counts():
    found = ranking.scores(given(hits=("a", "b", "right")).passages, target().sections)
    assert (found["hit_at_1"], found["hit_at_5"], found["reciprocal_rank"]) == (0, 1, 1 / 3)
    assert ranking.scores(given(hits=("a", "b")).passages, target().sections)["reciprocal_rank"] == 0


def test_recall_is_over_primary_sections():
    sections = target(gold("a"), gold("b"), gold("c", primary=False)).sections
    assert ranking.scores(given(hits=("c", "a", "d")).passages, sections)["recall_at_5"] == 0.5


def test_a_ranking_without_gold_is_not_scored():
    assert ranking.scores(given().passages, ()) == {}


@pytest.mark.parametrize(
    ("passage", "is_right"),
    [((0, 40), True), ((50, 90), True), ((55, 95), False), ((80, 90), False), ((0, 400), True), ((100, 140), False)],
)
def test_a_passage_is_right_with_half_of_the_section_or_half_in_it(passage, is_right):
    assert ranking.is_right(Span("right", *passage), Span("right", 10, 70)) == is_right
    assert not ranking.is_right(Span("other", *passage), Span("right", 10, 70))


def test_ranking_agrees_with_trec_eval_on_1000_random_runs():
    from pytrec_eval import RelevanceEvaluator

    chance, qrels, runs, ours = random.Random(7), {}, {}, {}
    for number in range(1000):
        names = [f"s{at}" for at in range(20)]
        right = {name: chance.choice([1, 2]) for name in chance.sample(names, chance.randint(1, 6))}
        ranked = chance.sample(names, chance.randint(1, 10))
        qrels[str(number)], runs[str(number)] = right, {name: 10.0 - at for at, name in enumerate(ranked)}
        sections = [(Gold(name, (name,), gain == 2), Span(name, 0, 10)) for name, gain in right.items()]
        ours[str(number)] = ranking.scores([Ranked(name, (name,), 0, 10, 0) for name in ranked], sections)
    theirs = RelevanceEvaluator(qrels, {"success.1,5", "recip_rank", "ndcg_cut.10"}).evaluate(runs)
    recalls = RelevanceEvaluator(qrels, {"recall.5,10"}, relevance_level=2).evaluate(runs)
    for number, found in ours.items():
        for name, theirs_name in IN_TREC_EVAL.items():
            assert found[name] == pytest.approx(theirs[number][theirs_name], abs=1e-9), (number, name)
        if 2 in qrels[number].values():
            assert found["recall_at_5"] == pytest.approx(recalls[number]["recall_5"], abs=1e-9)
            assert found["recall_at_10"] == pytest.approx(recalls[number]["recall_10"], abs=1e-9)


def test_a_ranking_in_random_order_scores_worse():
    sections, chance = target(gold("a"), gold("b", primary=False)).sections, random.Random(1)
    passages = list(given(hits="abcdefghij").passages)
    shuffled = [ranking.scores(chance.sample(passages, 10), sections)["ndcg_at_10"] for _ in range(50)]
    assert ranking.scores(passages, sections)["ndcg_at_10"] == 1 > max(shuffled) - 1e-9
    assert sum(shuffled) / 50 < 0.7


def test_a_citation_to_a_neighbouring_section_costs_precision_and_recall():
    assert cited(given(cites=("right", "wrong")))["citation_precision"] == 0.5
    found = cited(given(cites=("wrong",)))
    assert (found["right_section_cited"], found["citation_recall"], found["character_recall"]) == (0, 0, 0)


def test_characters_beside_the_evidence_cost_precision_and_missing_ones_recall():
    half = replace(target(), evidence=((gold(), Span("right", 0, len(TEXT) // 2)),))
    assert cited(given(), aimed=half)["character_precision"] == 0.5
    short = replace(given(), citations=(Quoted("right", ("Right",), 0, 10, TEXT[:10]),))
    assert cited(short)["character_recall"] == 10 / len(TEXT)
    assert cited(short)["character_precision"] == 1


def test_a_quote_that_is_cited_twice_is_shown_once():
    assert cited(given(cites=("right", "right")))["character_precision"] == 1


def test_a_refusal_has_no_precision_and_no_recall():
    found = cited(given(cites=()))
    assert "citation_precision" not in found
    assert (found["citation_recall"], found["character_recall"]) == (0, 0)


@pytest.mark.parametrize("quote", [TEXT.replace("60", "61"), TEXT[:-1], TEXT + " ", TEXT.upper()])
def test_a_quote_with_one_wrong_character_is_not_verbatim(quote):
    assert cited(given(quote=quote))["quotes_verbatim"] == 0
    assert cited(given())["quotes_verbatim"] == 1


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (0, 10_000)])
def test_a_quote_from_nowhere_is_not_verbatim(start, end):
    assert not citing.is_verbatim(Quoted("right", (), start, end, TEXT[start:end]), TEXT)


def test_a_statement_without_a_citation_is_noticed():
    assert cited(replace(given(), uncited=1))["statements_cited"] == 0


def test_facts_are_looked_for_in_what_is_said():
    assert stating.scores(CASE, given(said="Kept for  SIXTY days."))["fact_recall"] == 0.5
    assert stating.scores(CASE, given(cites=()))["fact_recall"] == 0


@pytest.mark.parametrize(
    ("told", "number", "stands"),
    [
        ("in 2010", "10", False),
        ("10 days", "10", True),
        ("1.5 GB", "5 GB", False),
        ("10,000", "10", False),
        ("up to 10.", "10", True),
        ("the state’s own", "state's", True),
    ],
)
def test_a_number_counts_only_whole(told, number, stands):
    assert stating.says(stating.folded(told), [number]) is stands


def test_what_must_not_be_said_is_noticed_only_in_answers():
    case = replace(CASE, must_not_say=("30 days",))
    assert stating.scores(case, given(said="It is 30 days."))["said_forbidden"] == 1
    assert "said_forbidden" not in stating.scores(case, given(cites=()))


@pytest.mark.parametrize(
    ("case", "answer", "verdict"),
    [
        (CASE, given(), "right"),
        (CASE, given(said="By SFTP."), "partly"),
        (replace(CASE, must_not_say=("SFTP",)), given(), "partly"),
        (CASE, given(cites=("wrong",)), "wrong"),
        (CASE, given(cites=()), "refused"),
        (CASE, replace(given(), status="declined"), "declined"),
        (CASE, replace(given(), status="error"), "unscored"),
        (NONE, given(), "wrong"),
        (NONE, given(cites=()), "right"),
        (replace(CASE, gold=()), given(cites=("wrong",)), "right"),
    ],
)
def test_each_answer_has_one_verdict(case, answer, verdict):
    assert stating.verdict(case, answer) == verdict


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[("file", 1), ("files", 1), ("table", 2), ("asked", 1), ("needed", 2), ("boxes", 2), ("agency", 3)],
        *[("the", 1), ("data", 2), ("see", 1), ("agreement", 3), ("x", 1)],
    ],
)
def test_syllables_are_groups_of_vowels_that_are_spoken(word, count):
    assert reading.syllables(word) == count


def test_the_grade_is_that_of_flesch_and_kincaid():
    assert reading.grade("The cat sat on the mat.") == 0  # 6 words and syllables: -1.45, and no grade is below 0
    assert reading.grade("Agencies share personal data.") == pytest.approx(0.39 * 4 + 11.8 * 9 / 4 - 15.59)


def test_a_list_is_not_one_long_sentence():
    assert reading.grade("- one item here\n- two items here\n- three items here") < reading.grade(
        "one item here and two items here and three items here"
    )


def test_a_refusal_has_no_length():
    assert reading.scores(given(cites=())) == {}


@settings(deadline=None)
@drawn(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=2, max_size=40))
def test_auroc_agrees_with_scikit_learn(pairs):
    from sklearn.metrics import roc_auc_score

    confidences, flags = zip(*pairs, strict=True)
    if len(set(flags)) == 1:
        assert refusing.auroc(confidences, flags) is None
    else:
        assert refusing.auroc(confidences, flags) == pytest.approx(roc_auc_score(flags, confidences))


def test_risk_falls_on_the_least_confident():
    assert refusing.risk_coverage([0.9, 0.8, 0.7, 0.7], [True, True, False, True]) == [(0.25, 0), (0.5, 0), (1, 0.25)]
    assert refusing.risk_coverage_area([0.9, 0.8, 0.7, 0.7], [True, True, False, True]) == 0.125
    assert refusing.risk_coverage_area([], []) is None


def test_confidence_that_is_the_share_answerable_has_no_calibration_error():
    confidences = [0.25] * 4 + [1.0] * 3
    assert refusing.expected_calibration_error(confidences, [True, False, False, False, True, True, True]) == 0
    assert refusing.expected_calibration_error([1.0], [False]) == 1
    assert [one.cases for one in refusing.bins(confidences, [True] * 7) if one] == [4, 3]
