"""The weights of `rag/answer/evidence.py`, fitted on the tune half:

python -m training.sentences eval/questions.jsonl eval/tuning.jsonl

A softmax over all candidate sentences of a question, in which those that answer shall have the most.
It says as well how often the right one comes first, for questions that the weights were fitted
without: a fifth of them at a time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.answer.asked_for import has_what_is_asked_for, lists_what_is_asked_for
from rag.answer.evidence import Candidate
from rag.conversation.chat import completed
from rag.evaluate.figures import OVERLAPPING, holds, share_held
from rag.evaluate.questions import Question as Expected
from rag.evaluate.questions import load_questions
from rag.pipeline import Engine, open_engine, search
from rag.question.asked import understand
from rag.question.kind import asks_for_a_name
from rag.question.sought import Sought
from rag.settings import load_settings
from rag.weigh.candidates import candidates

Floats = npt.NDArray[np.float64]
Asked = tuple[Floats, npt.NDArray[np.bool_]]
"""A row of signals for each candidate of a question, and which of them answer."""

SIGNALS = [
    "passage",
    "named",
    "said",
    "beside",
    "whole",
    "anchored",
    "is_name",
    "listed",
    "asked_for",
]
FOLDS = 5
RIDGE = 0.002


def asked(engine: Engine, expected: Expected) -> Asked | None:
    """None where no candidate answers, or the question has several parts."""
    full = completed(expected.question, expected.turns, engine.library)
    understood = understand(full, engine.library)
    if len(understood.parts) > 1:
        return None
    hits = search(engine, full, engine.settings.passages_found)
    found = candidates(engine.library, understood, hits)
    found = [each for each in found if each.unmet is None] or found
    answers = np.array([_answers(engine, expected, each) for each in found], dtype=bool)
    if not answers.any():
        return None
    return np.array([_signals(understood.sought, each) for each in found]), answers


def _signals(sought: Sought, each: Candidate) -> list[float]:
    own = [float(getattr(each, name)) for name in SIGNALS[:7]]
    named = float(asks_for_a_name(sought.wants) and each.names_someone)
    held = max(named, has_what_is_asked_for(sought, each.unit.text))
    return [*own, lists_what_is_asked_for(sought, each.unit.text), held]


def _answers(engine: Engine, expected: Expected, each: Candidate) -> bool:
    """As citation precision has it: it overlaps the evidence, or holds a key fact."""
    name, text = engine.library.bulletin(each.unit.document).name, each.unit.text
    return any(holds(text, fact) for fact in expected.key_facts) or any(
        evidence.document == name and share_held(text, evidence.quote) >= OVERLAPPING
        for evidence in expected.evidence
    )


def fitted(questions: Sequence[Asked]) -> Floats:
    """Weights under which the sentences that answer are the likeliest, a softmax over each question."""
    from scipy.optimize import minimize

    rows = np.concatenate([signals for signals, _ in questions])
    right = np.concatenate([answers for _, answers in questions]).astype(float)
    spread = rows.std(axis=0) + 1e-9
    starts = np.cumsum([0, *(len(answers) for _, answers in questions[:-1])])
    whose = np.repeat(np.arange(len(questions)), [len(answers) for _, answers in questions])
    rows = rows / spread

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[whose])
        likely /= np.add.reduceat(likely, starts)[whose]
        among = np.add.reduceat(likely * right, starts) + 1e-12
        slope = likely * right / among[whose] - likely
        ridge = RIDGE * float(weights @ weights)
        return ridge - float(np.log(among).mean()), 2 * RIDGE * weights - rows.T @ slope / len(
            questions
        )

    found: Floats = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x / spread
    return found


def come_first(questions: Sequence[Asked]) -> float:
    """Share of questions whose best sentence answers, each by weights fitted without its fold."""
    folds = np.random.default_rng(0).permutation(len(questions)) % FOLDS
    right = []
    for fold in range(FOLDS):
        weights = fitted([q for q, at in zip(questions, folds, strict=True) if at != fold])
        held_out = [q for q, at in zip(questions, folds, strict=True) if at == fold]
        right += [bool(answers[np.argmax(rows @ weights)]) for rows, answers in held_out]
    return float(np.mean(right))


def main(files: Sequence[str]) -> None:
    engine = open_engine(load_settings(os.environ))
    expected = {each.id: each for file in files for each in load_questions(Path(file))}
    tune = [each for each in expected.values() if each.split == "tune" and each.answerable]
    found = (asked(engine, each) for each in tune if each.type != "phrase")
    questions = [each for each in found if each is not None]
    weights = fitted(questions)
    print(f"{len(questions)} questions; first over folds: {come_first(questions):.3f}")
    for name, weight in zip(SIGNALS, weights / weights[0], strict=True):
        print(f"{name:10} {weight:6.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
