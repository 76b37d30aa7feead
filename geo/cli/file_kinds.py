"""What a map may be exported as, by the ending of the file's name."""

from __future__ import annotations

PAGE = ".html"
PICTURES = (".png", ".svg", ".pdf")
FILMS = (".mp4", ".webm", ".gif", ".apng")
TABLES = (
    ".gpkg",
    ".qgz",
    ".qgz.zip",
    ".kml",
    ".gpx",
    ".fgb",
    ".fgb.zip",
    ".geojson",
    ".shp.zip",
    ".csv.zip",
    ".parquet.zip",
    ".xlsx",
    ".csv",
    ".parquet",
)
ENDINGS = (PAGE, *PICTURES, *FILMS, *TABLES)
