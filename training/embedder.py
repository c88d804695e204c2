"""Makes the bundled embedder: `python -m training.embedder --data DIR --output DIR`.

The story: choose the words, give each its English meaning as a first vector, then move the vectors
so that a question lies near its paragraph and a sentence near its translation. A text's vector is
the weighted sum of its words' vectors; the weights are learned too, and multiplied in at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import ModelError
from rag.search.embed import DIGESTS, file_digests, load_embedder
from rag.search.static import CONFIG, REPETITION, damped
from training import evaluate, sources, streams
from training.checkpoint import Checkpoint
from training.overlap import EVALUATION
from training.prepare import Start, prepare
from training.recipe import BY_RULE, Recipe, for_gpu, shorter
from training.teacher import MiniLM

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer


@dataclass(frozen=True)
class Trained:
    tokenizer: Tokenizer
    vectors: np.ndarray
    losses: list[float]


def batches(
    sources_: Sequence[streams.Stream], recipe: Recipe, rng: np.random.Generator
) -> Iterator[list[streams.Drawn]]:
    """One epoch. A batch is of one stream: its wrong answers look like the right one."""
    plan: list[tuple[streams.Stream, np.ndarray]] = []
    for stream in sources_:
        wanted = recipe.pairs[stream.name] if len(stream) else 0
        together = recipe.together.get(stream.name, 1)
        times = range(math.ceil(wanted / max(1, len(stream))))
        rounds = [_shuffled(len(stream), together, rng) for _ in times]
        numbers = np.concatenate([*rounds, np.zeros(0, dtype=int)])[:wanted]
        cuts = range(0, len(numbers), recipe.batch)
        plan += [(stream, numbers[cut : cut + recipe.batch]) for cut in cuts]
    for place in rng.permutation(len(plan)):
        stream, numbers = plan[place]
        drawn = (stream.draw(int(number), rng) for number in numbers)
        batch = [one for one in drawn if len(one.query) and len(one.passage)]
        if len(batch) > 1:
            yield batch


def _shuffled(count: int, together: int, rng: np.random.Generator) -> np.ndarray:
    """All numbers, in runs of so many neighbours."""
    starts = rng.permutation(math.ceil(count / together)) * together
    numbers = (starts[:, None] + np.arange(together)).ravel()
    return numbers[numbers < count]


def train(start: Start, recipe: Recipe, checkpoint: Checkpoint | None = None) -> Trained:
    """Contrastive training in both directions, within the batch. With a checkpoint, what an earlier
    call did is not done again: its batches are drawn, so that those that follow are the same."""
    import torch
    from tqdm import tqdm

    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    vectors = torch.tensor(start.vectors, device=device, requires_grad=True)
    weights = torch.tensor(start.weights, device=device, requires_grad=True)
    optimizers = (
        torch.optim.SparseAdam([vectors], lr=recipe.rate),
        torch.optim.Adam([weights], lr=recipe.weight_rate),
    )
    rates = (recipe.rate, recipe.weight_rate)
    total = _steps(start, recipe)
    losses = checkpoint.restore((vectors, weights), optimizers) if checkpoint else []
    epochs = chain.from_iterable(batches(start.streams, recipe, rng) for _ in range(recipe.epochs))
    for step, batch in enumerate(tqdm(epochs, total=total, unit="step", mininterval=5)):
        if step >= total:
            break
        if step < len(losses):
            continue
        scale = min(1.0, (step + 1) / (0.05 * total)) * max(0.02, 1 - step / total)
        for optimizer, rate in zip(optimizers, rates, strict=True):
            optimizer.param_groups[0]["lr"] = rate * scale
            optimizer.zero_grad()
        sides = [[one.query for one in batch], [one.passage for one in batch]]
        if any(len(one.near) for one in batch):
            sides.append([one.near for one in batch])
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            sums = _sums(vectors, weights, list(chain(*sides)), recipe.repetition).chunk(len(sides))
            groups = torch.tensor([one.group for one in batch], device=device)
            loss = _loss(sums, groups, recipe.temperature)
        loss.backward()  # type: ignore[no-untyped-call]
        for optimizer in optimizers:
            optimizer.step()  # type: ignore[no-untyped-call]
        losses.append(loss.item())
        if checkpoint:
            checkpoint.step(losses, (vectors, weights), optimizers)
    folded = (vectors * weights.exp()[:, None]).detach().cpu().numpy()
    return Trained(start.tokenizer, folded, losses)


def checkpoints_of(folder: Path, recipe: Recipe, data: Path) -> list[Checkpoint]:
    """One for each run of `train_both`. The texts decide the steps as the recipe does."""
    files = {name: _digest(data / name) for name in sources.FILES.values()}
    files |= {file.name: _digest(file) for file in EVALUATION.glob("*.jsonl")}
    made_by = {**asdict(recipe), "file": files}
    return [Checkpoint(folder, name, made_by) for name in ("first", "second")]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def train_both(start: Start, recipe: Recipe, checkpoints: Sequence[Checkpoint] = ()) -> Trained:
    """The mean of two runs from the same start, its directions evened. Their checkpoints stay
    until both are done."""
    runs = zip((recipe, shorter(recipe)), checkpoints or (None, None), strict=True)
    first, second = (train(start, each, checkpoint) for each, checkpoint in runs)
    for checkpoint in checkpoints:
        checkpoint.done()
    mean = evened((first.vectors + second.vectors) / 2, start.sample, recipe)
    return Trained(start.tokenizer, mean, first.losses + second.losses)


def evened(vectors: np.ndarray, sample: streams.Texts, recipe: Recipe) -> np.ndarray:
    """Stretched in the directions in which texts differ little, shrunk where they all differ.

    Those of the strongest directions say what a text is about at large, and drown what tells it
    from others of its kind.
    """
    read = np.zeros((len(sample), vectors.shape[1]), dtype=np.float32)
    for row in range(len(sample)):
        words, times = np.unique(sample[row], return_counts=True)
        read[row] = damped(times, recipe.repetition) @ vectors[words]
    read = read[read.any(axis=1)]
    read /= np.linalg.norm(read, axis=1, keepdims=True)
    values, axes = np.linalg.eigh(np.cov(read, rowvar=False))
    # A sample of few texts leaves directions of no spread at all.
    scales = np.maximum(values / values.mean(), 1e-3) ** -recipe.evening
    stretched: np.ndarray = vectors @ (axes * scales) @ axes.T
    return stretched.astype(np.float32)


def _steps(start: Start, recipe: Recipe) -> int:
    used = [recipe.pairs[stream.name] for stream in start.streams if len(stream)]
    planned = recipe.epochs * sum(math.ceil(pairs / recipe.batch) for pairs in used)
    return planned if recipe.steps is None else min(planned, recipe.steps)


def _loss(sums: Sequence[torch.Tensor], groups: torch.Tensor, temperature: float) -> torch.Tensor:
    """`sums` are those of queries, passages and, in some streams, near texts: each of these is a
    wrong answer to its own query alone, since it may well be the right one to another."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    queries, passages, *near = (normalize(each, dim=1) for each in sums)
    scores = queries @ passages.T / temperature
    own = torch.eye(len(groups), dtype=torch.bool, device=groups.device)
    scores = scores.masked_fill((groups[:, None] == groups) & ~own, -1e4)
    right = torch.arange(len(groups), device=groups.device)
    backwards = cross_entropy(scores.T, right)
    for each in near:
        score = (queries * each).sum(dim=1, keepdim=True) / temperature
        # A text that is not there has the zero vector.
        score = score.masked_fill(~each.any(dim=1, keepdim=True), -1e4)
        scores = torch.cat([scores, score], dim=1)
    return (cross_entropy(scores, right) + backwards) / 2


