"""Every figure against values worked out by hand from its definition in DESIGN.md."""

from __future__ import annotations

from math import log2

import pytest

from rag.evaluate.figures import (
    Ranks,
    answer_figures,
    failure,
    first_hit,
    holds,
    ndcg,
    percentile,
    plain,
    recall,
    reciprocal,
    retrieval_figures,
    share_held,
    token_f1,
)
from rag.evaluate.questions import Evidence
from tests.evaluate.builder import QUOTE, cited, question, record, unanswerable

# ------------------------------------------------------------------------------------- retrieval


@pytest.mark.parametrize(
    ("quote", "passage", "share"),
    [
        (QUOTE, f"前面{QUOTE}后面", 1.0),
        (QUOTE, "一二三，四五六、七 八\n九“十”。", 1.0),  # white space and marks aside
        ("**一二三四五六七八九十**", QUOTE, 1.0),
        (QUOTE, "一二三四五六七八", 0.8),
        (QUOTE, "一二三四五六七", 0.7),
        (QUOTE, "一二三四五六……五六七八九十", 1.0),  # both ends, and no seam is asked for
        (QUOTE, "一二三四五", 0.0),  # shorter than any of its 6-grams
        (QUOTE, "一二三四五甲六七八九十", 0.0),  # two fives
        (QUOTE, "", 0.0),
        ("投入2.5万元", "共投入2.5万元", 1.0),
        ("投入2.5万元", "共投入2.6万元", 0.0),  # exactly one 6-gram: all or nothing
        ("225对。", "结对225对", 1.0),  # less than 6: as a substring
        ("225对", "结对22 5 对", 1.0),
        ("225对", "结对226对", 0.0),
        ("ABCDEF", "abcdef", 0.0),  # evidence is verbatim: nothing is folded
        ("。。", "。。", 0.0),  # nothing to hold
        ("", "一", 0.0),
    ],
)
def test_share_of_a_quote_that_a_passage_holds(quote: str, passage: str, share: float) -> None:
    assert share_held(quote, passage) == pytest.approx(share)


def test_first_hit_is_of_the_document_and_holds_four_fifths() -> None:
    found = [("b.txt", QUOTE), ("a.txt", QUOTE[:7]), ("a.txt", QUOTE[:8]), ("a.txt", QUOTE)]
    assert first_hit("a.txt", QUOTE, found) == 3
    assert first_hit("b.txt", QUOTE, found) == 1
    assert first_hit("c.txt", QUOTE, found) is None
    assert first_hit("a.txt", QUOTE, []) is None


@pytest.mark.parametrize(
    ("ranks", "at_1", "at_5", "at_10", "mrr"),
    [
        ([1], 1, 1, 1, 1),
        ([None], 0, 0, 0, 0),
        ([5, 6], 0, 1 / 2, 1, (1 / 5 + 1 / 6) / 2),
        ([10, 11], 0, 0, 1 / 2, 1 / 20),
        ([1, 3, None, 50], 1 / 4, 1 / 2, 1 / 2, (1 + 1 / 3) / 4),
    ],
)
def test_recall_and_reciprocal_rank_average_over_quotes(
    ranks: Ranks, at_1: float, at_5: float, at_10: float, mrr: float
) -> None:
    found = [recall(ranks, 1), recall(ranks, 5), recall(ranks, 10), reciprocal(ranks)]
    assert found == pytest.approx([at_1, at_5, at_10, mrr])


@pytest.mark.parametrize(
    ("ranks", "value"),
    [
        ([1], 1),
        ([3], 1 / log2(4)),
        ([None], 0),
        ([11], 0),
        ([1, 1], 1),  # one passage holds both quotes: one gain, and no more is to be had
        ([1, 2], 1),
        ([2, 1], 1),
        ([1, None], 1 / (1 + 1 / log2(3))),
        ([2, 11], (1 / log2(3)) / (1 + 1 / log2(3))),
        (list(range(1, 13)), 1),  # twelve passages, of which ten have room
    ],
)
def test_ndcg(ranks: Ranks, value: float) -> None:
    assert ndcg(ranks) == pytest.approx(value)


def test_retrieval_figures_have_their_names() -> None:
    assert retrieval_figures([2]) == pytest.approx(
        {"recall@1": 0, "recall@3": 1, "recall@5": 1, "recall@10": 1}
        | {"mrr@10": 1 / 2, "ndcg@10": 1 / log2(3)}
    )


