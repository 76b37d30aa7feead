"""Acts in the map."""

from __future__ import annotations

from .window import Window

#: Every name that the search is asked for; the last is no place.
NAMES = ("Kirkuk", "كركوك", "sinj", "bai hassan", "qqqq")

#: Keys of the map and of the slider.
KEYS = (
    "[",
    "]",
    ",",
    ".",
    "ArrowRight",
    "ArrowLeft",
    "PageUp",
    "PageDown",
    "Home",
    "+",
    "-",
    "Escape",
)


class OnMap(Window):
    """A reader who acts in the map."""

    def day(self, day: str) -> None:
        self.face()
        field_ = self.frame.locator("#gl-date")
        field_.fill(day)
        field_.press("Enter")
        self.until("Greenline.Dates.iso(view.date) === argument", day)

    def slide(self, start: float, end: float) -> None:
        self.face()
        box = self.frame.locator("#gl-slider").bounding_box()
        if not box:
            return
        y = box["y"] + box["height"] - 6
        self.page.mouse.move(box["x"] + start * box["width"], y)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + end * box["width"], y, steps=4)
        self.page.mouse.up()

    def key(self, key: str) -> None:
        self.face()
        self.frame.locator(".gl-map").first.focus()
        if key.startswith(("Arrow", "Page", "Home")):
            slider = self.frame.locator("#gl-slider")
            if slider.is_visible():
                slider.focus()
        self.page.keyboard.press(key)

    def play(self) -> None:
        """Let the days go for a moment."""
        self.face()
        button = self.frame.locator("#gl-time-play")
        if not button.is_visible():
            return
        button.click()
        self.page.wait_for_timeout(300)
        if self.frame.evaluate(
            "() => Boolean(Greenline.on(map_greenline).chromeBox.timebar.timer)"
        ):
            button.click()

    def layer(self, name: str) -> None:
        if self.panel("layers").locator(f"#gl-layer-{name}").count():  # that of events needs some
            super().layer(name)

    @property
    def choices(self) -> bool:
        """Whether perspectives are offered: a phone has none beside a story."""
        return self.frame.locator(".gl-choice input[name=gl-perspective]").first.is_visible()

    def perspective(self, name: str) -> None:
        self.face()
        super().perspective(name)

    def point(self, x: float, y: float) -> bool:
        """Click on the map, where nothing lies over it."""
        self.face()
        box = self.frame.locator(".gl-map").first.bounding_box()
        outer = self.corner()
        if not box or not outer:
            return False
        at = (box["x"] + x * box["width"], box["y"] + y * box["height"])
        free = self.frame.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.gl-map'))",
            [at[0] - outer["x"], at[1] - outer["y"]],
        )
        above = self.page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.gl-frame, .gl-map'))",
            list(at),
        )
        if free and above:
            self.page.mouse.click(*at)
        return bool(free and above)

    def zoom(self, notches: int) -> None:
        self.face()
        box = self.frame.locator(".gl-map").first.bounding_box()
        if box:
            self.page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
            self.page.mouse.wheel(0, -120 * notches)

    def button(self, name: str) -> None:
        if self.has(name):
            self.press(self.frame.locator(f"#gl-{name}"))

    def has(self, name: str) -> bool:
        """Whether a tool of the map is offered: a phone has few, and fewer beside a story."""
        return self.frame.locator(f"#gl-{name}").is_visible()

    def search(self, text: str, at: int) -> None:
        self.face()
        field_ = self.frame.locator("#gl-search")
        if not field_.is_visible():
            return
        field_.fill(text)
        element = self.frame.locator("#gl-results li[role=option]")
        if element.count():
            element.nth(at % element.count()).click()
        else:
            field_.press("Escape")

    def compare(self, day: str | None, mode: str) -> None:
        """Compare with another day, or no longer."""
        panel = self.panel("compare")
        on = panel.locator("#gl-compare-on")
        if on.is_checked() != (day is not None):
            self.press(on)
        if day is None:
            self.until("view.compare === null")
            return
        self.until("view.compare !== null")
        field_ = self.panel("compare").locator("#gl-compare-date")
        field_.fill(day)
        field_.press("Enter")
        self.until("Greenline.Dates.iso(view.compare) === argument", day)
        self.press(self.panel("compare").locator(f"#gl-mode-{mode}"))
        self.until("view.compareMode === argument", mode)

    def turn(self, where: str) -> None:
        """Read on or back in a story, or leave it."""
        self.face()
        if where == "leave":
            self.frame.locator(".gl-story-leave").first.click()
            return
        button = self.frame.locator(f"#gl-story-{where}")
        if button.is_visible() and button.get_attribute("aria-disabled") != "true":
            button.click()

    def draw(self, corners: int, how: str) -> None:
        """Draw ground to ask about, or give it up."""
        self.panel("ask").locator("#gl-ask-draw").click()
        places = [(0.35, 0.35), (0.55, 0.4), (0.5, 0.6), (0.36, 0.55)]
        for x, y in places[:corners]:
            self.point(x, y)
        button = self.frame.locator(f"#gl-ask-{how}")
        if button.count() and button.is_enabled():
            button.click()
        elif self.frame.locator("#gl-ask-cancel").count():
            self.page.keyboard.press("Escape")

    def ask_for(self, at: int) -> None:
        """Ask about an area by its name."""
        panel = self.panel("ask")
        picker = panel.locator("#gl-ask-pick")
        if picker.get_attribute("open") is None:
            picker.locator("summary").click()
        boxes = panel.locator(".gl-picks label:visible")  # a narrowed list hides the others
        self.press(boxes.nth(at % min(12, boxes.count())))

    def clear(self) -> bool:
        """Ask about nothing, by the button below the map."""
        self.below()
        button = self.page.locator(".st-key-gl-area-clear button")
        if not button.count():
            return False
        button.scroll_into_view_if_needed()
        button.click()
        self.until("view.areaOfInterest === null")
        return True

    def measure(self) -> None:
        self.button("measure")
        self.point(0.4, 0.4)
        self.point(0.5, 0.5)
