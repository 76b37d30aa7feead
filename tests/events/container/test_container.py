"""What goes into a container comes out of it, and nothing else; a broken one is refused."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import GreenlineError
from geo.events.container import chunks, curve, decode, encode, split_container
from geo.events.container.planes import pack, squeeze, unpack
from geo.events.schema import DATE_PRECISIONS, POSITION_PRECISIONS, empty, typed
from geo.profile import current

TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("\x1b\x1d\x1e\n"), max_size=20)
FIGURE = st.none() | st.integers(0, 400) | st.integers(0, 2**31 - 1)
DAY = st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2100-12-31").date())


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Draw a table of events on the grid that a container keeps, some at one spot."""
    west, south, east, north = (int(edge * curve.STEPS) for edge in current().region)
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
    at = np.array(rows.pop("at").tolist()) / curve.STEPS
    end = start + pd.to_timedelta(rows.pop("more"), unit="D")
    ids = [str(i) for i in range(len(rows))]
    return typed(rows.assign(id=ids, start=start, end=end, lon=at[:, 0], lat=at[:, 1]))


def sort_plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows by their ids, categories as text."""
    by_id = rows.sort_values("id", ignore_index=True)
    named = by_id.select_dtypes("category").columns
    return by_id.astype(dict.fromkeys(named, "str"))


def assert_same(table: pd.DataFrame, given: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(sort_plain(table), sort_plain(given), rtol=0, atol=1e-9)


@pytest.mark.thorough
@settings(max_examples=60)
@given(tables())
def test_what_is_encoded_is_decoded(rows: pd.DataFrame) -> None:
    assert_same(decode(encode(rows)), rows)


@settings(max_examples=15)
@given(tables())
def test_rows_come_in_the_order_of_their_days_whatever_the_order_given(rows: pd.DataFrame) -> None:
    table = decode(encode(rows))
    assert table["start"].is_monotonic_increasing
    turned = typed(rows.iloc[::-1])
    assert_same(decode(encode(turned)), rows)


def make_many(count: int) -> pd.DataFrame:
    """Return events over several chunks of text, half of them at a few spots."""
    rng = np.random.default_rng(3)
    lon = np.where(rng.random(count) < 0.5, 44.4, rng.uniform(40, 47, count)).round(4)
    start = pd.Timestamp("2014-01-01") + pd.to_timedelta(rng.integers(0, 900, count), unit="D")
    return typed(
        pd.DataFrame(
            {
                "id": [f"e{i}" for i in range(count)],
                "start": start,
                "end": start,
                "date_precision": "day",
                "place": rng.choice(["Kirkuk", "كركوك", "کەرکووک"], count),
                "lon": lon,
                "lat": np.where(lon == 44.4, 35.4667, rng.uniform(33, 37, count)).round(4),
                "position_precision": rng.choice(["exact", "district"], count),
                "type": rng.choice(["raid", "battle"], count),
                "actor_a": "a",
                "actor_b": "",
                "best": rng.integers(0, 300, count),
                "low": pd.NA,
                "high": pd.NA,
                "source": [f"paper {i}" for i in range(count)],
                "text": [f"what happened, number {i}" for i in range(count)],
            }
        )
    )


def test_texts_of_many_rows_stay_with_their_rows() -> None:
    rows = make_many(2 * chunks.ROWS + 5)
    content = encode(rows)
    assert len(split_container(content).texts) == 3
    assert_same(decode(content), rows)


def test_shared_spots_are_told_once() -> None:
    rows = make_many(3000)
    rows["lon"], rows["lat"] = 44.4, 35.4667
    content = encode(rows)
    assert split_container(content).directory["spot_count"] == 1
    assert_same(decode(content), rows)
    assert len(encode(rows, text=False)) < len(encode(make_many(3000), text=False)) / 1.8


def test_the_same_rows_give_the_same_bytes() -> None:
    assert encode(make_many(500)) == encode(make_many(500))


def test_without_texts_only_columns_go_along() -> None:
    rows = make_many(500)
    table = decode(encode(rows, text=False))
    assert (table[["id", "place", "text"]] == "").all(axis=None)
    assert sorted(table["best"]) == sorted(rows["best"])
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


def test_no_event_is_a_container_too() -> None:
    assert len(decode(encode(empty()))) == 0


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [("lon", np.nan, "row 3, column 'lon'"), ("best", -2, "row 3, column 'best': -2")],
)
def test_rows_that_cannot_be_drawn_are_named(column: str, value: float, named: str) -> None:
    rows = make_many(10)
    rows.loc[3, column] = value
    with pytest.raises(GreenlineError, match=named):
        encode(rows)


@pytest.mark.parametrize("spoil", [lambda c: b"", lambda c: b"PK" + c, lambda c: c[:200],
                                   lambda c: c[:-1], lambda c: c[:9] + b"\0" + c[10:]])  # fmt: skip
def test_bytes_that_are_no_container_are_refused(spoil: object) -> None:
    content = encode(make_many(50))
    with pytest.raises(GreenlineError, match="container"):
        decode(spoil(content))  # type: ignore[operator]


def test_a_later_version_is_refused() -> None:
    content = encode(make_many(5))
    size = int.from_bytes(content[4:8], "little")
    head = zlib.decompress(content[8 : 8 + size]).replace(b'"version": 2', b'"version": 3')
    packed = zlib.compress(head)
    later = content[:4] + len(packed).to_bytes(4, "little") + packed + content[8 + size :]
    with pytest.raises(GreenlineError, match="version 3: expected 2"):
        decode(later)


@given(st.lists(st.integers(0, 2**40), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_columns_share_bytes_and_part_again(large: list[int], small: list[int]) -> None:
    count = min(len(large), len(small))
    columns = {"a": np.array(small[:count], dtype=np.int64), "b": np.array(large[:count], dtype=np.int64),
               "c": np.array(small[:count], dtype=np.int64) % 3}  # fmt: skip
    packed = pack(columns)
    result = unpack(packed, count)
    for name, values in columns.items():
        assert result[name].tolist() == values.tolist()
    assert any({"a", "c"} <= set(item.names) for item in packed)


@given(st.lists(st.tuples(st.integers(0, 2**22), st.integers(0, 2**22)), max_size=30))
def test_the_curve_leads_back(places: list[tuple[int, int]]) -> None:
    x, y = np.array(places, dtype=np.int64).reshape(-1, 2).T
    back = curve.curve_position(curve.curve_index(x, y))
    assert [ndarray.tolist() for ndarray in back] == [x.tolist(), y.tolist()]


def test_planes_drawn_by_lot_cost_no_more_than_their_entropy() -> None:
    values = np.random.default_rng(1).choice(10, 100_000, p=np.arange(1, 11) / 55).astype(np.uint8)
    share = np.bincount(values) / len(values)
    entropy = -(share * np.log2(share)).sum() / 8
    assert len(squeeze(values.tobytes())) < 1.04 * entropy * len(values)
    assert len(squeeze(bytes(100_000))) < 200
