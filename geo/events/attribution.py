"""Where an event lies: admin units, disputed area, who held it that day, the nearest oil field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.ask import control
from geo.ask.uncertainty import fronts
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.events.lookup import Holdings, Locator, Nearest, project
from geo.events.schema import POSITION_PRECISIONS, Events
from geo.model import NO_HOLDER
from geo.words.locale import whole_percents

#: Columns that :func:`geo.events.attribution.attribute` adds where they are asked for.
EXTRA: Final = ("spell", "evidence", "precision", "front_km", "held_share")

_TEXTS: Final = ("spell", "evidence", "precision")


def check_extra(extra: Iterable[str]) -> tuple[str, ...]:
    """Return a request for columns, checked.

    Raises
    ------
    QuestionError
        Where one is none of :data:`EXTRA`.
    """
    names = (extra,) if isinstance(extra, str) else tuple(extra)
    if unknown := [name for name in names if name not in EXTRA]:
        raise QuestionError(f"extra {unknown[0]!r}: expected some of {', '.join(EXTRA)}")
    return names


def extra_columns(
    atlas: Atlas, rows: pd.DataFrame, attributed: pd.DataFrame, names: tuple[str, ...]
) -> pd.DataFrame:
    """Return the requested columns, with the index of ``rows``.

    Parameters
    ----------
    rows
        Positions (degrees, EPSG:4326) and days, as :func:`geo.events.attribution.attribute` has
        them.
    attributed
        What it answered for them.
    names
        Names of :data:`EXTRA`.
    """
    units = pd.Index(atlas.units["unit"])
    unit = units.get_indexer(pd.Index(attributed["unit"].astype("str")))
    day = rows["start"].to_numpy("datetime64[s]")
    holdings = Holdings.of(atlas, units)
    columns: dict[str, object] = {}
    if set(names) & set(_TEXTS):
        columns |= _spells(atlas, holdings, unit, day)
    if "front_km" in names:
        columns["front_km"] = _front_km(atlas, holdings, rows, unit, day)
    if "held_share" in names:
        columns["held_share"] = _share(attributed)
    return pd.DataFrame(columns, index=rows.index)[list(names)]


def _spells(
    atlas: Atlas, holdings: Holdings, unit: np.ndarray, day: np.ndarray
) -> dict[str, pd.Categorical]:
    """Return id, evidence and precision of the spell of each unit; empty for none."""
    spell = holdings.spell(unit, day)
    table = control.spells(atlas).iloc[holdings.rows]
    return {
        name: pd.Categorical(np.append(table[column].to_numpy(object), "")[spell])
        for name, column in (("spell", "id"), ("evidence", "evidence"), ("precision", "precision"))
    }


def _front_km(
    atlas: Atlas, holdings: Holdings, rows: pd.DataFrame, unit: np.ndarray, day: np.ndarray
) -> np.ndarray:
    """Return how far each exact position is from the nearest ground of another holder, in km.

    Between two days on which control changed the fronts stay, so they are laid once for each.
    """
    km = np.full(len(rows), np.nan, dtype=np.float32)
    inside = np.flatnonzero((unit >= 0) & ~np.isnat(day))
    edges = fronts.borders(atlas)
    every = np.arange(len(atlas.unit_records))
    number = day.astype("datetime64[D]").astype(np.int64)
    stretch = np.searchsorted(holdings.changes(every), number, side="right")
    x, y = project(
        atlas.profile.equidistant, rows["lon"].to_numpy(float), rows["lat"].to_numpy(float)
    )
    for which in np.unique(stretch[inside]):
        same = inside[stretch[inside] == which]
        holder = holdings.on(every, np.full(len(every), day[same[0]]))
        apart = holder[edges.unit] != holder[edges.other]
        if not apart.any():
            continue
        tree = shapely.STRtree(edges.line[apart])
        points = shapely.points(x[same], y[same])
        (_, _), metres = tree.query_nearest(points, all_matches=False, return_distance=True)
        km[same] = metres / 1000
    return km


def _share(attributed: pd.DataFrame) -> np.ndarray:
    """Return the share of the ground that a position stands for which its largest holder has."""
    largest = attributed["holders"].str.extract(r":(\d+)", expand=False).astype(float) / 100
    nobody = attributed["holder"].astype("str").isin([*NO_HOLDER, "unknown"])
    return largest.fillna(pd.Series(np.where(nobody, np.nan, 1.0), attributed.index)).to_numpy()


#: What attribution adds to an event, in order.
ATTRIBUTED: Final = (
    "governorate", "district", "subdistrict", "area", "unit", "holder", "holders", "field",
    "field_km",
)  # fmt: skip

#: What a position may stand for, with the columns that say more than such a position does.
_FINER: Final = {
    "district": ("subdistrict", "area", "unit", "field"),
    "governorate": ("district",),
    "region": ("governorate",),
}


def attribute(
    atlas: Atlas,
    rows: Events | pd.DataFrame,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    extra: Iterable[str] = (),
) -> pd.DataFrame:
    """Tell where each event lies.

    Parameters
    ----------
    atlas
        The atlas; what is made ready of it is kept for as long as it lives.
    rows
        Events, or their table: ``lon`` and ``lat`` in degrees (EPSG:4326), ``start``, the day
        asked about, and ``position_precision`` unless all positions are exact. Of a GeoDataFrame
        of points, in any projection, the points are taken.
    boundaries
        Outlines of sub-districts to use in place of the atlas's generalised ones (EPSG:4326):
        ``pcode`` and, where the atlas does not know the P-codes, ``district`` and
        ``governorate``. Units, and so holders, stay those of the atlas.
    extra
        Further columns, some of :data:`geo.events.attribution.EXTRA`: ``spell`` (id of the
        spell behind the holder), ``evidence`` (what its sources say), ``precision`` (of its first
        day), all three categories and empty where one unit has no answer; ``front_km`` (float32:
        distance to the nearest ground that another held that day, on an equidistant projection;
        NaN where the position is no exact one); ``held_share`` (float64: share of the ground that
        the position stands for which its largest holder has, 1 where the holder is certain).

    Returns
    -------
    pandas.DataFrame
        :data:`ATTRIBUTED` with the index of ``rows``; all but ``holders`` and ``field_km`` are
        categories.

        - ``governorate`` (ISO 3166-2), ``district``, ``subdistrict`` (P-codes), ``unit`` and
          ``area``: empty outside, and where the position stands for more than one of them. Where
          disputed areas overlap, the smallest that holds the position.
        - ``holder``: of the unit on the first day of the event. A position that stands for a
          district, a governorate or the country has a holder only where all of its ground had the
          same; else, and where it stands for an unnamed region, ``vague``. ``abroad`` outside the
          country, ``before`` and ``after`` outside the days of the atlas, ``unknown`` where the
          atlas records nobody.
        - ``holders``: where the holder is ``vague``, whole percents of the ground that the position
          stands for, as ``federal:62;region:38``.
        - ``field``, ``field_km``: the nearest oil or gas field, also from outside the country, and
          the distance in km on an equidistant projection (off by 0.17 % at most); none where the
          position stands for a district or more.

    Raises
    ------
    QuestionError
        Where boundaries have no P-codes, no outlines, or none that the atlas knows; where a spell
        of the atlas has a holder that is none; where rows lack a position or a day; where
        ``extra`` names what there is not.

    Notes
    -----
    A position on a shared border belongs to one unit only; see
    :class:`geo.events.lookup.Locator`.

    Examples
    --------
    >>> import pandas as pd
    >>> from geo import Atlas
    >>> day = pd.to_datetime(["2014-08-03", "2017-10-16"])
    >>> events = pd.DataFrame({"lon": [41.87, 44.39], "lat": [36.32, 35.47], "start": day})
    >>> attribute(Atlas.load(), events)[["area", "holder", "field"]].to_dict("list")
    {'area': ['sinjar', 'kirkuk'], 'holder': ['is', 'federal'], 'field': ['sufaya', 'kirkuk_baba']}
    """
    table = rows.rows if isinstance(rows, Events) else _with_positions(rows)
    names = check_extra(extra)
    result = prepared(atlas, boundaries).attribute(table)
    return result.join(extra_columns(atlas, table, result, names)) if names else result


def _with_positions(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the positions of its points, and with a day."""
    if isinstance(rows, gpd.GeoDataFrame) and not {"lon", "lat"} <= set(rows.columns):
        if rows.crs is None or not (rows.geom_type == "Point").all():
            raise QuestionError("rows: expected points with a coordinate reference system")
        points = rows.geometry.to_crs(4326)
        rows = pd.DataFrame(rows.drop(columns=rows.geometry.name)).assign(
            lon=points.x, lat=points.y
        )
    if lacking := [name for name in ("lon", "lat", "start") if name not in rows]:
        there = ", ".join(map(str, rows.columns))
        raise QuestionError(f"rows: expected a column {lacking[0]!r}; there are {there}")
    return rows.assign(start=pd.to_datetime(rows["start"]))