def _sums(
    vectors: torch.Tensor,
    weights: torch.Tensor,
    texts: Sequence[streams.Ids],
    repetition: float,
) -> torch.Tensor:
    """Weighted sums of the words' vectors, as `rag.search.static` makes them.

    Each row is fetched once a batch, however many texts have its word: most of the time would else
    go into adding up the gradients of 的 and the.
    """
    import torch
    from torch.nn.functional import embedding, embedding_bag

    found = [np.unique(text, return_counts=True) for text in texts]
    words = np.concatenate([each for each, _ in found])
    times = np.concatenate([counts for _, counts in found])
    rows, places = np.unique(words, return_inverse=True)
    used = torch.from_numpy(rows.astype(np.int64)).to(vectors.device)
    starts = np.cumsum([0, *(len(each) for each, _ in found[:-1])])
    weighted = embedding(used, vectors, sparse=True) * weights[used].exp()[:, None]
    return embedding_bag(
        torch.from_numpy(places).to(vectors.device),
        weighted,
        torch.from_numpy(starts).to(vectors.device),
        mode="sum",
        per_sample_weights=torch.from_numpy(damped(times, repetition)).to(vectors.device),
    )


def save(trained: Trained, folder: Path, repetition: float) -> None:
    """A sentence-transformers folder in half precision, with the digests of its files.

    It is written by hand: the type names below are those that every version of the library reads,
    old ones included, and the tokenizer takes half the room without its line breaks.
    """
    from safetensors import numpy as safetensors

    names = ["StaticEmbedding", "Normalize"]
    modules = [
        {
            "idx": n,
            "name": str(n),
            "path": f"{n}_{name}",
            "type": f"sentence_transformers.models.{name}",
        }
        for n, name in enumerate(names)
    ]
    static, normalize = (folder / str(module["path"]) for module in modules)
    static.mkdir(parents=True, exist_ok=True)
    normalize.mkdir(exist_ok=True)
    weights = safetensors.save({"embedding.weight": trained.vectors.astype(np.float16)})
    (static / "model.safetensors").write_bytes(weights)
    trained.tokenizer.save(str(static / "tokenizer.json"), pretty=False)
    _write_json(normalize / "config.json", {})
    _write_json(folder / "modules.json", modules)
    _write_json(
        folder / CONFIG,
        {
            "prompts": {},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
            REPETITION: repetition,
        },
    )
    _write_json(folder / DIGESTS, file_digests(folder))


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def torch_cuda() -> bool:
    import torch

    return torch.cuda.is_available()


