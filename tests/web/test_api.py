"""The API, the serving and the refusals to serve."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest

from rag.errors import RequestError
from rag.history import History
from rag.pipeline import Engine
from rag.settings import PROJECT
from rag.web.chat import Chat, Screen, Talk
from rag.web.examples import examples
from rag.web.serve import listen
from tests.web.conftest import BREAKFAST, in_a_loop

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


@pytest.fixture(scope="module")
def client(web_engine: Engine) -> Iterator[TestClient]:
    from fastapi.testclient import TestClient

    from rag.web.app import create_app

    # One of its own: what ends a client ends its application, and the browsers' must go on.
    app = create_app(lambda: web_engine)
    with TestClient(app, base_url="http://127.0.0.1") as opened:
        yield opened


def asked(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    record: dict[str, Any] = response.json()
    return record


def test_health(client: TestClient) -> None:
    answer = client.get("/healthz").json()
    assert answer["status"] == "ok" and answer["documents"] == 3


def test_half_a_character_is_refused(client: TestClient) -> None:
    for body in (b'{"question": "\\ud800"}', b'{"question": "a", "id": "\\ud800"}'):
        answer = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422 and "error" in answer.json()


def test_an_answer_is_the_record_of_a_batch(client: TestClient) -> None:
    record = asked(client, BREAKFAST, id="q1", more="left aside")
    assert record["id"] == "q1" and record["refused"] is False and "58.6万元" in record["answer"]
    assert set(record) == {
        *("id", "question", "answer", "refused", "reason", "mode", "seconds"),
        *("citations", "retrieved"),
    }
    assert record["citations"][0]["document"] == "qingquan-2022-03.md"


def test_scope_and_earlier_questions(client: TestClient) -> None:
    scope = {"documents": ["baita-2023-06.txt"], "years": [2023]}
    record = asked(client, "建成职工书屋多少家？", scope=scope)
    assert {hit["document"] for hit in record["retrieved"]} == {"baita-2023-06.txt"}
    followed = asked(client, "那示范点呢？", turns=["白塔市有多少职工书屋？"])
    assert "baita-2023-06.txt" in {hit["document"] for hit in followed["retrieved"]}


def test_a_citation_opens(client: TestClient) -> None:
    cited = asked(client, BREAKFAST)["citations"][0]
    opened = client.get(f"/api/citations/{cited['id']}").json()
    assert opened["citation"]["quote"] == cited["quote"]
    assert opened["reference"].startswith("《清泉工运》2022年第3期")
    assert opened["publisher"] == "清泉县总工会"
    panel = client.get(f"/panel/{cited['id']}")
    assert panel.status_code == 200 and f"<mark>{cited['quote']}</mark>" in panel.text


@pytest.mark.parametrize(
    "citation_id", ["nothing", "某刊-1f0c22a9b3d4-1", "a%2Fb-1f0c22a9b3d4-1", "<script>"]
)
def test_an_unknown_citation_is_404_with_a_message(client: TestClient, citation_id: str) -> None:
    response = client.get(f"/api/citations/{citation_id}")
    assert response.status_code == 404 and "引文" in response.json()["error"]
    panel = client.get(f"/panel/{citation_id}")
    assert panel.status_code == 404 and "<script" not in panel.text


@pytest.mark.parametrize(
    ("request_body", "status", "words"),
    [
        ({"question": "  "}, 400, "空"),
        ({"question": "长" * 501}, 400, "501"),
        ({"question": "问", "scope": {"documents": ["没有.txt"]}}, 400, "没有.txt"),
        ({"question": "问", "scope": {"years": [1901]}}, 400, "1901"),
        ({}, 422, "question"),
        ({"question": 7}, 422, "question"),
        ({"question": "问", "turns": "不是列表"}, 422, "turns"),
        ({"question": "问", "scope": {"what": 1}}, 422, "scope.what"),
        ([], 422, "body"),
    ],
)
def test_bad_requests_say_what_is_wrong(
    client: TestClient, request_body: object, status: int, words: str
) -> None:
    response = client.post("/api/ask", json=request_body)
    assert response.status_code == status and words in response.json()["error"]


def test_only_this_machine_by_its_own_names(client: TestClient) -> None:
    assert client.get("/healthz", headers={"host": "localhost:7860"}).status_code == 200
    assert client.get("/healthz", headers={"host": "elsewhere.example"}).status_code == 400


def test_the_browser_is_told_to_load_from_here_alone(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'self'") and "http" not in policy


def last_screen(chat: Chat, question: str) -> Screen:
    request = gr.Request(cookies={})

    async def screens() -> list[Screen]:
        return [screen async for screen in chat.asked(question, Talk(), [], [], request)]

    return in_a_loop(screens())[-1]


def test_a_failure_of_the_program_is_told_gently(web_engine: Engine, tmp_path: Path) -> None:
    history = History(tmp_path)

    def broken() -> Engine:
        raise OSError("disk")

    last = last_screen(Chat(broken, history), "问题")
    assert "程序出了意外" in last[0] and "disk" not in last[0]
    assert last[1].turns == () and last[2] == "问题"
    empty = last_screen(Chat(lambda: web_engine, history), "  ")
    assert "问题是空的" in empty[0] and empty[1].turns == ()


def test_examples_are_answered_from_the_article_they_name(web_engine: Engine) -> None:
    assert examples(web_engine)[0] == "清泉县总工会“暖胃早餐”项目是什么时候启动的？"


def test_a_taken_port_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RequestError, match=f"端口 {port}.*--port"):
            listen("127.0.0.1", port)


def test_app_py_tells_an_error_without_a_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment = {
            **os.environ,
            "RAG_PORT": str(taken.getsockname()[1]),
            "RAG_INDEX": str(tmp_path),
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            [sys.executable, str(PROJECT / "app.py")],
            capture_output=True,
            env=environment,
            timeout=60,
        )
    message = done.stderr.decode("utf-8")
    assert done.returncode == 1 and "--port" in message and "Traceback" not in message


def test_a_new_engine_takes_over_without_a_restart(web_engine: Engine) -> None:
    from fastapi.testclient import TestClient

    from rag.web.app import create_app

    engines = [web_engine]
    app = create_app(lambda: engines[-1])
    with TestClient(app, base_url="http://127.0.0.1") as opened:
        before = len(asked(opened, BREAKFAST)["retrieved"])
        engines.append(replace(web_engine, settings=replace(web_engine.settings, passages_found=1)))
        assert len(asked(opened, BREAKFAST)["retrieved"]) == 1 < before
