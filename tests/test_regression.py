"""The regression finds what tells answered from unanswered, and gives no weight the wrong sign."""

import random

from evals.regression import AGAINST, FOR, Example, regression


def examples(told):
    chance = random.Random(3)
    return [Example(told(chance, answered), answered, False) for answered in (True, False) for _ in range(200)]


def test_what_parts_the_two_kinds_is_weighed_and_noise_is_not():
    found = regression(examples(lambda chance, yes: {"similarity": yes + chance.random(), "length": chance.random()}))
    assert found.weights["similarity"] > 3 > abs(found.weights["length"])
    assert found.of_features({"similarity": 1.9, "length": 0.5}) > 0.9
    assert found.of_features({"similarity": 0.1, "length": 0.5}) < 0.1


def test_a_feature_that_speaks_against_an_answer_never_speaks_for_it():
    found = regression(
        examples(lambda chance, yes: {"unknown": yes + chance.random(), "covered": chance.random() - yes})
    )
    assert found.weights == {"unknown": 0.0, "covered": 0.0}


def test_either_kind_counts_as_much_as_the_other():
    many = examples(lambda chance, yes: {"similarity": float(yes)})
    few = [*many, *[one for one in many if one.is_answered] * 9]
    assert abs(regression(few).of_features({"similarity": 0.5}) - 0.5) < 0.05


def test_every_feature_of_confidence_promises_a_side_but_three():
    from assistant.confidence import fitted

    assert set(fitted().weights) - {*FOR, *AGAINST} == {"ahead_of_5", "length", "asked"}
    told = fitted().weights
    assert all(told[name] >= 0 for name in FOR)
    assert all(told[name] <= 0 for name in AGAINST)
