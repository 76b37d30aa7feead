"""The page's data is packed so that the same data is the same text, and comes back as it was."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from branca.element import Figure
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas.translations import fingerprint
from geo.draw.bundle import Bundle, condense, pack, pack_texts
from geo.files.compact import cell

from .blocks import spread, unpack, unpack_texts

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_what_is_packed_comes_back(data: Any) -> None:
    assert unpack(pack(data)) == data


@given(JSON)
def test_packed_texts_come_back_and_can_end_no_script(data: Any) -> None:
    text = pack_texts(json.dumps(data, ensure_ascii=False))
    assert unpack_texts(text) == data
    assert "<" not in text


@given(st.lists(st.none() | st.sampled_from(["federal", "kurdish", "", "ناکۆک"]), max_size=40))
def test_a_condensed_column_holds_the_same_texts_and_is_shorter(column: list[str | None]) -> None:
    condensed = condense({"table": {"holder": column, "start": [1]}})["table"]
    assert condensed["start"] == [1]
    holder = condensed["holder"]
    assert spread(holder) == column
    assert holder == column or len(json.dumps(holder)) < len(json.dumps(column))


@pytest.mark.parametrize("number", [math.inf, -math.inf])
def test_numbers_that_json_lacks_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        pack([number])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(1970, 1, 1), 0),
        (date(2017, 10, 16), 17455),
        (date(1969, 12, 31), -1),
        (None, None),
        (pd.NA, None),
        (math.nan, None),
        (np.float64("nan"), None),
        (np.float64(2.0), 2),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (True, True),
        (35.123456789, 35.12346),
        (-0.0, 0),
        ("", ""),
        ("2017-10-16", "2017-10-16"),
        ([np.int64(1), date(1970, 1, 2)], [1, 1]),
        ((1.0, None), [1, None]),
    ],
)
def test_cells_as_json_holds_them(value: Any, expected: Any) -> None:
    result = cell(value)
    assert result == expected
    assert type(result) is type(expected)
    json.dumps(result, allow_nan=False)


def test_a_page_has_one_bundle_and_the_first_value_stays() -> None:
    figure, other = Figure(), Figure()
    bundle = Bundle.of(figure)
    bundle.put("x", 1)
    Bundle.of(figure).put("x", 2)
    bundle.put_layer("towns", {"id": []})
    bundle.put_layer("towns", {"id": ["late"]})
    assert Bundle.of(figure) is bundle
    assert unpack(bundle.text()) == {"layers": {"towns": {"id": []}}, "x": 1, "later": []}
    assert unpack(Bundle.of(other).text()) == {"layers": {}, "later": []}


def test_a_plain_block_is_json_that_cannot_end_its_script() -> None:
    figure = Figure()
    bundle = Bundle.of(figure)
    bundle.plain = True
    bundle.put("said", "</script><script>alert(1)")
    text = figure.render()
    assert "</script><script>alert" not in text
    assert json.loads(bundle.text())["said"] == "</script><script>alert(1)"


def test_only_the_translations_of_what_the_page_holds_are_in_it() -> None:
    bundle = Bundle()
    bundle.put_layer("towns", {"note": ["Kirkuk", None]})
    bundle.put(
        "translations",
        {"ar": {fingerprint("Kirkuk"): "كركوك", "00000000": "غيرها"}, "ckb": "texts.json"},
    )
    assert unpack_texts(bundle.later_text()) == {
        "translations": {"of": [fingerprint("Kirkuk")], "ar": ["كركوك"], "ckb": "texts.json"},
        "columns": [["Kirkuk", None]],
    }
