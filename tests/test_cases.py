"""Cases are read as they are written; a line that is none is named; the bundled ones are many and of every kind."""

import json

import pytest

from corpus.errors import PlaybookError
from evals.calibrate import CALIBRATION
from evals.cases import IMPORTED, KINDS, as_line, cases, of_kinds

LINE = {"id": "a", "question": "Why?", "kind": "fact", "answerable": False, "gold": [], "facts": []}
GOLD = {"source": "page", "trail": ["Page"], "phrases": ["60 days"], "primary": False}


def file_of(tmp_path, *rows):
    file = tmp_path / "mine.jsonl"
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return file


def test_a_case_is_read_as_it_is_written(tmp_path):
    told = LINE | {
        "answerable": True,
        "history": [{"role": "user", "content": "Hello\u2028there"}],
        "gold": [GOLD],
        "facts": [["60 days"]],
        "must_not_say": ["30 days"],
    }
    (case,) = cases(file_of(tmp_path, told))
    assert json.loads(json.dumps(as_line(case))) == told
    assert case.gold[0].phrases == ("60 days",)


@pytest.mark.parametrize(
    "row",
    [
        "{",
        "[]",
        '{"id": "a"}',
        json.dumps(LINE | {"question": " "}),
        json.dumps(LINE | {"question": "half of a pair: \ud83d"}),
        json.dumps(LINE | {"facts": [["60 days"], "30 days"]}),
        json.dumps(LINE | {"gold": [GOLD | {"phrases": "60 days"}]}),
        json.dumps(LINE | {"gold": [{"source": "page"}]}),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path, row):
    with pytest.raises(PlaybookError, match=r"mine\.jsonl:2 is not a case"):
        cases(file_of(tmp_path, LINE, row))


def test_a_kind_that_nobody_knows_is_named(tmp_path):
    with pytest.raises(PlaybookError, match=r"unknown kind 'riddle'\. Choose from: fact, list"):
        cases(file_of(tmp_path, LINE | {"kind": "riddle"}))
    with pytest.raises(PlaybookError, match="There is no kind riddle"):
        of_kinds(cases(), ["riddle"])


def test_two_cases_of_one_name_are_told(tmp_path):
    with pytest.raises(PlaybookError, match="More than one case is called a"):
        cases(file_of(tmp_path, LINE, LINE))


def test_no_cases_at_all_is_told(tmp_path):
    with pytest.raises(PlaybookError, match="No cases"):
        cases(tmp_path)


def test_cases_are_chosen_by_kind():
    assert {case.kind for case in of_kinds(cases(), ["steps", "why"])} == {"steps", "why"}
    assert of_kinds(cases(), []) == cases()


def test_the_bundled_cases_are_at_least_300_of_every_kind_in_both_halves():
    found = cases()
    assert len(found) >= 300
    assert {case.kind for case in found} == set(KINDS) - {IMPORTED}
    assert {(case.half, case.answerable) for case in found} == {(h, a) for h in ("dev", "test") for a in (True, False)}
    assert min(sum(case.half == half for case in found) for half in ("dev", "test")) >= 120


def test_the_bundled_follow_ups_are_at_least_30_and_some_of_each_half_leave_the_sources():
    found = of_kinds(cases(), ["follow-up"])
    assert len(found) >= 30
    assert all(case.history and case.history[-1].role == "assistant" for case in found)
    assert {(case.half, case.answerable) for case in found} == {(h, a) for h in ("dev", "test") for a in (True, False)}


def test_every_gold_section_of_a_bundled_case_names_the_words_that_answer():
    assert [case.id for case in cases() for gold in case.gold if not gold.phrases] == []
    assert [case.id for case in cases() if case.answerable != bool(case.gold)] == []


def test_cases_and_calibration_do_not_overlap():
    asked = {case.question.lower() for case in cases()}
    assert not asked & {case.question.lower() for case in cases(CALIBRATION)}


def test_a_case_that_changes_in_anything_that_bears_on_its_score_has_another_digest(tmp_path):
    (one,) = cases(file_of(tmp_path, LINE))
    (other,) = cases(file_of(tmp_path, LINE | {"must_not_say": ["no"]}))
    assert one.digest != other.digest
