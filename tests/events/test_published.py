"""Files as publishers have them are read in full: small ones of their shape, real ones if here."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.events import Events, read
from geo.events.schema import validate
from tests.events.published import EVENTS, FAMILIES, KINDS, MADE, read_published

KIND = pytest.mark.parametrize("kind", KINDS)


def read_file(kind: str, path: str) -> Events:
    events = read(read_published(kind, path), Path(path).name)
    validate(events.rows)
    assert events.report.rows_read == events.report.rows_kept + sum(
        events.report.set_aside.values()
    )
    return events


@KIND
def test_ucdp_country_file(kind: str) -> None:
    events = read_file(kind, "ucdp_ged191_iraq/conflict_data_irq.csv")
    count = 5452 if kind == "real" else 12
    assert (events.report.format, events.report.rows_read) == ("ucdp_ged", count)
    assert events.report.rows_kept == count
    rows = events.rows
    if kind == "real":
        years = {1989, 1993, 1994, *range(1998, 2012), 2013, 2016, 2017, 2018}
        assert set(events.origin["year"].astype(int)) == years
    names = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]
    deaths = events.origin[names].astype(int)
    assert (deaths.sum(axis=1) == rows["best"].astype(int)).all()
    outside = (rows["best"] < rows["low"]) | (rows["best"] > rows["high"])
    assert dict(events.report.notes)["best_outside_range"] == int(outside.sum()) > 0
    country = rows[rows["position_precision"] == "country"]
    assert set(zip(country["lon"], country["lat"], strict=True)) == {(44.0, 33.0)}
    assert set(rows["type"]) == {"state_based", "non_state", "one_sided"}
    assert rows.loc[0, "place"] == ("Sāmarrā’ town" if kind == "real" else "Tall Xāzir’ 0 town")
    assert 0 < ((rows["end"] - rows["start"]).dt.days.max()) <= 364


@KIND
def test_ucdp_sample(kind: str) -> None:
    events = read_file(kind, "ucdp_ged251_sample/iraq_events_sample.json")
    count, late = (231, 33) if kind == "real" else (12, 2)
    assert (events.report.format, events.report.rows_kept) == ("ucdp_ged", count)
    assert (events.rows["start"].dt.year > 2018).sum() == late
    assert set(events.rows["start"].dt.year) >= {1991, 2024}


@KIND
@pytest.mark.parametrize(
    ("file", "rows", "alike", "kinds"),
    [
        ("insurgencies.csv.gz", 68573, 2095, {"IED", "small arms fire", "other"}),
        ("airstrikes.csv", 3938, 904, {"airstrike", "show of force"}),
    ],
)
def test_sigact(kind: str, file: str, rows: int, alike: int, kinds: set[str]) -> None:
    events = read_file(kind, f"sigact_geocausal/{file}")
    count, again = (rows, alike) if kind == "real" else (14, 2)
    assert (events.report.format, events.report.rows_kept) == ("sigact", count)
    assert dict(events.report.notes)["exact_duplicates"] == again
    assert events.rows["start"].min() == pd.Timestamp("2007-02-23")
    assert events.rows["start"].max() == pd.Timestamp("2008-07-05")
    assert set(events.rows["type"]) == kinds


IDP = {
    "2014-07-31": 1399, "2014-12-25": 2093, "2015-10-22": 3498, "2016-09-28": 3787,
    "2017-09-30": 3727, "2017-10-15": 3732, "2017-10-31": 3720, "2018-10-31": 3264,
    "2020-12-31": 2938,
}  # fmt: skip
BACK = {
    "2015-04-10": 97,
    "2016-10-13": 502,
    "2017-10-31": 885,
    "2019-10-31": 1774,
    "2021-02-28": 2141,
}


@pytest.mark.quick(3)
@KIND
@pytest.mark.parametrize(
    ("people", "day", "rows"),
    [
        *(("idp", *entry) for entry in IDP.items()),
        *(("returnee", *entry) for entry in BACK.items()),
    ],
)
def test_dtm(kind: str, people: str, day: str, rows: int) -> None:
    events = read_file(kind, f"iom_dtm/{people}_masterlist_{day}.csv.gz")
    count, turned = (rows, 5) if kind == "real" else (21, 2)
    assert (events.report.format, events.report.rows_read) == ("iom_dtm", count)
    assert events.report.set_aside["empty_row"] == 1
    assert set(events.rows["start"]) == {pd.Timestamp(day)}
    assert set(events.rows["type"]) == {"displacement" if people == "idp" else "return"}
    swapped = turned if (people, day) == ("returnee", "2021-02-28") else 0
    assert events.report.rows_kept == count - 1 - swapped


@KIND
@pytest.mark.parametrize(("day", "kirkuk", "erbil"), [(15, 59014, 48631), (31, 43872, 61254)])
def test_dtm_tells_october_2017(kind: str, day: int, kirkuk: int, erbil: int) -> None:
    events = read_file(kind, f"iom_dtm/idp_masterlist_2017-10-{day}.csv.gz")
    families = events.rows["text"].str.extract(r"^(\d+) families")[0].astype(int)
    sums = families.groupby(events.origin["Governorate"]).sum()
    made = (FAMILIES["Kirkuk"][day], FAMILIES["Erbil"][day])
    assert (sums["Kirkuk"], sums["Erbil"]) == ((kirkuk, erbil) if kind == "real" else made)


@pytest.mark.quick(4)
@KIND
@pytest.mark.parametrize(
    ("file", "rows", "small", "reason"),
    [
        ("esoc_iraq_v3/esoc-iraq-v3_elections.csv", 18, 6, "no_position"),
        ("esoc_iraq_v3/esoc-iraq-v3_ethnicity.csv", 104, 6, "no_position"),
        ("esoc_iraq_v3/esoc-iraq-v3_population.csv", 104, 6, "no_position"),
        ("esoc_iraq_v3/esoc-iraq-v3_oil_static_by_district.csv", 104, 6, "no_position"),
        ("esoc_iraq_v3/esoc-iraq-v3_sigact_district-month.csv", 6344, 6, "no_position"),
        ("esoc_iraq_v3/esoc-iraq-v3_sigact_district-year.csv", 624, 6, "no_position"),
        ("esoc_iraq_v3/Iraq_district_boundaries_UTM.zip", 104, 5, "bad_date"),
        ("wikipedia_control_2017_07/settlement_control.csv", 820, 7, "bad_date"),
        ("gdelt_schema/GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv", 61, 6, "no_position"),
    ],
)  # fmt: skip
def test_tables_that_are_no_events_say_why(
    kind: str, file: str, rows: int, small: int, reason: str
) -> None:
    report = read_file(kind, file).report
    count = rows if kind == "real" else small
    assert (report.rows_read, report.rows_kept, report.set_aside) == (count, 0, {reason: count})


@KIND
def test_zones_are_areas(kind: str) -> None:
    events = read_file(kind, "wzone/wzone_iraq_yearly.geojson")
    count = 235 if kind == "real" else 4
    assert events.report.rows_read == count
    assert set(events.rows["position_precision"]) == {"region"}
    assert dict(events.report.notes)["areas_as_points"] == count
    assert set(events.report.set_aside) == {"outside_region"}


def test_every_published_file_has_one_of_its_shape() -> None:
    real = {file.relative_to(EVENTS).as_posix() for file in EVENTS.rglob("*") if file.is_file()}
    assert real - {"SOURCES.md"} <= set(MADE)
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in MADE if Path(name).name not in text and "masterlist" not in name] == []
