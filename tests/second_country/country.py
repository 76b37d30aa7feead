"""Vellin, an invented country with a dispute: three actors, two languages, no oil, no crossings.

:func:`write` writes its data folder, as somebody would who maps another dispute (the guide *Map
another dispute* was followed). The island lies in the open sea; nothing in it is real.
"""

from __future__ import annotations

import copy
import csv
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
import yaml

from geo.profile import own_folder
from geo.versions.ids import SUBJECTS, give

from .texts import NAMES, STORY, WORDS

Row = dict[str, Any]

#: West, south edge, and size of one commune in degrees; four rows of five.
WEST, SOUTH, WIDTH, HEIGHT = 24.0, 33.0, 0.3, 0.25
COLUMNS, ROWS = 5, 4

PROFILE = {
    "id": "vellin",
    "country": "VL",
    "languages": ["en", "ar"],
    "days": {
        "first": "1970-01-01",
        "opening": "1981-06-01",
        "key": ["1975-03-02", "1980-05-04"],
    },
    "region": [23.5, 32.5, 26.0, 34.5],
    "centre": [24.75, 33.5],
    "admin": {"governorate": 3, "district": 5, "subdistrict": 7},
    "actors": {
        "crown": {"colour": "#d9b3c4", "strong": "#96335f"},
        "league": {"colour": "#a9d3b4", "strong": "#226b39"},
        "free_ports": {"colour": "#cbb8e0", "strong": "#5d3f8c"},
    },
    "claims": {"default": "crown", "classes": ["crown", "league"]},
    "views": ["crown", "league"],
    "mixed": {"of": ["crown", "league"], "hatch": "#5fa873"},
    "themes": [],
    "example": "Jarrow",
    "examples": {"code": "VL1C2", "point": [24.75, 33.5], "story": "spring-1980"},
}

#: Tables that the country has no use for.
WITHOUT = {
    "fields", "field_periods", "production", "pipelines", "pipeline_states", "refineries",
    "crossings", "crossing_periods", "parts", "seeds", "neighbours_shape", "rivers_shape",
    "lakes_shape", "parts_shape", "lines_shape",
}  # fmt: skip

SOURCE = {
    "id": "vellin-gazette",
    "title": "The Vellin Gazette",
    "publisher": "Vellin Gazette",
    "url": "https://example.org/gazette",
    "date": "1990-01-01",
    "licence": "",
}
CITED = {"source": "vellin-gazette", "confidence": "high", "note": ""}


def write(folder: Path) -> Path:
    """Write the data folder of Vellin and return it."""
    for name, rows in _tables().items():
        _write_table(folder, name, rows)
    _write_outlines(folder)
    (folder / "profile.yaml").write_text(yaml.safe_dump(PROFILE, allow_unicode=True), "utf-8")
    (folder / "words").mkdir()
    for language, words in WORDS.items():
        text = json.dumps(words, ensure_ascii=False, indent=2)
        (folder / "words" / f"{language}.json").write_text(text, "utf-8")
    (folder / "language").mkdir()
    for name in ("calendar.json", "spelling.json"):  # of languages, not of a country
        shutil.copy(own_folder() / "language" / name, folder / "language")
    (folder / "stories").mkdir()
    (folder / "stories" / "spring-1980.yaml").write_text(STORY, "utf-8")
    (folder / "datapackage.json").write_text(json.dumps(_package(), indent=2), "utf-8")
    return folder


def _package() -> dict[str, Any]:
    """Return the descriptor: the atlas's own schema with the codes and names of Vellin."""
    package = json.loads((own_folder() / "datapackage.json").read_text("utf-8"))
    remaining = []
    for resource in package["resources"]:
        known = resource["name"] in {*_tables(), "subdistricts_shape", "areas_shape"}
        if resource["name"] in ("profile", "stories") or known:
            remaining.append(_adapt_resource(copy.deepcopy(resource)))
    about = {
        "name": "vellin-atlas",
        "title": "An atlas of Vellin",
        "created": "1990-01-01T00:00:00Z",
    }
    return {**package, **about, "last_day": "1984-06-15", "resources": remaining}


