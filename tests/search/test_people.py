"""People are known by where their names stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.search import people

WORDS = ("能力", "程序", "主席", "常态", "同志")


def cut(text: str) -> list[str]:
    """Known words whole, else single characters."""
    found: list[str] = []
    while text:
        word = next((word for word in WORDS if text.startswith(word)), text[0])
        found.append(word)
        text = text[len(word) :]
    return found


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("县总工会主席罗文远主持会议,副主席马春兰、李小花参加。", ["罗文远", "马春兰", "李小花"]),
        ("全国劳模才保同志走进乡村。", ["才保"]),
        ("县委副书记尼玛措出席。", ["尼玛措"]),
        ("加吾尼玛(藏族) 清泉县教师", ["加吾尼玛"]),
        ("龙梅(女,蒙古族) 局长", ["龙梅"]),
        ("祁琴芳(女) 经理", ["祁琴芳"]),
        ("赵良勇,男,中共党员。", ["赵良勇"]),
        ("开展葛军同志先进事迹报告会。", ["葛军"]),
        ("学习“首位工匠”罗文远,和马春兰等交流。", ["罗文远", "马春兰"]),
        ("毕研波\t清泉钾肥有限责任公司安全总监", ["毕研波"]),
        ("罗有海\t清泉县医院主任", ["罗有海"]),
        ("清泉县\t白塔钾肥有限责任公司安全总监", []),
        ("大飞机总装下线,罗文远获得科学奖,能力获得提高。", ["罗文远"]),
        ("提高干部能力、程序、常态化水平,主席强调要落实。", []),
        ("会议由主席主持,全体职工参加。", []),
    ],
)
def test_names_are_learnt_from_where_they_stand(sentence: str, names: list[str]) -> None:
    assert set(people.learn([sentence], [], cut)) == set(names)


def test_names_are_kept_with_a_build(tmp_path: Path) -> None:
    people.save(["罗文远"], tmp_path)
    assert people.load(tmp_path) == ("罗文远",)


def test_who_signs_an_article() -> None:
    signed = ["□　清泉县农业技术推广中心　罗文远", "清泉县总工会"]
    assert people.learn([], signed, cut) == ["罗文远"]
