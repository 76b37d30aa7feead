"""What a reader may do next in the map, in the app and in the exported file alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from geo.model import EventType, Layer
from geo.profile import current
from geo.web.texts import WINDOWS

from .on_map import KEYS, NAMES
from .window import SIZES

if TYPE_CHECKING:
    from .reader import Reader


def act(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method an act: note it, do it, and look at what it came to."""

    @wraps(function)
    def run_act(self: MapRules, **given: Any) -> None:
        if self.lost:
            return
        text = ", ".join(f"{name}={value!s}" for name, value in given.items())
        self.trace.append(f"{function.__name__}({text})")
        self.note_act(function.__name__)
        try:
            function(self, **given)
            self.look()
        except Exception as error:  # noqa: BLE001 -- whatever went wrong, the way there is told
            way = "The walk: " + " > ".join(self.trace)
            error.add_note(way)
            print(f"{way}\n{error}", flush=True)  # the shortest form may take an hour to find
            self.lost = True
            self.fails(error)

    return run_act


def days() -> some.SearchStrategy[str]:
    """Return days that the atlas covers, the interesting ones first."""
    span = current().days
    some_day = some.integers(0, (span.last - span.first).days).map(
        lambda n: (span.first + timedelta(days=n)).isoformat()
    )
    known = [date(2014, 8, 8), date(2017, 10, 16), span.first, span.last]
    return some.sampled_from([item.isoformat() for item in known]) | some_day


class MapRules(RuleBasedStateMachine):
    """A reader who does one thing after another."""

    reader: Reader

    def __init__(self) -> None:
        super().__init__()
        self.trace: list[str] = []
        self.lost = False

    def look(self) -> None:
        """Assert all that must hold after an act."""
        raise NotImplementedError

    def note_act(self, name: str) -> None:
        """Hear of an act."""

    def fails(self, error: Exception) -> None:
        """End the walk with an error."""
        raise error

    @initialize(at=some.integers(0, 999))
    def begin(self, at: int) -> None:
        """End the simplest walk, which repeats one act and is always tried first, before it begins."""
        self.lost = at == 0

    @precondition(lambda self: self.reader.has("date"))
    @rule(day=days())
    @act
    def day(self, day: str) -> None:
        self.reader.day(day)

    @rule(start=some.floats(0.05, 0.95), end=some.floats(0.05, 0.95))
    @act
    def slide(self, start: float, end: float) -> None:
        self.reader.slide(start, end)

    @rule(key=some.sampled_from(KEYS))
    @act
    def key(self, key: str) -> None:
        self.reader.key(key)

    @rule()
    @act
    def play(self) -> None:
        self.reader.play()

    @precondition(lambda self: self.reader.has("layers"))
    @rule(layer=some.sampled_from(list(current().layers)))
    @act
    def layer(self, layer: Layer) -> None:
        self.reader.layer(layer)

    @precondition(lambda self: self.reader.has("layers"))
    @rule(days=some.sampled_from(WINDOWS))
    @act
    def window(self, days: int) -> None:
        self.reader.window(days)

    @precondition(lambda self: self.reader.has("layers"))
    @rule(kind=some.sampled_from(list(EventType)))
    @act
    def kind(self, kind: EventType) -> None:
        self.reader.kind(kind)

    @precondition(lambda self: self.reader.choices)
    @rule(name=some.sampled_from(current().perspectives))
    @act
    def perspective(self, name: str) -> None:
        self.reader.perspective(name)

    @rule(x=some.floats(0.1, 0.9), y=some.floats(0.15, 0.8))
    @act
    def point(self, x: float, y: float) -> None:
        self.reader.point(x, y)

    @rule(text=some.sampled_from(NAMES), at=some.integers(0, 5))
    @act
    def search(self, text: str, at: int) -> None:
        self.reader.search(text, at)

    @precondition(lambda self: self.reader.has("compare"))
    @rule(day=some.none() | days(), mode=some.sampled_from(["change", "side", "swipe"]))
    @act
    def compare(self, day: str | None, mode: str) -> None:
        self.reader.compare(day, mode)

    @precondition(lambda self: self.reader.has("stories"))
    @rule(at=some.integers(0, 9))
    @act
    def story(self, at: int) -> None:
        self.reader.story(at)

    @precondition(lambda self: self.reader.telling)
    @rule(where=some.sampled_from(["next", "back", "leave"]))
    @act
    def turn(self, where: str) -> None:
        self.reader.turn(where)

    @precondition(lambda self: self.reader.has("ask"))
    @rule(corners=some.integers(0, 4), how=some.sampled_from(["finish", "undo", "cancel"]))
    @act
    def draw(self, corners: int, how: str) -> None:
        self.reader.draw(corners, how)

    @precondition(lambda self: self.reader.has("measure"))
    @rule()
    @act
    def measure(self) -> None:
        self.reader.measure()

    @rule(name=some.sampled_from(list(SIZES)))
    @act
    def size(self, name: str) -> None:
        self.reader.resize(name)
