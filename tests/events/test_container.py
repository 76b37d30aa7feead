"""What goes into a container comes out of it, and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.events import make_events
from geo import GreenlineError
from geo.events.container import STEPS, encode
from geo.events.schema import DATE_PRECISIONS, POSITION_PRECISIONS, TYPES, typed
from geo.profile import current
from tests.events.container import decode

NAMED = [name for name, kind in TYPES.items() if "category" in str(kind)]

TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("\x1b\x1d\x1e\n"), max_size=20)
FIGURE = st.none() | st.integers(0, 400) | st.integers(0, 2**31 - 1)
DAY = st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2100-12-31").date())


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Draw a table of events on the grid that a container keeps, some at one spot."""
    west, south, east, north = (int(edge * STEPS) for edge in current().region)
    place = st.tuples(st.integers(west, east), st.integers(south, north))
    spots = draw(st.lists(place, min_size=1, max_size=4))
    row = st.fixed_dictionaries(
        {
            "start": DAY | st.just(pd.Timestamp("2014-06-10").date()),
            "more": st.integers(0, 3) | st.integers(0, 70000),
            "at": st.sampled_from(spots) | place,
            "type": TEXT,
            "actor_a": st.sampled_from(["", "a", "b"]),
            "actor_b": TEXT,
            "best": FIGURE,
            "low": FIGURE,
            "high": FIGURE,
            "date_precision": st.sampled_from(DATE_PRECISIONS),
            "position_precision": st.sampled_from(POSITION_PRECISIONS),
            "place": TEXT,
            "source": TEXT,
            "text": TEXT,
        }
    )
    rows = pd.DataFrame(draw(st.lists(row, min_size=1, max_size=30)))
    start = pd.to_datetime(rows["start"])
    at = np.array(rows.pop("at").tolist()) / STEPS
    end = start + pd.to_timedelta(rows.pop("more"), unit="D")
    ids = [str(i) for i in range(len(rows))]
    return typed(rows.assign(id=ids, start=start, end=end, lon=at[:, 0], lat=at[:, 1]))


def assert_same(table: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Compare events by their ids, categories as text."""
    left, right = (
        typed(rows).sort_values("id", ignore_index=True).astype(dict.fromkeys(NAMED, "str"))
        for rows in (table, expected)
    )
    pd.testing.assert_frame_equal(left, right, rtol=0, atol=1e-9)


@settings(max_examples=5)
@given(tables())
def test_what_goes_in_comes_out_by_day_whatever_the_order_given(rows: pd.DataFrame) -> None:
    table = decode(encode(rows))
    assert table["start"].is_monotonic_increasing
    assert_same(table, rows)
    assert_same(decode(encode(typed(rows.iloc[::-1]))), rows)


def make_many(count: int) -> pd.DataFrame:
    """Return events over several chunks of text, half of them at one spot."""
    rows = typed(make_events(count, 3))
    spot = np.arange(count) % 2 == 0
    chance = np.random.default_rng(3)
    texts = [f"what happened, number {i}, says {chance.bytes(12).hex()}" for i in range(count)]
    west, south = (
        values.round(4).where(~spot, at)
        for values, at in ((rows["lon"], 44.4), (rows["lat"], 35.4667))
    )
    return typed(rows.assign(lon=west, lat=south, text=texts))


def test_without_texts_only_columns_go_along() -> None:
    rows = make_many(500)
    table = decode(encode(rows, text=False))
    assert not {"id", "place", "text"} & set(table)
    assert sorted(table["best"].fillna(-1)) == sorted(rows["best"].fillna(-1))
    assert len(encode(rows, text=False)) < len(encode(rows)) / 2


def test_what_is_attributed_goes_along() -> None:
    rows = make_many(400)
    kilometres = pd.Series(np.linspace(0, 99.9, 400).round(1), dtype="float32")
    kilometres.iloc[7] = np.nan
    more = pd.DataFrame(
        {
            "district": pd.Categorical(["IQG13Q04", ""] * 200),
            "holder": pd.Categorical([None, "region"] * 200),
            "field_km": kilometres,
        }
    )
    result = decode(encode(rows, more)).set_index("id").loc[rows["id"]].reset_index()
    assert result["district"].astype(str).tolist() == more["district"].astype(str).tolist()
    assert result["holder"].astype(str).tolist() == ["", "region"] * 200
    np.testing.assert_allclose(result["field_km"], kilometres, atol=1e-4)


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [("lon", np.nan, "row 3, column 'lon'"), ("best", -2, "row 3, column 'best': -2")],
)
def test_rows_that_cannot_be_drawn_are_named(column: str, value: float, named: str) -> None:
    rows = make_many(10)
    rows.loc[3, column] = value
    with pytest.raises(GreenlineError, match=named):
        encode(rows)
