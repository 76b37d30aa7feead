"""Event data in the page: counted as pandas counts, opened with its own text, never run as markup."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo import Atlas, View, export
from geo.draw import AtlasMap
from geo.draw.layers import UserEvents
from geo.events.container import encode
from geo.events.schema import POSITION_PRECISIONS, typed
from geo.export.html import render, write
from geo.model import Layer
from tests.browser import Opened
from tests.browser.conftest import Open

#: Where many events share one spot, one event stands alone, and one is known by its district only.
CROWD, ALONE, AREA = (35.2, 43.4), (34.6, 42.0), (36.0, 41.2)
SHOWN = "performance.getEntriesByName('user-events-drawn').length > 0"
NEAR = "b=40,33.5,46,37.2&l=control.user_events"
KINDS = ["battle", "air strike", "raid", ""]
FILTERS = {"ek", "ea", "ed", "ep"}
ACTORS = ["Army", "Militia", "Islamic State", ""]


def make_events(count: int = 3000) -> pd.DataFrame:
    """Return events of 2014 to 2017, the first 260 at one spot."""
    rng = np.random.default_rng(5)
    start = pd.Timestamp("2014-01-01") + pd.to_timedelta(rng.integers(0, 1460, count), unit="D")
    best = pd.Series(rng.integers(0, 40, count), dtype="Int32")
    best[rng.random(count) < 0.2] = pd.NA
    lat, lon = rng.uniform(33, 34.2, count).round(4), rng.uniform(43, 46, count).round(4)
    lat[:260], lon[:260] = CROWD
    precision = rng.choice(POSITION_PRECISIONS, count)
    precision[:260] = "exact"
    (lat[260], lon[260]), (lat[261], lon[261]) = ALONE, AREA
    precision[260:262] = "near", "district"
    return typed(
        pd.DataFrame(
            {
                "id": [f"id-{i}" for i in range(count)],
                "start": start,
                "end": start + pd.to_timedelta(rng.integers(0, 3, count), unit="D"),
                "date_precision": "day",
                "place": [f"Place {i}" for i in range(count)],
                "lon": lon,
                "lat": lat,
                "position_precision": precision,
                "type": rng.choice(KINDS, count, p=[0.5, 0.3, 0.15, 0.05]),
                "actor_a": rng.choice(ACTORS, count),
                "actor_b": rng.choice(ACTORS, count),
                "best": best,
                "low": best - 1,
                "high": best + 2,
                "source": rng.choice(["Reuters", "صحيفة"], count),
                "text": [f"What was said of event {i}." for i in range(count)],
            }
        ).assign(low=lambda rows: rows["low"].clip(lower=0))
    )


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return make_events()


@pytest.fixture(scope="module")
def file(atlas: Atlas, rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an export with event data."""
    target = tmp_path_factory.mktemp("user_events") / "events.html"
    layers = [Layer.CONTROL, Layer.DISTRICTS, Layer.GOVERNORATES, Layer.DISPUTED]
    content = encode(rows, name="Our list")
    return export.html(atlas, View(), target, layers=layers, user_events=content)


@pytest.fixture
def shown(open_page: Open, file: Path) -> Callable[..., Opened]:
    return lambda query="", **more: open_page(file, query=f"{NEAR}&{query}", drawn=SHOWN, **more)


def select_shown(rows: pd.DataFrame, query: str) -> pd.DataFrame:
    """Return what a view shows of the rows, worked out by pandas."""
    view = View.from_query(query)
    day = pd.Timestamp(view.date)
    first, last = (
        view.interval
        or (view.window and (day - pd.Timedelta(days=view.window - 1), day))
        or (rows["start"].min(), rows["start"].max())
    )
    fits = rows["start"].between(pd.Timestamp(first), pd.Timestamp(last))
    if view.kinds is not None:
        fits &= rows["type"].isin(view.kinds)
    if view.actors is not None:
        fits &= rows["actor_a"].isin(view.actors) | rows["actor_b"].isin(view.actors)
    if view.min_deaths:
        fits &= (rows["best"] >= view.min_deaths).fillna(value=False)
    finest = list(POSITION_PRECISIONS[: POSITION_PRECISIONS.index(view.coarsest) + 1])
    fits &= rows["position_precision"].isin(finest)
    return rows[fits]


