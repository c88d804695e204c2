from __future__ import annotations

import pytest

from rag.search.fold import in_pairs
from rag.search.sounds import Sounds, lookalikes

PAIRS = {
    "劳模": 9, "会议": 9, "工作": 9, "作室": 4, "有机": 9, "专利": 5, "田得": 3, "得梅": 3,
    "清泉": 6, "湟中": 4, "总工": 400, "工会": 600, "入会": 3, "海西": 5, "开会": 1,
    "会仪": 1, "公会": 6, "书屋": 27, "做到": 9, "看望": 9, "会员": 9, "名册": 20, "名校": 60, "手册": 60,
}  # fmt: skip
PAIRS["会议"] = 240
WORDS = (
    "劳模", "会议", "工作", "有机", "专利", "工会", "公会", "入会", "开会", "多少", "几时", "做到",
    "看望", "会员",
)  # fmt: skip


def cut(text: str) -> list[str]:
    """The longest words that it knows, else single characters."""
    words: list[str] = []
    while text:
        word = next((word for word in WORDS if text.startswith(word)), text[0])
        words.append(word)
        text = text[len(word) :]
    return words


def together(run: str) -> int:
    return min(PAIRS.get(pair, 0) for pair in in_pairs(run))


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    return Sounds(PAIRS, cut, together)


@pytest.mark.parametrize(
    ("question", "also"),
    [
        ("劳摸有多少", ["劳模"]),
        ("搞了几个砖利", ["专利"]),
        ("都入汇了", ["入会"]),
        ("工做有几样", ["工作"]),
        ("会仪几时开的", ["会议"]),  # 会仪 stands once, in 机会仪式
        ("工做室有几个", ["工作室"]),
        ("劳摸工做室有多少", ["工作室", "劳模"]),
        ("总公会有多少", ["总工会"]),  # 公会 is a word, and stands in 办公会议
        ("书物有多少", ["书屋"]),  # no word of the list, but 屋 stands nowhere else
        ("名测有多少", []),  # both stand beside others more often
        ("会元有多少", ["会员"]),
        ("有几个劳模", []),
        ("坐到看完工，作室", []),  # 到 stands beside any other, 完 is a word, and a comma parts
        ("公会开灰", []),  # 开会 stands in one passage only: too seldom to be what was meant
        ("", []),
    ],
)
def test_slips_of_typing(sounds: Sounds, question: str, also: list[str]) -> None:
    assert sounds.also(question) == also


def test_names_in_latin_letters_are_searched_too(sounds: Sounds) -> None:
    assert sounds.also("Who is Tian Demei of Haixi's union?") == ["田得梅", "海西"]
    assert sounds.also("who is tian demei") == []


def test_a_question_is_mended_in_its_place(sounds: Sounds) -> None:
    assert sounds.mended("劳摸工做室，總公會！") == "劳模工作室,总工会!"


def test_an_empty_corpus_has_no_sounds() -> None:
    assert Sounds({}, cut, together).also("劳摸 Tian Demei") == []


@pytest.mark.parametrize(
    ("question", "also"),
    [
        ("律授助吗", ["援助"]),
        ("劳横有多少", ["劳模"]),
        ("工傲室有几个", []),  # neither the sound nor the shape of 作
        ("工住室有几个", ["工作室"]),  # between two others
        ("盖好了吗", []),  # 好 stands behind any word
        ("援手吗", []),
    ],
)
def test_slips_of_shape(question: str, also: list[str]) -> None:
    pairs = {**PAIRS, "援助": 9, "助人": 2, "美好": 30}
    words = (*WORDS, "援助", "美好")

    def known(text: str) -> list[str]:
        return [text] if text in words else list(text)

    alike = {"授": "援", "横": "模", "住": "作", "盖": "美"}
    assert Sounds(pairs, known, together, alike).also(question) == also
    assert Sounds(pairs, known, together).also("律授助") == []


def test_the_table_of_lookalikes_holds_what_differs_by_a_stroke() -> None:
    table = lookalikes()
    pairs = ["授援", "未末", "治冶", "己已", "贷货", "竞竟", "议仪"]
    assert all(one in table[other] and other in table[one] for one, other in pairs)
    assert all(len(like) <= 10 and key not in like for key, like in table.items())


@pytest.mark.parametrize(
    ("question", "also"),
    [
        ("赵富民去哪", ["赵福民"]),
        ("田德美", ["田得梅"]),
        ("赵扶明是谁", ["赵福民"]),  # 民 and 明 as they are heard in the south
        ("赵福民去哪", []),
        ("钱富民去哪", []),  # another surname
        ("田地没有", []),  # stands in the corpus
        ("李强", []),  # two characters sound like many words
    ],
)
def test_a_person_s_name_by_its_sound(question: str, also: list[str]) -> None:
    people = ("赵福民", "田得梅", "田第美", "李墙")
    pairs = {**PAIRS, "田地": 3, "地没": 3}

    def held(run: str) -> int:
        return min(pairs.get(pair, 0) for pair in in_pairs(run))

    known = Sounds(pairs, list, held, None, people)
    assert known.also(question) == also


def test_what_is_short_in_the_question_is_searched_as_it_is_written_out() -> None:
    def counted(run: str) -> int:
        return int(run == "国内生产总值")

    known = Sounds({"国内": 9}, list, counted)
    assert known.also("2016年GDP增长多少，CPI呢") == ["国内生产总值"]
