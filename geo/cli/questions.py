"""``greenline areas``, ``at``, ``history`` and ``series``: who holds what, and who held it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.ask.columns import (
    KM2,
    RESIDENTS,
    SOURCES,
    Record,
    holder_column,
    keys_of,
    make_record,
    make_records,
    say_arrival,
    say_certainty,
    say_evidence,
    say_since,
    with_year,
    write_cell,
)
from geo.atlas.evidence import newest_stating
from geo.cli.output import Answer, Table, headline
from geo.cli.user_areas import answer_compare, answer_numbers, read_with
from geo.errors import ViewError
from geo.layers.spec import Column, Kind
from geo.model import HELD, Language
from geo.view import View
from geo.words import name_holder_over, say, side_heading
from geo.words.cells import plain_rows, split_ids, value

if TYPE_CHECKING:
    from geo.ask.holdings import Located
    from geo.atlas import Atlas
    from geo.cli.parser import Request


#: Keys of a unit on a day, and of a spell.
UNIT = (
    *("district", "governorate", "holder", "since", "held_since", "held_precision", "spell"),
    *("certainty", "probability", "reason", "earliest", "latest", "alternatives", "precision"),
    *("context", "evidence", "publishers", "newest", "confidence", "forces", "source", "note"),
    *("km2", "in_doubt_km2"),
)
_SPELL = (
    *("id", "start", "end", "precision", "earliest", "latest", "edtf", "holder", "forces"),
    *("source", "evidence", "publishers", "newest", "note"),
)
_SOURCE = ("id", "title", "publisher", "url", "date", "archived", "dead")


def run_areas(args: Request) -> Answer:
    atlas = args.atlas
    bases: dict[str, list[Record]] = {}
    rows = atlas.table("bases").sort_values(["area", "since"])
    keys = ("id", "basis", "said_by", "claimant", "since", "precision", "text", "source")
    for row in rows.to_dict("records"):
        bases.setdefault(row["area"], []).append(make_record(row, keys))
    areas = [
        {
            **make_record(row, ("id", "names", "level")),
            "pcodes": list(split_ids(row["pcodes"])),
            **make_record(row, ("list_number", "km2")),
            "bases": bases.get(row["id"], []),
            **make_record(row, ("source", "note")),
        }
        for row in atlas.areas.sort_values(["list_number", "id"], na_position="last").to_dict(
            "records"
        )
    ]

    def write_bases(row: Mapping[str, Any], view: View) -> str:
        codes = {"basis": [base["basis"] for base in row["bases"]]}
        return write_cell(Column("basis", "", Kind.CODE, of="basis"), codes, view)

    columns = (
        Column("list_number", "web.col.list", Kind.NUMBER),
        Column("name", "kind.area", Kind.NAME),
        Column("pcodes", "P-codes", Kind.LIST),
        Column("km2", "compare.km2", Kind.NUMBER, note="Areas may overlap."),
        Column("bases", "Disputed by", write=write_bases),
    )
    return Answer(areas, [Table(areas, columns, "Disputed areas")])


def run_at(args: Request) -> Answer:
    from geo.ask import holdings

    atlas = args.atlas
    if args.with_files:
        return _answer_with(atlas, args)
    if args.against is not None:
        return _answer_against(atlas, args)
    view = View(date=args.day, perspective=args.perspective)
    if args.place is not None and view.perspective == HELD and not args.geojson:
        from geo.ask.holdings import find_thing

        if thing := find_thing(atlas, args.place):
            from geo.cli.things import answer_thing

            return answer_thing(atlas, view, thing)
    rows = holdings.on(atlas, args.day, args.perspective)
    place = holdings.locate(atlas, args.place) if args.place is not None else None
    chosen = [row for row in rows if row["unit"] in place.units] if place else rows
    if args.geojson:
        return Answer(text=_write_geojson(atlas, chosen, args))
    result = _sum_holders(atlas, view, chosen)
    listed = list_units(chosen)
    if place:
        return _answer_place(atlas, view, listed, place, result, text=args.place)
    record = {"rows": listed, **result}
    title = headline(say("country", view.language), view)
    return Answer(record, _tables(view, result, listed), title, view, main=1)


def list_units(rows: Iterable[Record]) -> list[Record]:
    """Return what :func:`geo.ask.holdings.on` answers, with stable keys."""
    return [
        name_unit(row)
        | make_record({**row, "alternatives": list(split_ids(row["alternatives"]))}, UNIT)
        for row in rows
    ]


def name_unit(row: Mapping[Any, Any]) -> Record:
    """Return which unit a row is of: its id, P-code and names, and whether it is a part."""
    codes = {"unit": row["unit"], "pcode": row["pcode"], "part": row["unit"] != row["pcode"]}
    return codes | make_record(row, ["names"])


def _sum_holders(atlas: Atlas, view: View, rows: Iterable[Record]) -> Record:
    """Return the km² of each holder, and their bands, the largest first."""
    from geo.ask.uncertainty.samples import ranges_by_holder

    holders = {row["unit"]: row["holder"] for row in rows}
    result = ranges_by_holder(atlas, view.date, view.perspective, holders)
    ordered = sorted(result.items(), key=lambda entry: (-round(entry[1].best, 2), entry[0]))
    ranges = {
        holder: {
            f"km2{end}": value(cell) for end, cell in zip(("_low", "", "_high"), area, strict=True)
        }
        for holder, area in ordered
    }
    return {"holders": {holder: area["km2"] for holder, area in ranges.items()}, "ranges": ranges}


def _tables(view: View, result: Record, units: Sequence[Record]) -> list[Table]:
    """Return the tables of who holds how much, and of the units."""
    totals = [{"holder": holder, **area} for holder, area in result["ranges"].items()]
    columns = (
        Column("unit", "Unit"),
        Column("name", "web.col.unit", Kind.NAME),
        holder_column(view),
        Column("held_since", "details.heldSince", write=say_arrival),
        Column("certainty", "details.certainty", Kind.CODE, of="certainty"),
        Column("evidence", "details.evidence"),
        Column("km2", "compare.km2", Kind.NUMBER),
    )
    return [Table(totals, (holder_column(view), KM2)), Table(units, columns)]


def _answer_place(
    atlas: Atlas,
    view: View,
    units: Sequence[Record],
    location: Located,
    result: Record,
    *,
    text: str,
) -> Answer:
    from geo.ask.certainty import CONFIDENCE, certainty_at
    from geo.ask.holdings import find_namesakes

    row = dict(next(row for row in units if row["unit"] == location.unit))
    if len(location.units) == 1 and view.perspective == HELD:
        position = location.place.lon, location.place.lat
        certain = certainty_at(atlas, view.date, position, location.unit)
        row |= {
            "certainty": str(certain.grade),
            "probability": certain.probability,
            "reason": str(certain.reason) or None,
            "confidence": CONFIDENCE[certain.grade],
        }
    place = {"place": location.place.name, "lon": location.place.lon, "lat": location.place.lat}
    if len(units) > 1:
        same = {key for key in row if all(unit[key] == row[key] for unit in units)}
        row = {key: cell if key in same else None for key, cell in row.items()}
    record = {**place, **row, "place_confidence": row["confidence"], **result}
    title = headline(location.place.name, view)
    if len(units) > 1:
        record["units"] = list(units)
        return Answer(record, _tables(view, result, units), title, view, main=1)
    code = view.language
    dates = {source["id"]: source["date"] for source in atlas.records("sources")}
    spell = next((item for item in atlas.spells if item["id"] == row["spell"]), None)
    stated = {"newest": newest_stating(spell, dates)} if spell else {}

    def write_evidence(row: Mapping[str, Any], view: View) -> str:
        return say_evidence({**row, **stated}, view.language)

    holder = write_cell(holder_column(view), row, view)
    since, certainty = say_since(row, code), say_certainty(row, code)
    title = f"{title}: {holder}{since and f' {since}'}{certainty and f' ({certainty})'}"
    columns = (
        Column("name", "web.col.unit", Kind.NAME),
        Column("unit", "Unit"),
        Column("km2", "compare.km2", Kind.NUMBER),
        Column("alternatives", "unsure.perhaps", write=_write_alternatives),
        Column("forces", "details.forces"),
        Column("note", "details.note"),
        Column("evidence", "details.evidence", write=write_evidence),
        SOURCES,
        Column("namesakes", "Of the same name", Kind.LIST),
    )
    row["namesakes"] = record["namesakes"] = find_namesakes(atlas, text)
    return Answer(record, [Table([row], columns, upright=True)], title, view)


def _write_alternatives(row: Mapping[str, Any], view: View) -> str:
    if not row["alternatives"]:
        return ""
    others = (
        write_cell(holder_column(view), {"holder": name}, view) for name in row["alternatives"]
    )
    between = {"from": row["earliest"], "to": row["latest"]}
    return say("unsure.between", view.language, holder=", ".join(others), **between)


def _answer_with(atlas: Atlas, args: Request) -> Answer:
    """Answer what a reader's areas say beside the atlas on the day."""
    from geo.user_areas.reading import Role, role_of

    if args.place is not None or args.against is not None or args.perspective != HELD:
        raise ViewError("--with: expected neither --place, --perspective nor --against")
    if args.geojson:
        raise ViewError("--geojson: expected --csv with --with")
    areas = read_with(atlas, args)
    answer = answer_compare if role_of(areas) is Role.CONTROL else answer_numbers
    return answer(atlas, areas, args.day)


