"""The line: never more at work than it says, an end to it, and who leaves stops the work."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from rag.errors import BusyError, RequestError
from rag.web.line import Line, Place
from tests.web.conftest import in_a_loop

Steps = Callable[[], Iterator[int]]


class Work:
    """Counts up until it is let go, and remembers what became of it."""

    def __init__(self) -> None:
        self.go, self.closed = threading.Event(), threading.Event()
        self.steps = 0

    def __call__(self) -> Iterator[int]:
        try:
            while not self.go.is_set():
                self.steps += 1
                yield self.steps
                time.sleep(0.005)
        finally:
            self.closed.set()


async def all_of(place: Place[int]) -> list[int]:
    with place:
        return [step async for step in place]


def count(n: int) -> Steps:
    return lambda: iter(range(n))


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)


def test_every_step_in_order_for_everybody() -> None:
    async def run() -> None:
        line = Line(at_once=2, longest=20)
        found = await asyncio.gather(*(all_of(line.join(count(n))) for n in range(20)))
        assert found == [list(range(n)) for n in range(20)]
        await until(lambda: line.busy == 0)
        assert line.waiting == 0

    in_a_loop(run())


def test_never_more_at_work_than_it_says_and_first_come_first_served() -> None:
    at_work, most, order = [0], [0], []
    lock = threading.Lock()

    def steps(n: int) -> Iterator[int]:
        with lock:
            order.append(n)
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        time.sleep(0.01)
        yield n
        with lock:
            at_work[0] -= 1

    async def run() -> None:
        line = Line(at_once=3, longest=50)
        places = [line.join(lambda n=n: steps(n)) for n in range(30)]  # type: ignore[misc]
        assert [place.ahead for place in places[:6]] == [0, 0, 0, 1, 2, 3]
        await asyncio.gather(*map(all_of, places))

    in_a_loop(run())
    # Who begins at the same time begins in any order.
    assert most == [3] and all(abs(n - at) <= 3 for at, n in enumerate(order))


def test_a_full_line_says_how_long_it_is() -> None:
    async def run() -> None:
        line, work = Line(at_once=1, longest=2), Work()
        first = line.join(work)
        second, third = line.join(count(1)), line.join(count(2))
        with pytest.raises(BusyError, match="2 个在等.*2 waiting") as full:
            line.join(count(3))
        assert full.value.seconds > 0
        # Who leaves makes room for another; who comes then is answered.
        with second:
            pass
        assert line.waiting == 1
        fourth = line.join(count(4))
        work.go.set()
        assert await all_of(third) == [0, 1] and await all_of(fourth) == [0, 1, 2, 3]
        await all_of(first)

    in_a_loop(run())


def test_who_leaves_stops_the_work_and_gives_the_place_back_when_it_ended() -> None:
    async def run() -> None:
        line, work = Line(at_once=1), Work()
        with line.join(work) as place:
            async for step in place:
                if step == 3:
                    break
        await until(work.closed.is_set)
        assert work.steps < 50
        await until(lambda: line.busy == 0)

    in_a_loop(run())


def test_who_waits_is_told_whenever_he_moves_up() -> None:
    async def waited(place: Place[int]) -> list[int]:
        with place:
            told = [ahead async for ahead in place.waiting()]
            assert [step async for step in place] == [0]
        return told

    async def run() -> None:
        line, work = Line(at_once=1), Work()
        first = line.join(work)
        second, third, fourth = (line.join(count(1)) for _ in range(3))
        others = [asyncio.create_task(waited(place)) for place in (second, fourth)]
        await asyncio.sleep(0)
        with third:  # who leaves is before nobody any more
            pass
        await asyncio.sleep(0.01)
        work.go.set()
        assert await waited_at_once(first)
        assert await asyncio.gather(*others) == [[1], [3, 2, 1]]

    async def waited_at_once(place: Place[int]) -> bool:
        assert [ahead async for ahead in place.waiting()] == []
        return bool(await all_of(place))

    in_a_loop(run())


def test_who_left_before_his_turn_costs_nothing() -> None:
    async def run() -> None:
        line, work, never = Line(at_once=1), Work(), Work()
        first = line.join(work)
        task = asyncio.create_task(all_of(line.join(never)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        work.go.set()
        await all_of(first)
        await until(lambda: line.busy == 0)
        assert never.steps == 0

    in_a_loop(run())


def test_nobody_who_waits_for_ever_keeps_the_place() -> None:
    """A reader that stopped reading, as a browser that was closed: its work ends by itself."""

    async def run() -> None:
        line = Line(at_once=1)
        unread = line.join(count(1000))
        assert await all_of(line.join(count(2))) == [0, 1]
        assert unread.ahead == 0

    in_a_loop(run())


def test_an_error_is_of_who_asked_and_the_line_goes_on() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise RequestError("bad")

    async def run() -> None:
        line = Line(at_once=1)
        for _ in range(3):
            with pytest.raises(RequestError, match="bad"):
                await all_of(line.join(broken))
        assert await all_of(line.join(count(1))) == [0]

    in_a_loop(run())
