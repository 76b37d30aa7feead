"""``greenline exposure``: what is at stake on a piece of ground on a day."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.output import (
    Answer,
    Record,
    as_json,
    as_lines,
    band,
    census_head,
    country_name,
    day_in_words,
    dicts,
    grid,
    holder_name,
    number,
    people_in_towns,
    perspective_in_words,
    section,
)
from geo.cli.parser import Commands, command, day, json_option, perspective_option, whole_number
from geo.errors import QuestionError
from geo.profile import current

if TYPE_CHECKING:
    import shapely

    from geo.ask.exposure import Exposure
    from geo.atlas import Atlas

_ABOUT = (
    "Show what is at stake on a piece of ground on a day: km², fields and barrels, pipelines, "
    "refineries, crossings, events and deaths, people. Figures that sources differ on "
    "are given as a range; what is interpolated or carried forward is marked."
)
_EXAMPLES = """\
exposure --date $opening --by holder
exposure --date $later --place $place --window 90
exposure --date $later --since $earlier --by holder
exposure --date $earlier --polygon '$polygon'
exposure --polygon shape.geojson --by district --json"""

#: Bytes that a GeoJSON file of a polygon may have.
LARGEST = 5_000_000


def add(commands: Commands) -> None:
    one = command(commands, "exposure", run, _ABOUT, _EXAMPLES)
    one.add_argument(
        "--date", type=day, default=current().days.opening, help="the day (%(default)s)"
    )
    one.add_argument("--since", metavar="DATE", type=day, help="also: fields handed over since")
    perspective_option(one)
    one.add_argument(
        "--by",
        choices=["holder", "governorate", "district", "area"],
        help="what the figures are divided by; disputed areas may overlap",
    )
    where = one.add_mutually_exclusive_group()
    where.add_argument(
        "--place",
        metavar="NAME",
        action="append",
        help="a disputed area, district, governorate or sub-district: name, P-code, "
        "areas:ID; may be repeated",
    )
    where.add_argument(
        "--polygon", metavar="LON,LAT;...|FILE", help="corners in degrees, or a GeoJSON file"
    )
    one.add_argument(
        "--window", metavar="DAYS", type=whole_number(0, 15000, "days, 0 for all"), default=365,
        help="events of the last DAYS days up to the day; 0 for all (default: 365)",
    )  # fmt: skip
    one.add_argument(
        "--fields-held",
        action="store_true",
        help="list the oil fields with who held and who ran each",
    )
    json_option(one)


def run(args: argparse.Namespace) -> Answer:
    """Return what is at stake on a piece of ground."""
    from geo.ask import exposure
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    found = exposure.exposure(
        atlas,
        args.date,
        perspective=args.perspective,
        by=args.by,
        polygon=_polygon(args.polygon),
        places=args.place,
        window=args.window,
    )
    if args.json:
        from geo.export.exposure import record

        return as_json(record(atlas, found, args.since), atlas=atlas)
    return as_lines(_lines(atlas, found, args))


def _polygon(text: str | None) -> str | shapely.Geometry | None:
    """Read what ``--polygon`` names: corners, or the polygons of a GeoJSON file."""
    if text is None or not text.lower().endswith((".geojson", ".json")):
        return text
    import shapely

    try:
        if Path(text).stat().st_size > LARGEST:
            raise QuestionError(f"{text}: expected a GeoJSON file of at most {LARGEST:,} bytes")
        found = json.loads(Path(text).read_text(encoding="utf-8-sig"))
        shapes = [shapely.from_geojson(json.dumps(one)) for one in _geometries(found)]
    except OSError as error:
        raise QuestionError(f"{text}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError, shapely.errors.GEOSException) as error:
        raise QuestionError(f"{text}: expected GeoJSON with a polygon") from error
    areal = [one for one in shapes if one.geom_type in {"Polygon", "MultiPolygon"}]
    if not areal:
        raise QuestionError(f"{text}: expected GeoJSON with a polygon")
    return shapely.union_all([shapely.make_valid(one) for one in areal])


def _geometries(found: Any) -> list[Any]:
    """Return the geometries of a GeoJSON object."""
    if not isinstance(found, dict):
        return []
    if found.get("type") == "FeatureCollection":
        return [one for feature in found.get("features") or [] for one in _geometries(feature)]
    if found.get("type") == "Feature":
        return [found["geometry"]] if found.get("geometry") else []
    return [found]


def _lines(atlas: Atlas, found: Exposure, args: argparse.Namespace) -> list[str]:

    where = ", ".join(found.area.names) or ("the polygon" if found.area.text else country_name())
    head = f"{where} on {day_in_words(found.day)}, {perspective_in_words(found.perspective)}"
    about = f"{number(found.area.km2)} km²; data of {atlas.date}, version {atlas.label}"
    lines = [head, about, "", *_totals(atlas, found), "", *_notes(atlas, found)]
    if "fields" not in atlas.filled:
        return lines
    if args.fields_held:
        lines += section("Oil and gas fields", _fields(atlas, found))
    if args.since:
        lines += _changed(atlas, found, args)
    return lines + section("What sources say of groups of fields that day", _reported(atlas, found))


def _totals(atlas: Atlas, found: Exposure) -> list[str]:
    """Return the totals, without columns of what the atlas has no table of."""
    census = (census_head(atlas), "census", lambda row: number(row["residents_best"]))
    known = [
        (head, cell)
        for head, table, cell in (*_COLUMNS, census)
        if not table or table in atlas.filled
    ]
    rows = [[_group(found, row), *(cell(row) for _, cell in known)] for row in dicts(found.totals)]
    heads = [head for head, _ in known]
    return grid(["Of", *heads], rows, right="|".join(heads))


def _pipes(row: Record) -> str:
    return f"{number(row['km_open'] + row['km_partial'])}/{number(row['km_shut'])}"


def _group(found: Exposure, row: Record) -> str:

    if found.by is None:
        return "All"
    if found.by == "holder":
        return holder_name(row["group"], found.perspective)
    return str(row["name_en"] or row["group"] or "No known place")


def _range(row: Record, name: str) -> str:
    low, best, high = (number(row[f"{name}_{one}"]) for one in ("low", "best", "high"))
    return best if low == high else f"{best} ({low}-{high})"


def _made(row: Record) -> str:
    """Say of how many fields there is a figure, and of what kind."""
    kinds = (row["measured"], row["interpolated"], row["carried"])
    return "/".join(str(kind) for kind in kinds) if row["fields"] else ""


#: Columns of the totals: heading, table without which there is none, cell.
_COLUMNS: tuple[tuple[str, str, Callable[[Record], str]], ...] = (
    ("km²", "", lambda row: number(row["km2"])),
    ("Fields", "fields", lambda row: number(row["fields"])),
    ("Barrels a day", "fields", lambda row: _range(row, "barrels")),
    ("Figures", "fields", _made),
    ("Reserves", "fields", lambda row: number(row["reserves_mmbbl"])),
    ("Pipes", "pipelines", _pipes),
    ("Refineries", "refineries", lambda row: number(row["refineries"])),
    ("Crossings", "crossings", lambda row: f"{row['crossings_open']}/{row['crossings']}"),
    ("Airports", "crossings", lambda row: f"{row['airports_open']}/{row['airports']}"),
    ("Events", "events", lambda row: number(row["events"])),
    ("Deaths", "events", lambda row: _range(row, "deaths")),
    ("People in towns", "places", people_in_towns),
)


#: What the columns mean, by line: table without which a part is left out.
_NOTES = (
    (
        ("fields", "Barrels: best (low-high), summed over fields with a figure."),
        (
            "fields",
            (
                "Figures: of the day / interpolated between two figures / carried on from the "
                "last, at most five years."
            ),
        ),
    ),
    (
        ("fields", "Reserves: millions of barrels, as the sources count them."),
        ("pipelines", "Pipes: km open or partly open / shut."),
        ("crossings", "Crossings, airports: open / all."),
    ),
)
_TOWNS = (
    "People in towns: those of the towns with a population in the atlas (their number), undated."
)


def _notes(atlas: Atlas, found: Exposure) -> list[str]:
    from geo.ask import people

    tables = atlas.filled
    lines = [" ".join(text for table, text in line if table in tables) for line in _NOTES]
    bands = [f"{_group(found, row)} {held}" for row in dicts(found.totals) if (held := band(row))]
    lines += [f"km² in nine of ten samples of who held what: {'; '.join(bands)}."] if bands else []
    lines += [_TOWNS] if "places" in tables else []
    if day := people.census_day(atlas):
        lines.append(
            f"{census_head(atlas)}: who lived there in {day.year}, whatever the day; of divided "
            "ground by its share of the area."
        )
    vague = int(found.totals["events_vague"].sum())
    left_out = [f"Events placed by governorate or country only, not counted: {vague}."]
    return [line for line in lines if line] + (left_out if vague else [])


def _fields(atlas: Atlas, found: Exposure) -> list[str]:

    names = atlas.publishers
    rows = [
        [
            row["id"],
            row["name_en"],
            holder_name(row["holder"]),
            row["operator"],
            holder_name(row["run_by"]),
            spoken(row, names),
            row["figure"],
        ]
        for row in dicts(
            found.fields.sort_values(["holder", "best", "id"], ascending=[True, False, True])
        )
    ]
    head = ["Id", "Name", "Held by", "Operator", "Run for", "Barrels a day", "Figure"]
    return grid(head, rows)


def spoken(row: Record, names: Mapping[str, str]) -> str:
    """Say a figure; where sources differ, as a range with both of their names."""
    low, best, high = (number(row[one]) for one in ("low", "best", "high"))
    if low == high:
        return best
    called = [
        "/".join(names.get(one, one) for one in row[f"{end}_source"].split(";"))
        for end in ("low", "high")
    ]
    return f"{best}: {low} ({called[0]}) - {high} ({called[1]})"


def _changed(atlas: Atlas, found: Exposure, args: argparse.Namespace) -> list[str]:
    from geo.ask import exposure

    lines: list[str] = []
    for title, rows in zip(
        ("Fields that changed hands", "Fields that were or became contested or mixed"),
        exposure.handed_over(atlas, found, args.since),
        strict=True,
    ):
        cells = [
            [
                row["id"],
                row["name_en"],
                holder_name(row["from_holder"]),
                holder_name(row["to_holder"]),
                str(row["since"]),
            ]
            for row in dicts(rows)
        ]
        lines += section(
            f"{title} since {day_in_words(args.since)}",
            grid(["Id", "Name", "From", "To", "Since"], cells),
        )
    return lines


def _reported(atlas: Atlas, found: Exposure) -> list[str]:
    names = atlas.publishers
    rows = [
        [
            row["subject"],
            number(row["value"]),
            row["qualifier"],
            row["period"],
            "; ".join(names.get(one, one) for one in row["source"].split(";")),
        ]
        for row in dicts(found.said)
    ]
    return grid(["Of", "Barrels a day", "How", "When", "Source"], rows, right="Barrels a day")
