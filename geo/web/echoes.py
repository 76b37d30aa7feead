"""Which value of a widget is the reader's, and which is an echo of what the app put there.

With every message Streamlit's browser side sends the values of all widgets, also those of widgets
that it has not redrawn yet. Where the page changes the view in quick steps, such a value is the one
before: taken for an act of the reader, it would undo the step and make an entry of the history.

So each run leaves its mark in the page, in a widget that no reader sees and that is drawn last. The
mark comes back with every message and says which run the browser had drawn when it sent it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: How many values of a widget are kept for a browser that falls behind.
_KEPT = 50


@dataclass(frozen=True)
class Shown:
    """A value that a widget shows."""

    run: int
    """The first run that showed it."""

    key: str
    """The widget that showed it, where several take turns under one name."""

    value: Any
    """The value."""


@dataclass
class Echoes:
    """What the widgets of a session showed, as far back as the browser may still show it."""

    session: str
    """Tells the marks of this session from those of one before it."""

    run: int = 0
    """Number of the run."""

    _shown: dict[str, list[Shown]] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What this run leaves in the page."""
        return f"{self.session}.{self.run}"

    def show(self, name: str, key: str, value: Any) -> None:
        """Keep what a widget shows from this run on."""
        shown = self._shown.setdefault(name, [])
        if not shown or (shown[-1].key, shown[-1].value) != (key, value):
            shown.append(Shown(self.run, key, value))
            del shown[:-_KEPT]

    def is_new_value(self, name: str, key: str, value: Any, mark: str | None) -> bool:
        """Return whether a value that came from the browser is the reader's.

        A day that was put in by run 2 comes back from a browser that has drawn run 1, then run 2:

        >>> echoes = Echoes("a", run=1)
        >>> echoes.show("day", "day", 9)
        >>> echoes.run = 2
        >>> echoes.show("day", "day", 11)
        >>> echoes.is_new_value("day", "day", 9, "a.1"), echoes.is_new_value("day", "day", 9, "a.2")
        (False, True)
        """
        seen = self._last_seen_run(mark)
        shown = self._shown.get(name, [])
        drawn = [number for number, layer in enumerate(shown) if layer.run <= seen]
        del shown[: drawn[-1] if drawn else 0]
        if shown and shown[-1].run <= seen and shown[-1].key != key:
            return False  # the browser shows another widget by now
        if any((layer.key, layer.value) == (key, value) for layer in shown[:-1]):
            return False
        # The browser shows this already, whatever it has drawn.
        self._shown[name] = [Shown(seen, key, value)]
        return True

    def _last_seen_run(self, mark: str | None) -> int:
        """Return the last run that the browser had drawn."""
        if mark is None:
            return self.run
        known = (run for run in range(self.run, max(self.run - _KEPT, 0), -1))
        return next((run for run in known if mark == f"{self.session}.{run}"), 0)
