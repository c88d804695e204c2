"""The API as programs use it, over a real server: events, a search, a full line, who goes away."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx
import pytest

from rag.answer.generate.extractive import Extractive
from rag.answer.quote import Quote, Sentence
from rag.pipeline import Engine
from rag.web.app import create_app
from rag.web.line import Line
from tests.web.conftest import BREAKFAST, SLOW, SlowEmbedder, served

EVENTS = {"accept": "text/event-stream"}


class Slow:
    """Satisfies Generator: a quote as it stands, again and again, half a second for each."""

    mode, name = "server", "slow"

    def __init__(self) -> None:
        self.written = 0
        self.began, self.closed = threading.Event(), threading.Event()

    def write(self, question: str, quotes: Sequence[Quote]) -> Iterator[Sentence]:
        sentence = next(iter(Extractive().write(question, quotes)))
        try:
            while True:
                self.written += 1
                yield sentence
                self.began.set()
                time.sleep(0.5)
        finally:
            self.closed.set()


@pytest.fixture(scope="module")
def line() -> Line:
    return Line(at_once=1, longest=1)


@pytest.fixture(scope="module")
def narrow(web_engine: Engine, line: Line) -> Iterator[str]:
    """A page that answers one question at a time, and lets one wait."""
    assert isinstance(web_engine.embedder, SlowEmbedder)
    slow = replace(web_engine, embedder=SlowEmbedder(web_engine.embedder.model, seconds=1.0))
    with served(create_app(lambda: slow, line=line)) as address:
        yield address


def events(response: httpx.Response) -> list[tuple[str, Any]]:
    blocks = "".join(response.iter_text()).split("\n\n")
    found = [dict(row.split(": ", 1) for row in block.split("\n")) for block in blocks if block]
    return [(each["event"], json.loads(each["data"])) for each in found]


def streamed(address: str, **asked: Any) -> list[tuple[str, Any]]:
    with httpx.stream(
        "POST", f"{address}/api/ask", json=asked, headers=EVENTS, timeout=30
    ) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return events(response)


def reaches(true: Callable[[], bool]) -> bool:
    ends = time.monotonic() + 10
    while not true() and time.monotonic() < ends:
        time.sleep(0.005)
    return true()


def idle(line: Line) -> bool:
    return reaches(lambda: line.busy == 0 and line.waiting == 0)


def test_an_answer_as_events_ends_with_the_record(narrow: str) -> None:
    found = streamed(narrow, question=BREAKFAST, id=7)
    names = [name for name, _ in found]
    assert names[0] == "answer" and names[-2:] == ["record", "done"]
    record = found[-2][1]
    plain = httpx.post(f"{narrow}/api/ask", json={"question": BREAKFAST, "id": 7}).json()
    assert {**record, "seconds": 0} == {**plain, "seconds": 0}
    assert found[-3][1] == {"answer": record["answer"]} and "58.6万元" in record["answer"]


def test_an_error_is_an_event(narrow: str) -> None:
    found = streamed(narrow, question="问", scope={"documents": ["没有.txt"]})
    assert [name for name, _ in found] == ["error", "done"] and "没有.txt" in found[0][1]["error"]


def test_a_full_line_is_503_and_says_its_length(narrow: str, line: Line) -> None:
    slow = {"question": f"{SLOW}，早餐点有多少？"}
    assert idle(line)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(httpx.post, f"{narrow}/api/ask", json=slow, timeout=30)
        assert reaches(lambda: line.busy == 1)
        second = pool.submit(streamed, narrow, **slow)
        assert reaches(lambda: line.waiting == 1)
        for headers in ({}, EVENTS):
            full = httpx.post(f"{narrow}/api/ask", json=slow, headers=headers)
            assert full.status_code == 503 and int(full.headers["retry-after"]) > 0
            assert "1 个在等" in full.json()["error"]
        assert httpx.get(f"{narrow}/healthz").json()["waiting"] == 1
        assert httpx.get(f"{narrow}/api/search", params={"question": "早餐"}).status_code == 503
        assert first.result().status_code == 200
        assert second.result()[0] == ("waiting", {"ahead": 1})


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_who_goes_away_stops_the_work(web_engine: Engine, accept: str) -> None:
    writer, line = Slow(), Line(at_once=1)
    engine = replace(web_engine, generator=writer)
    with served(create_app(lambda: engine, line=line)) as address:
        with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as client:
            body = json.dumps({"question": BREAKFAST}).encode()
            head = (
                "POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                f"Accept: {accept}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            client.sendall(head.encode() + body)
            assert writer.began.wait(10)
            assert line.busy == 1
        # The step it was at ends, no other begins: the answer has room for more.
        assert writer.closed.wait(10) and idle(line)
        assert writer.written <= 3


def test_search_gives_what_a_batch_retrieves(narrow: str) -> None:
    by_address = httpx.get(
        f"{narrow}/api/search", params={"question": BREAKFAST, "limit": 2, "year": 2022}
    )
    body = {"question": BREAKFAST, "limit": 2, "scope": {"years": [2022]}}
    posted = httpx.post(f"{narrow}/api/search", json=body).json()
    assert by_address.json() == posted
    record = httpx.post(f"{narrow}/api/ask", json={"question": BREAKFAST}).json()
    assert posted["retrieved"][0].keys() == record["retrieved"][0].keys()
    assert {hit["document"] for hit in posted["retrieved"]} == {"qingquan-2022-03.md"}
    for wrong, status in (
        ({"question": " "}, 400),
        ({"question": "x", "document": "没有"}, 400),
        ({"question": "x", "limit": 0}, 422),
        ({"question": "x", "limit": 101}, 422),
        ({}, 422),
    ):
        answer = httpx.get(f"{narrow}/api/search", params=wrong)
        assert answer.status_code == status and answer.json()["error"], wrong


def test_docs_load_nothing_and_name_every_address(narrow: str) -> None:
    page = httpx.get(f"{narrow}/docs")
    paths = httpx.get(f"{narrow}/openapi.json").json()["paths"]
    assert {"/api/ask", "/api/search", "/api/citations/{citation_id}", "/healthz"} <= set(paths)
    assert page.status_code == 200 and all(path in page.text for path in paths)
    assert "scope.documents" in page.text
    assert set(re.findall(r'href="([^"]*)"', page.text)) == {"/openapi.json", "data:,"}
    for loading in ("<script", "<img", "src=", "@import", "url("):
        assert loading not in page.text
