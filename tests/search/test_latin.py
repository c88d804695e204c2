"""Names in Latin letters become the corpus's own, those of its people and places first."""

from __future__ import annotations

import pytest

from rag.search.fold import in_pairs
from rag.search.latin import LatinNames

PAIRS = {
    "田得": 3, "得梅": 3, "清泉": 6, "海西": 5, "格尔": 4, "尔木": 4, "兴国": 9, "国化": 9, "国华": 2,
    "星国": 2, "害难": 2, "海南": 9, "治多": 4, "之舵": 8, "云辉": 3, "吕云": 3, "习近": 30, "近平": 30,
    "平安": 9, "总工": 40,
}  # fmt: skip
READ = {
    "田": "tian", "得": "de", "梅": "mei", "清": "qing", "泉": "quan", "海": "hai", "西": "xi", "格": "ge",
    "尔": "er", "木": "mu", "兴": "xing", "国": "guo", "化": "hua", "华": "hua", "星": "xing", "害": "hai",
    "难": "nan", "南": "nan", "治": "zhi", "多": "duo", "之": "zhi", "舵": "duo", "云": "yun", "辉": "hui",
    "吕": "lv", "习": "xi", "近": "jin", "平": "ping", "安": "an", "总": "zong", "工": "gong",
}  # fmt: skip
KNOWN = ("海南", "治多", "星国华", "吕云辉")


def meant(question: str, known: tuple[str, ...] = KNOWN) -> list[str]:
    so_read: dict[tuple[str, str], list[str]] = {}
    for pair in sorted(PAIRS, key=lambda pair: (-PAIRS[pair], pair)):
        so_read.setdefault((READ[pair[0]], READ[pair[1]]), []).append(pair)
    names = LatinNames(PAIRS, so_read, known).named(question)
    return [name for each in names for name in each.meant]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who is Tian Demei?", ["田得梅"]),
        ("What happened in Qingquan and Haixi?", ["清泉", "海西"]),
        ("Did Golmud's union meet?", ["格尔木"]),
        ("How many did Haixi's unions train, and Haixi’s firms?", ["海西", "海西"]),
        ("Which title did Xing Guohua get?", ["星国华"]),  # 兴国 and 国化 are commoner
        ("the Hainan union", ["海南"]),
        ("workers in Zhiduo county", ["治多"]),  # though 多 stands beside any other
        ("papers of Lü Yunhui and Lyu Yunhui", ["吕云辉", "吕云辉"]),
        ("What did Xi say in Ping'an?", ["习近平", "平安"]),
        ("a visit of Xi Jinping", ["习近平"]),
        ("Urumqi and Which union", []),  # the corpus has no 乌鲁木齐
        ("who is tian demei", []),
    ],
)
def test_names(question: str, names: list[str]) -> None:
    assert meant(question) == names


def test_what_the_corpus_does_not_know_is_read_as_its_commonest_characters() -> None:
    assert meant("Hainan, Zhiduo", ()) == ["海南", "害难", "之舵"]


def test_the_place_of_a_name_leaves_out_whose_it_is() -> None:
    question = "Haixi's unions"
    so_read = {("hai", "xi"): ["海西"]}
    (found,) = LatinNames({"海西": 5}, so_read).named(question)
    assert question[found.start : found.end] == "Haixi"
    assert in_pairs(found.meant[0]) == ["海西"]
