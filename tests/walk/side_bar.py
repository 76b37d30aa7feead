"""Acts in the side bar."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from geo.model import EventType, Language, Layer
from geo.profile import current
from geo.words import say

from .files import FILES, SURE
from .window import Window

ARTICLE = (
    "20 July 2022\n\nTroops entered Altun Kupri on 18 December. In Rabia all was calm. "
    "Families left Tuz Khurmatu for Erbil."
)


class SideBar(Window):
    """A reader who acts in the side bar."""

    def language(self, code: Language) -> None:
        with self.side():
            self.page.locator(".st-key-gl-language button").nth(list(Language).index(code)).click()
            self.until("view.language === argument", code)

    def perspective(self, name: str) -> None:
        with self.side():
            at = list(current().perspectives).index(name)
            self.page.locator(".st-key-gl-perspective [role=radiogroup] label").nth(at).click()
            self.until("view.perspective === argument", name)

    def day_beside(self, day: str) -> None:
        with self.side():
            for part, kind in zip(day.split("-"), ("year", "month", "day"), strict=True):
                self.page.locator(f".st-key-gl-date [data-type={kind}]").first.click()
                self.page.keyboard.type(part)
            self.page.keyboard.press("Escape")  # the calendar that has opened takes the day with it
            self.until("Greenline.Dates.iso(view.date) === argument", day)

    def layer(self, layer: Layer) -> None:
        on = layer in self.view("layers")
        with self.side():
            self.section("layers")
            self.page.locator(f".st-key-gl-layer-{layer} label").click()
            self.until("view.layers.includes(argument[0]) !== argument[1]", [layer, on])

    def window(self, days: int) -> None:
        with self.side():
            self.section("events")
            self.choose("gl-window", say(f"window.{days}", self.speech))
            self.until("view.window === argument", days)

    def kind(self, kind: EventType) -> None:
        on = kind in self.view("eventTypes")
        with self.side():
            self.section("events")
            self.page.locator(".st-key-gl-types button").nth(list(EventType).index(kind)).click()
            self.until("view.eventTypes.includes(argument[0]) !== argument[1]", [kind, on])

    def story_beside(self, at: int) -> None:
        with self.side():
            box = self.page.locator(".st-key-gl-story input").first
            box.scroll_into_view_if_needed()
            self.rests()
            box.click()
            offered = self.page.get_by_role("option")
            offered.nth(at % offered.count()).click()
            self.until("view.story !== null")

    def upload(self, name: str) -> None:
        with self.side():
            self.section("user-events")
            path = self.folder / name
            path.write_text(FILES[name].text, encoding="utf-8")
            self.page.locator(
                ".st-key-gl-section-user-events input[type=file]"
            ).first.set_input_files(path)
            if name in SURE:
                expect(self.page.locator(".st-key-gl-user-events-forget")).to_be_visible()
                self.until(
                    "atlas.userEvents.store && atlas.userEvents.store.n === argument",
                    FILES[name].kept,
                )
            self.rests()
        if name in SURE:
            self.rows = FILES[name].events()

    def columns(self) -> None:
        """Take the columns as they were guessed."""
        read = self.page.locator(".st-key-gl-columns-read button")
        read.scroll_into_view_if_needed()
        read.click()
        expect(self.page.locator(".st-key-gl-columns")).to_have_count(0)
        self.rests()
        self.rows = FILES["unsure.csv"].events()

    def columns_left(self) -> None:
        leave = self.page.locator(".st-key-gl-columns-leave button")
        leave.scroll_into_view_if_needed()
        leave.click()
        expect(self.page.locator(".st-key-gl-columns")).to_have_count(0)

    @property
    def columns_known(self) -> bool:
        """Whether the columns that are asked for are of a table of events."""
        title = self.page.locator(".st-key-gl-columns h3").first
        return "unsure.csv" in title.inner_text()

    @property
    def mapping(self) -> bool:
        """Whether the columns of a file are asked for."""
        return bool(self.page.locator(".st-key-gl-columns").count())

    def remove(self) -> None:
        with self.side():
            self.section("user-events")
            self.page.locator(".st-key-gl-user-events-forget button").click()
            self.until("!atlas.userEvents.store")
        self.rows = None

    def period(self) -> bool:
        """Go to the days of the events, where that is offered."""
        with self.side():
            self.section("user-events")
            button = self.page.locator(".st-key-gl-user-events-go button")
            offered = button.count() > 0
            if offered:
                button.click()
                self.until("atlas.userEvents.filter.count() === argument", len(self.rows))  # type: ignore[arg-type]
        return offered

    def article(self) -> None:
        with self.side():
            found = self.section("article")
            found.locator("textarea").fill(ARTICLE)
            found.locator("[data-testid=stFormSubmitButton] button").click()
            expect(self.page.locator(".st-key-gl-article-leave")).to_be_visible()
            self.frame.locator(".gl-article").first.wait_for(state="attached")

    def article_left(self) -> bool:
        with self.side():
            self.section("article")
            leave = self.page.locator(".st-key-gl-article-leave button")
            found = leave.count() > 0
            if found:
                leave.click()
                expect(self.frame.locator(".gl-article")).to_have_count(0)
        return found

    def save(self, kind: str) -> Path:
        """Save the view as a file."""
        with self.side():
            self.section("export")
            shown = self.page.locator(".st-key-gl-kind input").first.input_value()
            if shown != say(f"file{kind}", self.speech):
                self.choose("gl-kind", say(f"file{kind}", self.speech))
            return self._saved(self.page.locator(".st-key-gl-export button"))

    def save_table(self) -> Path | None:
        """Save the table in front."""
        button = self.page.locator("[class*=st-key-gl-csv-] button")
        return self._saved(button.first) if button.count() else None

    def _saved(self, button: Locator) -> Path:
        button.scroll_into_view_if_needed()
        self.rests()
        with self.page.expect_download() as coming:
            button.click()
        self.saved += 1
        path = self.folder / f"{self.saved}-{coming.value.suggested_filename}"
        coming.value.save_as(path)
        return path
