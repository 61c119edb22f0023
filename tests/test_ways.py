"""A case is put in other ways: with slips of the keyboard, in capitals, without its history, without its document."""

from dataclasses import replace

from answers import CASE, NONE, gold
from hypothesis import given as drawn
from hypothesis import strategies

from assistant.model import Turn
from evals.cases import cases
from evals.ways import askings, only_document, with_slips


def ways(*found):
    return [(one.case.id, one.way, one.without) for one in askings(found)]


def test_a_case_is_put_in_every_way_that_bears_on_it():
    followup = replace(CASE, id="next", history=(Turn("user", "Hello"),), gold=(gold(), gold("other")))
    assert ways(CASE)[1:] == [("case", "typos", ""), ("case", "capitals", ""), ("case", "withheld", "right")]
    assert [way for _, way, _ in ways(followup)] == ["asked", "typos", "capitals", "alone"]
    assert [way for _, way, _ in ways(NONE)] == ["asked", "typos", "capitals"]


def test_without_robustness_a_case_is_put_once():
    assert [one.way for one in askings([CASE, NONE], robustness=False)] == ["asked", "asked"]


def test_the_history_is_left_out_where_a_follow_up_stands_alone():
    (alone,) = [one for one in askings([replace(CASE, history=(Turn("user", "Hello"),))]) if one.way == "alone"]
    assert alone.case.history == ()


def test_a_case_that_two_documents_answer_is_not_withheld():
    assert only_document(replace(CASE, gold=(gold(), gold("other", primary=False)))) == ""
    assert only_document(NONE) == ""


@drawn(strategies.text(max_size=300), strategies.text(max_size=5))
def test_slips_are_few_and_the_same_each_time(text, seed):
    slipped = with_slips(text, seed)
    assert slipped == with_slips(text, seed)
    assert abs(len(slipped) - len(text)) <= 4


def test_every_bundled_question_with_long_words_is_mistyped_but_for_its_short_words():
    for case in cases():
        slipped = with_slips(case.question, case.id)
        before, after = case.question.split(), slipped.split()
        changed = [word for word, other in zip(before, after, strict=True) if word != other]
        assert all(len(word) >= 5 for word in changed)
        assert len(changed) <= 4
