"""Only what is carried by its own quotes is shown; what is shown is cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rag.answer.generate.extractive import Extractive
from rag.answer.quote import Quote, Sentence
from rag.compose import Quoted, _text, compose, with_years_meant, years_meant
from rag.errors import GeneratorError
from rag.pipeline import Engine, ask
from rag.question.anchors import anchors
from rag.records import Answer, Citation

WORDS = ["全县设早餐点17个。", "项目全年投入58.6万元。", "主席罗文远说要办在路上。"]


def evidence() -> list[Quoted]:
    return [
        Quoted(
            Quote(n, text, "清泉工运"),
            Citation(n, f"d-{n:012d}-1", "d.txt", "清泉工运", None, None, None, 1, False, text, 0, len(text)),
        )
        for n, text in enumerate(WORDS, 1)
    ]  # fmt: skip


class Scripted:
    """A generator that says what it is told to."""

    mode, name = "local", "scripted"

    def __init__(self, *sentences: tuple[str, tuple[int, ...]]) -> None:
        self._sentences = sentences

    def write(self, question: str, quotes: Sequence[Quote]) -> Iterator[Sentence]:
        for text, numbers in self._sentences:
            yield Sentence(text, numbers)


class Broken(Scripted):
    """Fails once it has said what it was told to."""

    def write(self, question: str, quotes: Sequence[Quote]) -> Iterator[Sentence]:
        yield from super().write(question, quotes)
        raise GeneratorError("服务器没有回应")


def composed(generator: Scripted | Extractive, longest: int = 350) -> list[Answer]:
    return list(compose(Answer("问"), "问", evidence(), generator, longest))


def test_citations_are_numbered_as_they_are_used() -> None:
    answer = composed(Scripted((WORDS[2], (3,)), (WORDS[0], (1,)), (WORDS[2], (3,))))[-1]
    assert answer.text == f"{WORDS[2]}[1]{WORDS[0]}[2]{WORDS[2]}[1]"
    assert [cited.quote for cited in answer.citations] == [WORDS[2], WORDS[0]]
    assert [cited.n for cited in answer.citations] == [1, 2]


def test_a_sentence_that_its_quotes_do_not_carry_is_withheld_and_the_trace_says_why() -> None:
    answer = composed(Scripted(("全县设早餐点18个。", (1,)), (WORDS[1], (2,))))[-1]
    assert "18" not in answer.text and answer.text == f"{WORDS[1]}[1]"
    [withheld] = answer.trace["checks"]["withheld"]  # type: ignore[index]
    assert withheld["sentence"] == "全县设早餐点18个。" and withheld["why"]


def test_where_nothing_is_left_the_quotes_are_the_answer() -> None:
    answer = composed(Scripted(("全县设早餐点18个。", (1,)), ("没有出处的话。", ())))[-1]
    assert answer.mode == "extractive"
    assert [cited.quote for cited in answer.citations] == WORDS


@pytest.mark.parametrize("said", [[], [(WORDS[2], (3,))]])
def test_a_writer_that_fails_loses_no_answer(
    said: list[tuple[str, tuple[int, ...]]], caplog: pytest.LogCaptureFixture
) -> None:
    answer = composed(Broken(*said))[-1]
    assert answer.mode == "extractive"
    assert [cited.quote for cited in answer.citations] == WORDS
    assert answer.trace["failed"] == "服务器没有回应" and "model" not in answer.trace
    assert "服务器没有回应" in caplog.text


def test_the_trace_names_the_model_that_wrote_the_answer() -> None:
    assert composed(Scripted((WORDS[0], (1,))))[-1].trace["model"] == "scripted"
    for quoting in (Extractive(), Scripted()):
        assert "model" not in composed(quoting)[-1].trace


def test_the_quotes_that_stand_in_for_a_model_keep_to_the_length() -> None:
    assert len(composed(Scripted(), 20)[-1].text) <= 20


def test_the_answer_grows_sentence_by_sentence() -> None:
    grown = [answer.text for answer in composed(Extractive())]
    assert grown[0] == f"{WORDS[0]}[1]"
    assert all(later.startswith(earlier) for earlier, later in zip(grown, grown[1:], strict=False))


@pytest.mark.parametrize("longest", [20, 40])
def test_the_answer_stays_within_its_length_but_has_one_sentence(longest: int) -> None:
    answer = composed(Extractive(), longest)[-1]
    assert answer.citations and len(answer.text) <= max(longest, len(WORDS[0]) + 3)


def test_rows_of_a_list_stand_one_below_the_other() -> None:
    rows = [Sentence("甲 清泉县医院院长", (1,)), Sentence("乙 清泉县中学教师", (2,))]
    assert _text(rows) == "甲 清泉县医院院长[1]\n乙 清泉县中学教师[2]"
    assert "\n" not in _text([Sentence("17个。", (1,)), Sentence("设早餐点17个", (1,))])


def test_an_english_question_is_not_answered_by_a_part_that_names_its_place(engine: Engine) -> None:
    answer = ask(engine, "How many sanitation workers in Haidong got breakfast?")
    assert "1719" in answer.text and not answer.text.startswith("50")
    answer = ask(engine, "海东市有多少环卫职工吃上爱心早餐？")
    assert answer.text.startswith("1719名。[1]") and "135" not in answer.text


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("去年几个", "“去年”：《清泉工运》里指2022年；《白塔工会》没有注明日期。"),
        ("近五年几个", "“近5年”：《清泉工运》里指2018—2023年；《白塔工会》没有注明日期。"),
        ("2023年几个", ""),
    ],
)
def test_which_years_are_meant_is_said_for_each_bulletin(question: str, line: str) -> None:
    first, second = (each.citation for each in evidence()[:2])
    cited = (replace(first, date="2023-06"), replace(second, title="白塔工会"))
    answer = Answer(question, text="17个。[1]", citations=cited)
    meant = anchors(question)
    assert with_years_meant(answer, meant).text == "\n".join(filter(None, [answer.text, line]))
    assert len(years_meant(meant, cited)) == len(line) + bool(line)
    assert with_years_meant(replace(answer, refused=True), meant).text == answer.text
