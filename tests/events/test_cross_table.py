"""User events counted by holder, district, month and kind."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.events.cross_table import By, Count, cross_table

ROWS = pd.DataFrame(
    {
        "start": pd.to_datetime(["2017-11-02", "2017-10-16", "2017-10-20", "2018-01-01"]).date,
        "holder": ["federal", "region", "region", ""],
        "district": ["IQG13Q01", "IQG13Q01", "IQG13Q02", ""],
        "type": ["IED", "raid", "IED", None],
        "best": pd.array([3, None, 4, 1], dtype="Int32"),
    }
)


def test_each_event_is_counted_once() -> None:
    for by in By:
        for across in set(By) - {by}:
            assert cross_table(ROWS, by, across).to_numpy().sum() == len(ROWS)


def test_months_keep_their_order_and_all_else_begins_with_the_most() -> None:
    table = cross_table(ROWS, By.MONTH, By.HOLDER)
    assert list(table.index) == ["2017-10", "2017-11", "2018-01"]
    assert table.columns[0] == "region"
    assert cross_table(ROWS, By.DISTRICT, By.HOLDER).index[0] == "IQG13Q01"


def test_deaths_without_a_figure_add_none() -> None:
    table = cross_table(ROWS, By.DISTRICT, By.HOLDER, Count.DEATHS)
    assert table.loc["IQG13Q01"].to_dict() == {"federal": 3, "region": 0, "": 0}
    assert table.to_numpy().sum() == 8


@pytest.mark.parametrize("by", By)
def test_no_events_make_an_empty_table(by: By) -> None:
    assert cross_table(ROWS.head(0), by, By.HOLDER).empty


def test_rows_and_columns_may_be_the_same() -> None:
    table = cross_table(ROWS, By.HOLDER, By.HOLDER)
    assert table.loc["region"].to_dict() == {"region": 2, "federal": 0, "": 0}
