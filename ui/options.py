"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from corpus.home import BUNDLED
from ui.setup import ONNX

Corpus = Annotated[
    Path,
    typer.Option(
        envvar="PLAYBOOK_CORPUS",
        help="A folder with a sources.toml, or of Markdown, HTML, PDF, DOCX and XLSX files.",
        show_default="the bundled corpus",
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        envvar="PLAYBOOK_ENGINE",
        help="onnx, sentence-transformers, unadapted (the packaged model as it came), or another model's folder.",
    ),
]
Chroma = Annotated[
    str | None,
    typer.Option(
        envvar="PLAYBOOK_CHROMA_URL",
        help="Keep the index in this Chroma server, such as http://127.0.0.1:8000.",
        show_default="a folder on this machine",
    ),
]
Json = Annotated[bool, typer.Option("--json", envvar="PLAYBOOK_JSON", help="Print JSON, one object a line.")]
DEFAULT_CORPUS, DEFAULT_ENGINE = BUNDLED, ONNX
