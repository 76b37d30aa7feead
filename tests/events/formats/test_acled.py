"""ACLED: old and new exports, the API's JSON."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from geo.events import read
from geo.events.schema import validate

NEW = {
    "event_id_cnty": "IRQ100001",
    "event_date": "27 September 2017",
    "year": "2017",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Forces of One",
    "assoc_actor_1": "",
    "inter1": "1",
    "actor2": "Forces of Two",
    "interaction": "12",
    "civilian_targeting": "",
    "iso": "368",
    "country": "Iraq",
    "admin1": "Kirkuk",
    "location": "Daquq",
    "latitude": "35.13",
    "longitude": "44.44",
    "geo_precision": "2",
    "source": "Some Radio",
    "notes": 'On 27 September 2017, forces clashed; nobody was hurt, "it was said".',
    "fatalities": "0",
    "tags": "",
    "timestamp": "1600000000",
}

#: Columns that newer exports have and older ones do not.
LATER = ("disorder_type", "civilian_targeting", "tags", "sub_event_type")


def old_row() -> dict[str, str]:
    row = {name: cell for name, cell in NEW.items() if name not in LATER}
    return {"data_id": "7000001", "event_id_no_cnty": "100001", **row, "iso3": "IRQ"}


def table(*rows: dict[str, str], **kind: Any) -> bytes:
    return pd.DataFrame(rows).to_csv(index=False, **kind).encode()


def read_row(content: bytes) -> dict[str, Any]:
    events = read(content, "x")
    assert events.report.format == "acled"
    assert len(validate(events.rows)) == 1
    return events.rows.iloc[0].to_dict()


@pytest.mark.parametrize("row", [NEW, old_row()], ids=["new", "old"])
def test_an_event_in_full(row: dict[str, str]) -> None:
    event = read_row(table(row))
    assert (event["id"], event["start"]) == ("IRQ100001", pd.Timestamp("2017-09-27"))
    assert (event["type"], event["actor_a"], event["actor_b"]) == (
        "Battles",
        "Forces of One",
        "Forces of Two",
    )
    assert (event["place"], event["lon"], event["lat"]) == ("Daquq", 44.44, 35.13)
    assert (event["date_precision"], event["position_precision"]) == ("day", "near")
    assert event["best"] == 0 and pd.isna(event["low"])
    assert event["source"] == "Some Radio"
    assert event["text"].endswith('"it was said".')


@pytest.mark.parametrize(
    "day", ["27 September 2017", "2017-09-27", "27-Sep-17", "27-September-2017", "27/09/2017"]
)
def test_days_in_every_form(day: str) -> None:
    assert read_row(table(NEW | {"event_date": day}))["start"] == pd.Timestamp("2017-09-27")


def test_the_oldest_exports_shout() -> None:
    assert (
        read_row(table({name.upper(): cell for name, cell in old_row().items()}))["id"]
        == "IRQ100001"
    )


def test_json_of_the_api() -> None:
    content = json.dumps({"status": 200, "success": True, "count": 1, "data": [NEW]}).encode()
    assert read_row(content)["place"] == "Daquq"


def test_tabs() -> None:
    assert read_row(table(NEW, sep="\t"))["place"] == "Daquq"


def test_precision_codes() -> None:
    rows = [
        NEW | {"event_id_cnty": f"IRQ{n}", "geo_precision": n, "time_precision": n} for n in "123"
    ]
    result = read(table(*rows)).rows
    assert result["position_precision"].tolist() == ["exact", "near", "governorate"]
    assert result["date_precision"].tolist() == ["day", "week", "month"]


def test_an_event_once_for_each_actor_counts_once() -> None:
    report = read(table(NEW, NEW | {"actor1": "Forces of Two", "actor2": "Forces of One"})).report
    assert (report.rows_kept, report.set_aside) == (1, {"duplicate_id": 1})
    assert report.aside["value"].tolist() == ["IRQ100001"]


def test_names_that_a_shapefile_cuts_to_ten_letters() -> None:
    event = read_row(
        table({name[:10]: cell for name, cell in old_row().items() if name != "event_id_no_cnty"})
    )
    assert (event["id"], event["date_precision"]) == ("IRQ100001", "day")
    assert event["position_precision"] == "near"
