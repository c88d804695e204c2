"""A real model of two real architectures, small enough to be made by hand: it says its lesson.

Its hidden state is the last token alone (attention and the feed-forward part add nothing), and the
output layer names the token that comes next in the lesson, or in the loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer
from tokenizers.decoders import Fuse
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
)

UNKNOWN, END, SYSTEM, USER, ASSISTANT = "<unk>", "<end>", "<system>", "<user>", "<assistant>"
TEMPLATE = (
    "{% for m in messages %}{{ '<' + m['role'] + '>' + m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
NO_SYSTEM = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
ARCHITECTURES = {
    "llama": (LlamaConfig, LlamaForCausalLM),
    "qwen2": (Qwen2Config, Qwen2ForCausalLM),
}


def make_parrot(
    folder: Path,
    lesson: Sequence[str],
    template: str | None = TEMPLATE,
    architecture: str = "llama",
    loop: str = END,
    context: int = 4096,
) -> Path:
    """Saved as models are. Every word of the lesson stands in it once; `loop` is what follows its end."""
    special = [UNKNOWN, END, SYSTEM, USER, ASSISTANT]
    words = [*special, *lesson]
    _tokenizer(words, special, template).save_pretrained(folder)
    begins = ASSISTANT if template else UNKNOWN
    said = [begins, *lesson, loop]
    order = [words.index(word) for word in said]
    _model(len(words), dict(zip(order, order[1:], strict=False)), architecture, context).save_pretrained(folder)  # fmt: skip
    return folder


def _tokenizer(
    words: Sequence[str], special: Sequence[str], template: str | None
) -> PreTrainedTokenizerFast:
    """Words of the lesson are single tokens and every other character is unknown."""
    known = {word: n for n, word in enumerate(words)}
    tokenizer = Tokenizer(WordLevel(known, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    tokenizer.decoder = Fuse()
    tokenizer.add_special_tokens(list(special))
    tokenizer.add_tokens([word for word in words if word.endswith("think>")])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token=UNKNOWN, eos_token=END, chat_template=template
    )


def _model(
    size: int, following: dict[int, int], architecture: str, context: int
) -> PreTrainedModel:
    config_kind, kind = ARCHITECTURES[architecture]
    width = size + size % 2
    config = config_kind(
        vocab_size=size,
        hidden_size=width,
        intermediate_size=2,
        num_hidden_layers=1,
        num_attention_heads=1,
        num_key_value_heads=1,
        max_position_embeddings=context,
        tie_word_embeddings=False,
        bos_token_id=None,
        eos_token_id=1,
    )
    model = kind(config)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "norm" not in name:
                weights.zero_()
        model.get_input_embeddings().weight.copy_(torch.eye(size, width))
        for token, then in following.items():
            model.lm_head.weight[then, token] = 1.0
    return model
