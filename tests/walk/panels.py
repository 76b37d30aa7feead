"""The panels of the map and the card: what a reader sets there, and what leaves by their buttons."""

from __future__ import annotations

import csv
from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule

from geo.profile import current

from .map_rules import MapRules, act, days
from .own_events import Chooser
from .window import canonical

#: Ways out of a card.
WAYS = ("link", "cite", "table", "propose", "close", "other", "bib")

#: Settings that a reader makes in lists of the map.
SETTINGS = {
    "step": ["day", "month", "year", "change"],
    "speed": ["8", "30", "120"],
    "oil-scope": ["disputed", "north", "all"],
    "oil-by": ["holder", "run_by"],
    "film-step": ["day", "month", "change"],
}


class PanelUser(Chooser):
    """A reader who uses the panels of the map."""

    def set_list(self, name: str, value: str) -> None:
        """Choose from a list of the time bar or of a panel."""
        if name.startswith("oil"):
            self.panel("oil")
        if name.startswith("film"):
            self.film_part()
        self.face()
        field_ = self.frame.locator(f"#gl-{name}")
        if field_.is_visible():
            field_.select_option(value)

    def film_part(self) -> None:
        """Unfold the film, in the panel of comparison."""
        part = self.panel("compare").locator("#gl-film")
        if part.get_attribute("open") is None:
            self.press(part.locator("summary"))

    def film_days(self, first: str, last: str) -> None:
        """Write the days of a film."""
        self.film_part()
        for name, day in (("first", first), ("last", last)):
            field_ = self.frame.locator(f"#gl-film-{name}")
            field_.fill(day)
            field_.press("Enter")

    def film(self) -> int:
        """Record a film of three days, and of the day after that the map is as before; return its size."""
        self.film_days("2017-10-15", "2017-10-17")
        self.frame.locator("#gl-film-step").select_option("day")
        return self.take_file(self.frame.locator("#gl-film-record")).stat().st_size

    def move(self, name: str) -> None:
        """Go a step on or back by the buttons of the time bar."""
        self.face()
        button = self.frame.locator(f"#gl-time-{name}")
        if button.is_visible():
            button.click()

    def look_into(self, name: str) -> None:
        """Open a panel, or close it."""
        self.face()
        button = self.frame.locator(f"#gl-{name}")
        wanted = str(button.get_attribute("aria-expanded") != "true").lower()
        self.press(button)
        assert button.get_attribute("aria-expanded") == wanted, f"the panel {name}"

    def unfold_part(self, name: str) -> None:
        """Unfold a part of a panel, or fold it."""
        panel, part = {"legend": ("legend", "#gl-legend-more"), "areas": ("ask", "#gl-ask-pick")}[
            name
        ]
        element = self.panel(panel).locator(part)
        if element.count():
            summary = element if name == "legend" else element.locator("summary")
            self.press(summary)

    def narrow_list(self, text: str) -> None:
        """Narrow the list of areas."""
        panel = self.panel("ask")
        part = panel.locator("#gl-ask-pick")
        if part.get_attribute("open") is None:
            self.press(part.locator("summary"))
        panel.locator("#gl-ask-filter").fill(text)

    def type_name(self, text: str) -> None:
        """Type into the search without choosing."""
        self.face()
        field_ = self.frame.locator("#gl-search")
        if field_.is_visible():
            field_.fill(text)
            field_.press("Tab")  # what was found lies over the buttons until the field is left

    def against(self, name: str) -> None:
        """Compare with another perspective, or no longer."""
        choice = self.panel("compare").locator("#gl-compare-against")
        if choice.locator(f"option[value='{name}']").count():
            choice.select_option(name)
            self.until("(view.against || '') === argument", name)

    def swipe(self, at: int, how: str) -> None:
        """Move the line between two maps, where there is one."""
        self.face()
        line = self.frame.locator("#gl-swipe-at")
        if not line.count():
            return
        if how == "key":
            line.focus()
            line.press("ArrowRight")
        else:
            line.fill(str(at))
        self.until("view.swipe === Number(document.querySelector('#gl-swipe-at').value)")

    def card(self, way: str, at: int) -> None:
        """Leave a card by one of its buttons, where one is open."""
        self.face()
        box = self.frame.locator(".gl-details")
        if not box.is_visible():
            return
        if way == "close":
            self.press(box.locator(".gl-close").first)
            self.until("view.selection === null")
        elif way == "other":
            others = box.locator(".gl-others button, .gl-listed button")
            if others.count() and others.nth(at % others.count()).is_visible():
                self.press(others.nth(at % others.count()))
        elif way == "bib":
            text = self.take_file(box.locator("[data-format=bib]")).read_text(encoding="utf-8")
            assert text.startswith("@dataset{")
        elif way == "table":
            text = self.take_file(box.locator("[data-way=table]")).read_text(encoding="utf-8-sig")
            assert all(len(line) == 3 for line in csv.reader(text.splitlines())), text
        elif way == "propose":
            self.propose(box)
        else:
            self.press(box.locator(f"[data-way={way}]"))
            self.assert_copied(way, box)

    def assert_copied(self, way: str, box: Any) -> None:
        """Assert that what a card gives to copy is of what is shown."""
        element = box.locator(".gl-told")
        element.locator("xpath=self::*[normalize-space() or .//textarea]").wait_for()
        hand = element.locator("textarea")
        if way == "link" and hand.count():
            query = self.frame.evaluate(
                "() => Greenline.View.write(Greenline.on(map_greenline).view)"
            )
            mark = "?" if "?" in hand.input_value() else "#"
            assert canonical(hand.input_value().partition(mark)[2]) == canonical(query), "the link"

    def propose(self, box: Any) -> None:
        """Open the form of a proposal at a card."""
        raise NotImplementedError


