"""Questions about the collection itself."""

from __future__ import annotations

import pytest

from rag.collection.catalogue import catalogue_answer, of_the_issue
from rag.pipeline import Engine, ask
from rag.records import Answer, Bulletin, Scope


def said(engine: Engine, question: str, scope: Scope | None = None) -> Answer | None:
    return catalogue_answer(engine.library, Answer(question), question, scope or Scope())


@pytest.mark.parametrize(
    "question",
    [
        *("你好", "您好！", "你能做什么？", "help", "你好，谢谢", "你是谁，你能做什么"),
        *("hi there", "怎么用这个", "嗨，有什么可以问的？", "这个系统怎么用"),
        *("在不在", "你是机器人吗", "有人吗？", "怎么用啊这个"),
    ],
)
def test_a_greeting_is_answered_with_what_can_be_asked(small_engine: Engine, question: str) -> None:
    answer = ask(small_engine, question)
    assert not answer.refused and "出处" in answer.text and answer.citations == ()


def test_the_examples_of_the_introduction_have_answers(engine: Engine) -> None:
    text = ask(engine, "你好").text
    asked = text.split("例如：")[1].split("？")[:2]
    assert asked[0] == "2024年第12期有哪些文章" and "》主要讲什么" in asked[1]
    assert all(ask(engine, f"{each.strip()}？").citations for each in asked)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("谢谢啊", "不客气"),
        ("thank you so much!", "不客气"),
        ("再见", "再见"),
        ("谢谢，拜拜", "再见"),
    ],
)
def test_thanks_and_goodbye_get_a_kind_word(
    small_engine: Engine, question: str, words: str
) -> None:
    answer = ask(small_engine, question, ["清泉县有几个早餐点"])
    assert answer.text.startswith(words) and len(answer.text) < 40


@pytest.mark.parametrize(
    "question",
    [
        *("有哪几期？", "有哪些材料", "现在有几份简报", "有哪幾期", "这里面都有什么"),
        *("都有哪些期刊", "一共收了几期杂志", "你们有哪些资料"),
    ],
)
def test_the_bulletins_are_listed_with_issue_and_date(small_engine: Engine, question: str) -> None:
    answer = ask(small_engine, question)
    assert "《清泉工运》2022年第3期" in answer.text and "《白塔工会》2023年第6期" in answer.text
    assert len(answer.citations) == 2


def test_only_bulletins_in_scope_are_listed(small_engine: Engine) -> None:
    answer = said(small_engine, "有哪几期", Scope(years=(2022,)))
    assert answer and "白塔" not in answer.text


def test_the_contents_of_an_issue(engine: Engine) -> None:
    answer = ask(engine, "2024年第12期有哪些文章？")
    titles = [a.title for a in engine.library.articles("qinghai-gongyun-2024-12") if a.title]
    assert {cited.document for cited in answer.citations} == {"qinghai-gongyun-2024-12.md"}
    assert len(answer.text) <= 700 and f"共 {len(titles)} 条" in answer.text
    assert "第13页" in answer.text


def test_what_stands_on_a_printed_page(engine: Engine) -> None:
    answer = ask(engine, "2024年第12期第13页讲了什么？")
    assert answer.citations and {cited.page for cited in answer.citations} == {13}
    assert answer.text.startswith("《青海工运》2024年第12期，第13页：\n")
    both = ask(engine, "37页讲什么")
    assert {cited.page for cited in both.citations} == {37}
    assert ask(engine, "第37页").text == both.text
    assert both.text.count("第37页：") == len({cited.document for cited in both.citations}) == 2


def test_a_page_or_issue_that_is_not_there_is_said_to_be_missing(
    engine: Engine, small_engine: Engine
) -> None:
    answer = ask(engine, "第999页讲什么")
    assert (answer.refused, answer.reason) == (True, "nothing_found")
    assert (
        answer.text.startswith("没有第999页") and "《青海工运》2023年第4期有第6—70页" in answer.text
    )
    answer = ask(engine, "2025年第3期讲了什么")
    assert answer.refused and answer.text.startswith("没有2025年第3期")
    assert "没有页码" in ask(small_engine, "第3页讲什么").text


@pytest.mark.parametrize(
    "question",
    [
        "第12期讲什么",
        "2024年第12期讲了什么？",
        "青海工运2024年第12期讲了什么？",
        "《青海工运》最新一期讲了什么",
        "请问最新一期有哪些文章",
    ],
)
def test_what_an_issue_says_is_its_contents(engine: Engine, question: str) -> None:
    assert ask(engine, question).text == ask(engine, "2024年第12期有哪些文章？").text


@pytest.mark.parametrize("question", ["最新一期是哪期", "2024年第12期有几篇文章"])
def test_the_newest_issue_and_how_many_articles_it_has(engine: Engine, question: str) -> None:
    assert ask(engine, question).text == "《青海工运》2024年第12期（40 篇，2024-12-30）[1]"


def test_asked_for_more_the_contents_go_on(engine: Engine) -> None:
    question, shown = "有哪些文章", list[str]()
    for more in range(20):
        answer = (
            ask(engine, "还有吗", [question, *["还有吗"] * (more - 1)])
            if more
            else said(engine, question)
        )
        assert answer is not None and len(answer.text) <= 700
        if not answer.citations:
            break
        shown += [cited.id for cited in answer.citations]
    articles = sum(len(engine.library.articles(each.key)) for each in engine.library.bulletins())
    assert len(set(shown)) == len(shown) == articles
    assert answer is not None and answer.text.startswith("已经全部列出")


