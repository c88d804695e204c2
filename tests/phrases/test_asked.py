"""Which questions are about the words themselves, with and without marks."""

from __future__ import annotations

import pytest

from rag.phrases.asked import asked_phrase, perhaps_asked
from rag.pipeline import Engine, ask


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("“小三级”这个提法在哪些地方出现过？", "小三级"),
        ("「久久为功」这个词出现过几次", "久久为功"),
        ('"四方联动"一共提到多少次', "四方联动"),
        ("“冬送温暖”活动花了多少钱？", None),
        ("哪些地方办了早餐？", None),
        ("“甲”和“乙”哪个出现得多", None),
        ("“久久为功”在这些材料里一共说过几回，分别在哪儿", "久久为功"),
        ("有哪几处提到“久久为功”，总共几处", "久久为功"),
        ("设了多少处“流动司机之家”", None),
        ("查一下“最后一公里”在各份材料里一共几处，分别讲哪件事？", "最后一公里"),
        ("“送清凉”一共送了几次", None),
    ],
)
def test_which_questions_are_about_the_words_themselves(question: str, phrase: str | None) -> None:
    assert asked_phrase(question) == phrase


@pytest.mark.parametrize(
    "question",
    ["“西宁工匠”在哪里颁奖？", "“安康杯”竞赛办了几次？", "Who led the village where “x 1” began?"],
)
def test_what_the_words_name_is_another_question(question: str) -> None:
    assert asked_phrase(question) is None


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("小三级在哪些地方出现过", "小三级"),
        ("职工书屋在哪些期里提到", "职工书屋"),
        ("哪些地方提到了新就业形态劳动者", "新就业形态劳动者"),
        ("哪几期提到了张荣？", "张荣"),
        ("娘家人这个词出现了几次", "娘家人"),
        ("请问这几份材料里提到几次安康杯", "安康杯"),
        ("玉树出现在哪些文章里", "玉树"),
        ("2024年第12期里小三级出现几次", "小三级"),
        ("提到过马吉孝的文章有哪些", "马吉孝"),
        ("哪些地方说了暖心早餐", "暖心早餐"),
        ("哪篇文章写了田得梅", "田得梅"),
        ("文章里有没有提到石榴籽家园", "石榴籽家园"),
        ("材料里提到了暖新保吗", "暖新保"),
        ("暖心早餐在哪一期", "暖心早餐"),
        ("2023年那期提到几次职工书屋", "职工书屋"),
        ("how often does 职工书屋 appear?", "职工书屋"),
        ("How many times is 暖心早餐 mentioned", "暖心早餐"),
        ("Where was 暖心早餐 mentioned?", "暖心早餐"),
        ("谁提到了职工书屋", None),
        ("培训班在哪期办的", None),
        ("哪些地方办了早餐", None),
        ("西宁在哪些地方建了书屋", None),
        ("陈刚在哪些会议上提到产改", None),
    ],
)
def test_words_without_marks(question: str, phrase: str | None) -> None:
    assert perhaps_asked(question) == phrase


def test_words_without_marks_are_looked_for_where_the_corpus_has_them(small_engine: Engine) -> None:
    marked = ask(small_engine, "“职工书屋”出现过几次")
    assert ask(small_engine, "职工书屋出现过几次").text == marked.text
    assert "“早餐点”共出现" in ask(small_engine, "哪些地方提到了早餐点").text
    searched = ask(small_engine, "白塔的职工书屋在哪些地方提到过")
    assert "phrase" not in searched.trace
