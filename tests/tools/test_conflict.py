"""Which events of the dataset are taken, under which names, and what is left out, by reason."""

from __future__ import annotations

import pandas as pd

from geo import Atlas
from tools.derive import conflict

#: id, where_prec, lon, lat, adm_1, start, place it gets or the reason why it is left out.
ROWS = (
    ("1", "1", "44.392222", "35.468056", "Kirkūk province", "2014-08-01", "kirkuk"),
    ("2", "2", "44.392222", "35.468056", "Kirkūk province", "2014-08-02", "kirkuk"),
    ("3", "1", "43.418774", "37.01051", "Dahūk province", "2014-08-03", "IQG09Q01N04"),
    ("4", "3", "43.75", "35.33", "Kirkūk province", "2014-08-04", "IQG13Q01"),
    ("5", "4", "44.0", "35.5", "Arbīl province", "2014-08-05", "IQG11"),
    ("6", "4", "45.5", "32.5", "Wāsiţ province", "2014-08-06", "outside the scope"),
    ("7", "1", "47.8", "30.5", "Al Başrah  province", "2014-08-07", "outside the scope"),
    ("8", "5", "44.39", "35.47", "Kirkūk province", "2014-08-08", "where_prec 5"),
    ("9", "1", "", "35.47", "Kirkūk province", "2014-08-09", "no position"),
    ("10", "1", "44.39", "35.47", "Kirkūk province", "", "no day"),
)


def test_events_are_taken_by_position_district_and_governorate(atlas: Atlas) -> None:
    names = ("id", "where_prec", "longitude", "latitude", "adm_1", "date_start", "place")
    rows = pd.DataFrame(ROWS, columns=names).assign(
        type_of_violence="1", side_a="IS", side_b="PKK", where_coordinates="Karkūk",
        low="3", best="2", high="9", number_of_sources="-1",
    )  # fmt: skip
    rows["date_end"] = rows["date_start"]
    table, left_out = conflict.derive(atlas, rows)
    expected = {f"ged-{row[0]}": row[6] for row in ROWS if " " not in row[6]}
    assert dict(zip(table["id"], table["place"], strict=True)) == expected
    assert left_out.to_dict() == {
        "outside the scope": 2, "where_prec 5": 1, "no position": 1, "no day": 1,
    }  # fmt: skip
    first = table.iloc[0]
    assert [first[name] for name in ("kind", "side_a", "side_b", "end", "reports")] == [
        "state", "is", "pkk", "", "",
    ]  # fmt: skip
    assert list(first[["deaths_low", "deaths_best", "deaths_high"]]) == ["3", "2", "9"]
