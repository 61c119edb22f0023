"""A warm answer is measured beside bare searches for the same questions, all in one run."""

import re
import time

from evals.warm import FIRST, Warm, warm
from ui.setup import Setup
from ui.warm import measured


def test_the_ratio_is_that_of_the_medians():
    found = Warm(20.0, {"here": 10.0, "there": 8.0}, 9)
    assert (found.ratio("here"), found.ratio("there")) == (2.0, 2.5)
    assert "10.0 ms here (ratio 2.00) and 8.0 ms there (ratio 2.50); goal ≤ 3." in found.told()


def test_what_is_slow_is_told_as_slow():
    found = warm(lambda question: time.sleep(0.02), {"bare": lambda question: None}, ["a", "b", "c"])
    assert found.answer >= 20 > found.bare["bare"]


def test_every_way_is_asked_every_question_in_changing_order():
    asked = []
    warm(lambda q: asked.append(("answer", q)), {"bare": lambda q: asked.append(("bare", q))}, list("abc"))
    counted = asked[2 * min(FIRST, 3) :]
    assert sorted(counted) == [(way, q) for way in ("answer", "bare") for q in "abc"]
    assert [way for way, _ in counted[::2]] == ["answer", "bare", "answer"]


def test_it_measures_the_index_in_use_of_a_corpus(playbook, folder_corpus):
    corpus = folder_corpus(office="# Office\n\n## Hours\n\nThe counter opens at nine.\n")
    assert playbook("index", "build", "--corpus", corpus).code == 0
    found = measured(Setup(corpus), ["When does the counter open?"] * 3)
    pattern = r"A warm answer takes [\d.]+ ms; .* of the same index \(ratio [\d.]+\) and .* of one vector a passage"
    assert re.match(pattern, found.told())
