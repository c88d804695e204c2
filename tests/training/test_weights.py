"""The weights of a sentence are those under which what answers is the likeliest."""

from __future__ import annotations

import numpy as np
import pytest

from training.sentences import come_first, fitted

TOLD, NOISE = 1, 3
"""The signal that tells what answers, and one that tells nothing."""


def questions(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    chance = np.random.default_rng(1)
    made = []
    for n in range(count):
        rows = chance.normal(size=(4 + n % 3, 5))
        rows[:, 0] = n  # the same for all of a question: it tells nothing
        made.append((rows, rows[:, TOLD] == rows[:, TOLD].max()))
    return made


def test_the_signal_that_tells_what_answers_has_the_weight() -> None:
    weights = fitted(questions(60))
    assert weights[TOLD] > 5 * max(abs(weights[0]), abs(weights[NOISE]))
    turned = [(rows * [1, -2, 1, 1, 1], answers) for rows, answers in questions(60)]
    assert fitted(turned) * [1, -2, 1, 1, 1] == pytest.approx(weights, abs=0.05)


def test_what_was_learnt_is_tried_on_other_questions() -> None:
    assert come_first(questions(60)) > 0.9
    chance = np.random.default_rng(2)
    blind = [(chance.normal(size=rows.shape), answers) for rows, answers in questions(60)]
    assert come_first(blind) < 0.5
