"""The embedder's training, end to end on a toy data folder with a toy teacher."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import shutil
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError
from rag.search.embed import load_embedder
from training import checkpoint, evaluate, sources
from training.charsmap import precompile, simplified_characters
from training.checkpoint import Checkpoint
from training.embedder import (
    _loss,
    _shuffled,
    _steps,
    beside,
    checkpoints_of,
    chosen,
    evened,
    figures,
    save,
    train,
    train_both,
)
from training.evaluate import Task, recall
from training.overlap import Withheld
from training.prepare import Start, make_questions, prepare, read_material
from training.recipe import BY_RULE, Recipe, shorter
from training.streams import Texts
from training.vocabulary import Sizes, Vocabulary, build_tokenizer

WORDS = [
    ("工會", "工会", "labor union/trade union"),
    ("職工", "职工", "workers/staff"),
    ("經費", "经费", "funds/expenditure"),
    ("法律", "法律", "law"),
    ("早飯", "早饭", "breakfast"),
    ("西寧市", "西宁市", "Xining, capital of Qinghai 青海省"),
    ("西寧", "西宁", "see 西寧市|西宁市[Xi1 ning2 Shi4]"),
    ("臺", "台", "platform/CL:個|个[ge4]"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file that training reads, a few lines each, in its own format."""
    folder = tmp_path_factory.mktemp("toy") / "data"
    (folder / "names").mkdir(parents=True)
    lines = [f"{old} {new} [x1] /{glosses}/" for old, new, glosses in WORDS]
    path = folder / sources.FILES["cedict"]
    path.write_bytes(gzip.compress("\n".join(["# head", *lines]).encode("utf-8")))
    write(
        folder, "tatoeba", "He eats breakfast.\t他吃早飯。\nWorkers have a union.\t职工有工会。\n"
    )
    bilingual = "".join(
        f"法律第{n}条职工经费。\tArticle {n} the law of the union for workers.\n" for n in range(20)
    )
    (folder / sources.FILES["moj"]).write_bytes(lzma.compress(bilingual.encode("utf-8")))
    write(folder, "prc", "宪法#1\t工会法律。\tThe law of the union.\n")
    write_laws(folder / sources.FILES["laws"])
    write(
        folder,
        "reports",
        "2001\t各位代表：\u3000\u3000工会发展。职工增加。\u3000\u3000经费充足。\n",
    )
    for name in ("cmrc", "drcd"):
        write(folder, name, json.dumps(squad()))
    answers = {"工会法第一条": "工会由职工组成。\n\n工会有经费。"}
    write(folder, "stard", json.dumps([{"问题": "工会的经费？", "相关法规": answers}]))
    header = "id,pid,deep,name,pinyin_prefix,pinyin,ext_id,ext_name\n"
    write(folder, "divisions", header + '6301,63,1,"西宁","x","xi ning","6301","西宁市"\n')
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / sources.FILES[name]).write_text(text, encoding="utf-8")


def write_laws(path: Path) -> None:
    law = "# 工会法\n\n2001年通过\n\n<!-- INFO END -->\n\n## 第一章\n\n"
    law += "".join(
        f"第{n}条 工会由职工组成，经费依照法律。工会在2001年为{n}00名职工服务。\n\n"
        for n in range(1, 30)
    )
    content = law.encode("utf-8")
    with tarfile.open(path, "w:xz") as archive:
        member = tarfile.TarInfo("./社会法/工会法.md")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))


def squad() -> dict[str, object]:
    context = "工会的经费依照法律。职工吃早饭。西宁市有工会。"
    asked = [("谁吃早饭？", 10), ("哪里有工会？", 16)]
    qas = [{"question": q, "answers": [{"text": "", "answer_start": at}]} for q, at in asked]
    return {"data": [{"title": "x", "paragraphs": [{"context": context, "qas": qas}]}]}


class ToyTeacher:
    """A vector for each text, from its bytes: no meaning, but always the same."""

    def __init__(self, folder: Path) -> None:
        self.wordpieces = folder / "vocab.txt"
        pieces = ["[PAD]", "the", "union", "workers", "law", "breakfast", "##ing", "##s"]
        self.wordpieces.write_text("\n".join(pieces), encoding="utf-8")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        seeds = [zlib.crc32(text.encode("utf-8")) for text in texts]
        return np.stack([np.random.default_rng(s).normal(size=24) for s in seeds])


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    pairs = dict.fromkeys(Recipe().pairs, 200)
    sizes = Sizes(chinese=7_000, english=100, pieces=10)
    return Recipe(epochs=3, steps=10, batch=24, dimension=16, rate=0.05, sizes=sizes, pairs=pairs)


