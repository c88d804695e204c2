"""The numbers of a training."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from training.vocabulary import Sizes

BY_RULE = ("made questions", "glossed made questions")


@dataclass(frozen=True)
class Recipe:
    epochs: int = 2
    steps: int | None = None  # fewer than the epochs have, for a trial
    batch: int = 1024
    dimension: int = 512
    rate: float = 2e-3
    weight_rate: float = 4e-3
    temperature: float = 1 / 20
    # The power of a word's count in a text.
    repetition: float = 0.5
    # How far the spread of texts is evened out at the end: 0.5 makes it the same in all directions.
    evening: float = 0.1
    seed: int = 7
    sizes: Sizes = field(default_factory=Sizes)
    # Neighbours that stay together when a stream is shuffled: a batch then holds several of one
    # document, whose texts are each other's nearest wrong answers.
    together: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BY_RULE, 8))
    # How many pairs of each stream make an epoch; a stream of fewer is gone through again. Laws are
    # most of the data and read like nothing else: all of them together spoil plain questions.
    pairs: dict[str, int] = field(
        default_factory=lambda: {
            "glosses": 110_000,
            "sentences": 60_000,
            "laws": 70_000,
            "names": 7_000,
            "questions": 80_000,
            "glossed questions": 80_000,
            "surroundings": 20_000,
            "glossed surroundings": 20_000,
            "titles": 7_000,
            "translated surroundings": 40_000,
            "made questions": 40_000,
            "glossed made questions": 40_000,
        }
    )


def shorter(recipe: Recipe) -> Recipe:
    """Nearer to the first vectors: better at plain Chinese, not as good at English."""
    return replace(recipe, epochs=max(1, recipe.epochs // 2))


def for_gpu(recipe: Recipe) -> Recipe:
    """Larger batches have more wrong answers in them. An epoch has fewer of them, so that more
    steps want epochs by more than the batch; what that brings has not been measured."""
    return replace(recipe, batch=2 * recipe.batch, epochs=3 * recipe.epochs)
