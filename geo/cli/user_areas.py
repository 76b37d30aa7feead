"""A reader's own areas: ``--with``, ``greenline compare`` and ``greenline numbers``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.ask.columns import Record, make_records
from geo.cli.output import Answer, Table
from geo.cli.parser import day
from geo.errors import QuestionError, ViewError
from geo.layers.spec import Column, Kind
from geo.model import HELD, Language
from geo.view import View
from geo.words import locale, say
from geo.words.cells import plain_rows, split_ids, value

if TYPE_CHECKING:
    from geo.ask.rival_maps import Period
    from geo.atlas import Atlas
    from geo.cli.parser import Request
    from geo.user_areas.areas import UserAreas


#: Rows that the text of an answer lists.
SHOWN = 25

#: Options that say how areas are read: of all, of control by day, of numbers and kinds.
AREAS: Final = ("area",)
CONTROL: Final = ("holder", "holder_names", "day_column", "until_column", "ends")
NUMBERS: Final = ("value", "count", "by", "where", "rate", "breaks", "classes")
OPTIONS: Final = AREAS + CONTROL + NUMBERS

#: What such an option is called among those of Python, where it is called otherwise.
_FIELDS: Final = {"holder_names": "names", "day_column": "date", "until_column": "until"}


def run_compare(args: Request) -> Answer:
    days = list(takewhile(_DAY.fullmatch, args.files[:2]))
    args.with_files = [*args.with_files, *map(Path, args.files[len(days) :])]
    if not args.with_files:
        raise ViewError(f"{' '.join(days)}: expected a file, FILE or --with FILE")
    try:
        chosen = [day(text) for text in days]
    except argparse.ArgumentTypeError as error:
        raise ViewError(str(error)) from None
    atlas = args.atlas
    first, last = (*chosen, None, None)[:2]
    return answer_compare(atlas, read_with(atlas, args), (first, last) if first and last else first)


#: A day before the files, whether it exists or not.
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")

_OURS = Column("ours", "Greenline", Kind.RUN_BY)
_THEIRS = Column("theirs", "This file", Kind.RUN_BY)
_KM2 = Column("km2", "compare.km2", Kind.NUMBER)


def answer_compare(atlas: Atlas, areas: UserAreas, when: date | Period | None) -> Answer:
    """Answer where control by day agrees with the atlas."""
    comparison = areas.compare(atlas, when)
    figures = ("shared_km2", "different_km2", "uncovered_km2", "outside_km2", "overlap_km2")
    record = {
        "day": comparison.day.isoformat(),
        "last": comparison.last.isoformat() if comparison.last else None,
        "perspective": HELD,
        "version": atlas.version,
        **{name: round(getattr(comparison, name), 2) for name in figures},
        **{
            name: make_records(rows, *rows.columns)
            for name in ("pairs", "holders", "units")
            for rows in [getattr(comparison, name)]
        },
        "series": plain_rows(comparison.series) if comparison.last else [],
        "rows": [
            {**row, "ours_source": list(split_ids(row["ours_source"] or ""))}
            for row in plain_rows(comparison.rows)
        ],
        "report": areas.report.to_dict(),
    }
    period = f" to {record['last']}, the mean of its days" if comparison.last else ""
    named = (
        Column("shared_km2", "km² alike", Kind.NUMBER),
        Column("different_km2", "km² not alike", Kind.NUMBER),
        Column("uncovered_km2", "km² of which the file says nothing", Kind.NUMBER),
    )
    pairs = (_OURS, _THEIRS, _KM2, Column("units", "compare.units", Kind.NUMBER))
    tables = [Table([record], named, upright=True), Table(record["pairs"], pairs)]
    has_days = any(row["start"] or row["end"] for row in record["rows"])
    if comparison.last:
        tables.append(Table(_sum_days(record["series"]), _SERIES, "Days on which the file changes"))
    tables.append(_list_rows(record) if has_days else _list_units(record))
    return Answer(
        record,
        [*tables, *tables_of_report(record["report"])],
        f"{areas.name} on {record['day']}{period}",
        View(date=comparison.day),
        listed=Table(record["rows"], ()),
    )


_SERIES = (
    Column("day", "web.col.day"),
    Column("alike", "km² alike", Kind.NUMBER),
    Column("not_alike", "km² not alike", Kind.NUMBER),
    Column("largest", "Largest difference, km²", Kind.NUMBER),
    _OURS,
    _THEIRS,
)


def _sum_days(series: Sequence[Record]) -> list[Record]:
    """Return km² alike and not, and the largest difference, on each day of a period."""
    result = []
    for each in dict.fromkeys(row["day"] for row in series):
        rows = [row for row in series if row["day"] == each]
        unlike = [row for row in rows if row["ours"] != row["theirs"]]
        sums = {
            "alike": sum(row["km2"] for row in rows if row["ours"] == row["theirs"]),
            "not_alike": sum(row["km2"] for row in unlike),
        }
        largest = {**unlike[0], "largest": unlike[0]["km2"]} if unlike else {}
        result.append({"day": each, **sums, **largest})
    return result


def _list_rows(record: Record) -> Table:
    """Return the rows of the file beside ours, those that differ for most days first."""
    columns = (
        Column("row", "Row", Kind.NUMBER),
        Column("place", "Place", write=lambda row, _: row["place"] or row["ground"] or ""),
        _THEIRS,
        Column("start", "compare.from"),
        Column("end", "compare.to", write=_write_last_day),
        _OURS,
        Column("ours_since", "Their holder came"),
        Column("days_apart", "Days apart", write=_write_apart),
        Column("days_unlike", "Days unlike", Kind.NUMBER),
        Column("ours_source", "Our sources", Kind.LIST),
    )
    rows = sorted(record["rows"], key=lambda row: -row["days_unlike"])
    return Table(rows, columns, "Rows of the file", most=SHOWN)


def _write_last_day(row: Mapping[str, Any], _: View) -> str:
    end = row["end"]
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else ""


def _write_apart(row: Mapping[str, Any], _: View) -> str:
    return "" if row["days_apart"] is None else f"{row['days_apart']:+d}"


def _list_units(record: Record) -> Table:
    """Return the units on which a map of one day differs."""
    columns = (
        *(Column("unit", "Unit"), Column("name", "web.col.unit", Kind.NAME), _OURS, _THEIRS, _KM2),
        Column("since", "details.since", Kind.DAY, of="precision"),
        Column("certainty", "details.certainty", Kind.CODE, of="certainty"),
        Column("sources", "details.sources", Kind.LIST),
    )
    units = [row for row in record["units"] if row["ours"] != row["theirs"]]
    units.sort(key=lambda row: -row["km2"])
    return Table(units, columns, "Units that differ", most=SHOWN)


def run_numbers(args: Request) -> Answer:
    from geo.user_areas.areas import AreaStyle

    atlas = args.atlas
    areas = read_areas(atlas, args.files, args)
    if areas.style is AreaStyle.CONTROL:
        raise QuestionError(
            f"{areas.name}: column {areas.report.columns['holder']!r} names holders: expected "
            "numbers by area (`greenline compare FILE` reads control by day; --value shows the "
            "column as kinds)"
        )
    return answer_numbers(atlas, areas, args.day)


def answer_numbers(atlas: Atlas, areas: UserAreas, day: date) -> Answer:
    """Answer the numbers or kinds of areas, and by who held the ground on a day."""
    from geo.ask.people import census_day
    from geo.user_areas.tables import by_holder

    areas = areas.on(day)
    numeric = areas.rows["value"].notna().any() and all(map(len, areas.rows["units"]))
    totals = by_holder(atlas, areas, day) if numeric else None
    record: Record = {
        "day": day.isoformat(),
        "perspective": HELD,
        "version": atlas.version,
        "value": areas.value,
        "areas": _list_areas(areas),
        "classes": [
            {
                "key": item.key,
                "colour": item.colour,
                "text": item.text or None,
                "from": None if item.low is None else float(f"{item.low:.12g}"),
                "to": None if item.high is None else float(f"{item.high:.12g}"),
                "areas": int((areas.rows["key"] == item.key).sum()),
            }
            for item in areas.classes
        ],
        "holders": [] if totals is None else make_records(totals, *totals.columns),
        "report": areas.report.to_dict(),
    }
    classes = {
        item.key: item.text
        or " to ".join(dict.fromkeys(f"{end:,g}" for end in (item.low, item.high)))
        for item in areas.classes
    }
    census = census_day(atlas)
    people = Column("people", "census.people", Kind.NUMBER, year=census.year if census else None)
    columns = (
        *(Column("code", "Code"), Column("name", "Area"), Column("value", "Value", Kind.NUMBER)),
        Column("class", "Class", write=lambda row, _: classes.get(row["class"], "")),
        *(Column(name, name, Kind.NUMBER, write=_write_kind(name)) for name in areas.kinds),
        people,
    )
    of_holders = (
        *(Column("holder", "details.heldBy", Kind.RUN_BY), Column("areas", "Areas", Kind.NUMBER)),
        Column("", "Value", Kind.RANGE),
        people,
    )
    tables = [Table(record["areas"], columns), Table(record["holders"], of_holders)]
    title = f"{areas.name}: {areas.value or 'rows'} by area, holders of {record['day']}"
    return Answer(record, [*tables, *tables_of_report(record["report"])], title, View(date=day))


def _write_kind(name: str) -> Any:
    def write(row: Mapping[str, Any], view: View) -> str:
        cell = row["columns"].get(name)
        return "" if cell is None else locale.number(float(cell), view.language)

    return write


def _list_areas(areas: UserAreas) -> list[Record]:
    """Return areas with all that the file and the census say of them."""
    subset = ("code", "level", "rows", "people")
    rows, cells = (frame.to_dict("records") for frame in (areas.rows, areas.cells))
    return [
        {
            "name": row["title"],
            **{name: value(texts.get(name)) for name in subset},
            "value": value(row["value"]),
            "class": row["key"],
            "columns": {name: value(cell) for name, cell in texts.items() if name not in subset},
        }
        for row, texts in zip(rows, cells, strict=True)
    ]


def tables_of_report(report: Record) -> list[Table]:
    """Return what was read, repaired, set aside and not matched."""
    code = Language.EN
    rows = report["repaired_rows"]
    notes = [
        {"note": say(f"note.{name}", code), "count": count, "rows": rows.get(name)}
        for name, count in report["notes"].items()
    ]
    about = {
        **report,
        "columns": [f"{name}={column}" for name, column in report["columns"].items()],
        "numbers": report["numbers"] if len(report["numbers"]) > 1 else [],
        "taken": [f"{name} = {unit}" for name, unit in report["taken"].items()],
        "holders": [
            f"{name}={holder or '-'}"
            for name, holder in report["holders"].items()
            if name != holder
        ],
        "choices": report["choices"] if len(report["choices"]) > 1 else [],
    }
    choices = [item for item in report["where"] if len(item["options"]) > 1]
    which = (
        Column(
            "column", "Which rows? (--where COLUMN=VALUE, * sums all)",
            write=lambda row, _: say("web.user_areas.which", code, column=row["column"]),
        ),
        Column("shown", "Shown", write=lambda row, _: _write_shown(row["shown"])),
        Column("rows", "Rows", Kind.NUMBER),
        Column("options", "Of", Kind.LIST),
    )  # fmt: skip
    named = (
        *(Column("rows_read", "Rows read", Kind.NUMBER), Column("kept", "Kept", Kind.NUMBER)),
        Column("columns", "Columns", Kind.LIST),
        Column("numbers", "Columns of numbers, each summed (--value shows another)", Kind.LIST),
        Column("taken", "Towns by the unit that they lie in", Kind.LIST),
        Column("holders", "Holders (--holder-names corrects)", Kind.LIST),
        Column("choices", "Also in the file (--sheet)", Kind.LIST),
    )
    note = (Column("note", "Note"), Column("count", "Count", Kind.NUMBER), Column("rows", "Rows"))
    listed: tuple[tuple[str, Any, tuple[Column, ...]], ...] = (
        (
            "Names of no area",
            report["unmatched"],
            (
                Column("text", "Name"),
                Column("rows", "Rows", Kind.NUMBER),
                Column("may_be", "May be", Kind.LIST),
            ),
        ),
        (
            "Rows that overlap",
            report["overlaps"],
            (
                Column("above", "Row that counts", Kind.NUMBER),
                Column("below", "Over row", Kind.NUMBER),
                Column(
                    "finer", "Because", write=lambda row, _: "finer" if row["finer"] else "later"
                ),
                _KM2,
                Column("start", "compare.from"),
                Column("end", "Before"),
            ),
        ),
    )
    return [
        Table([about], named, upright=True),
        *([Table(choices, which)] if choices else []),
        *([Table(notes, note, "Worth knowing", most=SHOWN)] if notes else []),
        *list_bad_rows(report["set_aside"]),
        *(Table(rows, columns, title, most=SHOWN) for title, rows, columns in listed if rows),
    ]


def _write_shown(text: str) -> str:
    return say("web.user_areas.all", Language.EN) if text == "*" else text


def list_bad_rows(rows: Sequence[Record]) -> list[Table]:
    """Return the rows of a file that were set aside, if any."""
    columns = (
        Column("row", "Row", Kind.NUMBER),
        *(Column(name, name.capitalize()) for name in ("column", "value", "accepted")),
    )
    return [Table(rows, columns, "Rows set aside", most=SHOWN)] if rows else []


def divide_files(atlas: Atlas, args: Request) -> dict[str, list[Path]]:
    """Return the files of ``--with`` by what they hold: events, control, other areas."""
    files: dict[str, list[Path]] = {"events": [], "control": [], "areas": []}
    if not args.with_files:
        return files
    # Loads pandas, which a command without such files can do without.
    from geo.user_areas.reading import look

    for file in args.with_files:
        seen = look(atlas, file, choice=args.sheet)
        columns = set(seen.first.frame)
        control = (seen.has_control and args.holder != "-") or args.holder in columns
        is_control = control and getattr(args, "value", None) not in columns
        files["events" if seen.has_events else "control" if is_control else "areas"].append(file)
    return files


def read_several(atlas: Atlas, files: Mapping[str, list[Path]], args: Request) -> list[UserAreas]:
    """Read control and other areas; options of each have no meaning for the other."""
    control, areas = files["control"], files["areas"]
    if control and areas:
        return [
            read_areas(atlas, areas, args, AREAS + NUMBERS),
            read_areas(atlas, control, args, AREAS + CONTROL),
        ]
    return [read_areas(atlas, control + areas, args)] if control or areas else []


def read_areas(
    atlas: Atlas,
    files: list[Path] | Path,
    args: Request,
    options: Iterable[str] = OPTIONS,
) -> UserAreas:
    """Read areas as options say; those of numbers are refused for who holds the ground."""
    from geo.user_areas.areas import AreaOptions, EndDays
    from geo.user_areas.reading import Role, load, role_of

    typed: dict[str, Any] = {name: cell for name in options if (cell := getattr(args, name, None))}
    typed |= {
        "area": tuple(typed.get("area", ())),
        "holder_names": dict(typed.get("holder_names", ())),
        "where": dict(typed.get("where", ())),
    }
    if typed.get("holder") == "-":
        typed["outlines"] = bool(typed.pop("holder"))
        refuse(args, {*CONTROL, *NUMBERS} - {"holder"}, "another --holder than -")
    if "ends" in typed:
        typed["ends"] = EndDays(typed["ends"].replace("-", "_"))
    chosen = {_FIELDS.get(name, name): cell for name, cell in typed.items()}
    areas = load(atlas, files, options=AreaOptions(choice=args.sheet, **chosen))
    if role_of(areas) is Role.CONTROL:
        names = [name for name in NUMBERS if name in options]
        refuse(args, names, f"numbers by area; {areas.name} holds control by day")
    return areas


def read_with(atlas: Atlas, args: Request) -> UserAreas:
    """Read the files of ``--with`` for an answer, which only areas have."""
    files = divide_files(atlas, args)
    if files["events"]:
        raise ViewError(
            f"--with: {files['events'][0]} holds events: expected areas (`greenline export --with` "
            "draws events)"
        )
    control, areas = files["control"], files["areas"]
    if control and areas:
        raise ViewError(
            f"--with: {control[0]} holds control and {areas[0]} does not: expected one of them "
            "(`greenline export` draws both)"
        )
    return read_areas(atlas, control + areas, args)


def refuse(args: Request, names: Iterable[str], accepted: str) -> None:
    """Refuse options that have no meaning for what a file holds."""
    for name in names:
        if getattr(args, name, None):
            raise ViewError(f"--{name.replace('_', '-')}: expected {accepted}")
