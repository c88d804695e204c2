"""Build, ask and cite as one story."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from rag.answer.note import NOTE
from rag.errors import CitationError, NoBuildError, RequestError
from rag.lookup.citation import cite, open_citation
from rag.pipeline import LONGEST, Engine, ask, build, open_engine, read_file, stream
from rag.records import REASONS, Scope
from rag.settings import Settings
from tests.conftest import SMALL


def test_an_answer_cites_exact_words(small_engine: Engine) -> None:
    answer = ask(small_engine, "清泉县的早餐项目一年花了多少钱？")
    assert not answer.refused and answer.finished
    assert "58.6万元" in answer.text and "[1]" in answer.text
    cited = answer.citations[0]
    assert (cited.document, cited.title, cited.issue) == (
        "qingquan-2022-03.txt",
        "清泉工运",
        "2022年第3期",
    )
    text = small_engine.library.clean_text("qingquan-2022-03")
    for each in answer.citations:
        assert text[each.start : each.end] == each.quote


def test_every_citation_of_real_answers_opens_to_its_words(engine: Engine) -> None:
    questions = [
        "西宁市有多少家户外劳动者服务站点？",
        "谭天星什么时候来青海调研？",
        "12351热线是做什么的",
    ]
    for question in questions:
        answer = ask(engine, question)
        assert not answer.refused, question
        for each in answer.citations:
            key = each.id.rsplit("-", 2)[0]
            assert engine.library.clean_text(key)[each.start : each.end] == each.quote
            opened = cite(engine.library, each.id, each.n)
            assert opened.citation == each
            around = opened.before + opened.citation.quote + opened.after
            assert around in engine.library.clean_text(key)


def test_the_answer_grows_and_its_last_record_is_whole(small_engine: Engine) -> None:
    records = list(stream(small_engine, "白塔市有多少职工书屋？"))
    assert [record.finished for record in records] == [False] * (len(records) - 1) + [True]
    assert all(records[-1].text.startswith(record.text[:10]) for record in records)


def test_an_english_question_is_told_once_and_last_that_it_is_answered_in_chinese(
    small_engine: Engine,
) -> None:
    *growing, last = stream(small_engine, "How many breakfast points were set up in 2022?")
    assert last.citations and last.text.endswith(NOTE) and len(last.text) <= LONGEST
    assert not any(NOTE in each.text for each in growing)
    assert NOTE not in ask(small_engine, "2022年设了几个早餐点？").text


def test_a_question_about_nothing_in_the_corpus_is_refused(small_engine: Engine) -> None:
    answer = ask(small_engine, "Who painted the ceiling of the Sistine Chapel?")
    assert answer.refused and answer.citations == ()
    assert answer.reason in REASONS
    assert "《清泉工运》2022年第3期" in answer.text


def test_last_year_is_the_one_before_the_bulletins_and_the_answer_says_which(
    small_engine: Engine,
) -> None:
    assert ask(small_engine, "白塔市去年给货车司机配备了多少流动书箱？").reason == "other_time"
    this = ask(small_engine, "白塔市今年给货车司机配备多少流动书箱？")
    assert "120" in this.text
    assert this.text.endswith("\n“今年”：《白塔工会》2023年第6期里指2023年。")


def test_what_is_counted_has_to_be_named(small_engine: Engine) -> None:
    assert "93家" in ask(small_engine, "白塔市有多少职工书屋？").text
    assert ask(small_engine, "清泉县有多少职工书屋？").refused
    assert "17" in ask(small_engine, "清泉县有多少个早餐点？").text


def test_scope_is_applied_before_ranking(small_engine: Engine) -> None:
    answer = ask(small_engine, "环卫工人的早餐", scope=Scope(documents=("baita-2023-06.txt",)))
    assert {hit.document for hit in answer.retrieved} == {"baita-2023-06.txt"}
    with pytest.raises(RequestError, match="qingquan"):
        ask(small_engine, "早餐", scope=Scope(documents=("no-such.txt",)))


def test_a_question_that_leans_on_the_last_one_is_completed(small_engine: Engine) -> None:
    answer = ask(small_engine, "那早餐点呢？", turns=["清泉县总工会的早餐项目投入多少？"])
    assert answer.retrieved[0].document == "qingquan-2022-03.txt"
    assert answer.question == "那早餐点呢？"


@pytest.mark.parametrize("question", ["", "   \n ", "问" * 501])
def test_questions_that_cannot_be_used_say_why(small_engine: Engine, question: str) -> None:
    with pytest.raises(RequestError):
        ask(small_engine, question)


def test_an_unchanged_corpus_is_not_built_again(small_settings: Settings) -> None:
    first = build(small_settings)
    second = build(small_settings)
    assert (first.made, second.made) == (True, False)
    assert first.build == second.build
    changed = small_settings.corpus / "baita-2023-06.txt"
    changed.write_text(changed.read_text("utf-8").replace("93 家", "95 家"), "utf-8")
    third = build(small_settings)
    assert third.made and any("baita-2023-06.txt" in reason for reason in third.reasons)


def test_a_bad_file_is_reported_and_the_others_are_indexed(small_settings: Settings) -> None:
    (small_settings.corpus / "bad.txt").write_bytes(b"\x00\x01\x02")
    (small_settings.corpus / "empty.txt").write_bytes(b"")
    report = build(small_settings)
    assert set(report.failures) == {"bad.txt", "empty.txt"}
    assert report.counts["documents"] == len(SMALL)


def test_without_a_build_and_without_leave_to_make_one(small_settings: Settings) -> None:
    with pytest.raises(NoBuildError, match="python -m rag index"):
        open_engine(small_settings, build_if_needed=False)


def test_citation_ids_survive_a_rebuild_with_other_settings(small_settings: Settings) -> None:
    engine = open_engine(small_settings)
    shown = ask(engine, "白塔市有多少职工书屋？").citations[0]
    other = dataclasses.replace(
        small_settings, index=small_settings.index / "other", passage_characters=120
    )
    rebuilt = open_engine(other)
    assert cite(rebuilt.library, shown.id, shown.n).citation == shown


@pytest.mark.parametrize(
    "citation_id", ["", "x", "../../etc/passwd", "qingquan-2022-03-000000000000-1", "a" * 5000]
)
def test_unknown_citations_are_a_clear_error(small_engine: Engine, citation_id: str) -> None:
    with pytest.raises(CitationError):
        cite(small_engine.library, citation_id)


def test_a_span_outside_its_sentence_is_a_clear_error(small_engine: Engine) -> None:
    shown = ask(small_engine, "白塔市有多少职工书屋？").citations[0]
    unit = shown.id.split(":")[0]
    for span in ("0-9999", "5-5", "9-2"):
        with pytest.raises(CitationError):
            cite(small_engine.library, f"{unit}:{span}")


def test_a_citation_opens_without_the_model(small_settings: Settings) -> None:
    shown = ask(open_engine(small_settings), "白塔市有多少职工书屋？").citations[0]
    settings = dataclasses.replace(small_settings, embedder="no/such-model")
    opened = open_citation(settings, shown.id, make=lambda: pytest.fail("nothing is to be built"))
    assert opened.citation.quote == shown.quote


def test_shown_citations_are_kept_in_the_state_folder(small_settings: Settings) -> None:
    engine = open_engine(small_settings)
    shown = ask(engine, "白塔市有多少职工书屋？").citations[0]
    assert engine.shown.recall(shown.id) == shown
    assert engine.shown.recall("never-shown") is None


def test_read_file_uses_what_the_manifest_says(small_settings: Settings) -> None:
    document = read_file(small_settings, small_settings.corpus / "baita-2023-06.txt")
    assert document.bulletin.issue == "2023年第6期"


OFFLINE = """
import socket, sys
class Refused(socket.socket):
    def __init__(self, *args, **kwargs):
        raise OSError("this test allows no sockets")
