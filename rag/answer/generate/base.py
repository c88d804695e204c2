"""What writes an answer from evidence. Three kinds stand behind this one protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.answer.quote import Quote, Sentence


class Generator(Protocol):
    @property
    def mode(self) -> str:
        """extractive, local or server."""

    @property
    def name(self) -> str:
        """What a person is shown: the model's name."""

    def write(self, question: str, quotes: Sequence[Quote]) -> Iterator[Sentence]:
        """The answer, sentence by sentence. Closing the iterator cancels the work."""

    def completed(self, question: str, turns: Sequence[str]) -> str | None:
        """A question that leans on those before it, said so that it stands alone: one line, to be
        checked like all that a model says. None where this kind of generator does not do that."""
