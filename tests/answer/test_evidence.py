"""Which sentences are chosen, and when there is no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer.evidence import MOST_SENTENCES, Candidate, choose, further, together
from rag.question.sought import sought
from tests.answer.made_up import candidate, texts

NOTHING = sought("")


def test_a_date_is_preferred_where_one_is_asked_for() -> None:
    found = [candidate("会议很成功。"), candidate("会议于3月5日召开。")]
    assert texts(choose(sought("会议什么时候开的"), found)) == ["会议于3月5日召开。"]
    assert len(choose(NOTHING, found).chosen) == 2  # asked for nothing of a kind, both are as good


def test_what_is_counted_is_named_in_one_of_them_or_around_it() -> None:
    asked = sought("全县有多少早餐点")
    found = [replace(candidate("全县共设17处。"), counts=False)]
    assert choose(asked, found).reason == "weak_evidence"
    assert choose(asked, [*found, candidate("早餐点有17处。")]).reason is None


def test_who_is_called_something_is_named_where_that_is_said() -> None:
    asked = sought("被评为“清泉好人”的那位叫什么名字")
    said = candidate("一批人获“清泉好人”称号。", named=0.8)
    named = replace(candidate("罗文远获劳模称号。"), names_someone=True)
    assert choose(asked, [said, named]).reason == "weak_evidence"
    assert choose(asked, [named]).reason == "weak_evidence"  # of another honour
    assert choose(asked, [replace(said, names_someone=True)]).reason is None
    assert choose(sought("劳模叫什么名字"), [named]).reason is None


def paragraph(*sentences: str, named: str = "") -> list[Candidate]:
    """Sentences of one paragraph, each a worse match than the last; `named` names a person."""
    found = [candidate(text, 0.9 - 0.5 * n) for n, text in enumerate(sentences)]
    return [
        replace(
            each, paragraph=7, names_someone=each.unit.text == named, opens=text == sentences[-1]
        )
        for each, text in zip(found, sentences, strict=True)
    ]


def test_what_is_asked_for_besides_stands_in_the_same_paragraph() -> None:
    asked = sought("哪年参加工作，带了多少名徒弟")
    found = paragraph("2008年参加工作。", "热爱本职。", "带徒弟12名。")
    assert texts(choose(asked, found)) == ["2008年参加工作。", "带徒弟12名。"]
    elsewhere = [found[0], replace(found[2], paragraph=99)]
    assert texts(choose(asked, elsewhere)) == ["2008年参加工作。"]


def test_whom_a_paragraph_is_about_is_named_where_it_begins() -> None:
    asked = sought("得过优秀教练的那位叫什么")
    found = paragraph("2024年获优秀教练。", "罗文远，男，工程师。", named="罗文远，男，工程师。")
    assert texts(choose(asked, found)) == ["2024年获优秀教练。", "罗文远，男，工程师。"]
    later = [found[0], replace(found[1], opens=False)]
    assert choose(asked, later).reason == "weak_evidence"


def test_what_is_not_answered_is_named() -> None:
    asked = sought("来了多少人，是哪天办的")
    assert choose(asked, [candidate("412人参加。")]).missing == ("是哪天办的",)
    assert choose(asked, [candidate("5月3日办班，412人参加。")]).missing == ()


def test_further_sentences_only_near_the_best() -> None:
    found = [candidate(f"第{n}句。", named=0.9 - n / 50) for n in range(5)]
    found.append(candidate("远处的一句。", named=0.2))
    assert len(choose(NOTHING, found).chosen) == MOST_SENTENCES
    assert texts(choose(NOTHING, [found[0], found[-1]])) == ["第0句。"]


def test_the_weaker_the_best_the_further_others_may_be() -> None:
    def chosen(passage: float) -> list[str]:
        found = [candidate("甲。", 0.9, passage), candidate("乙。", 0.8, passage)]
        return texts(choose(NOTHING, found))

    assert chosen(0.1) == ["甲。", "乙。"]
    assert chosen(1.5) == ["甲。"]
    assert chosen(9.0) == ["甲。"]  # the best is shown, however strong it is


@pytest.mark.parametrize(
    ("question", "count"), [("为什么要办", 2), ("谁讲的话，有哪些要求", 2), ("有哪些要求", 1)]
)
def test_where_more_is_asked_for_others_may_be_further(question: str, count: int) -> None:
    found = [candidate("甲。", 0.9, 1.2), candidate("乙。", 0.8, 1.2)]
    found = [replace(each, names_someone=True) for each in found]
    assert len(choose(sought(question), found).chosen) == count


def test_what_stands_beside_the_question_word_and_the_whole_are_worth_more_than_words() -> None:
    scene, answer = candidate("场面。", named=0.6), candidate("答案。", named=0.5)
    assert texts(choose(NOTHING, [scene, answer]))[0] == "场面。"
    assert texts(choose(NOTHING, [scene, replace(answer, beside=0.4)]))[0] == "答案。"
    assert texts(choose(NOTHING, [scene, replace(answer, whole=0.4)]))[0] == "答案。"
    again = replace(scene, said=0.9)  # it says the question's own words
    assert texts(choose(NOTHING, [again, answer]))[0] == "答案。"


def test_the_same_words_are_taken_once() -> None:
    assert len(choose(NOTHING, [candidate("同一句。"), candidate("同一句")]).chosen) == 1


def test_reasons_for_no_answer() -> None:
    assert choose(NOTHING, []).reason == "nothing_found"
    assert choose(NOTHING, [candidate("别的年份。", unmet="other_time")]).reason == "other_time"
    weak = candidate("无关。")
    weak = Candidate(weak.unit, 0.1, said=0.1, own=0.1, around=0.05, passage=0.9)
    assert choose(NOTHING, [weak]).reason == "weak_evidence"


def test_parts_of_a_question_take_turns() -> None:
    one = choose(NOTHING, [candidate("甲一。", 0.9), candidate("甲二。", 0.88)])
    other = choose(NOTHING, [candidate("乙一。", 0.7)])
    both = together({"甲": one, "乙": other})
    assert texts(both) == ["甲一。", "乙一。", "甲二。"] and both.missing == ()


def test_a_second_sentence_of_a_part_has_to_fit() -> None:
    long = [candidate(f"{name}" + "很长的一句" * 25, 0.9) for name in "甲乙丙"]
    found = {str(n): choose(NOTHING, [each]) for n, each in enumerate(long)}
    assert len(together(found).chosen) == 3
    found["0"] = choose(NOTHING, [long[0], candidate("短。", 0.88)])
    assert len(found["0"].chosen) == 2
    assert [text[0] for text in texts(together(found))] == ["甲", "乙", "丙"]


def test_what_answers_two_parts_is_of_neither_alone() -> None:
    same = [candidate("甲乙都是一家。", 0.9)]
    found = {
        part: replace(choose(NOTHING, same), chosen=(replace(same[0], part=part, side=part),))
        for part in "甲乙"
    }
    assert [(each.part, each.side) for each in together(found).chosen] == [("", "")]


def test_a_part_without_an_answer_is_named() -> None:
    found = {"甲": choose(NOTHING, []), "乙": choose(NOTHING, [candidate("乙一。", 0.7)])}
    assert together(found).missing == ("甲",)
    assert together({"甲": choose(NOTHING, [])}).reason == "nothing_found"


def test_more_is_what_comes_next_until_it_is_much_weaker() -> None:
    found = [candidate(f"第{n}句。", named=0.9 - n / 5) for n in range(3)]
    found.append(candidate("远处的一句。", named=0.1))
    assert texts(further(NOTHING, found, 0)) == ["第0句。"]
    assert texts(further(NOTHING, found, 1)) == ["第1句。"]
    assert further(NOTHING, found, 2).reason == "nothing_found"


def test_a_name_is_asked_for_and_nobody_is_named() -> None:
    asked = sought("谁带的队")
    nobody = candidate("工会带队走访。", named=0.6)
    somebody = replace(candidate("主席罗文远带队走访。", named=0.5), names_someone=True)
    assert choose(asked, [nobody]).reason == "weak_evidence"
    assert texts(choose(asked, [nobody, somebody]))[0] == "主席罗文远带队走访。"


def test_what_holds_the_one_thing_asked_for_needs_less_company() -> None:
    held, other = candidate("投入58万元。", named=0.9), candidate("又投入3万元。", named=0.8)
    assert texts(choose(sought("投入多少钱"), [held, other])) == [held.unit.text]
    assert len(texts(choose(sought("怎么惠及职工"), [held, other]))) == 2


def test_a_list_of_as_many_as_are_asked_for_comes_with_the_best_of_its_paragraph() -> None:
    opening = candidate("这是在清泉会上讲话的一部分。", named=0.9)
    listed = candidate("要做到甲准、乙准、丙准、丁准。", named=0.2)
    assert texts(choose(sought("四个“准”是哪四个"), [opening, listed])) == [
        opening.unit.text,
        listed.unit.text,
    ]
    elsewhere = replace(listed, paragraph=7)
    assert texts(choose(sought("四个“准”是哪四个"), [opening, elsewhere])) == [opening.unit.text]


def test_a_brief_question_whether_something_is_so_has_its_words_in_what_answers_it() -> None:
    near = [candidate("会上，县总工会作了交流发言。", named=0.3)]
    assert choose(sought("县总工会有没有游泳馆"), near).reason == "weak_evidence"
    assert choose(sought("县总工会在哪里建了游泳馆"), near).chosen
    assert choose(sought("能介绍一下县总工会吗"), near).chosen
    longer = "县总工会这几年给开车跑运输的那些司机们有没有建过什么歇脚的站点"
    assert choose(sought(longer), near).chosen
