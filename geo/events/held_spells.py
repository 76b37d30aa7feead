"""Spells of control as sorted arrays: who held each of millions of positions on its day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.model import NO_HOLDER
from geo.profile_parts import Days


@dataclass(frozen=True, eq=False)
class Held:
    """Spells of control in one sorted array, so that a search finds who held a unit on a day."""

    #: int64: number of the unit times 2³² plus the first day of the spell (days since 1970).
    keys: np.ndarray
    ends: np.ndarray  #: int64: the day after the last.
    holders: np.ndarray  #: int8: place in ``names``.
    #: Who may hold ground, as the profile lists them, then :data:`geo.model.NO_HOLDER`.
    names: pd.Index
    days: Days  #: Days that the atlas covers; who held what on others is unknown.
    ids: np.ndarray  #: Id of each spell.
    rows: np.ndarray  #: Place of each in ``Atlas.spells``.

    @classmethod
    def of(cls, atlas: Atlas, units: pd.Index) -> Held:
        """Take in the spells of an atlas."""
        spells = pd.DataFrame(atlas.spells)
        names = pd.Index([*atlas.profile.holders, *NO_HOLDER], dtype="str")
        unit = units.get_indexer(pd.Index(spells["unit"])).astype(np.int64)
        start = _days(spells["start"], 0)
        order = np.lexsort((start, unit))
        holder = names.get_indexer(pd.Index(spells["holder"]))
        if (holder < 0).any():
            row = spells.iloc[int(np.argmin(holder))]
            raise QuestionError(
                f"control of {row['unit']!r}, holder {row['holder']!r}: "
                f"expected one of {', '.join(atlas.profile.holders)}"
            )
        keys = unit * 2**32 + start + 2**31
        ends = _days(spells["end"], 2**30)[order]
        days = atlas.profile.days
        ids = spells["id"].to_numpy(object)[order]
        return cls(keys[order], ends, holder.astype(np.int8)[order], names, days, ids, order)

    def on(self, unit: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the place in ``names`` of who held each numbered unit on each day."""
        days = day.astype("datetime64[D]")
        at = self.spell(unit, day)
        codes = np.where(at >= 0, self.holders[at], self.code("unknown"))
        codes[days < np.datetime64(self.days.first, "D")] = self.code("before")
        codes[days > np.datetime64(self.days.last, "D")] = self.code("after")
        codes[unit < 0] = self.code("abroad")
        return codes

    def spell(self, unit: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return the place in ``ids`` of the spell of each numbered unit on each day, else -1."""
        days = day.astype("datetime64[D]")
        number = days.astype(np.int64)
        key = unit.astype(np.int64) * 2**32 + np.where(np.isnat(days), 0, number) + 2**31
        at = np.maximum(np.searchsorted(self.keys, key, side="right") - 1, 0)
        known = (self.keys[at] >> 32 == unit) & (number < self.ends[at]) & ~np.isnat(days)
        return np.where(known, at, -1)

    def code(self, name: str) -> int:
        """Return the place of a holder in ``names``."""
        return int(np.flatnonzero(self.names == name)[0])

    def changes(self, units: np.ndarray) -> np.ndarray:
        """Return the days (since 1970) on which anything changes in some units, in order."""
        among = np.isin(self.keys >> 32, units)
        starts = (self.keys[among] & (2**32 - 1)) - 2**31
        return np.unique(np.concatenate([starts, self.ends[among]]))


def _days(values: pd.Series, missing: int) -> np.ndarray:
    """Return dates as days since 1970."""
    days = values.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), missing, days.astype(np.int64))
