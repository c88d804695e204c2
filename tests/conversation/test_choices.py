"""After a vague question: what is offered can be chosen by its number, its name or a click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from rag.conversation.choices import parted, picked
from rag.pipeline import Engine, ask, open_engine
from rag.records import Answer, Citation, Scope
from rag.web.further import further
from rag.web.render import Turn, conversation
from tests.conftest import settings_in

VAGUE = "会议什么时候开的"
ARTICLES = ("省总工会开会", "海西州的会", "<b>省政府与省总工会</b>", "海西州的会（续）")
OFFERED = Answer(
    VAGUE,
    text="…",
    citations=tuple(
        Citation(n, f"id-{n}", "d", "工运", f"202{n}年第1期", None, name, None, False, "四月", 0, 2)
        for n, name in enumerate(ARTICLES, 1)
    ),
    trace={"choices": [f"《{name}》里，{VAGUE}" for name in ARTICLES]},
)


@pytest.mark.parametrize(
    ("said", "n"),
    [
        ("第二个", 2),
        ("2", 2),
        ("省总工会的", 1),  # the other one names it further down
        ("省政府那个吧。", 3),
        ("2023年第1期的", 3),
        ("海西州的会", None),  # both begin with it
        ("四月", None),
        ("果洛的", None),
        ("5", None),
    ],
)
def test_a_number_or_a_name_that_only_one_has(said: str, n: int | None) -> None:
    assert picked(said, OFFERED) == (f"《{ARTICLES[n - 1]}》里，{VAGUE}" if n else None)


def test_nothing_is_picked_where_nothing_was_offered() -> None:
    assert picked("第二个", Answer(VAGUE)) is None


def test_an_article_and_what_is_asked_about_it() -> None:
    assert parted("《《选读》介绍》里，谁讲话了") == ("", "《选读》介绍", "谁讲话了")
    assert parted("2024年第1期《选读》里，谁讲话了") == ("2024年第1期", "选读", "谁讲话了")
    assert parted("《选读》有几篇") == ("", "", "《选读》有几篇")


@pytest.mark.parametrize("vague", [VAGUE, "谁去慰问了"])
def test_each_that_is_offered_is_the_answer_when_it_is_picked(engine: Engine, vague: str) -> None:
    offered = ask(engine, vague)
    assert len(offered.citations) > 2
    for n, cited in enumerate(offered.citations, 1):
        answer = ask(engine, f"第{n}个", [vague])
        assert [each.article for each in answer.citations] == [cited.article]
        assert (
            answer.trace["question"] == f"《{' '.join((cited.article or '').split())}》里，{vague}"
        )


def test_another_may_be_picked_next_and_asked_about(engine: Engine) -> None:
    offered = ask(engine, VAGUE)
    answer = ask(engine, "那第三个呢？", [VAGUE, "2"])
    assert [each.article for each in answer.citations] == [offered.citations[2].article]
    after = ask(engine, "那是谁主持的？", [VAGUE, "2"])
    title = " ".join(str(offered.citations[1].article).split())
    assert title in str(after.trace["question"])


def test_more_than_what_was_offered_is_something_else(engine: Engine) -> None:
    for turns in ([VAGUE], [VAGUE, "2"]):
        said = {each.id.split(":")[0] for each in ask(engine, turns[-1], turns[:-1]).citations}
        more = ask(engine, "还有吗", turns)
        assert not said >= {each.id.split(":")[0] for each in more.citations} or more.refused


def test_a_new_question_after_what_was_offered_stands_alone(engine: Engine) -> None:
    answer = ask(engine, "西宁有多少职工书屋？", [VAGUE])
    assert answer.trace["question"] == "西宁有多少职工书屋？"


def test_what_is_offered_can_be_clicked(engine: Engine) -> None:
    page = conversation([Turn(VAGUE, OFFERED)])
    assert page.count('<button type="button" class="next"') == len(ARTICLES)
    assert (
        'data-ask="《&lt;b&gt;省政府与省总工会&lt;/b&gt;》里，' in page and "<b>省政府" not in page
    )
    assert further(engine, [], Turn(VAGUE, OFFERED), Scope()) == ()


ISSUES = {
    "2023年第1期": "2023年3月5日，县总工会在清泉召开会议。",
    "2024年第2期": "2024年9月8日，县总工会在白塔召开会议。",
}


@pytest.fixture
def same_title(tmp_path: Path) -> Iterator[Engine]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    entries = []
    for issue, text in ISSUES.items():
        name = f"gongyun-{issue[:4]}"
        (corpus / f"{name}.txt").write_text(f"县总工会召开会议\n\n{text}\n", encoding="utf-8")
        entry = {"file": f"{name}.txt", "key": name, "title": "工运", "issue": issue}
        lines = (f'{key} = "{value}"' for key, value in {**entry, "kind": "notice"}.items())
        entries.append("\n".join(["[[document]]", *lines]))
    (corpus / "manifest.toml").write_text("\n\n".join(entries), encoding="utf-8")
    opened = open_engine(settings_in(tmp_path))
    yield opened
    opened.library.close()


def test_two_articles_of_one_title_are_told_apart_by_their_issues(same_title: Engine) -> None:
    offered = ask(same_title, VAGUE)
    choices = [str(each) for each in cast(list[object], offered.trace["choices"])]
    assert sorted(choices) == [f"{issue}《县总工会召开会议》里，{VAGUE}" for issue in ISSUES]
    for n, cited in enumerate(offered.citations, 1):
        for said, turns in ((f"第{n}个", [VAGUE]), (choices[n - 1], [])):
            answer = ask(same_title, said, turns)
            assert [each.issue for each in answer.citations] == [cited.issue]


def test_this_article_is_the_one_of_its_issue(same_title: Engine) -> None:
    for issue, text in ISSUES.items():
        answer = ask(same_title, "这篇文章主要讲什么", [f"{text[:4]}年会议在哪里开的"])
        assert answer.trace["question"] == f"{issue}《县总工会召开会议》主要讲什么"
        assert {each.issue for each in answer.citations} == {issue}
