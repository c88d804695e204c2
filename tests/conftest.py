"""A small made-up corpus and an engine over it, and the engine over the five bulletins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.pipeline import Engine, open_engine
from rag.settings import Settings

SMALL = {
    "qingquan-2022-03.txt": """清泉县总工会为环卫工人送早餐

2022 年 3 月 5 日，清泉县总工会启动“暖胃早餐”项目。项目全年投入 58.6 万元，惠及环卫工人 412 名。

县总工会主席罗文远说，早餐点要办在工人干活的路上。全县共设早餐点 17 个。
""",
    "baita-2023-06.txt": """白塔市职工书屋建设情况

截至 2023 年 6 月，白塔市建成职工书屋 93 家，其中国家级示范点 4 家。

白塔市总工会主席马春兰介绍，今年还要给货车司机配备流动书箱 120 个。
""",
}
MANIFEST = """
[[document]]
file = "qingquan-2022-03.txt"
key = "qingquan-2022-03"
title = "清泉工运"
publisher = "清泉县总工会"
issue = "2022年第3期"
date = "2022-03"
kind = "notice"

[[document]]
file = "baita-2023-06.txt"
key = "baita-2023-06"
title = "白塔工会"
issue = "2023年第6期"
date = "2023-06"
kind = "notice"
"""


def write_corpus(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in SMALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    return folder


def settings_in(folder: Path) -> Settings:
    return Settings(
        corpus=folder / "corpus", index=folder / "index", state=folder / "state", port=0
    )


@pytest.fixture
def small_settings(tmp_path: Path) -> Settings:
    write_corpus(tmp_path / "corpus")
    return settings_in(tmp_path)


@pytest.fixture(scope="session")
def small_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("small")
    write_corpus(folder / "corpus")
    engine = open_engine(settings_in(folder))
    yield engine
    engine.library.close()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Over the five bulletins, built once a test run."""
    folder = tmp_path_factory.mktemp("bulletins")
    opened = open_engine(Settings(index=folder / "index", state=folder / "state"))
    yield opened
    opened.library.close()
