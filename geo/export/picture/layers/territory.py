"""Control in a picture, with hatches and fronts; disputed areas, lines, the age of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.colors import to_rgba

from geo.ask import fronts
from geo.ask.changes import differences
from geo.ask.evidence import NAMES
from geo.atlas import Atlas
from geo.draw.style import LINES, STYLE, hatches, holder_colours
from geo.export.picture import ground, hatch
from geo.export.picture.entry import Entry, line
from geo.export.picture.entry import fill as patch
from geo.export.picture.ground import BAND, draw, fill, project, stroke
from geo.export.picture.names import Name
from geo.export.picture.painter import Painter, centres, lines
from geo.export.picture.plate import Plate, path
from geo.layers.territory import AGE_FILLS
from geo.model import HELD
from geo.profile import current

#: Disputed areas are named up to this zoom.
DISPUTED_TO = 10

#: So many pairs of who holds and who claims have their figures in the legend, the largest ones.
_PAIRS = 4


def shown(rows: gpd.GeoDataFrame) -> pd.Series:
    """Return the class that each unit is filled by: its holder, or ``same`` where none changed."""
    if "before" not in rows:
        return rows["holder"]
    return rows["holder"].where(rows["holder"] != rows["before"], "same")


def _paint(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Fill the ground by holder or class, hatch what is not plainly held, draw the fronts."""
    classes = shown(rows)
    colours = holder_colours()
    for name, group in rows.groupby(classes, sort=True):
        whole = shapely.coverage_union_all(group.geometry.to_numpy())
        colour = colours.get(str(name), colours["unknown"])
        fill(plate, whole, colour, 2, edgecolor=colour, linewidth=0.4)
        if str(name) in hatches():
            _hatch(plate, whole, str(name))
    unsure = rows[(rows["confidence"] == "low") & (classes != "same")]
    if len(unsure) and "other" not in rows:  # two kinds of stripes that mean unlike things
        _hatch(plate, shapely.coverage_union_all(unsure.geometry.to_numpy()), "low")
    for name in striped(rows):
        over = rows[(rows["other"] == name) & (rows["holder"] != name)]
        whole = shapely.coverage_union_all(over.geometry.to_numpy())
        _hatch(plate, whole, f"against.{name}")
    _fronts(plate, rows["holder"].to_numpy())


def striped(rows: gpd.GeoDataFrame) -> list[str]:
    """Return the classes of a second perspective that differ from the first anywhere."""
    if "other" not in rows:
        return []
    found = set(rows["other"][rows["other"] != rows["holder"]])
    return [name for name in (*current().holders, "disputed") if name in found]


def _hatch(plate: Plate, outline: Any, name: str) -> None:
    inside = plate.within(project(outline))
    if not shapely.is_empty(inside):
        plate.axes.add_artist(hatch.patch(inside, name, plate.pixel, 2.5))


def _fronts(plate: Plate, holders: np.ndarray) -> None:
    pale = bands(plate.atlas, holders)
    if not shapely.is_empty(pale):
        fill(plate, pale, STYLE["paper"], 2.7, alpha=0.5)
    lines = ground.between(plate.atlas, lambda a, b: holders[a] != holders[b])
    draw(plate, lines["whole"], "front", 6)
    draw(plate, lines["cut"], "frontApproximate", 6)


def bands(atlas: Atlas, holders: np.ndarray) -> Any:
    """Return the ground within which the fronts that were inferred may lie (EPSG:4326).

    Parameters
    ----------
    atlas
        The atlas.
    holders
        The holder or class of every unit, in the order of ``atlas.units``.
    """
    units = atlas.units
    held = dict(zip(units["unit"], holders, strict=True))
    shapes = units.set_index("unit").geometry
    rows = fronts.widths(atlas)
    rows = rows[rows["unit"].map(held) != rows["other"].map(held)]
    if rows.empty:
        return shapely.MultiPolygon()
    lines = gpd.GeoSeries(list(rows["line"]), crs=4326).to_crs(atlas.profile.equidistant)
    wide = lines.buffer(rows["km"].to_numpy() * 500).to_crs(4326)
    both = shapely.union(shapes[rows["unit"]].to_numpy(), shapes[rows["other"]].to_numpy())
    return shapely.union_all(shapely.intersection(wide.to_numpy(), both))


