"""A page for tests without a browser: it does what the app's widgets ask for, and reports."""

from __future__ import annotations

import json
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from geo import View
from geo.web.state import MOUNT, State, list_pairs


class Page:
    """The page in the app's frame, as ``frame.js`` and ``link.js`` make it look to the app."""

    def __init__(self, app: AppTest) -> None:
        self.app = app
        self.view = View.from_query(self.message["query"])
        self.history = [self.view]
        """Views of the window's history."""
        self.done: str | None = None

    @property
    def message(self) -> dict[str, Any]:
        """What the app says to the page."""
        (mount,) = (item for item in self.app.get("bidi_component") if item.key == MOUNT)
        message: dict[str, Any] = json.loads(mount.proto.json or mount.proto.mixed.json)
        return message

    @property
    def known(self) -> State:
        """What the session knows."""
        state: State = self.app.session_state["greenline"]
        return state

    def act(self, **changes: Any) -> None:
        """Do what a reader does on the map, and report it."""
        self._change(self.view.with_(**changes))
        self.report()

    def answer(self) -> None:
        """Do what widgets ask for, and report, until nothing is left to do."""
        while commands := self.message["commands"]:
            for command in commands:
                changed = {**list_pairs(self.view), **command["set"]}
                query = {key: text for key, text in changed.items() if text is not None}
                self._change(View.from_query(query))
                self.done = command["id"]
            self.report()

    def back(self) -> None:
        """Go back in the history of the window."""
        self.history.pop()
        self.view = self.history[-1]
        self.report()

    def report(self, late: WidgetStates | None = None, **more: Any) -> None:
        """Report, beside the values of all widgets as the browser shows them, or as it did before."""
        states = late or self.app._tree.get_widget_states()
        (mount,) = (item for item in self.app.get("bidi_component") if item.key == MOUNT)
        report = {"query": self.view.to_query(), "done": self.done, "marks": [], **more}
        sent = WidgetStates()
        sent.CopyFrom(states)
        sent.widgets.add(id=mount.proto.id, json_value=json.dumps({"report": report}))
        self.app._run(sent)
        assert not self.app.exception

    def _change(self, view: View) -> None:
        if view != self.view:
            self.view = view
            self.history.append(view)
