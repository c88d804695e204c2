"""All that training begins with: the tokenizer, first vectors and weights, the streams of pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training import sources, streams
from training.overlap import Withheld
from training.questions import Known, Made, characters_alike, questions_from
from training.recipe import BY_RULE, Recipe
from training.streams import Texts
from training.teacher import Teacher, first_vectors, first_weights
from training.vocabulary import build_tokenizer, choose_vocabulary, common_characters

if TYPE_CHECKING:
    from tokenizers import Tokenizer


# Of GB 2312's characters the first are those in daily use.
LEVEL_ONE = 3_755


@dataclass(frozen=True)
class Start:
    tokenizer: Tokenizer
    vectors: np.ndarray
    weights: np.ndarray
    streams: list[streams.Stream]
    sample: Texts
    """Passages and sentences of both languages, by which the trained vectors are evened."""


@dataclass(frozen=True)
class Material:
    """The texts of the data folder, without those that overlap with the evaluation."""

    words: Sequence[sources.Word]
    sentences: Sequence[sources.Pair]
    laws: Sequence[sources.Pair]
    divisions: Sequence[sources.Pair]
    questions: Sequence[sources.Question]
    documents: Sequence[sources.Document]

    @property
    def chinese(self) -> list[str]:
        texts = [pair.chinese for pair in chain(self.sentences, self.laws)]
        texts += [text for q in self.questions for text in (q.text, q.paragraph)]
        return texts + [paragraph for each in self.documents for paragraph in each.paragraphs]

    @property
    def passages(self) -> list[str]:
        """Those that real questions are about."""
        return list(dict.fromkeys("".join(question.sentences) for question in self.questions))

    @property
    def english(self) -> list[str]:
        texts = [pair.english for pair in chain(self.sentences, self.laws)]
        return texts + [sense for word in self.words for sense in word.senses]

    def counts(self) -> dict[str, int]:
        return {
            "sentences": len(self.sentences),
            "lines of laws": len(self.laws),
            "questions": len(self.questions),
            "paragraphs of documents": sum(len(each.paragraphs) for each in self.documents),
        }


def read_material(folder: Path, withheld: Withheld) -> Material:
    sentences, laws = sources.read_tatoeba(folder), sources.read_bilingual_laws(folder)
    documents = [
        replace(each, paragraphs=tuple(withheld.without(each.paragraphs, lambda text: [text])))
        for each in sources.read_documents(folder)
    ]
    return Material(
        sources.read_words(folder),
        withheld.without(sentences, lambda pair: [pair.chinese, pair.english]),
        withheld.without(laws, lambda pair: [pair.chinese, pair.english]),
        sources.read_divisions(folder),
        withheld.without(sources.read_questions(folder), lambda one: [one.text, *one.sentences]),
        documents,
    )


def prepare(folder: Path, teacher: Teacher, recipe: Recipe) -> Start:
    """Reads the data, chooses the vocabulary and asks the teacher for its meanings."""
    withheld = Withheld.of_evaluation()
    material = read_material(folder, withheld)
    words, cities = material.words, sources.read_divisions(folder, deepest=1)
    vocabulary = choose_vocabulary(
        words,
        material.chinese,
        material.english,
        [pair.english for pair in cities],
        teacher.wordpieces,
        recipe.sizes,
    )
    tokenizer = build_tokenizer(vocabulary, words)
    glosses = streams.short_glosses(tokenizer, words)
    # Somewhat more than there are passages, and of laws a hundredth: they read like nothing else.
    some = [*material.sentences[::7], *material.laws[::100]]
    made = make_questions(material, cities, withheld, recipe)
    return Start(
        tokenizer,
        first_vectors(vocabulary, words, teacher, recipe.dimension, recipe.seed, glosses),
        first_weights(vocabulary),
        all_streams(tokenizer, material, made, glosses),
        Texts(tokenizer, [*material.passages, *(pair.english for pair in some)]),
    )


def all_streams(
    tokenizer: Tokenizer,
    material: Material,
    made: Sequence[Made],
    glosses_of: Mapping[int, Sequence[streams.Ids]],
) -> list[streams.Stream]:
    words = material.words
    glosses = [sources.Pair(word.simplified, sense) for word in words for sense in word.senses]
    law_texts = streams.Translations("laws", tokenizer, material.laws)
    document_texts = streams.DocumentTexts(tokenizer, material.documents)
    around = streams.Surroundings(document_texts)
    asked = streams.Questions(tokenizer, material.questions)
    by_rule = streams.MadeQuestions(tokenizer, made)
    return [
        streams.Translations("glosses", tokenizer, glosses),
        streams.Translations("sentences", tokenizer, material.sentences),
        law_texts,
        streams.Translations("names", tokenizer, material.divisions),
        asked,
        streams.Glossed(asked, glosses_of),
        around,
        streams.Glossed(around, glosses_of),
        streams.Titles(document_texts),
        streams.TranslatedSurroundings(law_texts),
        by_rule,
        streams.Glossed(by_rule, glosses_of),
    ]


def make_questions(
    material: Material, cities: Sequence[sources.Pair], withheld: Withheld, recipe: Recipe
) -> list[Made]:
    """Swapped names could make an overlap, so these are held back like the rest."""
    if not any(recipe.pairs[name] for name in BY_RULE):
        return []
    from opencc import OpenCC

    # 市 and 州 are in the name: 海 alone would be a place in every 上海.
    places = [pair.chinese for pair in cities if len(pair.chinese) > 2]
    known = Known(places, characters_alike(common_characters()[:LEVEL_ONE]), OpenCC("s2t").convert)
    untitled = [sources.Document("", (passage,)) for passage in material.passages]
    made = questions_from(chain(material.documents, untitled), known, recipe.seed)
    return withheld.without(
        made, lambda one: [one.question.text, *one.question.sentences, one.near]
    )