@pytest.fixture(scope="module")
def start(data: Path, recipe: Recipe) -> Start:
    return prepare(data, ToyTeacher(data.parent), recipe)


def test_ten_steps_bring_the_loss_down(start: Start, recipe: Recipe) -> None:
    losses = train(start, recipe).losses
    assert len(losses) == 10
    assert np.mean(losses[-4:]) < np.mean(losses[:4])


def test_the_same_seed_gives_the_same_vectors(start: Start, recipe: Recipe) -> None:
    first, second = train(start, recipe), train(start, recipe)
    np.testing.assert_array_equal(first.vectors, second.vectors)


def test_a_saved_model_gives_the_vectors_that_were_trained(
    start: Start, recipe: Recipe, tmp_path: Path
) -> None:
    trained = train(start, recipe)
    save(trained, tmp_path / "model", recipe.repetition)
    text = "西寧市的工會有经费，职工也有经费"
    names = ["西宁市", "的", "工会", "有", "经费", "职工", "也"]
    ids = np.array([trained.tokenizer.token_to_id(name) for name in names], dtype=int)
    times = np.array([1, 1, 1, 2, 2, 1, 1])
    total = times**0.5 @ trained.vectors[ids]
    found = load_embedder(str(tmp_path / "model")).embed_passages([text])[0]
    np.testing.assert_allclose(found, total / np.linalg.norm(total), atol=2e-3)


def test_a_run_that_was_cut_off_goes_on_as_if_it_had_not_been(
    start: Start, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 4)
    whole = train(start, recipe)
    made_by = asdict(recipe)
    cut = Checkpoint(tmp_path, "first", made_by)
    with pytest.raises(KeyboardInterrupt):
        train(start, recipe, Interrupted(cut, after=6))
    resumed = train(start, recipe, Checkpoint(tmp_path, "first", made_by))
    np.testing.assert_array_equal(resumed.vectors, whole.vectors)
    assert resumed.losses == whole.losses
    assert "goes on after step 4" in (tmp_path / "training.log").read_text("utf-8")


class Interrupted(Checkpoint):
    """Stops the run as a person at the keyboard would."""

    def __init__(self, real: Checkpoint, after: int) -> None:
        self._real, self._after = real, after
        self.restore = real.restore  # type: ignore[method-assign]

    def step(self, losses, tensors, optimizers) -> None:  # type: ignore[no-untyped-def]
        self._real.step(losses, tensors, optimizers)
        if len(losses) == self._after:
            raise KeyboardInterrupt


def test_checkpoints_are_gone_when_both_runs_are_done(
    data: Path, start: Start, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 4)
    first, second = checkpoints_of(tmp_path, recipe, data)
    with pytest.raises(KeyboardInterrupt):
        train(start, recipe, Interrupted(first, after=6))
    assert list(tmp_path.glob("*.checkpoint"))
    train_both(start, recipe, (first, second))
    assert not list(tmp_path.glob("*.checkpoint"))


def test_what_another_training_left_is_refused_and_stays(
    data: Path, start: Start, recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 4)
    work = tmp_path / "model.training"
    with pytest.raises(KeyboardInterrupt):
        train(start, recipe, Interrupted(checkpoints_of(work, recipe, data)[0], after=6))
    left = (work / "first.checkpoint").read_bytes()
    with pytest.raises(ModelError, match=r"another training）：seed 7 → 8。.*--output.*删去"):
        checkpoints_of(work, replace(recipe, seed=8), data)
    laws = {**recipe.pairs, "laws": 5}
    with pytest.raises(ModelError, match="：rate 0.05 → 0.01，pairs laws 200 → 5。"):
        checkpoints_of(work, replace(recipe, rate=0.01, pairs=laws), data)
    others = shutil.copytree(data, tmp_path / "others")
    write(others, "prc", "宪法#1\t工会和法律。\tThe law of the union.\n")
    with pytest.raises(ModelError, match=r"：file prc-laws.zh-en.tsv \w+ → \w+。"):
        checkpoints_of(work, recipe, others)
    assert (work / "first.checkpoint").read_bytes() == left
    checkpoints_of(work, recipe, data)


