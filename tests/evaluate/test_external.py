"""Public question sets, as tiny files of the real forms."""

from __future__ import annotations

import json
import lzma
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from rag.errors import RequestError
from rag.evaluate.external import ExternalResult, run_external, table
from rag.evaluate.external.asking import READABLE
from rag.evaluate.external.crud import CRUD_FILES, _held_by, _holding, _plain
from rag.settings import Settings
from tests.fakes import HashingEmbedder

PARAGRAPHS = (
    "西宁市总工会慰问环卫职工三十六名，发放慰问品。",
    "The harbour of Rotterdam 是欧洲最大的港口。",
    "梵語文法大約於公元前四世紀成形。",
)
QUESTIONS = (
    ("q1", "西宁市总工会慰问了多少名环卫职工？", 0),
    ("q2", "欧洲最大的港口在哪里？", 1),
    ("q3", "梵语文法什么时候成形？", 2),  # simplified, of a traditional paragraph
)


def squad(questions: Sequence[tuple[str, str, int]] = QUESTIONS) -> dict[str, Any]:
    paragraphs = [
        {
            "context": text,
            "id": f"p{row}",
            "qas": [
                {"id": name, "question": asked, "answers": [{"text": "", "answer_start": 0}]}
                for name, asked, of in questions
                if of == row
            ],
        }
        for row, text in enumerate(PARAGRAPHS)
    ]
    return {"version": "1.1", "data": [{"title": "题", "paragraphs": paragraphs}]}


def write(file: Path, values: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def write_crud(data: Path, news: Sequence[str], record: dict[str, list[str]]) -> None:
    lines = [json.dumps({"src": "s", "date": "2023-08-01", "text": text}) + "\n" for text in news]
    (data / "crud").mkdir()
    with lzma.open(data / "crud" / "docs.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(lines)
    for name in CRUD_FILES.values():
        write(data / "crud" / name, {"64fa": record})


NEWS = (
    "某地今天下雨。" * 30,
    "西安市向市民发放500万元体育类电子消费券。全市173家体育场馆可以使用。",
    "另一座城市发放1500万元购物券，1173家商场可以使用。",
)
RECORD = {
    "key_info": ["西安市", "500万元体育类电子消费券", "全市173家体育场馆"],
    "question": ["哪个城市发放了体育类电子消费券？", "多少家体育场馆可以使用？"],
    "answers": ["西安市", "173家"],
}


def ask(name: str, data: Path, limit: int | None = None) -> ExternalResult:
    return run_external(name, data, Settings(), lambda *_: None, limit, HashingEmbedder())


@pytest.mark.parametrize(
    ("name", "file"), [("DRCD", "DRCD_test.json"), ("cmrc", "cmrc2018_trial.json")]
)
def test_a_question_is_found_when_its_own_paragraph_is(
    tmp_path: Path, name: str, file: str
) -> None:
    write(tmp_path / file, squad())
    result = ask(name, tmp_path)
    assert (result.name, result.documents, result.passages) == (name.upper(), 3, 3)
    (line,) = result.lines
    assert line.questions == 3
    assert list(line.signals) == ["lexical", "dense", "words", "fused"]
    assert line.signals["fused"].recall == (1.0, 1.0, 1.0)
    assert line.signals["lexical"].mrr == 1.0
    assert line.milliseconds > 0


def test_xquad_asks_the_chinese_paragraphs_in_english_too(tmp_path: Path) -> None:
    write(tmp_path / "xquad.zh.json", squad())
    english = [("q2", "Where is the harbour of Rotterdam?", 1), ("q9", "Of no paragraph?", 0)]
    write(tmp_path / "xquad.en.json", squad(english))
    chinese, foreign = ask("XQUAD", tmp_path).lines
    assert (chinese.questions, foreign.questions) == (3, 1)
    assert foreign.signals["lexical"].recall[0] == 1.0


def test_twins_are_one_passage(tmp_path: Path) -> None:
    twice = squad()
    twice["data"].append(squad([("q4", QUESTIONS[0][1], 0)])["data"][0])
    write(tmp_path / "DRCD_test.json", twice)
    (line,) = ask("DRCD", tmp_path).lines
    assert line.questions == 4
    assert line.signals["fused"].recall[0] == 1.0


def test_crud_is_found_by_its_key_facts(tmp_path: Path) -> None:
    write_crud(tmp_path, NEWS, RECORD)
    result = ask("CRUD", tmp_path)
    assert [line.name for line in result.lines] == ["CRUD 1 doc", "CRUD 2 doc", "CRUD 3 doc"]
    assert all(line.signals["fused"].recall[0] == 1.0 for line in result.lines)
    assert result.limit is None
    assert "recall is a lower bound" not in table(result)


def test_a_limit_reads_the_first_documents_and_says_so(tmp_path: Path) -> None:
    write_crud(tmp_path, NEWS, RECORD)
    result = ask("CRUD", tmp_path, limit=1)
    assert result.documents == 1
    assert all(line.signals["fused"].recall == (0.0, 0.0, 0.0) for line in result.lines)
    assert "前 1 篇" in table(result)
    assert "recall is a lower bound" in table(result)


def test_what_can_be_found_has_a_line_of_its_own(tmp_path: Path) -> None:
    write_crud(tmp_path, NEWS, RECORD)
    nowhere = {"key_info": ["火星", "环形山"], "question": ["火星上有什么？"], "answers": ["？"]}
    write(tmp_path / "crud" / CRUD_FILES[1], {"a": RECORD, "b": nowhere})
    everything, possible, *_ = ask("CRUD", tmp_path).lines
    assert (everything.questions, everything.signals["fused"].recall[0]) == (2, 0.5)
    assert possible.name == "CRUD 1 doc" + READABLE
    assert (possible.questions, possible.signals["fused"].recall[0]) == (1, 1.0)


def test_a_fact_is_held_whatever_its_spelling_but_not_inside_a_number() -> None:
    texts = ["發放５００萬元。", "共1500万元", "2.5亿、500 万元", "500万元"]
    wanted = _plain("500万元")
    assert _holding(texts, [wanted], lambda *_: None)[wanted].tolist() == [0, 2, 3]


@pytest.mark.parametrize(
    ("facts", "articles", "rows"),
    [
        (["a"], 1, (0, 1)),  # one fact is all there is
        (["a", "b"], 1, (1,)),
        (["a", "b", "c", "x"], 1, (1,)),  # half of four, of which x is nowhere
        (["a", "b", "c", "x", "y"], 1, ()),
        (["a", "b", "c", "x", "y"], 2, (1,)),  # two articles share the facts
        (["x"], 1, ()),
        ([], 1, ()),
    ],
)
def test_how_many_facts_are_enough(facts: list[str], articles: int, rows: tuple[int, ...]) -> None:
    holding = _holding(["a", "ab", "c"], ["a", "b", "c"], lambda *_: None)
    assert _held_by(facts, articles, holding) == rows


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("XQUAD", "xquad.zh.json"),
        ("DRCD", "DRCD_test.json"),
        ("CMRC", "cmrc2018_trial.json"),
        ("CRUD", "QuestAnswer1Doc_quest_gt_save.json"),
    ],
)
def test_a_missing_file_is_named_with_its_source(tmp_path: Path, name: str, missing: str) -> None:
    with pytest.raises(RequestError, match=missing) as error:
        ask(name, tmp_path)
    assert "https://github.com/" in str(error.value)


