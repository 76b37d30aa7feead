"""What a map may leave as, detected from the ending of a file's name."""

from __future__ import annotations

PAGE = ".html"
PICTURES = (".png", ".svg", ".pdf")
TABLES = (".gpkg", ".geojson", ".shp.zip", ".csv.zip", ".parquet.zip", ".xlsx", ".csv", ".parquet")
ENDINGS = (PAGE, *PICTURES, *TABLES)