def chosen(epochs: int | None, steps: int | None, seed: int, made: int | None, gpu: bool) -> Recipe:
    """The machine's own recipe, but for what was asked for."""
    recipe = for_gpu(Recipe()) if gpu else Recipe()
    pairs = recipe.pairs if made is None else {**recipe.pairs, **dict.fromkeys(BY_RULE, made)}
    return replace(recipe, epochs=epochs or recipe.epochs, steps=steps, seed=seed, pairs=pairs)


def beside(data: Path) -> Path:
    """Where the folder of the evaluation is looked for."""
    return data.resolve().parent / "bench"


def figures(model: Path, bench: Path) -> str:
    """The evaluation table, or how to get it."""
    if missing := evaluate.missing_files(bench):
        return (
            f"没有评测数据（not evaluated）：{bench} 里没有（lacks） {', '.join(missing)}。"
            f"python -m training.evaluate {model} --half tune --data BENCH"
        )
    # The tune half: who trains several models chooses by these figures.
    tasks = [*evaluate.read_tasks(bench), evaluate.bulletin_task("tune")]
    return evaluate.table(load_embedder(str(model)), tasks)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.embedder", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of training/README.md")
    parser.add_argument("--output", type=Path, required=True, help="folder of the new model")
    parser.add_argument(
        "--bench", type=Path, help="folder of the evaluation; else bench beside DATA"
    )
    parser.add_argument("--epochs", type=int, help="of the longer of the two runs")
    parser.add_argument("--steps", type=int, help="stop after so many")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument(
        "--made", type=int, help="questions made by rule in an epoch, each language"
    )
    options = parser.parse_args()
    if missing := sources.missing_files(options.data):
        parser.error(f"{options.data} 里没有（lacks） {', '.join(missing)}")
    bench = options.bench or beside(options.data)
    if options.bench and (missing := evaluate.missing_files(bench)):
        parser.error(f"{bench} 里没有（lacks） {', '.join(missing)}")
    recipe = chosen(options.epochs, options.steps, options.seed, options.made, torch_cuda())
    began = time.monotonic()
    work = options.output.with_name(options.output.name + ".training")
    try:
        checkpoints = checkpoints_of(work, recipe, options.data)
    except ModelError as error:
        parser.exit(2, f"{error}\n")
    trained = train_both(prepare(options.data, MiniLM(), recipe), recipe, checkpoints)
    save(trained, options.output, recipe.repetition)
    print(f"saved {options.output} after {time.monotonic() - began:.0f} s")
    print(figures(options.output, bench))


if __name__ == "__main__":
    main()
