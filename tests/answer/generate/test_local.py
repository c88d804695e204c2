"""A model on this machine: real architectures in the real format, made in the test."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from rag.answer.generate import load_generator, local
from rag.answer.generate.local import Local
from rag.answer.quote import Quote
from rag.errors import GeneratorError, ModelError
from rag.settings import Settings
from tests.answer.generate.parrot import NO_SYSTEM, TEMPLATE, make_parrot

QUOTES = [Quote(1, "全县共设早餐点17个。", "清泉工运"), Quote(2, "投入58.6万元。", "清泉工运")]
LESSON = ["全县", "共设", "早餐点", "17", "个", "。", "[1]", "投入", "58.6", "万元", "。 ", "[2]"]
TOLD = [("全县共设早餐点17个。", (1,)), ("投入58.6万元。", (2,))]
LOOP = ["全县", "共设", "早餐点", "，", "又", "设"]


def told(folder: Path) -> list[tuple[str, tuple[int, ...]]]:
    generator = load_generator(Settings(generator="local", model=str(folder)))
    return [(each.text, each.quotes) for each in generator.write("多少？", QUOTES)]


def writers() -> int:
    return sum(thread.name == "generator" for thread in threading.enumerate())


def gone(seconds: float = 5.0) -> bool:
    """Whether no model is writing any more."""
    end = time.monotonic() + seconds
    while writers() and time.monotonic() < end:
        time.sleep(0.01)
    return not writers()


@pytest.mark.parametrize(
    ("architecture", "template"),
    [
        ("llama", TEMPLATE),
        ("qwen2", TEMPLATE),
        ("llama", NO_SYSTEM + TEMPLATE),
        # The last character of the prompt, unknown to the tokenizer, begins the lesson.
        ("llama", None),
    ],
)
def test_a_saved_model_says_its_lesson(
    tmp_path: Path, architecture: str, template: str | None
) -> None:
    assert told(make_parrot(tmp_path / "parrot", LESSON, template, architecture)) == TOLD


def test_a_model_completes_a_follow_up(tmp_path: Path) -> None:
    folder = make_parrot(tmp_path / "parrot", ["全县", "共设", "早餐点", "\n", "17"])
    generator = load_generator(Settings(generator="local", model=str(folder)))
    assert generator.completed("几个？", ["早餐点呢？"]) == "全县共设早餐点"


def test_the_name_is_the_folders(tmp_path: Path) -> None:
    assert Local(str(make_parrot(tmp_path / "parrot-1b", LESSON))).name == "parrot-1b"


def test_what_a_template_makes_the_model_think_is_not_said(tmp_path: Path) -> None:
    lesson = ["想了", "一想[2]。", "</think>", *LESSON]
    template = TEMPLATE.replace("<assistant>", "<assistant><think>")
    folder = make_parrot(tmp_path / "thinks", ["<think>", *lesson], template)
    assert told(folder) == TOLD


def test_the_same_question_gets_the_same_answer_from_many_at_once(tmp_path: Path) -> None:
    generator = Local(str(make_parrot(tmp_path / "parrot", LESSON)))
    answers: list[list[str]] = []

    def ask() -> None:
        answers.append([each.text for each in generator.write("多少？", QUOTES)])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[text for text, _ in TOLD]] * 6


def test_closing_the_iterator_stops_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "LONGEST_ANSWER", 1 << 18)
    lesson = ["全县", "共设", "早餐点", "17个。", "[1]\n"]
    generator = Local(str(make_parrot(tmp_path / "loop", lesson, loop="全县", context=1 << 20)))
    written = generator.write("多少？", QUOTES)
    next(written)
    assert writers() == 1
    written.close()
    assert gone(2)
    assert next(generator.write("多少？", QUOTES)).text == TOLD[0][0]
    assert gone()


def test_a_model_stopped_at_its_length_says_no_half_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "LONGEST_ANSWER", 33)
    lesson = ["全县共设早餐点17个。[1]\n", *LOOP]
    folder = make_parrot(tmp_path / "long", lesson, loop=LOOP[0])
    assert told(folder) == TOLD[:1]


def test_a_prompt_that_does_not_fit_says_so(tmp_path: Path) -> None:
    folder = make_parrot(tmp_path / "small", LESSON, context=64)
    with pytest.raises(GeneratorError, match="64"):
        told(folder)


def test_a_model_that_fails_in_the_middle(tmp_path: Path) -> None:
    generator = Local(str(make_parrot(tmp_path / "parrot", LESSON)))
    model = generator._load().model
    # The real thing fails deep inside: here a layer that has lost its weights.
    model.lm_head.weight = torch.nn.Parameter(torch.zeros(3, 3))
    with pytest.raises(GeneratorError, match="parrot"):
        list(generator.write("多少？", QUOTES))
    assert gone()


# ------------------------------------------------------------------------------------- loading


def test_nothing_is_loaded_before_the_first_question(tmp_path: Path) -> None:
    folder = make_parrot(tmp_path / "parrot", LESSON)
    generator = Local(str(folder))
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="parrot"):
        list(generator.write("多少？", QUOTES))


@pytest.mark.parametrize("name", ["no/such-model", "/no/such/folder", "..", "a b c"])
def test_a_model_that_is_not_here_names_the_way_out(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_generator(Settings(generator="local", model=name))
    assert name in str(caught.value) and "extractive" in str(caught.value)


def test_only_safetensors_are_read(tmp_path: Path) -> None:
    folder = make_parrot(tmp_path / "parrot", LESSON)
    weights = load_file(folder / "model.safetensors")
    torch.save(weights, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="safetensors"):
        Local(str(folder))


@pytest.mark.parametrize("template", ["{{ raise_exception('no') }}", "{% if %}"])
def test_a_template_that_cannot_be_used_says_so(tmp_path: Path, template: str) -> None:
    with pytest.raises(ModelError, match="chat template"):
        told(make_parrot(tmp_path / "parrot", LESSON, template))


@pytest.mark.parametrize("damage", ["config", "weights", "tokenizer"])
def test_a_damaged_model_says_so(tmp_path: Path, damage: str) -> None:
    folder = make_parrot(tmp_path / "parrot", LESSON)
    names = {"config": "config.json", "weights": "model.safetensors", "tokenizer": "tokenizer.json"}
    (folder / names[damage]).write_bytes(b"no")
    with pytest.raises(ModelError, match="parrot"):
        told(folder)


def test_code_that_lies_beside_the_weights_is_not_run(tmp_path: Path) -> None:
    folder = make_parrot(tmp_path / "parrot", LESSON)
    (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()", "utf-8")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config |= {"model_type": "own", "auto_map": {
        "AutoConfig": "own.Config", "AutoModelForCausalLM": "own.Model"}}  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(ModelError):
        told(folder)
    assert not (tmp_path / "ran").exists()
