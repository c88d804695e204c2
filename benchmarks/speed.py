"""How long to build, open, search and ask, and whether a search costs what its parts cost.

python -m benchmarks.speed [--questions FILE] [--passes N]

Exits 1 when the median search takes over 10 ms more than its floor: one encoding of the question,
one full-text scoring and one vector search, timed beside it. Nothing of the user's is touched:
the index and the state are made in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.peers.protocol import peak_megabytes
from benchmarks.progress import counted
from rag.evaluate.figures import percentile
from rag.evaluate.questions import QUESTIONS, load_questions

if TYPE_CHECKING:
    from rag.pipeline import Engine

ALLOWED_SECONDS = 0.010
"""What a search may take beyond its parts: fusing them and fetching ten passages."""


def main() -> int:
    options = _options()
    questions = [each.question for each in load_questions(options.questions)]
    if options.step:
        _do(options.step, questions[0])
        print(json.dumps({"peak": peak_megabytes()}))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        # First, while this process is still small: on Linux a child's peak begins at its parent's.
        builds = [
            _in_new_process("build", Path(folder) / str(n))
            for n in counted(range(options.passes), "build")
        ]
        last = Path(folder) / str(options.passes - 1)
        opens = [_in_new_process("open", last) for _ in counted(range(options.passes), "open")]
        times = _time_questions(last, questions, options.passes)
    print(f"{os.cpu_count()} cores; {len(questions)} questions, {options.passes} passes\n")
    print(_table(builds, opens, times))
    floor, search = median(times.floor), median(times.search)
    ok = search <= floor + ALLOWED_SECONDS
    print(
        f"\nsearch {search * 1e3:.1f} ms, its parts {floor * 1e3:.1f} ms: "
        f"{search / floor:.2f} times, {(search - floor) * 1e3:+.1f} ms "
        f"(at most {ALLOWED_SECONDS * 1e3:+.0f} ms): {'ok' if ok else 'TOO SLOW'}"
    )
    return 0 if ok else 1


# ------------------------------------------------------------------------------- new processes


@dataclass(frozen=True)
class Run:
    """A whole process, from its start to its end: what somebody waits for."""

    seconds: float
    peak: float | None
    """Megabytes; None where the system does not tell."""


def _in_new_process(step: str, folder: Path) -> Run:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "--step", step],
        env={**os.environ, **_folders(folder)},
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds = time.perf_counter() - started
    return Run(seconds, json.loads(done.stdout.splitlines()[-1])["peak"])


def _folders(folder: Path) -> dict[str, str]:
    return {"RAG_INDEX": str(folder / "index"), "RAG_STATE": str(folder / "state")}


def _do(step: str, question: str) -> None:
    from rag.pipeline import ask, build
    from rag.settings import load_settings

    if step == "build":
        build(load_settings(os.environ))
    else:
        ask(_open(os.environ), question)


def _open(environment: Mapping[str, str]) -> Engine:
    from rag.pipeline import open_engine
    from rag.settings import load_settings

    return open_engine(load_settings(environment), build_if_needed=False)


# ------------------------------------------------------------------------------- questions


@dataclass(frozen=True)
class Times:
    """Seconds, one for each question and pass."""

    encode: list[float] = field(default_factory=list)
    lexical: list[float] = field(default_factory=list)
    vectors: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    """The three above together."""
    search: list[float] = field(default_factory=list)
    ask: list[float] = field(default_factory=list)


def _time_questions(folder: Path, questions: Sequence[str], passes: int) -> Times:
    engine = _open({**os.environ, **_folders(folder)})
    _time_one(engine, questions[0], Times(), parts_first=True)  # files are opened when first used
    times = Times()
    for n in range(passes):
        for question in counted(questions, f"ask {n + 1}/{passes}"):
            # By turns, so that neither always finds the caches filled by the other.
            _time_one(engine, question, times, parts_first=n % 2 == 0)
    return times


def _time_one(engine: Engine, question: str, times: Times, parts_first: bool) -> None:
    from rag.pipeline import ask, search

    if parts_first:
        _time_parts(engine, question, times)
    times.search.append(_seconds(lambda: search(engine, question)))
    if not parts_first:
        _time_parts(engine, question, times)
    times.ask.append(_seconds(lambda: ask(engine, question)))


def _time_parts(engine: Engine, question: str, times: Times) -> None:
    from rag.search.retrieve import CANDIDATES

    started = time.perf_counter()
    vector = engine.embedder.embed_queries([question])
    encoded = time.perf_counter()
    engine.library.lexical.scores(question)
    scored = time.perf_counter()
    if vector.any():  # a vector of zeros, of a question without a known word, is never searched
        engine.library.vectors.search(vector, CANDIDATES)
    found = time.perf_counter()
    times.encode.append(encoded - started)
    times.lexical.append(scored - encoded)
    times.vectors.append(found - scored)
    times.floor.append(found - started)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


# ------------------------------------------------------------------------------- the table


def _table(builds: Sequence[Run], opens: Sequence[Run], times: Times) -> str:
    lines = [f"{'':<34}{'median':>11}{'95 %':>11}{'peak':>11}"]
    for name, runs in (("build, a new process", builds), ("first answer, a new process", opens)):
        peaks = [run.peak for run in runs if run.peak is not None]
        peak = f"{median(peaks):.0f} MB" if peaks else "-"
        lines.append(f"{name:<34}{median(run.seconds for run in runs):>9.1f} s{'':>11}{peak:>11}")
    rows = {
        "ask": times.ask,
        "search": times.search,
        "its parts": times.floor,
        "  encode the question": times.encode,
        "  full text": times.lexical,
        "  vectors": times.vectors,
    }
    for name, seconds in rows.items():
        middle, slow = median(seconds) * 1e3, percentile(seconds, 0.95) * 1e3
        lines.append(f"{name:<34}{middle:>8.1f} ms{slow:>8.1f} ms")
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description="建立、打开、检索、提问各要多久 · seconds and memory, and search against its parts",
    )
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--step", choices=("build", "open"), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
