"""The terminal: one command a use."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import PlaybookError
from ui.eval_cli import eval_app
from ui.index_cli import index_app
from ui.options import DEFAULT_CORPUS, DEFAULT_ENGINE, Chroma, Corpus, Engine, Json
from ui.setup import Setup

app = typer.Typer(
    name="playbook",
    help="Cited answers from Connecticut's Data Sharing Playbook and the sources it links to.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(index_app, name="index")
app.add_typer(eval_app, name="eval")


def main() -> None:
    """Run a command; what goes wrong is told in one sentence, with exit status 1."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except PlaybookError as error:
        _fail(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        if os.environ.get("PLAYBOOK_DEBUG"):
            raise
        _fail(f"This is a fault in the program ({type(error).__name__}: {error}). Report it with PLAYBOOK_DEBUG=1 set.")


def _fail(sentence: str) -> None:
    print(f"Error: {sentence}", file=sys.stderr)
    raise SystemExit(1) from None


@app.command()
def sync(
    corpus: Corpus = DEFAULT_CORPUS,
    from_: Annotated[
        Path | None, typer.Option("--from", envvar="PLAYBOOK_FROM", help="Take official text from this folder.")
    ] = None,
    if_reachable: Annotated[
        bool,
        typer.Option(
            "--if-reachable",
            envvar="PLAYBOOK_IF_REACHABLE",
            help="Tell one line, and go on without what cannot be fetched.",
        ),
    ] = False,
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            envvar="PLAYBOOK_UPDATE",
            help="Take the newest text, hold to it from now on, and tell what changed, section by section.",
        ),
    ] = False,
    allow_local: Annotated[
        bool,
        typer.Option(
            "--allow-local", envvar="PLAYBOOK_ALLOW_LOCAL", help="For tests: publishers may be on this machine."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Fetch the official text of the sources from their publishers. Example: playbook sync --update"""
    from ui import sync_command

    if from_ and update:
        raise typer.BadParameter("Give --from FOLDER or --update, not both.")
    sync_command.run(corpus, from_, if_reachable, update, allow_local, as_json)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.", show_default=False)] = None,
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    as_json: Json = False,
    batch: Annotated[
        Path | None, typer.Option(envvar="PLAYBOOK_BATCH", help="Answer each line of this JSONL file.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(envvar="PLAYBOOK_OUT", help="Where the answers of --batch go, as JSONL.")
    ] = None,
) -> None:
    """Answer a question with citations. Example: playbook ask "How big a file can I send by SFTP?" """
    from ui import ask_command

    if (question is None) == (batch is None) or (batch is None) != (out is None):
        raise typer.BadParameter("Give one QUESTION, or --batch IN.jsonl with --out OUT.jsonl.")
    if batch and out:
        ask_command.many(Setup(corpus, engine, chroma), batch, out)
    else:
        ask_command.one(Setup(corpus, engine, chroma), question or "", as_json)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words or a question.")],
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    k: Annotated[int, typer.Option("-k", envvar="PLAYBOOK_K", min=1, max=100, help="How many sections.")] = 10,
    as_json: Json = False,
) -> None:
    """List the sections nearest to a query, the best sentence marked. Example: playbook search "file size limits" """
    from ui import search_command

    search_command.run(Setup(corpus, engine, chroma), query, k, as_json)


@app.command()
def sources(
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    as_json: Json = False,
    html: Annotated[
        Path | None, typer.Option(envvar="PLAYBOOK_HTML", help="Write the report to this file, as one web page.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", envvar="PLAYBOOK_CHECK", help="Ask each source's address if it still answers."),
    ] = False,
    allow_local: Annotated[
        bool,
        typer.Option(
            "--allow-local", envvar="PLAYBOOK_ALLOW_LOCAL", help="Let --check ask addresses on this machine; for tests."
        ),
    ] = False,
    text: Annotated[
        str | None, typer.Option(envvar="PLAYBOOK_TEXT", help="Print the indexed text of this source instead.")
    ] = None,
) -> None:
    """Report on the sources: editions, what is missing or wrong, and links that lead out of them or nowhere."""
    from ui import sources_command

    if as_json and html:
        raise typer.BadParameter("Give --json or --html FILE, not both.")
    if text is None:
        sources_command.report(Setup(corpus, engine, chroma), as_json, html, check, allow_local)
    else:
        sources_command.text(Setup(corpus, engine, chroma), text)


@app.command()
def serve(
    corpus: Corpus = DEFAULT_CORPUS,
    engine: Engine = DEFAULT_ENGINE,
    chroma: Chroma = None,
    host: Annotated[str, typer.Option(envvar="PLAYBOOK_HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PLAYBOOK_PORT", min=1, max=65535, help="Port to listen on.")] = 7860,
) -> None:
    """Serve the chat page."""
    from ui import server

    server.serve(Setup(corpus, engine, chroma), host, port)


if __name__ == "__main__":
    main()
