"""``greenline at``: who holds each sub-district, or one place, on a day."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.ask.sentences import say_certainty, say_evidence, say_since, say_sources
from geo.cell_output import split_ids
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
    km2,
    number,
    perspective_in_words,
    pick,
    say_estimate,
    unit_names,
)
from geo.cli.parser import (
    PLACE,
    Commands,
    command,
    day_argument,
    json_option,
    perspective_option,
)
from geo.cli.user_areas import answer_compare, answer_numbers
from geo.cli.with_files import area_options, read_with, with_option
from geo.errors import ViewError
from geo.evidence import newest_stating
from geo.model import HELD, Language
from geo.profile import current
from geo.words import say, side_heading

if TYPE_CHECKING:
    from geo.ask.holdings import Located
    from geo.atlas import Atlas

_ABOUT = (
    "Show who holds each sub-district, or one place, on a day. Where a front ran through a "
    "sub-district, its parts are listed separately."
)
_EXAMPLES = """\
at $opening
at $later --place $place --json
at $later --against $other
at $earlier --place $point
at $later --place $code
at $opening --perspective $view --format csv
at $opening --format geojson > held.geojson"""


def add(commands: Commands) -> None:
    parser = command(commands, "at", run, _ABOUT, _EXAMPLES)
    day_argument(parser, "DATE")
    parser.add_argument(
        "--place",
        metavar="NAME|LON,LAT",
        help=f"one place: {PLACE}",
    )
    perspective_option(parser)
    parser.add_argument(
        "--against",
        choices=current().perspectives,
        help="a second perspective: show how much ground one holds and another claims",
    )
    group = parser.add_argument_group("your areas")
    with_option(group, "a file of yours beside the atlas: control by day, numbers or kinds by area")
    area_options(group)
    form = parser.add_mutually_exclusive_group()
    json_option(form, rows=True)
    form.add_argument("--format", choices=["geojson", "csv"], help="print a map or a table")


def run(args: argparse.Namespace) -> Answer:
    from geo.ask import holdings
    from geo.atlas import Atlas

    atlas = Atlas.load(args.data)
    if args.with_files:
        return _answer_with(atlas, args)
    if args.against is not None:
        return _answer_against(atlas, args)
    if args.place is not None and args.perspective == HELD and not args.format:
        from geo.ask.things import find_thing

        if thing := find_thing(atlas, args.place):
            from geo.cli.questions.thing import answer_thing

            return answer_thing(atlas, args, thing)
    rows = holdings.on(atlas, args.day, args.perspective)
    place = holdings.locate(atlas, args.place) if args.place is not None else None
    chosen = [row for row in rows if row["unit"] in place.units] if place else rows
    if args.format == "geojson":
        return Answer(_geojson(atlas, chosen, args))
    if args.format == "csv":
        return Answer(_csv(chosen))
    if place:
        return _answer_place(atlas, args, chosen, place)
    if args.json:
        return as_json(records(rows), atlas=atlas)
    return as_lines(_lines(atlas, args, rows))


def _answer_with(atlas: Atlas, args: argparse.Namespace) -> Answer:
    """Answer what a reader's areas say beside the atlas on the day."""
    from geo.user_areas.reading import Role, role_of

    if args.place is not None or args.against is not None or args.perspective != HELD:
        raise ViewError("--with: expected neither --place, --perspective nor --against")
    if args.format == "geojson":
        raise ViewError("--format geojson: expected csv with --with")
    areas = read_with(atlas, args)
    if role_of(areas) is Role.CONTROL:
        return answer_compare(atlas, areas, args.day, args)
    if args.format:
        raise ViewError(f"--format csv: expected control by day; {areas.name} holds none")
    return answer_numbers(atlas, areas, args.day, args)


