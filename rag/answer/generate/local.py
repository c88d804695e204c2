"""A language model on this machine: any transformers causal model in the safetensors format."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.answer.generate.marks import OutOfRoom, first_line, sentences
from rag.answer.generate.prompt import Message, completion, messages
from rag.answer.quote import Quote, Sentence
from rag.errors import GeneratorError, ModelError

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

LONGEST_ANSWER = 1000
"""Tokens, with what a reasoning model thinks first."""
LEAST_ROOM = 32
"""Tokens that a sentence with its marks needs."""
LONGEST_MESSAGE = 200
WAY_OUT = '请换一个模型，或设置 generator = "extractive"（give another model, or do without）。'


class Local:
    """Satisfies Generator. The weights are read at the first question; one question at a time."""

    mode = "local"

    def __init__(self, model: str) -> None:
        folder = _folder_of(model)
        self.name = folder.resolve().name if Path(model).expanduser().is_dir() else model
        self._folder = folder
        self._loading = threading.Lock()
        self._generating = threading.Lock()
        self._loaded: _Loaded | None = None

    def write(self, question: str, quotes: Sequence[Quote]) -> Generator[Sentence, None, None]:
        return sentences(self._pieces(messages(question, quotes)), quotes)

    def completed(self, question: str, turns: Sequence[str]) -> str | None:
        return first_line(self._pieces(completion(question, turns)))

    def _pieces(self, asked: Sequence[Message]) -> Generator[str, None, None]:
        from transformers import TextIteratorStreamer

        loaded = self._load()
        prompt = loaded.prompt(asked)
        streamer = TextIteratorStreamer(
            loaded.tokenizer,
            skip_prompt=True,
            skip_special_tokens=True,
        )
        run = _Run(loaded, prompt, streamer, self._generating)
        thread = threading.Thread(target=run.work, name="generator", daemon=True)
        thread.start()
        try:
            if prompt.text.rstrip().endswith("<think>"):
                yield "<think>"  # the template has opened it, the model will close it
            yield from streamer
            thread.join()  # the text ends a moment before it is known how
        finally:
            run.stopped.set()
        if run.error is not None:
            raise GeneratorError(
                f"模型 {self.name} 没有答完（the model failed）：{str(run.error)[:LONGEST_MESSAGE]}。{WAY_OUT}"
            ) from run.error
        if run.cut:
            raise OutOfRoom

    def _load(self) -> _Loaded:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self.name, self._folder)
            return self._loaded


@dataclass(frozen=True)
class _Prompt:
    text: str
    tokens: dict[str, torch.Tensor]
    room: int
    """Tokens that may be written behind it."""


@dataclass(frozen=True)
class _Loaded:
    name: str
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase

    def prompt(self, asked: Sequence[Message]) -> _Prompt:
        text, templated = self._written(asked)
        encoded = self.tokenizer(text, add_special_tokens=not templated, return_tensors="pt")
        tokens = {
            name: encoded[name].to(self.model.device) for name in ("input_ids", "attention_mask")
        }
        length = tokens["input_ids"].shape[1]
        context = getattr(self.model.config, "max_position_embeddings", None) or 1 << 30
        room = min(LONGEST_ANSWER, context - length)
        if room < LEAST_ROOM:
            raise GeneratorError(
                f"问题和引文有 {length} 个词元，模型 {self.name} 只容得下 {context} 个"
                f"（the prompt does not fit）。{WAY_OUT}"
            )
        return _Prompt(text, tokens, room)

    def _written(self, asked: Sequence[Message]) -> tuple[str, bool]:
        """With the model's chat template, which brings its special tokens; plain where it has none."""
        from jinja2 import TemplateError

        whole = "\n\n".join(message["content"] for message in asked)
        if not self.tokenizer.chat_template:
            return f"{whole}\n\n回答：", False
        try:
            return self._templated(asked), True
        except TemplateError:
            pass  # some templates know no system message
        try:
            return self._templated([{"role": "user", "content": whole}]), True
        except TemplateError as error:
            raise ModelError(
                f"模型 {self.name} 的对话模板用不了（bad chat template）：{error}。{WAY_OUT}"
            ) from error

    def _templated(self, asked: Sequence[Message]) -> str:
        # Templates of reasoning models read enable_thinking, others leave it aside: what is asked
        # here is to be copied, not thought out.
        text = self.tokenizer.apply_chat_template(
            list(asked), add_generation_prompt=True, tokenize=False, enable_thinking=False
        )
        return str(text)


@dataclass
class _Run:
    """One answer, written in a thread of its own. `stopped` ends it at the next token."""

    loaded: _Loaded
    prompt: _Prompt
    streamer: Any
    turn: threading.Lock
    stopped: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None
    cut: bool = False

    def work(self) -> None:
        try:
            with self.turn:
                if not self.stopped.is_set():
                    self._generate()
        except Exception as error:  # out of memory, or whatever a model's own code raises
            self.error = error
        finally:
            self.streamer.end()

    def _generate(self) -> None:
        from transformers import StoppingCriteriaList

        written = self.loaded.model.generate(  # type: ignore[operator]
            **self.prompt.tokens,
            streamer=self.streamer,
            max_new_tokens=self.prompt.room,
            # The likeliest word each time: the same question gets the same answer.
            do_sample=False,
            temperature=None,
            top_p=None,
            top_k=None,
            pad_token_id=self.loaded.tokenizer.pad_token_id or self.loaded.tokenizer.eos_token_id,
            stopping_criteria=StoppingCriteriaList([self._stops]),
        )
        self.cut = written.shape[1] - self.prompt.tokens["input_ids"].shape[1] >= self.prompt.room

    def _stops(self, ids: torch.Tensor, scores: torch.Tensor, **_: Any) -> torch.Tensor:
        import torch

        return torch.full((ids.shape[0],), self.stopped.is_set(), device=ids.device)


def _folder_of(model: str) -> Path:
    """Where the model lies. Nothing is fetched: an id must have been downloaded before."""
    from huggingface_hub import snapshot_download

    folder = Path(model).expanduser()
    if not folder.is_dir():
        try:
            folder = Path(snapshot_download(model, local_files_only=True))
        except (OSError, ValueError) as error:
            raise ModelError(
                f"这台机器上没有模型 {model!r}（not on this machine）。程序不下载模型：请写模型文件夹的路径，"
                f"或先运行 hf download {model}。{WAY_OUT}"
            ) from error
    for pattern in ("config.json", "*.safetensors"):
        if not any(folder.glob(pattern)):
            raise ModelError(
                f"模型 {model!r} 的文件夹里没有 {pattern}（missing）：{folder}。"
                f"只读 safetensors 格式。{WAY_OUT}"
            )
    return folder


def _load(name: str, folder: Path) -> _Loaded:
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

    common: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    device = str(torch.accelerator.current_accelerator(check_available=True) or "cpu")
    try:
        config = AutoConfig.from_pretrained(folder, **common)
        # Weights that are kept quantised cannot be moved later on by every method.
        quantised = getattr(config, "quantization_config", None) is not None
        placed = {"device_map": {"": device}} if quantised else {}
        tokenizer = AutoTokenizer.from_pretrained(folder, **common)
        model = AutoModelForCausalLM.from_pretrained(
            folder, use_safetensors=True, dtype="auto", **placed, **common
        )
        model = model if quantised else model.to(device)  # type: ignore[arg-type]
    except Exception as error:  # the library raises a dozen kinds for a folder that is no model
        raise ModelError(f"模型 {name!r} 打不开（cannot be loaded）：{error} {WAY_OUT}") from error
    return _Loaded(name, model, tokenizer)
