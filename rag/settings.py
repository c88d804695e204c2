"""One frozen Settings, made at the edge and handed down.

Values come from the defaults below, then rag.toml in the project folder, then RAG_* variables, then
the command line. This is the only place that reads the environment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from rag.errors import RequestError

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    corpus: Path = PROJECT / "corpus"
    index: Path = PROJECT / "index"
    state: Path = PROJECT / "state"
    embedder: str = "bundled"
    """`bundled`, or any sentence-transformers id or folder."""
    generator: str = "extractive"
    """`extractive`, `local` (a model on this machine) or `server` (an OpenAI-style address)."""
    model: str = ""
    """For `local` the id or folder of a transformers model, for `server` the name it has there."""
    server_url: str = ""
    server_key: str = field(default="", repr=False)
    server_key_file: str = ""
    """A file with nothing but the key, where the key should not stand among the settings."""
    server_timeout: float = 60.0
    """Seconds for the answer, further tries included; a silence in its midst may last as long again."""
    passage_characters: int = 320
    passages_found: int = 10
    host: str = "127.0.0.1"
    port: int = 7860
    hosts: str = ""
    """Names under which browsers may come when the page is bound elsewhere; empty means any."""
    password: str = field(default="", repr=False)
    """Demanded when the page is bound elsewhere than on this machine; the editor's is the second."""
    password_file: str = ""
    editor_password: str = field(default="", repr=False)
    editor_password_file: str = ""


def load_settings(
    environment: Mapping[str, str], file: Path = PROJECT / "rag.toml", **overrides: Any
) -> Settings:
    """Defaults, then the file, then RAG_* variables, then `overrides` that are not None."""
    values: dict[str, Any] = {}
    if file.is_file():
        try:
            values.update(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RequestError(f"{file} 不是有效的 TOML（not valid TOML）：{error}") from error
    for name in (each.name for each in fields(Settings)):
        if (value := environment.get(f"RAG_{name.upper()}")) is not None:
            values[name] = value
    values.update({name: value for name, value in overrides.items() if value is not None})
    return replace(Settings(), **{name: _typed(name, value) for name, value in values.items()})


def _typed(name: str, value: Any) -> Any:
    kinds = get_type_hints(Settings)
    if name not in kinds:
        known = "、".join(kinds)
        raise RequestError(f"没有这个设置：{name}（no such setting）。可用的设置：{known}")
    try:
        return kinds[name](value)
    except (TypeError, ValueError) as error:
        raise RequestError(f"设置 {name} 的值用不了（bad value）：{value!r}") from error
