"""Shared fixtures: a toy embedder for what needs none, the real index for what does."""

import hashlib
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy
import pytest

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", GRADIO_ANALYTICS_ENABLED="False")

from corpus import home
from corpus.catalogue import sources
from corpus.model import Collection, Document, Source
from ingest.keywords import KeywordIndex
from ingest.model import Hit, Match
from ingest.onnx_engine import OnnxMiniLM
from ingest.passages import passages
from ingest.questions import place
from ingest.readers import read
from ingest.views import searched_text
from ui import cli, wire
from ui.setup import Setup

NO_OFFICIAL = "needs official text: set PLAYBOOK_OFFICIAL_DIR to the folder that holds the collections"

FAR = 0.1
"""How near to a question is what is not near."""


class ToyEmbedder:
    """Likeness by shared words: each word is a fixed direction. Counts the texts it is given."""

    fingerprint = "toy@1"

    def __init__(self):
        self.embedded = []

    def embed(self, texts):
        self.embedded += texts
        rows = numpy.array(
            [sum((_direction(word) for word in text.lower().split()), _direction(".")) for text in texts]
        )
        return (rows / numpy.linalg.norm(rows, axis=1, keepdims=True)).astype(numpy.float32)


def _direction(word):
    seed = int.from_bytes(hashlib.sha256(word.strip(".,:?!").encode()).digest()[:4], "big")
    return numpy.random.default_rng(seed).normal(size=64)


@pytest.fixture
def toy():
    return ToyEmbedder()


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    """No test reads or writes the developer's own data."""
    monkeypatch.setenv("PLAYBOOK_HOME", str(tmp_path / "home"))


@pytest.fixture
def page():
    """Makes a document of one Markdown page."""

    def make(text, id_="page", title="Page", edition="official", format_="markdown", site="https://example.org"):
        content = text if isinstance(text, bytes) else text.encode()
        source = Source(id_, Collection("pages", "Pages", site), title, f"{id_}.md", format_, url=f"{site}/{id_}/")
        return Document(source, edition, format_, content, hashlib.sha256(content).hexdigest(), None)

    return make


@pytest.fixture
def hit(page):
    """Makes a hit on the last section of a page; `near` says how near the parts that begin so are to the question."""

    def make(text, near=(), score=0.6, rank=1, id_="page", **of_page):
        document, sections = read(page(text, id_, **of_page))
        found = passages(document, sections)
        section = tuple(one for one in found if one.trail == found[-1].trail)
        parts = [part for one in section for block in one.blocks for part in block.parts]
        nearness = dict(near)
        told = ((part, next((n for words, n in nearness.items() if words in part.plain), FAR)) for part in parts)
        matches = tuple(Match(part.start, part.end, value) for part, value in told)
        return Hit(rank, score, max(one.similarity for one in matches), section[0], section, matches)

    return make


@pytest.fixture
def folder_corpus(tmp_path):
    """Makes a plain folder of files: a corpus of its own."""

    def make(**files):
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.md").write_text(text, "utf-8")
        return folder

    return make


@pytest.fixture
def playbook(monkeypatch, capsys, toy):
    """Runs a command in this process, with the toy embedder."""
    monkeypatch.setattr(wire, "embedder", lambda setup: toy)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["playbook", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capsys.readouterr()
        return SimpleNamespace(code=stop.value.code or 0, out=out, err=err)

    return run


@pytest.fixture(scope="session")
def official_dir():
    """The folder with official text, or the reason why the test is skipped."""
    named = os.environ.get("PLAYBOOK_OFFICIAL_DIR")
    if not named:
        pytest.skip(NO_OFFICIAL)
    return Path(named)


@pytest.fixture(scope="session")
def official_documents(official_dir):
    """Every official file that the bundled corpus lists and the folder holds."""
    listed = [one for one in sources(home.BUNDLED) if (official_dir / one.full_path).is_file()]
    return [_document(one, official_dir / one.full_path, "official", one.format) for one in listed]


@pytest.fixture(scope="session")
def summary_documents():
    """Every bundled summary."""
    files = {one.id: home.BUNDLED / "summaries" / f"{one.id}.md" for one in sources(home.BUNDLED)}
    return [
        _document(one, files[one.id], "summary", "markdown") for one in sources(home.BUNDLED) if files[one.id].is_file()
    ]


@pytest.fixture
def at_hand(request):
    """What a reader has: with the official edition its text where there is some, the bundled summary elsewhere."""

    def found(edition):
        documents = {document.source.id: document for document in request.getfixturevalue("summary_documents")}
        if edition == "official":
            documents |= {document.source.id: document for document in request.getfixturevalue("official_documents")}
        return documents.values()

    return found


@pytest.fixture
def sections_at_hand(at_hand):
    """Every section of an edition under its headings, by its place, and the keyword index over its passages."""

    def found(edition):
        cut = [one for document in at_hand(edition) for one in passages(*read(document))]
        texts = {}
        for one in cut:
            texts.setdefault(place(one), [" > ".join(one.trail)]).append(one.plain)
        return {where: "\n".join(told) for where, told in texts.items()}, KeywordIndex.build(
            [searched_text(one) for one in cut]
        )

    return found


def _document(source, file, edition, format_):
    content = file.read_bytes()
    return Document(source, edition, format_, content, hashlib.sha256(content).hexdigest(), source.revision)


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """The folder the real model is exported to, once for all tests."""
    folder = tmp_path_factory.mktemp("models")
    OnnxMiniLM(folder).embed(["export"])
    return folder


@pytest.fixture(scope="session")
def summary_home(tmp_path_factory, models):
    """A home whose index was built from the bundled edition with the real model."""
    return _built(tmp_path_factory.mktemp("summary-home"), models)


@pytest.fixture(scope="session")
def official_home(tmp_path_factory, official_dir, models, summary_home):
    """A home whose index was brought up from the bundled edition to official text with the real model."""
    from ui import sync_command

    folder = tmp_path_factory.mktemp("official-home")
    shutil.copytree(summary_home, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYBOOK_HOME", str(folder))
        sync_command.run(home.BUNDLED, official_dir, if_reachable=False)
    return _built(folder, models)


def _built(folder, models):
    shutil.copytree(models, folder / "models", dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYBOOK_HOME", str(folder))
        wire.build_index(Setup(home.BUNDLED), lambda done, of: None)
    return folder


@pytest.fixture(scope="session")
def summary_answerer(summary_home):
    """The real answerer over the bundled edition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYBOOK_HOME", str(summary_home))
        return wire.answerer(Setup(home.BUNDLED))


@pytest.fixture(scope="session")
def official_answerer(official_home):
    """The real answerer over official text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYBOOK_HOME", str(official_home))
        return wire.answerer(Setup(home.BUNDLED))


@pytest.fixture
def publisher():
    """A web server on this machine that may be told to misbehave."""
    from publisher import serving

    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    """A proxy of the developer's network has nothing to do with servers on this machine."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
