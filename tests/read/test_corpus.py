"""The folder's manifest, and documents that cannot be read beside those that can."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.cite import parse_id
from rag.errors import ReadError
from rag.read.corpus import corpus_digests, document_path, key_of, load_manifest, read_corpus
from rag.read.split import units
from rag.read.text import LARGEST_FILE
from rag.records import Bulletin


def fill(folder: Path, manifest: str | None = None, **files: bytes) -> Path:
    for name, data in files.items():
        (folder / f"{name}.txt").write_bytes(data)
    if manifest is not None:
        (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    return folder


def entry(file: str, key: str) -> str:
    return f'[[document]]\nfile = "{file}"\nkey = "{key}"\ntitle = "江岸工运"\nissue = 3\n'


def test_each_bad_file_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    manifest = entry("good.txt", "good") + entry("../up.txt", "up") + entry("gone.txt", "gone")
    fill(tmp_path, manifest, good="工会。".encode(), empty=b"", binary=b"a\0b", bad=b"\xff\xff\xff")
    (tmp_path / "picture.png").write_bytes(b"x")
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    steps: list[tuple[int, int]] = []
    corpus = read_corpus(tmp_path, lambda stage, done, total: steps.append((done, total)))
    assert [d.bulletin.key for d in corpus.documents] == ["good"]
    assert corpus.documents[0].bulletin.issue == "3"
    assert set(corpus.failures) == {
        "../up.txt",
        "gone.txt",
        "empty.txt",
        "binary.txt",
        "bad.txt",
        "picture.png",
        "large.md",
    }
    for name, message in corpus.failures.items():
        assert Path(name).name in message and "请" in message
    assert steps[0] == (0, 8) and steps[-1] == (8, 8)


@pytest.mark.parametrize(
    "name", ["../a.txt", "a/b.txt", "..", "a..txt", "..\\a.txt", "/etc/hosts.txt"]
)
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match="文件名里不能有"):
        document_path(tmp_path, Bulletin("k", name, "t"))


def test_files_that_the_manifest_does_not_name(tmp_path: Path) -> None:
    fill(tmp_path, entry("a.txt", "b"), a=b"x", b=b"x", c=b"x")
    (tmp_path / "README.md").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_bytes(b"x")
    (tmp_path / "folder.txt").mkdir()
    assert [(b.key, b.name) for b in load_manifest(tmp_path)] == [
        ("b", "a.txt"),
        ("b.txt", "b.txt"),
        ("c", "c.txt"),
    ]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (entry("a.txt", "a b"), "without spaces"),
        ("[[document]", "TOML"),
        ('[[document]]\nfile = "a.txt"\n', "a.txt.*缺 key、title"),
        (entry("a.txt", "k") + entry("b.txt", "k"), "k 出现了不止一次"),
        (entry("a.txt", "k") + entry("a.txt", "l"), "a.txt 出现了不止一次"),
        ("document = 3", r"\[\[document"),
        ('[document]\nfile = "a.txt"', r"\[\[document"),
        ("document = [3]", r"\[\[document"),
    ],
)
def test_a_manifest_that_cannot_be_used(tmp_path: Path, manifest: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        load_manifest(fill(tmp_path, manifest))


def test_unknown_fields_are_for_people(tmp_path: Path) -> None:
    (bulletin,) = load_manifest(
        fill(tmp_path, entry("a.txt", "k") + 'name = "x"\ninferred = ["date"]\n')
    )
    assert bulletin == Bulletin("k", "a.txt", "江岸工运", issue="3")


def test_a_citation_of_any_file_can_be_opened(tmp_path: Path) -> None:
    """Whatever a file is called that somebody puts into the folder."""
    names = (
        "a b.txt",
        "a-b.txt",
        "a\u3000b.txt",
        "a-b.txt.md",
        "长" * 80 + ".txt",
        "x" * 240 + ".md",
    )
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"第{number}县工会送早餐。", encoding="utf-8")
    assert key_of("a: b") == "a-b"
    bulletins = load_manifest(tmp_path)
    assert len({bulletin.key for bulletin in bulletins}) == len(names)
    corpus = read_corpus(tmp_path)
    assert not corpus.failures
    for document in corpus.documents:
        for unit in units(document):
            assert parse_id(unit.id).unit == unit.id


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="RAG_CORPUS"):
        load_manifest(tmp_path / "none")


def test_digests_change_with_the_bytes_and_the_manifest(tmp_path: Path) -> None:
    fill(tmp_path, entry("a.txt", "k"), a=b"x", b=b"y")
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    first = corpus_digests(tmp_path)
    assert set(first) == {"manifest.toml", "a.txt", "b.txt", "large.txt"}
    fill(tmp_path, a=b"z")
    second = corpus_digests(tmp_path)
    assert [name for name in first if first[name] != second[name]] == ["a.txt"]
