"""What each layer of a view holds: the same features that the page draws, as tables with outlines.

Pictures and tables are made from these, so that they say what the map says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.ask import comparisons, control, inventory, stakes
from geo.ask.credits import source_ranks
from geo.atlas import Atlas
from geo.atlas.translations import FIELDS
from geo.layers import SPECS, Layer
from geo.layers.spec import LayerSpec, Shape
from geo.model import Language
from geo.view import View
from geo.words.locale import whole_percents


def content(atlas: Atlas, view: View) -> dict[Layer, gpd.GeoDataFrame]:
    """Return the features of every layer that a view shows, from the ground up.

    >>> from geo import Atlas, View
    >>> atlas = Atlas.load()
    >>> result = content(atlas, View(layers=("control", "fields")))
    >>> [str(layer) for layer in result], len(result["control"]) == len(atlas.units)
    (['control', 'fields'], True)
    """
    return {
        layer: add_translations(_read_features(layer, atlas, view), atlas, view.language)
        for layer in view.shown_layers
        if layer.spec.tables
    }


def add_translations(rows: pd.DataFrame, atlas: Atlas, language: Language) -> Any:
    """Add beside each column of texts those of the view's language, where there are any."""
    translated = rows if language is Language.EN else rows.copy()
    for column in (field for field in FIELDS if field in rows and language is not Language.EN):
        cells = (cell if isinstance(cell, str) else "" for cell in rows[column])
        texts = [(atlas.translated(cell, language) if cell else None) or "" for cell in cells]
        if any(texts):
            translated.insert(
                list(translated.columns).index(column) + 1, f"{column}_{language}", texts
            )
    return translated


def _read_features(layer: Layer, atlas: Atlas, view: View) -> gpd.GeoDataFrame:
    read = _CONTENT.get(layer)
    return read(atlas, view) if read else plain_features(atlas, layer.spec)


def plain_features(atlas: Atlas, spec: LayerSpec) -> gpd.GeoDataFrame:
    """Return the features of a layer that its spec says all of (EPSG:4326).

    Rows of a table lie where ``lon`` and ``lat`` say, else where their ``pcode`` does: within the
    outline of that unit, of whatever level; where the layer is one of points, at its main town,
    else at a point inside it. A layer without a table of rows is the outlines of its first shape.
    """
    if not spec.ids:
        return atlas.outlines(spec.tables[0].removesuffix("_shape"))
    rows = atlas.table(spec.ids)
    rows = _sum_rows(rows, spec) if spec.sums else rows
    if "lon" in rows:
        return points(rows)
    levels = [atlas.subdistricts, atlas.districts, atlas.governorates]
    ground = pd.concat([level.set_index("pcode") for level in levels])
    pcode = rows["pcode"]
    rows = rows.assign(
        **{name: pcode.map(ground[name]) for name in atlas.name_columns if name not in rows}
    )
    outlines = ground.geometry
    if spec.shape is Shape.POINTS:
        outlines = outlines.representative_point()
        outlines.update(_find_main_towns(atlas))
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(pcode.map(outlines), crs=4326))


def _find_main_towns(atlas: Atlas) -> gpd.GeoSeries:
    """Return the main town of each sub-district that has one, by P-code (EPSG:4326)."""
    rows = atlas.table("places")
    rows = rows[rows["kind"].isin(("city", "town")) & (rows["pcode"] != "")]
    rows = rows.sort_values(["rank", "population", "id"], ascending=[True, False, True])
    return points(rows.drop_duplicates("pcode")).set_index("pcode").geometry


def _sum_rows(rows: pd.DataFrame, spec: LayerSpec) -> pd.DataFrame:
    """Return one row a key, with its sums and all sources."""
    figures = {
        name: rows[[*columns]].sum(axis=1, min_count=1).astype("Int64")
        for name, columns in spec.sums.items()
    }
    groups = rows.assign(**figures).groupby(spec.key, as_index=False, sort=True)
    first = {"date": ("date", "first")} if "date" in rows else {}
    return groups.agg(
        **{name: (name, lambda cells: cells.sum(min_count=1)) for name in spec.sums},
        **first,
        source=("source", lambda cells: ";".join(dict.fromkeys(";".join(cells).split(";")))),
        note=("note", lambda cells: " ".join(dict.fromkeys(filter(None, cells)))),
    )


def listing(atlas: Atlas, spec: LayerSpec) -> pd.DataFrame:
    """Return the rows of a plain layer's table with an id and a point inside each.

    The point is ``lon`` and ``lat`` in degrees (EPSG:4326).
    """
    rows = plain_features(atlas, spec)
    inside = rows.geometry.representative_point()
    result = pd.DataFrame(rows.drop(columns="geometry")).assign(lon=inside.x, lat=inside.y)
    return result.assign(id=result[spec.key])


def _read_control(atlas: Atlas, view: View) -> gpd.GeoDataFrame:
    rows = control.units_on(atlas, view.day, view.perspective)
    if view.against is not None:
        rows["other"] = comparisons.other_holders(atlas, view).to_numpy()
    elif view.before:
        before = control.at(atlas, view.before, view.perspective)
        rows["before"] = before["holder"].to_numpy()
    elif view.compare is not None:
        rows["other"] = control.at(atlas, view.compare, view.perspective)["holder"].to_numpy()
    first = ["unit", "pcode", *atlas.name_columns, "district", "governorate"]
    return rows[[*first, *rows.columns.drop([*first, "geometry"]), "geometry"]]


