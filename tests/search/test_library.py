from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from rag.errors import BuildError, NoBuildError, RequestError
from rag.records import Article, Scope
from rag.search.builds import current_build
from rag.search.library import Library
from rag.search.manifest import differences, read_manifest, without_corpus
from tests.fakes import HashingEmbedder
from tests.search.builder import (
    BULLETINS,
    TEXTS,
    build,
    document,
    manifest_for,
    passages_of,
    units_of,
)

PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = Library.open(build(tmp_path_factory.mktemp("索 引") / "index", HashingEmbedder()))
    yield opened
    opened.close()


def in_another_process(index: Path, embedder: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.search.builder", str(index), embedder]
    return subprocess.Popen(command, cwd=PROJECT)


def test_what_went_in_comes_out(library: Library) -> None:
    documents = [document(*pair) for pair in zip(BULLETINS, TEXTS, strict=True)]
    assert library.bulletins() == list(BULLETINS)
    expected = [passage for each in documents for passage in passages_of(each)]
    assert library.passages(range(9)) == expected
    assert library.passages([8, 0, 3]) == [expected[8], expected[0], expected[3]]
    assert library.passage(5).text == "😀"
    for each in documents:
        key = each.bulletin.key
        assert library.bulletin(key) == each.bulletin
        assert library.clean_text(key) == each.text
        assert library.articles(key) == list(each.articles)
        assert library.units_within(key, 0, len(each.text)) == units_of(each)
        for unit in units_of(each):
            assert library.unit(unit.id) == unit
            assert each.text[unit.start : unit.end] == unit.text
    assert library.unit("u:nothing") is None
    assert library.article("haixi", 1) == Article(1, "标题一", None, 0, 11, 0)
    assert library.page_at("haixi", 4) == (7, False)
    assert library.page_at("haixi", 5) == (None, True)
    assert library.page_at("haixi", 10_000) == (None, False)
    assert len(library.vectors) == 9
    assert library.manifest.counts == {"documents": 3, "articles": 6, "passages": 9, "units": 8}
    assert library.manifest.failures == {"坏.pdf": "打不开"}


def test_units_that_share_a_character(library: Library) -> None:
    def ids(start: int, end: int) -> list[str]:
        return [unit.id for unit in library.units_within("haixi", start, end)]

    assert ids(0, 1) == ids(9, 10) == ["u:haixi/0"]
    assert ids(10, 12) == []  # the line end and the empty line
    assert ids(9, 13) == ["u:haixi/0", "u:haixi/2"]


@pytest.mark.parametrize(
    ("scope", "rows"),
    [
        (Scope(), None),
        (Scope(documents=("haixi",)), [6, 7, 8]),
        (Scope(documents=("haixi.txt", "qhgy-2023-04")), [0, 1, 2, 6, 7, 8]),
        (Scope(documents=("haixi", "qhgy-2023-04", "2024-12.md")), None),
        (Scope(years=(2023,)), [0, 1, 2]),
        (Scope(years=(2024,)), [3, 4, 5]),
        (Scope(years=(2023, 2024)), [0, 1, 2, 3, 4, 5]),
        (Scope(documents=("haixi",), years=(2024,)), []),
    ],
)
def test_scope(library: Library, scope: Scope, rows: list[int] | None) -> None:
    allowed = library.allowed_rows(scope)
    assert rows == (None if allowed is None else allowed.tolist())


def test_scope_that_is_not_there(library: Library) -> None:
    with pytest.raises(RequestError, match=r"果洛.*qhgy-2023-04（青海工运.txt）"):
        library.allowed_rows(Scope(documents=("果洛",)))
    with pytest.raises(RequestError, match="1999.*2023、2024"):
        library.allowed_rows(Scope(years=(1999,)))
    with pytest.raises(RequestError, match="haixi"):
        library.clean_text("nothing")
    with pytest.raises(RequestError, match="第 9 篇"):
        library.article("haixi", 9)


def test_many_readers(library: Library) -> None:
    def read(number: int) -> tuple[str, str, float]:
        row = number % 9
        scores = library.lexical.scores(library.passage(row).text)
        return library.passage(row).text, library.clean_text("haixi"), float(scores.max())

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(read, range(400)))
    assert results == [read(number) for number in range(400)]


def test_open_is_quick(library: Library) -> None:
    seconds = []
    for _ in range(10):
        started = time.perf_counter()
        Library.open(library.build).close()
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.05


@pytest.mark.parametrize("vectors", ["exact", "faiss"])
def test_only_changed_passages_are_embedded(tmp_path: Path, vectors: str) -> None:
    embedder = HashingEmbedder()
    build(tmp_path, embedder, vectors=vectors)
    assert len(embedder.passages_seen) == 9
    embedder.passages_seen.clear()
    changed = (TEXTS[0], ("果洛州总工会举办了培训班。", *TEXTS[1][1:]), ("新的一段。", *TEXTS[2]))
    again = Library.open(build(tmp_path, embedder, changed, vectors))
    new = ["青海工运\n果洛州总工会举办了培训班。", "海西州总工会文明单位创建\n新的一段。"]
    assert embedder.passages_seen == new
    fresh = Library.open(build(tmp_path / "fresh", HashingEmbedder(), changed, vectors))
    np.testing.assert_array_equal(again.embeddings, fresh.embeddings)
    query = embedder.embed_queries(["培训班"])
    assert again.vectors.search(query, 9)[1].tolist() == fresh.vectors.search(query, 9)[1].tolist()


