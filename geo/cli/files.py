"""``greenline read`` and ``ingest``: what a reader's files are, what was kept and set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from geo.ask.columns import Record
from geo.cli.output import Answer, Table
from geo.cli.user_areas import OPTIONS, read_areas, tables_of_report
from geo.errors import ViewError
from geo.layers.spec import Column, Kind
from geo.model import Language
from geo.words import say

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.cli.parser import Request
    from geo.events import Report
    from geo.events.draft import How
    from geo.events.user_events import NamedPlace
    from geo.export.tables.plain import Pieces
    from geo.tabular.grid import Sheet


#: Rows of a reason, and places of a name, that are shown; names that are listed.
SHOWN, NAMED = 3, 40

#: Columns that the first rows are shown with.
WIDE = 8


def run_read(args: Request) -> Answer:
    from geo.user_areas.reading import look, role_of

    atlas = args.atlas
    first = look(atlas, args.file, choice=args.sheet)
    role = choose_role(args) or ("events" if first.has_events else "areas")
    rows = _list_first(first.first)
    if role == "events":
        doubts = () if first.format or args.fields else map(str, first.guessed.doubts)
        return _read_events(atlas, args, rows, [name for name in doubts if name != "date_order"])
    areas = read_areas(atlas, args.file, args)
    role = role_of(areas)
    record = {"role": role, **areas.report.to_dict()}
    title = f"{areas.name}: {say(f'role.{role}', Language.EN)}"
    return Answer(record, [rows, *tables_of_report(record)], title)


#: Options that only events have; an option of areas beside one of them is an error.
_OF_EVENTS = ("fields", "date_order", "swap", "day", "place_names", "out", "aside", "fail_if_empty")


def choose_role(args: Request) -> str | None:
    """Return what the options say that a file is; None where they leave it to the file."""
    typed = {
        "events": [name for name in _OF_EVENTS if getattr(args, name)],
        "areas": [name for name in OPTIONS if getattr(args, name)],
    }
    role: str | None = args.role or next((role for role in typed if typed[role]), None)
    for other, names in typed.items():
        if role and other != role and names:
            option = {"fields": "map"}.get(names[0], names[0]).replace("_", "-")
            raise ViewError(f"--{option}: expected a file of {other}; this one is read as {role}")
    return role


def _list_first(sheet: Sheet) -> Table:
    """Return the first rows of a table, as wide as a screen is."""
    names = list(map(str, sheet.frame.columns[:WIDE]))
    rows = [
        dict(zip(names, (_shorten(str(cell), 24) for cell in row), strict=False))
        for row in sheet.frame.iloc[:, :WIDE].to_numpy()
    ]
    columns = [Column(name) for name in names]
    columns += [Column("…", write=lambda *_: "…")] if len(sheet.frame.columns) > WIDE else []
    return Table(rows, columns)


def _read_events(atlas: Atlas, args: Request, rows: Table, doubts: list[str]) -> Answer:
    from geo.events.draft import FIELDS, How
    from geo.events.schema import joined

    fields = dict(args.fields)
    for name in fields:
        if name not in FIELDS:
            raise ViewError(f"field {name!r}: expected one of {', '.join(FIELDS)}")
    how = How(fields or None, {}, args.sheet, args.date_order, args.swap, args.day)
    names: list[NamedPlace] = []
    if args.place_names:
        from geo.events import chunks
        from geo.events.user_events import named_places, position_of

        pieces = chunks(args.file, **vars(how), origin=False)
        names = list(named_places(atlas, joined(piece.report for piece in pieces)))
        how = replace(
            how, positions={name.name: position_of(name.options[0]) for name in names if name.sure}
        )
    report = joined(_read_pieces(args, how))
    record: Record = {"role": "events", "doubts": doubts} | report.to_dict()
    if args.place_names:
        record["place_names"] = [
            {
                "name": name.name,
                "rows": name.rows,
                "placed": name.sure,
                "may_be": [place.name for place in name.options[:SHOWN]],
            }
            for name in names
        ]
    code = 1 if not report.rows_kept and (report.rows_read or args.fail_if_empty) else 0
    title = f"{report.file}: {say('role.events', Language.EN)}, {report.title}"
    return Answer(record, [rows, *_list_report(report, record, args)], title, code=code)


def _list_report(report: Report, record: Record, args: Request) -> Iterator[Table]:
    order = record["date_order"] or {}
    about = {
        **record,
        "aside": report.rows_read - report.rows_kept,
        "used": _pair_columns(report),
        "out": args.out and str(args.out),
        "aside_file": args.aside and str(args.aside),
        "choices": record["choices"] if len(record["choices"]) > 1 else [],
        **{name: count for name, count in order.items() if name != "chosen"},
    }
    named = (
        *(Column("rows_read", "Rows read", Kind.NUMBER), Column("kept", "Kept", Kind.NUMBER)),
        Column("aside", "Set aside", Kind.NUMBER),
        Column("order", "Dates such as 03/04/2017 (--date-order)", write=_write_order),
        Column("day_first", "Dates that can only be read day first", Kind.NUMBER),
        Column("month_first", "Dates that can only be read month first", Kind.NUMBER),
        Column("either", "Dates that can be read both ways", Kind.NUMBER),
        Column("used", "Columns used (--map corrects)", Kind.LIST),
        Column("unused", "Columns not used", Kind.LIST),
        Column("choices", "Also in the file (--sheet)", Kind.LIST),
        *(Column("out", "Events"), Column("aside_file", "Set aside")),
    )
    yield Table([about], named, upright=True)
    doubt = Column("doubt", "In doubt (--map, --day)", Kind.CODE, of="doubt")
    yield Table([{"doubt": name} for name in record["doubts"]], (doubt,))
    yield from list_counts(
        record["set_aside"], {item["note"]: item["rows"] for item in record["notes"]}
    )
    examples = (
        *(Column("row", "Row", Kind.NUMBER), Column("reason", "Reason", Kind.CODE, of="reason")),
        Column("column", "Column"),
        Column("value", "Value", write=lambda row, _: _shorten(row["value"] or "")),
        Column("accepted", "Accepted"),
    )
    yield Table(report.examples(SHOWN), examples)
    places = (
        *(Column("name", "Place not found or not certain"), Column("rows", "Rows", Kind.NUMBER)),
        Column("may_be", "May be", Kind.LIST),
    )
    unsure = [row for row in record.get("place_names", ()) if not row["placed"]]
    yield Table(unsure, places, most=NAMED)


def _write_order(row: Mapping[str, Any], _: Any) -> str:
    """Say by which order of day and month dates were read, and what becomes of the others."""
    if not row.get("order"):
        return ""
    text = {"dmy": "day first", "mdy": "month first"}[row["order"]]
    if row["date_order"]["chosen"] or not row["either"]:
        return text
    if row["day_first"] and row["month_first"]:
        return f"{text}; those that can be read both ways are set aside"
    return text if row["day_first"] or row["month_first"] else f"{text}; no date shows the order"


def list_counts(aside: Mapping[str, int], notes: Mapping[str, int]) -> Iterator[Table]:
    """List how many rows were set aside by reason, and what is worth knowing of others."""
    for name, head, counts in (("reason", "Set aside", aside), ("note", "Worth knowing", notes)):
        columns = (Column(name, head, Kind.CODE, of=name), Column("rows", "Rows", Kind.NUMBER))
        yield Table([{name: key, "rows": rows} for key, rows in counts.items()], columns)


def _read_pieces(args: Request, how: How) -> Iterator[Report]:
    """Read the file piece by piece, and write the files that options name on the way."""
    from tqdm import tqdm

    from geo.events import chunks
    from geo.files.atomic_write import write_together

    with ExitStack() as files:
        named = [path for path in (args.out, args.aside) if path]
        written = dict(zip(named, files.enter_context(write_together(*named)), strict=True))
        events, aside = (
            _write_pieces(files, path, written[path]) if path else None
            for path in (args.out, args.aside)
        )
        done = files.enter_context(tqdm(unit=" rows", disable=None, leave=False))
        for piece in chunks(args.file, **vars(how), origin=False):
            done.update(piece.report.rows_read)
            if events:
                events.add(piece.rows)
            if aside:
                aside.add(piece.report.aside)
            yield piece.report


def _write_pieces(files: ExitStack, path: Path, file: IO[bytes]) -> Pieces:
    from geo.export.tables.plain import Csv, Parquet

    table: Pieces = Parquet(file) if path.suffix.lower() == ".parquet" else Csv(file)
    files.callback(table.close)
    return table


def _shorten(text: str, letters: int = 40) -> str:
    return text if len(text) <= letters else f"{text[: letters - 3]}..."


def _pair_columns(report: Report) -> list[str]:
    """Return the columns that were used, each with the field that it was used for."""
    fields: dict[str, list[str]] = {}
    for name, column in report.columns.items():
        fields.setdefault(column, []).append(name)
    return [
        item
        for column in report.used
        for item in ([f"{name}={column}" for name in fields.get(column, ())] or [column])
    ]


def run_ingest(args: Request) -> Answer:
    import dask  # noqa: F401 -- the extra that is missing is named, not what it takes along

    from geo.events.ingest import ingest

    result = ingest(args.atlas, args.paths, args.out, scheduler=args.scheduler)
    digests = {item["name"]: item["sha256"] for item in result["inputs"]}
    names = ("file", "format", "rows_read", "kept", "set_aside")
    record = {
        "path": result["path"],
        "version": result["atlas"]["version"],
        **{name: result[name] for name in (*names[2:], "notes")},
        "files": [
            {**{name: file[name] for name in names}, "sha256": digests[file["file"]]}
            for file in result["files"]
        ],
    }
    about = record | {"count": len(record["files"])}
    named = (
        *(Column("path", "Folder"), Column("kept", "Events", Kind.NUMBER)),
        *(Column("rows_read", "Rows read", Kind.NUMBER), Column("count", "Files", Kind.NUMBER)),
        Column("version", "Data version"),
    )
    notes = {item["note"]: item["rows"] for item in record["notes"]}
    tables = [Table([about], named, upright=True), *list_counts(record["set_aside"], notes)]
    return Answer(record, tables)
