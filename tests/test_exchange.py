"""Runs, gold and cases in the forms of other tools: complete, in our order, and safe whatever a text holds."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import exchanged
import numpy
import pytest
import yaml
from lxml import etree

from assistant.contract import NOT_FOUND
from corpus.errors import PlaybookError
from evals.exchange import beir, junit, promptfoo, promptfoo_provider, ragas, trec
from evals.exchange.formats import FORMATS
from evals.exchange.names import case_names, section_names
from evals.exchange.run import Run
from evals.exchange.templates import is_template, unescaped, verbatim
from evals.model import Case, Gold, Scored

RUN = exchanged.run()


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def columns(text):
    return [line.split() for line in text.splitlines()]


@pytest.mark.parametrize("form", FORMATS)
def test_every_file_is_utf8_and_the_same_twice(form):
    files = FORMATS[form](RUN)
    assert files == FORMATS[form](exchanged.run())
    assert all(text.encode() for text in files.values())


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_run_is_exported(form):
    assert all(isinstance(text, str) for text in FORMATS[form](Run(())).values())


def test_a_section_is_named_by_source_and_headings_below_the_title():
    where = ("playbook-responding", ("Responding", "Common types", "Data Sharing Agreement (DSA)"))
    assert section_names(Run((), sections={where: ""})) == {
        where: "playbook-responding/common-types/data-sharing-agreement-dsa"
    }


def test_sections_of_one_slug_have_names_of_their_own_whatever_the_order():
    alike = [("s", ("T", "A & B")), ("s", ("T", "A, B")), ("s", ("T", "数据")), ("s", ("T", "共享"))]
    names = section_names(Run((), sections=dict.fromkeys(alike, "")))
    assert len(set(names.values())) == 4
    assert names == section_names(Run((), sections=dict.fromkeys(reversed(alike), "")))


def test_names_hold_no_white_space_and_are_unique():
    names = list(section_names(RUN).values())
    assert not any(set(name) & set(" \t\n\u2028\xa0") for name in names)
    assert len(set(names)) == len(names) == 40


def test_cases_that_would_share_a_name_are_refused():
    with pytest.raises(PlaybookError, match="'a b' and 'a-b' would share the name a-b"):
        case_names([Case("a b", "?", "fact", True), Case("a-b", "?", "fact", True)])


def test_scores_fall_with_rank_even_in_32_bits_and_are_kept_where_they_do():
    told = [0.9, 0.9, 0.9, 0.25000001, 0.25, float("nan"), float("inf"), -1e300, -1e300]
    found = trec.falling(told)
    assert found[0] == "0.9"
    assert trec.falling([0.81, 0.5, 0.1234]) == ["0.81", "0.5", "0.1234"]
    assert all(numpy.float32(one) > numpy.float32(other) for one, other in pairwise(found))


def test_trec_files_hold_all_gold_and_every_rank():
    files = trec.files(RUN)
    judged, ranked = columns(files["qrels.txt"]), columns(files["run.txt"])
    assert len(judged) == sum(len(case.gold) for case in RUN.cases)
    assert {relevance for *_, relevance in judged} == {"1", "2"}
    assert len(ranked) == sum(len(given.passages) for given in RUN.givens)
    assert {len(line) for line in ranked} == {6}


def test_a_section_that_is_primary_once_is_judged_once_as_primary():
    where = ("s", ("T", "A"))
    case = Case("c", "?", "fact", True, (Gold(*where, False), Gold(*where, True)))
    assert trec.files(Run([case]))["qrels.txt"] == "c 0 s/a 2\n"


def test_trec_eval_gives_our_ndcg_on_what_is_exported(tmp_path):
    pytrec_eval = pytest.importorskip("pytrec_eval", reason="needs pytrec-eval-terrier")
    run, names = exchanged.run(1000, seed=1), section_names(RUN)
    files = trec.files(run)
    judged = pytrec_eval.parse_qrel(io.StringIO(files["qrels.txt"]))
    ranked = pytrec_eval.parse_run(io.StringIO(files["run.txt"]))
    theirs = pytrec_eval.RelevanceEvaluator(judged, {"ndcg_cut_10"}).evaluate(ranked)
    for case, given in run.answered:
        if case.gold and given.passages:
            gold = {names[place]: relevance for place, relevance in trec.judgements(case)}
            ours = exchanged.ndcg(gold, [names[one.source, one.trail] for one in given.passages])
            assert theirs[case.id]["ndcg_cut_10"] == pytest.approx(ours, abs=1e-9)


def test_beir_files_name_what_the_trec_files_name():
    files = beir.files(RUN)
    corpus, queries = rows(files["corpus.jsonl"]), rows(files["queries.jsonl"])
    judged = list(csv.reader(io.StringIO(files["qrels/test.tsv"]), delimiter="\t"))
    assert [one["text"] for one in corpus] == list(RUN.sections.values())
    assert [one["text"] for one in queries] == [case.question for case in RUN.cases]
    assert judged[0] == ["query-id", "corpus-id", "score"]
    assert judged[1:] == [[case, name, score] for case, _, name, score in columns(trec.files(RUN)["qrels.txt"])]


def test_ragas_files_hold_each_case_once_with_contexts_in_our_order():
    files = ragas.files(RUN)
    single, several = rows(files["single_turn.jsonl"]), rows(files["multi_turn.jsonl"])
    asked = [(case, given) for case, given in RUN.answered if not case.history]
    assert [one["user_input"] for one in single] == [case.question for case, _ in asked]
    assert len(single) + len(several) == len(RUN.cases)
    for one, (case, given) in zip(single, asked, strict=True):
        assert one["retrieved_contexts"] == [RUN.sections[hit.source, hit.trail] for hit in given.passages]
        assert one["reference_contexts"] == [RUN.sections[gold.place] for gold in case.gold]
        assert (one["reference"] == NOT_FOUND) is not case.answerable
    assert all([turn["type"] for turn in one["user_input"]] == ["human", "ai", "human", "ai"] for one in several)


def test_promptfoo_is_told_every_case_with_facts_and_refusals():
    tests = rows(promptfoo.files(RUN)["tests.jsonl"])
    assert [one["metadata"]["id"] for one in tests] == [case.id for case in RUN.cases]
    for one, case in zip(tests, RUN.cases, strict=True):
        first, *others = one["assert"]
        assert first == {"type": "not-icontains" if case.answerable else "icontains", "value": NOT_FOUND}
        asserted = ["icontains-any"] * len(case.facts) + ["not-icontains"] * len(case.must_not_say)
        assert [other["type"] for other in others] == asserted
    assert yaml.safe_load(promptfoo.files(RUN)["promptfooconfig.yaml"])["tests"] == "file://tests.jsonl"


def test_promptfoo_is_told_what_was_said_before_as_json_without_a_template():
    for case, one in zip(RUN.cases, rows(promptfoo.files(RUN)["tests.jsonl"]), strict=True):
        history = one["vars"]["history"]
        assert not is_template(history)
        assert "#}" not in history
        assert [turn["content"] for turn in json.loads(history)] == [turn.content for turn in case.history]


@pytest.mark.parametrize("text", [*exchanged.AWKWARD, "{{{{", "#}#}", "{#}", '{{ "{" }}'])
def test_a_text_is_no_template_of_promptfoo_and_comes_back(text):
    assert not is_template(verbatim(text))
    assert unescaped(verbatim(text)) == text


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A `playbook` that answers with what it was asked, and `ask.py` beside it."""
    (tmp_path / "ask.py").write_text(promptfoo.files(RUN)["ask.py"])
    program = tmp_path / "playbook"
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\nquestions, answers = sys.argv[3], sys.argv[5]\n"
        "line = json.load(open(questions))\n"
        "said = [turn['content'] for turn in line['history']] + [line['question']]\n"
        "told = {'statements': [{'text': one} for one in said if one != 'unknown']}\n"
        "told = {'error': 'It broke.'} if 'broken' in said[-1] else told\n"
        "json.dump(told, open(answers, 'w'))\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    def ask(question, history=()):
        context = json.dumps({"vars": {"history": json.dumps(history)}})
        return subprocess.run(
            [sys.executable, tmp_path / "ask.py", question, "{}", context], capture_output=True, text=True
        )

    return ask