def _read_evidence(atlas: Atlas, view: View) -> gpd.GeoDataFrame:
    named = ["unit", "pcode", *atlas.name_columns, "evidence", "publishers", "newest", "source"]
    return control.units_on(atlas, view.day)[[*named, "geometry"]]


def _read_areas(atlas: Atlas, view: View) -> gpd.GeoDataFrame:
    rows = inventory.areas(atlas, view)
    rows = rows.assign(shares=[_write_shares(cell) for cell in rows["shares"]])
    for column in ("said_by", "basis", "claimant"):
        rows[column] = rows[column].map("; ".join)
    codes = atlas.table("areas").set_index("id")["pcodes"]
    rows.insert(4, "pcodes", rows["id"].map(codes))
    outlines = atlas.areas.set_index("id").geometry
    geometry = rows["id"].map(outlines)
    return gpd.GeoDataFrame(rows.drop(columns=["lon", "lat"]), geometry=geometry, crs=4326)


def _write_shares(shares: list[tuple[str, float]]) -> str:
    """Write who holds an area with whole percents of it; 0 is less than one."""
    percents = whole_percents([part for _, part in shares])
    return "; ".join(
        f"{holder} {percent}%" for (holder, _), percent in zip(shares, percents, strict=True)
    )


def _read_pipelines(atlas: Atlas, view: View) -> gpd.GeoDataFrame:
    rows = stakes.list_pipelines(atlas, view.day, view.before)
    lines = shapely.from_wkt(rows["wkt"].to_numpy())
    rows = rows.drop(columns=["wkt", "certainty", "evidence", "publishers", "newest"])
    return gpd.GeoDataFrame(rows, geometry=lines, crs=4326)


def points(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Turn lon and lat (degrees) into points; a row without both keeps no geometry."""
    placed = gpd.points_from_xy(rows["lon"], rows["lat"], crs=4326)
    missing = rows["lon"].isna() | rows["lat"].isna()
    geometry = gpd.GeoSeries(placed, index=rows.index).where(~missing, None)
    return gpd.GeoDataFrame(
        rows.drop(columns=["lon", "lat"]), geometry=geometry, crs=4326
    ).reset_index(drop=True)


def _read_water(atlas: Atlas, _: View) -> gpd.GeoDataFrame:
    rivers = atlas.outlines("rivers").assign(kind="river")
    return pd.concat([rivers, atlas.outlines("lakes")], ignore_index=True)


#: What is more than a table or a shape of the package.
_CONTENT: dict[str, Callable[[Atlas, View], gpd.GeoDataFrame]] = {
    Layer.CONTROL: _read_control,
    Layer.EVIDENCE: _read_evidence,
    Layer.WATER: _read_water,
    Layer.DISPUTED: _read_areas,
    Layer.SUBDISTRICTS: lambda atlas, _: atlas.subdistricts,
    Layer.DISTRICTS: lambda atlas, _: atlas.districts,
    Layer.GOVERNORATES: lambda atlas, _: atlas.governorates,
    Layer.PIPELINES: _read_pipelines,
    Layer.FIELDS: lambda atlas, view: points(inventory.fields(atlas, view)),
    Layer.CROSSINGS: lambda atlas, view: points(
        inventory.crossings(atlas, view).query("kind != 'airport'")
    ),
    Layer.AIRPORTS: lambda atlas, view: points(
        inventory.crossings(atlas, view).query("kind == 'airport'")
    ),
    Layer.EVENTS: lambda atlas, view: points(inventory.events(atlas, view)),
    Layer.CONFLICT: lambda atlas, view: points(inventory.conflict_events(atlas, view)),
}


def list_cited(atlas: Atlas, layers: Mapping[Any, gpd.GeoDataFrame]) -> pd.DataFrame:
    """Return the sources that rows of some layers cite: id, title, publisher, url, date, licence.

    Institutions and agencies come first, encyclopaedias and forums last.

    >>> from geo import Atlas, View
    >>> atlas = Atlas.load()
    >>> len(list_cited(atlas, content(atlas, View(layers=("crossings",))))) > 10
    True
    """
    cells = [
        rows[column]
        for rows in layers.values()
        for column in ("source", "position_source", "state_source")
        if column in rows
    ]
    cited = set(pd.concat(cells).dropna().str.split(";").explode()) if cells else set()
    rows = atlas.table("sources")
    rows = rows[rows["id"].isin(cited)].sort_values("id")
    ranks = rows["id"].map(source_ranks(atlas))
    return rows.loc[ranks.sort_values(kind="stable").index].reset_index(drop=True)


def licences(atlas: Atlas, layers: Mapping[Any, gpd.GeoDataFrame]) -> pd.DataFrame:
    """Return the licences of some layers: layer, licence, title, url, covers (what of it)."""
    by_name = {resource["name"]: resource for resource in atlas.package["resources"]}
    rows = [
        (
            str(layer),
            licence["name"],
            licence["title"],
            licence.get("path", ""),
            resource["description"],
        )
        for layer in layers
        if layer in SPECS  # a reader's own data is no table of the package
        for resource in (by_name[name] for name in SPECS[layer].tables if name in by_name)
        for licence in resource["licenses"]
    ]
    columns = ["layer", "licence", "title", "url", "covers"]
    table = pd.DataFrame(rows, columns=columns)
    return table.groupby(columns[:-1], sort=False)["covers"].agg("; ".join).reset_index()
