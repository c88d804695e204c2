"""Each of two things that a question asks about is answered by what is said of that one."""

from __future__ import annotations

from rag.pipeline import Engine, ask


def test_the_province_does_not_answer_for_a_prefecture(engine: Engine) -> None:
    answer = ask(engine, "2022年新吸收的新就业形态劳动者，海南州和海西州哪边多，各多少名？")
    lines = answer.text.split("\n")
    assert any(line.startswith("海西（") and "324名" in line for line in lines)
    assert any(line.startswith("海南（") and "614名" in line for line in lines)


def test_nor_a_city_for_the_province(engine: Engine) -> None:
    answer = ask(engine, "电子读书卡这一样，西宁市发出去多少张，全省又是多少张？")
    assert "37万张" in answer.text and "100万张" in answer.text


def test_what_is_found_for_a_county_is_named_after_it(engine: Engine) -> None:
    """Its prefecture is named around it as well."""
    answer = ask(engine, "2023年3月30日，果洛的玛多县总和班玛县总各做了什么？")
    assert {line[:2] for line in answer.text.split("\n")} == {"玛多", "班玛"}


def test_two_things_of_one_place(engine: Engine) -> None:
    answer = ask(engine, "西宁市建的职工书屋跟户外劳动者站点，哪样多？")
    assert "266家" in answer.text and "224家" in answer.text


def test_two_statements_and_one_question_for_both(engine: Engine) -> None:
    answer = ask(
        engine, "省总2022年有个“百日”行动，西宁市总那年也有个“百日”行动，各是冲着什么去的？"
    )
    assert "化解信访" in answer.text and "建会入会" in answer.text


def test_who_has_more_asks_of_each_how_many(engine: Engine) -> None:
    answer = ask(engine, "圣源地毯的刘生敏和天地乐科技的李兴隆，谁拿的实用新型专利多？")
    assert "28项" in answer.text and "9项" in answer.text


def test_a_number_is_looked_for_where_one_is_asked_for(engine: Engine) -> None:
    answer = ask(engine, "发言的女职工里，开天车的田得梅和农技员祁玉梅，各干了多少年？")
    his, hers = answer.text.split("\n")[:2]
    assert "15年" in his and ("32年" in hers or "三十多年" in hers)


def test_a_further_part_knows_whom_it_means(engine: Engine) -> None:
    answer = ask(engine, "2023年陈刚是哪天调研群团工作的，省总工会隔了几天在哪天开会传达他的讲话？")
    assert "4月2日" in answer.text and "没有找到答案的部分" not in answer.text


def test_a_comparison_that_asks_nothing_else_asks_for_figures(engine: Engine) -> None:
    answer = ask(engine, "2022年和2024年职工书屋建设情况对比")
    newer, older = answer.text.split("\n")[:2]
    assert "905家" in newer and "58家" in older


def test_a_figure_of_the_province_is_not_named_after_a_prefecture(engine: Engine) -> None:
    answer = ask(engine, "西宁和海西2022年新就业形态劳动者入会情况对比")
    assert not any(line.startswith("海西") and "11.6万" in line for line in answer.text.split("\n"))


def test_what_is_asked_of_all_the_province_is_not_a_citys(engine: Engine) -> None:
    newest, older = ask(engine, "全省一共建了多少家职工书屋？").citations[:2]
    assert "905家省级" in newest.quote.replace(" ", "") and "省级职工书屋示范点787个" in older.quote


def test_who_was_earlier_is_answered_with_dates_and_who_did_longer_with_years(
    engine: Engine,
) -> None:
    earlier = ask(engine, "乌兰一中的武小红和诺德新材料的赵良勇，谁参加工作早？").text
    assert "2002年" in earlier and "2005年3月" in earlier
    longer = ask(engine, "中医院的张元明和第一人民医院的党兴宏，谁干得时间长？").text
    assert "29年" in longer and "36载" in longer


def test_a_part_that_only_its_article_speaks_of_is_missing(engine: Engine) -> None:
    answer = ask(engine, "海西建了几家司机之家，全省有多少职工书屋")
    assert answer.text.endswith("没有找到答案的部分：海西建了几家司机之家")
