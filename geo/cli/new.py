"""``greenline new``: an atlas of other ground, from its outlines and a table of control by day."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.cli.output import Answer, Table
from geo.cli.user_areas import list_bad_rows
from geo.errors import DataError, QuestionError
from geo.files.data_file import PACKAGE, PROFILE
from geo.layers.spec import Column, Kind
from geo.model import STATES

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.cli.parser import Request
    from geo.tabular.grid import Sheet
    from geo.user_areas.dated_areas import ControlRows

Tables = dict[str, list[dict[str, Any]]]


#: The tables and files of such a folder; tables without rows are for its maker to fill.
_KEPT: Final = (
    *("sources", "governorates", "districts", "subdistricts", "areas", "actors", "spells"),
    *("places", "instruments", "claims", "views", "perspectives", "events"),
    *("subdistricts_shape", "areas_shape", "profile"),
)

#: Source of rows that name none; what is a link.
_FILES: Final = "files"
_LINK: Final = re.compile("https?://")


def run(args: Request) -> Answer:
    from geo.atlas.atlas import check
    from geo.files import atomic_write
    from geo.tabular.grid import BadRow, Sheet
    from geo.tabular.source import LIMITS, sourced
    from geo.user_areas.areas import EndDays
    from geo.user_areas.dated_areas import ControlColumns, ControlRows
    from geo.worker.limited import call

    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        raise QuestionError(f"{args.out}: expected a folder that is empty or not there")
    files = [sourced(path, "", LIMITS).content for path in (args.areas, args.control)]
    outlines, rows, ground = call(
        _read_here, *files, name=args.control.name, limits=LIMITS,
        classes=(Sheet, BadRow, ControlRows, ControlColumns, EndDays),
    )  # fmt: skip
    title = (args.title or args.out.resolve().name).replace("{", "(").replace("}", ")")
    tables, shape = _build_tables(outlines, rows, ground, title)
    kind = atomic_write.FolderKind("atlas", PACKAGE, "an")
    with atomic_write.replace_folder(kind, args.out.absolute(), lambda _: False) as part:
        _write_folder(part, tables, shape, title)
        if faults := check(part):
            raise DataError(faults)
    about = {
        "path": str(args.out),
        "areas": len(shape),
        "spells": len(tables["spells"]),
        "actors": [row["name_en"] for row in tables["actors"] if row["id"] not in STATES],
        "next": f"greenline export map.html --data {args.out}",
    }
    numbers = [Column(name, name.capitalize(), Kind.NUMBER) for name in ("areas", "spells")]
    holders = Column("actors", "details.heldBy", Kind.LIST)
    named = (Column("path", "Folder"), *numbers, holders, Column("next", "As one file"))
    bad = list_bad_rows([vars(item) for item in rows.bad])
    return Answer(about, [Table([about], named, upright=True), *bad])


def _read_here(areas: Path, control: Path) -> tuple[Sheet, ControlRows, list[set[int]]]:
    """Read both files, and find the areas that each row names; it runs in a process with limits.

    A text names the areas that have it in one column, one or all of a group; where several columns
    have it, that in which it names fewest. An outline takes the areas whose middle it has.
    """
    import numpy as np
    import shapely

    from geo.events.reading import table_here
    from geo.tabular.columns import fold
    from geo.tabular.geometry import drop_unshaped
    from geo.tabular.source import LIMITS, read_error
    from geo.user_areas.areas import AreaOptions
    from geo.user_areas.dated_areas import find_control_columns, keep_placed, read_control_rows
    from geo.words import phrase

    outlines, sheet = (table_here(file, file.name, None, LIMITS) for file in (areas, control))
    outlines = drop_unshaped(outlines)
    if outlines.shapes is None or not len(outlines.shapes):
        raise read_error(areas.name, "no_areas", "area")
    columns = find_control_columns(sheet, AreaOptions())
    if columns is None:
        raise read_error(control.name, "no_control_rows", "control_columns")
    rows = read_control_rows(sheet, columns, AreaOptions())
    named: dict[Any, set[int]] = {}
    for name in outlines.frame:
        texts = outlines.frame[name].astype("str").map(fold)
        for text, some in texts.groupby(texts).groups.items():
            if len(some) < len(named.get(text, range(len(texts) + 1))):
                named[text] = set(some)
    ground = [named.get(fold(cells[0][1]), set()) if cells else set() for cells in rows.named]
    if rows.shapes is not None:
        middles = shapely.point_on_surface(np.asarray(outlines.shapes, object))
        row, area = shapely.STRtree(middles).query(rows.shapes, predicate="contains")
        for at in np.flatnonzero(~shapely.is_missing(rows.shapes)):
            ground[at] = set(area[row == at].tolist())
    accepted = phrase("fault.accepted.area_of_file")
    rows = keep_placed(control.name, rows, list(map(bool, ground)), lambda _: accepted)
    return outlines, rows, [some for some in ground if some]


def _build_tables(
    sheet: Sheet, rows: ControlRows, ground: list[set[int]], title: str
) -> tuple[Tables, gpd.GeoDataFrame]:
    """Return the rows of the tables, and the outlines of areas."""
    import geopandas as gpd

    from geo.user_areas.polygons import guess_title

    frame = sheet.frame.astype("str").apply(lambda cells: cells.str.strip())
    units = [
        {"pcode": f"XX1A{at:04}", "district": "XX1A", "belt": "true", "name_en": name or f"#{at}"}
        for at, name in enumerate(frame[guess_title(sheet) or frame.columns[0]], 1)
    ]
    holders, sources = _make_ids(rows.frame["holder"]), _make_ids(rows.frame["source"])
    spells = [
        {**row, "id": f"{unit['pcode']}-{at}", "unit": unit["pcode"]}
        for number_, unit in enumerate(units)
        for at, row in enumerate(_build_spells(number_, rows, ground, holders, sources), 1)
    ]
    last = max(row["start"] for row in spells)
    actors = {**{key: text for text, key in holders.items()}, **{key: key for key in STATES}}
    tables: Tables = {
        "governorates": [{"iso": "XX-1", "pcode": "XX1", "name_en": title}],
        "districts": [{"pcode": "XX1A", "governorate": "XX-1", "name_en": title}],
        "subdistricts": units, "spells": spells,
        "actors": [{"id": key, "name_en": text, "text": text} for key, text in actors.items()],
        "perspectives": [{"id": "held", "name_en": "As held", "text_en": "Who held the ground."}],
        "sources": [
            {"id": key, "title": text, "url": text if _LINK.match(text) else "", "date": last}
            for text, key in sources.items()
        ] + [{"id": _FILES, "title": title, "publisher": title, "date": last}],
    }  # fmt: skip
    for row in (row for name, some in tables.items() if name != "sources" for row in some):
        row.setdefault("source", _FILES)
    shape = gpd.GeoDataFrame(units, geometry=list(sheet.shapes), crs=4326)  # type: ignore[arg-type]
    return tables, shape[["pcode", "name_en", "district", "source", "geometry"]]


def _make_ids(texts: Any) -> dict[str, str]:
    """Return an id for each different text; the states that every atlas has keep theirs."""
    result: dict[str, str] = {}
    for text in filter(None, dict.fromkeys(texts)):
        key = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:24]
        key = key if re.match("[a-z]", key) else f"n_{key}".rstrip("_")
        taken = {*result.values(), "held", "disputed", "same", _FILES}
        result[text] = key if key not in taken else f"{key}_{len(result) + 1}"
    return result


def _build_spells(
    area: int, rows: ControlRows, ground: list[set[int]], holders: Any, sources: Any
) -> list[dict[str, Any]]:
    """Return who held an area from the first day on: the finer row counts, then the later one.

    Below all rows lies one of an unknown holder.
    """
    from datetime import date

    from geo.ask.dated_control import lay_rows

    days = [day for name in ("start", "end") for day in rows.frame[name] if day]
    if not days:
        raise QuestionError("the table of control names no day: expected one at least")
    nobody = {"start": None, "end": None, "holder": "", "source": "", "note": ""}
    spells: list[Any] = [*rows.frame.to_dict("records"), nobody]
    spans = [((row["start"] or min(days)).toordinal(), (row["end"] or date.max).toordinal())
             for row in spells]  # fmt: skip
    over = [row for row, areas in enumerate(ground) if area in areas]
    over.sort(key=lambda row: (len(ground[row]), -row))
    sheets = [(row, None) for row in (*over, len(ground))]
    pieces, _ = lay_rows(area, sheets, spans, [row["holder"] for row in spells])
    pieces.sort(key=lambda item: int(item["start"]))
    starts = [date.fromordinal(piece["start"]) for piece in pieces]
    return [
        {
            "start": start.isoformat(), "end": end and end.isoformat(), "note": row["note"],
            "precision": row["precision"] if row["start"] == start else "day",
            "holder": holders.get(row["holder"], "unknown"),
            "source": sources.get(row["source"], _FILES),
        }
        for start, end, row in zip(
            starts, [*starts[1:], None], (spells[piece["row"]] for piece in pieces), strict=True
        )
    ]  # fmt: skip


def _build_profile(
    shape: gpd.GeoDataFrame, actors: dict[str, str], spells: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the profile; the map opens on the last day from which somebody holds ground."""
    from geo.user_areas.areas import KINDS

    if not actors:
        raise QuestionError("the table of control names no holder: expected one at least")
    west, south, east, north = (round(float(edge), 3) for edge in shape.total_bounds)
    room, first = max(east - west, north - south) / 2, next(iter(actors))
    return {
        "id": "atlas", "country": "XX", "languages": ["en"],
        "days": {
            "first": min(row["start"] for row in spells),
            "opening": max(row["start"] for row in spells if row["holder"] != "unknown"),
        },
        "region": [west - room, south - room, east + room, north + room],
        "centre": [(west + east) / 2, (south + north) / 2],
        "admin": {"governorate": 3, "district": 4, "subdistrict": 8},
        "actors": {
            key: {"colour": _mix(colour, 255, 0.5), "strong": _mix(colour, 0, 0.35)}
            for key, colour in zip(actors, KINDS * len(actors), strict=False)
        },
        "claims": {"default": first, "classes": [first]}, "views": [],
        "mixed": {"of": [first, list(actors)[1 % len(actors)]]},
        "example": re.sub(r"[^\w' -]", "", shape["name_en"][0]) or "place",
    }  # fmt: skip


