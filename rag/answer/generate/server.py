"""A language model behind any OpenAI-style address: Ollama, vLLM, LM Studio, DeepSeek, DashScope.

One time limit holds for all tries together, so that nobody waits much longer for the quotes. This
is why the tries are made here: the client's own would sleep as long as a server tells it to.
The key is in no message: whatever a server says is cut short, and the key in it made unreadable.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from rag.answer.generate.marks import first_line, sentences
from rag.answer.generate.prompt import Message, completion, messages
from rag.answer.generate.sse import Failure, contents
from rag.answer.quote import Quote, Sentence
from rag.errors import GeneratorError, ModelError, RequestError
from rag.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

TRIES = 3
FIRST_PAUSE = 0.5
"""Seconds before the second try; twice as long before the third."""
LONGEST_PAUSE = 3600.0
CONNECT = 5.0
LONGEST_ANSWER = 2000
"""Tokens, with what a reasoning model thinks first."""
LONGEST_MESSAGE = 200
HINTS = {
    401: "密钥不对（the key was refused）。",
    403: "密钥没有权限（the key may not do this）。",
    404: "请看 model 和 server_url，地址常以 /v1 结尾（no such model or address）。",
    429: "限流（rate limit）。",
}


def load_server(settings: Settings) -> Server:
    address = _address(settings.server_url.strip())
    if address.username or address.password or address.query:
        raise RequestError(
            "server_url 里不要写用户名、密码或参数（no user, password or query in the address）；"
            "密钥写在 server_key 或 server_key_file。"
        )
    if not 0 < settings.server_timeout <= 3600:
        raise RequestError(
            f"server_timeout 应在 0 到 3600 秒之间（seconds）：{settings.server_timeout}"
        )
    return Server(settings.model, address.geturl(), _key(settings), settings.server_timeout)


def _address(url: str) -> SplitResult:
    with suppress(ValueError):  # brackets or a port that are none
        address = urlsplit(url)
        if address.scheme in ("http", "https") and address.hostname and address.port != 0:
            return address
    raise RequestError(
        'generator = "server" 要写明 server_url（the address of the server is missing or bad），'
        "例如 http://localhost:11434/v1"
    )


def _key(settings: Settings) -> str:
    key, where = settings.server_key, "server_key"
    if not key and settings.server_key_file:
        where = settings.server_key_file
        try:
            key = Path(where).expanduser().read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            # The kind alone: an error of decoding holds the bytes themselves.
            kind = type(error).__name__
            raise RequestError(
                f"读不了密钥文件（cannot read server_key_file）：{where}（{kind}）"
            ) from None
    key = key.strip()
    if not all("!" <= character <= "~" for character in key):
        raise RequestError(f"{where} 里不是一行密钥（not a key on one line）。")
    return key


class Server:
    """Satisfies Generator. Many threads may write at a time."""

    mode = "server"

    def __init__(self, model: str, url: str, key: str, timeout: float) -> None:
        self.name = model
        self._host = urlsplit(url).netloc
        self._key = key
        self._timeout = timeout
        self._client = _client(url, key)
        self._quiet_until = 0.0
        """Until then the server wants no question, from anybody."""

    def write(self, question: str, quotes: Sequence[Quote]) -> Generator[Sentence, None, None]:
        return sentences(self._pieces(messages(question, quotes)), quotes)

    def completed(self, question: str, turns: Sequence[str]) -> str | None:
        return first_line(self._pieces(completion(question, turns)))

    def _pieces(self, asked: Sequence[Message]) -> Generator[str, None, None]:
        deadline = time.monotonic() + self._timeout
        failure = Failure("")
        for tried in range(TRIES):
            self._wait_for_quiet(deadline)
            said = False
            try:
                for piece in self._asked_once(asked, deadline):
                    said = said or bool(piece)
                    yield piece
                return
            except Failure as error:
                failure = error
            pause = _pause(failure, tried)
            if failure.busy:
                self._quiet_until = max(self._quiet_until, time.monotonic() + pause)
            # Said words cannot be taken back, and a second answer would not go on from them.
            if said or not failure.again or time.monotonic() + pause >= deadline:
                break
            if tried + 1 < TRIES:
                time.sleep(pause)
        # Outside of the handler: an error of the client holds the request, and with it the key.
        raise self._error(failure.why)

    def _wait_for_quiet(self, deadline: float) -> None:
        pause = self._quiet_until - time.monotonic()
        if pause > 0:
            if self._quiet_until >= deadline:
                raise self._error(f"限流，{pause:.0f} 秒后再试（rate limit）")
            time.sleep(pause)

    def _asked_once(self, asked: Sequence[Message], deadline: float) -> Iterator[str]:
        import openai

        left = max(deadline - time.monotonic(), 0.01)
        request = self._client.chat.completions.with_streaming_response.create(
            model=self.name,
            messages=list(asked),  # type: ignore[arg-type]
            stream=True,
            temperature=0,
            max_tokens=LONGEST_ANSWER,
            timeout=openai.Timeout(left, connect=min(left, CONNECT)),
        )
        try:
            with request as response:
                yield from contents(_received(response.iter_bytes(), deadline))
        except openai.APIStatusError as error:
            raise _refused(error) from None
        except openai.APITimeoutError:
            raise Failure("没有在时限内回应（no response in time）", again=True) from None
        except openai.APIConnectionError as error:
            raise Failure(f"连不上（no connection）：{error.__cause__}", again=True) from None
        except openai.OpenAIError as error:
            raise Failure(str(error)) from None

    def _error(self, why: str) -> GeneratorError:
        shown = " ".join(why.split())
        if self._key:  # before anything is cut off: half a key would not be found
            shown = shown.replace(self._key, "***")
        return GeneratorError(
            f"模型 {self.name}（{self._host}）没有答完（the server failed）：{shown[:LONGEST_MESSAGE]}"
        )


def _client(url: str, key: str) -> OpenAI:
    try:
        from openai import OpenAI
    except ImportError as error:
        raise ModelError(
            'generator = "server" 需要 openai 这个库（the package openai is missing）：'
            'python -m pip install -e ".[server]"'
        ) from error
    # A server without a key is given a word, or the client would look for a key in the environment.
    return OpenAI(api_key=key or "none", base_url=url, max_retries=0)


def _received(chunks: Iterator[bytes], deadline: float) -> Iterator[bytes]:
    """The limit is looked at with every chunk: a server may keep a question alive with comments."""
    while True:
        try:
            chunk = next(chunks, None)
        except Exception as error:  # of httpx or httpx2, as the version of the client has it
            raise Failure(f"中途断了（the answer broke off）：{error}", again=True) from None
        if chunk is None:
            return
        if time.monotonic() > deadline:
            raise Failure("超过了时限（out of time）")
        yield chunk


def _refused(error: APIStatusError) -> Failure:
    status = error.status_code
    hint = HINTS.get(status, "")
    busy = status == 429
    again = busy or status in (408, 409) or status >= 500
    after = _retry_after(error.response.headers.get("retry-after"))
    return Failure(f"{hint}HTTP {status}：{error.message}", again, busy, after)


def _retry_after(header: str | None) -> float | None:
    """Seconds, given as such or as the time of day; never negative."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(header).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_PAUSE) if not math.isnan(seconds) else None


def _pause(failure: Failure, tried: int) -> float:
    if failure.after is not None:
        return failure.after
    return FIRST_PAUSE * 2.0**tried * random.uniform(0.75, 1.25)
