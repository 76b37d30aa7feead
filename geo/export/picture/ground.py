"""The ground of a picture: neighbours, control, water, disputed areas, borders, lines."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch

from geo.atlas import Atlas
from geo.draw.style import LINES, STYLE, hatches, holder_colours
from geo.export.picture import borders, hatch
from geo.export.picture.plate import MERCATOR, PX, Plate, dashed, path
from geo.model import Layer

#: A band of the page, "rgba(122,46,92,0.17)", as colour and opacity.
BAND = (STYLE["disputed"], 0.17)


def shown(rows: gpd.GeoDataFrame) -> pd.Series:
    """Return the class that each unit is filled by: its holder, or ``same`` where none changed."""
    if "before" not in rows:
        return rows["holder"]
    return rows["holder"].where(rows["holder"] != rows["before"], "same")


def fill(plate: Plate, outline: Any, colour: str, z: float, **more: Any) -> PathPatch:
    """Fill polygons (EPSG:4326)."""
    patch = PathPatch(path(project(outline)), facecolor=colour, zorder=z, **more)
    patch.set_linewidth(more.get("linewidth", 0))
    plate.axes.add_patch(patch)
    return patch


def stroke(plate: Plate, outline: Any, colour: Any, px: float, z: float, **more: Any) -> PathPatch:
    """Draw lines (EPSG:4326) as wide as so many pixels of the screen map."""
    patch = PathPatch(
        path(project(outline)), facecolor="none", edgecolor=colour, linewidth=px * PX, zorder=z
    )
    patch.set(joinstyle="round", **more)
    plate.axes.add_patch(patch)
    return patch


def draw(plate: Plate, outline: Any, name: str, z: float) -> None:
    """Draw lines (EPSG:4326) in a style of :data:`geo.draw.style.LINES`."""
    line = LINES[name]
    stroke(plate, outline, line["colour"], line["width"], z, linestyle=dashed(line["dash"]))


def project(outline: Any) -> Any:
    """Return an outline (EPSG:4326) in metres of Web Mercator."""
    return gpd.GeoSeries([outline], crs=4326).to_crs(MERCATOR).iloc[0]


def land(plate: Plate) -> None:
    """Fill the country's ground: without control it would look like water."""
    fill(plate, _country(plate.atlas), STYLE["land"], 0.5)


@lru_cache(maxsize=2)
def _country(atlas: Atlas) -> Any:
    return shapely.coverage_union_all(atlas.units.geometry.to_numpy())


def neighbours(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw the countries around."""
    for outline in rows.geometry:
        fill(
            plate,
            outline,
            STYLE["neighbour"],
            1,
            edgecolor=STYLE["neighbourLine"],
            linewidth=0.8 * PX,
        )


def control(plate: Plate, rows: gpd.GeoDataFrame) -> None:
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
    if len(unsure):
        _hatch(plate, shapely.coverage_union_all(unsure.geometry.to_numpy()), "low")
    _fronts(plate, rows["holder"].to_numpy())


def _hatch(plate: Plate, outline: Any, name: str) -> None:
    inside = plate.within(project(outline))
    if not shapely.is_empty(inside):
        plate.axes.add_patch(hatch.patch(inside, name, plate.pixel, 2.5))


def _fronts(plate: Plate, holders: np.ndarray) -> None:
    lines = borders.between(plate.atlas, lambda a, b: holders[a] != holders[b])
    draw(plate, lines["whole"], "front", 6)
    draw(plate, lines["cut"], "frontApproximate", 6)


def water(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw rivers, wide ones wider, and lakes."""
    for row in rows.itertuples():
        if row.geometry.geom_type.endswith("LineString"):
            if row.rank > 2 and plate.zoom < 7:
                continue
            wide = {1: 2.2, 2: 1.6, 3: 1.1}.get(int(row.rank), 1.0)
            wide *= min(1.6, 0.5 + plate.zoom / 14)
            stroke(plate, row.geometry, STYLE["river"], wide, 3, capstyle="round")
        else:
            fill(plate, row.geometry, STYLE["water"], 3.1, edgecolor=STYLE["river"], linewidth=0.6)


def disputed(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Outline the areas called disputed by the day; those of the list are drawn full."""
    told = rows[rows["since"] <= plate.view.date]
    for full, name in ((False, "disputedOther"), (True, "disputed")):
        for outline in told[told["list_number"].notna() == full].geometry:
            # A path that clips replaces the frame, which then must be part of it.
            inside = plate.within(project(outline))
            if shapely.is_empty(inside):
                continue
            band = stroke(plate, outline, to_rgba(*BAND), LINES[name]["band"], 7)
            band.set_clip_path(path(inside), plate.axes.transData)
            draw(plate, outline, name, 7.1)


def lines(plate: Plate, rows: gpd.GeoDataFrame) -> None:
    """Draw the line of 1991-2003, dashed because approximate."""
    for outline in rows.geometry:
        draw(plate, outline, "greenLine", 7.5)


def governorates(plate: Plate, _: gpd.GeoDataFrame) -> None:
    """Draw the borders of governorates and of the country."""
    draw(plate, borders.of_level(plate.atlas, borders.GOVERNORATE), "governorate", 5.5)
    draw(plate, borders.of_level(plate.atlas, borders.COUNTRY), "country", 5.6)


def districts(plate: Plate, _: gpd.GeoDataFrame) -> None:
    """Draw the borders of districts."""
    draw(plate, borders.of_level(plate.atlas, borders.DISTRICT), "district", 5.2)


def subdistricts(plate: Plate, _: gpd.GeoDataFrame) -> None:
    """Draw the borders of sub-districts."""
    draw(plate, borders.of_level(plate.atlas, borders.SUBDISTRICT), "subdistrict", 5.1)


GROUND = {
    Layer.NEIGHBOURS: neighbours,
    Layer.CONTROL: control,
    Layer.WATER: water,
    Layer.DISPUTED: disputed,
    Layer.SUBDISTRICTS: subdistricts,
    Layer.DISTRICTS: districts,
    Layer.GOVERNORATES: governorates,
    Layer.LINES: lines,
}
