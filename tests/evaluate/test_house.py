"""A draft becomes a question: its evidence stands in a document, and no question is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from rag.drafts import Draft, Drafts
from rag.errors import RagError, RequestError
from rag.evaluate.house import Expected, House, choices, key_facts, language_of
from rag.evaluate.questions import Evidence, load_questions
from rag.pipeline import Engine, open_engine
from rag.records import Scope
from rag.search.library import Library
from rag.settings import Settings
from tests.web.conftest import write_corpus

QUOTE = "项目全年投入58.6万元，惠及环卫工人412名。"
DOCUMENT = "qingquan-2022-03.md"
DRAFT = Draft("d-1", "“暖胃早餐”项目全年投入多少万元？", "五十万。[1]", note="不对")
RIGHT = Expected(True, "number", "58.6 万元", "58.6万元｜58.6 万元\n", pasted=QUOTE)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("house")
    corpus = write_corpus(folder / "corpus")
    opened = open_engine(Settings(corpus=corpus, index=folder / "index", state=folder / "state"))
    yield opened
    opened.library.close()


@pytest.fixture
def library(engine: Engine) -> Library:
    return engine.library


def house_with(folder: Path, *drafts: Draft) -> House:
    for draft in drafts:
        Drafts(folder).add(draft)
    return House(folder)


def test_a_taken_draft_is_a_question_that_can_be_evaluated(
    library: Library, tmp_path: Path
) -> None:
    house = house_with(tmp_path, DRAFT, replace(DRAFT, id="d-2", turns=("先问的",)))
    house.take(library, "d-1", RIGHT)
    house.take(library, "d-2", Expected(False, note="没有\n写"))
    one, two = load_questions(house.file)
    assert (one.id, one.type, one.split, one.lang) == ("d-1", "number", "test", "zh")
    assert one.key_facts == [["58.6万元", "58.6 万元"]] and one.answer == "58.6 万元"
    assert one.evidence == (Evidence(DOCUMENT, QUOTE, "清泉县总工会“暖胃早餐”项目启动", None),)
    assert (two.type, two.answerable, two.answer, two.note) == (
        "unanswerable", False, "", "没有 写",
    )  # fmt: skip
    assert two.turns == ("先问的",) and two.evidence == ()
    assert house.waiting() == [] and house.count() == 2
    with pytest.raises(RequestError, match="已经处理过了"):
        house.take(library, "d-1", RIGHT)


@pytest.mark.parametrize("given", ["id", "address", "reference", "folded", "two sentences"])
def test_evidence_is_the_source_however_it_was_given(
    library: Library, tmp_path: Path, given: str
) -> None:
    [unit] = library.units_holding("58.6万元，惠及环卫工人", Scope())
    text = {
        "id": unit.id,
        "address": f"http://localhost:7860/?cite={unit.id}",
        "reference": f"“{QUOTE}”（《清泉工运》2022年第3期，《清泉县总工会“暖胃早餐”项目启动》）",
        "folded": "項目全年投入58.6萬元，惠及環衛工人412名",
        "two sentences": "启动“暖胃早餐”项目。项目全年投入 58.6 万元",
    }[given]
    house = house_with(tmp_path, DRAFT)
    question = house.take(library, "d-1", replace(RIGHT, pasted=f"\n{text}\n"))
    [evidence] = question.evidence
    assert evidence.document == DOCUMENT and "投入58.6万元" in evidence.quote
    text = library.clean_text(library.bulletins()[0].key)
    assert evidence.quote in text


def test_evidence_is_chosen_from_what_was_cited_and_what_is_nearest(
    engine: Engine, tmp_path: Path
) -> None:
    [cited] = engine.library.units_holding("货车司机配备流动书箱", Scope())
    draft = replace(DRAFT, cited=["gone-000000000000-1", cited.id])
    first, *nearest = choices(engine, draft)
    assert first.id == cited.id and len(nearest) < 30
    [chosen] = [each for each in nearest if each.quote == QUOTE]
    house = house_with(tmp_path, draft)
    taken = house.take(engine.library, "d-1", replace(RIGHT, pasted="", chosen=[chosen.id]))
    assert [each.quote for each in taken.evidence] == [QUOTE]
    follow_up = replace(draft, question="那惠及多少人？", turns=(DRAFT.question,), cited=())
    assert QUOTE in [each.quote for each in choices(engine, follow_up)]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"answer": " \n"}, "参考答案（answer）"),
        ({"facts": " | \n"}, "关键事实（key facts）"),
        ({"pasted": ""}, "证据（evidence）"),
        ({"facts": "99万元"}, "neither answer nor evidence has it）：99万元"),
        ({"facts": "412|411\n" * 21}, "最多 20 个"),
        ({"facts": "长" * 101}, "最多 20 个"),
        ({"pasted": "材料里没有的一句话"}, "no bulletin has these words"),
        ({"pasted": "2022\n" * 11}, "证据最多 10 条"),
        ({"pasted": "总工会主席"}, "several bulletins"),
        ({"pasted": "。。。"}, "没有可查的字"),
        ({"pasted": "早" * 501}, "501 个字"),
        ({"chosen": ["gone-000000000000-1"]}, "没有这条引文"),
        ({"answer": "长" * 1001}, "参考答案有 1001 个字"),
        ({"note": "长" * 501}, "备注有 501 个字"),
    ],
)
def test_bad_input_says_what_is_wrong_and_nothing_is_written(
    library: Library, tmp_path: Path, wrong: dict[str, object], message: str
) -> None:
    house = house_with(tmp_path, DRAFT)
    with pytest.raises(RagError, match=message):
        house.take(library, "d-1", replace(RIGHT, **wrong))  # type: ignore[arg-type]
    assert not house.file.exists() and [each.id for each in house.waiting()] == ["d-1"]


def test_two_editors_at_once_lose_no_question(library: Library, tmp_path: Path) -> None:
    drafts = [replace(DRAFT, id=f"d-{n}", question=f"第{n}问？") for n in range(12)]
    house_with(tmp_path, *drafts)
    with ThreadPoolExecutor(4) as pool:
        taken = pool.map(lambda d: House(tmp_path).take(library, d.id, RIGHT).id, drafts)
    assert sorted(taken) == sorted(row.id for row in load_questions(House(tmp_path).file))


def test_one_draft_is_taken_once_and_one_question_stands_once(
    library: Library, tmp_path: Path
) -> None:
    house = house_with(tmp_path, DRAFT, replace(DRAFT, id="d-2"))

    def take(name: str) -> bool:
        try:
            return bool(House(tmp_path).take(library, name, RIGHT))
        except RequestError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, ["d-1"] * 4)) == 1
    with pytest.raises(RequestError, match="已经在题目里了"):
        house.take(library, "d-2", RIGHT)
    house.drop("d-2")
    assert house.waiting() == [] and house.count() == 1


def test_what_was_written_in_by_hand_stays(library: Library, tmp_path: Path) -> None:
    house = house_with(tmp_path, DRAFT)
    by_hand = '{"id":"mine","question":"手写？"}'
    house.file.write_text(by_hand, encoding="utf-8")
    house.take(library, "d-1", RIGHT)
    first, second = house.file.read_text(encoding="utf-8").splitlines()
    assert first == by_hand and json.loads(second)["id"] == "d-1"
    house.file.write_text("{broken\n", encoding="utf-8")
    with pytest.raises(RequestError, match="第 1 行不是 JSON"):
        house.take(library, "d-1", RIGHT)
    assert house.file.read_text(encoding="utf-8") == "{broken\n"


def test_key_facts_and_languages() -> None:
    assert key_facts("甲｜ 乙 |\n\n丙") == [["甲", "乙"], ["丙"]]
    assert [language_of(each) for each in ("多少？", "幾個項目？", "How many?")] == [
        "zh", "zh-Hant", "en",
    ]  # fmt: skip
