"""What the reader finds in the five bulletins, against listings made by reading them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from rag.read.bulletin import read_document
from rag.read.corpus import load_manifest
from rag.read.split import LONGEST_PASSAGE, Splitter, units
from rag.records import Article, Document

CORPUS = Path(__file__).parents[2] / "corpus"
LISTINGS = Path(__file__).parent / "articles"
BULLETINS = {bulletin.key: bulletin for bulletin in load_manifest(CORPUS)}


@pytest.fixture(scope="module", params=sorted(BULLETINS))
def document(request: pytest.FixtureRequest) -> Document:
    bulletin = BULLETINS[request.param]
    return read_document(bulletin, CORPUS / bulletin.name)


def bare(text: str | None) -> str:
    """Letters and digits only: listings join lines and spaces as their reader saw them."""
    return re.sub(r"[\W_]+", "", text or "")


def running_text(document: Document, article: Article) -> str:
    """Without headings: some stand behind the text that they head."""
    return "".join(
        document.text[block.start : block.end]
        for block in document.blocks
        if article.body <= block.start < article.end and block.kind != "heading"
    )


def first_page(document: Document, article: Article) -> int | None:
    return next(span.page for span in document.pages if span.start <= article.body < span.end)


def test_articles_are_those_of_the_listing(document: Document) -> None:
    listing = tomllib.loads((LISTINGS / f"{document.bulletin.key}.toml").read_text("utf-8"))
    listed = listing["article"]
    found = {bare(article.title): article for article in document.articles}
    assert set(found) == {bare(entry["title"]) for entry in listed}
    assert len(document.articles) == len(listed)
    for entry in listed:
        article = found[bare(entry["title"])]
        text = bare(document.text[article.body : article.end])
        assert text.startswith(bare(entry["first"])), entry["title"]
        assert bare(running_text(document, article)).endswith(bare(entry["last"])), entry["title"]
        assert first_page(document, article) == entry.get("page"), entry["title"]
        if not entry.get("byline", "来源").startswith("来源"):
            assert bare(article.byline) == bare(entry["byline"])


def test_no_character_is_changed_dropped_or_repeated(document: Document) -> None:
    source = (CORPUS / document.bulletin.name).read_text("utf-8") + "\n"
    assert len(document.origins) == len(document.text)
    assert len(set(document.origins)) == len(document.origins)
    for shown, origin in zip(document.text, document.origins, strict=True):
        assert shown == source[origin] or (shown.isspace() and source[origin].isspace())
    rest = "".join(source[start:end] for start, end in document.furniture)
    everything = Counter("".join((document.text + rest).split()))
    assert everything == Counter("".join(source.split()))


def test_furniture_is_what_the_listing_says() -> None:
    key = "qinghai-gongyun-2023-04"
    document = read_document(BULLETINS[key], CORPUS / BULLETINS[key].name)
    source = (CORPUS / document.bulletin.name).read_text("utf-8")
    listing = tomllib.loads((LISTINGS / f"{key}.toml").read_text("utf-8"))
    found = {bare(source[start:end]) for start, end in document.furniture}
    assert found == {bare(entry["text"]) for entry in listing["furniture"]}


def test_passages_and_units_hold_the_source(document: Document) -> None:
    passages = Splitter(320).passages(document)
    bounds = {article.number: (article.start, article.end) for article in document.articles}
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert 0 < len(passage.text) <= LONGEST_PASSAGE
        start, end = bounds[passage.article]
        assert start <= passage.start and passage.end <= end
    for unit in units(document):
        assert unit.text == document.text[unit.start : unit.end]
    covered = sum(len("".join(passage.text.split())) for passage in passages)
    assert covered == len("".join(document.text.split()))
    ids = [unit.id for unit in units(document)]
    assert len(ids) == len(set(ids))


def test_footers_give_the_pages_that_they_end() -> None:
    key = "qinghai-gongyun-2023-04"
    document = read_document(BULLETINS[key], CORPUS / BULLETINS[key].name)
    text = document.text

    def page_of(words: str) -> tuple[int | None, bool]:
        at = text.index(words)
        return next((s.page, s.inferred) for s in document.pages if s.start <= at < s.end)

    assert page_of("接地气的形式、生动的群众语言") == (13, False)
    assert page_of("飞入寻常百姓家") == (14, True)
    assert page_of("此次羽毛球比赛是省总工会庆祝") == (50, False)
    assert page_of("来自省垣机关") == (51, True)
    assert page_of("不让受职业伤害") == (70, False)


def test_pages_never_go_backwards_in_the_source() -> None:
    key = "qinghai-gongyun-2023-04"
    document = read_document(BULLETINS[key], CORPUS / BULLETINS[key].name)
    by_source = sorted(
        (document.origins[offset], span.page)
        for span in document.pages
        for offset in range(span.start, span.end)
        if not document.text[offset].isspace()
    )
    pages = [page for _, page in by_source if page is not None]
    assert pages == sorted(pages)
    assert (pages[0], pages[-1]) == (6, 70)


def test_names_and_posts_are_tied_only_where_they_belong() -> None:
    key = "qinghai-gongyun-2024-12"
    text = read_document(BULLETINS[key], CORPUS / BULLETINS[key].name).text
    assert "祁琴芳（女）\t青海羌韵绣艺手工艺品开发有限公司研发部经理\n" in text
    assert "朱发山（土族）\t海北州门源县阴田乡大沟脑村党支部书记兼村委会主任\n" in text
    assert "马贵龙（回族）\t青海祁连托茂部落文化旅游开发有限公司董事长\n" in text
    # Two posts follow this name; which is his cannot be told.
    assert "\n刘渝斌\n青海盐湖工业股份有限公司资源分公司输卤车间主任\n" in text
