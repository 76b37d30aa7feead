"""Draw and ask in the page: the same figures as Python's, by pointer, by keyboard and from the link."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo import Atlas, View
from geo.ask.exposures import COUNTS, SUMS, exposure
from geo.export.exposure import table
from tests.browser import Opened
from tests.browser.conftest import Open
from tests.client import evaluate

SHAPES = (
    "43.2,34.8;45.1,34.9;44.9,36.2;43.4,36",
    "44.3,35.4;44.5,35.4;44.5,35.55;44.3,35.55",
    "44,35;45,36;45,35;44,36",
    "38.5,29;48.7,29;48.7,37.5;38.5,37.5",
    "42,36.9;42.9,36.6;43.1,37.3;42.2,37.4",
)
AREAS = ("areas:kirkuk.dibis", "districts:IQG13Q04", "governorates:IQ-NI,areas:kirkuk")
DAYS = ("2017-09-27", "2017-10-25", "2014-08-08")

FOUND = "atlas.chromeBox.panels.ask.exposure(argument)"


def ask_page(opened: Opened, text: str, day: str, perspective: str = "held") -> dict[str, Any]:
    """Return the page's answer: totals, km² by holder, ids of what lies there."""
    opened.tell(
        "atlas.set({date: Greenline.Dates.day(argument[0]), perspective: argument[1]})",
        [day, perspective],
    )
    return opened.tell(
        f"""((found) => ({{totals: found.totals, ground: found.ground,
          fields: found.fields.map((one) => [one.row.id, one.holder, one.figure && one.figure.best]),
          pipelines: found.pipelines.map((one) => [one.row.id, one.km, one.state]),
          crossings: found.crossings.map((one) => [one.row.id, one.holder, one.state]),
          events: found.events.map((one) => one.row.id),
          refineries: found.refineries.map((one) => one.row.id)}}))({FOUND})""",
        text,
    )


ASKED = [
    *((text, "held") for text in (*SHAPES, *AREAS)),
    (SHAPES[0], "un"),
    (AREAS[2], "region"),
]


