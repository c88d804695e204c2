"""A training that was cut off goes on where it stopped; and its log."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ModelError

if TYPE_CHECKING:
    import torch

EVERY = 500
"""Steps between two checkpoints."""


class Checkpoint:
    """The state of one run in a folder beside the model; `name` tells several runs apart.

    `made_by` is what decides the run's steps: recipe, seed, data. Half a run of one and half of
    another would be nobody's, so what another left is refused, here, before its start is made.
    """

    def __init__(self, folder: Path, name: str, made_by: Mapping[str, object]) -> None:
        self._file = folder / f"{name}.checkpoint"
        self._log = folder / "training.log"
        self._made_by = _flat(made_by)
        folder.mkdir(parents=True, exist_ok=True)
        if self._file.is_file():
            # Mapped: of hundreds of megabytes a few lines are read.
            self._refuse_another(self._saved(mapped=True).get("made_by", {}))

    def _saved(self, mapped: bool) -> dict[str, Any]:
        import torch

        saved: dict[str, Any] = torch.load(self._file, weights_only=True, mmap=mapped)
        return saved

    def _refuse_another(self, made_by: Mapping[str, object]) -> None:
        names = [*self._made_by, *(name for name in made_by if name not in self._made_by)]
        values = ((name, made_by.get(name), self._made_by.get(name)) for name in names)
        changed = [f"{name} {had} → {now}" for name, had, now in values if had != now]
        if changed:
            shown = "，".join(changed[:4]) + ("……" if changed[4:] else "")
            raise ModelError(
                f"{self._file} 是另一次训练留下的（the checkpoint is of another training）："
                f"{shown}。请用原来的参数接着训练，另写一个 --output，或删去文件夹"
                f" {self._file.parent} 从头开始（go on with the old values, name another --output,"
                " or delete that folder to start anew）。"
            )

    def restore(
        self, tensors: Sequence[torch.Tensor], optimizers: Sequence[torch.optim.Optimizer]
    ) -> list[float]:
        """Puts back what was saved; the losses of the steps that are done, none at a fresh start."""
        import torch

        if not self._file.is_file():
            return []
        saved = self._saved(mapped=False)
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
                "made_by": self._made_by,
            }
            torch.save(state, part)
            part.replace(self._file)

    def done(self) -> None:
        self._file.unlink(missing_ok=True)

    def log(self, line: str) -> None:
        with self._log.open("a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%H:%M:%S')} {self._file.stem} {line}\n")


def _flat(values: Mapping[str, object], before: str = "") -> dict[str, object]:
    """Values of mappings in mappings, each under all its names."""
    flat: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{name} ")
        else:
            flat[before + name] = value
    return flat
