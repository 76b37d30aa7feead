"""Columns of events as whole numbers from 0 up, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.errors import GreenlineError
from geo.events.container.planes import Whole, unzigzag, zigzag

#: A column of text is stored as numbers where it takes few values, each of them often.
_FEW, _OFTEN = 4096, 8
#: Distances are kept to a tenth of a kilometre.
_TENTHS = 10


def value_codes(values: pd.Series) -> tuple[Whole, list[str]]:
    """Return a column's values as numbers, and their names, the most frequent first.

    Examples
    --------
    >>> value_codes(pd.Series(["b", "a", None, "b"], dtype="category"))
    (array([0, 2, 1, 0]), ['b', '', 'a'])
    """
    kind = pd.Categorical(values)
    options = [*map(str, kind.categories), ""]
    codes = np.where(kind.codes < 0, len(options) - 1, kind.codes).astype(np.int64)
    place = {name: at for at, name in reversed(list(enumerate(options)))}
    codes = np.array([place[name] for name in options])[codes]
    counts = np.bincount(codes, minlength=len(options))
    seen = sorted(np.flatnonzero(counts), key=lambda code: (-counts[code], options[code]))
    rank = np.zeros(len(options), dtype=np.int64)
    rank[seen] = np.arange(len(seen))
    return rank[codes], [options[code] for code in seen]


def has_few_values(values: pd.Series) -> bool:
    """Tell whether a column takes few values, so that numbers are shorter than texts."""
    return values.nunique() <= min(_FEW, max(64, len(values) // _OFTEN))


def option_codes(values: pd.Series, options: tuple[str, ...]) -> Whole:
    """Return the place of each value among options; what is not among them is the last."""
    codes = pd.Categorical(values, options).codes.astype(np.int64)
    return np.where(codes < 0, len(options) - 1, codes)


def encode_deaths(rows: pd.DataFrame) -> dict[str, Whole]:
    """Return figures of deaths as numbers that are mostly small.

    ``best`` is the figure and one, 0 where it is missing. ``high`` says how far above the best the
    figure lies, ``low`` how far below: 0 for as expected, which is the best itself and as far below
    it as the high one lies above, but never below nobody; 1 for missing.
    """
    best, low, high = (_figure(rows[name]) for name in ("best", "low", "high"))
    middle = np.maximum(best, 0)
    return {
        "best": best + 1,
        "low": _code_beside(low, _mirror_high(best, high), middle - low),
        "high": _code_beside(high, best, high - middle),
    }


def decode_deaths(columns: dict[str, Whole]) -> dict[str, pd.Series]:
    """Undo :func:`encode_deaths`."""
    best = columns["best"] - 1
    middle = np.maximum(best, 0)
    high = _beside_back(columns["high"], best, lambda away: middle + away)
    low = _beside_back(columns["low"], _mirror_high(best, high), lambda away: middle - away)
    figures = {"best": best, "low": low, "high": high}
    return {
        name: pd.Series(values).where(values >= 0).astype("Int32")
        for name, values in figures.items()
    }


def encode_figure(values: pd.Series) -> Whole:
    """Return whole numbers and one; 0 where there is none."""
    return _figure(values) + 1


def decode_figure(values: Whole) -> pd.Series:
    """Undo :func:`encode_figure`."""
    return pd.Series(values - 1).where(values > 0).astype("Int32")


def encode_distances(values: pd.Series) -> Whole:
    """Return distances in km as tenths and one; 0 where there is none."""
    tenths = np.rint(values.to_numpy(dtype="float64", na_value=np.nan) * _TENTHS)
    return np.where(np.isnan(tenths), 0, tenths + 1).astype(np.int64)


def decode_distances(values: Whole) -> pd.Series:
    """Undo :func:`encode_distances`."""
    return pd.Series(np.where(values == 0, np.nan, (values - 1) / _TENTHS), dtype="float32")


def _figure(values: pd.Series) -> Whole:
    if (values < 0).any():
        at = int((values < 0).fillna(value=False).to_numpy().argmax())
        raise GreenlineError(
            f"events, row {at}, column {values.name!r}: {values.iloc[at]} is not accepted; "
            "expected 0 or more, or nothing"
        )
    return values.to_numpy(dtype="int64", na_value=-1)


def _mirror_high(best: Whole, high: Whole) -> Whole:
    return np.where(high < 0, best, np.maximum(2 * np.maximum(best, 0) - high, 0))


def _code_beside(figure: Whole, expected: Whole, away: Whole) -> Whole:
    codes = np.where(figure < 0, 1, 2 + zigzag(away))
    return np.where(figure == expected, 0, codes)


def _beside_back(codes: Whole, expected: Whole, figure: Any) -> Whole:
    figures = np.where(codes == 1, -1, figure(unzigzag(np.maximum(codes - 2, 0))))
    return np.where(codes == 0, expected, figures)
