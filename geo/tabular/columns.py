"""Columns of a table by name, however their case and separators are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

import numpy as np
import pandas as pd

_SIGNS = re.compile(r"[\W_]+")


def fold_name(name: object) -> str:
    """Return the name of a column without case and separators.

    >>> fold_name("Location_ID") == fold_name("location id") == fold_name("LOCATION.ID")
    True
    """
    return _SIGNS.sub("", str(name)).casefold()


class Columns:
    """The columns of a table, found by any of their names.

    >>> columns = Columns(pd.DataFrame({"Location ID": ["7 "], "LAT": ["36.1"]}))
    >>> columns.name("place_id", "location_id"), columns.text("location_id").tolist()
    ('Location ID', ['7'])
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._names = {fold_name(name): str(name) for name in reversed(frame.columns)}
        self.used: set[str] = set()
        """The columns whose cells were asked for, as the file writes them."""

    def __contains__(self, name: str) -> bool:
        return fold_name(name) in self._names

    def all(self, *names: str) -> bool:
        return all(name in self for name in names)

    def count(self, *names: str) -> int:
        """Return for how many of some names there is a column."""
        return sum(name in self for name in names)

    def share(self, cells: Collection[str], *names: str) -> float:
        """Return the share of the codes in a column that are among some; 1 where it is empty.

        >>> Columns(pd.DataFrame({"kind": ["IED", "ied", "", "clinic"]})).share({"ied"}, "kind")
        0.6666666666666666
        """
        result = self.text(*names).head(1000)
        codes = result[result != ""].map(plain_code)
        return float(codes.isin(list(cells)).mean()) if len(codes) else 1.0

    def name(self, *names: str) -> str:
        """Return the column as the file writes it, by the first name that there is; else ``""``."""
        return next((self._names[fold_name(name)] for name in names if name in self), "")

    def text(self, *names: str) -> pd.Series:
        """Return the cells of the first column that there is, stripped; else empty cells."""
        result = self.name(*names)
        if not result:
            return pd.Series("", index=self.frame.index, dtype="str")
        self.used.add(result)
        return self.frame[result].str.strip(" \t\r\n\f\v")

    def first(self, *names: str) -> pd.Series:
        """Return for each row the first of some columns that says something."""
        cells = self.text(*names[:1])
        for name in names[1:]:
            if name in self and (cells == "").any():
                cells = cells.where(cells != "", self.text(name))
        return cells

    def name_fields(self, fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return field -> column of the file, of the fields that have one."""
        result = {field: self.name(*names) for field, names in fields.items()}
        return {field: name for field, name in result.items() if name}

    def decode(self, table: Mapping[str, str], default: str, *names: str) -> pd.Categorical:
        """Return what the codes of a column mean."""
        return self._map_cells(lambda cell: table.get(plain_code(cell), default), *names)

    def reword(self, table: dict[str, str], *names: str) -> pd.Categorical:
        """Return the cells of a column with some of them in other words, compared without case."""
        return self._map_cells(lambda cell: table.get(cell.casefold(), cell), *names)

    def _map_cells(self, means: Callable[[str], str], *names: str) -> pd.Categorical:
        codes, result = pd.factorize(self.text(*names))
        mapped = np.array([means(str(item)) for item in result], dtype=object)
        kinds, index = np.unique(mapped, return_inverse=True)
        return pd.Categorical.from_codes(index[codes] if len(result) else codes, pd.Index(kinds))


def plain_code(text: str) -> str:
    """Return a code as a table of codes spells it.

    >>> plain_code("01"), plain_code("1.0"), plain_code("0"), plain_code("Battles")
    ('1', '1', '0', 'battles')
    """
    code = text.strip().casefold()
    code = code.removesuffix(".0") if code[:1].isdigit() else code
    return (code.lstrip("0") or "0") if code.isdigit() else code
