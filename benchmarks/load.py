"""How long people wait when many ask at once: a server of its own, asked over the API.

python -m benchmarks.load [--people 20] [--rounds 5] [--address URL]

Each person asks the next question as soon as the last one is answered, which nobody does in life.
Exits 1 on an error, or when 95 % of the answers took 3 seconds or more. Nothing of the user's is
touched: the index and the state are made in a temporary folder. With --address a server that runs
already is asked; RAG_PASSWORD is its password.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import httpx

from rag.evaluate.figures import percentile
from rag.evaluate.questions import load_questions

ALLOWED_SECONDS = 3.0
EVENTS = {"accept": "text/event-stream"}


@dataclass(frozen=True)
class Waited:
    """Seconds, from the question. `first` is None where nothing was written before the end."""

    first: float | None
    whole: float
    error: str = ""


def main() -> int:
    options = _options()
    asked = [each.question for each in load_questions() if each.split == "tune"]
    questions = list(islice(cycle(asked), options.people * options.rounds))
    with server(options.address) as address:
        _print_page(address)
        waited = asyncio.run(_all(address, questions, options.people))
    _print(waited, options.people)
    errors = [each.error for each in waited if each.error]
    for message in sorted(set(errors)):
        print(f"{errors.count(message)} x {message}", file=sys.stderr)
    ok = not errors and percentile([each.whole for each in waited], 0.95) < ALLOWED_SECONDS
    print(f"95 % below {ALLOWED_SECONDS:.0f} s and no error: {'ok' if ok else 'NO'}")
    return 0 if ok else 1


# ------------------------------------------------------------------------------- the server


@contextmanager
def server(address: str | None) -> Iterator[str]:
    if address:
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        environment = {
            **os.environ,
            "RAG_INDEX": str(Path(folder) / "index"),
            "RAG_STATE": str(Path(folder) / "state"),
        }
        # Built before, so that the start that is timed is that of every day.
        subprocess.run([sys.executable, "-m", "rag", "index"], env=environment, check=True)
        command = [sys.executable, "-m", "rag", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            yield _up(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _up(address: str, process: subprocess.Popen[bytes]) -> str:
    started = time.perf_counter()
    while process.poll() is None:
        try:
            httpx.get(f"{address}/healthz", timeout=60).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.02)
            continue
        print(f"start to server up: {time.perf_counter() - started:.2f} s")
        return address
    raise SystemExit("the server did not start")


def _print_page(address: str) -> None:
    started = time.perf_counter()
    httpx.get(address, headers=_password(), timeout=60, follow_redirects=True).raise_for_status()
    print(f"server up to page sent: {time.perf_counter() - started:.2f} s")


def _password() -> dict[str, str]:
    password = os.environ.get("RAG_PASSWORD")
    return {"Authorization": f"Bearer {password}"} if password else {}


# ------------------------------------------------------------------------------- the people


async def _all(address: str, questions: Sequence[str], people: int) -> list[Waited]:
    limits = httpx.Limits(max_connections=people)
    headers = {**EVENTS, **_password()}
    async with httpx.AsyncClient(
        base_url=address, headers=headers, limits=limits, timeout=120
    ) as client:
        each = [questions[n::people] for n in range(people)]
        found = await asyncio.gather(*(_one_person(client, asked) for asked in each))
    return [waited for person in found for waited in person]


async def _one_person(client: httpx.AsyncClient, questions: Sequence[str]) -> list[Waited]:
    return [await _asked(client, question) for question in questions]


async def _asked(client: httpx.AsyncClient, question: str) -> Waited:
    started = time.perf_counter()
    first, event, done = None, "", False
    try:
        async with client.stream("POST", "/api/ask", json={"question": question}) as response:
            if response.status_code != 200:
                message = (await response.aread()).decode("utf-8")
                return Waited(None, time.perf_counter() - started, message[:200])
            async for line in response.aiter_lines():
                event = line.removeprefix("event: ") if line.startswith("event: ") else event
                if event == "error" and line.startswith("data: "):
                    return Waited(first, time.perf_counter() - started, line[:200])
                if event == "answer" and first is None:
                    first = time.perf_counter() - started
                done = done or event == "done"
    except httpx.HTTPError as error:
        return Waited(first, time.perf_counter() - started, repr(error))
    return Waited(first, time.perf_counter() - started, "" if done else "cut off")


def _print(waited: Sequence[Waited], people: int) -> None:
    whole = [each.whole for each in waited]
    first = [each.first for each in waited if each.first is not None] or [0.0]
    errors = sum(bool(each.error) for each in waited)
    print(f"{os.cpu_count()} cores; {people} people at once, {len(waited)} questions\n")
    print("|  | median s | 95 % s | most s |\n|---|--:|--:|--:|")
    for name, times in (("first words", first), ("whole answer", whole)):
        print(
            f"| {name} | {median(times):.2f} | {percentile(times, 0.95):.2f} | {max(times):.2f} |"
        )
    print(f"\nerrors: {errors}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5, help="questions of each person")
    parser.add_argument("--address", help="of a server that runs already")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
