"""The door over the real application: who gets in, who may do what, who is turned away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.requests import Request

from rag.errors import AccessError
from rag.pipeline import Engine
from rag.web.access import EDITOR, KEY, READER, may_edit, require_editor
from rag.web.door import LARGEST_BODY, Door, Doors
from rag.web.passwords import FREE, Passwords, Tries
from rag.web.sessions import COOKIE
from tests.fakes import Clock

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

READ, EDIT = "读者的密码 1", "edit/2"
BOTH = Passwords(READ, EDIT, whole_world=True)
HTML = {"accept": "text/html"}


@contextmanager
def opened(
    engine: Engine, passwords: Passwords, state: Path, tries: Tries | None = None
) -> Iterator[TestClient]:
    from fastapi.testclient import TestClient

    from rag.web.app import create_app

    doors = Doors.of(passwords, state, ("bulletins.example",))
    app = create_app(lambda: engine, ("*",), replace(doors, tries=tries or doors.tries))

    @app.post("/api/edited")
    def edited(request: Request) -> str:
        require_editor(request)
        return "done"

    # Behind the page, which answers whatever nobody else does.
    app.router.routes.insert(0, app.router.routes.pop())
    with TestClient(app, base_url="http://rag.example", follow_redirects=False) as client:
        yield client


CLOCK = Clock()
"""Of the mistakes at the door that the tests share."""


@pytest.fixture(scope="module")
def shared(small_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with opened(small_engine, BOTH, tmp_path_factory.mktemp("state"), Tries(CLOCK)) as client:
        yield client


@pytest.fixture
def client(shared: TestClient) -> TestClient:
    """Of a stranger, with the mistakes of the last test forgotten."""
    shared.cookies.clear()
    CLOCK.now += 7200
    return shared


def bearer(password: str) -> dict[str, bytes]:
    return {"Authorization": b"Bearer " + password.encode("utf-8")}


def sign_in(client: TestClient, password: str, after: str = "/") -> str:
    answer = client.post("/login", data={"password": password, "next": after})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


# ------------------------------------------------------------------------------- at the door


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/config"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/api/search?question=x"),
        ("POST", "/api/ask"),
        ("GET", "/api/citations/x"),
        ("GET", "/panel/x"),
        ("GET", "/login/"),
        ("GET", "/healthz/"),
        ("GET", "//login"),
        ("GET", "/gradio_api/info"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/logout"),
        ("GET", "/favicon.ico"),
    ],
)
def test_nothing_is_shown_without_the_password(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 401 and "/login" in answer.json()["error"]
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "content-security-policy" in answer.headers


def test_a_websocket_is_closed(client: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio_api/queue/join"):
        pass


def test_health_tells_strangers_only_that_it_lives(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    known = client.get("/healthz", headers=bearer(READ)).json()
    assert known["documents"] == 2 and known["waiting"] == 0


def test_sign_in_and_out(client: TestClient) -> None:
    sent = client.get("/?cite=a-1", headers=HTML)
    assert sent.status_code == 303 and sent.headers["location"] == "/login?next=%2F%3Fcite%3Da-1"
    page = client.get(sent.headers["location"])
    assert page.status_code == 200 and 'value="/?cite=a-1"' in page.text and "密码" in page.text
    assert "http" not in page.text.replace("http-equiv", "") and "<script" not in page.text
    assert sign_in(client, READ, "/?cite=a-1") == "/?cite=a-1"
    assert client.get("/", headers=HTML).status_code == 200
    assert client.get("/api/search", params={"question": "早餐"}).status_code == 200
    assert "读者" in client.get("/login").text
    cookie = client.cookies[COOKIE]
    client.post("/logout")
    assert COOKIE not in client.cookies and client.get("/docs").status_code == 401
    assert client.get("/docs", headers={"cookie": f"{COOKIE}={cookie}"}).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    answer = client.post("/login", data={"password": READ})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    client.cookies.clear()
    answer = client.post("https://rag.example/login", data={"password": READ})
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("given", ["", "wrong", "读者的密码", READ + "1", "\x00", "\ud83d"])
def test_a_wrong_password(client: TestClient, given: str) -> None:
    answer = client.post("/login", data={"password": given.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 401 and "密码不对" in answer.text
    assert "set-cookie" not in answer.headers
    assert client.get("/docs", headers=bearer("wrong")).status_code == 401


@pytest.mark.parametrize(
    "after", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb", "///e"]
)
def test_after_the_sign_in_nobody_is_sent_elsewhere(client: TestClient, after: str) -> None:
    assert sign_in(client, READ, after) == "/"


def test_markup_in_the_address_stays_text(client: TestClient) -> None:
    page = client.get("/login", params={"next": '/"><script>alert(1)</script>'})
    assert "<script" not in page.text


def test_bearer_and_who_may_edit(client: TestClient) -> None:
    question = {"question": "“暖胃早餐”项目全年投入多少万元？"}
    record = client.post("/api/ask", json=question, headers=bearer(READ)).json()
    assert "58.6万元" in record["answer"]
    refused = client.post("/api/edited", headers=bearer(READ))
    assert refused.status_code == 403 and "编辑" in refused.json()["error"]
    assert client.post("/api/edited", headers=bearer(EDIT)).json() == "done"
    files = {"files": ("a.txt", b"x")}
    assert client.post("/gradio_api/upload", files=files, headers=bearer(READ)).status_code == 403
    assert client.post("/gradio_api/upload", files=files, headers=bearer(EDIT)).status_code == 200
    sign_in(client, EDIT)
    assert client.post("/api/edited").status_code == 200
    # A token stands for itself, also beside a session that may do more.
    assert client.post("/api/edited", headers=bearer("wrong")).status_code == 401


def test_a_handler_of_the_page_asks_the_same() -> None:
    import gradio as gr

    def request(access: object) -> Request:
        return Request({"type": "http", "headers": [], KEY: access, "app": object()})

    for wrap in (lambda found: found, lambda found: gr.Request(request=found)):
        assert may_edit(wrap(request(EDITOR))) and not may_edit(wrap(request(READER)))
        assert not may_edit(wrap(request(None))) and not may_edit(wrap(request("editor")))
    assert not may_edit(None) and not may_edit(gr.Request(scope={KEY: "editor"}))
    with pytest.raises(AccessError):
        require_editor(request(READER))


def test_a_handler_in_the_queue_knows_who_clicked(tmp_path: Path) -> None:
    """As Gradio runs it: long after the request that the door saw."""
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    def told(request: Any) -> str:
        return "editor" if may_edit(request) else "reader"

    told.__annotations__["request"] = gr.Request  # imported here, where Gradio cannot look it up
    with gr.Blocks(analytics_enabled=False) as page:
        gr.Button().click(told, outputs=gr.Textbox())
    app = FastAPI()
    app.add_middleware(Door, doors=Doors.of(BOTH, tmp_path))
    gr.mount_gradio_app(app, page, path="/", ssr_mode=False, run_history=False)
    with TestClient(app) as client:
        for password, who in ((READ, "reader"), (EDIT, "editor")):
            event = {"data": [], "fn_index": 0, "session_hash": who, "trigger_id": None}
            known = bearer(password)
            client.post("/gradio_api/queue/join", json=event, headers=known).raise_for_status()
            heard = client.get(f"/gradio_api/queue/data?session_hash={who}", headers=known).text
            assert f'"data":["{who}"]' in heard.replace(" ", "")


def test_on_this_machine_everybody_edits(small_engine: Engine, tmp_path: Path) -> None:
    with opened(small_engine, Passwords(), tmp_path) as client:
        assert client.post("/api/edited").status_code == 200
        assert client.get("/login").headers["location"] == "/"
        assert "sign in or out" not in client.get("/config").text
    assert not (tmp_path / "session.key").exists()
    with opened(small_engine, Passwords(editor=EDIT), tmp_path) as client:
        assert client.get("/docs").status_code == 200
        assert client.post("/api/edited").status_code == 403
        assert "/login" in client.get("/config").text
        sign_in(client, EDIT)
        assert client.post("/api/edited").status_code == 200


ORIGINS: list[tuple[dict[str, str], bool]] = [
    ({}, True),
    ({"origin": "http://rag.example"}, True),
    ({"origin": "https://bulletins.example"}, True),  # a proxy's name for this page
    ({"origin": "http://rag.example:81"}, False),
    ({"origin": "http://evil.example"}, False),
    ({"origin": "null"}, False),
    ({"origin": "http://[evil"}, False),
    ({"origin": "http://rag.example", "sec-fetch-site": "same-origin"}, True),
    ({"origin": "http://evil.example", "sec-fetch-site": "cross-site"}, False),
    ({"sec-fetch-site": "same-site"}, False),
]


def test_posts_of_other_sites_are_refused(small_engine: Engine, tmp_path: Path) -> None:
    with opened(small_engine, Passwords(), tmp_path) as client:
        for headers, welcome in ORIGINS:
            for path in ("/api/ask", "/gradio_api/queue/join"):
                answer = client.post(path, json={"question": "早餐点有多少？"}, headers=headers)
                assert (answer.status_code != 403) == welcome, (headers, answer.text)
            assert client.get("/docs", headers=headers).status_code == 200


def test_too_large_a_body_is_not_read(client: TestClient) -> None:
    def body() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(LARGEST_BODY // 1000 + 2):
            yield b"x" * 1000

    answer = client.post("/api/ask", content=body(), headers=bearer(READ))
    assert answer.status_code == 413 and "error" in answer.json()
    assert client.post("/login", content=body()).status_code == 413
    for path in ("/rate", "/gradio_api/queue/join", "/gradio_api/run/predict"):
        assert client.post(path, content=body(), headers=bearer(READ)).status_code == 413, path


# ------------------------------------------------------------------------------- guessing


def test_guessing_is_slowed_for_whoever_guesses(client: TestClient) -> None:
    sign_in(client, READ)
    for _ in range(FREE):
        assert client.post("/login", data={"password": "wrong"}).status_code == 401
    # Now the right one is not told either, here or as a token; who is signed in goes on.
    refused = client.post("/login", data={"password": EDIT})
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) >= 1
    token = client.get("/docs", headers=bearer(EDIT))
    assert token.status_code == 429 and "retry-after" in token.headers
    assert client.get("/docs").status_code == 200