def test_on_which_page_an_article_stands(engine: Engine) -> None:
    answer = ask(engine, "都兰县查隐患那篇，按2024年第12期的目录在第几页？")
    assert answer.text.startswith("第44页 都兰县总工会") and len(answer.citations) == 1
    both = ask(
        engine,
        "2024年第12期目录里，讲学文化思想那本纲要出版的在第几页，全总徐留平那篇又在第几页？",
    )
    assert [line[:4] for line in both.text.splitlines()] == ["第10页", "第13页"]
    assert said(engine, "讲工会的文章在第几页") is None


def test_what_an_article_says(engine: Engine) -> None:
    answer = ask(engine, "《凝心铸魂向复兴》主要讲什么？")
    assert answer.text.startswith("凝心铸魂向复兴[1]")
    assert {cited.article for cited in answer.citations} == {"凝心铸魂向复兴"}
    assert said(engine, "《没有这样一篇文章》主要讲什么？") is None


@pytest.mark.parametrize(
    "question",
    [
        "瀚海文明一枝花",
        "瀚海文明一枝花主要讲什么",
        "请介绍一下瀚海文明一枝花这篇文章",
        "What is 瀚海文明一枝花 about?",
    ],
)
def test_a_title_needs_no_marks(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert answer.text == ask(engine, "《瀚海文明一枝花》主要讲什么？").text
    more = ask(engine, "还有吗", [question])
    assert {cited.article for cited in more.citations} == {"瀚海文明一枝花"}
    assert not {cited.id for cited in answer.citations} & {cited.id for cited in more.citations}


@pytest.mark.parametrize(
    ("question", "byline"),
    [
        ("《瀚海文明一枝花》署名的是哪两位作者？", "杨发元 秦龙"),
        ("《凝聚工会奋进力量 共绘美好发展蓝图》是谁写的", "旦正措"),
        (
            "《在省总工会十四届十次委员会上的讲话》是谁讲的",
            "□　中华全国总工会副主席、省总工会主席　马吉孝",
        ),
    ],
)
def test_who_signed_an_article(engine: Engine, question: str, byline: str) -> None:
    answer = ask(engine, question)
    assert answer.citations[0].quote == byline
    assert answer.text == f"{' '.join(byline.split())}[1]"


def test_an_article_that_nobody_signed_is_searched(engine: Engine) -> None:
    assert said(engine, "《凝心铸魂向复兴》的作者是谁？") is None


@pytest.mark.parametrize(
    "question",
    [
        "西宁市有多少家户外劳动者服务站点？",
        "“早餐”这个词在哪些地方出现过",
        "陈刚在会上讲了什么",
        "有哪些做法和成效",
        "清泉县有几个早餐点",
        "第六届大会是哪天开的",
        "你好，早餐项目花了多少钱",
    ],
)
def test_other_questions_are_left_to_search(small_engine: Engine, question: str) -> None:
    assert said(small_engine, question) is None


@pytest.mark.parametrize("words", ["谢谢", "讲讲", "哪些", "这里", "劳动模范哪些"])
def test_a_long_row_of_such_words_is_read_at_once(engine: Engine, words: str) -> None:
    """A pattern that tries every way to take them apart would not end."""
    assert ask(engine, f"瀚海文明一枝花{words * 80}x").question
    assert ask(engine, f"{words * 80}x").question


def test_the_newest_issue_may_be_written_with_any_sign() -> None:
    newest = Bulletin("b", "b.txt", "通讯", issue=r"2024年第2期\d", date="2024-06")
    older = Bulletin("a", "a.txt", "通讯", issue="2024年第1期", date="2024-01")
    assert of_the_issue([older, newest], "最新一期讲了什么") == [newest]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("讲生态管护员的那篇文章主要讲什么", "果洛州总工会“三个维度”力推生态管护员建会入会"),
        ("总结一下都兰县那篇", "都兰县总工会 “三全”举措开展群众性监督检查和隐患排查活动"),
        (
            "第十二期里黄南州总工会那篇讲了什么？",
            "黄南州总工会组织开展州直企业工会集体合同集中签订仪式",
        ),
        ("2023年4期黄南州的文章写了些啥", "黄南州总工会聚焦主责主业推动新时代工会工作高质量发展"),
        (
            "Summarize the article about Dulan",
            "都兰县总工会 “三全”举措开展群众性监督检查和隐患排查活动",
        ),
    ],
)
def test_an_article_is_called_by_what_it_is_about(
    engine: Engine, question: str, title: str
) -> None:
    answer = ask(engine, question)
    assert answer.text.split("[1]")[0] == title
    assert len({each.article for each in answer.citations}) == 1 and len(answer.citations) > 1


def test_of_several_that_are_described_one_is_chosen(engine: Engine) -> None:
    question = "黄南州那篇文章讲了什么"
    offered = ask(engine, question)
    assert "2024年第12期，第41页 黄南州" in offered.text and "2023年第4期，第53页" in offered.text
    second = ask(engine, "第二个", [question])
    assert second.citations[0].id == offered.citations[1].id and len(second.citations) > 1


@pytest.mark.parametrize(
    "question", ["工会那篇讲什么", "海西那篇文章有多少人参加", "他讲的是什么内容", "那篇讲了什么"]
)
def test_what_describes_none_or_too_many_is_searched(engine: Engine, question: str) -> None:
    assert said(engine, question) is None


@pytest.mark.parametrize("question", ["p.37", "P37", "2024年12期第37页讲什么"])
def test_a_page_and_an_issue_are_written_shortly(engine: Engine, question: str) -> None:
    assert "《青海工运》2024年第12期，第37页：" in ask(engine, question).text
