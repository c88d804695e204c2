"""Twenty questions with the answers that the system gives, for docs/examples.md:

python -m benchmarks.examples
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rag.answer.cite import house_style
from rag.pipeline import Engine, ask, open_engine
from rag.records import Answer
from rag.settings import load_settings

FILE = Path(__file__).resolve().parent.parent / "docs" / "examples.md"
NEAREST = 2

QUESTIONS: Sequence[tuple[str, ...]] = (
    # Each with the questions of the conversation before it.
    ("你能做什么？",),
    ("有哪几期？",),
    ("西宁市有多少家户外劳动者服务站点？",),
    ("谭天星什么时候来青海调研？",),
    ("12351热线是做什么的？",),
    ("海西州总工会做了哪些关心职工的事？",),
    ("海西州总工会做了哪些关心职工的事？", "还有吗？"),
    ("海西州总工会做了哪些关心职工的事？", "那黄南州呢？"),
    ("2024年的青海省劳动模范里，海东市的有哪些人？",),
    ("黄南州和海西州各发展了多少会员？",),
    ("劳摸疗休养怎么安排的",),
    ("西寧市總工會獲得了哪些榮譽？",),
    ("How many new members did the unions of Huangnan recruit?",),
    ("“娘家人”在哪些地方出现过？",),
    ("2024年第12期第37页讲什么？",),
    ("会议什么时候开的？",),
    ("2021年西宁市职工医疗互保报销了多少钱？",),
    ("果洛州总工会的办公楼是哪年建成的？",),
    ("世界杯冠军是谁？",),
    ("帮我写一首诗",),
)

HEAD = """# 二十个例子 · Twenty examples

系统原样的回答，没有语言模型，由 `python -m benchmarks.examples` 写出；测试检查它没有过时。
*As the system answers them, without a language model; written by `python -m benchmarks.examples`, and a test sees that
they are up to date.*
"""


def page(engine: Engine) -> str:
    return "\n".join([HEAD, *(_example(n, engine, asked) for n, asked in enumerate(QUESTIONS, 1))])


def _example(n: int, engine: Engine, asked: Sequence[str]) -> str:
    *turns, question = asked
    answer = ask(engine, question, turns)
    lines = [f"## {n}. {question}", ""]
    if turns:
        lines += [f"接着“{'”“'.join(turns)}”问 *after the questions before*", ""]
    lines += [f"> {line}  " for line in answer.text.splitlines()]
    return "\n".join([*lines, *_sources(answer), ""])


def _sources(answer: Answer) -> list[str]:
    if answer.refused and answer.reason != "off_topic":
        near = [hit.article or hit.document for hit in answer.retrieved[:NEAREST]]
        return [
            "",
            f"拒答 *refused*: `{answer.reason}`；最接近的 *nearest*：《{'》《'.join(near)}》",
        ]
    if answer.refused:
        return ["", f"拒答 *refused*: `{answer.reason}`"]
    return ["", *(f"- [{cited.n}] {house_style(cited)}" for cited in answer.citations)]


def main() -> None:
    FILE.write_text(page(open_engine(load_settings(os.environ))), encoding="utf-8")
    print(FILE)


if __name__ == "__main__":
    main()