def _answer_against(atlas: Atlas, args: argparse.Namespace) -> Answer:
    """Answer which ground two perspectives class unlike."""
    from geo.ask.comparisons import differences
    from geo.view import View

    if args.place is not None or args.format is not None:
        raise ViewError("--against: expected neither --place nor --format")
    view = View(date=args.day, perspective=args.perspective, against=args.against)
    rows = dicts(differences(atlas, view))
    if args.json:
        people = ("residents_low", "residents_best", "residents_high")
        listed = [
            {
                **pick(row, "holder", "other"),
                "km2": km2(row["km2"]),
                **pick(row, "units", *people),
            }
            for row in rows
        ]
        return as_json(listed, atlas=atlas)
    cells = [
        [
            holder_name(row["holder"], args.day, args.perspective),
            holder_name(row["other"], args.day, args.against),
            number(row["km2"]),
            number(row["units"]),
            say_estimate(row, "residents"),
        ]
        for row in rows
    ]
    people_head = census_head(atlas)
    heads = (say(side_heading(each), Language.EN) for each in (args.perspective, args.against))
    head = [*heads, "km²", "Units", people_head]
    says = (
        f"{perspective_in_words(args.perspective)}, against: {perspective_in_words(args.against)}"
    )
    title = f"{country_name()} on {day_in_words(args.day)}, {says}"
    return as_lines([title, "", *grid(head, cells, right=f"km²|Units|{people_head}")])


def records(rows: Iterable[Record]) -> list[Record]:
    """Return what :func:`geo.ask.holdings.on` answers, with stable keys."""
    return [
        {
            **unit_names(row),
            **pick(row, "district", "governorate", "holder", "since", "held_since"),
            **pick(row, "held_precision", "spell"),
            **pick(row, "certainty", "probability", "reason", "earliest", "latest"),
            "alternatives": list(split_ids(row["alternatives"])),
            **pick(row, "precision", "context", "evidence", "publishers", "newest"),
            **pick(row, "confidence"),
            **pick(row, "forces", "source", "note"),
            "km2": km2(row["km2"]),
            "in_doubt_km2": None if row["in_doubt_km2"] is None else km2(row["in_doubt_km2"]),
        }
        for row in rows
    ]


def _answer_place(
    atlas: Atlas, args: argparse.Namespace, rows: Sequence[Record], location: Located
) -> Answer:
    from geo.ask.certainty import CONFIDENCE, certainty_at
    from geo.ask.things import find_namesakes

    at_unit = next(row for row in rows if row["unit"] == location.unit)
    at_point = records([at_unit])[0]
    if len(location.units) == 1 and args.perspective == HELD:
        position = location.place.lon, location.place.lat
        certain = certainty_at(atlas, args.day, position, location.unit)
        at_point |= {
            "certainty": str(certain.grade),
            "probability": certain.probability,
            "reason": str(certain.reason) or None,
            "confidence": CONFIDENCE[certain.grade],
        }
    totals = _totals(atlas, args, rows)
    if args.json:
        named = {"place": location.place.name, "lon": location.place.lon, "lat": location.place.lat}
        areas = {holder: area["km2"] for holder, area in totals.items()}
        more = {"place_confidence": at_point["confidence"], "holders": areas, "ranges": totals}
        return as_json({**named, **at_point, **more}, atlas=atlas)

    head = (
        f"{location.place.name} on {day_in_words(args.day)}, "
        f"{perspective_in_words(args.perspective)}"
    )
    if len(rows) > 1:
        shares = ", ".join(
            f"{holder_name(side, args.day, args.perspective)} {number(area['km2'])} km²"
            + (f" ({between})" if (between := band(area)) else "")
            for side, area in totals.items()
        )
        return as_lines([f"{head}: {shares}", "", *_table(args, rows)])
    holder = holder_name(at_point["holder"], args.day, args.perspective)
    since, how_sure = (tell(at_point, Language.EN) for tell in (say_since, say_certainty))
    lines = [
        f"{head}: {holder}{since and f' {since}'}{how_sure and f' ({how_sure})'}",
        f"In {at_point['name']}, {at_point['unit']}, {number(at_point['km2'])} km²",
    ]
    if at_point["alternatives"]:
        others = ", ".join(
            holder_name(part, args.day, args.perspective) for part in at_point["alternatives"]
        )
        lines.append(
            f"Changing hands between {at_point['earliest']} and {at_point['latest']}; "
            f"may be held by: {others}"
        )
    for label, key in (("Forces present", "forces"), ("Note", "note")):
        if at_point[key]:
            lines.append(f"{label}: {at_point[key]}")
    if at_point["evidence"]:
        dates = {source["id"]: source["date"] for source in atlas.records("sources")}
        stated = {"newest": newest_stating(at_unit, dates)}
        lines.append(say_evidence(at_point | stated, Language.EN))
    if at_point["sources"]:
        lines.append(f"Sources: {', '.join(say_sources(at_unit, Language.EN))}")
    if things := find_namesakes(atlas, args.place):
        lines.append(f"Of the same name: {', '.join(things)}")
    return as_lines(lines)


