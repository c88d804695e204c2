"""Training texts as token ids, and the pairs that are drawn from them anew each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from training.questions import Made
from training.sources import Document, Pair, Question, Word, sentences_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_ASIDE = re.compile(r"\([^)]*\)|[,;].*|^(?:to|a|an|the) ")

Ids = np.ndarray
LONGEST = 200


@dataclass(frozen=True)
class Drawn:
    """Two texts that mean the same or answer one another.

    Those of the same group (a paragraph, an article) are not each other's wrong answers.
    """

    query: Ids
    passage: Ids
    group: int
    near: Ids = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    """A wrong answer to this query alone; empty where there is none."""


class Stream(Protocol):
    name: str

    def __len__(self) -> int: ...

    def draw(self, number: int, rng: np.random.Generator) -> Drawn: ...


class Texts:
    """Token ids of many texts in one array, without the unknown, which have no vector."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        parts: list[np.ndarray] = []
        for start in range(0, len(texts), 10_000):
            encodings = tokenizer.encode_batch(list(texts[start : start + 10_000]))
            parts += [np.array([i for i in e.ids if i], dtype=np.int32) for e in encodings]
        self._ids = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
        self._starts = np.cumsum([0, *map(len, parts)])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Ids:
        return self.span(number, number + 1)

    def span(self, first: int, end: int) -> Ids:
        return self._ids[self._starts[first] : self._starts[end]]

    def lengths(self) -> np.ndarray:
        return np.diff(self._starts)