_prepared: WeakKeyDictionary[Atlas, Attributor] = WeakKeyDictionary()


def prepared(atlas: Atlas, boundaries: gpd.GeoDataFrame | None = None) -> Attributor:
    """Return what attribution needs of an atlas, made ready once; with ``boundaries`` anew.

    It holds arrays only, so it can be sent to another process.
    """
    if boundaries is not None:
        return Attributor.of(atlas, boundaries)
    if atlas not in _prepared:
        _prepared[atlas] = Attributor.of(atlas)
    return _prepared[atlas]


def _number_names(values: Iterable[str]) -> pd.Categorical:
    """Return the name of no outline, which is empty, and of each outline in their order."""
    each = pd.Index(["", *values], dtype="str")
    return pd.Categorical(each, categories=each.unique().sort_values())


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

    holdings: Holdings
    """Who held each unit when."""

    km2: np.ndarray
    """float64: area of each unit."""

    levels: dict[str, pd.Categorical]
    """Names of the units' ``district`` and ``governorate``, and the country as all of them."""

    names: dict[str, pd.Categorical]
    """Names by column: those of ``admin``, ``units``, ``areas`` and ``fields``."""

    @classmethod
    def of(cls, atlas: Atlas, boundaries: gpd.GeoDataFrame | None = None) -> Attributor:
        """Make an atlas ready.

        Parameters
        ----------
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
            rows = _add_districts(atlas, boundaries)
            admin = Locator.of(rows.geometry.to_numpy())
        return cls(
            units=located,
            admin=admin,
            areas=Locator.of(areas.geometry.to_numpy()),
            fields=Nearest.of(
                fields["lon"].to_numpy(), fields["lat"].to_numpy(), atlas.profile.equidistant
            ),
            holdings=Holdings.of(atlas, pd.Index(units["unit"])),
            km2=units["km2"].to_numpy(float),
            levels={
                "district": _number_names(units["district"]),
                "governorate": _number_names(units["governorate"]),
                "country": _number_names(["country"] * len(units)),
            },
            names={
                "governorate": _number_names(rows["governorate"]),
                "district": _number_names(rows["district"]),
                "subdistrict": _number_names(rows["pcode"]),
                "area": _number_names(areas["id"]),
                "unit": _number_names(units["unit"]),
                "field": _number_names(fields["id"]),
            },
        )

    def attribute(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Tell where each event lies; see :func:`attribute`."""
        lon, lat = rows["lon"].to_numpy(float), rows["lat"].to_numpy(float)
        unit = self.units.locate(lon, lat)
        admin = unit if self.admin is self.units else self.admin.locate(lon, lat)
        area = self.areas.locate(lon, lat)
        field, km = self.fields.find_nearest(lon, lat)
        day = rows["start"].to_numpy("datetime64[s]")
        outlines = {"governorate": admin, "district": admin, "subdistrict": admin}
        outlines |= {"area": area, "unit": unit, "field": field}
        precision = _coarseness(rows)
        for least, columns in _FINER.items():
            coarse = precision >= POSITION_PRECISIONS.index(least)
            outlines |= {name: np.where(coarse, -1, outlines[name]) for name in columns}
        holder = self.holdings.on(unit, day)
        holders = np.full(len(rows), "", dtype=object)
        for level in POSITION_PRECISIONS[POSITION_PRECISIONS.index("district") :]:
            coarse = precision == POSITION_PRECISIONS.index(level)
            coarse &= holder < self.holdings.code(
                NO_HOLDER[0]
            )  # abroad and other days stay what they are
            holder[coarse] = self.holdings.code("vague")
            if level in self.levels:
                holder[coarse], holders[coarse] = self._shares(level, unit[coarse], day[coarse])
        result: dict[str, Any] = {
            name: self.names[name][outlines[name] + 1] for name in ATTRIBUTED if name in self.names
        }
        result |= {
            "holder": pd.Categorical.from_codes(holder, categories=self.holdings.names),
            "holders": holders,
            "field_km": np.where(outlines["field"] < 0, np.float32("nan"), km),
        }
        return pd.DataFrame(result, index=rows.index).astype({"holders": "str"})[list(ATTRIBUTED)]

    def _shares(
        self, level: str, unit: np.ndarray, day: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return who held the areas that some units lie in: a holder's place in names, or shares.

        Between two changes of its ground an area is looked at once.
        """
        number = day.astype("datetime64[D]").astype(np.int64)
        codes = self.levels[level].codes
        area = codes[unit + 1]
        holder = np.full(len(unit), self.holdings.code("vague"))
        shares = np.full(len(unit), "", dtype=object)
        for name in np.unique(area):
            inside = np.flatnonzero(codes[1:] == name)
            changes = self.holdings.changes(inside)
            rows = np.flatnonzero(area == name)
            stretch = np.searchsorted(changes, number[rows], side="right")
            for which in np.unique(stretch):
                same = rows[stretch == which]
                days = np.full(len(inside), number[same[0]]).astype("datetime64[D]")
                side = self.holdings.on(inside, days)
                km2 = np.bincount(side, weights=self.km2[inside])
                sides = np.flatnonzero(km2)
                if len(sides) == 1:
                    holder[same] = sides[0]
                else:
                    shares[same] = _share_text(self.holdings.names, km2, sides)
        return holder, shares


def _share_text(names: pd.Index, km2: np.ndarray, sides: np.ndarray) -> str:
    """Return the sides' whole percents of ground, the largest first."""
    ordered = sorted(sides, key=lambda side: (-km2[side], names[side]))
    percents = whole_percents([km2[side] for side in ordered])
    return ";".join(
        f"{names[side]}:{percent}" for side, percent in zip(ordered, percents, strict=True)
    )


def _coarseness(rows: pd.DataFrame) -> np.ndarray:
    """Return the place of each position's precision in ``POSITION_PRECISIONS``.

    A position of which nothing is said is taken as it stands.
    """
    if "position_precision" not in rows:
        return np.zeros(len(rows), dtype=np.int64)
    precisions = pd.Index(rows["position_precision"].astype("str"))
    places = pd.Index(POSITION_PRECISIONS).get_indexer(precisions)
    return np.where(places == POSITION_PRECISIONS.index("unknown"), 0, places)


def _add_districts(atlas: Atlas, boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return boundaries with the district and governorate of each sub-district."""
    if "pcode" not in boundaries or boundaries.geometry.isna().any() or not len(boundaries):
        raise QuestionError("boundaries: expected an outline and a pcode for each sub-district")
    rows = boundaries if boundaries.crs is None else boundaries.to_crs(4326)
    rows = rows.reset_index(drop=True)
    subdistricts = atlas.subdistricts.set_index("pcode")
    for column in ("district", "governorate"):
        if column not in rows:
            rows[column] = rows["pcode"].map(subdistricts[column])
    missing = rows.loc[rows[["district", "governorate"]].isna().any(axis=1), "pcode"]
    if len(missing):
        raise QuestionError(
            f"boundaries, pcode {missing.iloc[0]!r}: expected a sub-district of the atlas, or "
            "columns district and governorate"
        )
    return rows