@pytest.mark.parametrize("text", ["{", '{"data": [{}]}', '{"data": 1}', "[]"])
def test_damaged_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "DRCD_test.json").write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=r"DRCD_test\.json"):
        ask("DRCD", tmp_path)


def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "DRCD_test.json").write_bytes("题".encode("gb18030"))
    with pytest.raises(RequestError, match=r"DRCD_test\.json"):
        ask("DRCD", tmp_path)


@pytest.mark.parametrize("content", [b"no xz", lzma.compress(b'{"text": "x"}\n')[:-20]])
def test_damaged_news_are_refused(tmp_path: Path, content: bytes) -> None:
    write_crud(tmp_path, NEWS, RECORD)
    (tmp_path / "crud" / "docs.jsonl.xz").write_bytes(content)
    with pytest.raises(RequestError, match="docs"):
        ask("CRUD", tmp_path)


def test_unknown_names_and_idle_limits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="XQUAD、DRCD、CMRC、CRUD"):
        ask("SQuAD", tmp_path)
    for name, limit in (("DRCD", 5), ("CRUD", 0)):
        with pytest.raises(RequestError, match="--limit"):
            ask(name, tmp_path, limit)


def test_the_table_shows_every_signal(tmp_path: Path) -> None:
    write(tmp_path / "DRCD_test.json", squad())
    shown = table(ask("DRCD", tmp_path)).splitlines()
    assert shown[0].startswith("DRCD：3 篇（documents），3 段（passages）")
    assert [line.split()[0] for line in shown[-4:]] == ["lexical", "dense", "words", "fused"]
    assert len({len(line) for line in shown[-5:]}) == 1  # columns stand under their heads
