"""Ours beside what a user would take instead: same questions, same passages, one table.

python -m benchmarks.peers [--environment DIR] [--half all|tune|test] [--only NAME] [--markdown]

The others are installed into an environment of their own, never beside our package's dependencies.
Each runs in a process of its own, so that its memory is its own; one that cannot be installed or run
says so in its row. This process imports nothing heavy: a child starts with its parent's peak.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

from benchmarks.peers.protocol import Passage, Result, read_lines, read_result, write_lines
from rag.conversation.chat import completed
from rag.evaluate.figures import first_hit, recall
from rag.evaluate.questions import HALVES, QUESTIONS, Question, load_questions

ROOT = Path(__file__).parents[2]
REQUIREMENTS = Path(__file__).parent / "requirements"
FIRST = (1, 5, 10)
PATIENCE = 1800
"""Seconds after which a peer is given up."""


@dataclass(frozen=True, slots=True)
class Peer:
    name: str
    file: str
    """Of its module here and of its requirements."""
    variant: str

    def command(self, python: Path) -> list[str]:
        return [str(python), "-m", f"benchmarks.peers.{self.file}", self.variant]


PEERS = (
    Peer("ours, lexical", "ours", "lexical"),
    Peer("ours, fused", "ours", "fused"),
    Peer("bm25s + jieba", "plain", "bm25"),
    Peer("LangChain BM25 + jieba", "langchain", "bm25"),
    Peer("LangChain FAISS", "langchain", "vectors"),
    Peer("LangChain ensemble + jieba", "langchain", "hybrid"),
    Peer("LlamaIndex BM25 + jieba", "llama_index", "bm25"),
    Peer("LlamaIndex vectors", "llama_index", "vectors"),
    Peer("LlamaIndex fusion + jieba", "llama_index", "hybrid"),
    Peer("Haystack BM25", "haystack", "bm25"),
    Peer("Haystack BM25 + jieba", "haystack", "bm25-jieba"),
    Peer("Haystack vectors", "haystack", "vectors"),
    Peer("Haystack joined + jieba", "haystack", "hybrid"),
    Peer("txtai keyword", "txtai", "keyword"),
    Peer("txtai keyword + jieba", "txtai", "keyword-jieba"),
    Peer("txtai hybrid", "txtai", "hybrid"),
    Peer("txtai hybrid + jieba", "txtai", "hybrid-jieba"),
)
OURS = "ours, fused"


class PeerFailure(Exception):
    """A peer could not be installed or run; the text is the last line it wrote."""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    recall: tuple[float, ...]
    """Share of a question's evidence in the first 1, 5 and 10, averaged over questions."""
    milliseconds: float
    """Median of a question."""
    seconds: float
    megabytes: float | None


def main() -> None:
    options = _options()
    asked = [
        each
        for each in load_questions(options.questions)
        if each.answerable and options.half in ("all", each.split)
    ]
    if not asked:
        sys.exit("没有可回答的题（no answerable questions）")
    peers = [each for each in PEERS if not options.only or each.file in options.only]
    with TemporaryDirectory(prefix="rag-peers-") as temporary:
        folder = Path(temporary)
        environment = options.environment or folder / "environment"
        python, failures = install(environment, sorted({each.file for each in peers}))
        passages = write_material(folder, python, asked)
        rows: list[Row] = []
        for peer in peers:
            _say(f"{peer.name} …")
            try:
                if peer.file in failures:
                    raise PeerFailure(failures[peer.file])
                result = run_peer(peer.command(python), folder)
                rows.append(row_of(peer.name, result, asked, passages))
            except PeerFailure as failure:
                failures[peer.name] = str(failure)
    print(f"{len(asked)} 题（questions），{len(passages)} 段（passages），half {options.half}\n")
    print((markdown if options.markdown else table)(rows))
    for name in (each.name for each in peers if each.name in failures):
        print(f"{name}：没有跑成（failed）：{failures[name]}")
    print("\n" + verdict(rows))


# -------------------------------------------------------------------------------- environment


def install(environment: Path, files: Iterable[str]) -> tuple[Path, dict[str, str]]:
    """The environment's Python, and why a peer's libraries could not be installed."""
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        _say(f"venv {environment}")
        _checked([sys.executable, "-m", "venv", str(environment)])
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _say("pip: torch, bulletin-qa")
    _checked([*pip, "-r", str(REQUIREMENTS / "base.txt")])
    _checked([*pip, "-r", str(REQUIREMENTS / "base.txt"), "-e", str(ROOT)])
    failures: dict[str, str] = {}
    for file in files:
        requirements = REQUIREMENTS / f"{file}.txt"
        if requirements.is_file():
            _say(f"pip: {file}")
            try:
                _checked([*pip, "-r", str(REQUIREMENTS / "base.txt"), "-r", str(requirements)])
            except PeerFailure as failure:
                failures[file] = f"pip: {failure}"
    return python, failures


