"""Who is being answered and who waits: one line for the page and the API, with an end.

Work is done in threads of its own. It gives its place back when it has ended, whoever waited for it:
somebody who leaves is only told to it, so that no more than `at_once` are ever at work.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from rag.errors import BusyError

T = TypeVar("T")
AT_ONCE = 4
"""Questions answered at the same time; the others wait their turn."""
LONGEST = 50
COME_AGAIN = 5
"""Seconds."""


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


_END: Any = object()


class Place(Generic[T]):
    """In the line. `async for` gives each step; `waiting` what goes on before the first one; leaving the
    `with` stops the work at its next step."""

    def __init__(self, line: Line, steps: Callable[[], Iterator[T]], ahead: int) -> None:
        self.ahead = ahead
        """How many answers had to end before it began, when it joined; 0 where it is answered at once."""
        self._line, self._steps = line, steps
        self._loop = asyncio.get_running_loop()
        self._found: asyncio.Queue[Any] = asyncio.Queue()
        self._moves: asyncio.Queue[int] = asyncio.Queue()
        self._moves.put_nowait(ahead)
        self._left = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *of_error: object) -> None:
        self._left.set()
        self._line.forget(self)

    async def waiting(self) -> AsyncIterator[int]:
        """How many answers must end before it begins, again whenever that changes, until it begins."""
        told = 0
        while ahead := await self._moves.get():
            if ahead != told:
                yield ahead
            told = ahead

    async def __aiter__(self) -> AsyncIterator[T]:
        while (found := await self._found.get()) is not _END:
            if isinstance(found, _Failed):
                raise found.error
            yield found

    def work(self) -> None:
        try:
            if self._left.is_set():
                return
            steps = self._steps()
            for step in steps:
                self._tell(step)
                if self._left.is_set():
                    break
            # Ends what the steps hold open, such as a stream from a model, now and not some time.
            getattr(steps, "close", lambda: None)()
        except BaseException as error:  # it belongs to who waits for it, in another thread
            self._tell(_Failed(error))
        finally:
            self._tell(_END)

    def move(self, ahead: int) -> None:
        self._put(self._moves, ahead)

    def _tell(self, found: Any) -> None:
        self._put(self._found, found)

    def _put(self, queue: asyncio.Queue[Any], found: Any) -> None:
        with suppress(RuntimeError):  # the server has ended, and nobody waits
            self._loop.call_soon_threadsafe(queue.put_nowait, found)


class Line:
    def __init__(self, at_once: int = AT_ONCE, longest: int = LONGEST) -> None:
        self.at_once, self.longest = at_once, longest
        self._waiting: deque[Place[Any]] = deque()
        self._busy = 0
        self._lock = threading.Lock()

    @property
    def busy(self) -> int:
        return self._busy

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def join(self, steps: Callable[[], Iterator[T]]) -> Place[T]:
        """From an event loop. Raises BusyError where the line is full."""
        with self._lock:
            at_once = self._busy < self.at_once
            place = Place(self, steps, 0 if at_once else len(self._waiting) + 1)
            if at_once:
                self._busy += 1
                # Not kept from ending by a program that ends.
                threading.Thread(target=self._answer, args=(place,), daemon=True).start()
            elif len(self._waiting) < self.longest:
                self._waiting.append(place)
            else:
                raise BusyError(
                    f"现在问的人太多：{self._busy} 个问题正在回答，{len(self._waiting)} 个在等"
                    f"（busy: {len(self._waiting)} waiting）。请过 {COME_AGAIN} 秒再问。",
                    COME_AGAIN,
                )
        return place

    def forget(self, place: Place[Any]) -> None:
        """Nobody waits behind who has left."""
        with self._lock, suppress(ValueError):
            self._waiting.remove(place)
            self._move_up()

    def _answer(self, place: Place[Any]) -> None:
        while True:
            place.work()
            with self._lock:
                if not self._waiting:
                    self._busy -= 1
                    return
                place = self._waiting.popleft()
                place.move(0)
                self._move_up()

    def _move_up(self) -> None:
        for ahead, place in enumerate(self._waiting, 1):
            place.move(ahead)
