"""The engine that answers now. Whoever publishes documents swaps the pointer to the build that is
served, in this process or another; the next question finds it swapped."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from rag.errors import NoBuildError
from rag.pipeline import Engine
from rag.search.builds import current_build
from rag.search.library import Library


class CurrentEngine:
    """Called for each question. An answer that is under way keeps the build that it began with."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen = engine.library.build.name
        self._lock = threading.Lock()

    def __call__(self) -> Engine:
        served = current_build(self._engine.settings.index)
        if served is not None and served.name != self._seen:
            with self._lock:
                if served.name != self._seen:
                    self._seen = served.name
                    self._engine = self._over(served) or self._engine
        return self._engine

    def _over(self, build: Path) -> Engine | None:
        """None where that build is of another model than the one that is loaded, or already gone."""
        try:
            library = Library.open(build)
        except NoBuildError:
            return None
        made, embedder = library.manifest, self._engine.embedder
        fits = (made.fingerprint, made.dimension) == (embedder.fingerprint, embedder.dimension)
        return replace(self._engine, library=library) if fits else None