# ------------------------------------------------------------------------------------- key facts


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("共37家。", "37"),
        ("共３７家", "37"),
        ("共三十七家", "37"),
        ("分别为2016、2017年度", "2016"),
        ("分别为2016、2017年度", "2017"),
        ("共37家。[1]4月开工。[2]", "37"),
        ("惠及1,200人", "1200"),
        ("惠及1200人", "1,200"),
        ("惠及１，２００人", "1200"),
        ("投入1.2万元", "1.2万"),
        ("投入 1.2 万 元", "1.2万元"),
        ("二〇二四年三月", "2024年"),
        ("2024年3月", "二〇二四年三月"),
        ("二零二四年", "2024年"),
        ("西寧市總工會開展", "西宁市总工会"),
        ("西宁市总工会开展", "西寧市總工會"),
        ("“法院+工会+人社”", "法院+工会+人社"),
        ("《习近平著作选读》第一卷", "习近平著作选读第一卷"),
        ("占百分之九十五", "95%"),
        ("The ACFTU said", "acftu"),
        ("第12351号", "12351"),
    ],
)
def test_a_fact_stands_in_a_text_however_it_is_written(text: str, fact: str) -> None:
    assert holds(text, [fact])


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("共374家", "37"),
        ("共137家", "37"),
        ("共37.5家", "37"),
        ("共0.37家", "37"),
        ("3、7家", "37"),
        ("3\n7", "37"),
        ("第3[1]7", "37"),
        ("分别为3、74家", "374"),
        ("三百七十四家", "37"),
        ("11.2万元", "1.2万"),
        ("1.2万元", "2万"),
        ("1.2亿元", "1.2万"),
        ("2023年", "二〇二四年"),
        ("1,200人", "200"),
        ("[37]", "37"),  # a mark is no fact
        ("", "37"),
        ("37", ""),
        ("37", "。"),
    ],
)
def test_a_number_is_not_part_of_another(text: str, fact: str) -> None:
    assert not holds(text, [fact])


def test_one_spelling_of_a_fact_is_enough() -> None:
    assert holds("三十七家", ["卅七", "37"])
    assert not holds("三十八家", ["卅七", "37"])
    assert not holds("37", [])


# ------------------------------------------------------------------------------------- answers


def right(answer: str, refused: bool = False, **fields: object) -> bool:
    return answer_figures(question(**fields), record(answer, refused=refused))["right"] == 1.0


def test_right_needs_every_fact_and_no_refusal() -> None:
    facts = [["37", "三十七家"], ["马春兰"]]
    assert right("马春兰说，有37家。[1]", key_facts=facts)
    assert not right("有37家。[1]", key_facts=facts)
    assert not right("马春兰说，有374家。[1]", key_facts=facts)
    assert not right("没有查到马春兰所说的37家。", refused=True, key_facts=facts)


@pytest.mark.parametrize(
    ("kind", "longest"),
    [("number", 350), ("fact", 350), ("list", 700), ("compare", 700), ("why-how", 700)],
)
def test_right_keeps_to_the_length_of_its_type(kind: str, longest: int) -> None:
    answer = "37家。[1]"
    assert right(answer.rjust(longest, "好"), type=kind)
    assert not right(answer.rjust(longest + 1, "好"), type=kind)


def test_length_counts_what_is_read_and_only_of_answers_given() -> None:
    assert plain("共 37 家。[1]\n好[12]") == "共37家。好"
    assert answer_figures(question(), record("共 37 家。[1]"))["length"] == 5
    assert answer_figures(question(), record("没有查到。", refused=True))["length"] is None


@pytest.mark.parametrize(
    ("answer", "reference", "value"),
    [
        ("共三家", "共三家", 1),
        ("37家", "37家。", 1),  # marks count for nothing, a number is one token
        ("37家", "374家", 2 * 1 / 4),
        ("有37家", "37家", 2 * 2 / 5),
        ("好好", "好", 2 * 1 / 3),  # each token as often as it is there
        ("ABC", "abc", 1),
        ("總工會", "总工会", 1),
        ("甲", "乙", 0),
        ("", "甲", 0),
        ("", "", 0),
    ],
)
def test_token_f1(answer: str, reference: str, value: float) -> None:
    assert token_f1(answer, reference) == pytest.approx(value)


def test_f1_of_a_refusal_is_nothing() -> None:
    assert answer_figures(question(answer="37家"), record("37家", refused=True))["f1"] == 0
    assert answer_figures(question(answer="37家"), record("37家[1]"))["f1"] == 1


OTHER = "甲乙丙丁戊己庚辛壬癸"
TWO = (Evidence("甲.txt", QUOTE), Evidence("乙.txt", OTHER))


@pytest.mark.parametrize(
    ("citations", "value"),
    [
        ([], 0),
        ([cited(QUOTE)], 1 / 2),
        ([cited(QUOTE[:6])], 1 / 2),  # 60 % of it
        ([cited("前面的话" + QUOTE + "后面的话")], 1 / 2),  # more than it
        ([cited(QUOTE[:5]), cited(QUOTE[5:])], 0),  # one quote has to do it
        ([cited(QUOTE, "乙.txt")], 0),  # of another document
        ([cited(QUOTE), cited(OTHER, "乙.txt")], 1),
        ([cited(QUOTE), cited(QUOTE)], 1 / 2),
    ],
)
def test_citation_recall(citations: list[dict[str, object]], value: float) -> None:
    figures = answer_figures(question(evidence=TWO), record("37家", citations))
    assert figures["citation recall"] == value


