"""Messages that no page of ours sends: nothing of them reaches the view, and no error comes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from geo import View
from geo.web import frame
from geo.web.server import SoundMessages
from geo.web.state import MOUNT, State
from tests.stress.reader import Reader
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


#: By kind of widget: field of its value, and values that none of the kind offers; what is no JSON, or has
#: not the shape of its kind, fails in Streamlit, for who sends it alone.
VALUES: dict[str, tuple[tuple[str, Any], ...]] = {
    "button_group": (("string_array_value", ["nope"]), ("string_array_value", ["x"] * 9_000)),
    "bidi_component": tuple(
        ("json_value", json.dumps(item))
        for item in (*({"report": value} for value in REPORTS), 5, [])
    ) + tuple(("json_value", json.dumps({"open": item})) for item in (5, "x", [1], {"a": 1})),
    "date_input": tuple(
        ("string_array_value", item)
        for item in (["2014-13-45"], ["9999-12-31"], ["1800/01/01"], [], ["x" * 10**5])
    ),
    "dataframe": (("string_value", '{"selection":{"rows":[99999,-5],"columns":["x"]}}'),),
}  # fmt: skip
VALUES |= dict.fromkeys(
    ("text_area", "text_input", "selectbox", "radio"),
    tuple(("string_value", item) for item in ("", "<script>", "x" * 10**6, "2014-13-45")),
)


class Stranger(Reader):
    """A reader who tells widgets what no browser would."""

    def __init__(self, base: str) -> None:
        super().__init__(base, 9)
        self.kinds: dict[str, str] = {}

    def _note(self, message: ForwardMsg) -> None:
        super()._note(message)
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind and getattr(getattr(element, kind), "id", ""):
            self.kinds[getattr(element, kind).id] = kind

    def tell(self, widget: str, field: str, value: Any) -> None:
        """Let a widget have a value in the next run."""

        def set_(state: WidgetState) -> None:
            if isinstance(value, list):
                getattr(state, field).data.extend(value)
            else:
                setattr(state, field, value)

        self.states[widget] = set_

    def find_widget(self, end: str) -> str:
        """Return the widget whose key ends so."""
        return next(item for item in self.kinds if item.endswith(end))


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


async def _attack(base: str) -> tuple[dict[str, list[str]], int, list[str]]:
    stranger, witness = Stranger(base), Reader(base, 2)
    await stranger.join()
    await stranger.run("d=2014-06-10&a=areas:kirkuk")
    drawer = stranger.find_widget("gl-drawer")
    stranger.widgets["drawer"] = drawer
    stranger.tell(drawer, "json_value", '{"open": true}')
    await stranger.run()
    result: dict[str, list[str]] = {}
    count = 0
    for widget, kind in list(stranger.kinds.items()):
        for field, value in VALUES.get(kind, ()):
            stranger.errors.clear()
            stranger.tell(drawer, "json_value", '{"open": true}')
            stranger.tell(widget, field, value)
            await stranger.run()
            count += 1
            if stranger.errors:
                result[f"{kind} {widget[-30:]} {str(value)[:40]}"] = list(stranger.errors)
    await witness.join()
    await witness.run("d=2017-10-16")
    return result, count, witness.errors
