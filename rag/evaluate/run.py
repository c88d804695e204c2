"""One evaluation run: every question asked as a user would ask it, figures, a file to compare with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.batch import answer_record
from rag.errors import RequestError
from rag.evaluate.figures import answer_figures, failure
from rag.evaluate.questions import Question, digest, load_questions
from rag.evaluate.signals import Signals
from rag.evaluate.summary import summarise
from rag.pipeline import Engine, ask
from rag.settings import PROJECT

FORMAT = 1
TIMES = ("made", "seconds")
"""How keys begin that differ between two runs of the same build and settings."""
ELSEWHERE = ("host", "port", "server_", "password", "editor_")
"""How settings begin that decide no answer, or that belong into no file."""

Run = dict[str, Any]


def evaluate(
    engine: Engine,
    questions: Path,
    progress: Callable[[int, int], None],
    reports: Path,
    workers: int = 1,
) -> Run:
    """Goes on where a run over the same questions, build, settings and program was cut off: until
    all are asked, finished rows are kept in `reports`."""
    loaded = load_questions(questions)
    described = _described(engine, questions, len(loaded))
    name = sha256(json.dumps(described, sort_keys=True).encode("utf-8")).hexdigest()[:12]
    journal = reports / f"{name}.part.jsonl"
    rows = _rows(engine, loaded, journal, progress, workers)
    run = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        **described,
        "rows": rows,
        "figures": summarise(rows),
    }
    journal.unlink(missing_ok=True)
    return run


def _described(engine: Engine, questions: Path, count: int) -> dict[str, Any]:
    manifest = engine.library.manifest
    settings = {
        name: value
        for name, value in asdict(engine.settings).items()
        if not isinstance(value, Path) and not name.startswith(ELSEWHERE)
    }
    return {
        "questions": {"file": questions.name, "sha256": digest(questions), "count": count},
        "settings": settings,
        "digests": {
            "corpus": dict(manifest.corpus),
            "corpus manifest": manifest.corpus_manifest,
            "embedder": manifest.embedder,
            "fingerprint": manifest.fingerprint,
            "code": manifest.code,
            "program": _program(),
        },
    }


@cache
def _program() -> str:
    """Of all our code: answers change with more of it than a build does. Read once, since that is
    what runs."""
    package = PROJECT / "rag"
    digest = sha256()
    for file in sorted(package.glob("**/*.py")):
        digest.update(file.relative_to(package).as_posix().encode("utf-8"))
        # Git may have checked the file out with other line ends.
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _rows(
    engine: Engine,
    questions: Sequence[Question],
    journal: Path,
    progress: Callable[[int, int], None],
    workers: int,
) -> list[Run]:
    journal.parent.mkdir(parents=True, exist_ok=True)
    done = {row["id"]: row for row in _finished(journal)}
    missing = [question for question in questions if question.id not in done]
    progress(len(done), len(questions))
    signals = Signals(engine)
    with ThreadPoolExecutor(max(workers, 1)) as pool, journal.open("a", encoding="utf-8") as file:
        file.write("\n")  # ends a line that was cut off
        for row in pool.map(lambda question: judged(engine, signals, question), missing):
            done[row["id"]] = row
            file.write(json.dumps(row) + "\n")  # ASCII: a cut never falls inside a character
            file.flush()
            progress(len(done), len(questions))
    return [done[question.id] for question in questions]


def _finished(journal: Path) -> Iterator[Run]:
    if not journal.is_file():
        return
    for line in journal.read_text(encoding="utf-8").splitlines():
        with suppress(json.JSONDecodeError):  # a run was cut off inside this line
            yield json.loads(line)


def judged(engine: Engine, signals: Signals, question: Question) -> Run:
    """One question asked, and its answer held against what was expected."""
    answer = ask(engine, question.question, question.turns)
    record = answer_record(answer, question.id)
    ranks = signals.ranks(question, str(answer.trace["question"]))
    figures = answer_figures(question, record)
    return {
        "id": question.id,
        "type": question.type,
        "lang": question.lang,
        "split": question.split,
        "documents": question.documents,
        "answerable": question.answerable,
        "question": question.question,
        "turns": list(question.turns),
        "reference": question.answer,
        "key_facts": question.key_facts,
        "evidence": [asdict(each) for each in question.evidence],
        "record": record,
        "trace": dict(answer.trace),
        "ranks": ranks if question.answerable else {},
        "figures": figures,
        "failure": failure(question, record, ranks["fused"], figures.get("right") == 1.0),
    }


def save(run: Run, reports: Path) -> Path:
    """Into the reports folder, under the time it was made."""
    reports.mkdir(parents=True, exist_ok=True)
    file = reports / f"{run['made'][:19].replace(':', '').replace('-', '')}.json"
    file.write_text(json.dumps(run, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def load(file: Path) -> Run:
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
        if run["format"] != FORMAT:
            raise ValueError(f"format {run['format']}")
        if missing := {"made", "questions", "rows", "figures"} - set(run):
            raise ValueError(f"没有（without）{'、'.join(sorted(missing))}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestError(
            f"不是一份评测结果（not a run of the evaluation）：{file}：{error}"
        ) from error
    return dict(run)


def without_times(value: Any) -> Any:
    """A run with everything left out that two runs of the same build may differ in."""
    if isinstance(value, dict):
        return {
            name: without_times(each) for name, each in value.items() if not name.startswith(TIMES)
        }
    return [without_times(each) for each in value] if isinstance(value, list) else value
