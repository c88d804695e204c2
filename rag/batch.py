"""Many questions from a file, their answers to a file, in the same order.

The three kinds of file (jsonl, csv, xlsx) hold the same names. A run that was cut off goes on where
it stopped: finished rows are kept beside the output until all are written.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from rag.errors import RagError, RequestError
from rag.records import Answer, Hit, Scope
from rag.rows import COLUMNS, NAMELESS, Record, check_ending, read_questions, write_answers

EVERYWHERE = Scope()
LONGEST_SHOWN = 500
UNEXPECTED = "程序出了意外，这一题没有答成（unexpected error），详情在运行窗口里。"

log = logging.getLogger(__name__)


def answer_record(answer: Answer, question_id: object = None) -> Record:
    """The record that batch, the API and the evaluation share."""
    return {
        "id": question_id,
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "reason": answer.reason,
        "mode": answer.mode,
        "seconds": answer.seconds,
        "citations": [asdict(cited) for cited in answer.citations],
        "retrieved": [retrieved_record(hit) for hit in answer.retrieved],
    }


def retrieved_record(hit: Hit) -> Record:
    return {
        "passage": hit.passage.id,
        "document": hit.document,
        "article": hit.article,
        "page": hit.passage.page,
        "text": hit.passage.text[:LONGEST_SHOWN],
        "score": round(hit.score, 6),
    }


def scope_of(value: object) -> Scope:
    """`{"documents": [...], "years": [...]}`, as it stands in a question or a request."""
    if value is None or value == "":
        return Scope()
    if not isinstance(value, Mapping) or set(value) - {"documents", "years"}:
        raise RequestError(
            'scope 应是 {"documents": [...], "years": [...]}（bad scope）：' + repr(value)[:120]
        )
    documents, years = value.get("documents") or [], value.get("years") or []
    try:
        return Scope(tuple(str(name) for name in documents), tuple(int(year) for year in years))
    except (TypeError, ValueError) as error:
        raise RequestError(f"scope 里的年份或文件写得不对（bad scope）：{value!r}") from error


def turns_of(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise RequestError(f"turns 应是一列问题（a list of questions）：{value!r}"[:160])
    return tuple(str(turn) for turn in value)


# ------------------------------------------------------------------------------------- a run


def run(
    questions: Path,
    output: Path,
    ask: Callable[[str, Sequence[str], Scope], Answer],
    progress: Callable[[int, int], None],
    workers: int = 1,
    scope: Scope = EVERYWHERE,
) -> int:
    """Answers every question; returns how many rows failed. `scope` is that of rows without one."""
    check_ending(output)
    if output.resolve() == questions.resolve():
        raise RequestError(f"回答会盖掉题目（the same file twice）：{output}。请换一个文件名。")
    # Put into the rows, so that a run that was cut off does not go on in another scope.
    rows = [_scoped(row, scope) for row in read_questions(questions)]
    with _writing(output):
        journal = _Journal(output, rows)
    missing = [n for n in range(len(rows)) if n not in journal.done]
    progress(len(rows) - len(missing), len(rows))
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        answered = pool.map(lambda n: (n, _answered(rows[n], ask)), missing)
        for count, (n, record) in enumerate(answered, len(rows) - len(missing) + 1):
            journal.add(n, record)
            progress(count, len(rows))
    records = [journal.done[n] for n in range(len(rows))]
    with _writing(output):
        write_answers(output, records)
        journal.close()
    return sum("error" in record for record in records)


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RequestError(
            f"写不了（cannot write）：{file}：{error.strerror or error}。"
            "如果它正在别的程序里开着，请先关上。"
        ) from error


def _scoped(row: Record, scope: Scope) -> Record:
    return row if row.get("scope") or scope == EVERYWHERE else row | {"scope": asdict(scope)}


def _answered(row: Record, ask: Callable[[str, Sequence[str], Scope], Answer]) -> Record:
    """Keys of the question that we do not know pass through; a row that fails says why."""
    known = {"turns", "scope", NAMELESS, *COLUMNS}
    extra = {key: value for key, value in row.items() if key not in known}
    failed = {"id": row.get("id"), "question": row.get("question")}
    try:
        if NAMELESS in row:
            raise RequestError(
                "这一行的格比表头多（more cells than columns）。问题里有逗号时，要放在引号里。"
            )
        if not isinstance(row.get("question"), str):
            raise RequestError("这一行没有 question（no question in this row）。")
        answer = ask(row["question"], turns_of(row.get("turns")), scope_of(row.get("scope")))
    except RagError as error:
        return {**failed, "error": str(error), **extra}
    except Exception:
        # The edge of the program: hundreds of others wait for their answers.
        log.exception("a row could not be answered")
        return {**failed, "error": UNEXPECTED, **extra}
    return answer_record(answer, row.get("id")) | extra


class _Journal:
    """Finished rows of a run, kept beside its output until the whole is written."""

    def __init__(self, output: Path, rows: Sequence[Record]) -> None:
        self._file = output.with_name(output.name + ".part")
        self._questions = sha256(json.dumps(rows, sort_keys=True).encode("utf-8")).hexdigest()
        self.done: dict[int, Record] = dict(self._finished())
        output.parent.mkdir(parents=True, exist_ok=True)
        if not self.done:
            self._file.write_text(json.dumps({"questions": self._questions}), "utf-8")

    def _finished(self) -> Iterator[tuple[int, Record]]:
        """Rows of a run over the very same questions; the last line may be cut short."""
        if not self._file.is_file():
            return
        first, *lines = self._file.read_text(encoding="utf-8", errors="replace").split("\n")
        if first != json.dumps({"questions": self._questions}):
            return
        for line in lines:
            try:
                entry = json.loads(line)
                found = int(entry["row"]), dict(entry["record"])
            except (ValueError, KeyError, TypeError):
                continue  # empty, or the run was cut off inside this line
            yield found

    def add(self, row: int, record: Record) -> None:
        self.done[row] = record
        with self._file.open("a", encoding="utf-8") as file:
            # ASCII, so that a cut never falls inside a character; a line break first ends a line
            # that was cut off.
            file.write("\n" + json.dumps({"row": row, "record": record}))

    def close(self) -> None:
        self._file.unlink(missing_ok=True)
