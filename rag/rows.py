"""Files of questions and of answers: jsonl, csv and xlsx hold the same names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag import sheets
from rag.answer.cite import house_style
from rag.errors import RequestError
from rag.records import Citation

Record = dict[str, Any]
COLUMNS = ("id", "question", "answer", "refused", "reason", "mode", "seconds", "citations", "error")
ENDINGS = (".jsonl", ".csv", ".xlsx")
NAMELESS = ""
"""Holds what a row has beyond the names of the first line."""


def check_ending(file: Path) -> str:
    if file.suffix.lower() not in ENDINGS:
        raise RequestError(
            f"{file.name}：只支持 {'、'.join(ENDINGS)}（unsupported kind of file）。请换一个扩展名。"
        )
    return file.suffix.lower()


def read_questions(file: Path) -> list[Record]:
    ending = check_ending(file)
    try:
        if ending == ".jsonl":
            return _read_jsonl(file)
        rows = _read_csv(file) if ending == ".csv" else _read_xlsx(file)
    except FileNotFoundError as error:
        raise RequestError(f"没有这个文件（no such file）：{file}") from error
    except OSError as error:
        raise RequestError(
            f"读不了（cannot be read）：{file}：{error.strerror or error}"
        ) from error
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
        except (ValueError, RecursionError) as error:
            raise RequestError(
                f"{file.name} 第 {number} 行不是 JSON（not JSON）：{error}"
            ) from error
        if not isinstance(row, dict):
            raise RequestError(f"{file.name} 第 {number} 行不是一个对象（not an object）。")
        rows.append(row)
    return rows


def _read_csv(file: Path) -> list[Record]:
    """In UTF-8, or in GB18030, as spreadsheets in China save it."""
    from rag.read.text import decode

    reader = csv.DictReader(io.StringIO(decode(file.read_bytes(), file.name)))
    try:
        reader.fieldnames = [_name(name) for name in reader.fieldnames or ()]
        return [_within_names(row) for row in reader]
    except csv.Error as error:
        raise RequestError(
            f"{file.name} 第 {reader.line_num} 行读不出来（unreadable line）：{error}"
        ) from error


def _within_names(row: dict[Any, Any]) -> Record:
    """Empty cells at the end of a line are nothing; others show that it was cut wrongly."""
    beyond = [cell for cell in row.pop(None, []) if cell.strip()]
    named = {name: value for name, value in row.items() if name}
    return named | ({NAMELESS: beyond} if beyond else {})


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
    names = [_name(str(name)) if name is not None else "" for name in lines[0]]
    return [
        {name: _value(value) for name, value in zip(names, line, strict=False) if name}
        for line in lines[1:]
        if any(value is not None for value in line)
    ]


def _name(written: str) -> str:
    """Of a column: those we know are known in any case, and with spaces around them."""
    name = written.strip()
    return name.lower() if name.lower() in (*COLUMNS, "turns", "scope") else name


def _value(cell: object) -> object:
    """Times and the like as they are written."""
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)


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
    ending = check_ending(output)
    if ending == ".jsonl":
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        draft.write_text("".join(lines), encoding="utf-8", errors="replace")
    else:
        extra = [key for record in records for key in record]
        names = list(dict.fromkeys([*COLUMNS, *extra]))
        names = [name for name in names if name != "retrieved"]
        rows = [[_cell(name, record.get(name)) for name in names] for record in records]
        table: list[list[object]] = [list(names), *rows]
        _write_csv(draft, table) if ending == ".csv" else _write_xlsx(draft, table)
    draft.replace(output)


def _cell(name: str, value: object) -> object:
    """Citations one a line."""
    if name == "citations" and isinstance(value, list):
        return "\n".join(_citation_line(each) for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _citation_line(cited: Record) -> str:
    return f"[{cited['n']}] {house_style(Citation(**cited))}：{' '.join(cited['quote'].split())}"


def _write_csv(file: Path, table: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8-sig", errors="replace", newline="") as lines:
        csv.writer(lines).writerows([sheets.plain(value) for value in row] for row in table)


def _write_xlsx(file: Path, table: Sequence[Sequence[object]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    for row in table:
        sheet.append([sheets.cell(sheet, value) for value in row])
    book.save(file)