def _adapt_resource(resource: dict[str, Any]) -> dict[str, Any]:
    if resource["name"] == "profile":
        resource["extrapaths"] = ["words/en.json", "words/ar.json"]
    if resource["name"] == "stories":
        resource |= {"path": "stories/spring-1980.yaml", "extrapaths": []}
    schema = resource.get("schema")
    if not schema:
        return resource
    schema["fields"] = [item for item in schema["fields"] if not item["name"].endswith("_ckb")]
    links = schema.get("foreignKeys", [])
    tables = _tables()
    schema["foreignKeys"] = [link for link in links if link["reference"]["resource"] in tables]
    for field in schema["fields"]:
        rules = field.get("constraints", {})
        enumerated = rules.get("enum", ())
        if {"federal", "region"} & set(enumerated) or field["name"] in ("basis", "perspective"):
            rules.pop("enum", None)  # the profile says which there are
        if field["name"] == "id" and resource["name"] == "perspectives":
            rules.pop("enum", None)
        rules.pop("maximum", None)
        if "IQ" in rules.get("pattern", ""):
            rules["pattern"] = _pattern(rules["pattern"])
    return resource


def _pattern(text: str) -> str:
    r"""Return a pattern of Vellin's codes: ``VL1C2K3`` in place of ``IQG01Q02N03``."""
    text = text.replace("IQ-", "VL-").replace(r"IQG\d\d", r"VL\d")
    return re.sub(r"N\\d\\d", r"K\\d", re.sub(r"Q\\d\\d", r"C\\d", text))


def communes() -> list[Row]:
    """Return the twenty communes: code, canton, column and row of the grid (south-west first)."""
    result = []
    for column in range(COLUMNS):
        province = 1 if column < 3 else 2
        canton = column + 1 if province == 1 else column - 2
        for row in range(ROWS):
            code = f"VL{province}C{canton}"
            result.append({"pcode": f"{code}K{row + 1}", "canton": code, "x": column, "y": row})
    return result


def outline(commune: Row) -> shapely.Polygon:
    """Return the outline of a commune in degrees."""
    x, y = commune["x"], commune["y"]
    west, east = (round(WEST + column * WIDTH, 4) for column in (x, x + 1))
    south, north = (round(SOUTH + row * HEIGHT, 4) for row in (y, y + 1))
    return shapely.box(west, south, east, north)


def _tables() -> dict[str, list[Row]]:
    names = dict(zip((commune["pcode"] for commune in communes()), NAMES["communes"], strict=True))
    return {
        "sources": [SOURCE],
        "governorates": [
            {
                "iso": "VL-NO",
                "pcode": "VL1",
                **_make_names("North Vellin", "فيلين الشمالية"),
                **CITED,
            },
            {
                "iso": "VL-SO",
                "pcode": "VL2",
                **_make_names("South Vellin", "فيلين الجنوبية"),
                **CITED,
            },
        ],
        "districts": [
            {
                "pcode": code,
                "governorate": "VL-NO" if code < "VL2" else "VL-SO",
                **_make_names(*name),
                **CITED,
            }
            for code, name in zip(_cantons(), NAMES["cantons"], strict=True)
        ],
        "subdistricts": [
            {
                "pcode": commune["pcode"],
                "district": commune["canton"],
                "belt": "true" if commune["x"] in (2, 3) else "false",
                **_make_names(*names[commune["pcode"]]),
                **CITED,
            }
            for commune in communes()
        ],
        "areas": [
            {
                "id": "saltmarsh",
                **_make_names("Saltmarsh", "السبخة"),
                "level": "district",
                "pcodes": "VL1C3",
                "list_number": 1,
                **CITED,
            }
        ],
        "bases": [
            {
                "area": "saltmarsh",
                "basis": "treaty_1974",
                "said_by": "League",
                "claimant": "league",
                "since": "1974-05-01",
                "precision": "day",
                "text": "The treaty of 1974 leaves it to a vote.",
                **CITED,
            }
        ],
        "places": [
            {
                "id": f"town_{commune['pcode'].lower()}",
                **_make_names(*names[commune["pcode"]]),
                "kind": "city" if commune["y"] == 1 and commune["x"] in (0, 3) else "town",
                "rank": 1 if commune["y"] == 1 and commune["x"] in (0, 3) else 3,
                "lon": round(outline(commune).centroid.x, 4),
                "lat": round(outline(commune).centroid.y, 4),
                "population": 1000 * (commune["x"] + commune["y"] + 1),
                "pcode": commune["pcode"],
                "position_confidence": "high",
                **CITED,
            }
            for commune in communes()
        ],
        "events": list(_events()),
        "actors": [
            {"id": name, **_make_names(*words), "text": f"{words[0]}.", **CITED}
            for name, words in NAMES["actors"].items()
        ],
        "spells": list(_spells()),
        "instruments": [
            {
                "id": "treaty_1974",
                **_make_names("Treaty of 1974", "معاهدة ١٩٧٤"),
                "date": "1974-05-01",
                "precision": "day",
                "text": "The treaty between Crown and League.",
                **CITED,
            }
        ],
        "claims": [
            {
                "id": "league_claim",
                "claimant": "league",
                "instrument": "treaty_1974",
                "pcodes": "VL1C3",
                "start": "1974-05-01",
                "precision": "day",
                "text": "The League claims Saltmarsh.",
                **CITED,
            }
        ],
        "views": [
            {
                "perspective": "crown",
                "start": "1970-01-01",
                "pcodes": "VL2",
                "class": "league",
                **CITED,
            },
            {
                "perspective": "league",
                "start": "1974-05-01",
                "pcodes": "VL2;VL1C3",
                "class": "league",
                "claim": "league_claim",
                **CITED,
            },
        ],
        "perspectives": [
            {
                "id": name,
                **_make_names(*words),
                "text_en": f"{words[0]}.",
                "text_ar": f"{words[1]}.",
                **CITED,
            }
            for name, words in NAMES["perspectives"].items()
        ],
    }


