"""Messages that no page of ours sends: nothing of them reaches the view, and no error comes of them."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from geo import View
from geo.web import frame, server
from geo.web.server import SoundMessages
from geo.web.state import MOUNT, State
from tests.web.running import run_awaited

NOTE = {"kind": "note", "at": [[44.4, 35.5]], "text": "x"}

#: What the page may be made to report of its view.
REPORTS: tuple[Any, ...] = (
    5, "x", [1], {"n": 1}, {"query": 5}, {"query": None}, {"query": ["d=2017-10-16"]},
    {"query": "s=\ud83d"}, {"query": "d=2017-10-16" * 20_000}, {"query": "p=nobody", "done": {"a": []}},
    {"query": "", "done": 10**40, "marks": 5}, {"query": "", "marks": [5, None, "x", [], {}, {"kind": "note"}]},
    {"query": "", "marks": [NOTE | {"text": "x" * 10**6}, NOTE | {"text": {"a": 1}}, NOTE | {"text": "\ud83d"}]},
    {"query": "", "marks": [NOTE | {"at": [[1e400, 0]]}, NOTE | {"at": {}}]},
    {"query": "", "marks": [{"kind": "area", "at": [[44.4, 35.5]] * 200_000, "text": ""}]},
)  # fmt: skip


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Callable[..., State]:
    """Return a function that lets the page say something, and returns the state that it leaves."""
    now = State(View())
    session: dict[str, Any] = {}
    monkeypatch.setattr(frame.st, "session_state", session)

    def say(**value: Any) -> State:
        session[MOUNT] = value
        now.receive(value.get("report"))
        return now

    return say


@pytest.mark.parametrize("value", REPORTS, ids=range(len(REPORTS)))
def test_the_view_stays_a_view(begun: Callable[..., State], value: Any) -> None:
    now = begun(report=value)
    assert View.from_query(now.view.to_query()) == now.view


def _message(text: str) -> bytes:
    message = BackMsg()
    widget = message.rerun_script.widget_states.widgets.add()
    widget.id, widget.json_value = "x", text
    return message.SerializeToString()


@pytest.mark.parametrize(
    ("content", "passes"),
    [
        (b"\xff" * 100, False), (_message("[" * 100_000 + "]" * 100_000), False),
        (_message('{"a": ' * 900 + "1" + "}" * 900), False), (_message("no JSON"), False),
        (_message('{"query": "d=2017-10-16", "marks": [[[1]]]}'), True), (b"", True),
    ],
)  # fmt: skip
def test_what_no_page_sends_ends_the_connection_before_the_app(
    content: bytes, passes: bool
) -> None:
    received, sent = list[Any](), list[Any]()

    async def app(_: Any, receive: Any, __: Any) -> None:
        received.append(await receive())

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": content}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    run_awaited(SoundMessages(app)({"type": "websocket"}, receive, send))
    assert received[0]["type"] == ("websocket.receive" if passes else "websocket.disconnect")
    assert [message["code"] for message in sent] == ([] if passes else [1002])


def test_connections_that_send_faster_than_a_person_share_what_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits = list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def send(_: Any) -> None: ...

    async def receive() -> Any:
        return {"type": "websocket.receive", "bytes": b""}

    async def app(scope: Any, receive_paced: Any, _: Any) -> None:
        for __ in range(7):
            await receive_paced()
        if scope["others"]:
            await paced({"type": "websocket", "others": scope["others"] - 1}, receive, send)

    monkeypatch.setattr(server, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(server, "time", SimpleNamespace(monotonic=lambda: 0.0))
    paced = SoundMessages(app)
    run_awaited(paced({"type": "websocket", "others": 2}, receive, send))
    assert waits == [0.25, 0.25, 0.5, 0.5, 0.75, 0.75]
    assert not paced.hasty
