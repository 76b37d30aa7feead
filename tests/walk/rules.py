"""What a reader may do next, in the app and in the exported file alike, and how he is followed."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from playwright.sync_api import BrowserContext

from geo.events.user_events import shown
from geo.model import DrawnAs, EventType
from geo.profile import current
from geo.view import View

from .reader import SIZES, Reader

#: Walks of `make stress`, acts of each, and the seconds after which it sets out on no more.
MANY, LONG = int(os.environ.get("GREENLINE_WALKS", "100")), 30
BOUND = int(os.environ.get("GREENLINE_WALK_SECONDS", "1200"))

CALM = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    print_blob=False,
)

#: Every name that the search is asked for; the last is no place.
NAMES = ("Kirkuk", "كركوك", "sinj", "bai hassan", "qqqq")

KEYS = "[ ] , . ArrowRight ArrowLeft PageUp PageDown Home + - Escape".split()

#: Settings that a reader makes in lists of the map.
LISTS = [
    *(("step", value) for value in ("day", "month", "year", "change")),
    *(("speed", value) for value in ("8", "30", "120")),
    *(("oil-scope", value) for value in ("disputed", "north", "all")),
    *(("oil-by", value) for value in ("holder", "run_by")),
]


def days() -> some.SearchStrategy[str]:
    """Return days that the atlas covers, the interesting ones first."""
    span = current().days
    known = [date(2014, 8, 8), date(2017, 10, 16), span.first, span.last]
    any_day = some.integers(0, (span.last - span.first).days).map(
        lambda n: (span.first + timedelta(days=n)).isoformat()
    )
    return some.sampled_from([day.isoformat() for day in known]) | any_day


def one_of(*values: Any) -> some.SearchStrategy[Any]:
    return some.sampled_from(values)


def do(
    act: str, when: str | Callable[[Reader], Any] = "", /, **given: some.SearchStrategy[Any]
) -> Any:
    """Return the rule by which a reader does an act, while a tool is there or a condition holds."""

    def run(machine: Walk, /, **chosen: Any) -> None:
        machine.take(act, **chosen)

    run.__name__ = act
    test = when if callable(when) else (lambda reader: reader.has(when)) if when else None
    step = rule(**given)(run)
    return precondition(lambda machine: test(machine.reader))(step) if test else step


def brought(reader: Reader) -> bool:
    return reader.rows is not None and reader.has("user_events")


class Walk(RuleBasedStateMachine):
    """A reader who does one thing after another; what went wrong is told with the way there."""

    reader: Reader
    acts: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.trace: list[str] = []
        self.lost = False
        self.folder = tempfile.TemporaryDirectory()
        self.context = self.begin_window()

    def begin_window(self) -> BrowserContext:
        """Open what is walked through, as ``self.reader``."""
        raise NotImplementedError

    def look(self) -> None:
        """Assert all that must hold after an act."""
        raise NotImplementedError

    def teardown(self) -> None:
        self.context.close()
        self.folder.cleanup()

    def take(self, act: str, /, *args: Any, **given: Any) -> None:
        """Do an act, and look at what it came to."""
        if self.lost:
            return
        chosen = [*map(str, args), *(f"{key}={value!s}" for key, value in given.items())]
        self.trace.append(f"{act}({', '.join(chosen)})")
        self.acts[act] += 1
        try:
            result = getattr(self.reader, act)(*args, **given)
            getattr(self, f"then_{act}", lambda _: None)(result)
            self.look()
        except Exception as error:
            way = "The walk: " + " > ".join(self.trace)
            error.add_note(way)
            print(f"{way}\n{error}", flush=True)  # the shortest form may take an hour to find
            self.lost = True
            raise

    def then_save_own(self, count: int) -> None:
        view = View.from_query(self.reader.query)
        wanted = len(shown(self.reader.rows, view))  # type: ignore[arg-type]
        assert count == wanted, f"the file holds {count} events, not {wanted}"

    @initialize(at=some.integers(0, 999))
    def begin(self, at: int) -> None:
        """End the simplest walk, which repeats one act and is always tried first, before it begins."""
        self.lost = at == 0

    day = do("day", "date", day=days())
    slide = do("slide", start=some.floats(0.05, 0.95), end=some.floats(0.05, 0.95))
    key = do("key", key=one_of(*KEYS))
    move = do("move", name=one_of("play", "before", "back", "next", "after"))
    layer = do("layer", "layers", name=one_of(*current().layers))
    window = do("window", "layers", days=one_of(30, 90, 365, 1826, 0))
    kind = do("kind", "layers", name=one_of(*EventType))
    perspective = do(
        "perspective",
        lambda reader: reader.frame.locator(".gl-choice").first.is_visible(),
        name=one_of(*current().perspectives),
    )
    against = do("against", "compare", name=one_of("", *current().perspectives))
    compare = do(
        "compare", "compare", day=some.none() | days(), mode=one_of("change", "side", "swipe")
    )
    point = do("point", x=some.floats(0.1, 0.9), y=some.floats(0.15, 0.8))
    search = do("search", text=one_of(*NAMES), at=some.integers(-1, 5))
    card = do("card", way=one_of("link", "cite", "table", "close", "other"), at=some.integers(0, 5))
    story = do("story", "stories", at=some.integers(0, 9))
    turn = do("turn", lambda reader: reader.telling, where=one_of("next", "back", "leave"))
    draw = do("draw", "ask", corners=some.integers(0, 4), how=one_of("finish", "undo", "cancel"))
    narrow_list = do("narrow_list", "ask", text=one_of("", "kirk"))
    size = do("size", name=one_of(*SIZES))
    look_into = do(
        "look_into",
        "about",
        name=one_of("layers", "legend", "compare", "oil", "ask", "table", "about", "stories"),
    )
    time = do("time", brought, name=one_of("all", "trailing", "interval"))
    interval = do("interval", brought, first=days(), last=days())
    drawn_as = do("drawn_as", brought, name=one_of(*DrawnAs))
    own_kind = do("own_kind", brought, at=some.integers(0, 5))
    actor = do("actor", brought, text=one_of("", "force", "qq"), at=some.integers(0, 3))
    set_least = do("set_least", brought, deaths=one_of(0, 2, 1000000))
    precision = do("precision", brought, name=one_of("exact", "near", "district", "unknown"))
    pick_own = do("pick_own", brought, at=some.integers(0, 9))
    save_own = do("save_own", brought, ending=one_of("csv"))

    @precondition(lambda self: self.reader.has("date"))
    @rule(chosen=some.sampled_from(LISTS))
    def set_list(self, chosen: tuple[str, str]) -> None:
        self.take("set_list", *chosen)


def walk(machine: type[Walk], walks: int, steps: int, *, fixed: bool) -> None:
    """Walk; print how far."""
    machine.acts.clear()
    chosen = settings(CALM, max_examples=walks + 1, stateful_step_count=steps, derandomize=fixed)
    try:
        run_state_machine_as_test(machine, settings=chosen)
    finally:
        print(f"{machine.acts.total()} acts: {dict(sorted(machine.acts.items()))}")