def test_sixty_per_cent_of_a_longer_quote() -> None:
    asked = question(evidence=(Evidence("甲.txt", QUOTE + OTHER),))  # 20 characters
    found = [
        answer_figures(asked, record("37家", [cited((QUOTE + OTHER)[:length])]))["citation recall"]
        for length in (11, 12)
    ]
    assert found == [0, 1]


@pytest.mark.parametrize(
    ("citations", "value"),
    [
        ([], None),  # none cited: nothing to count
        ([cited(QUOTE)], 1),
        ([cited(QUOTE[:6] + "甲乙丙丁戊己庚辛壬")], 1),  # 6 of 15: 40 % of it
        ([cited(QUOTE[:7] + "甲乙丙丁戊己庚辛壬癸子")], 0),  # 7 of 18
        ([cited("此外还有37家")], 1),  # holds a key fact
        ([cited("此外还有374家")], 0),
        ([cited(QUOTE, "乙.txt")], 0),  # evidence is of a document
        ([cited("共37家", "乙.txt")], 1),  # a fact is one wherever it stands
        ([cited(QUOTE), cited("别的话"), cited("另外的话")], 1 / 3),
    ],
)
def test_citation_precision(citations: list[dict[str, object]], value: float | None) -> None:
    figures = answer_figures(question(), record("37家", citations))
    assert figures["citation precision"] == pytest.approx(value)


def test_page_and_article_are_judged_where_cited_and_known() -> None:
    evidence = (
        Evidence("甲.txt", QUOTE, "总工会的工作报告", 3),
        Evidence("乙.txt", OTHER, None, 7),
        Evidence("丙.txt", QUOTE, "别的", 9),  # never cited
    )
    asked = question(evidence=evidence)

    def figures(*citations: dict[str, object]) -> tuple[float | None, float | None]:
        found = answer_figures(asked, record("37家", citations))
        return found["page right"], found["article right"]

    first = cited(QUOTE, page=3, article="总工会的工作报告（王敬斋）")
    second = cited(OTHER, "乙.txt", page=8, article="什么都行")
    assert figures(first) == (1, 1)
    assert figures(first, second) == (1 / 2, 1)
    assert figures(second) == (0, None)
    assert figures() == (None, None)
    assert figures(cited(QUOTE, page=None, article=None)) == (0, 0)
    assert figures(cited(QUOTE, page=4, article="别的"), first) == (1, 1)  # one of two is right
    assert figures(cited(QUOTE, page=3, article="總工會工作報告")) == (1, 0)
    assert figures(cited(QUOTE, page=3, article="**")) == (1, 0)  # a title of no letters
    assert figures(cited(QUOTE, page=3, article="《總工會的工作報告》")) == (1, 1)


def test_the_same_words_as_evidence_twice_count_twice() -> None:
    twice = (Evidence("甲.txt", QUOTE, None, 3), Evidence("甲.txt", QUOTE, None, 3), TWO[1])
    figures = answer_figures(question(evidence=twice), record("37家", [cited(QUOTE, page=3)]))
    assert figures["citation recall"] == pytest.approx(2 / 3)


def test_of_the_unanswerable_only_the_refusal_counts() -> None:
    assert answer_figures(unanswerable(), record("没有。", refused=True)) == {"refused": 1.0}
    assert answer_figures(unanswerable(), record("37家。")) == {"refused": 0.0}


@pytest.mark.parametrize(
    ("answered", "ranks", "is_right", "cause"),
    [
        (record("37家", [cited(QUOTE)]), [1], True, None),
        (record("37家", [cited("别的话")]), [None], True, None),  # right all the same
        (record("4家", [cited(QUOTE)]), [None], False, "not_retrieved"),
        (record("4家", [cited(QUOTE)]), [11], False, "not_retrieved"),
        (record("", refused=True), [11], False, "not_retrieved"),
        (record("", refused=True), [10], False, "wrongly_refused"),
        (record("4家", [cited("别的话")]), [1], False, "not_chosen"),
        (record("4家", []), [1], False, "not_chosen"),
        (record("4家", [cited(QUOTE, "乙.txt")]), [1], False, "not_chosen"),
        (record("4家", [cited(QUOTE[:6])]), [None, 4], False, "cut_short"),
        (record("37家" + "好" * 350, [cited(QUOTE)]), [1], False, "too_long"),
    ],
)
def test_why_a_question_failed(
    answered: dict[str, object], ranks: Ranks, is_right: bool, cause: str | None
) -> None:
    assert failure(question(), answered, ranks, is_right) == cause


def test_why_an_unanswerable_question_failed() -> None:
    assert failure(unanswerable(), record("37家"), [], False) == "answered_unanswerable"
    assert failure(unanswerable(), record("", refused=True), [], False) is None


# ------------------------------------------------------------------------------------- over many


def test_percentile_is_a_value_that_was_measured() -> None:
    hundred = [float(n) for n in range(100, 0, -1)]
    assert percentile(hundred, 0.95) == 95
    assert percentile(hundred[:20], 0.95) == 99  # the 19th of 81 to 100
    assert percentile([3.0], 0.95) == 3
    assert percentile([1.0, 2.0], 0.5) == 1
