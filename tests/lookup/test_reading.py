"""Articles page by page, as they stand in the source."""

from __future__ import annotations

import pytest

from rag.errors import RequestError
from rag.lookup.reading import LONGEST_LEAF, Leaf, _cut, contents, open_article, open_page
from rag.pipeline import Engine

KEY = "qinghai-gongyun-2024-12"


def test_the_leaves_of_an_article_are_its_text(engine: Engine) -> None:
    for bulletin in engine.library.bulletins():
        text = engine.library.clean_text(bulletin.key)
        for entry in contents(engine.library, bulletin.key):
            article = entry.article
            leaves = open_article(engine.library, bulletin.key, article.number).leaves
            assert "".join(leaf.text for leaf in leaves) == text[article.start : article.end]
            assert [leaf.number for leaf in leaves] == list(range(1, len(leaves) + 1))


def test_an_article_opens_at_a_printed_page(engine: Engine) -> None:
    opened = open_article(engine.library, KEY, 4, page=8)
    assert [leaf.page for leaf in opened.leaves] == [7, 8, 9, 10]
    assert opened.leaf.page == 8 and open_article(engine.library, KEY, 4, part=2) == opened
    assert place(opened.before) == (4, 7) and place(opened.after) == (4, 9)
    for page, part, words in ((30, None, "第 7 页到第 10 页"), (None, 9, "只有 4 段")):
        with pytest.raises(RequestError, match=words):
            open_article(engine.library, KEY, 4, page, part)
    with pytest.raises(RequestError, match="第 99 篇"):
        open_article(engine.library, KEY, 99)


def test_turning_pages_forward_and_back_passes_through_the_whole_issue(engine: Engine) -> None:
    forward = [open_article(engine.library, KEY, 1)]
    while after := forward[-1].after:
        forward.append(open_article(engine.library, KEY, after.article.number, part=after.number))
    # One line end stands between two articles and belongs to neither.
    text = "\n".join(
        "".join(leaf.text for leaf in each.leaves) for each in forward if each.leaf.number == 1
    )
    assert text == engine.library.clean_text(KEY).rstrip("\n")
    assert [place(each.before) for each in forward[1:]] == [
        place(each.leaf) for each in forward[:-1]
    ]
    assert forward[0].before is None


def place(leaf: Leaf | None) -> tuple[int, int | None] | None:
    return (leaf.article.number, leaf.page) if leaf else None


def test_a_printed_page_shows_every_article_on_it(engine: Engine) -> None:
    opened = open_page(engine.library, KEY, 37)
    assert [leaf.article.number for leaf in opened.leaves] == [23, 24]
    assert (opened.before, opened.after) == (36, 38)
    assert open_page(engine.library, KEY, 16).after == 22  # those between bear no number
    assert open_page(engine.library, KEY, 3).before is None
    with pytest.raises(RequestError, match="第 17 页"):
        open_page(engine.library, KEY, 17)
    with pytest.raises(RequestError, match="没有标页码"):
        open_page(engine.library, "haixi-zonggonghui-wenming", 1)


def test_a_long_document_without_pages_is_cut_at_sentences(engine: Engine) -> None:
    key = "qinghai-gongyun-2023-04"
    text = engine.library.clean_text(key)
    cut = list(_cut(engine.library, key, 0, len(text)))
    assert len(cut) >= len(text) // LONGEST_LEAF and all(b - a <= LONGEST_LEAF for a, b in cut)
    assert "".join(text[a:b] for a, b in cut) == text
    starts = {unit.start for unit in engine.library.units_within(key, 0, len(text))}
    assert {a for a, _ in cut} <= starts
