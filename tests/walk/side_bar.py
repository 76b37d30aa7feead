"""Acts in the side bar."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from geo.model import Language
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
        with self.side(), self.keep_settings():
            button = self.page.locator(".st-key-gl-language button")
            button.nth(list(Language).index(code)).click()
            self.until("view.language === argument", code)

    def upload(self, name: str) -> None:
        with self.side():
            self.section("user-events")
            path = self.folder / name
            path.write_text(FILES[name].text, encoding="utf-8")
            self.page.locator(
                ".st-key-gl-section-user-events input[type=file]"
            ).first.set_input_files(path)
            if name in SURE:
                self.page.locator(".st-key-gl-user-events-take button").click()
                expect(self.page.locator(".st-key-gl-user-events-forget")).to_be_visible()
                self.until(
                    "atlas.userEvents.store && atlas.userEvents.store.n === argument",
                    FILES[name].count,
                )
            self.rests()
        if name in SURE:
            self.rows = FILES[name].events()

    def offer_file(self, name: str, then: str, code: Language) -> None:
        """Bring a file and, before it is on the map, leave it, or read it in another language."""
        with self.side():
            self.section("user-events")
            path = self.folder / name
            path.write_text(FILES[name].text, encoding="utf-8")
            self.page.locator(
                ".st-key-gl-section-user-events input[type=file]"
            ).first.set_input_files(path)
            take = self.page.locator(".st-key-gl-user-events-take button")
            expect(take).to_be_enabled()
            self.rests()
            if then == "leave":
                self.page.locator(".st-key-gl-user-events-leave button").click()
                expect(take).to_have_count(0)
                return
            if then == "language":
                button = self.page.locator(".st-key-gl-language button")
                button.nth(list(Language).index(code)).click()
                self.until("view.language === argument", code)
                self.rests()
            take.click()
            self.until("atlas.userEvents.store?.n === argument", FILES[name].count)
            self.rests()
        self.rows = FILES[name].events()

    def columns_again(self) -> None:
        """Ask for the columns of the file that is on the map, and leave them as they are."""
        with self.side():
            self.section("user-events")
            self.page.locator(".st-key-gl-user-events-columns button").click()
            expect(self.page.locator(".st-key-gl-columns")).to_be_attached()
            self.rests()

    def cite(self, at: int) -> str:
        """Save a citation of what is shown."""
        with self.side():
            self.section("export")
            forms = self.page.locator(".st-key-gl-cite-format button")
            forms.nth(at % forms.count()).scroll_into_view_if_needed()
            self.rests()
            forms.nth(at % forms.count()).click()
            self.rests()
            path = self._save(self.page.locator(".st-key-gl-cite button"))
        return path.read_text(encoding="utf-8")

    def address_offered(self) -> str:
        """Return the address that the side bar gives to copy."""
        with self.side():
            code = self.section("export").locator("code").first
            return code.inner_text()

    def paper(self, at: int) -> None:
        """Choose another sheet for a picture, where one is asked for."""
        with self.side():
            self.section("export")
            self.choose("gl-kind", say("file.png", self.speech))
            box = self.page.locator(".st-key-gl-paper input").first
            box.scroll_into_view_if_needed()
            self.rests()
            box.click()
            options = self.page.get_by_role("option")
            options.nth(at % options.count()).click()
            self.rests()

    def propose(self, box: Locator) -> None:
        """Open the form of a proposal at a card, and leave it."""
        self.press(box.locator("[data-way=propose]"))
        self.form_left()

    def propose_any(self) -> None:
        """Open the form of a proposal beside the map, and leave it."""
        self.unfold()
        self.page.locator(".st-key-gl-propose button").first.click()
        self.form_left()
        if not self.wide:
            self.page.locator("[data-testid=stSidebarCollapseButton] button").click()
        self.rests()

    def form_left(self) -> None:
        """Leave the form of a proposal once it is there."""
        form = self.page.get_by_role("dialog")
        expect(form).to_be_visible()
        self.rests()
        self.page.keyboard.press("Escape")
        expect(form).to_have_count(0)
        self.rests()

    def columns(self) -> None:
        """Take the columns as they were guessed."""
        self.below()
        read = self.page.locator(".st-key-gl-columns-read button")
        read.scroll_into_view_if_needed()
        read.click()
        expect(self.page.locator(".st-key-gl-columns")).to_have_count(0)
        self.rests()
        self.rows = FILES["unsure.csv"].events()

    def columns_left(self) -> None:
        self.below()
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
            locator = self.section("article")
            locator.locator("textarea").fill(ARTICLE)
            locator.locator("[data-testid=stFormSubmitButton] button").click()
            expect(self.page.locator(".st-key-gl-article-leave")).to_be_visible()
            self.frame.locator(".gl-article").first.wait_for(state="attached")

    def article_left(self) -> bool:
        with self.side():
            self.section("article")
            leave = self.page.locator(".st-key-gl-article-leave button")
            result = leave.count() > 0
            if result:
                leave.click()
                expect(self.frame.locator(".gl-article")).to_have_count(0)
        return result

    def save(self, kind: str) -> Path:
        """Save the view as a file."""
        with self.side():
            self.section("export")
            shown = self.page.locator(".st-key-gl-kind input").first.input_value()
            if shown != say(f"file{kind}", self.speech):
                self.choose("gl-kind", say(f"file{kind}", self.speech))
            return self._save(self.page.locator(".st-key-gl-export button"))

    def save_table(self) -> Path | None:
        """Save the table in front."""
        self.below()
        button = self.page.locator("[class*=st-key-gl-csv-] button")
        return self._save(button.first) if button.count() else None

    def _save(self, button: Locator) -> Path:
        button.scroll_into_view_if_needed()
        self.rests()
        with self.page.expect_download() as coming:
            button.click()
        self.saved += 1
        path = self.folder / f"{self.saved}-{coming.value.suggested_filename}"
        coming.value.save_as(path)
        return path
