"""What people call a bulletin."""

from __future__ import annotations

import pytest

from rag.errors import RequestError
from rag.records import Bulletin, Scope
from rag.search.scope import documents_in

BULLETINS = (
    Bulletin("gy-04", "gy-04.txt", "青海工运", issue="2023年第4期", date="2023-04"),
    Bulletin("gy-12", "gy-12.md", "青海工运", issue="2024年第12期", date="2024-12-30"),
    Bulletin("xn-12", "xn-12.txt", "西宁工会", issue="二〇二四年第十二期"),
    Bulletin("wn", "wn.txt", "汇聚“工”力量 开创新局面"),
)


@pytest.mark.parametrize(
    ("documents", "years", "keys"),
    [
        ((), (), ["gy-04", "gy-12", "xn-12", "wn"]),
        (("gy-12",), (), ["gy-12"]),
        (("gy-12.md", "wn.txt"), (), ["gy-12", "wn"]),
        (("2024年第12期",), (), ["gy-12", "xn-12"]),
        (("２０２４年 第十二期",), (), ["gy-12", "xn-12"]),
        (("《青海工运》2024年第12期",), (), ["gy-12"]),
        (("青海工运",), (), ["gy-04", "gy-12"]),
        (("青海工运",), (2024,), ["gy-12"]),
        (("青海工运 2023年第4期", "西宁工会"), (), ["gy-04", "xn-12"]),
        (("汇聚“工”力量 开创新局面",), (), ["wn"]),
        ((), (2024,), ["gy-12", "xn-12"]),
        (("wn",), (2024,), []),
    ],
)
def test_a_name_is_every_document_that_bears_it(
    documents: tuple[str, ...], years: tuple[int, ...], keys: list[str]
) -> None:
    found = documents_in(BULLETINS, Scope(documents, years))
    assert [each.key for each in found] == keys


@pytest.mark.parametrize("name", ["2024年第11期", "第12期", "工运", "", "《》", "gy-12.txt"])
def test_an_unknown_name_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(RequestError) as error:
        documents_in(BULLETINS, Scope(("gy-12", name)))
    assert name in str(error.value) and "gy-12（gy-12.md）2024年第12期" in str(error.value)
    assert "wn（wn.txt）" in str(error.value)
