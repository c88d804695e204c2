"""What a sentence is worth to a question: the words beside the question word, and the whole."""

from __future__ import annotations

import numpy as np
import pytest

from rag.question.kind import wants
from rag.search.late import LateIndex, LateQuestion, WordVectors

SCENE = "西宁公交的司机张福生当了行车组长以后，"
TEXTS = ("他当了行车组长，仍在西宁公交开车。", "他创建了一个心灵驿站。", "公司开会，学习文件。")


@pytest.fixture(scope="module")
def model() -> WordVectors:
    return WordVectors()


def question(model: WordVectors, text: str) -> LateQuestion:
    return LateQuestion(LateIndex.build(TEXTS, model), model, text)


def beside(model: WordVectors, text: str) -> list[float]:
    late = question(model, text)
    spans = [(want.start, want.end) for want in wants(text)]
    return [float(each) for each in np.sqrt(late.nearest(TEXTS)) @ late.beside(spans)]


def test_what_stands_beside_the_question_word_is_what_is_asked(model: WordVectors) -> None:
    scene, answer, other = beside(model, f"{SCENE}自己办了个什么驿站？")
    assert answer > scene and answer > other
    late = question(model, f"{SCENE}自己办了个什么驿站？")
    all_words = np.sqrt(late.nearest(TEXTS)) @ late.weights
    assert all_words[0] > all_words[1]  # of the whole question the scene has more


def test_without_a_question_word_all_words_count(model: WordVectors) -> None:
    late = question(model, SCENE)
    assert late.beside([]) == pytest.approx(late.weights / late.weights.sum())
    assert late.beside([(200, 201)]) == pytest.approx(late.beside([]))  # it stands in another text


def test_weights_beside_sum_up_to_one_and_keep_their_ratio(model: WordVectors) -> None:
    text = f"{SCENE}自己办了个什么驿站？"
    late = question(model, text)
    weights = late.beside([(want.start, want.end) for want in wants(text)])
    kept = weights > 0
    assert 0 < kept.sum() < len(weights) and weights.sum() == pytest.approx(1)
    assert weights[kept] == pytest.approx(late.weights[kept] / late.weights[kept].sum())


def test_the_whole_is_a_cosine(model: WordVectors) -> None:
    near, same, far = question(model, TEXTS[1]).whole(["他办了心灵驿站。", TEXTS[1], TEXTS[2]])
    assert same == pytest.approx(1, abs=1e-5) and far < near < same
    assert question(model, TEXTS[1]).whole(["", "，"]) == pytest.approx([0, 0])
    assert question(model, "").whole(TEXTS) == pytest.approx([0, 0, 0])
    assert len(question(model, TEXTS[1]).whole([])) == 0


def test_an_empty_question_asks_for_nothing(model: WordVectors) -> None:
    assert beside(model, "") == [0, 0, 0]


def test_an_english_word_is_as_common_as_what_comes_near_to_it(model: WordVectors) -> None:
    texts = [*(["工会开会。"] * 30), "工会的羽毛球比赛。", "足球比赛。"]
    late = LateQuestion(LateIndex.build(texts, model), model, "union badminton")
    ball, union = late.passages(np.array([30, 0]))
    assert ball > union
    # By the words alone, which no passage has, both would be rare.
    gained, before = ball - union, float(np.subtract(*late.texts([texts[30], texts[0]])))
    assert gained > before


def test_a_chinese_question_weighs_the_same_words_everywhere(model: WordVectors) -> None:
    late = question(model, "罕见词鼋鼍在哪办的")
    assert late.passages(np.arange(len(TEXTS))) == pytest.approx(late.texts(TEXTS))