socket.socket = Refused
from pathlib import Path
from rag.lookup.citation import cite
from rag.pipeline import ask, open_engine
from rag.settings import Settings
folder = Path(sys.argv[1])
settings = Settings(corpus=folder / "corpus", index=folder / "index", state=folder / "state")
engine = open_engine(settings)
answer = ask(engine, "清泉县设了几个早餐点？")
assert "17个" in answer.text, answer.text
print(cite(engine.library, answer.citations[0].id).citation.quote)
"""


def test_build_ask_and_cite_with_sockets_blocked(small_settings: Settings, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={"PYTHONUTF8": "1", "PATH": "", "HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    assert "17个" in done.stdout


def test_importing_does_nothing_and_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import rag.cli, sys; print([m for m in ('torch', 'faiss', 'gradio') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_question_about_two_places_takes_each_figure_from_its_own(engine: Engine) -> None:
    answer = ask(engine, "西宁有多少职工书屋，海西有多少人参加了培训")
    alone = [ask(engine, each) for each in ("西宁有多少职工书屋", "海西有多少人参加了培训")]
    cited = {each.id.split(":")[0] for each in answer.citations}
    assert all(cited & {each.id.split(":")[0] for each in one.citations} for one in alone)


def test_a_part_that_finds_nothing_alone_has_what_the_whole_finds_about_its_place(
    engine: Engine,
) -> None:
    part = "2023年4月玛多给多少名环卫工发了微波炉"
    assert ask(engine, f"{part}？").refused  # a sentence that has the ovens counts nobody
    answer = ask(engine, f"{part}，海南州又给多少环卫工人管早饭？")
    assert "没有找到答案的部分" not in answer.text
    assert any("玛多" in each.quote for each in answer.citations)
    assert any("早餐" in each.quote for each in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["12月3日开了什么会", "十二月三号开了什么会", "What meeting was held on December 3?"],
)
def test_a_day_is_what_a_question_turns_on(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert any("12月3日" in each.quote and "联席会议" in each.quote for each in answer.citations)
    assert ask(engine, "12月6日开了什么会").reason == "other_time"


def test_what_has_no_form_is_looked_for_in_the_bulletins_of_its_year(engine: Engine) -> None:
    answer = ask(engine, "2024年底工会的人被要求怎么看书、做事、守规矩？")
    assert "善于学习、敢于担当" in answer.text
    assert {each.document for each in answer.citations} == {"qinghai-gongyun-2024-12.md"}
    number = ask(engine, "2023年省总组织技术工人疗休养，去了多少人？")
    assert number.reason == "other_time"


def test_things_known_to_be_so_many_are_read_behind_what_announces_them(engine: Engine) -> None:
    assert ask(engine, "赵福民提的四点要求，逐条是什么？").text.count("要") >= 4
    assert ask(engine, "大兴调查研究的方案列的12个方面能逐条给我吗？").reason == "weak_evidence"


def test_a_part_is_answered_though_the_whole_question_would_be_refused(engine: Engine) -> None:
    answer = ask(engine, "海东市有多少环卫职工吃上爱心早餐？杂多县的体育馆电话号码是多少？")
    assert "1719" in answer.text and not answer.refused
    assert "没有找到答案的部分：杂多县的体育馆电话号码是多少" in answer.text