def _answer_against(atlas: Atlas, args: Request) -> Answer:
    """Answer which ground two perspectives class unlike."""
    from geo.ask.comparisons import differences
    from geo.ask.people import census_day

    if args.place is not None or args.geojson:
        raise ViewError("--against: expected neither --place nor --geojson")
    view = View(date=args.day, perspective=args.perspective, against=args.against)
    keys = ("holder", "other", "km2", "units", *keys_of(RESIDENTS))
    rows = make_records(differences(atlas, view), *keys)

    def write_other(row: Mapping[str, Any], view: View) -> str:
        other = view.with_(perspective=args.against, against=None)
        return write_cell(holder_column(view), {"holder": row["other"]}, other)

    columns = (
        holder_column(view),
        Column("other", side_heading(args.against), write=write_other),
        Column("km2", "compare.km2", Kind.NUMBER),
        Column("units", "compare.units", Kind.NUMBER),
        with_year(RESIDENTS, census_day(atlas)),
    )
    title = headline(say("country", view.language), view)
    title += f", against: {say(f'perspective.{args.against}', view.language)}"
    return Answer(rows, [Table(rows, columns)], title, view)


def _write_geojson(atlas: Atlas, rows: Sequence[Record], args: Request) -> str:
    """Write polygons as RFC 7946 wants them."""
    import geopandas as gpd

    from geo.ask.credits import credit_line, credits_for
    from geo.export.tables.gis import list_features

    chosen = {row["unit"] for row in rows}
    inside = [row["unit"] in chosen for row in atlas.unit_records]
    shapes = gpd.GeoDataFrame(geometry=atlas.unit_shapes[inside])
    features = [
        {**feature, "id": row["unit"], "properties": row}
        for row, feature in zip(list_units(rows), list_features(shapes, places=6), strict=True)
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


def run_history(args: Request) -> Answer:
    from geo.ask import holdings
    from geo.ask.uncertainty.dating import date_spells, dating_in, write_edtf

    atlas = args.atlas
    location = holdings.locate(atlas, args.where)
    dated = date_spells(atlas)
    spells: dict[str, list[Record]] = {name: [] for name in location.units}
    for row in sorted(atlas.spells, key=lambda row: row["start"]):
        if row["unit"] in spells:
            dating = dating_in(dated, row)
            days = {"earliest": dating.earliest, "latest": dating.latest}
            edtf = write_edtf(dating, row["precision"])
            spells[row["unit"]].append(make_record({**row, **days, "edtf": edtf}, _SPELL))
    rows = {row["unit"]: row for row in atlas.unit_records}
    units = [
        {**name_unit(rows[name]), "km2": value(rows[name]["km2"]), "spells": spells[name]}
        for name in location.units
    ]
    cited = {name for listed in spells.values() for row in listed for name in row["sources"]}
    sources = list_sources(atlas, cited)
    record = {
        "place": location.place.name,
        "lon": location.place.lon,
        "lat": location.place.lat,
        "units": units,
        "sources": sources,
    }

    def write_holder(row: Mapping[str, Any], view: View) -> str:
        return name_holder_over(row["holder"], view.language, row["start"], row["end"])

    columns = (
        Column("start", "compare.from"),
        Column("end", "compare.to"),
        Column("precision", "Precision"),
        Column("holder", "details.heldBy", write=write_holder),
        Column("forces", "details.forces"),
        Column("evidence", "details.evidence"),
        SOURCES,
    )
    tables = [Table(unit["spells"], columns, f"{unit['name']} ({unit['unit']})") for unit in units]
    every = [
        {"unit": unit["unit"], "pcode": unit["pcode"], "name": unit["name"], **spell}
        for unit in units
        for spell in unit["spells"]
    ]
    about = tuple(Column(name, name) for name in ("id", "title", "publisher", "date"))
    address = Column("url", "url", write=_write_address)
    tables.append(Table(sources, (*about, address), say("details.sources", Language.EN)))
    return Answer(record, tables, location.place.name, listed=Table(every, ()))


def _write_address(row: Mapping[str, Any], view: View) -> str:
    if not row["dead"]:
        return row["url"] or ""
    return f"{row['archived'] or ''} ({say('source.dead', view.language)} {row['dead']})".lstrip()


def list_sources(atlas: Atlas, cited: Iterable[str]) -> list[Record]:
    """Return what is known of sources."""
    ids = set(cited)
    rows = (row for row in atlas.records("sources") if row["id"] in ids)
    return [{key: value(row.get(key)) for key in _SOURCE} for row in rows]


def run_series(args: Request) -> Answer:
    from geo.ask import time_series

    atlas = args.atlas
    ground = _find_ground(atlas, args.place or ())
    place = (atlas, args.first, args.last, args.freq, list(ground.values()))
    if args.by == "unit":
        if args.bands:
            raise ViewError("--bands: expected another --by than unit")
        rows = time_series.panel(*place, perspective=args.perspective)
    else:
        more = {"perspective": args.perspective, "bands": args.bands}
        rows = time_series.series(*place, args.by, **more)
    if args.out:
        from geo.export.tables.plain import write_over_time

        write_over_time(atlas, rows, args.out, args.perspective)
        record = {"path": str(args.out), "count": len(rows)}
        columns = (Column("path", "File"), Column("count", "Rows", Kind.NUMBER))
        return Answer(record, [Table([record], columns, upright=True)])
    for name in ("day", "since"):
        if name in rows:
            rows[name] = rows[name].dt.strftime("%Y-%m-%d")
    listed = plain_rows(rows)
    view = View(date=args.last, perspective=args.perspective)
    wide, by_holder = _spread_holders(listed, view, args)
    record = {
        "first": args.first.isoformat(),
        "freq": args.freq,
        "by": args.by,
        "ground": list(ground),
        "rows": listed,
    }
    long = Table(listed, [KM2] if args.bands else [])
    title = "; ".join(ground)
    return Answer(record, [Table(wide, by_holder)], title, view, listed=long)


def _find_ground(atlas: Atlas, places: Iterable[str]) -> dict[str, str]:
    """Return what each place is and takes in, in words, with its units as `series` takes them.

    A name means what it does for `at`: of a town, the unit that it lies in.
    """
    from geo.ask import holdings
    from geo.gazetteer.entries import Kind as PlaceKind

    names = {row["unit"]: row["name_en"] for row in atlas.unit_records}
    result = {}
    for text in places:
        location = holdings.locate(atlas, text)
        entry, units = location.place.entry, location.units
        kind = f" ({entry.kind})" if entry and entry.kind is not PlaceKind.PLACE else ""
        inside = f"in {names[units[0]]}, {units[0]}" if len(units) == 1 else f"{len(units)} units"
        result[f"{location.place.name}{kind}: {inside}"] = f"units:{'.'.join(units)}"
    return result


def _spread_holders(
    rows: Sequence[Record], view: View, args: Request
) -> tuple[list[Record], list[Column]]:
    """Return a row for each day and place, with the ground of each holder in a column."""
    keys = ["day"] if args.by == "holder" else ["day", args.by]
    wide: dict[tuple[str, ...], Record] = {}
    holders: dict[str, str] = {}
    for row in rows:
        holder = holders.setdefault(row["holder"], write_cell(holder_column(view), row, view))
        cells = wide.setdefault(tuple(row[key] for key in keys), {key: row[key] for key in keys})
        ends = {f"{holder}{end}": row[f"km2{end}"] for end in ("_low", "", "_high") if args.bands}
        cells |= ends or {holder: cells.get(holder, 0) + row["km2"]}
    columns = [
        Column(name, f"{name}, km²", *((Kind.BAND, "", KM2.note) if args.bands else (Kind.NUMBER,)))
        for name in holders.values()
    ]
    return list(wide.values()), [*(Column(key, key.capitalize()) for key in keys), *columns]
