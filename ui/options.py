"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from corpus.home import BUNDLED

Corpus = Annotated[
    Path,
    typer.Option(
        envvar="PLAYBOOK_CORPUS",
        help="A folder with a sources.toml, or of Markdown, HTML, PDF, DOCX and XLSX files.",
        show_default="the bundled corpus",
    ),
]
Json = Annotated[bool, typer.Option("--json", envvar="PLAYBOOK_JSON", help="Print JSON, one object a line.")]
DEFAULT_CORPUS = BUNDLED
