from __future__ import annotations

from pathlib import Path

from rag.search import places


def test_names_are_learnt_with_and_without_their_suffix() -> None:
    texts = [
        "清泉县总工会在清泉办班",
        "清泉县和白塔市的职工",
        "清泉县落实县里要求",
        "白塔市",
        "落实",
    ]
    assert places.learn([*texts, "白塔市工会", "抓好落实", "落实，再落实"]) == ["清泉", "白塔"]


def test_a_name_may_have_a_character_that_joins_words() -> None:
    assert places.learn(
        ["都兰县总工会", "都兰县的职工", "落实和县里的要求", "和县里说", "和县"]
    ) == ["都兰"]
    assert places.learn(["共和县总工会", "共和县", "共和国" * 3]) == []


def test_what_is_seldom_a_place_is_none() -> None:
    assert places.learn(["推动县里工作", "推动" * 9, "推动县域", "推动县级"]) == []
    assert places.learn([]) == []


def test_words_that_end_before_a_suffix_are_no_names() -> None:
    assert places.named("评上省劳模的有位县里的主席，在社区服务") == []
    assert places.named("清泉县白塔市城西区") == ["清泉", "白塔", "城西"]


def test_what_kind_of_place_it_is_is_no_name() -> None:
    kinds = "大城市和重点城市的棚户区、革命老区、自贸试验区，自治区、自治州、直辖市，房地产市场"
    assert places.named(kinds) == []
    assert places.named("聊城市的大城县") == ["聊城", "大城"]
    assert places.named("老人不出小区就有人照应") == []


def test_provinces_are_known_by_name() -> None:
    assert places.named("拿过省里的荣誉，报告承认省总还差四处") == []
    assert places.named("青海省、黑龙江省") == ["青海", "黑龙江"]


def test_saved_names_are_read_back(tmp_path: Path) -> None:
    places.save(["清泉", "白塔"], tmp_path)
    assert places.load(tmp_path) == ("清泉", "白塔")
