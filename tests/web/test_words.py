"""Both languages of the page, without a browser: the words, where they are put in, and who gets which."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from rag.answer.note import BROKEN_OFF
from rag.answer.refuse import NEAREST, NONE, NOT_FOUND, OFF_TOPIC, refused
from rag.documents.desk import Desk
from rag.documents.entries import KINDS
from rag.evaluate.report.words import TYPES
from rag.evaluate.run import FORMAT
from rag.pipeline import Engine, ask, search
from rag.records import Answer, Bulletin, OpenedCitation
from rag.settings import Settings
from rag.web import render, render_citation, render_documents
from rag.web.chat import answered
from rag.web.documents import DocumentsTab
from rag.web.door import Doors
from rag.web.evaluation import Evaluation
from rag.web.language import Worded, language_of
from rag.web.passwords import Passwords
from rag.web.render import Turn, conversation
from rag.web.words import CLOSE, ENGLISH, NEXT, OPEN, in_language, marked, say, trouble
from tests.read.files import bulletin_pdf, put
from tests.web.conftest import BREAKFAST, write_corpus

if TYPE_CHECKING:
    from fastapi import FastAPI

WEB = Path(render.__file__).parent
CHINESE = re.compile("[\u3400-\u9fff]")
DATA = ("zh-CN", "true", "false", "{0}")
"""Keys that are no words."""
REQUEST = gr.Request(cookies={})


REFUSALS = (NOT_FOUND, OFF_TOPIC, NEAREST, NONE)


class Outside(HTMLParser):
    """What stands outside of the parts that say they are Chinese: text, and what is read out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        for name in ("aria-label", "title", "placeholder"):
            # What follows is the name of a bulletin.
            self.said.append((named.get(name) or "").partition("《")[0])
        if tag not in ("br", "input", "img", "meta", "link"):
            self.open.append(named.get("lang") == "zh-CN" or tag in ("script", "style"))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.said.append(data)


def left(html: str) -> list[str]:
    """The Chinese that an English reader is left with."""
    html = in_language(html, "en")
    assert OPEN not in html and CLOSE not in html
    said = [each.replace("语言 Language", "") for each in Outside(html).said]
    return [each for each in said if CHINESE.search(each)]


# ------------------------------------------------------------------------------------- the words


@pytest.mark.parametrize("chinese", [key for key in ENGLISH if key not in DATA])
def test_every_word_is_there_in_both_languages(chinese: str) -> None:
    english = ENGLISH[chinese]
    assert chinese.strip() and english.strip() and not CHINESE.search(english)
    assert chinese.count("{}") == english.count("{}")
    # They stand in HTML, in attributes, in scripts, and all of that in JSON.
    assert not set("<>&\"'\\\n") & set(chinese + english)


def sources() -> Iterator[tuple[Path, str]]:
    for file in sorted(WEB.iterdir()):
        if file.suffix in (".py", ".js", ".css", ".html") and file.name != "words.py":
            yield file, file.read_text(encoding="utf-8")


def test_what_is_said_has_its_english_and_no_english_is_left_over() -> None:
    said, strings = set(), {BROKEN_OFF, *KINDS.values(), *TYPES.values(), *REFUSALS}
    for file, text in sources():
        if file.suffix != ".py":
            said |= set(re.findall("⟦(.*?)⟧", text))
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "say":
                said |= {each.value for each in node.args[:1] if isinstance(each, ast.Constant)}
    assert said - set(ENGLISH) == set()
    assert set(ENGLISH) - said - strings == {"{0}"}


def test_words_with_values_marks_within_marks_and_one_thing_only() -> None:
    label = say("引文 {}：{}", 3, say("第{}页（推定）", 37))
    assert in_language(label, "zh") == "引文 3：第37页（推定）"
    assert in_language(label, "en") == "Citation 3: p. 37 (inferred)"
    assert in_language(say("{} 篇", 1) + say("{} 篇", 21), "en") == "1 article21 articles"
    assert in_language(marked('"⟦已复制⟧"'), "en") == '"Copied"'
    assert in_language(say("没有这个词"), "en") == "没有这个词"


@pytest.mark.parametrize(
    "forged",
    ["{0.__class__}", f"{{}} 篇{NEXT}{{0.__class__}}", "{} 篇", f"{NEXT}{NEXT}", "", OPEN, "{"],
)
def test_a_mark_in_somebodys_text_is_text(forged: str) -> None:
    for language in ("zh", "en"):
        shown = in_language(f"甲{OPEN}{forged}{CLOSE}乙", language)  # type: ignore[arg-type]
        assert shown.startswith("甲") and shown.endswith("乙") and "class '" not in shown


