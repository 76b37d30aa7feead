"""What a map may be written as, by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from geo.errors import ExportError

PAGE: Final = ".html"
PICTURES: Final = (".png", ".svg", ".pdf")

#: Films that ffmpeg makes, and those that need no more than pictures do.
VIDEOS: Final = (".mp4", ".webm")
FILMS: Final = (*VIDEOS, ".gif", ".apng")

TABLES: Final = (
    *(".gpkg", ".qgz", ".kml", ".gpx", ".fgb", ".geojson"),
    *(".qgz.zip", ".fgb.zip", ".shp.zip", ".csv.zip", ".parquet.zip", ".xlsx", ".csv", ".parquet"),
)

#: Tables that hold one layer.
ONE_LAYER: Final = (".csv", ".parquet", ".fgb")

ENDINGS: Final = (PAGE, *PICTURES, *FILMS, *TABLES)


def ending(path: Path | str, known: Collection[str]) -> str | None:
    """Return the ending of a file's name, None where it is none of those known.

    >>> ending("kirkuk.SHP.zip", TABLES), ending("map.html", PICTURES)
    ('.shp.zip', None)
    """
    name = Path(path).name.lower()
    return next(
        (candidate for candidate in known if name.endswith(candidate) and name != candidate), None
    )


def required_ending(path: Path | str, known: Collection[str]) -> str:
    if match := ending(path, known):
        return match
    name = Path(path).name
    raise ExportError(f"{name}: expected a name that ends in one of {', '.join(known)}")
