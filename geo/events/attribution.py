"""Where an event lies: admin units, disputed area, who held it that day, the nearest oil field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.events.schema import Events
from geo.events.spatial_lookup import Locator, Nearest
from geo.profile_parts import Days

#: What attribution adds to an event, in order.
ATTRIBUTED: Final = (
    "governorate", "district", "subdistrict", "area", "unit", "holder", "field", "field_km",
)  # fmt: skip


def attribute(
    atlas: Atlas, rows: Events | pd.DataFrame, *, boundaries: gpd.GeoDataFrame | None = None
) -> pd.DataFrame:
    """Tell where each event lies.

    Parameters
    ----------
    atlas
        The atlas; what is made ready of it is kept for as long as it lives.
    rows
        Events, or their table: ``lon`` and ``lat`` in degrees (EPSG:4326) and ``start``, the day
        asked about.
    boundaries
        Outlines of sub-districts to use in place of the atlas's generalised ones (EPSG:4326):
        ``pcode`` and, where the atlas does not know the P-codes, ``district`` and
        ``governorate``. Units, and so holders, stay those of the atlas.

    Returns
    -------
    pandas.DataFrame
        :data:`ATTRIBUTED` with the index of ``rows``; all but ``field_km`` are categories.

        - ``governorate`` (ISO 3166-2), ``district``, ``subdistrict`` (P-codes), ``unit`` and
          ``area``: empty outside. Where disputed areas overlap, the smallest that holds the
          position.
        - ``holder``: of the unit on the first day of the event; ``unknown`` where no spell covers
          it, outside the days of the atlas and outside the country.
        - ``field``, ``field_km``: the nearest oil or gas field, also from outside the country, and
          the distance in km on an equidistant projection (off by 0.17 % at most).

        A position stands for what its precision says: that of a governorate's centre lies in some
        sub-district all the same.

    Raises
    ------
    QuestionError
        Where boundaries have no P-codes, no outlines, or none that the atlas knows; where a spell
        of the atlas has a holder that is none.

    Notes
    -----
    A position on a shared border belongs to one unit only; see
    :class:`geo.events.spatial_lookup.Locator`.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo import Atlas
    >>> day = pd.to_datetime(["2014-08-03", "2017-10-16"])
    >>> events = pd.DataFrame({"lon": [41.87, 44.39], "lat": [36.32, 35.47], "start": day})
    >>> attribute(Atlas.load(), events)[["area", "holder", "field"]].to_dict("list")
    {'area': ['sinjar', 'kirkuk'], 'holder': ['is', 'federal'], 'field': ['sufaya', 'kirkuk_baba']}
    """
    table = rows.rows if isinstance(rows, Events) else rows
    return prepared(atlas, boundaries).attribute(table)


_prepared: WeakKeyDictionary[Atlas, Attributor] = WeakKeyDictionary()


def prepared(atlas: Atlas, boundaries: gpd.GeoDataFrame | None = None) -> Attributor:
    """Return what attribution needs of an atlas, made ready once; with ``boundaries`` every time.

    It holds arrays only, so it can be sent to another process.

    Parameters
    ----------
    atlas
        The atlas.
    boundaries
        As in :func:`attribute`.
    """
    if boundaries is not None:
        return Attributor.of(atlas, boundaries)
    if atlas not in _prepared:
        _prepared[atlas] = Attributor.of(atlas)
    return _prepared[atlas]


@dataclass(frozen=True, eq=False)
class Names:
    """Names of outlines at one level, and which of them each outline has."""

    names: pd.Index
    """The names that occur, sorted; the first is empty."""

    codes: np.ndarray
    """Number of the name of each outline, after that of no outline (0)."""

    @classmethod
    def of(cls, values: Iterable[str]) -> Names:
        """Return numbered names; ``values`` are those of the outlines, in their order."""
        each = pd.Index(["", *values], dtype="str")
        names = pd.Index(sorted(set(each)), dtype="str")
        return cls(names, names.get_indexer(each).astype(np.int32))

    def named(self, outline: np.ndarray) -> pd.Categorical:
        """Return the name of each numbered outline; -1 has none."""
        return pd.Categorical.from_codes(self.codes[outline + 1], categories=self.names)


@dataclass(frozen=True, eq=False)
class Held:
    """Spells of control in one sorted array, so that a search finds who held a unit on a day."""

    keys: np.ndarray
    """int64: number of the unit times 2³² plus the first day of the spell (days since 1970)."""

    ends: np.ndarray
    """int64: the day after the last."""

    holders: np.ndarray
    """int8: place in ``names``."""

    names: pd.Index
    """Who may hold ground, as the profile lists them."""

    days: Days
    """Days that the atlas covers; who held what on others is unknown."""

    @classmethod
    def of(cls, atlas: Atlas, units: pd.Index) -> Held:
        """Take in the spells of an atlas.

        Parameters
        ----------
        atlas
            The atlas.
        units
            Ids of the units of control; their numbers are those that :meth:`on` takes.

        Returns
        -------
        Held
            The spells, indexed for look-ups.

        Raises
        ------
        QuestionError
            Where a spell has a holder that the profile does not know.
        """
        spells, names = atlas.table("spells"), pd.Index(atlas.profile.holders, dtype="str")
        unit = units.get_indexer(pd.Index(spells["unit"])).astype(np.int64)
        start = _days(spells["start"], 0)
        order = np.lexsort((start, unit))
        holder = names.get_indexer(pd.Index(spells["holder"]))
        if (holder < 0).any():
            row = spells.iloc[int(np.argmin(holder))]
            raise QuestionError(
                f"control of {row['unit']!r}, holder {row['holder']!r}: "
                f"expected one of {', '.join(names)}"
            )
        keys = unit * 2**32 + start + 2**31
        ends = _days(spells["end"], 2**30)[order]
        days = atlas.profile.days
        return cls(keys[order], ends, holder.astype(np.int8)[order], names, days)

    def on(self, unit: np.ndarray, day: np.ndarray) -> pd.Categorical:
        """Return the holder of each numbered unit on each day (datetime64).

        Parameters
        ----------
        unit
            Number of the unit of each event, -1 for none, shape (n,).
        day
            First day of each event (datetime64), shape (n,).
        """
        days = day.astype("datetime64[D]")
        number = days.astype(np.int64)
        key = unit.astype(np.int64) * 2**32 + np.where(np.isnat(days), 0, number) + 2**31
        at = np.maximum(np.searchsorted(self.keys, key, side="right") - 1, 0)
        known = (self.keys[at] >> 32 == unit) & (unit >= 0) & (number < self.ends[at])
        first, last = np.datetime64(self.days.first, "D"), np.datetime64(self.days.last, "D")
        known &= (days >= first) & (days <= last)
        codes = np.where(known, self.holders[at], list(self.names).index("unknown"))
        return pd.Categorical.from_codes(codes, categories=self.names)


def _days(values: pd.Series, missing: int) -> np.ndarray:
    """Return dates as days since 1970."""
    filled = [missing if pd.isna(one) else np.datetime64(one, "D").astype(int) for one in values]
    return np.array(filled, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Attributor:
    """An atlas made ready for attribution."""

    units: Locator
    """Units of control."""

    admin: Locator
    """Sub-districts; the same as ``units`` where the boundaries are the atlas's."""

    areas: Locator
    """Disputed areas, the smallest first."""

    fields: Nearest
    """Oil and gas fields."""

    held: Held
    """Who held each unit when."""

    names: dict[str, Names]
    """Names by column: those of ``admin``, ``units``, ``areas`` and ``fields``."""

    @classmethod
    def of(cls, atlas: Atlas, boundaries: gpd.GeoDataFrame | None = None) -> Attributor:
        """Make an atlas ready.

        Parameters
        ----------
        atlas
            The atlas.
        boundaries
            Outlines that give governorate, district and sub-district in place of the atlas's own
            (EPSG:4326), such as the unsimplified ones that ``greenline pull`` fetches.

        Returns
        -------
        Attributor
            The atlas, ready for any number of pieces.
        """
        units, areas = atlas.units, atlas.areas.sort_values("km2", kind="stable")
        fields = atlas.table("fields").dropna(subset=["lon", "lat"])
        located = Locator.of(units.geometry.to_numpy())
        rows, admin = units, located
        if boundaries is not None:
            rows = _administered(atlas, boundaries)
            admin = Locator.of(rows.geometry.to_numpy())
        return cls(
            units=located,
            admin=admin,
            areas=Locator.of(areas.geometry.to_numpy()),
            fields=Nearest.of(
                fields["lon"].to_numpy(), fields["lat"].to_numpy(), atlas.profile.equidistant
            ),
            held=Held.of(atlas, pd.Index(units["unit"])),
            names={
                "governorate": Names.of(rows["governorate"]),
                "district": Names.of(rows["district"]),
                "subdistrict": Names.of(rows["pcode"]),
                "area": Names.of(areas["id"]),
                "unit": Names.of(units["unit"]),
                "field": Names.of(fields["id"]),
            },
        )

    def attribute(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Tell where each event lies; see :func:`attribute`."""
        lon, lat = rows["lon"].to_numpy(float), rows["lat"].to_numpy(float)
        unit = self.units.locate(lon, lat)
        admin = unit if self.admin is self.units else self.admin.locate(lon, lat)
        area = self.areas.locate(lon, lat)
        field, km = self.fields.nearest(lon, lat)
        found = {
            **{name: self.names[name].named(admin) for name in ATTRIBUTED[:3]},
            "area": self.names["area"].named(area),
            "unit": self.names["unit"].named(unit),
            "holder": self.held.on(unit, rows["start"].to_numpy("datetime64[s]")),
            "field": self.names["field"].named(field),
            "field_km": km,
        }
        return pd.DataFrame(found, index=rows.index)


def _administered(atlas: Atlas, boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return boundaries with the district and governorate of each sub-district."""
    if "pcode" not in boundaries or boundaries.geometry.isna().any() or not len(boundaries):
        raise QuestionError("boundaries: expected an outline and a pcode for each sub-district")
    rows = boundaries if boundaries.crs is None else boundaries.to_crs(4326)
    rows = rows.reset_index(drop=True)
    known = atlas.subdistricts.set_index("pcode")
    for column in ("district", "governorate"):
        if column not in rows:
            rows[column] = rows["pcode"].map(known[column])
    missing = rows.loc[rows[["district", "governorate"]].isna().any(axis=1), "pcode"]
    if len(missing):
        raise QuestionError(
            f"boundaries, pcode {missing.iloc[0]!r}: expected a sub-district of the atlas, or "
            "columns district and governorate"
        )
    return rows
