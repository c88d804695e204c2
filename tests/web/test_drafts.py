"""Drafts on the evaluation tab: the handlers, without a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import gradio as gr
import pytest

from rag.drafts import Draft, Drafts
from rag.evaluate.house import House
from rag.history import History, KeptTurn
from rag.pipeline import Engine, ask
from rag.web import render_drafts
from rag.web.chat import answered
from rag.web.drafts import DraftsTab
from rag.web.evaluation import OF_THE_HOUSE, Evaluation
from rag.web.words import in_language
from tests.web.conftest import BREAKFAST
from tests.web.test_words import left

REQUEST = gr.Request(cookies={})
PAINTED = "Who painted the ceiling of the Sistine Chapel?"
EXPECTED = (True, "number", "58.6 万元", "58.6万元")


@pytest.fixture
def tab(web_engine: Engine, tmp_path: Path) -> DraftsTab:
    engine = replace(web_engine, settings=replace(web_engine.settings, state=tmp_path))
    return DraftsTab(lambda: engine, lambda request: True)


def dislike(tab: DraftsTab, question: str, reason: str) -> str:
    """Asks, and sends it as the page does; the draft's id."""
    engine = tab.current_engine()
    turn = answered(engine.library, ask(engine, question))
    assert turn.answer is not None
    history = History(engine.settings.state)
    kept = KeptTurn(turn.answer, tuple((each.citation, each.text) for each in turn.nearest))
    history.add(question, "", 0, kept)
    history.rate(question, 0, False, reason)
    return Drafts(engine.settings.state).all()[0].id


def test_a_disliked_answer_is_taken_over_and_evaluated(tab: DraftsTab, tmp_path: Path) -> None:
    name = dislike(tab, BREAKFAST, "少了 <b>人数</b>")
    _, listed = tab.opened(REQUEST)
    assert BREAKFAST in listed and "58.6万元" in listed and "&lt;b&gt;人数" in listed
    told, form, shown, answerable, kind, answer, facts, chosen, pasted, note = tab.chosen(
        name, REQUEST
    )
    assert told == "" and form["visible"] and answerable and kind["visible"] and BREAKFAST in shown
    assert "58.6万元" in answer["value"] and "[1]" not in answer["value"]
    assert (facts, pasted, note) == ("", "", "少了 <b>人数</b>")
    label, cited = chosen["choices"][0]
    assert "58.6万元" in label and "《清泉工运》" in label
    told, form, listed, name_left = tab.taken(name, *EXPECTED, [cited], "", note, REQUEST)
    assert "现有 1 题" in in_language(told, "zh") and not form["visible"] and name_left == ""
    assert "没有待看的问题" in listed
    evaluation = Evaluation(tab.current_engine, tmp_path / "none.jsonl")
    *_, (_, runs, _) = evaluation.run(None, OF_THE_HOUSE, REQUEST)
    assert "本单位的题" in runs and "1.000" in runs
    assert left(runs) == []


def test_a_refusal_offers_the_sentences_of_its_nearest_passages(tab: DraftsTab) -> None:
    name = dislike(tab, PAINTED, "")
    assert "没有找到答案" in tab.opened(REQUEST)[1]
    _, _, _, _, _, answer, _, chosen, _, _ = tab.chosen(name, REQUEST)
    assert answer["value"] == "" and len(chosen["choices"]) > 3
    tab.taken(name, False, "fact", "", "", [], "", "不在材料里", REQUEST)
    assert House(tab.current_engine().settings.state).count() == 1


def test_what_is_wrong_is_told_and_the_form_stays(tab: DraftsTab) -> None:
    name = dislike(tab, BREAKFAST, "不对")
    told, *others = tab.taken(name, *EXPECTED, [], "<i>没有的话", "", REQUEST)
    assert "材料里没有这句话" in told and "<i>" not in told and others == [gr.skip()] * 3
    assert "No bulletin has these words" in in_language(told, "en")
    # Somebody else took it meanwhile.
    assert "这一条不要了" in tab.dropped(name, REQUEST)[0]
    for told in (
        tab.dropped(name, REQUEST)[0],
        tab.taken(name, *EXPECTED, [], "", "", REQUEST)[0],
        tab.chosen(name, REQUEST)[0],
    ):
        assert "已经处理过了" in told


def test_only_editors_see_and_change_them(tab: DraftsTab) -> None:
    name = dislike(tab, BREAKFAST, "不对")
    closed = replace(tab, allowed=lambda request: False)
    section, listed = closed.opened(REQUEST)
    assert not section["visible"] and listed == ""
    shown = closed.chosen(name, REQUEST)
    assert "编辑的密码" in shown[0] and BREAKFAST not in str(shown)
    assert "编辑的密码" in closed.dropped(name, REQUEST)[0]
    assert "编辑的密码" in closed.taken(name, *EXPECTED, [], "", "", REQUEST)[0]
    assert [each.id for each in House(tab.current_engine().settings.state).waiting()] == [name]


def test_the_list_is_escaped_bounded_and_english(tab: DraftsTab) -> None:
    drafts = [
        Draft(
            f"d-{n}", "<script>长" + "长" * 400, "答" * 9000, turns=("<b>",), note="<i>", at="<u>"
        )
        for n in range(60)
    ]
    listed = render_drafts.listing(drafts)
    assert listed.count("<li>") == 50 and len(listed) < 60_000
    assert not any(mark in listed for mark in ("<script", "<b>", "<i>", "<u>"))
    assert "……共 60 条" in in_language(listed, "zh")
    assert left(listed) == [] and left(render_drafts.draft(drafts[0])) == []