@pytest.mark.thorough
def test_the_page_and_python_answer_alike(atlas: Atlas, open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    for i, (text, perspective) in enumerate(ASKED):
        day = DAYS[i % 3]
        result = ask_page(opened, text, day, perspective)
        ground = {"places": text} if ":" in text else {"polygon": text}
        answer = exposure(
            atlas, date.fromisoformat(day), perspective=perspective, by="holder", **ground
        )
        assert result["totals"]["km2"] == pytest.approx(answer.area.km2, rel=0.002), text
        km2 = answer.ground.groupby("holder")["km2"].sum()
        page = {item["holder"]: item["km2"] for item in result["ground"]}
        for holder in set(km2.index) | set(page):
            # km² are right to 1 %, and to a hundredth of the shape for slivers.
            assert page.get(holder, 0) == pytest.approx(
                km2.get(holder, 0), rel=0.01, abs=answer.area.km2 * 1e-3
            ), (text, holder)
        assert {field[0]: field[1] for field in result["fields"]} == (
            answer.fields.set_index("id")["holder" if perspective == "held" else "ground"].to_dict()
        )
        best = {field[0]: field[2] for field in result["fields"] if field[2] is not None}
        counted = answer.fields.dropna(subset="best").set_index("id")["best"].to_dict()
        assert best == pytest.approx(counted, rel=1e-5)
        assert set(result["events"]) == set(answer.events["id"])
        assert set(result["refineries"]) == set(answer.refineries["id"])
        runs = answer.crossings.set_index("id")["run_by" if perspective == "held" else "ground"]
        assert {crossing[0]: crossing[1] for crossing in result["crossings"]} == runs.replace(
            "", "unknown"
        ).to_dict()
        km = answer.pipelines.groupby("id")["km"].sum()
        for pipeline, own_km, _ in result["pipelines"]:
            assert own_km == pytest.approx(km[pipeline], rel=0.02, abs=2)
        sums = answer.totals[[*COUNTS, *SUMS]].sum(min_count=1).to_dict()
        totals = exposure(atlas, date.fromisoformat(day), perspective=perspective, **ground).totals
        for name, value in result["totals"].items():
            if name.startswith("residents"):
                # Of divided ground low and high do not add up over holders; best goes by km².
                assert value == pytest.approx(totals[name].item(), rel=0.01), (text, name)
            elif not name.startswith("km") and name != "pipelines":
                expected = None if sums[name] != sums[name] else pytest.approx(sums[name])
                assert value == expected, (text, name)
    opened.assert_calm()


def test_a_shape_is_drawn_with_the_pointer(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, size=(1280, 800))
    before = opened.picture()
    opened.show("ask")
    opened.page.click("#gl-ask-draw")
    for lat, lon in ((36.2, 43.4), (36.1, 44.9), (36.1, 44.9)):
        opened.click(lat, lon)
    assert opened.tell("atlas.chromeBox.drawing.corners.length") == 2, "the same corner counts once"
    assert opened.page.locator("#gl-ask-finish").is_disabled()
    opened.page.keyboard.press("f")
    assert opened.tell("view.areaOfInterest") is None, "two corners ask nothing"
    opened.click(35.0, 44.8)
    assert opened.tell("view.selection") is None, "a corner chooses nothing"
    opened.click(34.9, 43.9)
    opened.page.click("#gl-ask-undo")
    opened.page.click("#gl-ask-finish")
    corners = [
        [float(part) for part in pair.split(",")]
        for pair in opened.tell("view.areaOfInterest").split(";")
    ]
    assert len(corners) == 3
    assert corners[0] == pytest.approx([43.4, 36.2], abs=0.02)
    assert opened.picture() != before
    panel = opened.page.locator("#gl-panel-ask")
    assert "Drawn shape" in panel.inner_text()
    assert "Kurdistan Region" in panel.locator("#gl-ask-ground").inner_text()
    opened.until("location.hash.includes('a=')")
    opened.assert_calm()


def test_a_shape_is_drawn_with_the_keyboard_alone(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    opened.page.focus("#gl-ask")
    opened.page.keyboard.press("Enter")
    opened.page.focus("#gl-ask-draw")
    opened.page.keyboard.press("Enter")
    middle = opened.tell("atlas.map.getCenter().lng")
    opened.page.keyboard.press("ArrowRight")
    opened.until("atlas.map.getCenter().lng > argument", middle)
    for lat, lon in ((36.0, 43.6), (36.0, 44.8), (35.0, 44.4), (35.2, 44.0)):
        opened.tell("void atlas.map.setView(argument, undefined, {animate: false})", [lat, lon])
        opened.page.keyboard.press("Enter")
    assert opened.tell("atlas.chromeBox.drawing.corners.length") == 4
    opened.page.keyboard.press("Backspace")
    assert "3" in opened.page.locator(".gl-ask-box").inner_text()
    opened.page.keyboard.press("f")
    corners = [
        float(part)
        for pair in opened.tell("view.areaOfInterest").split(";")
        for part in pair.split(",")
    ]
    assert corners == pytest.approx([43.6, 36, 44.8, 36, 44.4, 35], abs=0.02)
    assert opened.page.locator("#gl-panel-ask").is_visible()
    opened.assert_calm()


@pytest.mark.thorough
def test_escape_leaves_the_drawing_and_keeps_what_was_asked(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="a=areas:kirkuk&s=fields:jambur")
    opened.show("ask")
    opened.page.click("#gl-ask-draw")
    opened.click(35.5, 44.0)
    opened.page.keyboard.press("Escape")
    assert not opened.tell("atlas.asking")
    assert opened.page.locator(".gl-ask-box").count() == 0
    assert opened.tell("view.areaOfInterest") == "areas:kirkuk"
    assert opened.tell("view.selection") == "fields:jambur", "Escape did one thing"
    opened.assert_calm()


@pytest.mark.thorough
def test_areas_are_picked_from_a_list(open_page: Open, exported: Path) -> None:
    opened = open_page(exported)
    opened.show("ask")
    opened.page.click("#gl-ask-pick summary")
    opened.page.fill("#gl-ask-filter", "kirk")
    opened.page.check("#gl-ask-areas-kirkuk")
    opened.page.fill("#gl-ask-filter", "")
    opened.page.check("#gl-ask-districts-IQG13Q02")
    assert opened.tell("view.areaOfInterest") == "areas:kirkuk,districts:IQG13Q02"
    assert "Kirkuk, Daquq" in opened.page.locator(".gl-ask-title").inner_text()
    opened.page.uncheck("#gl-ask-areas-kirkuk")
    assert opened.tell("view.areaOfInterest") == "districts:IQG13Q02"
    opened.page.click("#gl-ask-clear")
    assert opened.tell("view.areaOfInterest") is None
    assert not opened.page.locator("#gl-ask-clear").is_visible()
    opened.assert_calm()


@pytest.mark.thorough
def test_the_link_asks_again_and_the_answer_follows_the_date(
    open_page: Open, exported: Path
) -> None:
    opened = open_page(exported, query="a=areas:kirkuk&d=2017-10-15")
    assert opened.page.locator("#gl-panel-ask").is_visible()
    ground = opened.page.locator("#gl-ask-ground")
    assert "Kurdistan Region" in ground.inner_text()
    opened.tell("atlas.set({date: Greenline.Dates.day('2017-10-18')})")
    first = ground.locator("tr").first.inner_text()
    assert "federal government" in first
    opened.assert_calm()


@pytest.mark.thorough
def test_what_is_not_in_the_map_is_named(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="a=areas:kirkuk.atlantis")
    opened.show("ask")
    assert "atlantis" in opened.page.locator("#gl-panel-ask").inner_text()
    opened.assert_calm()


def test_every_figure_opens_what_it_counts_and_its_sources(open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="a=areas:dibis&d=2017-10-30")
    opened.show("ask")
    line = opened.page.locator("#gl-panel-ask details[data-key=barrels]")
    line.locator("summary").click()
    avanah = line.locator(".gl-thing", has_text="Avanah")
    text = avanah.inner_text()
    assert "34,363 EITI" in text
    assert "90,000 Financial Tribune" in text
    assert avanah.locator("a").count() >= 2
    avanah.locator("button").click()
    assert opened.tell("view.selection") == "fields:kirkuk_avanah"
    for key in (
        "pipelines",
        "events",
        "deaths",
        "people",
        "residents",
        "reserves",
        "refineries",
        "crossings",
    ):
        assert opened.page.locator(f"#gl-panel-ask details[data-key={key}]").count() == 1
    opened.assert_calm()


@pytest.mark.thorough
def test_the_answer_can_be_taken_along(atlas: Atlas, open_page: Open, exported: Path) -> None:
    opened = open_page(exported, query="a=areas:kirkuk.dibis&d=2017-10-25")
    opened.show("ask")
    names = set()
    for areas in ("areas:sinjar", "areas:kirkuk.dibis"):
        opened.tell("atlas.set({areaOfInterest: argument})", areas)
        with opened.page.expect_download() as saved:
            opened.page.click("#gl-ask-csv")
        names.add(saved.value.suggested_filename)
    assert len(names) == 2
    assert all(re.fullmatch(r"greenline-2017-10-25-area-[0-9a-f]{6}\.csv", name) for name in names)
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    rows = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    answer = table(exposure(atlas, date(2017, 10, 25), places="areas:kirkuk.dibis", by="holder"))
    things = answer[answer["what"].isin(["field", "pipeline", "refinery", "town"])]
    assert set(things["name"]) <= set(rows["name"])
    ground = rows[rows["what"] == "km2"]["value"].astype(float).sum()
    assert ground == pytest.approx(
        answer[answer["what"] == "ground"]["value"].astype(float).sum(), abs=3
    )
    opened.assert_calm()


def test_no_cell_of_the_table_runs_as_a_formula() -> None:
    cells = ["=1+1", " +2", "-3", "@x", "\t=1", "|a", "%b", 'say "x", y', "plain", -4, None]
    value = evaluate("page/area_of_interest/files.js", "argument.map(module.cell)", cells)
    assert value[:7] == ["'=1+1", "' +2", "'-3", "'@x", "'\t'=1", "'|a", "'%b"]
    assert value[7:] == ['"say ""x"", y"', "plain", "-4", ""]


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_on_a_phone_from_right_to_left(open_page: Open, exported: Path, language: str) -> None:
    opened = open_page(
        exported, size=(390, 844), query=f"lang={language}&a=areas:kirkuk", touch=True
    )
    opened.show("ask")
    panel = opened.page.locator("#gl-panel-ask")
    box = panel.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert opened.tell("document.documentElement.scrollWidth") <= 390
    opened.page.click("#gl-ask-draw")
    assert not panel.is_visible(), "the map is free while drawing"
    for x, y in ((100, 300), (280, 320), (200, 450)):
        opened.page.touchscreen.tap(x, y)
    opened.page.click("#gl-ask-finish")
    assert len(opened.tell("view.areaOfInterest").split(";")) == 3
    assert panel.is_visible()
    opened.assert_calm()


@pytest.mark.thorough
def test_a_page_without_control_has_no_such_tool(
    atlas: Atlas, open_page: Open, tmp_path: Path
) -> None:
    from geo import export

    page = export.html(
        atlas, View(area_of_interest="areas:kirkuk"), tmp_path / "towns.html", layers=["towns"]
    )
    opened = open_page(page)
    assert opened.page.locator("#gl-ask").count() == 0
    assert opened.page.locator("#gl-oil").count() == 0
    opened.assert_calm()
