"""The structure holds: imports point one way, heavy libraries have one keeper, the command line starts light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ["corpus", "ingest", "assistant", "evals", "ui"]
KEEPERS = {
    "markdown_it": "ingest/markup.py",
    "mdit_py_plugins": "ingest/markup.py",
    "sentence_transformers": "ingest/torch_engine.py",
    "torch": ("ingest/torch_engine.py", "ingest/training/loop.py"),
    "transformers": ("ingest/torch_engine.py", "ingest/training/loop.py"),
    "safetensors": ("ingest/adapter.py", "ingest/training/lowrank.py", "ingest/training/__main__.py"),
    "onnxruntime": "ingest/onnx_engine.py",
    "onnx": "ingest/torch_engine.py",
    "tokenizers": "ingest/tokens.py",
    "chromadb": "ingest/chroma.py",
    "bm25s": "ingest/keywords.py",
    "Stemmer": "ingest/keywords.py",
    "pypdfium2": "ingest/readers/pdf.py",
    "docx": "ingest/readers/docx.py",
    "lxml": "ingest/readers/html.py",
    "openpyxl": "ingest/readers/xlsx.py",
    "langchain_text_splitters": "evals/splitter.py",
    "langchain": "assistant/chat_model.py",
    "py3langid": "assistant/language.py",
    "phonenumbers": "assistant/particulars.py",
    "scipy": ("evals/statistics.py", "evals/regression.py"),
    "matplotlib": "evals/page/charts.py",
    "jinja2": "evals/page/page.py",
    "gradio": "ui/chat.py",
    "uvicorn": "ui/server.py",
    "fastapi": "ui/server.py",
    "httpx": ("corpus/fetch.py", "ingest/chroma_server.py"),
    "httpcore": "corpus/connect.py",
    "tenacity": "ingest/chroma_server.py",
    "rich": ("ui/progress.py", "ui/terminal.py"),
}
HEAVY = [
    "onnxruntime",
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "gradio",
    "langchain",
    "langchain_text_splitters",
    "matplotlib",
    "jinja2",
    "py3langid",
    "phonenumbers",
]
STANDARD_ONLY = {*sys.stdlib_module_names, *ORDER}


OTHERS = ROOT / "evals" / "baselines"
"""What others would write, only ever run as processes of their own: no part of the program."""


def modules():
    found = [file for folder in ORDER for file in sorted((ROOT / folder).rglob("*.py"))]
    return [file for file in found if OTHERS not in file.parents]


def imports(file, *, top_level_only=False):
    """Modules a file imports, leaving out what only the type checker reads."""
    tree = ast.parse(file.read_text("utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_point_to_the_left(file):
    folder = file.relative_to(ROOT).parts[0]
    allowed = ORDER[: ORDER.index(folder) + 1]
    ours = {name.split(".")[0] for name in imports(file)} & set(ORDER)
    assert ours <= set(allowed)


@pytest.mark.parametrize("library", KEEPERS)
def test_a_library_has_one_keeper(library):
    users = {str(f.relative_to(ROOT)) for f in modules() for name in imports(f) if name.split(".")[0] == library}
    kept = KEEPERS[library]
    assert users == ({kept} if isinstance(kept, str) else set(kept))


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_is_imported_inside_the_function_that_needs_it(library):
    assert library not in {n.split(".")[0] for f in modules() for n in imports(f, top_level_only=True)}


@pytest.mark.parametrize("folder", ["corpus", "ingest", "assistant", "evals"])
def test_types_need_only_the_standard_library(folder):
    names = {name.split(".")[0] for name in imports(ROOT / folder / "model.py")}
    assert names <= STANDARD_ONLY


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["serve", "--help"], ["sources"]])
def test_the_command_line_starts_without_heavy_libraries(arguments):
    code = (
        "import sys\nfrom ui.cli import app\n"
        f"try: app({arguments!r})\nexcept SystemExit as stop: assert not stop.code\n"
        f"loaded = [name for name in {[*HEAVY, 'langchain_core']!r} if name in sys.modules]\n"
        "assert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_no_module_outgrows_two_pages():
    long = {str(file.relative_to(ROOT)): lines for file in modules() if (lines := file.read_text().count("\n")) > 260}
    assert not long
