"""What must hold after every act, whatever it was: read from the screen, not from the code."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect

from geo import View
from geo.ask import inventory
from geo.events.user_events import shown
from geo.model import Language, Layer
from geo.profile import current
from geo.web.drawer.tables import list_tables
from geo.words import locale
from tests.browser.conftest import WAIT

from .reader import Reader, canonical

#: What the map shows of itself.
MAP = """() => {
  const atlas = Greenline.on(map_greenline);
  const {view} = atlas;
  const text = (selector) => document.querySelector(selector)?.textContent ?? '';
  const second = document.querySelector('.gl-second');
  const line = document.querySelector('#gl-swipe-at');
  const {layers} = atlas.chromeBox.panels;
  layers.update();
  const switches = (start) => [...layers.box.querySelectorAll(`input[id^=${start}]`)].filter((one) => one.checked)
    .map((one) => one.id.slice(start.length));
  return {
    query: Greenline.View.write(view),
    title: text('.gl-title'),
    date: Greenline.Dates.normalizeDigits(document.querySelector('#gl-date').value),
    slider: Greenline.Dates.iso(Number(document.querySelector('#gl-slider').value)),
    events: atlas.layers.get('events').rowsShown().length,
    own: atlas.userEvents.filter ? atlas.userEvents.filter.count() : null,
    brought: atlas.userEvents.store ? atlas.userEvents.store.n : null,
    second: Boolean(second), line: line && Number(line.value),
    null: /\\b(null|undefined|NaN)\\b/.exec(document.body.innerText)?.[0] ?? null,
    wide: document.documentElement.scrollWidth > innerWidth,
    perspective: document.querySelector('input[name=gl-perspective]:checked').value,
    layers: switches('gl-layer-'), kinds: switches('gl-type-'),
    window: Number(layers.box.querySelector('#gl-window').value),
    playing: Boolean(atlas.chromeBox.timebar.timer),
    holes: Object.entries(view).filter(([, value]) => value === undefined).map(([name]) => name),
  };
}"""


#: What only a traceback in the log of the server holds.
_FAULT = re.compile(r"Traceback|\bERROR\b|Uncaught|Exception|Error:")


class Log:
    """What the server has written since it was looked at last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read = path.stat().st_size

    def read_new(self) -> str:
        """Return what is new."""
        with self.path.open("rb") as stream:
            stream.seek(self.read)
            result = stream.read()
        self.read += len(result)
        return result.decode("utf-8", "replace")


def agree(reader: Reader) -> View:
    """Wait until page, address and app, once it is told, show one view; return it.

    The frame that the map opens with is nobody's wish: the address has one after the first act.
    """
    reader.rests()
    reader.page.evaluate("() => greenlineKeeper.pay()")
    seen: list[str] = []
    end = time.monotonic() + WAIT / 1000
    while time.monotonic() < end:
        seen = [
            str(reader.frame.evaluate(MAP)["query"]),
            urlsplit(reader.page.url).query,
            str(reader.page.evaluate("() => greenlineKeeper.state.query")),
        ]
        page, address, app = map(View.from_query, seen)
        framed = address.bounds == app.bounds and address.bounds in {None, page.bounds}
        if framed and canonical(seen[0]) == canonical(seen[1]) == canonical(seen[2]):
            reader.rests()
            return page
        reader.page.wait_for_timeout(150)
    known = "() => JSON.stringify([greenlineKeeper.handed, greenlineKeeper.done, greenlineKeeper.state])"
    seen += [str(reader.page.evaluate(known)), *reader.errors, *reader.messages]
    raise AssertionError("page, address and app disagree:\n  " + "\n  ".join(seen))


def look(reader: Reader, log: Log) -> View:
    """Assert all that must hold; return the view shown."""
    alarms = reader.page.locator("[data-testid=stException]")
    assert alarms.count() == 0, f"an error on the page: {alarms.first.inner_text()[:300]}"
    written = log.read_new()
    assert not _FAULT.search(written), f"in the server's log: {written[-1500:]}"
    assert not reader.errors, f"errors of scripts: {reader.errors}"
    assert not reader.messages, f"in the console: {reader.messages}"
    assert not reader.strangers, f"asked outside: {reader.strangers}"
    view = agree(reader)
    assert reader.same, "the frame of the map was built anew"
    of_map(reader, view)
    check_beside(reader, view)
    check_below(reader, view)
    return view