def test_an_error_begins_with_its_english() -> None:
    message = trouble("太长了（too long）：<b> 有 2001 个字。")
    assert in_language(message, "zh") == "太长了（too long）：&lt;b&gt; 有 2001 个字。"
    assert in_language(message, "en") == "Too long. 太长了（too long）：&lt;b&gt; 有 2001 个字。"
    assert trouble("<i>没有英文") == "&lt;i&gt;没有英文"


# ------------------------------------------------------------------------------------- views


def test_a_conversation_in_english(web_engine: Engine) -> None:
    asked = [ask(web_engine, BREAKFAST), ask(web_engine, "清泉县2019年投入多少万元？")]
    turns = [replace(answered(web_engine.library, each), question="?") for each in asked]
    assert asked[1].refused
    follow_up = replace(
        asked[0],
        trace={"question": "whole", "failed": "x", "scores": [0.5], "seconds": {"search": 0.01}},
    )
    turns += [
        Turn("?", follow_up, further=("next?",), as_of="2024"),
        Turn("?"),
        Turn("?", stopped=True),
    ]
    for reason in render.REASONS:
        turns.append(Turn("?", replace(asked[1], reason=reason)))
    for mode in render.MODES:
        turns.append(Turn("?", replace(asked[0], mode=mode)))
    assert left(conversation(turns, "c-1")) == []
    assert left(conversation([])) == []


@pytest.mark.parametrize("bulletins", [0, 2, 9])
@pytest.mark.parametrize("reason", ["weak_evidence", "off_topic"])
@pytest.mark.parametrize("near", [True, False])
def test_a_refusal_is_said_in_english_and_in_chinese_as_it_was(
    web_engine: Engine, bulletins: int, reason: str, near: bool
) -> None:
    hits = search(web_engine, BREAKFAST)[: int(near)]
    searched = [Bulletin(f"k{n}", f"{n}.txt", f"刊等{n}", issue="<b>") for n in range(bulletins)]
    answer = refused(Answer("?", retrieved=tuple(hits)), reason, searched)
    shown = conversation([Turn("?", answer)])
    assert left(shown) == [] and "<b>" not in shown
    assert re.sub("<.*?>", "", in_language(shown, "zh")).count(escape(answer.text)) == 1
    english = re.sub("<.*?>", "", in_language(shown, "en"))
    assert "and others, 9 in all" in english or bulletins < 9
    assert ("The nearest passages are listed" in english) == (near and reason != "off_topic")


def test_a_refusal_of_another_time_is_shown_as_it_is() -> None:
    shown = conversation([Turn("?", Answer("?", "那时没有找到。", True))])
    assert '<span lang="zh-CN">那时没有找到。</span>' in shown and left(shown) == []


def test_a_citation_and_what_became_of_it_in_english(web_engine: Engine) -> None:
    cited = ask(web_engine, BREAKFAST).citations[0]
    for status in ("unchanged", *render_citation.BECAME):
        opened = OpenedCitation(cited, "前", "人", "社", "后", status)
        assert left(render_citation.opened_citation(opened, 1)) == []


