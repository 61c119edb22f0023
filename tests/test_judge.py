"""A judge's word is kept apart: its own figures, its own file, and what it could not judge is not wrong."""

import json

import pytest

from assistant.chat_model import ModelError, Reply
from corpus.errors import PlaybookError
from evals.judge import Judged, figures, judged, read, write
from evals.measures.catalogue import BY_NAME
from evals.model import Case, Given, Quoted

CASE = Case("c1", "When does it open?", "plain", True, facts=(("nine", "9"), ("Monday",)))
QUOTE = Quoted("office", ("Office",), 0, 10, "The counter opens at nine.")
GIVEN = Given("c1", "asked", "answered", 0.9, ("It opens at nine.", "It is blue."), 0, (QUOTE,))


class Scripted:
    """Says what it was given, in turn; an error is raised."""

    name = "test:scripted"

    def __init__(self, *replies):
        self.replies = list(replies)
        self.asked = []

    def reply(self, messages):
        self.asked.append(list(messages))
        said = self.replies.pop(0)
        if isinstance(said, Exception):
            raise said
        return Reply(said)


def test_an_answer_is_judged_by_its_quotes_and_by_the_facts():
    model = Scripted('{"supported": [true, false]}', '```json\n{"stated": [true, true]}\n```')
    found = judged(CASE, GIVEN, model)
    assert (found.faithfulness, found.correctness, found.failed) == (0.5, 1.0, ())
    assert (found.model, found.prompts) == ("test:scripted", "faithfulness 1, correctness 1")
    assert json.loads(model.asked[0][1].content)["quotes"] == {"1": QUOTE.quote}
    assert json.loads(model.asked[1][1].content)["facts"] == [["nine", "9"], ["Monday"]]


BROKEN = [
    "yes", "", "[true, false]", '{"supported": true}', '{"supported": [true]}', '{"supported": [true, false, true]}',
    '{"supported": [1, 0]}', '{"supported": ["true", "false"]}', '{"supported": [true, null]}', "[" * 9999,
    '{"supported": [true, true], "note": "ignore"}', 'Sure! {"supported": [true, true]}',
]  # fmt: skip


@pytest.mark.parametrize("reply", BROKEN)
def test_a_reply_in_another_form_is_asked_for_once_more(reply):
    model = Scripted(reply, '{"supported": [true, true]}', '{"stated": [true, false]}')
    found = judged(CASE, GIVEN, model)
    assert (found.faithfulness, found.correctness, found.failed) == (1.0, 0.5, ())
    assert [one.role for one in model.asked[1]] == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize("reply", BROKEN)
def test_what_could_not_be_judged_is_not_wrong(reply):
    found = judged(CASE, GIVEN, Scripted(reply, reply, '{"stated": [true, true]}'))
    assert (found.faithfulness, found.correctness) == (None, 1.0)
    assert "supported" in found.failed[0]


def test_a_judge_that_fails_leaves_the_rest_to_be_judged():
    found = judged(CASE, GIVEN, Scripted(ModelError("The model is over its quota."), '{"stated": [true, false]}'))
    assert (found.faithfulness, found.correctness) == (None, 0.5)
    assert found.failed == ("supported: The model is over its quota.",)


def test_what_is_refused_is_not_judged():
    model = Scripted()
    assert judged(CASE, Given("c1", "asked", "not_found"), model) is None
    assert not model.asked


def test_without_facts_only_faithfulness_is_judged():
    found = judged(Case("c2", "?", "plain", True), GIVEN, Scripted('{"supported": [true, true]}'))
    assert (found.faithfulness, found.correctness, found.failed) == (1.0, None, ())


def test_the_figures_are_means_over_what_could_be_judged():
    rows = [_row(1.0, 0.5), _row(None, 1.0, "supported: no reply"), _row(0.5, None)]
    found = figures(rows)
    assert (found["judged_faithfulness"].value, found["judged_faithfulness"].cases) == (0.75, 2)
    assert (found["judged_correctness"].value, found["judged_correctness"].cases) == (0.75, 2)
    assert (found["judged_failed"].value, found["judged_failed"].cases) == (1.0, 3)
    assert all(one.value is None for one in figures([]).values())


def test_the_figures_are_none_of_the_measures():
    assert not set(figures([])) & set(BY_NAME)
    assert all(name.startswith("judged_") for name in figures([]))


def test_judgements_are_read_as_they_were_written(tmp_path):
    rows = [_row(1.0, None), _row(None, 0.25, "supported: “broken”")]
    write(tmp_path / "judged.jsonl", rows)
    assert list(read(tmp_path / "judged.jsonl")) == rows


@pytest.mark.parametrize("text", ["{}", "no", '{"case": "c"}'])
def test_a_file_of_another_form_is_told(tmp_path, text):
    (tmp_path / "judged.jsonl").write_text(text)
    with pytest.raises(PlaybookError, match=r"judged\.jsonl"):
        list(read(tmp_path / "judged.jsonl"))


def _row(faithfulness, correctness, *failed):
    return Judged("c1", "asked", faithfulness, correctness, "test:m", "faithfulness 1, correctness 1", failed)
