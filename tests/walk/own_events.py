"""A reader's own events in the map: which of them are shown, how, and as which file they leave."""

from __future__ import annotations

import csv
import json
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule

from geo.events.selection import shown
from geo.model import DrawnAs
from geo.view import View

from .collection import Collector
from .map_rules import MapRules, act, days

#: Ways to choose the days of the events.
TIMES = ("all", "trailing", "interval")

#: How exactly a place is known at least.
PRECISIONS = ("exact", "near", "district", "unknown")


class Chooser(Collector):
    """A reader who chooses among the events that he brought."""

    def tick(self, control: str, value: str) -> None:
        """Take one of several in the panel of the events."""
        self.panel("user_events").locator(f"input[name=gl-user-events-{control}][value={value}]")
        self.frame.locator(
            f"label:has(> input[name=gl-user-events-{control}][value={value}])"
        ).click()

    def time(self, name: str) -> None:
        """Show all days, those up to the date, or an interval."""
        self.tick("time", name)
        wanted = {
            "all": "!view.interval && !view.window",
            "trailing": "!view.interval && view.window > 0",
        }
        self.until(wanted.get(name, "Boolean(view.interval)"))

    def interval(self, first: str, last: str) -> None:
        """Write the first and the last day of an interval."""
        self.time("interval")
        for name, day in (("from", first), ("to", last)):
            field_ = self.frame.locator(f"#gl-user-events-{name}")
            field_.fill(day)
            field_.press("Enter")
        self.until(
            "view.interval.map(Greenline.Dates.iso).join() === argument",
            f"{min(first, last)},{last}",
        )

    def drawn_as(self, name: str) -> None:
        """Draw the events in another way."""
        self.tick("drawn", name)
        self.until("view.drawnAs === argument", name)

    def own_kind(self, at: int) -> None:
        """Switch a kind of the reader's events on or off; or all, or none."""
        panel = self.panel("user_events")
        boxes = panel.locator("#gl-user-events-kinds input")
        count = boxes.count()
        if at < count:
            on = boxes.nth(at).is_checked()
            self.press(panel.locator("#gl-user-events-kinds label").nth(at))
            assert boxes.nth(at).is_checked() != on
        else:
            self.press(panel.locator("#gl-kinds-allKinds" if at % 2 else "#gl-kinds-noKinds"))

    def actor(self, text: str, at: int) -> None:
        """Find an actor and tick it, or show all again."""
        panel = self.panel("user_events")
        part = panel.locator("#gl-user-events-actors")
        if not part.count():
            return
        if part.get_attribute("open") is None:
            self.press(part.locator("summary"))
        panel.locator("#gl-actor-find").fill(text)
        element = panel.locator("#gl-actor-list label")
        if at < element.count():
            element.nth(at).click()  # the list is drawn anew a moment after what is typed
        else:
            self.press(panel.locator("#gl-actors-all"))
            self.until("view.actors === null")

    def set_least(self, deaths: int) -> None:
        """Show events with so many deaths at least."""
        self.panel("user_events").locator("#gl-user-events-deaths").fill(str(deaths))
        self.until("view.minDeaths === argument", deaths)

    def precision(self, name: str) -> None:
        """Show events whose place is known so exactly at least."""
        self.panel("user_events").locator("#gl-user-events-precision").select_option(name)
        self.until("view.coarsest === argument", name)

    def list_own(self) -> None:
        """Open the list of the events."""
        part = self.panel("user_events").locator("#gl-user-events-list")
        if part.get_attribute("open") is None:
            self.press(part.locator("summary").first)

    def pick_own(self, at: int) -> None:
        """Choose an event of the list: its card opens."""
        self.list_own()
        rows = self.frame.locator("#gl-user-events-rows button")
        if not rows.count():
            return
        self.press(rows.nth(at % rows.count()))
        self.until("view.selection?.startsWith('user_events:')")

    def save_own(self, ending: str, *, tags: bool) -> int:
        """Save the events listed; return how many the file holds."""
        self.list_own()
        self.frame.locator("input[name=gl-user-events-within][value=all]").check(force=True)
        self.frame.locator("#gl-user-events-hxl").set_checked(tags)
        path = self.take_file(self.frame.locator(f"#gl-user-events-{ending}"))
        text = path.read_text(encoding="utf-8-sig")
        if ending == "geojson":
            return len(json.loads(text)["features"])
        lines = list(csv.reader(text.splitlines()))[1:]
        return len(lines) - (tags and bool(lines))


class OwnEventRules(MapRules):
    """A reader who chooses among his events."""

    reader: Any

    def now(self) -> View:
        """Return the view of the page."""
        return View.from_query(
            self.reader.frame.evaluate(
                "() => Greenline.View.write(Greenline.on(map_greenline).view)"
            )
        )

    @property
    def brought(self) -> bool:
        """Whether there are events to choose from."""
        return self.reader.rows is not None and self.reader.has("user_events")

    @precondition(lambda self: self.brought)
    @rule(name=some.sampled_from(TIMES))
    @act
    def time(self, name: str) -> None:
        self.reader.time(name)

    @precondition(lambda self: self.brought)
    @rule(first=days(), last=days())
    @act
    def interval(self, first: str, last: str) -> None:
        self.reader.interval(first, last)

    @precondition(lambda self: self.brought)
    @rule(name=some.sampled_from(list(DrawnAs)))
    @act
    def drawn_as(self, name: DrawnAs) -> None:
        self.reader.drawn_as(name)

    @precondition(lambda self: self.brought)
    @rule(at=some.integers(0, 5))
    @act
    def own_kind(self, at: int) -> None:
        self.reader.own_kind(at)

    @precondition(lambda self: self.brought)
    @rule(text=some.sampled_from(["", "force", "qq"]), at=some.integers(0, 3))
    @act
    def actor(self, text: str, at: int) -> None:
        self.reader.actor(text, at)

    @precondition(lambda self: self.brought)
    @rule(deaths=some.sampled_from([0, 2, 1000000]))
    @act
    def set_least(self, deaths: int) -> None:
        self.reader.set_least(deaths)

    @precondition(lambda self: self.brought)
    @rule(name=some.sampled_from(PRECISIONS))
    @act
    def precision(self, name: str) -> None:
        self.reader.precision(name)

    @precondition(lambda self: self.brought)
    @rule(at=some.integers(0, 9))
    @act
    def pick_own(self, at: int) -> None:
        self.reader.pick_own(at)

    @precondition(lambda self: self.brought)
    @rule(ending=some.sampled_from(["csv", "geojson"]), tags=some.booleans())
    @act
    def save_own(self, ending: str, *, tags: bool) -> None:
        result = self.reader.save_own(ending, tags=tags)
        wanted = len(shown(self.reader.rows, self.now()))
        assert result == wanted, f"the file holds {result} events, not {wanted}"
