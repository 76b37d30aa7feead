"""``greenline info``: what the atlas holds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from geo.cli.output import Answer, Record, as_json, as_lines, grid, number
from geo.cli.parser import Commands, command, json_option
from geo.model import Language
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas


def add(commands: Commands) -> None:
    about = "Show what the atlas holds: tables, layers, counts, version, date, sources, licences."
    parser = command(commands, "info", run, about, "info\ninfo --json")
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    from geo.atlas import Atlas

    answer = record(Atlas.load(args.data))
    return as_json(answer) if args.json else as_lines(_lines(answer))


def record(atlas: Atlas) -> Record:
    """Return what the atlas holds, with stable keys."""
    from geo import __version__

    resources = [_resource(atlas, item) for item in atlas.package["resources"]]
    licences: dict[str, Record] = {}
    for resource in atlas.package["resources"]:
        for licence in resource["licenses"]:
            known = licences.setdefault(licence["name"], {**_licence(licence), "used_by": []})
            known["used_by"].append(resource["name"])
    return {
        "name": atlas.package["name"],
        "title": atlas.package["title"],
        "greenline": __version__,
        "version": atlas.version,
        "release": atlas.release,
        "date": atlas.date.isoformat(),
        "counts": {
            "governorates": len(atlas.governorates),
            "districts": len(atlas.districts),
            "subdistricts": len(atlas.subdistricts),
            "units": len(atlas.units),
            "areas": len(atlas.areas),
        },
        "sources": len(atlas.table("sources")),
        "tables": [item for item in resources if item["kind"] == "table"],
        "outlines": [item for item in resources if item["kind"] == "outlines"],
        "stories": [item for item in resources if item["kind"] == "stories"],
        "layers": _layers(atlas),
        "licences": list(licences.values()),
    }


def _layers(atlas: Atlas) -> list[Record]:
    """Return the layers of the map as the registry has them, in the order of the layer control."""
    return [
        {
            "name": layer.value,
            "group": say(f"group.{group}", Language.EN),
            "title": say(f"layer.{layer}", Language.EN),
            "theme": layer.spec.theme or None,
            "hidden": not layer.spec.opens,
            "dated": layer.spec.dated,
            "tables": list(layer.spec.tables),
        }
        for group, layers in atlas.profile.groups.items()
        for layer in layers
        if not layer.spec.tables or atlas.filled & set(layer.spec.tables)
    ]


def _resource(atlas: Atlas, resource: dict[str, Any]) -> Record:
    name = resource["name"]
    kind, rows = "stories", 1 + len(resource.get("extrapaths", ()))
    if resource["format"] == "csv":
        kind, rows = "table", len(atlas.table(name))
    elif resource["format"] == "shp":
        kind, rows = "outlines", len(atlas.outlines(name.removesuffix("_shape")))
    return {
        "name": name,
        "kind": kind,
        "path": resource["path"],
        "rows": rows,
        "description": resource["description"],
        "licences": [licence["name"] for licence in resource["licenses"]],
    }


def _licence(licence: dict[str, Any]) -> Record:
    return {"name": licence["name"], "title": licence["title"], "url": licence.get("path")}


def _lines(answer: Record) -> list[str]:
    counts = answer["counts"]
    rows = [
        [table["name"], number(table["rows"]), ", ".join(table["licences"]), table["path"]]
        for table in answer["tables"] + answer["outlines"] + answer["stories"]
    ]
    layers = [[layer["name"], layer["group"], layer["title"]] for layer in answer["layers"]]
    return [
        answer["title"],
        f"Data of {answer['date']}, version {answer['version']}; greenline {answer['greenline']}",
        (
            f"{counts['governorates']} governorates, {counts['districts']} districts, "
            f"{counts['subdistricts']} sub-districts in {counts['units']} units of control, "
            f"{counts['areas']} areas that anyone disputes, {number(answer['sources'])} sources"
        ),
        "",
        *grid(["Table", "Rows", "Licence", "File"], rows, right="Rows"),
        "",
        *grid(["Layer", "Group", "What it is"], layers),
        "",
        *(
            f"{licence['name']}: {licence['title']}"
            + (f", {licence['url']}" if licence["url"] else "")
            for licence in answer["licences"]
        ),
    ]