def _checked(command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Runs to its end in the repository, or raises with its last line."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerFailure(f"{type(error).__name__}: {error}") from error
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise PeerFailure(lines[-1].strip() if lines else f"exit status {done.returncode}")


# -------------------------------------------------------------------------------- running


def write_material(
    folder: Path, python: Path, asked: Sequence[Question]
) -> dict[str, tuple[str, str]]:
    """Both files; document and text of each passage by its id."""
    # A follow-up question is completed for everybody: that is no part of searching.
    questions = (
        {"id": each.id, "question": completed(each.question, each.turns)} for each in asked
    )
    write_lines(folder / "questions.jsonl", questions)
    file = folder / "passages.jsonl"
    _checked([str(python), "-m", "benchmarks.peers.ours", "passages", str(file)], _alone())
    rows = [Passage(**row) for row in read_lines(file)]
    return {each.id: (each.document, each.text) for each in rows}


def run_peer(command: Sequence[str], folder: Path) -> Result:
    output = folder / "result.json"
    output.unlink(missing_ok=True)
    files = [str(folder / name) for name in ("passages.jsonl", "questions.jsonl")]
    _checked([*command, *files, str(output)], _alone())
    try:
        return read_result(output)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PeerFailure(f"{type(error).__name__}: {error}") from error


def _alone() -> dict[str, str]:
    """No network, nothing sent home, and one thread for everybody."""
    return {
        **os.environ,
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "LANGSMITH_TRACING": "false",
    }


def row_of(
    name: str, result: Result, asked: Sequence[Question], passages: Mapping[str, tuple[str, str]]
) -> Row:
    """A peer that names passages which do not exist, or leaves questions out, has failed."""
    answers = {each.id: each for each in result.answers}
    if missing := [each.id for each in asked if each.id not in answers]:
        raise PeerFailure(f"{len(missing)} questions unanswered, {missing[0]} first")
    try:
        found = {
            each.id: [passages[passage] for passage in answers[each.id].passages] for each in asked
        }
    except KeyError as error:
        raise PeerFailure(f"no such passage: {error}") from error
    ranks = [
        [first_hit(quote.document, quote.quote, found[each.id]) for quote in each.evidence]
        for each in asked
    ]
    milliseconds = median(answers[each.id].milliseconds for each in asked)
    shares = tuple(fmean(recall(each, k) for each in ranks) for k in FIRST)
    return Row(name, shares, milliseconds, result.seconds, result.megabytes)


# -------------------------------------------------------------------------------- the tables

HEADS = (*(f"recall@{k}" for k in FIRST), "median ms", "s to index", "MB")


def _values(row: Row) -> list[str]:
    memory = "-" if row.megabytes is None else f"{row.megabytes:.0f}"
    recall = [f"{value:.3f}" for value in row.recall]
    return [*recall, f"{row.milliseconds:.2f}", f"{row.seconds:.1f}", memory]


def table(rows: Sequence[Row]) -> str:
    lines = [" " * 28 + "".join(f"{head:>11}" for head in HEADS)]
    lines += [f"{row.name:<28}" + "".join(f"{value:>11}" for value in _values(row)) for row in rows]
    return "\n".join(lines)


def markdown(rows: Sequence[Row]) -> str:
    lines = [f"| | {' | '.join(HEADS)} |", "|---|" + "--:|" * len(HEADS)]
    lines += [f"| {row.name} | {' | '.join(_values(row))} |" for row in rows]
    return "\n".join(lines)


NEAR = 0.05
"""Below ours in recall at 5 by no more than this: somebody might take it for its speed."""
SLOWER = 1.5


def verdict(rows: Sequence[Row]) -> str:
    """Whether ours finds most, and how its time compares with the fastest that finds nearly as much."""
    ours = next((row for row in rows if row.name == OURS), None)
    others = [row for row in rows if not row.name.startswith("ours")]
    if ours is None or not others:
        return "没有可比的（nothing to compare）"
    lines = []
    for place, head in enumerate(HEADS[:3]):
        best = max(others, key=lambda row: row.recall[place])
        mine, theirs = ours.recall[place], best.recall[place]
        word = (
            "领先（first）"
            if mine > theirs
            else "并列（level）"
            if mine == theirs
            else "落后（behind）"
        )
        lines.append(f"{head}：{word}：{mine:.3f}，其余最好（best other）{theirs:.3f} {best.name}")
    near = [row for row in others if row.recall[1] >= ours.recall[1] - NEAR]
    if not near:
        lines.append(f"速度（speed）：没有谁的 recall@5 相差不到 {NEAR}（none comes near）")
    else:
        fastest = min(near, key=lambda row: row.milliseconds)
        times = ours.milliseconds / fastest.milliseconds
        word = "达到（met）" if times <= SLOWER else "没有达到（not met）"
        lines.append(
            f"速度（speed）：{fastest.name} 的 {times:.1f} 倍，目标 {SLOWER} 倍以内：{word}"
        )
    return "\n".join(lines)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers",
        description="与别的库并排比较 · beside LangChain, LlamaIndex, Haystack, txtai and bm25s",
    )
    parser.add_argument(
        "--environment", type=Path, help="where to install the others; temporary if not given"
    )
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--half", choices=("all", *HALVES), default="all")
    files = list(dict.fromkeys(each.file for each in PEERS))
    parser.add_argument("--only", action="append", choices=files, help="may be given repeatedly")
    parser.add_argument("--markdown", action="store_true", help="print a table for a README")
    return parser.parse_args()


if __name__ == "__main__":
    main()
