"""Who held what over time as a file: CSV or Parquet, with its sources and licences beside it."""

from __future__ import annotations

import io
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.atlas import Atlas
from geo.atomic_write import write_together
from geo.cell_output import csv
from geo.export.tables.credits import Credits
from geo.view import View


def write_over_time(atlas: Atlas, rows: pd.DataFrame, path: Path, perspective: str) -> None:
    """Write who held what over time, with its sources and licences in ``NAME.credits.txt``."""
    if path.suffix.lower() == ".parquet":
        out = io.BytesIO()
        rows.to_parquet(out, index=False)
        content = out.getvalue()
    else:
        days = {
            name: rows[name].dt.strftime("%Y-%m-%d") for name in ("day", "since") if name in rows
        }
        content = csv(rows.assign(**days)).encode("utf-8-sig")
    view = View(date=rows["day"].iloc[-1].date(), perspective=perspective)
    cited = rows if "source" in rows else pd.DataFrame(atlas.spells)
    credits_ = Credits.of(atlas, view, {"control": gpd.GeoDataFrame(cited)})
    beside = path.with_suffix(".credits.txt")
    write_together({path: content, beside: credits_.text().encode()})
