"""Files as publishers have them are read in full, where somebody put them beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import pytest

from geo.events import Events, read
from tests.events.made import validate

SHARED: Final = Path(
    os.environ.get("GREENLINE_SHARED") or Path(__file__).resolve().parents[3] / "shared/data"
)
EVENTS: Final = SHARED / "events"

pytestmark = [
    pytest.mark.skipif(not EVENTS.is_dir(), reason=f"no {EVENTS}: not part of the repository"),
]

#: Families of each governorate by day of October 2017: Kirkuk, Erbil.
FAMILIES: Final = {15: (59014, 48631), 31: (43872, 61254)}


def check_country(events: Events) -> None:
    rows = events.rows
    years = {1989, 1993, 1994, *range(1998, 2012), 2013, 2016, 2017, 2018}
    assert set(events.origin["year"].astype(int)) == years
    deaths = events.origin[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].astype(
        int
    )
    assert (deaths.sum(axis=1) == rows["best"].astype(int)).all()
    outside = (rows["best"] < rows["low"]) | (rows["best"] > rows["high"])
    assert dict(events.report.notes)["best_outside_range"] == int(outside.sum()) > 0
    country = rows[rows["position_precision"] == "country"]
    assert set(zip(country["lon"], country["lat"], strict=True)) == {(44.0, 33.0)}
    assert rows.loc[0, "place"] == "Sāmarrā’ town"
    assert 0 < ((rows["end"] - rows["start"]).dt.days.max()) <= 364


def check_sample(events: Events) -> None:
    assert (events.rows["start"].dt.year > 2018).sum() == 33
    assert set(events.rows["start"].dt.year) >= {1991, 2024}


def check_zones(events: Events) -> None:
    assert set(events.report.set_aside) == {"outside_region"}
    assert set(events.rows["position_precision"]) == {"region"}


def check_october(events: Events) -> None:
    """Families of Kirkuk and Erbil before and after October 2017."""
    families = events.rows["text"].str.extract(r"^(\d+) families")[0].astype(int)
    sums = families.groupby(events.origin["Governorate"]).sum()
    assert (sums["Kirkuk"], sums["Erbil"]) == FAMILIES[events.rows["start"].iloc[0].day]


# fmt: off
#: Path of a file below the folder of events -> its rows, and what is told of it.
FILES: dict[str, tuple[int, dict[str, Any]]] = {
    "ucdp_ged191_iraq/conflict_data_irq.csv": (
        5452, {"format": "ucdp_ged", "aside": {}, "types": {"state_based", "non_state", "one_sided"}, "check": check_country}),
    "ucdp_ged251_sample/iraq_events_sample.json": (231, {"format": "ucdp_ged", "aside": {}, "check": check_sample}),
    "sigact_geocausal/insurgencies.csv.gz": (
        68573, {"format": "sigact", "aside": {}, "types": {"IED", "small arms fire", "other"}, "alike": 2095}),
    "sigact_geocausal/airstrikes.csv": (3938, {"format": "sigact", "aside": {}, "types": {"airstrike", "show of force"}, "alike": 904}),
    "wzone/wzone_iraq_yearly.geojson": (235, {"areas": 235, "check": check_zones}),
    "esoc_iraq_v3/esoc-iraq-v3_elections.csv": (18, {"none": "no_position"}),
    "esoc_iraq_v3/esoc-iraq-v3_sigact_district-year.csv": (624, {"none": "no_position"}),
    "esoc_iraq_v3/Iraq_district_boundaries_UTM.zip": (104, {"none": "bad_date"}),
    "wikipedia_control_2017_07/settlement_control.csv": (820, {"none": "bad_date"}),
    "gdelt_schema/GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv": (61, {"none": "no_position"}),
}
# fmt: on
for _day, _rows, _kind, _turned in (
    ("2017-10-15", 3732, "idp", 0),
    ("2017-10-31", 3720, "idp", 0),
    ("2014-07-31", 1399, "idp", 0),
    ("2021-02-28", 2141, "returnee", 5),
    ("2015-04-10", 97, "returnee", 0),
):
    _told = {"format": "iom_dtm", "days": {_day}, "turned": _turned}
    _told["types"] = {"displacement" if _kind == "idp" else "return"}
    FILES[f"iom_dtm/{_kind}_masterlist_{_day}.csv.gz"] = (
        _rows, _told | ({"check": check_october} if _day.startswith("2017") else {}),
    )  # fmt: skip


@pytest.mark.parametrize("path", FILES)
def test_a_published_file_is_read_in_full(path: str) -> None:
    count, expected = FILES[path]
    events = read((EVENTS / path).read_bytes(), Path(path).name)
    validate(events.rows)
    report, rows = events.report, events.rows
    assert (report.rows_read, report.rows_kept) == (count, count - sum(report.set_aside.values()))
    notes = dict(report.notes)
    result = {
        "format": report.format, "aside": report.set_aside, "types": set(rows["type"]),
        "days": set(rows["start"].astype(str)), "alike": notes.get("exact_duplicates"), "areas": notes.get("areas_as_points"),
    }  # fmt: skip
    assert {name: result[name] for name in expected.keys() & result.keys()} == {
        name: expected[name] for name in expected.keys() & result.keys()
    }
    if "none" in expected:
        assert report.set_aside == {expected["none"]: count}
    if "turned" in expected:
        assert report.set_aside["empty_row"] == 1
        assert report.rows_kept == count - 1 - expected["turned"]
    if "check" in expected:
        expected["check"](events)
