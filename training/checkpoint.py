"""A training that was cut off goes on where it stopped; and its log."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

EVERY = 500
"""Steps between two checkpoints."""


class Checkpoint:
    """The state of one run in a folder beside the model; `name` tells several runs apart."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = folder / f"{name}.checkpoint"
        self._log = folder / "training.log"
        folder.mkdir(parents=True, exist_ok=True)

    def restore(
        self, tensors: Sequence[torch.Tensor], optimizers: Sequence[torch.optim.Optimizer]
    ) -> list[float]:
        """Puts back what was saved; the losses of the steps that are done, none at a fresh start."""
        import torch

        if not self._file.is_file():
            return []
        saved: dict[str, Any] = torch.load(self._file, weights_only=True)
        with torch.no_grad():
            for tensor, value in zip(tensors, saved["tensors"], strict=True):
                tensor.copy_(value)
        for optimizer, state in zip(optimizers, saved["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        losses: list[float] = saved["losses"]
        self.log(f"goes on after step {len(losses)}")
        return losses

    def step(
        self,
        losses: Sequence[float],
        tensors: Sequence[torch.Tensor],
        optimizers: Sequence[torch.optim.Optimizer],
    ) -> None:
        """Called after each step."""
        import torch

        if len(losses) % 50 == 0:
            mean = sum(losses[-50:]) / len(losses[-50:])
            self.log(f"step {len(losses)} loss {mean:.4f}")
        if len(losses) % EVERY == 0:
            part = self._file.with_suffix(".part")
            state = {
                "tensors": [tensor.detach() for tensor in tensors],
                "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                "losses": list(losses),
            }
            torch.save(state, part)
            part.replace(self._file)

    def done(self) -> None:
        self._file.unlink(missing_ok=True)

    def log(self, line: str) -> None:
        with self._log.open("a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%H:%M:%S')} {self._file.stem} {line}\n")
