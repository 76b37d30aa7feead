"""What readers may bring is bounded, and what they let go of is given back."""

from __future__ import annotations

import asyncio
import gc
from threading import Event, Semaphore, Thread
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from geo.events.user_events import UserEvents
from geo.web.upload import limits as upload_limits
from geo.web.upload import section as upload
from geo.web.upload import user_events
from geo.web.upload.limits import Budget, Places, UploadLimits
from tests.web.running import run, run_awaited

SIGACT = "date,longitude,latitude,type\n" + "\n".join(
    f"2017-03-{1 + i % 28:02},{44 + i / 100},{35 + i / 100},IED" for i in range(40)
)


def test_places_go_round_the_sessions_in_the_order_in_which_they_come() -> None:
    places, order, waited = Places(2), [], []
    inside, leave = Semaphore(0), {name: Event() for name in ("ann", "ben", "eve")}

    def read(session: str, name: str) -> None:
        with places.take(session, waited.append):
            order.append(name)
            inside.release()
            leave[session].wait(60)

    def begin(session: str, name: str, number: int) -> Thread:
        thread = Thread(target=read, args=(session, name))
        thread.start()
        while len(places._queue) < number:  # it waits, or has its place
            pass
        return thread

    threads = [begin("ann", "ann 1", 1)]
    inside.acquire(timeout=60)
    threads += [begin("ann", "ann 2", 2)]
    threads += [begin("ben", "ben 1", 3)]
    inside.acquire(timeout=60)
    assert order == ["ann 1", "ben 1"], "one session does not take both places"
    threads += [begin("eve", "eve 1", 4)]
    leave["ben"].set()
    inside.acquire(timeout=60)
    assert order[2] == "eve 1"
    for event in leave.values():
        event.set()
    for thread in threads:
        thread.join(60)
    assert order == ["ann 1", "ben 1", "eve 1", "ann 2"]
    assert set(waited) >= {1}, "who waits is told how many are before him"
    assert places._queue == []


def test_who_no_longer_waits_leaves_his_place_to_others() -> None:
    places = Places(1)

    def gives_up(_: int) -> None:
        raise KeyboardInterrupt

    with places.take("ann"):
        with pytest.raises(KeyboardInterrupt), places.take("ben", gives_up):
            pass
        assert len(places._queue) == 1
    assert places._queue == []


class Owner:
    """What holds memory."""


def upload_request(session: str, length: bytes | None) -> dict[str, Any]:
    """Return what a server says of a request that brings a file."""
    path = f"/_stcore/upload_file/{session}/file"
    headers = [] if length is None else [(b"content-length", length)]
    return {"type": "http", "method": "PUT", "path": path, "headers": headers}


def put(limits: UploadLimits, length: bytes | None, session: str = "ann") -> tuple[int, str]:
    """Send a file; return the status and the text of the answer."""
    sent: list[Any] = []
    scope = upload_request(session, length)

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    run_awaited(limits(scope, receive, send))
    text = b"".join(value.get("body", b"") for value in sent).decode()
    return sent[0]["status"], text


def test_a_file_beyond_the_bounds_is_refused_before_it_is_read() -> None:
    budget = Budget(session=8_000_000, total=10_000_000)
    during: list[int] = []

    async def app(_: Any, __: Any, send: Any) -> None:
        during.append(budget.free("ann"))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    limits = UploadLimits(app, budget)
    assert put(limits, b"5000000")[0] == 204
    assert (during, budget.free("ann")) == ([8_000_000], 8_000_000)
    owner = Owner()
    budget.keep("ben", 7_000_000, owner)
    status, text = put(limits, b"5000000")
    assert status == 413
    assert "room for 3 MB more" in text
    for length in (None, b"", b"-1", b"1e3", b"9" * 5000):
        assert put(limits, length)[0] == 411
    assert len(during) == 1