def test_another_model_reuses_nothing(tmp_path: Path) -> None:
    build(tmp_path, HashingEmbedder())
    other = HashingEmbedder(32)
    build(tmp_path, other)
    assert len(other.passages_seen) == 9


def test_the_same_passage_is_embedded_once(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    build(tmp_path, embedder, (("一样。", "一样。", "一样。"),))
    assert embedder.passages_seen == ["青海工运\n一样。"]


def test_a_passage_of_which_the_model_knows_no_word_has_no_vector(tmp_path: Path) -> None:
    class Deaf(HashingEmbedder):
        def _embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
            return super()._embed(["" if "😀" in text else text for text in texts])

    library = Library.open(build(tmp_path, Deaf()))
    assert len(library.vectors) == 8 and not library.embeddings[5].any()


def test_nothing_at_all(tmp_path: Path) -> None:
    library = Library.open(build(tmp_path, HashingEmbedder(), ()))
    assert library.bulletins() == [] and library.allowed_rows(Scope()) is None
    assert library.lexical.scores("工会").tolist() == [] and len(library.vectors) == 0


def test_no_build(tmp_path: Path) -> None:
    assert current_build(tmp_path) is None
    (tmp_path / "current").write_text("20240101-gone\n", encoding="utf-8")
    assert current_build(tmp_path) is None
    with pytest.raises(NoBuildError, match="rag index"):
        Library.open(tmp_path)


def test_a_damaged_build(tmp_path: Path) -> None:
    made = build(tmp_path, HashingEmbedder())
    (made / "library.sqlite").write_bytes(b"nonsense " * 1_000)
    with pytest.raises(NoBuildError, match="rag index"):
        Library.open(made)


def test_two_builds_are_kept(tmp_path: Path) -> None:
    made = [build(tmp_path, HashingEmbedder()) for _ in range(4)]
    assert current_build(tmp_path) == made[3]
    assert set((tmp_path / "builds").iterdir()) == {made[2], made[3]}


def test_killed_half_way(tmp_path: Path) -> None:
    old = build(tmp_path, HashingEmbedder())
    process = in_another_process(tmp_path, "hangs")
    wait_for(tmp_path / "hung")
    process.kill()
    process.wait()
    assert current_build(tmp_path) == old
    assert Library.open(old).passage(0).text == TEXTS[0][0]
    assert len(list((tmp_path / "builds").iterdir())) == 2
    new = build(tmp_path, HashingEmbedder())  # the dead process holds no lock
    assert set((tmp_path / "builds").iterdir()) == {old, new}


def test_a_model_that_fails_leaves_the_old_build(tmp_path: Path) -> None:
    class Failing(HashingEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
            raise BuildError("没有内存")

    old = build(tmp_path, HashingEmbedder())
    with pytest.raises(BuildError, match="没有内存"):
        build(tmp_path, Failing(name="failing"))
    assert current_build(tmp_path) == old


def test_an_open_library_outlives_the_next_build(tmp_path: Path) -> None:
    library = Library.open(build(tmp_path, HashingEmbedder()))
    build(tmp_path, HashingEmbedder(), TEXTS[:1])
    assert library.passage(8).text == "工" and library.lexical.scores("工会").shape == (9,)


def test_two_processes_at_once(tmp_path: Path) -> None:
    processes = [in_another_process(tmp_path, "plain") for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    library = Library.open(current_build(tmp_path) or tmp_path)
    assert library.passage(8).text == "工"
    assert len(list((tmp_path / "builds").iterdir())) == 2


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    first = in_another_process(tmp_path, "hangs")
    wait_for(tmp_path / "hung")
    waiting = threading.Thread(target=build, args=(tmp_path, HashingEmbedder()))
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive() and current_build(tmp_path) is None
    first.kill()
    first.wait()
    waiting.join(20)
    assert current_build(tmp_path) is not None


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(BuildError, match="写入权限"):
        build(tmp_path / "index", HashingEmbedder())


def test_differences(library: Library) -> None:
    had = library.manifest
    assert differences(had, manifest_for(HashingEmbedder())) == []
    wanted = replace(
        had,
        corpus={"haixi.txt": "other", "青海工运.txt": "digest of qhgy-2023-04", "新.txt": "x"},
        corpus_manifest="other digest",
        fingerprint="other",
        vectors="exact",
        splitter={"characters": 200},
        code="0123456789",
    )
    assert differences(had, wanted) == [
        "新增文件（added）：新.txt",
        "文件已删除（removed）：2024-12.md",
        "文件已改动（changed）：haixi.txt",
        "manifest.toml：digest o → other di",
        "向量模型（embedder）：hashing hashing-64 64 → hashing other 64",
        "向量索引（vectors）：faiss → exact",
        "切分设置（splitter）：{'characters': 320} → {'characters': 200}",
        f"程序（code）：{had.code[:8]} → 01234567",
    ]


def test_a_build_of_no_corpus_is_never_one_that_fits_a_corpus() -> None:
    had, wanted = without_corpus(HashingEmbedder()), manifest_for(HashingEmbedder())
    assert (had.fingerprint, had.dimension, had.code) == (
        *(wanted.fingerprint, wanted.dimension, wanted.code),
    )
    assert any("added" in reason for reason in differences(had, wanted))
    assert differences(had, without_corpus(HashingEmbedder())) == []


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 99}', '{"format": 1}'])
def test_unreadable_manifest(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(NoBuildError, match="rag index"):
        read_manifest(tmp_path)
