"""The real tools take what is exported for them, and count what we count: run by `make exchange-check`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import exchanged
import pytest

from evals.exchange import junit
from evals.exchange.formats import FORMATS
from evals.exchange.names import section_names
from evals.exchange.run import Run
from evals.exchange.templates import verbatim
from evals.exchange.trec import judgements

TOOLS = Path(__file__).parent.parent / ".venv" / "exchange"
PROMPTFOO = TOOLS / "node_modules" / ".bin" / "promptfoo"
RUN = exchanged.run(200)

pytestmark = pytest.mark.skipif(not (TOOLS / "installed").exists(), reason="needs other tools: make exchange-check")
needs_promptfoo = pytest.mark.skipif(not PROMPTFOO.exists(), reason="needs promptfoo: install npm, make exchange-check")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A folder with a folder for each format."""
    root = tmp_path_factory.mktemp("exported")
    for form, files in FORMATS.items():
        write(root / form, files(RUN))
    return root


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="\n")


def told(code, folder):
    """What a program prints as JSON that the tools' own Python runs in a folder."""
    quiet = os.environ | {"RAGAS_DO_NOT_TRACK": "true", "PYTHONUTF8": "1", "PYTHONPATH": ""}
    python = TOOLS / "bin" / "python"
    done = subprocess.run([python, "-c", code], cwd=folder, env=quiet, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def expected():
    """Our figure for each case that has gold and a ranking."""
    names = section_names(RUN)
    for case, given in RUN.answered:
        if case.gold and given.passages:
            gold = {names[place]: relevance for place, relevance in judgements(case)}
            yield case.id, exchanged.ndcg(gold, [names[one.source, one.trail] for one in given.passages])


def test_pytrec_eval_gives_our_ndcg(exported):
    code = (
        "import json, pytrec_eval\n"
        "gold, run = pytrec_eval.parse_qrel(open('qrels.txt')), pytrec_eval.parse_run(open('run.txt'))\n"
        "found = pytrec_eval.RelevanceEvaluator(gold, {'ndcg_cut_10'}).evaluate(run)\n"
        "print(json.dumps({case: one['ndcg_cut_10'] for case, one in found.items()}))"
    )
    assert told(code, exported / "trec") == pytest.approx(dict(expected()), abs=1e-9)


def test_ranx_gives_our_ndcg(exported):
    code = (
        "import json, ranx\n"
        "gold, run = ranx.Qrels.from_file('qrels.txt', kind='trec'), ranx.Run.from_file('run.txt', kind='trec')\n"
        "ranx.evaluate(gold, run, 'ndcg@10', make_comparable=True)\n"
        "print(json.dumps({case: float(one) for case, one in run.scores['ndcg@10'].items()}))"
    )
    found = told(code, exported / "trec")
    assert {case: found[case] for case, _ in expected()} == pytest.approx(dict(expected()), abs=1e-9)


def test_the_loader_of_beir_finds_every_section_and_case(exported):
    code = (
        "import json\nfrom beir.datasets.data_loader import GenericDataLoader\n"
        "corpus, queries, gold = GenericDataLoader(data_folder='.').load(split='test')\n"
        "print(json.dumps([[one['text'] for one in corpus.values()], queries, gold]))"
    )
    texts, queries, gold = told(code, exported / "beir")
    names = section_names(RUN)
    assert texts == list(RUN.sections.values())
    assert queries == {case.id: case.question for case in RUN.cases if case.gold}
    assert gold == {
        case.id: {names[place]: relevance for place, relevance in judgements(case)} for case in RUN.cases if case.gold
    }


def test_ragas_loads_both_files_and_its_context_recall_is_ours(exported):
    code = (
        "import asyncio, json\nfrom ragas import EvaluationDataset\nfrom ragas.metrics import IDBasedContextRecall\n"
        "single = EvaluationDataset.from_jsonl('single_turn.jsonl')\n"
        "several = EvaluationDataset.from_jsonl('multi_turn.jsonl')\n"
        "recall = IDBasedContextRecall()\n"
        "scores = [asyncio.run(recall.single_turn_ascore(one)) for one in single if one.reference_context_ids]\n"
        "print(json.dumps([len(single), len(several), several.is_multi_turn(), scores]))"
    )
    single, several, is_multi_turn, scores = told(code, exported / "ragas")
    asked = [(case, given) for case, given in RUN.answered if not case.history]
    assert (single, several, is_multi_turn) == (len(asked), len(RUN.cases) - len(asked), True)
    ours = [
        len({one.place for one in case.gold} & {(one.source, one.trail) for one in given.passages}) / len(case.gold)
        for case, given in asked
        if case.gold
    ]
    assert scores == pytest.approx(ours)


def test_junitparser_reads_every_outcome(exported):
    code = (
        "import json\nfrom junitparser import JUnitXml\n"
        "(suite,) = JUnitXml.fromfile('junit.xml')\n"
        "print(json.dumps([suite.tests, suite.failures, suite.errors, suite.skipped,\n"
        "    [[type(one).__name__ for one in case.result] for case in suite]]))"
    )
    tests, failures, errors, skipped, outcomes = told(code, exported / "junit")
    verdicts = [one.verdict for one in RUN.scored]
    assert (tests, failures) == (200, sum(verdicts.count(one) for one in ("wrong", "partly", "refused")))
    assert (errors, skipped) == (verdicts.count("unscored"), verdicts.count("declined"))
    classes = {"failure": "Failure", "error": "Error", "skipped": "Skipped"}
    assert outcomes == [[classes[junit.OUTCOMES[one]]] if one in junit.OUTCOMES else [] for one in verdicts]


def promptfoo(arguments, folder, tmp_path):
    """What promptfoo prints, offline and away from the developer's own settings."""
    own = {"PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1", "PROMPTFOO_CONFIG_DIR": str(tmp_path)}
    path = f"{tmp_path}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | own | {"PATH": path}
    return subprocess.run([PROMPTFOO, *arguments], cwd=folder, env=environment, capture_output=True, text=True)


@needs_promptfoo
def test_promptfoo_finds_the_configuration_valid(exported, tmp_path):
    done = promptfoo(["validate", "config", "-c", "promptfooconfig.yaml"], exported / "promptfoo", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Configuration is valid" in done.stdout + done.stderr


@needs_promptfoo
def test_promptfoo_puts_each_question_as_it_stands_and_judges_as_told(tmp_path):
    """A stand-in for `playbook` says what it was asked; so facts in the question are stated, and others are not."""
    run = exchanged.run(16)
    (tmp_path / "playbook").write_text(
        f"#!{sys.executable}\nimport json, sys\nline = json.load(open(sys.argv[3]))\n"
        "said = [{'text': turn['content']} for turn in [*line['history'], {'content': line['question']}]]\n"
        "json.dump({'statements': said}, open(sys.argv[5], 'w'))\n"
    )
    (tmp_path / "playbook").chmod(0o755)
    write(tmp_path, FORMATS["promptfoo"](Run(run.cases)))
    done = promptfoo(["eval", "--no-write", "--no-table", "-o", "out.json"], tmp_path, tmp_path)
    results = json.loads((tmp_path / "out.json").read_text())["results"]["results"]
    assert len(results) == 16, done.stderr
    for case, one in zip(run.cases, sorted(results, key=lambda result: result["testIdx"]), strict=True):
        said = " ".join([*(turn.content for turn in case.history), case.question]).replace("’", "'")
        assert one["response"]["output"] == " ".join(said.split())
        passed = [part["pass"] for part in one["gradingResult"]["componentResults"]]
        assert passed == [case.answerable, *(False for _ in case.facts), *(True for _ in case.must_not_say)]
        assert one["vars"]["question"] == verbatim(case.question)
