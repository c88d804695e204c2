"""Evidence becomes sentences with [n] marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import RequestError

if TYPE_CHECKING:
    from rag.answer.generate.base import Generator
    from rag.settings import Settings

GENERATORS = ("extractive", "local", "server")


def load_generator(settings: Settings) -> Generator:
    """What the settings name. A model's weights are read, and a server is called, when asked first."""
    if settings.generator not in GENERATORS:
        raise RequestError(
            f"没有这种回答方式（no such generator）：{settings.generator!r}。"
            f"可用的 generator：{'、'.join(GENERATORS)}"
        )
    if settings.generator == "extractive":
        from rag.answer.generate.extractive import Extractive

        return Extractive()
    if not settings.model.strip():
        raise RequestError(
            f'generator = "{settings.generator}" 还要写明 model（the setting model is missing）：'
            "local 写模型的编号或文件夹，server 写服务器上的模型名。"
        )
    if settings.generator == "local":
        from rag.answer.generate.local import Local

        return Local(settings.model)
    from rag.answer.generate.server import load_server

    return load_server(settings)