def test_filters_count_what_pandas_counts(shown: Callable[..., Opened], rows: pd.DataFrame) -> None:
    opened = shown()
    queries = [
        "", "w=0", "w=30", "w=30&d=2015-05-05", "d=2016-01-01&w=1", "ei=2014-06-10..2014-10-31",
        "w=0&ek=battle", "w=0&ek=", "w=0&ek=%25-~raid", "w=0&ea=Army", "w=0&ea=Army~Militia&ek=raid",
        "w=0&ed=1", "w=0&ed=12&ep=near", "w=0&ep=exact", "w=0&ep=region", "w=0&ep=country",
        "ei=1990-01-01..1991-01-01", "ei=2014-01-01..2030-01-01&ed=39&ea=Islamic%20State&ep=district",
    ]  # fmt: skip
    answer = opened.tell(
        "argument.map((query) => { atlas.set(Greenline.View.read(query, Greenline.View.base(query)));"
        " const {filter} = atlas.userEvents; const {low, high, best, unknown, events, kinds} ="
        " filter.totals(); return {count: filter.count(), low, high, best, unknown, events, kinds,"
        " rows: filter.rows().length, bars: filter.histogram().counts.reduce((a, b) => a + b, 0)}; })",
        queries,
    )
    names = opened.tell("atlas.userEvents.store.kinds")
    for query, result in zip(queries, answer, strict=True):
        expected = select_shown(rows, query)
        known = expected[expected["best"].notna()]
        assert result["count"] == result["events"] == result["rows"] == len(expected), query
        assert result["unknown"] == len(expected) - len(known), query
        for column in ("best", "low", "high"):
            assert result[column] == int(known[column].sum()), (query, column)
        kinds = expected["type"].astype(str).value_counts()
        assert dict(zip(names, result["kinds"], strict=True)) == {n: kinds.get(n, 0) for n in names}
        table = select_shown(
            rows, "&".join(["w=0", *(part for part in query.split("&") if part[:2] in FILTERS)])
        )
        assert result["bars"] == len(table), query
    opened.assert_calm()


def test_a_click_opens_the_text_of_the_event(shown: Callable[..., Opened]) -> None:
    opened = shown("w=0")
    opened.click(*ALONE)
    opened.page.get_by_text("What was said of event 260.").wait_for()
    assert "Place 260" in opened.card
    assert "id-260" in opened.card
    assert "near this point" in opened.card
    assert opened.tell("view.selection").startswith("user_events:")
    opened.assert_calm()


@pytest.mark.thorough
def test_an_area_is_never_drawn_as_a_point(shown: Callable[..., Opened]) -> None:
    opened = shown("w=0")
    mark = "atlas.userEvents.mark(L.latLng(argument))"
    assert opened.tell(mark, AREA)["area"] is True
    assert "area" not in opened.tell(mark, CROWD)
    codes = "Array.from(atlas.userEvents.screen.codes)"
    areas = opened.tell(
        f"{codes}.filter((code, i) => code >= 0 && atlas.userEvents.store.vague["
        "atlas.userEvents.store.columns.position_precision[i]] === 2).length"
    )
    assert areas == 0
    opened.click(*AREA)
    opened.page.get_by_text("What was said of event 261.").wait_for()
    assert "the district only" in opened.card