def test_the_provider_prints_what_is_said_with_plain_apostrophes_and_spaces(stand_in):
    assert stand_in("It’s\n $HOME?", [{"role": "user", "content": "Before"}]).stdout == "Before It's $HOME?\n"


def test_the_provider_says_so_where_the_sources_do_not_and_fails_where_nothing_was_answered(stand_in):
    assert stand_in("unknown").stdout.strip() == NOT_FOUND == promptfoo_provider.REFUSAL
    broken = stand_in("broken")
    assert (broken.returncode, broken.stdout, broken.stderr.strip()) == (1, "", "It broke.")


def suites(run):
    tree = etree.fromstring(junit.files(run)["junit.xml"].encode())
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "fixtures" / "junit.xsd"))
    schema.assertValid(tree)
    return tree


def test_junit_xml_is_valid_and_counts_each_outcome():
    (suite,) = suites(RUN)
    verdicts = [one.verdict for one in RUN.scored]
    assert int(suite.get("tests")) == len(suite) == len(RUN.scored)
    assert int(suite.get("failures")) == sum(verdicts.count(one) for one in ("wrong", "partly", "refused")) > 0
    assert int(suite.get("errors")) == verdicts.count("unscored") == len(suite.findall("testcase/error")) > 0
    assert int(suite.get("skipped")) == verdicts.count("declined") == len(suite.findall("testcase/skipped")) > 0
    assert suite.get("time") == f"{sum(RUN.timings.values()) / 1000:.3f}"
    assert {test.get("classname") for test in suite} == set(exchanged.KINDS)


def test_junit_says_what_went_wrong():
    told = {test.get("name"): test[0].get("message") for test in suites(RUN)[0] if len(test)}
    partly = next(one.case for one in RUN.scored if one.verdict == "partly")
    false = next(one.case for one in RUN.scored if one.verdict == "wrong")
    assert told[partly] == "cites a right section, but leaves out 50% of the facts"
    assert told[false] == "answers what the sources do not tell"


def test_junit_holds_each_way_in_a_suite_of_its_own():
    first: Scored = RUN.scored[0]
    given = replace(RUN.givens[0], way="typos")
    both = Run(RUN.cases, [*RUN.givens, given], [*RUN.scored, replace(first, way="typos")])
    assert [(suite.get("name"), len(suite)) for suite in suites(both)] == [("asked", 60), ("typos", 1)]