def test_dimensions_beyond_the_teachers_tell_words_apart(data: Path, recipe: Recipe) -> None:
    wide = prepare(data, ToyTeacher(data.parent), replace(recipe, dimension=40)).vectors
    beyond = wide[1:, 24:]
    lengths = np.linalg.norm(beyond, axis=1)
    assert not wide[0].any()
    assert lengths == pytest.approx(np.full(len(lengths), lengths[0]), rel=0.2) and lengths[0] > 0
    assert len(np.unique(beyond.round(6), axis=0)) == len(beyond)


def test_a_gpu_makes_more_steps_of_larger_batches(start: Start) -> None:
    here, there = (chosen(None, None, 7, None, gpu) for gpu in (False, True))
    runs = here, shorter(here), there, shorter(there)
    assert [_steps(start, recipe) for recipe in runs] == [1136, 568, 1722, 861]
    assert there.batch == 2 * here.batch
    asked = chosen(1, 30, 8, 0, gpu=True)
    assert (asked.epochs, asked.steps, asked.seed) == (1, 30, 8)
    assert [asked.pairs[name] for name in BY_RULE] == [0, 0]


def test_every_stream_of_the_recipe_has_pairs(start: Start, recipe: Recipe) -> None:
    rng = np.random.default_rng(0)
    assert {stream.name for stream in start.streams} == set(recipe.pairs)
    for stream in start.streams:
        drawn = [stream.draw(number, rng) for number in range(len(stream))]
        assert any(len(one.query) and len(one.passage) for one in drawn), stream.name


def test_made_questions_that_overlap_with_the_evaluation_are_held_back(
    data: Path, recipe: Recipe
) -> None:
    material, cities = read_material(data, Withheld([])), sources.read_divisions(data)
    made = make_questions(material, cities, Withheld([]), recipe)
    assert any("多少" in one.question.text or "哪" in one.question.text for one in made)
    paragraph = "".join(made[0].question.sentences)
    kept = make_questions(material, cities, Withheld([paragraph]), recipe)
    assert made[0] not in kept
    none = replace(recipe, pairs={**recipe.pairs, **dict.fromkeys(BY_RULE, 0)})
    assert make_questions(material, cities, Withheld([]), none) == []


def test_neighbours_stay_together_when_a_stream_is_shuffled() -> None:
    numbers = _shuffled(10, 4, np.random.default_rng(1))
    assert sorted(numbers) == list(range(10))
    runs = "".join(map(str, numbers))
    assert all(run in runs for run in ("0123", "4567", "89"))


def test_a_near_text_is_a_wrong_answer_to_its_own_question_alone() -> None:
    torch = pytest.importorskip("torch")
    sides = torch.eye(2)
    groups = torch.tensor([0, 1])
    plain = _loss([sides, sides], groups, 1.0)
    absent = _loss([sides, sides, torch.zeros(2, 2)], groups, 1.0)
    others = _loss([sides, sides, sides.flip(0)], groups, 1.0)
    own = _loss([sides, sides, sides], groups, 1.0)
    assert absent.item() == pytest.approx(plain.item())
    # e against e + 1, e + 2 and 2e + 1, with the backward half unchanged.
    e = np.e
    assert others.item() == pytest.approx((np.log(1 + 2 / e) + np.log(1 + 1 / e)) / 2)
    assert own.item() == pytest.approx((np.log((2 * e + 1) / e) + np.log(1 + 1 / e)) / 2)


def test_glosses_are_cleaned_and_references_followed(data: Path) -> None:
    words = {word.simplified: word.senses for word in sources.read_words(data)}
    assert words["西宁"] == words["西宁市"] == ("Xining, capital of Qinghai 青海省",)
    assert words["台"] == ("platform",)


def test_missing_files_are_named(data: Path, tmp_path: Path) -> None:
    assert sources.missing_files(data) == []
    copy = shutil.copytree(data, tmp_path / "copy")
    (copy / "DRCD_dev.json").unlink()
    assert sources.missing_files(copy) == ["DRCD_dev.json"]


def test_two_runs_are_averaged(start: Start, recipe: Recipe) -> None:
    both = train_both(start, recipe)
    runs = [train(start, recipe), train(start, shorter(recipe))]
    mean = np.mean([run.vectors for run in runs], axis=0)
    np.testing.assert_allclose(both.vectors, evened(mean, start.sample, recipe), atol=1e-6)
    same = evened(mean, start.sample, replace(recipe, evening=0.0))
    np.testing.assert_allclose(same, mean, atol=1e-5)


