"""UCDP GED: columns of all versions, HDX country files, the API's JSON."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pandas as pd
import pytest

from geo.events import read
from geo.events.schema import validate

#: One event in the columns of versions 18 to 25.
EVENT = {
    "id": "900001",
    "relid": "IRQ-2016-1-1",
    "year": "2016",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_new_id": "259",
    "dyad_new_id": "524",
    "dyad_name": "Side One - Side Two",
    "side_a_new_id": "116",
    "side_a": "Side One",
    "side_b": "Side Two",
    "number_of_sources": "-1",
    "source_article": "Some Agency, 2016-10-21, headline",
    "source_headline": "Fighting\nat the edge of town",
    "where_prec": "1",
    "where_coordinates": "Kirkuk city",
    "adm_1": "Kirkūk province",
    "latitude": "35.47",
    "longitude": "44.39",
    "date_prec": "1",
    "date_start": "2016-10-21 00:00:00.000",
    "date_end": "2016-10-23 00:00:00.000",
    "best": "7",
    "high": "9",
    "low": "5",
}


def table(*rows: dict[str, str], **kind: Any) -> bytes:
    return pd.DataFrame(rows).to_csv(index=False, **kind).encode()


def read_row(content: bytes) -> dict[str, Any]:
    events = read(content, "anything.dat")
    assert events.report.format == "ucdp_ged"
    assert events.report.rows_kept == len(validate(events.rows)) == 1
    return events.rows.iloc[0].to_dict()


def test_an_event_in_full() -> None:
    event = read_row(table(EVENT))
    assert event["id"] == "900001"
    assert (event["start"], event["end"]) == (
        pd.Timestamp("2016-10-21"),
        pd.Timestamp("2016-10-23"),
    )
    assert (event["lon"], event["lat"]) == (44.39, 35.47)
    assert (event["date_precision"], event["position_precision"]) == ("day", "exact")
    assert (event["type"], event["actor_a"], event["actor_b"]) == (
        "state_based",
        "Side One",
        "Side Two",
    )
    assert (event["low"], event["best"], event["high"]) == (5, 7, 9)
    assert event["place"] == "Kirkuk city"
    assert event["source"] == "Some Agency, 2016-10-21, headline"
    assert event["text"] == "Fighting\nat the edge of town", "a line break within quotes is text"


def test_columns_of_version_17_and_earlier() -> None:
    names = {
        "best": "best_est",
        "high": "high_est",
        "low": "low_est",
        "conflict_new_id": "conflict_id",
    }
    event = read_row(table({names.get(name, name): cell for name, cell in EVENT.items()}))
    assert (event["low"], event["best"], event["high"]) == (5, 7, 9)


@pytest.mark.parametrize("written", [str.upper, str.title, lambda name: name.replace("_", " ")])
def test_names_of_columns_in_any_case_and_with_any_separator(written: Any) -> None:
    assert read_row(table({written(name): cell for name, cell in EVENT.items()}))["best"] == 7


def test_a_spreadsheet_of_another_country() -> None:
    row = EVENT | {"latitude": "35,47", "longitude": "44,39", "date_start": "21.10.2016"}
    event = read_row(table(row | {"date_end": "23.10.2016"}, sep=";"))
    assert (event["lon"], event["lat"]) == (44.39, 35.47)
    assert event["end"] == pd.Timestamp("2016-10-23")


def test_days_as_an_american_spreadsheet_saves_them() -> None:
    rows = [
        EVENT | {"id": str(day), "date_start": f"5/{day}/2016", "date_end": "5/30/2016"}
        for day in (2, 29)
    ]
    starts = read(table(*rows)).rows["start"].dt.strftime("%m-%d").tolist()
    assert starts == ["05-02", "05-29"]


def test_an_end_that_shows_no_order_follows_the_start() -> None:
    rows = [
        EVENT | {"id": str(day), "date_start": f"5/{day}/2016", "date_end": "6/7/2016"}
        for day in (2, 29)
    ]
    assert set(read(table(*rows)).rows["end"].dt.strftime("%m-%d")) == {"06-07"}


def test_hdx_row_of_tags_is_no_event() -> None:
    tags = dict.fromkeys(EVENT, "") | {
        "latitude": "#geo+lat",
        "longitude": "#geo+lon",
        "best": "#affected+killed",
    }
    tags |= {"date_start": "#date+start", "date_end": "#date+end", "adm_1": "#adm1+name"}
    tags |= {name: "#meta" for name in EVENT if not tags[name]}
    report = read(table(tags, EVENT, lineterminator="\r\n")).report
    assert (report.format, report.rows_read, report.rows_kept) == ("ucdp_ged", 1, 1)


def test_gzip() -> None:
    assert read_row(gzip.compress(table(EVENT)))["best"] == 7


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda rows: rows,
        lambda rows: {"TotalCount": 1, "TotalPages": 1, "NextPageUrl": "", "Result": rows},
    ],
)
def test_json_of_the_api(wrapped: Any) -> None:
    row = EVENT | {
        "id": 900001,
        "latitude": 35.47,
        "longitude": 44.39,
        "best": 7,
        "type_of_violence": 1,
    }
    event = read_row(json.dumps(wrapped([row])).encode())
    assert (event["id"], event["lat"], event["best"]) == ("900001", 35.47, 7)


def test_a_sample_with_few_keys_says_what_it_does_not_know() -> None:
    keys = {
        "id": 5,
        "latitude": 36.19,
        "longitude": 44.01,
        "date": "1991-03-15",
        "type_of_violence": 3,
        "best": 500,
    }
    event = read_row(json.dumps([keys]).encode())
    assert (event["date_precision"], event["position_precision"]) == ("unknown", "unknown")
    assert event["start"] == event["end"] == pd.Timestamp("1991-03-15")
    assert pd.isna(event["low"]) and event["type"] == "one_sided"


def test_precision_codes() -> None:
    rows = [
        EVENT | {"id": str(code), "where_prec": str(code), "date_prec": str(min(code, 5))}
        for code in range(1, 8)
    ]
    result = read(table(*rows)).rows
    assert result["position_precision"].tolist() == [
        "exact", "near", "district", "governorate", "region", "country", "unknown",
    ]  # fmt: skip
    assert result["date_precision"].tolist()[:5] == ["day", "week", "week", "month", "year"]


def test_notes() -> None:
    rows = [EVENT | {"id": "1", "best": "0"}, EVENT | {"id": "2", "where_prec": "6"}]
    notes = dict(read(table(*rows)).report.notes)
    assert notes == {
        "sources_not_counted": 2,
        "repeated_points": 1,
        "best_outside_range": 1,
        "coarse_position": 1,
    }


def test_names_that_a_shapefile_cuts_to_ten_letters() -> None:
    event = read_row(table({name[:10]: cell for name, cell in EVENT.items()}))
    assert (event["type"], event["place"], event["best"]) == ("state_based", "Kirkuk city", 7)
