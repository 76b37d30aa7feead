"""Every record of every table: sourced, dated, neutral, in its place."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import shapely
from frictionless import validate

from geo import Atlas
from geo.ask import control

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
TABLES = sorted(DATA.rglob("*.csv"))

#: Words that take a side. "Counter Terrorism Service" is a name and not among them.
LOADED = re.compile(
    r"\b(liberat\w*|occup(y|ied|ier|iers|ation)|freed|inva(ded?|ders?|sion)|terrorists?|isis|isil|daesh)\b",
    re.IGNORECASE,
)

#: Words of those who made the data, and not of the world.
WORKSHOP = re.compile(r"(^|[ \"(])/(work|tmp|home|root)/|\bhelper\b|\bsession\b|TODO|FIXME")

#: Columns whose text is another's: what a source is called, and where it is.
QUOTED = {"title", "url", "publisher"}

#: Tables of what happened: their dates lie on the atlas's time bar, or just beyond its end.
DATED = (
    "spells", "events", "field_periods", "production", "crossing_periods", "bases", "views",
)  # fmt: skip

#: UNAMI's numbers of 2009 and the districts (one sub-district) they stand for.
UNAMI = {
    1: ("sinjar", "IQG15Q07"), 2: ("tal_afar", "IQG15Q08"), 3: ("tilkaif", "IQG15Q09"),
    4: ("shikhan", "IQG15Q06"), 5: ("aqra", "IQG15Q01"), 6: ("hamdaniya", "IQG15Q03"),
    7: ("makhmur", "IQG11Q04"), 8: ("dibis", "IQG13Q03"), 9: ("hawija", "IQG13Q01"),
    10: ("kirkuk", "IQG13Q04"), 11: ("daquq", "IQG13Q02"), 12: ("tuz_khurmatu", "IQG16Q07"),
    13: ("kifri", "IQG10Q06"), 14: ("khanaqin", "IQG10Q05"), 15: ("mandali", "IQG10Q03N01"),
}  # fmt: skip


@pytest.fixture(params=TABLES, ids=lambda path: str(path.relative_to(DATA)))
def path(request: pytest.FixtureRequest) -> Path:
    """Return each table's file in turn."""
    return Path(request.param)


def find_source(name: str, row: dict[str, str]) -> object:
    """Return what a record rests on, if anything."""
    if name == "sources.csv":
        return row["title"] and (row["url"] or row["id"].startswith("greenline"))
    if name in ("assertions.csv", "reviews.csv"):
        return row["source"] and (row.get("reason") or row.get("finding", ""))
    # Of texts that have theirs, and of versions, not of the ground.
    others = {"accepted.csv": "note", "translations.csv": "english", "retired.csv": "reason"}
    return row[others.get(name, "source")]


def test_each_record_has_a_source_and_takes_no_side(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff") and "\r" not in text
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert [line for line in text.split("\n") if line != line.rstrip()] == []
    for number, row in enumerate(csv.DictReader(text.splitlines(keepends=True)), start=2):
        where = f"{path.relative_to(DATA)}:{number} ({next(iter(row.values()))})"
        if path.name not in ("rights.csv", "publishers.csv"):  # of who made the data
            assert find_source(path.name, row), where
        if path.name == "sources.csv" and re.search("[\u0621-\u064a]", row["title"]):
            assert row["language"] in {"ar", "ckb", "fa"}, where
        if path.name == "spells.csv" and "greenline-general-knowledge" in row["source"].split(";"):
            assert "general knowledge" in row["note"], where
        for column, cell in row.items():
            if column not in QUOTED:
                assert not WORKSHOP.search(cell or ""), (where, column)
                assert "source" in column or not LOADED.search(cell or ""), (where, column)


def test_dates_are_as_precise_as_they_say(atlas: Atlas) -> None:
    for name in atlas.names:
        table = atlas.table(name)
        for column in {"start", "date", "since"} & set(table.columns):
            if "precision" not in table.columns:
                continue
            for day, precision in zip(table[column], table["precision"], strict=True):
                if precision == "month":
                    assert day.day == 1, (name, day)
                if precision == "year":
                    assert (day.month, day.day) == (1, 1), (name, day)


@pytest.mark.parametrize("name", DATED)
def test_dates_lie_on_the_time_bar(atlas: Atlas, name: str) -> None:
    table = atlas.table(name)
    for column in {"start", "end", "since"} & set(table.columns):
        days = [day for day in table[column] if isinstance(day, date)]
        assert min(days) >= date(1991, 1, 1)
        assert max(days) < date(2026, 12, 31)


def test_positions_lie_in_and_around_iraq(atlas: Atlas) -> None:
    for name in atlas.names:
        table = atlas.table(name)
        if "lon" not in table.columns:
            continue
        placed = table.dropna(subset=["lon", "lat"])
        # Ceyhan, where the export line ends, is the one place far outside.
        near = placed[placed["lon"] > 36] if name == "events" else placed
        assert near["lon"].between(38.5, 48.7).all(), name
        assert placed["lat"].between(29, 37.7).all(), name


def test_the_areas_of_unamis_reports_of_2009(atlas: Atlas) -> None:
    areas = atlas.table("areas").dropna(subset=["list_number"])
    numbers = areas["list_number"].astype(int)
    result = dict(zip(numbers, zip(areas["id"], areas["pcodes"], strict=True), strict=True))
    assert result == UNAMI
    bases = atlas.table("bases").query("basis == 'unami_2009'")
    assert sorted(bases["area"]) == sorted(name for name, _ in UNAMI.values())


def test_every_disputed_area_has_someone_who_says_so(atlas: Atlas) -> None:
    bases = atlas.table("bases")
    assert set(atlas.table("areas")["id"]) == set(bases["area"])
    assert (bases["said_by"] != "").all()


def test_events_move_the_holder_as_the_spells_do(atlas: Atlas) -> None:
    """Where an event names another holder than the spell of its place, the notes say why."""
    notes = (DATA / "control/NOTES.md").read_text(encoding="utf-8")
    spells, events = control.spells(atlas), atlas.table("events")
    units = atlas.units
    tree = shapely.STRtree(units.geometry.to_numpy())
    unexplained = []
    for event in events[events["to_holder"] != ""].to_dict("records"):
        unit = units["unit"].iloc[int(tree.nearest(shapely.Point(event["lon"], event["lat"])))]
        before = event["start"] - timedelta(days=1)
        after = (event["end"] or event["start"]) + timedelta(days=2)
        rows = spells[spells["unit"] == unit]
        held = control.valid_on(rows, before)
        while (
            held["holder"].item() == "contested" != event["from_holder"]
        ):  # the outcome of a battle
            held = rows[rows["end"] == held["start"].item()]
        result = [held["holder"].item(), control.valid_on(rows, after)["holder"].item()]
        says = [event["from_holder"], event["to_holder"]]
        if result != says and event["id"] not in notes:
            unexplained.append((event["id"], unit, says, result))
    assert unexplained == []


@pytest.mark.thorough
def test_the_package_is_valid_by_the_frictionless_tools() -> None:
    report = validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
