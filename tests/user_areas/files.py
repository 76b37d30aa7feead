"""Files of areas in the styles in which people keep them, made here: control maps and tables."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import geopandas as gpd
import pandas as pd
import shapely

#: Two holders on two neighbouring boxes of the belt, in degrees.
WEST = shapely.box(43.6, 35.0, 44.3, 35.6)
EAST = shapely.box(44.3, 35.0, 45.0, 35.6)

KML = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'


def frame(holders: tuple[str, str], column: str = "holder") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({column: list(holders)}, geometry=[WEST, EAST], crs=4326)


def coordinates(shape: shapely.Polygon, height: str = "") -> str:
    return " ".join(f"{x},{y}{height}" for x, y in shape.exterior.coords)


def placemark(name: str, shape: shapely.Polygon, more: str = "", height: str = "") -> str:
    ring = f"<LinearRing><coordinates>{coordinates(shape, height)}</coordinates></LinearRing>"
    polygon = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
    return f"<Placemark><name>{escape(name)}</name>{more}{polygon}</Placemark>"


def folder(name: str, *inside: str) -> str:
    return f"<Folder><name>{escape(name)}</name>{''.join(inside)}</Folder>"


def _written(name: str, text: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        (path / name).write_text(text, "utf-8")
        return path / name

    return write


def _kml(name: str, west: str, east: str) -> Callable[[Path], Path]:
    return _written(name, KML.format(west + east))


#: Holders are the names of placemarks, as war maps on Google Earth have them.
_kml_names = _kml("war-map.kml", placemark("Iraqi Army", WEST), placemark("Peshmerga", EAST))
#: Holders are folders, with heights and styles.
_kml_folders = _kml(
    "folders.kml",
    folder("ISF", placemark("Area 1", WEST, "<styleUrl>#poly-0</styleUrl>", ",0")),
    folder(
        "Kurdish regional government",
        placemark("Area 2", EAST, "<styleUrl>#poly-1</styleUrl>", ",0"),
    ),
)
_DATA = '<ExtendedData><Data name="control"><value>{}</value></Data></ExtendedData>'
_kml_data = _kml(
    "data.kml",
    placemark("1", WEST, _DATA.format("Federal government")),
    placemark("2", EAST, _DATA.format("Kurdistan Region")),
)


def _kmz(path: Path) -> Path:
    target = path / "map.kmz"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("doc.kml", _kml_names(path).read_text("utf-8"))
    return target


def _saved(
    name: str,
    holders: tuple[str, str] = ("federal", "region"),
    column: str = "holder",
    crs: int = 4326,
) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        rows = frame(holders, column).to_crs(crs)
        (rows.to_parquet if name.endswith(".parquet") else rows.to_file)(path / name)
        return path / name

    return write


def _geojson_collection(path: Path) -> Path:
    """Write an area as a collection with a line beside it, and three dimensions."""
    line = shapely.LineString([(43.6, 35.0), (44.0, 35.1)])
    both = shapely.GeometryCollection([WEST, line])
    gpd.GeoDataFrame(
        {"side": ["ISF", "Peshmerga"]}, geometry=[both, shapely.force_3d(EAST, 12)], crs=4326
    ).to_file(path / "mixed.geojson")
    return path / "mixed.geojson"


def _shapefile(path: Path) -> Path:
    inner = path / "shapes"
    inner.mkdir()
    frame(("ISF", "KRG"), "HOLDER").to_file(inner / "control.shp")
    target = path / "control.zip"
    with zipfile.ZipFile(target, "w") as packed:
        for file in sorted(inner.iterdir()):
            packed.write(file, f"2017/{file.name}")
    return target


#: Control maps whose western box the federal government holds, the eastern one the Kurdistan Region.
CONTROL_MAPS: dict[str, Callable[[Path], Path]] = {
    "kml names": _kml_names, "kml folders": _kml_folders, "kml data": _kml_data, "kmz": _kmz,
    "geojson ids": _saved("ids.geojson"), "geojson mercator": _saved("mercator.geojson", crs=3857),
    "geojson arabic": _saved("arabic.geojson", ("الحكومة الاتحادية", "إقليم كردستان"), "الجهة"),
    "geojson collection": _geojson_collection, "shapefile zip": _shapefile,
    "geopackage utm": _saved("utm.gpkg", ("Iraqi forces", "Peshmerga"), "faction", 32638),
    "flatgeobuf": _saved("map.fgb"), "geoparquet": _saved("map.parquet", column="control_by"),
}  # fmt: skip


def _xlsx(path: Path) -> Path:
    table = pd.DataFrame({
        "ADM1_EN": ["Kirkuk", "Kirkuk", "Diyala"], "ADM1_PCODE": ["IQG13", "IQG13", "IQG10"],
        "ADM2_EN": ["Kirkuk", "Daquq", "Khanaqin"], "ADM2_PCODE": ["IQG13Q04", "IQG13Q02", "IQG10Q05"],
        "People in need": [100, 40, 60],
    })  # fmt: skip
    table.to_excel(path / "pin.xlsx", index=False)
    return path / "pin.xlsx"


#: Tables that give Kirkuk district 100 and others 100 together.
TABLES: dict[str, Callable[[Path], Path]] = {
    "p-codes": _written("codes.csv", "pcode,value\nIQG13Q04,100\nIQG13Q02,40\nIQG10Q05,60\n"),
    "codes with signs": _written("signs.csv", "admin2;persons\niq-g13-q04;100\nIQ G13 Q02;40\nIQ_G10_Q05;60\n"),
    "hxl": _written("hxl.csv", "District,Code,Total\n#adm2+name,#adm2+code,#affected\nKirkuk,IQG13Q04,100\nDaquq,IQG13Q02,40\nKhanaqin,IQG10Q05,60\n"),
    "ocha xlsx": _xlsx,
    "names in english": _written("names.csv", "Governorate,District,Households\nKirkuk,Kirkuk,100\nKirkuk,Daquq,40\nDiyala,Khanaqin,60\n"),
    "names in arabic": _written("arabic.csv", "المحافظة,القضاء,العدد\nكركوك,كركوك,١٠٠\nكركوك,داقوق,٤٠\nديالى,خانقين,٦٠\n"),
    "names in sorani": _written("sorani.csv", "پارێزگا,قەزا,ژمارە\nکەرکووک,کەرکووک,100\nکەرکووک,داقوق,40\nدیالە,خانەقین,60\n"),
    "several rows": _written("dtm.csv", "Location ID,Governorate,District,Location Name,Latitude,Longitude,IDP,Returnees\n1,Kirkuk,Kirkuk,Camp A,35.4,44.4,60,7\n2,Kirkuk,Kirkuk,Camp B,35.5,44.3,40,0\n3,Kirkuk,Daquq,Town,35.1,44.4,40,5\n5,Diyala,Khanaqin,Town,34.3,45.4,60,1\n"),
}  # fmt: skip
