"""Measure a warm answer beside its bare search: `python -m ui.warm`, after `playbook index build`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import PlaybookError
from evals.cases import cases
from evals.warm import NEAREST, Warm, Way, of_passages, warm
from ingest.chroma import VectorIndex
from ui import wire
from ui.setup import Setup


def main() -> None:
    """Print the medians over the development questions and the index in use of the bundled corpus."""
    try:
        print(measured(Setup(), [case.question for case in cases() if case.half == "dev" and not case.history]).told())
    except PlaybookError as error:
        raise SystemExit(f"Error: {error}") from None


def measured(setup: Setup, questions: list[str]) -> Warm:
    """A warm answer, a search of its index, and one of an index with one vector a passage."""
    searcher, embedder, place = wire.searcher(setup), wire.embedder(setup), wire.indexes(setup)
    answerer = wire.answerer_over(searcher, setup.corpus)
    whole = place.vectors(place.in_use() or "")

    def asking(vectors: VectorIndex) -> Way:
        return lambda question: vectors.near(embedder.embed([question])[0], NEAREST)

    with TemporaryDirectory() as folder:
        plain = of_passages(whole, searcher.index.passages, Path(folder))
        bare = {"of the same index": asking(whole), "of one vector a passage": asking(plain)}
        return warm(answerer.answer, bare, questions)


if __name__ == "__main__":
    main()