def _make_names(english: str, arabic: str) -> Row:
    return {"name_en": english, "name_ar": arabic}


def _cantons() -> list[str]:
    return sorted({commune["canton"] for commune in communes()})


def _spells() -> Iterable[Row]:
    """Yield who held each commune: two turns of the front, one commune mixed, one contested."""
    for commune in communes():
        history = [("1970-01-01", "crown" if commune["x"] < 3 else "league")]
        if commune["x"] == 2:
            history.append(("1975-03-02", "league"))
            history.append(
                ("1980-05-04", ("crown", "mixed", "contested", "free_ports")[commune["y"]])
            )
        ends = [start for start, _ in history[1:]] + [""]
        for (start, holder), end in zip(history, ends, strict=True):
            yield {
                "unit": commune["pcode"],
                "start": start,
                "end": end,
                "precision": "day",
                "holder": holder,
                **CITED,
            }


def _events() -> Iterable[Row]:
    """Yield fifteen events: three takeovers, and a report of each year from 1970."""
    for number in range(15):
        commune = communes()[number]
        point = outline(commune).centroid
        yield {
            "id": f"event-{number + 1:02}",
            "start": f"{1970 + number}-0{1 + number % 9}-1{number % 9}",
            "precision": "day",
            "place": NAMES["communes"][number][0],
            "lon": round(point.x, 4),
            "lat": round(point.y, 4),
            "position_precision": "place",
            "type": ("politics", "battle", "agreement")[number % 3],
            "actor_a": "Royal Guard" if number % 2 else "League militia",
            "actor_b": "Townspeople",
            "deaths_best": number if number % 3 == 1 else "",
            "text": f"What the Gazette reported of {NAMES['communes'][number][0]}.",
            **CITED,
        }


def _write_table(folder: Path, name: str, rows: list[Row]) -> None:
    resource = next(item for item in _package()["resources"] if item["name"] == name)
    columns = [field["name"] for field in resource["schema"]["fields"]]
    file = folder / resource["path"]
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows({key: value for key, value in row.items() if key in columns} for row in rows)
    if name in SUBJECTS:
        give(file, SUBJECTS[name])


def _write_outlines(folder: Path) -> None:
    units = communes()
    names = dict(zip((unit["pcode"] for unit in units), NAMES["communes"], strict=True))
    rows = [
        {
            "pcode": unit["pcode"],
            "name_en": names[unit["pcode"]][0],
            "district": unit["canton"],
            "source": SOURCE["id"],
            "confidence": "high",
        }
        for unit in units
    ]
    frame = gpd.GeoDataFrame(rows, geometry=[outline(unit) for unit in units], crs=4326)
    frame.to_file(folder / "boundaries" / "subdistricts.shp", encoding="utf-8")
    area = [
        {
            "id": "saltmarsh",
            "name_en": "Saltmarsh",
            "level": "district",
            "source": SOURCE["id"],
            "confidence": "high",
        }
    ]
    ground = shapely.union_all([outline(unit) for unit in units if unit["canton"] == "VL1C3"])
    gpd.GeoDataFrame(area, geometry=[ground], crs=4326).to_file(
        folder / "disputed" / "areas.shp", encoding="utf-8"
    )
