from __future__ import annotations

from dataclasses import replace

from rag.answer.cite import citation, house_style
from rag.records import Article, Bulletin, Unit

UNIT = Unit("某刊-1f0c22a9b3d4-1", "某刊", 1, 0, 6, None, False, "共设17个。")
BULLETIN = Bulletin("某刊", "某刊.txt", "清泉工运")
ARTICLE = Article(1, "早餐", "县总工会　罗文远，秦龙", 0, 6, 0)


def test_without_issue_and_page_the_author_is_told() -> None:
    cited = citation(1, UNIT, BULLETIN, ARTICLE)
    assert house_style(cited) == "《清泉工运》，县总工会 罗文远、秦龙，《早餐》"
    assert house_style(replace(cited, author=None)) == "《清泉工运》，《早餐》"
    assert house_style(replace(cited, page=3)) == "《清泉工运》，第3页，《早餐》"
    issued = citation(1, UNIT, replace(BULLETIN, issue="第3期"), ARTICLE)
    assert house_style(issued) == "《清泉工运》第3期，《早餐》"


def test_a_title_over_two_lines_is_copied_on_one() -> None:
    cited = citation(1, UNIT, replace(BULLETIN, title="清泉\n工运", issue="第3期"), ARTICLE)
    assert house_style(cited) == "《清泉 工运》第3期，《早餐》"
