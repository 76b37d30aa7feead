"""What attribution adds on request: the spell behind a holder, its evidence, nearest front."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.ask import control
from geo.ask.uncertainty import fronts
from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.events.held_spells import Held
from geo.events.spatial_lookup import project
from geo.model import NO_HOLDER

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
    wanted = (extra,) if isinstance(extra, str) else tuple(extra)
    if unknown := [name for name in wanted if name not in EXTRA]:
        raise QuestionError(f"extra {unknown[0]!r}: expected some of {', '.join(EXTRA)}")
    return wanted


def extra_columns(
    atlas: Atlas, rows: pd.DataFrame, attributed: pd.DataFrame, wanted: tuple[str, ...]
) -> pd.DataFrame:
    """Return the requested columns, with the index of ``rows``.

    Parameters
    ----------
    rows
        Positions (degrees, EPSG:4326) and days, as :func:`geo.events.attribution.attribute` has
        them.
    attributed
        What it answered for them.
    wanted
        Names of :data:`EXTRA`.
    """
    units = pd.Index(atlas.units["unit"])
    unit = units.get_indexer(pd.Index(attributed["unit"].astype("str")))
    day = rows["start"].to_numpy("datetime64[s]")
    held = Held.of(atlas, units)
    columns: dict[str, object] = {}
    if set(wanted) & set(_TEXTS):
        columns |= _spells(atlas, held, unit, day)
    if "front_km" in wanted:
        columns["front_km"] = _front_km(atlas, held, rows, unit, day)
    if "held_share" in wanted:
        columns["held_share"] = _share(attributed)
    return pd.DataFrame(columns, index=rows.index)[list(wanted)]


def _spells(
    atlas: Atlas, held: Held, unit: np.ndarray, day: np.ndarray
) -> dict[str, pd.Categorical]:
    """Return id, evidence and precision of the spell of each unit; empty for none."""
    spell = held.spell(unit, day)
    table = control.spells(atlas).iloc[held.rows]
    cells = {
        "spell": np.append(table["id"].to_numpy(object), "")[spell],
        "evidence": np.append(table["evidence"].to_numpy(object), "")[spell],
        "precision": np.append(table["precision"].to_numpy(object), "")[spell],
    }
    return {name: pd.Categorical(values) for name, values in cells.items()}


def _front_km(
    atlas: Atlas, held: Held, rows: pd.DataFrame, unit: np.ndarray, day: np.ndarray
) -> np.ndarray:
    """Return how far each exact position is from the nearest ground of another holder, in km.

    Between two days on which control changed the fronts stay, so they are laid once for each.
    """
    km = np.full(len(rows), np.nan, dtype=np.float32)
    inside = np.flatnonzero((unit >= 0) & ~np.isnat(day))
    edges = fronts.borders(atlas)
    every = np.arange(len(atlas.unit_records))
    number = day.astype("datetime64[D]").astype(np.int64)
    stretch = np.searchsorted(held.changes(every), number, side="right")
    x, y = project(
        atlas.profile.equidistant, rows["lon"].to_numpy(float), rows["lat"].to_numpy(float)
    )
    for which in np.unique(stretch[inside]):
        same = inside[stretch[inside] == which]
        holder = held.on(every, np.full(len(every), day[same[0]]))
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
