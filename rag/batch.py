"""Many questions from a file, their answers to a file, in the same order.

The three kinds of file (jsonl, csv, xlsx) hold the same names. A run that was cut off goes on where
it stopped: finished rows are kept beside the output until all are written.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.answer.cite import house_style
from rag.errors import RagError, RequestError
from rag.records import Answer, Hit, Scope

Record = dict[str, Any]
EVERYWHERE = Scope()
LONGEST_SHOWN = 500
COLUMNS = ("id", "question", "answer", "refused", "reason", "mode", "seconds", "citations", "error")
ENDINGS = (".jsonl", ".csv", ".xlsx")


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
    _check_ending(output)
    # Put into the rows, so that a run that was cut off does not go on in another scope.
    rows = [_scoped(row, scope) for row in read_questions(questions)]
    journal = _Journal(output, rows)
    missing = [n for n in range(len(rows)) if n not in journal.done]
    progress(len(rows) - len(missing), len(rows))
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        answered = pool.map(lambda n: (n, _answered(rows[n], ask)), missing)
        for count, (n, record) in enumerate(answered, len(rows) - len(missing) + 1):
            journal.add(n, record)
            progress(count, len(rows))
    records = [journal.done[n] for n in range(len(rows))]
    write_answers(output, records)
    journal.close()
    return sum("error" in record for record in records)


def _scoped(row: Record, scope: Scope) -> Record:
    return row if row.get("scope") or scope == EVERYWHERE else row | {"scope": asdict(scope)}


def _answered(row: Record, ask: Callable[[str, Sequence[str], Scope], Answer]) -> Record:
    """Keys of the question that we do not know pass through; a row that fails says why."""
    known = {"turns", "scope", *COLUMNS}
    extra = {key: value for key, value in row.items() if key not in known}
    try:
        if not isinstance(row.get("question"), str):
            raise RequestError("这一行没有 question（no question in this row）。")
        answer = ask(row["question"], turns_of(row.get("turns")), scope_of(row.get("scope")))
    except RagError as error:
        return {"id": row.get("id"), "question": row.get("question"), "error": str(error), **extra}
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
        first, *lines = self._file.read_text(encoding="utf-8").split("\n")
        if first != json.dumps({"questions": self._questions}):
            return
        for line in lines:
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                continue  # empty, or the run was cut off inside this line
            yield entry["row"], entry["record"]

    def add(self, row: int, record: Record) -> None:
        self.done[row] = record
        with self._file.open("a", encoding="utf-8") as file:
            # ASCII, so that a cut never falls inside a character; a line break first ends a line
            # that was cut off.
            file.write("\n" + json.dumps({"row": row, "record": record}))

    def close(self) -> None:
        self._file.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------- files


def _check_ending(file: Path) -> str:
    if file.suffix.lower() not in ENDINGS:
        raise RequestError(
            f"{file.name}：只支持 {'、'.join(ENDINGS)}（unsupported kind of file）。请换一个扩展名。"
        )
    return file.suffix.lower()


def read_questions(file: Path) -> list[Record]:
    ending = _check_ending(file)
    try:
        if ending == ".jsonl":
            return _read_jsonl(file)
        rows = _read_csv(file) if ending == ".csv" else _read_xlsx(file)
    except FileNotFoundError as error:
        raise RequestError(f"没有这个文件（no such file）：{file}") from error
    except UnicodeDecodeError as error:
        raise RequestError(
            f"{file.name}：不是 UTF-8（第 {error.start} 字节处出错）。请另存为 UTF-8。"
        ) from error
    return [_from_cells(row) for row in rows]


def _read_jsonl(file: Path) -> list[Record]:
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise RequestError(
                f"{file.name} 第 {number} 行不是 JSON（not JSON）：{error}"
            ) from error
        if not isinstance(row, dict):
            raise RequestError(f"{file.name} 第 {number} 行不是一个对象（not an object）。")
        rows.append(row)
    return rows


def _read_csv(file: Path) -> list[Record]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [dict(row) for row in csv.DictReader(lines)]


def _read_xlsx(file: Path) -> list[Record]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise RequestError(f"{file.name}：不是能读的 xlsx（unreadable）：{error}") from error
    lines = list(sheet.iter_rows(values_only=True))
    if not lines:
        return []
    names = [str(name) if name is not None else "" for name in lines[0]]
    return [
        {name: value for name, value in zip(names, line, strict=False) if name}
        for line in lines[1:]
        if any(value is not None for value in line)
    ]


def _from_cells(row: Record) -> Record:
    """A cell holds text; turns and scope stand in it as JSON, or turns one a line."""
    for name in ("turns", "scope"):
        cell = row.get(name)
        if isinstance(cell, str) and cell.strip():
            try:
                row[name] = json.loads(cell)
            except json.JSONDecodeError:
                row[name] = cell.splitlines() if name == "turns" else cell
    if row.get("question") is not None:
        row["question"] = str(row["question"])
    return row


def write_answers(output: Path, records: Sequence[Record]) -> None:
    """Written beside the output and then put in its place, so that no half file is ever seen."""
    draft = output.with_name(output.name + ".new")
    ending = _check_ending(output)
    if ending == ".jsonl":
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        draft.write_text("".join(lines), encoding="utf-8")
    else:
        extra = [key for record in records for key in record]
        names = list(dict.fromkeys([*COLUMNS, *extra]))
        names = [name for name in names if name != "retrieved"]
        rows = [[_cell(record.get(name)) for name in names] for record in records]
        table: list[list[object]] = [list(names), *rows]
        _write_csv(draft, table) if ending == ".csv" else _write_xlsx(draft, table)
    draft.replace(output)


def _cell(value: object) -> object:
    """Citations one a line; text that a spreadsheet would run as a formula is made plain text."""
    if isinstance(value, list) and all(
        isinstance(each, dict) and "quote" in each for each in value
    ):
        return "\n".join(_citation_line(each) for each in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in "=+-@\t\r":
        return "'" + value
    return value


def _citation_line(cited: Record) -> str:
    from rag.records import Citation

    return f"[{cited['n']}] {house_style(Citation(**cited))}：{' '.join(cited['quote'].split())}"


def _write_csv(file: Path, table: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        csv.writer(lines).writerows(table)


def _write_xlsx(file: Path, table: Sequence[Sequence[object]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    for row in table:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for v in row])
    book.save(file)