@pytest.mark.parametrize("parts", [1, 10_000])
def test_files_of_which_too_little_comes_are_given_up(
    parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing, or a byte at a time for ever: the file is let go of, and what came of it too."""
    monkeypatch.setattr(upload_limits, "SPAN", 0.05)
    monkeypatch.setattr(upload_limits, "SLOWEST", 1_000_000)
    budget = Budget(session=8_000_000, total=10_000_000)
    came: list[str] = []
    answers: list[Any] = []

    async def app(_: Any, receive: Any, __: Any) -> None:
        while came[-1:] != ["http.disconnect"]:
            came.append((await receive())["type"])
        raise ClientDisconnect

    async def send(message: Any) -> None:
        answers.append(message)

    async def part_of_a_file() -> None:
        given = iter(range(parts))

        async def receive() -> Any:
            if next(given, None) is None:
                await asyncio.sleep(60)
            await asyncio.sleep(0.001)
            return {"type": "http.request", "body": b"a", "more_body": True}

        scope = upload_request("ann", b"5000000")
        await asyncio.wait_for(UploadLimits(app, budget)(scope, receive, send), 60)

    run_awaited(part_of_a_file())
    assert answers[0]["status"] == 408
    assert came[0] == "http.request" and came[-1] == "http.disconnect"
    assert len(came) < 10_000
    assert budget.free("ann") == 8_000_000


def test_what_has_come_is_counted_not_what_was_announced() -> None:
    budget, free = Budget(session=8_000_000, total=10_000_000), []

    async def app(_: Any, receive: Any, __: Any) -> None:
        while (await receive()).get("more_body"):
            free.append(budget.free("ben"))

    async def announce() -> None:
        parts = iter([b"a" * 1_000_000, b"", b""])

        async def receive() -> Any:
            return {"type": "http.request", "body": next(parts), "more_body": len(free) < 2}

        await UploadLimits(app, budget)(upload_request("ann", b"8000000"), receive, None)

    run_awaited(announce())
    assert free == [8_000_000, 8_000_000]
    assert budget.free("ann") == 8_000_000


def test_a_session_sends_two_files_at_once_and_no_more() -> None:
    async def three() -> tuple[list[int], int]:
        done, inside = asyncio.Event(), []

        async def app(_: Any, __: Any, send: Any) -> None:
            inside.append(1)
            await done.wait()
            await send({"type": "http.response.start", "status": 204, "headers": []})

        limits, status = UploadLimits(app, Budget(10**9, 10**9)), []

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        def put_one(session: str) -> Any:
            return asyncio.create_task(limits(upload_request(session, b"5"), receive, send))

        tasks = [put_one("ann") for _ in range(3)] + [put_one("ben")]
        while len(inside) < 3 or not status:  # noqa: ASYNC110 -- all of it runs in this loop
            await asyncio.sleep(0)
        done.set()
        await asyncio.gather(*tasks)
        tasks = [put_one("ann")]
        await asyncio.gather(*tasks)
        return status, len(inside)

    assert run_awaited(three()) == ([429, 204, 204, 204, 204], 4)


@pytest.mark.thorough
def test_events_beyond_the_bounds_are_refused_and_what_was_there_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = run()
    app.file_uploader[0].upload("mine.csv", SIGACT.encode(), "text/csv").run()
    before = app.session_state["greenline"].uploads.events
    assert before.size > 10_000
    monkeypatch.setattr(user_events, "BUDGET", Budget(session=4_000, total=4_000))
    monkeypatch.setattr(UserEvents, "size", 5_000)
    app.file_uploader[0].upload("more.csv", SIGACT.encode() * 10, "text/csv").run()
    assert not app.exception
    assert "more\\.csv" in app.error[0].value
    assert "bytes of memory" in app.error[0].value
    assert "up to 9,000 bytes now" in app.error[0].value
    assert app.session_state["greenline"].uploads.events is before


@pytest.mark.thorough
def test_without_room_no_file_is_taken_and_the_reader_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upload, "BUDGET", Budget(session=100, total=100))
    app = run()
    assert any("no room for another file" in item.value for item in app.warning)
    assert app.file_uploader[0].disabled


@pytest.mark.thorough
def test_events_taken_off_give_their_room_back(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = Budget(session=10**9, total=10**9)
    monkeypatch.setattr(user_events, "BUDGET", budget)
    app = run()
    app.file_uploader[0].upload("mine.csv", SIGACT.encode(), "text/csv").run()
    session = next(iter(budget._counted))
    size = app.session_state["greenline"].uploads.events.size
    assert budget.free(session) == 10**9 - size
    app.button(key="gl-user-events-forget").click().run()
    app.run()  # AppTest keeps what the last run began with
    gc.collect()
    assert budget.free(session) == 10**9
