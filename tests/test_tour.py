"""The README's tour of the files: it names what is there, and nothing that has gone."""

from __future__ import annotations

import re

from rag.settings import PROJECT

TOUR = (PROJECT / "README.md").read_text(encoding="utf-8").partition("A tour of the files")[2]
NAMED = [name for row in TOUR.split("\n") for name in re.findall(r"`([^`]+)`", row)]
RAG = PROJECT / "rag"


def test_each_folder_and_each_file_beside_the_pipeline_is_named() -> None:
    inside = [each.relative_to(RAG).parts for each in RAG.rglob("*") if each.is_file()]
    folders = {f"rag/{parts[0]}/" for parts in inside if len(parts) > 1} - {"rag/__pycache__/"}
    files = {each.name for each in RAG.glob("*.py") if not each.stem.startswith("__")}
    assert folders <= set(NAMED)
    assert files <= {name.rpartition("/")[2] for name in NAMED}


def test_each_name_is_of_something_there() -> None:
    there = {name for each in RAG.rglob("*") for name in (each.name, each.stem)}
    names = [name.rstrip("/") for name in NAMED if not re.search("[(*]", name)]
    gone = [name for name in names if name not in there and not (PROJECT / name).exists()]
    assert gone == []
