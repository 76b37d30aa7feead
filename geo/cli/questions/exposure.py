"""``greenline exposure``: what is at stake on a piece of ground on a day."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from functools import partial
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
    say_estimate,
    say_range,
    section,
)
from geo.cli.parser import Commands, command, day, json_option, perspective_option, whole_number
from geo.errors import QuestionError
from geo.layers import POINTS, SPECS
from geo.model import Language
from geo.profile import current
from geo.words import say
from geo.words.locale import stamp

if TYPE_CHECKING:
    import shapely

    from geo.ask.exposures import Exposure
    from geo.atlas import Atlas

_ABOUT = (
    "Show what is at stake on a piece of ground on a day: km², fields and barrels, pipelines, "
    "refineries, crossings, events and deaths, people. Figures that sources differ on "
    "are given as a range; what is interpolated or carried forward is in no sum."
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
    parser = command(commands, "exposure", run, _ABOUT, _EXAMPLES)
    parser.add_argument(
        "--date", type=day, default=current().days.opening, help="the day (%(default)s)"
    )
    parser.add_argument(
        "--since", metavar="DATE", type=day, help="also list fields handed over since this day"
    )
    perspective_option(parser)
    parser.add_argument(
        "--by",
        choices=["holder", "governorate", "district", "area"],
        help="what the figures are divided by; disputed areas may overlap",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--place",
        metavar="NAME",
        action="append",
        help="a disputed area, district, governorate or sub-district: name, P-code, "
        "areas:ID, areas:all, areas:VIEW (those that a perspective lists); may be repeated",
    )
    where.add_argument(
        "--polygon", metavar="LON,LAT;...|FILE", help="corners in degrees, or a file of polygons"
    )
    parser.add_argument(
        "--window", metavar="DAYS", type=whole_number(0, 15000, "days, 0 for all"), default=365,
        help="events of the last DAYS days up to the day; 0 for all (default: 365)",
    )  # fmt: skip
    parser.add_argument(
        "--fields-held",
        action="store_true",
        help="list the oil fields with who held and who ran each",
    )
    json_option(parser)


def run(args: argparse.Namespace) -> Answer:
    from geo.ask.exposures import exposure
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    answer = exposure(
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

        return as_json(record(atlas, answer, args.since), atlas=atlas)
    return as_lines(_lines(atlas, answer, args))


#: Endings of files of polygons that are read as ``greenline compare`` reads them.
MAPS = (".kml", ".kmz", ".gpkg", ".zip", ".fgb", ".parquet", ".geoparquet")


def _polygon(text: str | None) -> str | shapely.Geometry | None:
    """Read what ``--polygon`` names: corners, or the polygons of a file."""
    if text is None or not (suffix := Path(text.lower()).suffix):
        return text
    if suffix in MAPS:
        return _areas_of_file(text)
    if suffix not in (".geojson", ".json"):
        return text
    import shapely

    try:
        if Path(text).stat().st_size > LARGEST:
            raise QuestionError(f"{text}: expected a GeoJSON file of at most {LARGEST:,} bytes")
        document = json.loads(Path(text).read_text(encoding="utf-8-sig"))
        shapes = [shapely.from_geojson(json.dumps(geometry)) for geometry in _geometries(document)]
    except OSError as error:
        raise QuestionError(f"{text}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError, shapely.errors.GEOSException) as error:
        raise QuestionError(f"{text}: expected GeoJSON with a polygon") from error
    areal = [shape for shape in shapes if shape.geom_type in {"Polygon", "MultiPolygon"}]
    if not areal:
        raise QuestionError(f"{text}: expected GeoJSON with a polygon")
    return shapely.union_all([shapely.make_valid(item) for item in areal])


def _areas_of_file(text: str) -> shapely.Geometry:
    """Return all areas of a file of any kind that areas of the reader may come in."""
    import shapely

    from geo.events.reading import table

    sheet = table(Path(text))
    shapes = [] if sheet.shapes is None else [item for item in sheet.shapes if item is not None]
    if not shapes:
        raise QuestionError(f"{text}: expected polygons")
    return shapely.union_all(shapes)


def _geometries(document: Any) -> list[Any]:
    """Return the geometries of a GeoJSON object."""
    if not isinstance(document, dict):
        return []
    if document.get("type") == "FeatureCollection":
        return [
            geometry
            for feature in document.get("features") or []
            for geometry in _geometries(feature)
        ]
    if document.get("type") == "Feature":
        return [document["geometry"]] if document.get("geometry") else []
    return [document]


def _lines(atlas: Atlas, answer: Exposure, args: argparse.Namespace) -> list[str]:
    where = ", ".join(answer.area.names) or ("the polygon" if answer.area.text else country_name())
    head = f"{where} on {day_in_words(answer.day)}, {perspective_in_words(answer.perspective)}"
    about = f"{number(answer.area.km2)} km²; data of {atlas.date}, version {atlas.label}"
    lines = [head, about, "", *_totals(atlas, answer), "", *_notes(atlas, answer)]
    if "fields" not in atlas.filled:
        return lines
    if args.fields_held:
        lines += section("Oil and gas fields", _fields(atlas, answer))
    if args.since:
        lines += _changed_lines(atlas, answer, args)
    return lines + section(
        "What sources say of groups of fields that day", _reported_lines(atlas, answer)
    )


def _totals(atlas: Atlas, answer: Exposure) -> list[str]:
    """Return the totals, without columns of what the atlas has no table of."""
    census = (census_head(atlas), "census", lambda row: say_estimate(row, "residents"))
    points: list[tuple[str, str, Callable[[Record], str]]] = [
        (say(f"layer.{name}", Language.EN), SPECS[name].ids, partial(_count, name=name))
        for name in POINTS
    ]
    known = [
        (head, cell)
        for head, table, cell in (*_COLUMNS, *points, census)
        if not table or table in atlas.filled
    ]
    rows = [
        [_group(answer, row), *(cell(row) for _, cell in known)] for row in dicts(answer.totals)
    ]
    heads = [head for head, _ in known]
    return grid(["Of", *heads], rows, right="|".join(heads))


def _count(row: Record, name: str) -> str:
    return number(row[name])


def _pipes(row: Record) -> str:
    return f"{number(row['km_open'] + row['km_partial'])}/{number(row['km_shut'])}"


def _group(answer: Exposure, row: Record) -> str:
    if answer.by is None:
        return "All"
    if answer.by == "holder":
        return holder_name(row["group"], answer.day, answer.perspective)
    return str(row["name_en"] or row["group"] or "No known place")


def _describe_figures(row: Record) -> str:
    """Say of how many fields there is a figure, and of what kind."""
    kinds = (row["measured"], row["interpolated"], row["carried"])
    return "/".join(str(kind) for kind in kinds) if row["fields"] else ""


#: Columns of the totals: heading, table without which there is none, cell.
_COLUMNS: tuple[tuple[str, str, Callable[[Record], str]], ...] = (
    ("km²", "", lambda row: number(row["km2"])),
    ("Fields", "fields", lambda row: number(row["fields"])),
    ("Barrels a day", "fields", lambda row: say_estimate(row, "barrels")),
    ("Figures", "fields", _describe_figures),
    ("Reserves", "fields", lambda row: number(row["reserves_mmbbl"])),
    ("Pipes", "pipelines", _pipes),
    ("Crossings", "crossings", lambda row: f"{row['crossings_open']}/{row['crossings']}"),
    ("Airports", "crossings", lambda row: f"{row['airports_open']}/{row['airports']}"),
    ("Milestones", "events", lambda row: number(row["events"])),
    ("Deaths", "events", lambda row: say_range(row, "deaths")),
    ("Conflict", "conflict", lambda row: number(row["conflict"])),
    ("Deaths (UCDP)", "conflict", lambda row: say_range(row, "conflict_deaths")),
    ("People in towns", "places", people_in_towns),
)


#: What the columns mean, by line: table without which a part is left out.
_NOTES = (
    (
        ("fields", "Barrels: best (low-high), the sum of figures of the day."),
        (
            "fields",
            (
                "Figures: of the day / interpolated between two figures / carried forward from the "
                "last, at most five years; the last two are in no sum."
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


def _notes(atlas: Atlas, answer: Exposure) -> list[str]:
    from geo.ask import conflict, people

    tables = atlas.filled
    lines = [" ".join(text for table, text in line if table in tables) for line in _NOTES]
    bands = [f"{_group(answer, row)} {held}" for row in dicts(answer.totals) if (held := band(row))]
    lines += [f"km², 90% range of who held what: {'; '.join(bands)}."] if bands else []
    lines += [_TOWNS] if "places" in tables else []
    if day := people.census_day(atlas):
        lines.append(
            f"{census_head(atlas)}: who lived there in {day.year}, whatever the day; of divided "
            "ground by its share of the area."
        )
    if last := conflict.last_day(atlas):
        lines.append(
            f"Deaths (UCDP): of armed conflict events, which end on {last}; Deaths: of milestones "
            "after it. The two are not comparable."
        )
    vague, apart = (int(answer.totals[name].sum()) for name in ("events_vague", "conflict_apart"))
    if vague:
        lines.append(f"Milestones placed by governorate or country only, not counted: {vague}.")
    if apart:
        lines.append(
            "Armed conflict events placed by district or governorate, or longer than a month, not "
            f"counted: {apart}."
        )
    return [line for line in lines if line]


def _fields(atlas: Atlas, answer: Exposure) -> list[str]:
    names = atlas.publishers
    rows = [
        [
            row["id"],
            row["name_en"],
            holder_name(row["holder"], answer.day),
            row["operator"],
            holder_name(row["run_by"], answer.day),
            say_figure(row, names),
            row["figure"],
        ]
        for row in dicts(
            answer.fields.sort_values(["holder", "best", "id"], ascending=[True, False, True])
        )
    ]
    head = ["Id", "Name", "Held by", "Operator", "On behalf of", "Barrels a day", "Figure"]
    return grid(head, rows)


def say_figure(row: Record, names: Mapping[str, str]) -> str:
    """Say a figure; where sources differ, as a range with both of their names."""
    low, best, high = (number(row[bound]) for bound in ("low", "best", "high"))
    if low == high:
        return best
    called = [
        "/".join(names.get(bound, bound) for bound in row[f"{end}_source"].split(";"))
        for end in ("low", "high")
    ]
    return f"{best}: {low} ({called[0]}) - {high} ({called[1]})"


def _changed_lines(atlas: Atlas, answer: Exposure, args: argparse.Namespace) -> list[str]:
    from geo.ask.exposures import handed_over

    cells = [
        [
            row["id"],
            row["name_en"],
            holder_name(row["from_holder"], args.since),
            holder_name(row["to_holder"], answer.day),
            stamp(row["since"], row["precision"]),
        ]
        for row in dicts(handed_over(atlas, answer, args.since))
    ]
    title = f"Fields that changed hands since {day_in_words(args.since)}"
    return section(title, grid(["Id", "Name", "From", "To", "Since"], cells))


def _reported_lines(atlas: Atlas, answer: Exposure) -> list[str]:
    names = atlas.publishers
    rows = [
        [
            row["subject"],
            number(row["value"]),
            row["qualifier"],
            row["period"],
            "; ".join(names.get(source, source) for source in row["source"].split(";")),
        ]
        for row in dicts(answer.reported)
    ]
    return grid(["Of", "Barrels a day", "How", "When", "Source"], rows, right="Barrels a day")
