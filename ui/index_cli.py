"""The options of `playbook index`: build it, show it, have questions written for it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.options import DEFAULT_CORPUS, DEFAULT_ENGINE, Chroma, Corpus, Engine, Json
from ui.setup import Setup

index_app = typer.Typer(
    help="Build the search index, show what it holds, or have questions written for it.", no_args_is_help=True
)


@index_app.command("build")
def index_build(
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    fresh: Annotated[bool, typer.Option(envvar="PLAYBOOK_FRESH", help="Embed everything again.")] = False,
) -> None:
    """Index the best edition at hand of every source; only new text is embedded."""
    from ui import wire
    from ui.progress import bar

    with bar("Embedding") as progress:
        manifest = wire.build_index(Setup(corpus, engine, chroma), progress, fresh)
    for failure in wire.failures(Setup(corpus, engine, chroma)):
        print(f"Not indexed: {failure.source}. {failure.sentence}", file=sys.stderr)
    print(
        f"Index {manifest.fingerprint}: {manifest.documents} documents, {manifest.passages} passages, "
        f"{manifest.vectors} vectors. Built {manifest.built}, {manifest.embedded} embedded then."
    )


@index_app.command("show")
def index_show(
    corpus: Corpus = DEFAULT_CORPUS, engine: Engine = DEFAULT_ENGINE, chroma: Chroma = None, as_json: Json = False
) -> None:
    """Show what the index holds and what it was made with."""
    from dataclasses import asdict

    from ui import wire

    told = asdict(wire.index(Setup(corpus, engine, chroma)).manifest)
    print(json.dumps(told) if as_json else "\n".join(f"{name:12} {value}" for name, value in told.items()))


@index_app.command("questions")
def index_questions(
    model: Annotated[
        str,
        typer.Option(
            "-m",
            "--model",
            envvar="PLAYBOOK_MODEL",
            help="The language model that writes them: provider:model.",
            show_default=False,
        ),
    ],
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            envvar="PLAYBOOK_SOURCES",
            help="Only for sections of this source. More than once for more.",
            show_default="all",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            envvar="PLAYBOOK_QUESTIONS_OUT",
            help="Write the whole question bank to this file; a run cut short is gone on with.",
            show_default="questions.jsonl of the corpus, which must not be the bundled one",
        ),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(envvar="PLAYBOOK_BASE_URL", help="The address of a compatible model server.")
    ] = None,
) -> None:
    """Have a language model write questions for sections that have too few, and keep those that find their section."""
    from ui import questions_command

    asked = questions_command.Asked(model, tuple(sources or ()), out, base_url)
    questions_command.run(Setup(corpus, engine, chroma), asked)
