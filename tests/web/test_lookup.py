"""The look-up tab without a browser: which view an address asks for, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from starlette.datastructures import QueryParams

from rag.lookup.pasted import Place
from rag.lookup.reading import Entry, Leaf, OpenArticle, OpenPage
from rag.phrases.concordance import Concordance, Count, Mention
from rag.pipeline import Engine
from rag.records import Article, Bulletin, OpenedCitation, Scope
from rag.web import render_lookup, render_phrase
from rag.web.lookup import screen
from rag.web.render_citation import opened_citation
from tests.web.test_render import CITED, Elements

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

NASTY = '<script>alert(1)</script><img src=x onerror=alert(2)>" onclick="x\' &amp;'
BULLETIN = Bulletin(NASTY, NASTY, NASTY, issue=NASTY, date=NASTY)
ARTICLE = Article(1, NASTY, NASTY, 0, 200, 3)
LEAF = Leaf(ARTICLE, 1, 0, 200, 7, True, NASTY * 2, True)
KEY = "qinghai-gongyun-2024-12"


def views() -> Iterator[render_lookup.View]:
    later = replace(LEAF, number=2, page=None)
    opened = OpenArticle(BULLETIN, ARTICLE, (LEAF, later), LEAF, later, later)
    mention = Mention(
        replace(CITED, article=NASTY, title=NASTY, document=NASTY), 1, NASTY, ((0, 8),)
    )
    found = Concordance(NASTY, (mention,), (Count(BULLETIN, 1), Count(BULLETIN, 1)))
    scope = Scope((NASTY,), (2024,))
    yield render_lookup.article(opened)
    yield render_lookup.page(OpenPage(BULLETIN, 7, (LEAF,), 6, None))
    yield render_lookup.tree([BULLETIN], {NASTY: 1}, BULLETIN, [Entry(ARTICLE, 7, True)])
    yield render_lookup.choices([Place(BULLETIN, ARTICLE, 7)])
    yield render_lookup.failed(NASTY)
    yield render_phrase.phrase(found, scope, 1)
    yield render_phrase.phrase(replace(found, mentions=(), counts=()), scope, 1)


def test_nothing_of_a_document_or_a_question_becomes_markup() -> None:
    form = render_lookup.Form(NASTY, Scope((NASTY,)), (BULLETIN,), (2024,))
    for view in views():
        page = Elements(render_lookup.screen(form, render_lookup.as_words_too(view, NASTY)))
        assert "alert(1)" in page.text
        assert not {"script", "img"} & {tag for tag, _ in page.found}
        assert not any({"onclick", "onerror"} & set(attributes) for _, attributes in page.found)
        links = [attributes["href"] for tag, attributes in page.found if tag == "a"]
        assert all(link and link.startswith(("/?", "/api/")) for link in links)


def lookup(engine: Engine, **asked: Any) -> tuple[str | None, Elements]:
    """The address that the view gives itself, and the view."""
    pairs = [(name, str(one)) for name, each in asked.items() for one in as_list(each)]
    page = Elements(screen(engine.library, QueryParams(pairs)))
    return page.classed("view")[0].get("data-address"), page


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("《青海工运》2024年第12期", f"/?issue={KEY}"),
        ("《青海工运》2024年第12期，第37页", f"/?issue={KEY}&p=37"),
        ("《青海工运》2024年第12期，第8页，《中央经济工作会议在北京举行》", f"/?article={KEY}%3A4&p=8"),
        ("某刊-1f0c22a9b3d4-1", "/?tab=lookup&cite=%E6%9F%90%E5%88%8A-1f0c22a9b3d4-1"),
        ("http://localhost/?cite=x-1f0c22a9b3d4-1", "/?tab=lookup&cite=x-1f0c22a9b3d4-1"),
        ("《家》", "/?article=qinghai-gongyun-2023-04%3A39&p=69"),
        ("职工书屋", "/?phrase=%E8%81%8C%E5%B7%A5%E4%B9%A6%E5%B1%8B"),
        ("《青海工运》", None),
    ],
)  # fmt: skip
def test_what_is_pasted_gets_the_address_of_its_view(
    engine: Engine, text: str, address: str | None
) -> None:
    given, page = lookup(engine, find=text)
    assert given == address
    field = next(a for tag, a in page.found if tag == "input" and a.get("name") == "find")
    assert field["value"] == text


def test_a_reference_with_its_quote_opens_article_and_citation(engine: Engine) -> None:
    quote = "“省总工会扎实推动精神文明建设。”（《青海工运》2024年第12期，第8页，《中央经济工作会议在北京举行》）"
    assert lookup(engine, find=quote)[0] == f"/?article={KEY}%3A4&p=8"  # no such words there
    unit = engine.library.units_on_page(KEY, 8)[3]
    pasted = f"“{unit.text}”（《青海工运》2024年第12期，第8页，《中央经济工作会议在北京举行》）"
    assert lookup(engine, find=pasted)[0] == f"/?article={KEY}%3A4&p=8&cite={unit.id}"


def test_contents_mark_inferred_pages(engine: Engine) -> None:
    _, page = lookup(engine, issue="qinghai-gongyun-2023-04")
    assert "第6页（推定）" in page.text and "第50页（" not in page.text.replace(
        "第50页（推定）", ""
    )
    opened = [a for tag, a in page.found if tag == "a" and a.get("aria-expanded") == "true"]
    assert [each["href"] for each in opened] == ["/?tab=lookup"]  # a click closes it


def test_a_phrase_is_counted_marked_and_narrowed(engine: Engine) -> None:
    _, everywhere = lookup(engine, phrase="职工书屋")
    _, narrowed = lookup(engine, phrase="职工书屋", document=[KEY], year=[2024])
    marks = [page.found for page in (everywhere, narrowed)]
    counted = [sum(tag == "mark" for tag, _ in found) for found in marks]
    assert f"{counted[0]} 处" in everywhere.text and 0 < counted[1] < counted[0]
    checked = [a["value"] for tag, a in narrowed.found if tag == "input" and "checked" in a]
    assert checked == [KEY, "2024"]
    workbook = next(a["href"] for tag, a in narrowed.found if "download" in a)
    assert workbook is not None and workbook.endswith(f"&document={KEY}&year=2024")


def test_many_places_are_shown_in_turns_without_a_gap(engine: Engine) -> None:
    numbers: list[int] = []
    first = 1
    while True:
        _, page = lookup(engine, phrase="的", first=first)
        shown = [int(a["value"] or 0) for tag, a in page.found if tag == "li"]
        numbers += shown
        if len(shown) < render_phrase.SHOWN:
            break
        first += render_phrase.SHOWN
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1000


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"issue": "nothing"}, "没有这份文档"),
        ({"issue": KEY, "p": "17"}, "第 17 页"),
        ({"issue": KEY, "p": "x"}, "要是一个数"),
        ({"article": KEY}, "没有这一篇"),
        ({"article": f"{KEY}:99"}, "第 99 篇"),
        ({"article": f"{KEY}:4", "p": "40"}, "不在第 40 页"),
        ({"phrase": "，。"}, "没有可查的字"),
        ({"phrase": "长" * 3000}, "太长"),
        ({"phrase": "工会", "year": "二〇二四"}, "年份"),
        ({"phrase": "工会", "document": "没有.txt"}, "没有.txt"),
        ({"find": "《青海工运》2024年第12期，第99页"}, "第 99 页"),
        ({"phrase": "没有这样的词句"}, "没有找到"),
    ],
)
def test_what_cannot_be_shown_is_said(engine: Engine, asked: dict[str, str], words: str) -> None:
    assert words in lookup(engine, **asked)[1].text


def test_the_panel_leads_to_the_article() -> None:
    opened = OpenedCitation(CITED, None, None, "", "")
    links = [a["href"] for _, a in Elements(opened_citation(opened, 9)).found if "data-look" in a]
    assert len(links) == 1 and links[0] is not None and links[0].startswith("/?find=%E3%80%8A")
    gone = Elements(opened_citation(replace(opened, status="withdrawn"), 9))
    assert not any("data-look" in attributes for _, attributes in gone.found)


# ------------------------------------------------------------------------------------- the API


@pytest.fixture(scope="module")
def client(web_engine: Engine) -> Iterator[TestClient]:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from rag.web.api import explain_errors
    from rag.web.api_lookup import lookup_router

    app = FastAPI()
    app.include_router(lookup_router(lambda: web_engine))
    explain_errors(app)
    with TestClient(app) as opened:
        yield opened


def test_api_phrase(client: TestClient) -> None:
    found = client.get("/api/phrase", params={"phrase": "县总工会"}).json()
    assert found["times"] == sum(each["times"] for each in found["issues"]) > 2
    place = found["places"][0]
    start, end = place["spans"][0]
    assert place["text"][start:end] == "县总工会" and "清泉工运" in place["reference"]
    none = client.get("/api/phrase", params={"phrase": "县总工会", "year": 2023}).json()
    assert none["places"] == [] and none["times"] == 0
    for bad in ({"phrase": "。"}, {"phrase": "工会", "document": "没有.txt"}):
        response = client.get("/api/phrase", params=bad)
        assert response.status_code == 400 and response.json()["error"]
    assert client.get("/api/phrase").status_code == 422


def test_api_workbook(client: TestClient) -> None:
    from openpyxl import load_workbook

    response = client.get("/api/phrase.xlsx", params={"phrase": '县总工会"\r\n/'})
    assert response.headers["content-disposition"].endswith("%22%0D%0A%2F.xlsx")
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    assert "县总工会" in sheet["H2"].value


def test_api_contents_articles_and_references(client: TestClient) -> None:
    listed = client.get("/api/bulletins").json()
    assert [each["key"] for each in listed][:2] == ["qingquan-2022-03", "baita-2023-06"]
    bulletin = client.get("/api/bulletins/baita-2023-06").json()
    assert bulletin["articles"][0]["title"] == "白塔市职工书屋建设情况"
    article = client.get("/api/articles/baita-2023-06/1").json()
    assert "流动书箱120个" in "".join(page["text"] for page in article["pages"])
    named = client.get("/api/reference", params={"text": "《白塔工会》2023年6期"}).json()
    assert [(each["key"], each["article"]) for each in named] == [("baita-2023-06", 1)]
    for path in ("/api/bulletins/none", "/api/articles/baita-2023-06/9", "/api/articles/none/1"):
        assert client.get(path).status_code == 400