@pytest.mark.thorough
def test_data_is_loaded_and_taken_off_again(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="w=0&b=40,33.5,46,37.2")
    opened.show("layers")
    opened.tell(
        "atlas.touch(new Set(['selection']))"
    )  # names keep clear of a panel from the next painting on
    plain = opened.picture()
    content = base64.b64encode(encode(make_events(400), name="Upload")).decode()
    load = "atlas.userEvents.load(Uint8Array.from(atob(argument), (c) => c.charCodeAt(0)).buffer)"
    assert opened.tell(f"{load}.then((store) => store.n)", content) == 400
    opened.settle()
    assert opened.picture() != plain
    assert "Upload" in opened.tell("JSON.stringify(atlas.userEvents.legend())")
    assert opened.page.get_by_label("Added events").is_checked()
    opened.tell("atlas.userEvents.unload()")
    assert opened.picture() == plain
    opened.tell(f"{load}.then(() => atlas.userEvents.select(3))", content)
    assert opened.tell("(atlas.userEvents.unload(), view.selection)") is None
    refused = opened.tell(
        "atlas.userEvents.load(new Uint8Array(30)).then(() => '', (error) => error.message)"
    )
    assert refused == "no event data"

    # More than 3,000 in the frame are hexagons: of the days shown or, where these have none, of all.
    opened.tell("atlas.map.fitBounds([[32, 41], [37.5, 47]], { animate: false })")
    for count, day, window, drawn in (
        (3000, "2016-06-30", 0, "dots"),
        (3001, "2016-06-30", 0, "hexagons"),
        (3001, "2016-06-30", 365, "dots"),
        (3001, "2008-06-30", 365, "hexagons"),
    ):
        opened.tell(
            "atlas.set({ date: Greenline.Dates.day(argument[0]), window: argument[1], drawnAs: 'dots' })",
            [day, window],
        )
        content = base64.b64encode(encode(make_events(count))).decode()
        opened.tell(f"{load}.then(() => 0)", content)
        assert opened.tell("view.drawnAs") == drawn, (count, day, window)
        opened.tell("atlas.userEvents.unload()")
    opened.assert_calm()


@pytest.mark.thorough
def test_it_stands_on_a_map_without_an_atlas(
    open_page: Open, rows: pd.DataFrame, tmp_path: Path
) -> None:
    folium_map = AtlasMap(location=[35, 43], zoom_start=7)
    folium_map.add_child(UserEvents(rows))
    target = tmp_path / "alone.html"
    write(target, render(folium_map).encode())
    opened = open_page(target, drawn=SHOWN)
    assert opened.tell("atlas.userEvents.filter.count()") == len(rows)
    opened.click(*CROWD)
    popup = opened.page.locator(".leaflet-popup")
    popup.get_by_text("What was said of event").wait_for()
    assert "and 60 more" in popup.inner_text()
    popup.locator(".leaflet-popup-close-button").click()
    assert opened.tell("view.selection") is None
    opened.assert_calm()


HOSTILE = (
    "<img src=x onerror=window.ran=1>", "</script><script>window.ran=1</script>",
    "javascript:window.ran=1", '"><svg onload=window.ran=1>', "{{7*7}}${7*7}<!--", "\u202egnp.exe",
)  # fmt: skip


def test_texts_of_the_data_never_run(open_page: Open, atlas: Atlas, tmp_path: Path) -> None:
    rows = make_events(300)
    texts = [HOSTILE[i % len(HOSTILE)] for i in range(300)]
    for column in ("place", "type", "actor_a", "actor_b", "source", "text"):
        rows[column] = texts
    rows["id"] = [f"{text}{i}" for i, text in enumerate(texts)]
    content = encode(typed(rows), name=HOSTILE[1])
    target = export.html(
        atlas, View(), tmp_path / "x.html", layers=["control"], user_events=content
    )
    opened = open_page(target, query=f"w=0&{NEAR}", drawn=SHOWN)
    opened.click(*CROWD)
    seen = set()
    for i in range(12):
        opened.tell("atlas.userEvents.select(argument)", i)
        opened.settle()
        text = opened.tell("atlas.userEvents.store.texts.of(argument).then((said) => said.text)", i)
        assert opened.card.count(text.replace("\u202e", "")) >= 4
        seen.add(text)
    assert len(seen) > 3
    assert opened.page.evaluate("window.ran") is None
    assert opened.page.locator(".gl-details img, .gl-details svg, .gl-details a").count() == 0
    opened.assert_calm()
