"""The schema that every reader yields."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.events import read
from geo.events.schema import COLUMNS, empty, typed, validate
from geo.profile import current

TABLE = b"id,date,lat,lon,deaths\na,2017-01-01,35.4,44.3,2\nb,2017-01-02,35.5,44.4,\n"


def test_empty_has_the_types_of_a_table_that_was_read() -> None:
    rows = validate(read(TABLE).rows)
    assert tuple(rows.columns) == COLUMNS == tuple(empty().columns)
    both = pd.concat([empty(), rows], ignore_index=True)
    assert both.dtypes[["start", "best", "lon"]].equals(rows.dtypes[["start", "best", "lon"]])


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("lon", current().region[0] - 1, "column 'lon'"),
        ("lat", None, "column 'lat'"),
        ("id", "b", "column 'id'"),
        ("end", pd.Timestamp("2016-12-31"), "column 'end'"),
        ("date_precision", None, "column 'date_precision'"),
    ],
)
def test_a_value_that_breaks_the_schema_is_named(column: str, value: object, text: str) -> None:
    rows = read(TABLE).rows
    rows.loc[0, column] = value
    with pytest.raises(ValueError, match=text):
        validate(rows)


def test_other_columns_types_and_indices_are_refused() -> None:
    rows = read(TABLE).rows
    with pytest.raises(ValueError, match="expected id, start"):
        validate(rows.drop(columns="text"))
    with pytest.raises(ValueError, match="column 'best' has type"):
        validate(rows.assign(best=1.5))
    with pytest.raises(ValueError, match="index"):
        validate(rows.iloc[1:])
    assert validate(typed(rows.iloc[1:]))["id"].tolist() == ["b"]