class PanelRules(MapRules):
    """A reader who uses the panels of the map."""

    reader: Any

    @rule(choice=some.sampled_from(list(SETTINGS)), at=some.integers(0, 3))
    @act
    def set_list(self, choice: str, at: int) -> None:
        needed = {"oil": "oil", "film": "compare"}.get(choice.split("-", maxsplit=1)[0], "date")
        if self.reader.has(needed):
            values = SETTINGS[choice]
            self.reader.set_list(choice, values[at % len(values)])

    @rule(name=some.sampled_from(["before", "back", "next", "after"]))
    @act
    def move(self, name: str) -> None:
        self.reader.move(name)

    @rule(
        name=some.sampled_from(
            ["layers", "legend", "compare", "oil", "ask", "table", "about", "stories"]
        )
    )
    @act
    def look_into(self, name: str) -> None:
        if self.reader.has(name):
            self.reader.look_into(name)

    @rule(name=some.sampled_from(["legend", "areas"]))
    @act
    def unfold_part(self, name: str) -> None:
        if self.reader.has({"areas": "ask"}.get(name, name)):
            self.reader.unfold_part(name)

    @rule(text=some.sampled_from(["", "kirk", "qq"]))
    @act
    def narrow_list(self, text: str) -> None:
        if self.reader.has("ask"):
            self.reader.narrow_list(text)

    @rule(text=some.sampled_from(["", "kirk", "2014-08-08"]))
    @act
    def type_name(self, text: str) -> None:
        self.reader.type_name(text)

    @precondition(lambda self: self.reader.has("compare"))
    @rule(name=some.sampled_from(["", *current().perspectives]))
    @act
    def against(self, name: str) -> None:
        self.reader.against(name)

    @rule(at=some.integers(0, 100), how=some.sampled_from(["drag", "key"]))
    @act
    def swipe(self, at: int, how: str) -> None:
        self.reader.swipe(at, how)

    @precondition(lambda self: self.reader.has("compare"))
    @rule(first=days(), last=days())
    @act
    def film_days(self, first: str, last: str) -> None:
        self.reader.film_days(first, last)

    @precondition(lambda self: self.reader.has("compare") and "film()" not in self.trace)
    @rule()
    @act
    def film(self) -> None:
        assert self.reader.film() > 1000, "an empty film"

    @rule(way=some.sampled_from(WAYS), at=some.integers(0, 5))
    @act
    def card(self, way: str, at: int) -> None:
        self.reader.card(way, at)
