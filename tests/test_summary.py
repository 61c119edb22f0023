"""The summary for a pull request says what got worse first, lists what changed, and lets no question write Markdown."""

import re
from dataclasses import replace

from answers import CASE, NONE, TEXTS, given, target

from evals import report
from evals.compare import compare
from evals.judge import Judged
from evals.model import Target
from evals.page.view import RunView
from evals.score import scored
from evals.summary import judged_table, summary

MADE_WITH = {"edition": "summary", "index": "i", "embedder": "e", "program": "p", "cases": "c"}
NASTY = "# Title | `code` <b>\n- item [link](javascript:x) @someone #12 https://example.org &amp; $x$"


def view(now, before=None, troubles=(), question=CASE.question, id_="c"):
    """A run of eight cases that cite these sections, after one that cited those."""
    cases = [replace(CASE, id=f"{id_}{number}", question=question) for number in range(8)]

    def run(cites):
        asked = [scored(one, target(), given(case=one, cites=cites), TEXTS) for one in cases]
        return [*asked, scored(NONE, Target(), given(case=NONE, cites=()), TEXTS)]

    after = run(now)
    return RunView(
        cases=[*cases, NONE],
        givens={},
        scored=after,
        halves=report.halves(after),
        kinds=report.kinds(after),
        documents=(),
        ways=(),
        comparison=compare("before", run(before), after) if before else None,
        made_with=MADE_WITH,
        timings={},
        troubles=troubles,
    )


def test_what_got_worse_stands_first_and_lost_cases_are_listed():
    told = summary(view(("wrong",), before=("right",), troubles=["right of all cases got worse"]))
    lines = told.splitlines()
    assert lines[0] == "## Answer quality: 9 cases, summary edition"
    assert lines[4] == "- right of all cases got worse"
    assert "**Lost (8)**" in lines
    assert sum(line.startswith("- `c") for line in lines) == 8


def test_without_a_baseline_the_figures_stand_alone():
    told = summary(view(("right",)))
    assert "Nothing is worse than it may be." in told
    assert "against" not in told
    assert "| right_section_cited | 1.000" in told


def test_a_question_cannot_write_markdown():
    told = summary(view(("wrong",), before=("right",), question=NASTY))
    (line, *_) = [line for line in told.splitlines() if line.startswith("- `c0`")]
    assert r"\# Title \| \`code\` \<b\> - item \[link\]\(javascript:x\)" in line
    assert r"\&amp; \$x\$" in line
    assert not re.search(r"@\w|#\w|://", line), "somebody would be called upon, or an issue or address linked"


def test_an_id_is_told_as_it_is_whatever_it_holds():
    told = summary(view(("wrong",), before=("right",), id_="a_`b`_"))
    assert "- `` a_`b`_0 `` How long" in told


def test_what_a_judge_says_is_labelled_as_judged():
    told = judged_table([Judged("c0", "asked", 1.0, 0.5, "openai:m", "v1")])
    assert told.splitlines()[0].startswith("| judged by openai:m")
    assert "judged_correctness" in told
