"""Train the adapter of the packaged model on the bundled corpus: `python -m ingest.training`.

It learns from the bundled summaries and the two banks alone, never from official text or from an evaluation case.
"""

import sys
from dataclasses import asdict

from corpus import home
from corpus.catalogue import sources
from corpus.load import documents
from ingest.adapter import BUNDLED, CARD
from ingest.embed import WEIGHTS_SHA256, model_folder
from ingest.prepare import prepare
from ingest.questions import bank, near_misses
from ingest.training.lessons import lessons
from ingest.training.loop import Recipe, trained
from ingest.training.lowrank import packed, write

RANK = 16


def main() -> None:
    """Train, and write the adapter beside the program that merges it."""
    from safetensors.numpy import load_file

    recipe = Recipe()
    corpus = home.BUNDLED
    summaries = [one.instead or one for one in documents(corpus, sources(corpus))]
    found = lessons(prepare(summaries, bank(corpus), near_misses(corpus)))
    folder = model_folder()
    after = {name: weight.numpy() for name, weight in trained(folder, found, recipe, _progress).items()}
    told = {"base": WEIGHTS_SHA256, "rank": RANK, "sections": len(found), "recipe": asdict(recipe)}
    write(packed(load_file(folder / "model.safetensors"), after, RANK), told, BUNDLED.folder)
    print((BUNDLED.folder / CARD).read_text("utf-8"), end="")


def _progress(step: int, steps: int, loss: float) -> None:
    print(f"\r{step}/{steps} steps, loss {loss:.2f} ", end="" if step < steps else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