def _legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    classes, colours = shown(rows), holder_colours()
    says = "held" if plate.view.perspective == HELD else "claim"
    yield Entry(plate.t("legend.change" if "before" in rows else f"legend.{says}"))
    for name in [*current().holders, "disputed", "same"]:
        if (classes == name).any():
            text = plate.t("legend.same") if name == "same" else holder(plate, name)
            yield patch(text, colours[name], name)
    if ((rows["confidence"] == "low") & (classes != "same")).any() and "other" not in rows:
        yield patch(plate.t("legend.low"), colours[current().mixed.of[0]], "low")
    pairs = differences(plate.atlas, plate.view).head(_PAIRS) if "other" in rows else None
    listed = set() if pairs is None else set(pairs["other"])
    for name in [one for one in striped(rows) if one not in listed]:
        who = plate.t(f"sentence.{plate.view.against}")
        kind = "holder" if plate.view.against == HELD else "class"
        text = plate.t("legend.against", what=plate.t(f"{kind}.{name}"), who=who)
        yield patch(text, STYLE["land"], f"against.{name}")
    if pairs is not None:
        yield from _pairs(plate, pairs)
    if (classes != classes.iloc[0]).any():
        yield line(plate.t("legend.front"), "front")
        yield line(plate.t("legend.frontApproximate"), "frontApproximate")


def _pairs(plate: Plate, pairs: pd.DataFrame) -> Iterator[Entry]:
    """Yield how much ground one side holds and the second perspective gives to another.

    The figures are of the whole country, whatever the frame shows, and the heading says so.
    """
    view, colours = plate.view, holder_colours()
    names = {"what": f"sentence.{view.perspective}", "other": f"sentence.{view.against}"}
    listed = plate.t("compare.pairs", **{name: plate.t(key) for name, key in names.items()})
    yield Entry(f"{listed} ({plate.t('country')})")
    kind = "holder" if view.against == HELD else "class"
    for _, row in pairs.iterrows():
        claimed, km2 = plate.t(f"{kind}.{row.other}"), plate.number(row.km2)
        parts = [plate.t("legend.pair", held=holder(plate, row.holder), claimed=claimed, km2=km2)]
        if not pd.isna(row.residents_best):
            people = plate.number(round(row.residents_best, -3))
            parts.append(plate.t("legend.pair.people", n=people))
        text = plate.t("sentence.comma").join(parts)
        yield patch(text, colours[row.holder], f"against.{row.other}")


def holder(plate: Plate, name: str) -> str:
    """Return the name of a holder or class on the day shown.

    Parameters
    ----------
    plate
        The plate of the picture.
    name
        Id of the holder or class.
    """
    day = plate.view.date if plate.view.perspective == HELD else None
    return plate.t(current().holder_word(name, day))


def _disputed(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Outline the areas called disputed by the day; those of the list are drawn full."""
    listed = rows[rows["since"] <= plate.view.date]
    for full, name in ((False, "disputedOther"), (True, "disputed")):
        for outline in listed[listed["list_number"].notna() == full].geometry:
            # A path that clips replaces the frame, which then must be part of it.
            inside = plate.within(project(outline))
            if shapely.is_empty(inside):
                continue
            band = stroke(plate, outline, to_rgba(*BAND), LINES[name]["band"], 7)
            band.set_clip_path(path(inside), plate.axes.transData)
            draw(plate, outline, name, 7.1)


def _disputed_seen(plate: Plate, rows: gpd.GeoDataFrame) -> list[bool]:
    return (rows["since"] <= plate.view.date).tolist()


def listed(plate: Plate, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the areas of the list that are called disputed by the day: those that are named.

    Parameters
    ----------
    plate
        The plate of the picture.
    rows
        The layer's areas (EPSG:4326).
    """
    return rows[(rows["since"] <= plate.view.date) & rows["list_number"].notna()]


def _disputed_names(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Name]:
    if not 7 <= plate.zoom <= DISPUTED_TO:
        return
    for row, x, y in centres(plate, listed(plate, rows)):
        heavy = {"bold": True, "slanted": True}
        yield Name(plate.name(row), x, y, 450, 11, STYLE["disputed"], None, row.geometry, **heavy)


def _line_legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    for row in rows.itertuples():
        text = f"{plate.name(row)} ({plate.t('position.approximate')})"
        yield line(text, "greenLine")


def _evidence(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Fill the ground by the class of age, over control and under the fronts."""
    for name, group in rows.groupby("age", sort=True):
        whole = shapely.coverage_union_all(group.geometry.to_numpy())
        colour = AGE_FILLS[str(name)]
        fill(plate, whole, colour, 2.8, edgecolor=colour, linewidth=0.4)


def _evidence_legend(plate: Plate, rows: gpd.GeoDataFrame) -> Iterator[Entry]:
    yield Entry(plate.t("layer.evidence"))
    for name in NAMES:
        if (rows["age"] == name).any():
            yield patch(plate.t(f"evidence.{name}"), AGE_FILLS[name])


PAINTERS = {
    "control": Painter(_paint, _legend),
    "disputed": Painter(_disputed, names=_disputed_names, seen=_disputed_seen, steady=True),
    "lines": Painter(lines("greenLine", 7.5), _line_legend),
    "evidence": Painter(_evidence, _evidence_legend),
}
