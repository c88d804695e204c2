"""What people paste is understood, and what does not fit is said."""

from __future__ import annotations

from itertools import islice

import pytest

from rag.answer.cite import citation, house_style
from rag.errors import RequestError
from rag.lookup.pasted import Reference, parse_reference, pasted_id, places
from rag.pipeline import Engine
from rag.records import Unit
from rag.search.library import Library

ID = "某刊-1f0c22a9b3d4-1:2-9"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("《某刊》", Reference("某刊")),
        ("《某刊》2024年第12期，第37页，《甲》", Reference("某刊", "2024年第12期", 37, "甲")),
        ("《某刊》第1期，第 ３７ 页（推定），《甲》。", Reference("某刊", "第1期", 37, "甲")),
        ("[3] 《某刊》第1期, 第7页(推定)", Reference("某刊", "第1期", 7)),
        ("《某刊》，《甲》", Reference("某刊", article="甲")),
        ("《某文》，杨某 秦某", Reference("某文", author="杨某 秦某")),
        ("《某文》，杨某，《甲》", Reference("某文", article="甲", author="杨某")),
        ("《某刊》第1期 p. 8", Reference("某刊", "第1期", 8)),
        ("《某刊》2024年12期37页", Reference("某刊", "2024年12期", 37)),
        ("《某刊》第1期共48页", Reference("某刊", "第1期共48页")),
        (
            "《某刊》第1期，《《乙》第一卷“介绍”》",
            Reference("某刊", "第1期", None, "《乙》第一卷“介绍”"),
        ),
        (
            "“话，（见《乙》）完”（《某刊》第1期，第3页，《甲》）",
            Reference("某刊", "第1期", 3, "甲", "话，（见《乙》）完"),
        ),
        ("某刊2024年第12期", None),
        ("职工书屋", None),
        ("《》", None),
        ("《没有完", None),
        ("《甲》和《乙》和《丙》", None),
        ("", None),
    ],
)
def test_house_style_is_parsed(text: str, wanted: Reference | None) -> None:
    assert parse_reference(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f" {ID}\n", ID),
        ("http://127.0.0.1:7860/?phrase=x&cite=%E6%9F%90%E5%88%8A-1f0c22a9b3d4-1%3A2-9", ID),
        (f"/?cite={ID}", ID),
        ("/?cite=<script>", None),
        ("http://[x/?cite=a", None),
        ("某刊", None),
    ],
)
def test_an_id_is_found_in_an_address(text: str, wanted: str | None) -> None:
    assert pasted_id(text) == wanted


def named(library: Library, text: str) -> list[tuple[str, int | None, int | None]]:
    return [
        (each.bulletin.key, each.article.number if each.article else None, each.page)
        for each in places(library, text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("《青海工运》", [("qinghai-gongyun-2023-04", None, None), ("qinghai-gongyun-2024-12", None, None)]),
        ("《青海工运》第4期", [("qinghai-gongyun-2023-04", None, None)]),
        ("《青海工运》二〇二四年第十二期，第37页", [("qinghai-gongyun-2024-12", None, 37)]),
        ("青海工运 2024年12期 第37页", [("qinghai-gongyun-2024-12", None, 37)]),
        ("《家》", [("qinghai-gongyun-2023-04", 39, None)]),
        ("《青海工运》2024年第12期，《倡议书》", [("qinghai-gongyun-2024-12", 39, None)]),
        ("《瀚海文明一枝花》", [("haixi-zonggonghui-wenming", 1, None)]),
        ("《习近平文化思想学习纲要》出版发行", []),
        ("青海工运", []),
    ],
)  # fmt: skip
def test_a_reference_names_its_place(
    engine: Engine, text: str, wanted: list[tuple[str, int | None, int | None]]
) -> None:
    assert named(engine.library, text) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《没有》第3期", "没有《没有》.*青海工运"),
        ("《青海工运》2019年第3期", "2019年第3期.*2023年第4期"),
        ("《青海工运》2024年第12期，第99页", "第 99 页.*第 3 页到第 48 页"),
        ("《青海工运》2024年第12期，《没有这一篇》", "没有题为"),
        ("《青海工运》2024年第12期，第9页，《倡议书》", "不在第 9 页"),
    ],
)
def test_what_does_not_fit_is_said(engine: Engine, text: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        places(engine.library, text)


def test_every_citation_is_found_again_by_its_reference(engine: Engine) -> None:
    """Each fifth sentence of each bulletin: by its reference, and with its quote in front."""
    library = engine.library
    for unit in every(library, 5):
        article = library.article(unit.document, unit.article)
        cited = citation(1, unit, library.bulletin(unit.document), article)
        reference = house_style(cited)
        [place] = places(library, reference)
        assert (place.article, place.page) == (article, unit.page), reference
        [quoted] = places(library, f"“{cited.quote.strip()}”（{reference}）")
        found = library.unit((quoted.citation or "").split(":")[0])
        assert found is not None and cited.quote.strip() in found.text, reference


def every(library: Library, nth: int) -> list[Unit]:
    return [
        unit
        for bulletin in library.bulletins()
        for unit in islice(library.units_within(bulletin.key, 0, 10**9), 0, None, nth)
    ]
