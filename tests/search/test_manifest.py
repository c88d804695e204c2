from __future__ import annotations

import re
from pathlib import Path

import rag
from rag.search.manifest import CODE

PACKAGE = Path(rag.__file__).parent
NOTHING_OF_A_BUILD = {"errors", "records", "settings"}
"""Read by every stage: a change of them that a build feels is a new format."""


def test_a_build_is_stale_when_any_code_that_made_it_changes() -> None:
    files = {file for pattern in CODE for file in PACKAGE.glob(pattern)}
    for file in files:
        text = file.read_text(encoding="utf-8")
        for name in re.findall(r"^from rag\.([\w.]+) import", text, re.MULTILINE):
            place = PACKAGE.joinpath(*name.split("."))
            used = {place.with_suffix(".py"), place / "__init__.py"}
            assert name in NOTHING_OF_A_BUILD or used & files, f"{file.name}: rag.{name}"