def test_evening_makes_the_spread_of_texts_alike(recipe: Recipe) -> None:
    # Four texts apart along the first axis for one along the second: variances of 4 to 1.
    vectors = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)], dtype=np.float32)
    words = Vocabulary(dict.fromkeys("工会法律", -5.0), {}, {})
    sample = Texts(build_tokenizer(words, []), [*"工会" * 4, *"法律"])
    found = evened(vectors, sample, replace(recipe, evening=0.5))
    assert found[3, 1] / found[1, 0] == pytest.approx(2)
    assert found[2, 0] == -found[1, 0] and found[1, 1] == pytest.approx(0)


def test_an_answer_lies_in_its_sentence(data: Path) -> None:
    first, second = sources.read_questions(data)[:2]
    assert first.sentences[first.answer] == "职工吃早饭。"
    assert second.sentences[second.answer] == "西宁市有工会。"


def test_precompiled_characters_are_replaced_and_no_others() -> None:
    from tokenizers import normalizers

    old = "".join(chr(code) for code in range(0x4E00, 0x5600, 3))
    mapping = {character: chr(ord(character) + 0x1000) for character in old}
    normalizer = normalizers.Precompiled(precompile(mapping))
    assert normalizer.normalize_str(old) == "".join(mapping.values())
    others = "".join(chr(code) for code in range(0x4E01, 0x5600, 3)) + "abcａé😀ༀ"
    assert normalizer.normalize_str(others) == others


def test_characters_that_simplified_text_uses_are_left_alone() -> None:
    words = [sources.Word("后来", "後來", ()), sources.Word("皇后", "皇后", ())]
    words += [sources.Word("著名", "著名", ()), sources.Word("看着", "看著", ())]
    mapping = simplified_characters([*words, sources.Word("随着", "隨著", ())])
    assert mapping["後"] == "后" and "后" not in mapping and "著" not in mapping


def test_the_tokenizer_prefers_words_and_cuts_what_it_does_not_know() -> None:
    chinese = {"工会": -5.0, "总工会": -6.0, "总": -5.0, "工": -6.0, "会": -5.0, "法": -5.0}
    vocabulary = Vocabulary(chinese, {"trade": -5.0, "s": -25.0}, {"2024": -7.0, "5": -6.0})
    tokenizer = build_tokenizer(vocabulary, [])
    assert tokenizer.encode("总工会法").tokens == ["总工会", "法"]
    assert tokenizer.encode("Ｔrades，20245；").tokens == ["trade", "s", "2024", "5"]
    assert tokenizer.encode("。 བོད").tokens == []


class Fixed:
    """An embedder that knows its texts' vectors."""

    name, dimension, fingerprint = "fixed", 2, ""

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[float(part) for part in text.split()] for text in texts], np.float32)

    embed_passages = embed_queries


def write_bench(folder: Path) -> None:
    folder.mkdir()
    for name in ("chinese", "english", "drcd", "cmrc"):
        (folder / evaluate.FILES[name]).write_text(json.dumps(squad()), encoding="utf-8")
    (folder / evaluate.FILES["news"]).write_text("工会\tunion\n职工\tworker\n", "utf-8")
    (folder / evaluate.FILES["tibetan"]).write_text("བོད།\nཡིག\n", "utf-8")


def test_a_training_ends_with_the_table_where_the_benchmarks_lie_beside_the_data(
    start: Start, recipe: Recipe, tmp_path: Path
) -> None:
    model, bench = tmp_path / "model", beside(tmp_path / "data")
    save(train(start, recipe), model, recipe.repetition)
    shown = figures(model, bench)
    assert "DRCD_test.json" in shown and f"training.evaluate {model} --half tune" in shown
    write_bench(bench)
    rows = figures(model, bench).splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == [
        "| XQuAD zh", "| XQuAD en to zh", "| DRCD test, simplified", "| CMRC trial",
        "| NTREX zh to en", "| NTREX en to zh", "| NTREX Tibetan to zh", "| our questions, tune half",
    ]  # fmt: skip
    # Two questions on the one paragraph that there is.
    assert "| 2 | 1 | 1.000 / 1.000 | 1.000 |" in rows[0]


def test_recall_counts_ranks_and_takes_ties_against_itself() -> None:
    task = Task("x", ["1 0", "0 1", "1 0"], ["1 0", "0.6 0.8", "1 0", "0 1"], [1, 3, 0])
    assert recall(Fixed(), task, (1, 2, 3)) == pytest.approx([1 / 3, 2 / 3, 1.0])
