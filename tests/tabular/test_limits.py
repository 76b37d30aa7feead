"""The bounds are stated, and each of them holds."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from geo.errors import ReadError
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import LIMITS, Limits


def test_every_bound_is_positive_and_cannot_be_changed() -> None:
    assert all(getattr(LIMITS, field.name) > 0 for field in fields(Limits))
    with pytest.raises(FrozenInstanceError):
        LIMITS.rows = 1


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n3,4\n5,6\n", b'[{"a": 1}, {"a": 2}, {"a": 3}]'], ids=["csv", "json"]
)
def test_rows_and_columns(content: bytes) -> None:
    assert len(open_sheet(content, limits=Limits(rows=3)).frame) == 3
    with pytest.raises(ReadError, match="at most 2 rows"):
        list(sheets(content, limits=Limits(rows=2)))


def test_columns_of_objects() -> None:
    content = b'[{"a": 1, "b": 2}, {"c": 3}]'
    with pytest.raises(ReadError, match="has 3 columns; accepted: at most 2 columns"):
        open_sheet(content, limits=Limits(columns=2))


def test_brackets_within_brackets() -> None:
    # Some thousands of levels are within what later versions of Python read.
    deep = b'{"data": [' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"]}"
    with pytest.raises(ReadError, match="too deep"):
        open_sheet(deep)
    with pytest.raises(ReadError, match=r"too deep|not JSON"):
        open_sheet(b"[" * 100_000)


def test_bytes() -> None:
    with pytest.raises(ReadError, match="too large"):
        open_sheet(b"a,b\n1,2\n" * 10, limits=Limits(bytes=50))
