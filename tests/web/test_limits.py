"""What readers may bring is bounded, and what they let go of is given back."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from geo.errors import ReadError
from geo.events.user_events import UserEvents
from geo.web import column_mapping, upload, upload_limits, user_events
from geo.web.upload_limits import Budget, UploadLimits
from tests.web.running import awaited, run

SIGACT = "date,longitude,latitude,type\n" + "\n".join(
    f"2017-03-{1 + i % 28:02},{44 + i / 100},{35 + i / 100},IED" for i in range(40)
)


def test_columns_are_looked_at_while_no_other_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = []

    def looked(*_: Any, **__: Any) -> Any:
        if user_events.READING.acquire(blocking=False):
            user_events.READING.release()
            alone.append(False)
        else:
            alone.append(True)
        raise ReadError("is looked at no further")

    monkeypatch.setattr(column_mapping, "preview", looked)
    with pytest.raises(ReadError):
        column_mapping.look(SIGACT.encode(), "a.csv")
    assert alone == [True]


class Owner:
    """What holds memory."""


def test_what_is_let_go_of_is_given_back() -> None:
    budget = Budget(session=100, total=150)
    one, two = Owner(), Owner()
    budget.keep("ann", 60, one)
    budget.keep("ben", 70, two)
    assert (budget.free("ann"), budget.free("ben"), budget.free("eve")) == (20, 20, 20)
    del two
    gc.collect()
    assert (budget.free("ann"), budget.free("ben")) == (40, 90)
    del one
    gc.collect()
    assert budget.free("ann") == 100


def put(limits: UploadLimits, length: bytes | None, session: str = "ann") -> tuple[int, str]:
    """Send a file; return the status and the text of the answer."""
    sent: list[Any] = []
    path = f"/_stcore/upload_file/{session}/file"
    headers = [] if length is None else [(b"content-length", length)]
    scope = {"type": "http", "method": "PUT", "path": path, "headers": headers}

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    awaited(limits(scope, receive, send))
    text = b"".join(one.get("body", b"") for one in sent).decode()
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
    assert (during, budget.free("ann")) == ([3_000_000], 8_000_000)
    kept = Owner()
    budget.keep("ben", 7_000_000, kept)
    status, text = put(limits, b"5000000")
    assert status == 413
    assert "room for 3 MB more" in text
    for length in (None, b"", b"-1", b"1e3", b"9" * 5000):
        assert put(limits, length)[0] == 411
    assert len(during) == 1


def test_files_of_which_nothing_comes_keep_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_limits, "STALLED", 0.05)
    budget = Budget(session=8_000_000, total=10_000_000)
    came: list[str] = []

    async def app(_: Any, receive: Any, __: Any) -> None:
        while came[-1:] != ["http.disconnect"]:
            came.append((await receive())["type"])

    async def part_of_a_file() -> None:
        parts = iter([{"type": "http.request", "body": b"a", "more_body": True}])

        async def receive() -> Any:
            for part in parts:
                return part
            await asyncio.sleep(60)
            return None

        path = "/_stcore/upload_file/ann/file"
        scope = {
            "type": "http",
            "method": "PUT",
            "path": path,
            "headers": [(b"content-length", b"5000000")],
        }
        await asyncio.wait_for(UploadLimits(app, budget)(scope, receive, None), 20)

    awaited(part_of_a_file())
    assert came == ["http.request", "http.disconnect"]
    assert budget.free("ann") == 8_000_000


def test_events_beyond_the_bounds_are_refused_and_what_was_there_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = run()
    app.file_uploader[0].upload("mine.csv", SIGACT.encode(), "text/csv").run()
    app.button(key="gl-user-events-take").click().run()
    before = app.session_state["gl-user-events"]
    assert before.size > 10_000
    monkeypatch.setattr(user_events, "BUDGET", Budget(session=4_000, total=4_000))
    monkeypatch.setattr(UserEvents, "size", 5_000)
    app.file_uploader[0].upload("more.csv", SIGACT.encode() * 10, "text/csv").run()
    assert not app.exception
    assert "more\\.csv" in app.error[0].value
    assert "MB of memory" in app.error[0].value
    assert app.session_state["gl-user-events"] is before


def test_without_room_no_file_is_taken_and_the_reader_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upload, "BUDGET", Budget(session=100, total=100))
    app = run()
    assert any("as many files as it has room for" in one.value for one in app.warning)
    assert app.file_uploader[0].disabled


def test_events_taken_off_give_their_room_back(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = Budget(session=10**9, total=10**9)
    monkeypatch.setattr(user_events, "BUDGET", budget)
    app = run()
    app.file_uploader[0].upload("mine.csv", SIGACT.encode(), "text/csv").run()
    app.button(key="gl-user-events-take").click().run()
    session = next(iter(budget._held))
    size = app.session_state["gl-user-events"].size
    assert budget.free(session) == 10**9 - size
    app.button(key="gl-user-events-forget").click().run()
    app.run()  # AppTest keeps what the last run began with
    gc.collect()
    assert budget.free(session) == 10**9


def test_a_refusal_says_what_is_accepted() -> None:
    with pytest.raises(ReadError, match=r"big\.csv: would take .* accepted: up to"):
        user_events._room("nobody", "big.csv", 10**12, None)
