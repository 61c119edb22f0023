"""The options of `playbook eval`: a run, or what is done with one."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ui.options import DEFAULT_CORPUS, DEFAULT_ENGINE, Chroma, Corpus, Engine, Json
from ui.setup import Setup


class _RunsByDefault(TyperGroup):
    """`playbook eval` and `playbook eval CASES` run the cases; the other commands go by their names."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


eval_app = typer.Typer(
    cls=_RunsByDefault,
    help="Score the answers to the evaluation cases, and hold them to limits and to a baseline. The options of a run: "
    "playbook eval run --help",
    no_args_is_help=False,
)
Run = Annotated[Path, typer.Argument(help="The folder of a run.", show_default=False)]
Cases = Annotated[
    Path | None, typer.Argument(help="A JSONL file or folder of cases.", show_default="the bundled cases")
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(
        envvar="PLAYBOOK_FAIL_UNDER",
        help="A limit, as measure=number: a floor, or a ceiling where lower is better. More than once for more.",
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        envvar="PLAYBOOK_BASELINE",
        help="The folder of a run to compare with; `none` for none.",
        show_default="the accepted run of this edition, for the bundled cases",
    ),
]


@eval_app.command("run")
def run(
    cases: Cases = None,
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    out: Annotated[
        Path | None,
        typer.Option(
            envvar="PLAYBOOK_EVAL_OUT",
            help="Keep answers, scores and the report in this folder; a run cut short is gone on with.",
            show_default="not kept",
        ),
    ] = None,
    baseline: Baseline = None,
    fail_under: FailUnder = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(envvar="PLAYBOOK_KINDS", help="Only cases of this kind. More than once for more."),
    ] = None,
    robustness: Annotated[
        bool,
        typer.Option(
            envvar="PLAYBOOK_ROBUSTNESS",
            help="Put the cases in further ways, too: typos, capitals, no history, the answering document withheld.",
        ),
    ] = True,
    model: Annotated[
        str | None,
        typer.Option(
            "-m", "--model", envvar="PLAYBOOK_EVAL_MODEL", help="A language model that writes: provider:model."
        ),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(envvar="PLAYBOOK_JUDGE", help="Let this language model judge the answers, beside the figures."),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(envvar="PLAYBOOK_BASE_URL", help="The address of a compatible model server.")
    ] = None,
    misses: Annotated[
        bool, typer.Option("--misses", envvar="PLAYBOOK_MISSES", help="List the development cases that went wrong.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Answer every case, score the answers, and fail if they broke a limit or got worse. What `playbook eval` does."""
    from ui import eval_command

    limits, only = tuple(fail_under or ()), tuple(kinds or ())
    asked = eval_command.Asked(cases, out, baseline, limits, only, robustness, model, judge, base_url)
    eval_command.run(Setup(corpus, engine, chroma), asked, misses, as_json)


@eval_app.command("score")
def score(
    folder: Run,
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    baseline: Baseline = None,
    fail_under: FailUnder = None,
    as_json: Json = False,
) -> None:
    """Score the answers of a run again, without answering again."""
    from ui import eval_command

    asked = eval_command.Asked(None, folder, baseline, tuple(fail_under or ()))
    eval_command.rescore(Setup(corpus, engine, chroma), asked, as_json)


@eval_app.command("audit")
def audit(
    cases: Cases = None,
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    as_json: Json = False,
) -> None:
    """List gold that may be wrong or missing, questions that are nearly the same, and copies in the question bank."""
    from ui import eval_tools

    eval_tools.audit(Setup(corpus, engine, chroma), cases, as_json)


@eval_app.command("accept")
def accept(
    folder: Run,
    to: Annotated[
        Path | None,
        typer.Option(
            envvar="PLAYBOOK_ACCEPT_TO", help="The folder of the baseline.", show_default="evals/accepted/EDITION"
        ),
    ] = None,
) -> None:
    """Make a run the baseline that later ones are compared with."""
    from ui import eval_tools

    eval_tools.accept(folder, to)


@eval_app.command("systems")
def systems(
    cases: Cases = None,
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    as_json: Json = False,
) -> None:
    """Rank for the same cases with BM25 alone, vectors alone and LangChain's default splitter, beside this system."""
    from ui import eval_tools

    eval_tools.systems(Setup(corpus, engine, chroma), cases, as_json)


@eval_app.command("export")
def export(
    folder: Run,
    to: Annotated[
        str, typer.Option("--to", envvar="PLAYBOOK_EXPORT_TO", help="trec, beir, promptfoo, ragas or junit.")
    ],
    out: Annotated[Path, typer.Option(envvar="PLAYBOOK_EXPORT_OUT", help="The folder the files are written to.")],
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
) -> None:
    """Write a run for other tools: gold and ranking, a dataset, a suite of tests, or results for a build server."""
    from ui import eval_exchange

    eval_exchange.export(Setup(corpus, engine, chroma), folder, to, out)


@eval_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Tests of promptfoo (JSONL, JSON, YAML, CSV) or a RAGAS dataset.")],
    out: Annotated[Path, typer.Option(envvar="PLAYBOOK_IMPORT_OUT", help="The file of cases that is written.")],
) -> None:
    """Take over questions, and what can be counted of their answers, from another tool."""
    from ui import eval_exchange

    eval_exchange.import_(file, out)
