"""``greenline info``, ``check`` and ``cite``: what the data hold, their faults, citations."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from geo.ask.columns import Record
from geo.cli.output import Answer, Table, answer_faults, data_version
from geo.cli.parser import ADDRESS
from geo.errors import Fault
from geo.layers.spec import Column, Kind
from geo.model import Language
from geo.profile import default_folder
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.cli.parser import Request


def run_info(args: Request) -> Answer:
    from geo.api import __version__

    atlas = args.atlas
    resources = [_describe_resource(atlas, item) for item in atlas.package["resources"]]
    licences: dict[str, Record] = {}
    for resource in atlas.package["resources"]:
        for item in resource["licenses"]:
            about = {"name": item["name"], "title": item["title"], "url": item.get("path")}
            licence = licences.setdefault(item["name"], {**about, "used_by": []})
            licence["used_by"].append(resource["name"])
    counts = {
        "governorates": len(atlas.governorates),
        "districts": len(atlas.districts),
        "subdistricts": len(atlas.subdistricts),
        "units": len(atlas.units),
        "areas": len(atlas.areas),
    }
    answer = {
        "name": atlas.package["name"],
        "title": atlas.package["title"],
        "greenline": __version__,
        "version": atlas.version,
        "release": atlas.release,
        "date": atlas.date.isoformat(),
        "counts": counts,
        "sources": len(atlas.table("sources")),
        **{
            name: [item for item in resources if item["kind"] == kind]
            for name, kind in (("tables", "table"), ("outlines",) * 2, ("stories",) * 2)
        },
        "layers": _list_layers(atlas),
        "licences": list(licences.values()),
    }
    named = (
        *(Column(name, head) for name, head in (("date", "Data of"), ("release", "Release"))),
        *(
            Column(name, head)
            for name, head in (("version", "Version"), ("greenline", "Greenline"))
        ),
        *(Column(name, name.capitalize(), Kind.NUMBER) for name in (*counts, "sources")),
    )
    files = (
        *(Column("name", "Table"), Column("rows", "Rows", Kind.NUMBER)),
        *(Column("licences", "Licence", Kind.LIST), Column("path", "File")),
    )
    layers = (Column("name", "Layer"), Column("group", "Group"), Column("title", "What it is"))
    rights = (Column("name", "Licence"), Column("title", "Title"), Column("url", "Address"))
    tables = [
        Table([answer | counts], named, upright=True),
        Table(resources, files, "Tables, outlines and stories"),
        Table(answer["layers"], layers, "Layers"),
        Table(answer["licences"], rights, "Licences"),
    ]
    return Answer(answer, tables, atlas.package["title"], main=1)


def _describe_resource(atlas: Atlas, resource: dict[str, Any]) -> Record:
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


def _list_layers(atlas: Atlas) -> list[Record]:
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


def run_check(args: Request) -> Answer:
    from geo.atlas import Atlas, check
    from geo.stories.check import list_untranslated

    place = args.folder or args.data or default_folder()
    faults, lacking = check(place), []
    if not faults:
        atlas = Atlas.load(place)
        faults = _find_faults_beyond_tables(atlas, place)
        lacking = [] if faults else [asdict(item) for item in list_untranslated(atlas)]
    answer = answer_faults(faults)
    assert isinstance(answer.record, dict)
    version, release = data_version(place)
    record = {"folder": str(place), **answer.record, "untranslated": lacking}
    record |= {"version": version, "release": release}
    if not faults:
        columns = (
            Column("language", "language"),
            *(
                Column(name, name.capitalize(), Kind.NUMBER)
                for name in ("words", "names", "stories")
            ),
        )
        table = Table(lacking, columns, "Not translated, shown in the first language")
        tables = (table,) if lacking else ()  # as CSV, a head alone
        answer = replace(answer, tables=tables, listed=table, title="no fault", code=0)
    return replace(answer, record=record)


def _find_faults_beyond_tables(atlas: Atlas, place: Path) -> list[Fault]:
    """Return the faults of stories, assertions and version of a folder with sound tables."""
    from geo.ask.assertions import find_failing
    from geo.atlas import versions
    from geo.stories import check

    contradicted = [
        Fault(
            "assertions.csv",
            item.number + 2,
            "expected",
            f"{item.expected} ({item.reason}; {item.source})",
            f"{item.answer}, which the atlas has in {item.unit or 'no unit'} on {item.day}",
        )
        for item in find_failing(atlas)
    ]
    return [*check.faults(atlas), *contradicted, *versions.faults(place)]


def run_cite(args: Request) -> Answer:
    from geo.atlas import Atlas
    from geo.export.citation import FORMATS, cite

    day = args.accessed or datetime.now(UTC).date()
    atlas = Atlas.load(args.data, version=_find_version(args))
    citation = cite(atlas, day, args.view, args.address)
    if not citation.address:
        print(
            "greenline: no public address is known, so the citation has none: give --address URL, "
            f"set {ADDRESS}, or name a homepage in datapackage.json",
            file=sys.stderr,
        )
    return Answer(text=FORMATS[args.format](citation))


def _find_version(args: Request) -> str:
    """Return the version that an address says it was made with, where the data keep it."""
    from geo.atlas.release import home_of, list_released

    try:
        parts = urlsplit(args.view)
    except ValueError:
        return ""
    state = parts.query or parts.fragment if parts.scheme else args.view
    named = parse_qs(state.lstrip("?#")).get("v", [""])[-1]
    versions = list_released(home_of(args.data or default_folder()))
    return named if named in versions and not args.as_of else ""