def test_documents_and_hits_in_english(web_engine: Engine, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    settings = Settings(corpus=corpus, index=tmp_path / "index", state=tmp_path / "state")
    tab = DocumentsTab(Desk(settings))
    pdf = put(tmp_path, "new.pdf", bulletin_pdf())
    for told in tab.looked([str(pdf)], REQUEST):
        assert left(told) == []
    *_, screen = tab.added([str(pdf)], REQUEST)
    screens = [screen, tab.withdrawn("qingquan-2022-03", REQUEST), tab.published(REQUEST)]
    for screen in screens:
        assert [left(part) for part in screen[:3]] == [[], [], []]
    *_, kinds, articles, read = tab.chosen("baita-2023-06", REQUEST)
    assert left(read) == [] and left(" ".join(name for name, _ in kinds["choices"])) == []
    assert left(render_documents.found(search(web_engine, BREAKFAST))) == []


def test_the_evaluation_in_english(web_engine: Engine, tmp_path: Path) -> None:
    engine = replace(web_engine, settings=replace(web_engine.settings, state=tmp_path))
    tab = Evaluation(lambda: engine, tmp_path / "none.jsonl")
    tab.reports.mkdir(parents=True)
    run = {
        "format": FORMAT,
        "made": "",
        "questions": {"file": "questions.jsonl"},
        "rows": [],
        "figures": {"test": {"all": {}}},
    }
    (tab.reports / "20250101T000000.json").write_text(json.dumps(run), encoding="utf-8")
    assert "20250101T000000" in tab.listed() and left(tab.listed()) == []


# ------------------------------------------------------------------------------------- the application


@pytest.fixture(scope="module")
def app(web_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    from rag.web.app import create_app

    doors = Doors.of(Passwords("早餐", "other", whole_world=True), tmp_path_factory.mktemp("doors"))
    return create_app(lambda: web_engine, ("testserver",), doors)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    client = TestClient(app)
    client.post("/login", data={"password": "other"})
    return client


def config_of(page: str) -> dict[str, Any]:
    start = page.index("window.gradio_config = ") + len("window.gradio_config = ")
    found: dict[str, Any] = json.JSONDecoder().raw_decode(page, start)[0]
    return found


def test_the_whole_page_is_in_the_language_that_was_chosen(client: TestClient) -> None:
    page = client.get("/").text
    assert '<html\n\tlang="zh-CN"' in page and config_of(page)["title"] == "简报问答"
    answer = client.get("/?lang=en")
    assert "language=en" in answer.headers["set-cookie"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    for page in (answer.text, client.get("/").text):  # the cookie keeps it
        assert '<html\n\tlang="en"' in page and OPEN not in page
        assert config_of(page)["title"] == "Ask the bulletins"
    assert '<html\n\tlang="zh-CN"' in client.get("/?lang=zh").text


def test_every_component_is_english(client: TestClient) -> None:
    config = config_of(client.get("/?lang=en").text)
    seen = 0
    for component in config["components"]:
        props = component["props"]
        for name in ("label", "placeholder", "info", "value"):
            text = props.get(name)
            if not isinstance(text, str) or "example" in props.get("elem_classes", ()):
                continue
            seen += bool(text)
            assert left(text) == [], component["type"]
    assert seen > 40
    script = "".join(part for part in re.findall(r'"[^"\n]*"|\'[^\'\n]*\'', config["js"]))
    assert not CHINESE.search(script)


@pytest.mark.parametrize(
    "address",
    [
        "/lookup",
        "/lookup?issue=qingquan-2022-03",
        "/lookup?article=qingquan-2022-03:1",
        "/lookup?article=none:1x",
        "/lookup?phrase=早餐&year=2022",
        "/lookup?phrase=没有的词",
        "/lookup?find=《白塔工会》",
        "/history",
    ],
)
def test_every_view_is_english(client: TestClient, address: str) -> None:
    client.get("/?lang=en")
    answer = client.get(address)
    assert answer.status_code == 200 and OPEN not in answer.text
    # What was typed in, and what an error says of it.
    html = re.sub('“.*?”|(?<=role="alert">).*?(?=</p>)', "", answer.text)
    assert left(html) == []


def test_the_sign_in_is_english_and_keeps_where_it_leads(app: FastAPI) -> None:
    client = TestClient(app)
    sent = client.get("/?lang=en&tab=lookup", headers={"accept": "text/html"})
    assert 'lang="en"' in sent.text and 'value="/?lang=en&amp;tab=lookup"' in sent.text
    assert left(sent.text.replace("语言 Language", "")) == []
    assert "Password" in sent.text and "密码" not in sent.text
    wrong = client.post("/login", data={"password": "wrong"})
    assert "Wrong password" in wrong.text


# ------------------------------------------------------------------------------------- on the way out


@pytest.mark.parametrize(
    ("query", "cookie", "language"),
    [("", "", "zh"), ("lang=en", "", "en"), ("", "en", "en"), ("lang=zh", "en", "zh"),
     ("lang=fr", "en", "en"), ("", "fr", "zh"), ("lang=", "", "zh")],
)  # fmt: skip
def test_whose_language_it_is(query: str, cookie: str, language: str) -> None:
    headers = [(b"cookie", f"language={cookie}".encode())] if cookie else []
    scope = {"type": "http", "query_string": query.encode(), "headers": headers}
    assert language_of(HTTPConnection(scope)) == language


def whole(request: object) -> Response:
    return HTMLResponse(say("提问") + "x" * 200_000 + say("停止"))


def streamed(request: object) -> Response:
    parts = (f"data: {say('{} 篇', n)}\n\n" for n in (1, 2))
    return StreamingResponse(parts, media_type="text/event-stream")


def file(request: object) -> Response:
    return Response(say("提问").encode(), media_type="text/plain")


def test_bodies_streams_and_what_is_left_alone() -> None:
    routes = [Route("/whole", whole), Route("/streamed", streamed), Route("/file", file)]
    routes.append(Route("/api/whole", whole))
    client = TestClient(Worded(Starlette(routes=routes)))
    body = client.get("/whole?lang=en")
    assert body.text == "Ask" + "x" * 200_000 + "Stop"
    assert body.headers["content-length"] == str(len(body.text))
    assert client.get("/streamed").text == "data: 1 article\n\ndata: 2 articles\n\n"
    assert client.get("/streamed?lang=zh").text == "data: 1 篇\n\ndata: 2 篇\n\n"
    assert client.get("/file").text == say("提问")
    assert client.get("/api/whole").text.startswith(say("提问"))
    assert client.head("/whole").status_code == 200