class Translations:
    """Words and glosses, sentences and their translations."""

    def __init__(self, name: str, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> None:
        self.name = name
        self.chinese = Texts(tokenizer, [pair.chinese for pair in pairs])
        self.english = Texts(tokenizer, [pair.english for pair in pairs])
        numbers = {pair.chinese: number for number, pair in enumerate(pairs)}
        self._groups = [numbers[pair.chinese] for pair in pairs]

    def __len__(self) -> int:
        return len(self._groups)

    def draw(self, number: int, rng: np.random.Generator) -> Drawn:
        chinese, english = self.chinese[number], self.english[number]
        return Drawn(english[:LONGEST], chinese[:LONGEST], self._groups[number])


class Questions:
    """A question with a stretch of its paragraph that holds the answer."""

    name = "questions"

    def __init__(self, tokenizer: Tokenizer, questions: Sequence[Question]) -> None:
        self._texts = Texts(tokenizer, [question.text for question in questions])
        self._sentences = Texts(tokenizer, [s for q in questions for s in q.sentences])
        self._first = np.cumsum([0, *(len(question.sentences) for question in questions)])
        self._answers = [question.answer for question in questions]
        numbers = {question.paragraph: n for n, question in enumerate(questions)}
        self._groups = [numbers[question.paragraph] for question in questions]

    def __len__(self) -> int:
        return len(self._groups)

    def draw(self, number: int, rng: np.random.Generator) -> Drawn:
        first, end = self._first[number], self._first[number + 1]
        answer = first + self._answers[number]
        # Half of the paragraphs stay whole, as they will be searched.
        if rng.random() < 0.5:
            first = rng.integers(first, answer, endpoint=True)
            end = rng.integers(answer + 1, end, endpoint=True)
        passage = self._sentences.span(first, end)[: 2 * LONGEST]
        return Drawn(self._texts[number], passage, self._groups[number])


class MadeQuestions:
    """Questions made by rule, each with a text that nearly answers it."""

    name = "made questions"

    def __init__(self, tokenizer: Tokenizer, made: Sequence[Made]) -> None:
        self._questions = Questions(tokenizer, [one.question for one in made])
        self._near = Texts(tokenizer, [one.near for one in made])

    def __len__(self) -> int:
        return len(self._near)

    def draw(self, number: int, rng: np.random.Generator) -> Drawn:
        near = self._near[number][:LONGEST]
        return replace(self._questions.draw(number, rng), near=near)


class DocumentTexts:
    """Titles and sentences of documents, read once for the two streams below."""

    def __init__(self, tokenizer: Tokenizer, documents: Iterable[Document]) -> None:
        titles: list[str] = []
        sentences: list[str] = []
        self.spans: list[tuple[int, int]] = []
        for document in documents:
            first = len(sentences)
            sentences += [s for paragraph in document.paragraphs for s in sentences_of(paragraph)]
            if len(sentences) > first:
                titles.append(document.title)
                self.spans.append((first, len(sentences)))
        self.titles = Texts(tokenizer, titles)
        self.sentences = Texts(tokenizer, sentences)


class Surroundings:
    """A few words of a sentence with the text around it: what a question asks for, unasked."""

    name = "surroundings"

    def __init__(self, texts: DocumentTexts) -> None:
        self._sentences = texts.sentences
        self._spans = [span for span in texts.spans for _ in range(*span)]
        self._usable = np.flatnonzero(self._sentences.lengths() >= 6)

    def __len__(self) -> int:
        return len(self._usable)

    def draw(self, number: int, rng: np.random.Generator) -> Drawn:
        at = int(self._usable[number])
        first, end = self._spans[at]
        first = max(first, at - int(rng.integers(1, 4)))
        end = min(end, at + int(rng.integers(2, 5)))
        before, after = self._sentences.span(first, at), self._sentences.span(at + 1, end)
        own = self._sentences[at]
        # Mostly without the sentence itself: finding the same words again teaches little.
        kept = own if rng.random() < 0.2 else own[:0]
        passage = np.concatenate([before[-LONGEST // 2 :], kept, after[: LONGEST // 2]])
        return Drawn(_some_words(own, rng), passage, at)


def _some_words(ids: Ids, rng: np.random.Generator) -> Ids:
    size = min(len(ids), int(rng.integers(4, 20)))
    start = int(rng.integers(0, len(ids) - size, endpoint=True))
    return ids[start : start + size]


class Titles:
    """The title of a law or report with a passage of it."""

    name = "titles"

    def __init__(self, texts: DocumentTexts) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts.spans)

    def draw(self, number: int, rng: np.random.Generator) -> Drawn:
        first, end = self._texts.spans[number]
        start = int(rng.integers(first, end))
        passage = self._texts.sentences.span(start, min(end, start + 4))
        return Drawn(self._texts.titles[number], passage[:LONGEST], number)


class TranslatedSurroundings:
    """A few words of an English line of a law with the Chinese lines of and around it."""

    name = "translated surroundings"

    def __init__(self, laws: Translations) -> None:
        self._chinese, self._english = laws.chinese, laws.english
        self._usable = np.flatnonzero(self._english.lengths() >= 6)

    def __len__(self) -> int:
        return len(self._usable)

    def draw(self, number: int, rng: np.random.Generator) -> Drawn:
        at = int(self._usable[number])
        first = max(0, at - int(rng.integers(0, 3)))
        passage = self._chinese.span(first, min(len(self._chinese), at + int(rng.integers(1, 4))))
        return Drawn(_some_words(self._english[at], rng), passage[: 2 * LONGEST], at)


class Glossed:
    """Another stream with its Chinese query put into English word by word.

    No data asks in English about a Chinese paragraph; a sum of vectors knows no word order, so a
    dictionary makes such questions good enough.
    """

    def __init__(self, stream: Stream, glosses: Mapping[int, Sequence[Ids]]) -> None:
        self.name = f"glossed {stream.name}"
        self._stream, self._glosses = stream, glosses

    def __len__(self) -> int:
        return len(self._stream)

    def draw(self, number: int, rng: np.random.Generator) -> Drawn:
        drawn = self._stream.draw(number, rng)
        parts = [self._english(int(token), rng) for token in drawn.query]
        return replace(drawn, query=np.concatenate([*parts, drawn.query[:0]]))

    def _english(self, token: int, rng: np.random.Generator) -> Ids:
        senses = self._glosses.get(token)
        if not senses:
            return np.array([token], dtype=np.int32)
        return senses[int(rng.integers(len(senses)))]


def short_glosses(tokenizer: Tokenizer, words: Iterable[Word]) -> dict[int, list[Ids]]:
    """The first senses of each word that has an entry, without asides, as token ids."""
    senses: dict[int, list[Ids]] = {}
    for word in words:
        token = tokenizer.token_to_id(word.simplified)
        texts = [_ASIDE.sub("", sense).strip() for sense in word.senses[:3]]
        if token is not None and (kept := [text for text in texts if text]):
            encodings = tokenizer.encode_batch(kept)
            senses[token] = [np.array(e.ids, dtype=np.int32) for e in encodings if e.ids]
    return senses
