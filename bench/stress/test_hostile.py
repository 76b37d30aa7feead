"""Ten thousand hostile texts in every field that a reader can bring, opened in Chromium: nothing runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from playwright.sync_api import expect

from bench.stress.hostile import texts
from geo.events import read
from tests.browser.conftest import app  # noqa: F401

COUNT = 10_000
FIELDS = ("id", "place", "type", "actor_a", "actor_b", "source", "text")
#: Opens the card of one event after the other and counts what became an element.
LOOK = """async ([from, to]) => {
  const atlas = Greenline.on(map_greenline);
  const frame = () => new Promise((done) => setTimeout(done));
  let shown = 0;
  for (let row = from; row < to; row++) {
    atlas.set({selection: 'user_events:' + row});
    if (row % 20 === 0) await new Promise((done) => setTimeout(done, 15));
    await frame();
    shown += document.querySelector('.gl-details')?.textContent.length > 0 ? 1 : 0;
  }
  return [shown, window.__hit ?? null, document.querySelectorAll(
    '.gl-root iframe, .gl-root object, .gl-root math, .gl-root video, .gl-root marquee,' +
    ' .gl-root img[src="x"], .gl-root base').length];
}"""


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    result = texts(COUNT)
    assert len(result) == COUNT
    return result


@pytest.fixture(scope="module")
def table(hostile: list[str]) -> bytes:
    """Return a CSV whose every text column holds every one of the texts once."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["date", "latitude", "longitude", "deaths", *FIELDS])
    for i in range(COUNT):
        cells = [hostile[(i + 1429 * k) % COUNT] for k in range(len(FIELDS))]
        where = [f"2014-0{1 + i % 9}-11", 35 + i % 200 / 100, 43 + i % 170 / 100, i % 7]
        writer.writerow([*where, *cells])
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def rows(table: bytes) -> pd.DataFrame:
    value = read(table, "hostile.csv", mapping={name: name for name in FIELDS} | {"best": "deaths"})
    assert value.report.rows_read == COUNT
    assert value.report.rows_kept + sum(value.report.set_aside.values()) == COUNT
    return value.rows


#: What data must never become in the app's own page.
MADE = (
    "() => [window.__hit ?? null, document.querySelectorAll('.stApp object, .stApp math,"
    ' .stApp marquee, .stApp img[src="x"], .stApp base, .stApp iframe:not(.gl-frame),'
    ' .stApp a[href^="javascript:" i], .stApp [onclick], .stApp [onerror]\').length]'
)


def bring_file(shown: Any, name: str, content: bytes) -> None:
    """Bring a file to the app's upload field."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    shown.page.locator("input[type=file]").first.set_input_files(file)


def assert_unharmed(shown: Any) -> None:
    """Neither the app nor the map in its frame ran anything or made an element of data."""
    assert shown.page.evaluate(MADE) == [None, 0]
    assert shown.frame.evaluate("() => window.__hit ?? null") is None


@pytest.mark.timeout(600)
def test_nothing_runs_in_the_app(
    app: Callable[..., Any],  # noqa: F811
    table: bytes,
) -> None:
    evil = "<img src=x onerror=window.__hit=1>"
    shown = app(f"?d=2014-06-10&s={quote(evil)}&st={quote(evil)}")
    assert_unharmed(shown)
    shown.section("data")
    bring_file(shown, f"{evil}.csv", table)
    expect(shown.page.get_by_text("Rows read: 10,000")).to_be_visible(timeout=120_000)
    shown.frame.wait_for_function(
        "() => Greenline.on(map_greenline).userEvents.filter?.count() > 0", timeout=60_000
    )
    assert_unharmed(shown)
    cards, hit, made = shown.frame.evaluate(LOOK, [0, 1000])
    assert (cards > 900, hit, made) == (True, None, 0)
    shown.tab("Your events")
    assert_unharmed(shown)
    shown.page.locator(".st-key-gl-user-events-columns button").click()
    expect(shown.page.locator(".st-key-gl-columns")).to_be_visible()
    assert_unharmed(shown)