def _mix(colour: str, other: int, share: float) -> str:
    """Return a colour mixed with white (255) or black (0)."""
    parts = bytes.fromhex(colour[1:])
    return "#" + bytes(round(part + (other - part) * share) for part in parts).hex()


def _write_folder(out: Path, tables: Tables, shape: gpd.GeoDataFrame, title: str) -> None:
    """Write the folder; its descriptor keeps of the program's own what is there."""
    import pandas as pd
    import yaml

    from geo.profile import own_folder

    actors = {row["id"]: row["name_en"] for row in tables["actors"] if row["id"] not in STATES}
    profile = _build_profile(shape, actors, tables["spells"])
    last = max(row["start"] for row in tables["spells"])
    words = {
        "about.citation": f"{title}. {{what}}. Data of {{date}}, version {{version}}.",
        **dict.fromkeys(("country", "map.label", "web.tagline", "web.about.what"), title),
        "map.title.held": f"{title}, {{when}}", "graphic.title.held": title,
        **{f"holder.{key}": text for key, text in actors.items()}, "holder.mixed": "divided",
        f"class.{next(iter(actors))}": next(iter(actors.values())),
    }  # fmt: skip
    package = json.loads((own_folder() / PACKAGE).read_text("utf-8"))
    resources = [item for item in package["resources"] if item["name"] in _KEPT]
    for resource in resources:
        (out / resource["path"]).parent.mkdir(parents=True, exist_ok=True)
        schema = resource.get("schema", {"fields": []})
        fields = [item for item in schema["fields"] if not item["name"].endswith(("_ar", "_ckb"))]
        schema["fields"] = fields
        for field in fields:  # codes and names of the program's own ground are no rules
            rules = field.get("constraints", {}).items()
            field["constraints"] = dict(rule for rule in rules if rule[0] in {"required", "unique"})
        links = schema.get("foreignKeys", [])
        links[:] = [link for link in links if link["reference"]["resource"] in {*_KEPT, ""}]
        if columns := [field["name"] for field in fields]:
            rows = pd.DataFrame(tables.get(resource["name"], []), columns=columns)
            rows.to_csv(out / resource["path"], index=False, lineterminator="\n")
        elif resource["name"] == "profile":
            resource["extrapaths"] = ["words/en.json"]
    about = {"name": "atlas", "title": title, "description": title, "version": "1.0.0"}
    about |= {"created": f"{last}T00:00:00Z", "last_day": last, "licenses": package["licenses"]}
    (out / "words").mkdir(exist_ok=True)
    for name, text in (
        (PACKAGE, json.dumps({**about, "resources": resources}, indent=1)),
        (PROFILE, yaml.safe_dump(profile, sort_keys=False, allow_unicode=True)),
        ("words/en.json", json.dumps(words, indent=1, ensure_ascii=False)),
    ):
        (out / name).write_text(text, "utf-8")
    shape.to_file(out / "boundaries" / "subdistricts.shp", encoding="utf-8")
    none = shape[:0].rename(columns={"pcode": "id", "district": "level"})
    none.to_file(out / "disputed" / "areas.shp", encoding="utf-8", geometry_type="Polygon")
