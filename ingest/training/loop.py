"""The training itself, on torch: contrastive, with near misses pushed away from the section that tempts them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.torch_engine import stay_offline_and_quiet
from ingest.training.lessons import Batch, Lesson, batch

if TYPE_CHECKING:
    import torch

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the embedding is trained."""

    steps: int = 320
    sections: int = 32
    """Sections a step."""
    rate: float = 5e-5
    """Learning rate at its highest, after `warm` steps; then it falls in a line to a twentieth."""
    warm: int = 20
    scale: float = 20.0
    """One over the temperature: what a cosine is multiplied with before the softmax."""
    near_miss_weight: float = 0.5
    tokens: int = 112
    """Of a text that are read in training."""
    seed: int = 1
    threads: int = 1
    """More are no faster beside other work, and sum in another order, so that the result differs."""


def trained(folder: Path, found: Sequence[Lesson], recipe: Recipe, progress: Progress) -> "dict[str, torch.Tensor]":
    """The matrices of the model in `folder` after training, by name; all else stays as it is.

    InfoNCE in both directions with in-batch negatives (van den Oord et al. 2018, arXiv:1807.03748); a near miss must be
    farther from a section's text than a question that the text answers.
    """
    import torch

    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    chance = random.Random(recipe.seed)  # noqa: S311 - repeatable, not secret
    model = _Model(folder, recipe.tokens)
    optimizer = torch.optim.AdamW(model.learning, lr=recipe.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, recipe))
    for step in range(recipe.steps):
        loss = _loss(model, batch(found, recipe.sections, chance), recipe)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.learning, 1.0)
        optimizer.step()
        schedule.step()
        progress(step + 1, recipe.steps, float(loss.detach()))
    return model.matrices()


def _rate(step: int, recipe: Recipe) -> float:
    return min(1.0, (step + 1) / recipe.warm) * max(0.05, 1 - step / recipe.steps)


def _loss(model: "_Model", told: Batch, recipe: Recipe) -> "torch.Tensor":
    import torch
    from torch.nn.functional import cross_entropy, softplus

    asked, answers = model(told.questions), model(told.answers)
    likeness, right = asked @ answers.T * recipe.scale, torch.arange(len(told.questions))
    loss = (cross_entropy(likeness, right) + cross_entropy(likeness.T, right)) / 2
    if not told.near_misses:
        return loss
    rows = torch.tensor([row for row, _ in told.near_misses])
    missed = model([text for _, text in told.near_misses])
    excess = ((missed - asked[rows]) * answers[rows]).sum(1) * recipe.scale
    return loss + recipe.near_miss_weight * softplus(excess).mean()


class _Model:
    """The transformer under training: texts to unit vectors, by the mean over real tokens."""

    def __init__(self, folder: Path, tokens: int) -> None:
        stay_offline_and_quiet()
        from transformers import AutoModel, AutoTokenizer

        self._tokens = tokens
        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self._model: Any = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager")
        for name, weight in self._model.named_parameters():
            weight.requires_grad_(name.startswith("encoder.") and weight.dim() == 2)
        self._model.train()
        self.learning = [weight for weight in self._model.parameters() if weight.requires_grad]

    def __call__(self, texts: Sequence[str]) -> "torch.Tensor":
        import torch

        read = self._tokenizer(list(texts), padding=True, truncation=True, max_length=self._tokens, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            told = self._model(**read).last_hidden_state.float()
        weight = read["attention_mask"].unsqueeze(-1).float()
        return torch.nn.functional.normalize((told * weight).sum(1) / weight.sum(1), dim=1)

    def matrices(self) -> "dict[str, torch.Tensor]":
        named = self._model.named_parameters()
        return {name: weight.detach() for name, weight in named if weight.requires_grad}
