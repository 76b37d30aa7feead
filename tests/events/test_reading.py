"""Any file of events: pieces, corrections, what Greenline wrote itself."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.errors import ReadError
from geo.events import chunks, read
from geo.events.column_mapping import Mapping
from geo.events.schema import validate
from geo.events.validation import SeenHashes, hash_points, hash_rows, hash_text
from geo.tabular.dates import day_in


def lines(count: int, ids: Any = None) -> bytes:
    rng = np.random.default_rng(7)
    day = pd.Timestamp("2014-06-01") + pd.to_timedelta(rng.integers(0, 900, count), "D")
    frame = pd.DataFrame(
        {
            "id": range(count) if ids is None else ids,
            "type_of_violence": rng.integers(1, 4, count),
            "latitude": rng.uniform(30, 37, count).round(4),
            "longitude": rng.uniform(40, 47, count).round(4),
            "date_start": day.strftime("%Y-%m-%d"),
            "date_end": day.strftime("%Y-%m-%d"),
            "best": rng.integers(0, 9, count),
        }
    )
    return frame.to_csv(index=False).encode()


def read_together(content: bytes, rows: int) -> pd.DataFrame:
    return pd.concat([piece.rows for piece in chunks(content, "", rows)], ignore_index=True)


@pytest.mark.parametrize("rows", [50, 199, 1000])
def test_pieces_are_the_whole(rows: int) -> None:
    content = lines(200)
    total, pieces = read(content).rows, read_together(content, rows)
    same = [name for name in total if name not in {"type", "actor_a", "actor_b"}]
    pd.testing.assert_frame_equal(total[same], pieces[same])
    assert total["type"].tolist() == pieces["type"].tolist()
    assert all(len(validate(piece.rows)) <= rows for piece in chunks(content, "", rows))


def test_ids_repeat_over_pieces() -> None:
    content = lines(300, [n % 200 for n in range(300)])
    pieces = list(chunks(content, "", 110))
    assert sum(piece.report.set_aside.get("duplicate_id", 0) for piece in pieces) == 100
    assert pd.concat([piece.rows for piece in pieces])["id"].is_unique


def test_made_ids_differ_over_pieces() -> None:
    content = b"date,longitude,latitude,type\n" + b"2007-03-01,44.4,35.47,IED\n" * 20
    assert read_together(content, 7)["id"].is_unique
    assert set(read_together(content, 7)["id"]) == set(read(content).rows["id"])


def test_an_event_whose_twin_was_set_aside_is_kept() -> None:
    content = b"id,date,lat,lon\na,2017-01-01,,\na,2017-01-01,35.4,44.3\n"
    assert read(content).report.set_aside == {"no_position": 1}


def test_origin_stands_beside_the_rows() -> None:
    events = read(b"id,date,lat,lon,extra\na,2017-01-01,,,x\nb,2017-01-02,35.4,44.3,y\n")
    assert events.origin["extra"].tolist() == ["y"]
    assert events.origin.index.equals(events.rows.index)


def test_a_guess_is_corrected_by_some_fields() -> None:
    content = b"ref,reported,noticed,lat,lon,what\na,2017-01-01,2017-02-01,35.4,44.3,x\n"
    first = read(content, mapping={"start": "Noticed", "type": "what"}).rows.iloc[0]
    assert (first["start"], first["type"]) == (pd.Timestamp("2017-02-01"), "x")


def test_a_format_is_corrected_by_some_fields() -> None:
    content = lines(3).replace(b"best", b"my_figure").replace(b"id,", b"event_id,conflict_id,", 1)
    content = b"\n".join(
        line.replace(b",", b",7,", 1) if at else line
        for at, line in enumerate(content.split(b"\n"))
    )
    assert read(content).rows["best"].isna().all()
    events = read(content, mapping={"best": "my_figure"})
    assert events.report.format == "ucdp_ged"
    assert events.rows["best"].notna().all()
    assert set(events.rows["type"]) <= {"state_based", "non_state", "one_sided"}


def test_a_whole_mapping_stands_alone() -> None:
    mapping = Mapping(start="date_start", lon="longitude", lat="latitude", type="best")
    events = read(lines(3), mapping=mapping)
    assert events.report.format == "table"
    assert events.report.notes[0] == ("ids_made", 3)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ReadError, match=r"'nothing'.*accepted: .*latitude"):
        read(lines(3), mapping={"type": "nothing"})


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_what_greenline_wrote_comes_back(kind: str) -> None:
    rows = read(lines(20)).rows.assign(actor_a="A", text="two\nlines")
    file = io.BytesIO()
    rows.to_csv(file, index=False) if kind == "csv" else rows.to_parquet(file)
    events = read(file.getvalue())
    assert events.report.format == "greenline"
    pd.testing.assert_frame_equal(events.rows, rows, check_categorical=False, check_dtype=False)


def test_a_whole_table_with_latitude_and_longitude_swapped_puts_nothing_on_the_map() -> None:
    content = b"id,date,latitude,longitude\n" + b"".join(
        f"{n},2017-01-01,{38.2 + n},{38.1 - n * 0.5}\n".encode() for n in range(9)
    )
    report = read(content).report
    assert report.rows_kept == 0
    assert dict(report.notes)["looks_swapped"] == 9
    assert set(report.aside["reason"]) == {"outside_region"}


@pytest.mark.parametrize("cell", ["nan", "inf", "-inf", "1e999", "٣٥x", "=35.4", "35.4.4"])
def test_a_position_that_is_none_is_nowhere(cell: str) -> None:
    content = f"id,date,latitude,longitude\na,2017-01-01,{cell},44.3\nb,2017-01-01,35.4,44.3\n"
    events = read(content.encode())
    assert events.rows["id"].tolist() == ["b"]
    assert set(events.report.set_aside) <= {"bad_number", "no_position"}


def test_figures_that_are_none_are_told_and_the_event_stays() -> None:
    cells = ["3", "-1", "many", "99999999999", "2.4", "n/a", ""]
    content = "id,type_of_violence,date_start,latitude,longitude,best\n" + "".join(
        f"{n},1,2017-01-01,35.4,{44 + n / 10},{cell}\n" for n, cell in enumerate(cells)
    )
    events = read(content.encode())
    assert events.rows["best"].astype(object).where(events.rows["best"].notna(), None).tolist() == [
        3, None, None, None, 2, None, None,
    ]  # fmt: skip
    notes = dict(events.report.notes)
    assert (notes["figure_not_read"], notes["figure_rounded"]) == (3, 1)


def test_an_end_before_its_start_is_no_date() -> None:
    content = b"id,type_of_violence,latitude,longitude,date_start,date_end\n1,1,35.4,44.3,2017-01-02,2017-01-01\n"
    report = read(content).report
    assert report.set_aside == {"bad_date": 1}
    assert report.aside["value"].tolist() == ["2017-01-02, 2017-01-01"]


def test_a_table_without_columns_of_positions_or_dates_says_so() -> None:
    nowhere = read(b"district,people\nKirkuk,5\nDaquq,6\n").report
    assert nowhere.set_aside == {"no_position": 2}
    assert "the table has none" in nowhere.aside["accepted"][0]
    undated = read(b"name,lat,lon\nKirkuk,35.4,44.3\n").report
    assert undated.set_aside == {"bad_date": 1}
    assert "no column of dates" in undated.aside["accepted"][0]


def test_areas_never_look_like_points() -> None:
    square = [[[44, 35], [45, 35], [45, 36], [44, 36], [44, 35]]]
    feature = {
        "type": "Feature",
        "properties": {"date": "2014-12-31"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    content = pd.Series({"type": "FeatureCollection", "features": [feature]}).to_json().encode()
    events = read(content)
    assert events.rows["position_precision"].tolist() == ["region"]
    assert dict(events.report.notes)["areas_as_points"] == 1


def test_hashes() -> None:
    seen = SeenHashes()
    assert seen.before(hash_text(["a", "b", "a"])).tolist() == [0, 0, 1]
    assert seen.before(hash_text(["a", "c"])).tolist() == [2, 0]
    frame = pd.DataFrame({"x": ["1", "1", "11"], "y": ["1", "1", ""]})
    assert np.unique(hash_rows(frame)).size == 2
    points = hash_points(np.array([44.0, 44.0, 35.0]), np.array([35.0, 35.0000001, 44.0]))
    assert np.unique(points).size == 2


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("idp_2017-10-31.csv", "2017-10-31"),
        ("20171031_list.xlsx", "2017-10-31"),
        ("List 31 October 2017", "2017-10-31"),
        ("October_31_2017", "2017-10-31"),
        ("31.10.2017", "2017-10-31"),
        ("round 87", None),
        ("20179931", None),
    ],
)
def test_the_day_in_a_name(name: str, day: str | None) -> None:
    datetime64 = day_in(name)
    assert (str(datetime64)[:10] if datetime64 is not None else None) == day
