"""A copy of the data in which every free text is hostile."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio

from geo.atlas import translations
from tools.derive import shapefile

#: As many as no table has columns, nor a divisor of them: every column meets every text.
HOSTILE = (
    "<img src=x onerror=window.__hit=1>", "</script><script>window.__hit=1</script>",
    "`${window.__hit=1}`", "\"'><svg onload=window.__hit=1>",
    "\u202e<b onclick=window.__hit=1>abc\u2066\u200f", "javascript:window.__hit=1",
    "%3Cscript%3Ewindow.__hit=1%3C/script%3E", "&lt;img src=x onerror=window.__hit=1&gt;",
    "{{ 7*7 }}{% for x in y %}", "{n}{date}{holder} $& $1 \\u003cb\\u003e", "null", "undefined",
    "__proto__", "constructor", "]]><!-- -->", "</style><style>*{display:none}</style>",
    "<iframe srcdoc='<script>parent.__hit=1</script>'></iframe>", "x" * 800, "﷽" * 40,
    "\\x3cimg src=x onerror=window.__hit=1\\x3e", "\uff1cimg src=x onerror=window.__hit=1\uff1e",
    "' onmouseover='window.__hit=1",
    "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 \u2028 \u0007 | ; , \t \r\n",
)  # fmt: skip

LINK = "https://x.invalid/\"onmouseover=window.__hit=1//'><img/src=x/onerror=window.__hit=1>`${window.__hit=1}`"

#: Columns that are keys, lists of keys or shapes, though their schema calls them text.
KEYS = {"id", "unit", "about", "position_source", "wkt", "pcodes", "instrument", "claim"}

#: Tables whose rows name other rows or cells by text: what they hold is checked, and shown by what they name.
NAMING = {"assertions", "reviews", "rights", "publishers", "accepted", "retired"}

#: Their columns that hold free text all the same.
FREE_OF_NAMING = {"reason", "finding", "note", "credit_en", "credit_ar", "credit_ckb", "licence"}

#: Columns that take what the profile names, and nothing else.
OF_PROFILE = {
    "holder", "run_by", "from_holder", "to_holder", "class", "perspective", "claimant", "side",
}  # fmt: skip


def free(field: dict[str, Any]) -> bool:
    """Whether a field holds any text."""
    rules = field.get("constraints", {})
    bound = {"enum", "pattern"} & set(rules) or rules.get("unique")
    return field["type"] == "string" and not bound and field["name"] not in KEYS | OF_PROFILE


def texts() -> Iterator[str]:
    """Yield hostile texts for ever, each with a number of its own."""
    number = 0
    while True:
        for text in HOSTILE:
            number += 1
            yield text if number % 3 else f"{text} {number}"


def spoil_table(file: Path, resource: dict[str, Any], text: Iterator[str]) -> int:
    """Put hostile text in every free cell of a table; return how many there were."""
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    linked = {link["fields"][0] for link in resource["schema"].get("foreignKeys", [])}
    columns = [name for name, field in fields.items() if free(field) and name not in linked]
    if resource["name"] == translations.NAME:
        columns = ["text"]
    elif resource["name"] in NAMING:
        columns = [name for name in columns if name in FREE_OF_NAMING]
    if resource["name"] == "conflict":  # its places are ids, of one of several tables
        columns.remove("place")
    rows = read_csv(file)
    count = 0
    for number, row in enumerate(rows):
        for name in columns:
            # Half of the figures keep their unit, so that there is production to draw.
            if name == "unit" and number % 2:
                continue
            row[name] = next(text)
            count += 1
        if "url" in row and number % 2:
            row["url"] = LINK
    write_csv(file, list(fields), rows)
    return count


def read_csv(file: Path) -> list[dict[str, str]]:
    """Read the rows of a table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_csv(file: Path, columns: list[str], rows: Iterable[dict[str, str]]) -> None:
    """Write the rows of a table."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def spoil_shape(file: Path, text: Iterator[str]) -> None:
    """Put hostile text in every text attribute of a Shapefile but its keys."""
    rows: gpd.GeoDataFrame = pyogrio.read_dataframe(file, encoding="utf-8")
    for name in rows.columns.difference(["geometry", "id", "pcode", "iso3", "rank"]):
        rows[name] = [next(text).replace("\0", "")[:60] for _ in range(len(rows))]
    shapefile.write(rows, file)


def translate(folder: Path, package: dict[str, Any]) -> None:
    """Let each translation be one of the hostile text that now stands where it was made from."""
    paths = {resource["name"]: folder / resource["path"] for resource in package["resources"]}
    file = paths[translations.NAME]
    rows = read_csv(file)
    tables = {name: read_csv(paths[name]) for name in {row["table"] for row in rows}}
    result = {}
    for row in rows:
        table = tables[row["table"]]
        key = "id" if "id" in table[0] else next(iter(table[0]))
        english = next((item[row["field"]] for item in table if item[key] == row["id"]), "")
        if english:
            row["english"] = translations.fingerprint(english)
            result[row["language"], row["english"]] = row
    write_csv(file, list(rows[0]), result.values())


def rank_publishers(folder: Path, paths: dict[str, str]) -> None:
    """Give the kinds of publishers to the hostile names that the sources have now."""
    file = folder / paths["publishers"]
    rows = read_csv(file)
    names = dict.fromkeys(row["publisher"] for row in read_csv(folder / paths["sources"]))
    names.pop("", None)
    ranked = [dict(row, publisher=name) for row, name in zip(rows, names, strict=False)]
    write_csv(file, list(rows[0]), ranked)


def spoil_folder(source: Path, folder: Path) -> int:
    """Copy a data folder with every free text hostile; return how many cells there were."""
    shutil.copytree(source, folder)
    text = texts()
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    count = 0
    # Stories name records that are not called so any more; test_story.py has a hostile one.
    package["resources"] = [item for item in package["resources"] if item["name"] != "stories"]
    shutil.rmtree(folder / "stories")
    for resource in package["resources"]:
        file = folder / resource["path"]
        if resource["format"] == "csv":
            count += spoil_table(file, resource, text)
        elif resource["format"] == "shp":
            spoil_shape(file, text)
        resource["description"] = next(text)
        resource["title"] = next(text)
        for licence in resource["licenses"]:
            licence["title"] = next(text)
            licence["path"] = "javascript:window.__hit=1"
    translate(folder, package)
    rank_publishers(folder, {item["name"]: item["path"] for item in package["resources"]})
    # The version is a key too: releases are ordered by it.
    for key in ("title", "description"):
        package[key] = next(text)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return count