def _totals(
    atlas: Atlas, args: argparse.Namespace, rows: Iterable[Record]
) -> dict[str, dict[str, float]]:
    """Return the km² of each holder with their band, the largest first."""
    from geo.ask.uncertainty.figures import ranges_by_holder

    holders = {row["unit"]: row["holder"] for row in rows}
    result = ranges_by_holder(atlas, args.day, args.perspective, holders)
    ordered = sorted(result.items(), key=lambda entry: (-km2(entry[1].best), entry[0]))
    return {
        holder: {"km2_low": km2(area.low), "km2": km2(area.best), "km2_high": km2(area.high)}
        for holder, area in ordered
    }


def _lines(atlas: Atlas, args: argparse.Namespace, rows: Sequence[Record]) -> list[str]:
    totals = [
        [holder_name(side, args.day, args.perspective), number(area["km2"]), band(area)]
        for side, area in _totals(atlas, args, rows).items()
    ]
    return [
        f"{country_name()} on {day_in_words(args.day)}, {perspective_in_words(args.perspective)}",
        "",
        *grid([_heading(args), "km²", "90% range"], totals, right="km²|90% range"),
        "",
        *_table(args, rows),
    ]


def _heading(args: argparse.Namespace) -> str:
    return say(side_heading(args.perspective), Language.EN)


def _table(args: argparse.Namespace, rows: Sequence[Record]) -> list[str]:
    cells = [
        [
            record["unit"],
            record["name"],
            holder_name(record["holder"], args.day, args.perspective),
            record["held_since"] or ("before" if record["since"] else ""),
            *(record[name] or "" for name in ("certainty", "evidence")),
            number(record["km2"]),
        ]
        for record in records(rows)
    ]
    head = ["Unit", "Name", _heading(args), "Held since", "Certainty", "Evidence", "km²"]
    return grid(head, cells, right="km²")


def _csv(rows: Sequence[Record]) -> str:
    joined = ("sources", "says", "alternatives")
    cells = [
        {**record, **{key: ";".join(record[key]) for key in joined}} for record in records(rows)
    ]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(cells[0]), lineterminator="\n")
    writer.writeheader()
    for item in cells:
        flags = {key: str(cell).lower() for key, cell in item.items() if isinstance(cell, bool)}
        writer.writerow(item | flags)
    return stream.getvalue()


def _geojson(atlas: Atlas, rows: Sequence[Record], args: argparse.Namespace) -> str:
    """Write polygons as RFC 7946 wants them."""
    import geopandas as gpd

    from geo.ask.contents.credits import credit_line, credits_for
    from geo.export.tables.gis import list_features

    chosen = {row["unit"] for row in rows}
    inside = [row["unit"] in chosen for row in atlas.unit_records]
    shapes = gpd.GeoDataFrame(geometry=atlas.unit_shapes[inside])
    features = [
        {**feature, "id": row["unit"], "properties": row}
        for row, feature in zip(records(rows), list_features(shapes, places=6), strict=True)
    ]
    credit = credit_line(credits_for(atlas, ["control"]), "en")
    about = {
        "date": args.day.isoformat(),
        "perspective": args.perspective,
        "version": atlas.version,
        "attribution": f"{atlas.package['title']} · {credit}",
    }
    head = json.dumps(about, ensure_ascii=False)[1:-1]
    body = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", {head}, "features": [\n{body}\n]}}\n'