def of_map(reader: Reader, view: View) -> None:
    """Assert what must hold in the map, in the app and in a file."""
    value = reader.frame.evaluate(MAP)
    assert not value["holes"], f"undefined in the view: {value['holes']}"
    assert value["date"] == value["slider"] == view.date.isoformat(), "two days in the time bar"
    day = locale.day(view.date, view.language)
    assert day in value["title"], f"title {value['title']!r} without {day}"
    two = view.compare is not None or view.against is not None
    wanted = two and view.compare_mode != "change"
    assert value["second"] == wanted, f"second map: {value['second']}, wanted {wanted}"
    line = value["line"]
    if not (wanted and view.compare_mode == "swipe"):
        assert line is None, "a line between two maps that are not there"
    elif view.swipe == View().swipe:
        assert 0 < line < 100, "the line stands in the middle of what no panel covers"
    else:
        assert line == view.swipe, "the line between two maps"
    assert value["null"] is None, f"{value['null']} is written in the map"
    assert not value["wide"], "the map is wider than its window"
    assert value["perspective"] == view.perspective, "perspective in the title"
    absent = {Layer.USER_AREAS, Layer.USER_CONTROL}
    absent |= {Layer.USER_EVENTS} if reader.rows is None else set()
    known = set(current().layers) - absent
    assert {Layer(layer) for layer in value["layers"]} == known & set(view.shown_layers), (
        "switches of layers"
    )
    assert set(value["kinds"]) == {*view.event_types, *view.violence}, "kinds of events"
    assert value["window"] == view.window, "window of events"
    assert not value["playing"], "the days go on by themselves"
    assert value["events"] == len(inventory.events(reader.atlas, view)), "events of the atlas"
    assert value["brought"] == (None if reader.rows is None else len(reader.rows)), "events brought"
    if reader.rows is not None:
        assert value["own"] == len(shown(reader.rows, view)), "events of the reader in the map"


def check_beside(reader: Reader, view: View) -> None:
    buttons = reader.page.locator(".st-key-gl-language button")
    if not buttons.count():
        return  # a side bar that was never opened
    chosen = [element.get_attribute("aria-checked") == "true" for element in buttons.all()]
    assert chosen == [item is view.language for item in Language], "language beside the map"


def check_below(reader: Reader, view: View) -> None:
    if not reader.opened:
        return  # what nobody sees is not drawn
    say_ = reader.page.locator(".gl-say").inner_text()
    assert locale.day(view.date, view.language) in say_, f"{say_!r} is of another day"
    element = reader.page.locator(".gl-own")
    if reader.rows is None or Layer.USER_EVENTS not in view.layers:
        assert element.count() == 0, "events are counted that are not there"
    else:
        count = locale.number(len(shown(reader.rows, view)), view.language)
        assert re.search(rf"(?<!\d){re.escape(count)}(?!\d)", element.inner_text()), (
            element.inner_text()
        )
    wide = reader.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    assert not wide, "the page is wider than the window"
    _table(reader, view)


def _table(reader: Reader, view: View) -> None:
    names = [*list_tables(), *(["user_events"] if reader.rows is not None else [])]
    tabs = reader.page.locator("[role=tab]")
    assert tabs.count() == len(names), f"{tabs.count()} tables, not {len(names)}"
    front = [i for i in range(len(names)) if tabs.nth(i).get_attribute("aria-selected") == "true"]
    assert len(front) == 1, f"tables in front: {front}"
    name = names[front[0]]
    if name == "user_events":
        count = len(shown(reader.rows, view))  # type: ignore[arg-type]
    elif name in inventory.TABLES:
        rows = inventory.TABLES[name](reader.atlas, inventory.scope(view))
        count = len(inventory.select_in_frame(rows, view) if reader.framed else rows)
    else:
        return  # a layer's own table, the same for every view
    if count:  # the grid counts its rows a moment after the app is done
        grid = reader.page.locator("[role=tabpanel] [role=grid]").last  # below a cross-table
        expect(grid, f"table {name}").to_have_attribute("aria-rowcount", str(count + 1))
