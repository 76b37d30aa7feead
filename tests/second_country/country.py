"""Vellin, an invented country with a dispute: three actors, two languages, no oil, no crossings.

``vellin/`` holds its tables, words, profile and story; :func:`write` adds what follows from the
atlas's own schema and from the grid of its communes. The island lies in the open sea.
"""

from __future__ import annotations

import copy
import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.atlas.versions import SUBJECTS
from geo.profile import own_folder
from tools.derive.ids import give

VELLIN = Path(__file__).parent / "vellin"

#: West, south edge, and size of one commune in degrees.
WEST, SOUTH, WIDTH, HEIGHT = 24.0, 33.0, 0.3, 0.25


def write(folder: Path) -> Path:
    """Write the data folder of Vellin and return it."""
    shutil.copytree(VELLIN, folder, dirs_exist_ok=True)
    package = json.loads((own_folder() / "datapackage.json").read_text("utf-8"))
    named = {
        item["name"]: item["path"]
        for item in package["resources"]
        if item["format"] == "csv" and (VELLIN / item["path"]).is_file()
    }
    outlines = {*named, "subdistricts_shape", "areas_shape", "profile", "stories"}
    resources = [
        _adapt(copy.deepcopy(item), set(named))
        for item in package["resources"]
        if item["name"] in outlines
    ]
    about = {"name": "vellin-atlas", "title": "An atlas of Vellin", "last_day": "1984-06-15"}
    package = {**package, **about, "created": "1990-01-01T00:00:00Z", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2), "utf-8")
    for item in resources:
        if item["name"] in named:
            _complete_table(folder / item["path"], item)
    for name in ("calendar.json", "spelling.json"):  # of languages, not of a country
        (folder / "language").mkdir(exist_ok=True)
        shutil.copy(own_folder() / "language" / name, folder / "language")
    _write_outlines(folder)
    return folder


def _adapt(resource: dict[str, Any], tables: set[str]) -> dict[str, Any]:
    """Return a table of the atlas's own schema with the codes and names of Vellin."""
    if resource["name"] == "profile":
        resource["extrapaths"] = ["words/en.json", "words/ar.json"]
    if resource["name"] == "stories":
        resource |= {"path": "stories/spring-1980.yaml", "extrapaths": []}
    schema = resource.get("schema")
    if not schema:
        return resource
    schema["fields"] = [item for item in schema["fields"] if not item["name"].endswith("_ckb")]
    links = schema.get("foreignKeys", [])
    schema["foreignKeys"] = [link for link in links if link["reference"]["resource"] in tables]
    for field in schema["fields"]:
        rules = field.get("constraints", {})
        named = {"federal", "region"} & set(rules.get("enum", ()))
        perspectives = (resource["name"], field["name"]) == ("perspectives", "id")
        if named or perspectives or field["name"] in ("basis", "perspective"):
            rules.pop("enum", None)  # the profile says which there are
        rules.pop("maximum", None)
        if "IQ" in rules.get("pattern", ""):  # VL1C2K3 in place of IQG01Q02N03
            text = rules["pattern"].replace("IQ-", "VL-").replace(r"IQG\d\d", r"VL\d")
            rules["pattern"] = re.sub(r"N\\d\\d", r"K\\d", re.sub(r"Q\\d\\d", r"C\\d", text))
    return resource


def _complete_table(file: Path, resource: dict[str, Any]) -> None:
    """Give a table the columns of the schema that it leaves out, and ids."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with file.open("w", encoding="utf-8", newline="") as stream:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        out = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    if resource["name"] in SUBJECTS:
        give(file, SUBJECTS[resource["name"]])


def _write_outlines(folder: Path) -> None:
    """Write the communes, a grid of four rows, and the area as Shapefiles."""
    rows = pd.read_csv(folder / "boundaries" / "subdistricts.csv")
    west, south = WEST + rows.index // 4 * WIDTH, SOUTH + rows.index % 4 * HEIGHT
    edges = (west, south, WEST + (rows.index // 4 + 1) * WIDTH, south + HEIGHT)
    left, bottom, right, top = (edge.to_numpy().round(4) for edge in edges)
    shapes = shapely.box(left, bottom, right, top)
    columns = ["pcode", "name_en", "district", "source"]
    communes = gpd.GeoDataFrame(rows[columns], geometry=shapes, crs=4326)
    communes.to_file(folder / "boundaries" / "subdistricts.shp", encoding="utf-8")
    areas = pd.read_csv(folder / "disputed" / "areas.csv")
    ground = communes[communes["district"].isin(areas["pcodes"])].union_all()
    columns = ["id", "name_en", "level", "source"]
    gpd.GeoDataFrame(areas[columns], geometry=[ground], crs=4326).to_file(
        folder / "disputed" / "areas.shp", encoding="utf-8"
    )
