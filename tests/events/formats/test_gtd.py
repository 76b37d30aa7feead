"""GTD: months and days that are 0, precision by specificity, the publisher's workbook."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd

from geo.events import read
from geo.events.schema import validate

EVENT: dict[str, Any] = {
    "eventid": 202101010001, "iyear": 2021, "imonth": 1, "iday": 5, "approxdate": "",
    "extended": 0, "resolution": "", "country": 95, "country_txt": "Iraq", "provstate": "Saladin",
    "city": "Samarra", "latitude": 34.19, "longitude": 43.87, "specificity": 1,
    "summary": "A made up summary.", "attacktype1_txt": "Bombing/Explosion",
    "targtype1_txt": "Police", "gname": "Unknown", "nkill": 2.0, "nwound": 1.0,
    "scite1": '"A made up source"', "dbsource": "START",
}  # fmt: skip


def rows(*events: dict[str, Any]) -> pd.DataFrame:
    value = read(pd.DataFrame(events).to_csv(index=False).encode())
    assert value.report.format == "gtd"
    return validate(value.rows)


def test_an_event_in_full() -> None:
    event = rows(EVENT).iloc[0]
    assert (event["id"], event["start"]) == ("202101010001", pd.Timestamp("2021-01-05"))
    assert (event["type"], event["actor_a"], event["actor_b"]) == (
        "Bombing/Explosion",
        "Unknown",
        "Police",
    )
    assert (event["place"], event["best"], event["text"]) == ("Samarra", 2, "A made up summary.")


def test_a_day_or_month_that_is_0_is_not_known() -> None:
    table = rows(EVENT | {"eventid": 1, "iday": 0}, EVENT | {"eventid": 2, "iday": 0, "imonth": 0})
    assert table["date_precision"].tolist() == ["month", "year"]
    assert table["start"].dt.strftime("%m-%d").tolist() == ["01-01", "01-01"]
    assert table["end"].dt.strftime("%m-%d").tolist() == ["01-31", "12-31"]


def test_what_went_on_ends_when_it_was_over() -> None:
    event = rows(EVENT | {"extended": 1, "resolution": "2021-01-09"}).iloc[0]
    assert (event["start"], event["end"]) == (
        pd.Timestamp("2021-01-05"),
        pd.Timestamp("2021-01-09"),
    )


def test_precision_by_specificity_whatever_the_coordinates() -> None:
    table = rows(*(EVENT | {"eventid": n, "specificity": n} for n in range(1, 6)))
    assert table["position_precision"].tolist() == [
        "exact",
        "district",
        "district",
        "governorate",
        "unknown",
    ]


def test_a_half_of_a_death_is_rounded_and_told() -> None:
    report = read(pd.DataFrame([EVENT | {"nkill": 1.5}]).to_csv(index=False).encode()).report
    assert dict(report.notes)["figure_rounded"] == 1


def test_the_workbook() -> None:
    file = io.BytesIO()
    pd.DataFrame([EVENT, EVENT | {"eventid": 202101010002, "latitude": None}]).to_excel(
        file, index=False
    )
    events = read(file.getvalue())
    assert (events.report.format, events.report.rows_kept) == ("gtd", 1)
    assert events.report.set_aside == {"no_position": 1}
    assert events.rows["id"].tolist() == ["202101010001"]
