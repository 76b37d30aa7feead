"""Tables of the documentation that are computed: from the code, the data and measured figures."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from geo.ask import changes, control
from geo.atlas import Atlas
from geo.events.attribution import ATTRIBUTED
from geo.events.schema import TYPES
from geo.model import Language
from geo.profile import current, own_folder
from geo.view import _KEYS, View
from geo.words import say
from tools.docs import peers, security
from tools.statements.score import measured

ROOT = Path(__file__).resolve().parents[2]

Row = Sequence[Any]


def markdown(head: Row, rows: Iterable[Row]) -> str:
    """Return a table of Markdown; a bar inside a cell does not end it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("|" + "".join(_cell(cell) for cell in line) for line in lines)


def _cell(value: Any) -> str:
    text = str(value).replace("|", "\\|")
    return f" {text} |" if text else " |"


def number(value: float, digits: int = 0) -> str:
    """Return a number with separators of thousands."""
    return f"{value:,.{digits}f}"


# From the code.


def addresses() -> str:
    """Return the keys of an address with the fields of ``View`` that they stand for."""
    says = _docstrings(View)
    rows: list[Row] = [(f"`{key}`", f"`{name}`", says[name]) for key, (name, *_) in _KEYS.items()]
    rows.append(("`embed`", "", "`1` leaves the map alone, for an iframe; no part of the view"))
    return markdown(("key", "field of `View`", "meaning"), rows)


def _docstrings(kind: type) -> dict[str, str]:
    """Return the docstring below each field of a class, in one line each."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert isinstance(field.target, ast.Name)
            assert isinstance(text.value, ast.Constant)
            found[field.target.id] = " ".join(str(text.value.value).split()).replace("``", "`")
    return found


def _word(key: str) -> str:
    return say(key, Language.EN)


def event_fields() -> str:
    """Return the fields of user events with their types, then what attribution adds."""
    rows: list[Row] = [(f"`{name}`", _type(kind)) for name, kind in TYPES.items()]
    rows += [(f"`{name}`", "added when the file is read") for name in ATTRIBUTED]
    return markdown(("field", "type"), rows)


def _type(kind: Any) -> str:
    if isinstance(kind, pd.CategoricalDtype):
        return f"one of {', '.join(f'`{one}`' for one in kind.categories)}"
    known = {"str": "text", "category": "text", "float64": "degrees, EPSG:4326"}
    return known.get(str(kind), "date" if "datetime" in str(kind) else "whole number or missing")


# From the data.


def dictionary() -> str:
    """Return every table of the data: what it holds, its columns, types and accepted values."""
    package = json.loads((own_folder() / "datapackage.json").read_text(encoding="utf-8"))
    tables = [_table(one) for one in package["resources"] if one.get("schema", {}).get("fields")]
    files = [
        (f"`{one['name']}`", ", ".join(f"`{path}`" for path in paths(one)), one["description"])
        for one in package["resources"]
        if one.get("type") == "file"
    ]
    return "\n\n".join([*tables, "### Files", markdown(("name", "files", "what they hold"), files)])


def paths(resource: dict[str, Any]) -> list[str]:
    """Return the files of a resource."""
    return [resource["path"], *resource.get("extrapaths", ())]


def _table(resource: dict[str, Any]) -> str:
    schema = resource["schema"]
    refers = {
        key: f"{one['reference']['resource'] or resource['name']}.{one['reference']['fields'][0]}"
        for one in schema.get("foreignKeys", [])
        for key in one["fields"]
    }
    rows = [
        (f"`{field['name']}`", field["type"], field.get("description", ""), _rule(field, refers))
        for field in schema["fields"]
    ]
    licences = ", ".join(one["name"] for one in resource.get("licenses", [])) or "CC-BY-4.0"
    return "\n".join(
        [
            f"### {resource['name']}",
            "",
            f"{resource['description']}. File `{resource['path']}`; licence {licences}.",
            "",
            markdown(("column", "type", "meaning", "accepted"), rows),
        ]
    )


def _rule(field: dict[str, Any], refers: dict[str, str]) -> str:
    rules = field.get("constraints", {})
    rules_in_words = []
    if rules.get("required"):
        rules_in_words.append("required")
    if rules.get("unique"):
        rules_in_words.append("unique")
    if "enum" in rules:
        rules_in_words.append(", ".join(f"`{one}`" for one in rules["enum"]))
    if "minimum" in rules or "maximum" in rules:
        rules_in_words.append(f"{rules.get('minimum', '…')} to {rules.get('maximum', '…')}")
    if field["name"] in refers:
        rules_in_words.append(f"a `{refers[field['name']]}`")
    elif "pattern" in rules and field["name"] != "source":
        rules_in_words.append(f"like `{rules['pattern']}`")
    return "; ".join(rules_in_words)


def changed(first: str, last: str) -> str:
    """Return what changed between two days, from whom to whom, in km²."""
    found = changes.between(Atlas.load(), dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    rows = [
        (
            f"{_holder(one['from_holder'])} → {_holder(one['to_holder'])}",
            number(one["km2"]),
            one["units"] or "",
            one["fields"] or "",
            "" if pd.isna(one["people"]) else number(one["people"]),
        )
        for one in found.totals.to_dict("records")
    ]
    head = f"{_date(found.first)} to {_date(found.last)}"
    return markdown((head, "km²", "units", "fields", "people in towns"), rows)


def _date(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _holder(holder: str) -> str:
    return _word(current().holder_word(holder)).partition(":")[0]


#: What others published of areas that the atlas has too: what, perspective, day, classes, figure.
PUBLISHED: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    (
        *("the Region, as held on 1 June 2014", "held", "2014-06-01", ("region",)),
        "41,000 (Anadolu, 19 March 2016: before the advance of 2014)",
    ),
    (
        *("the Region, as held on 15 October 2017", "held", "2017-10-15", ("region",)),
        "71,000 in 2016 (Anadolu)",
    ),
    ("the Region, as held on 1 November 2017", "held", "2017-11-01", ("region",), ""),
    (
        *("the fifteen areas of UNAMI's reports", "un", "2017-10-15", ("disputed",)),
        "37,000, the disputed belt (a wire report of 16 October 2017)",
    ),
    ("the three governorates", "un", "2017-10-15", ("region",), ""),
    (
        *("the three governorates with UNAMI's areas", "un", "2017-10-15", ("region", "disputed")),
        "75,000, the Region as recognised by Baghdad (same report); 78,000, the claim (Anadolu)",
    ),
    (
        *("Erbil's claim: its own ground and what it disputes", "region", "2017-10-15"),
        *(("region", "disputed"), ""),
    ),
)


def areas() -> str:
    """Return km² of the atlas beside figures that others published."""
    atlas = Atlas.load()
    rows = []
    for what, perspective, day, classes, figure in PUBLISHED:
        units = control.at(atlas, dt.date.fromisoformat(day), perspective)
        rows.append((what, number(units.loc[units["holder"].isin(classes), "km2"].sum()), figure))
    return markdown(("km²", "Greenline", "published"), rows)


def counts() -> str:
    """Return how much the atlas holds, in two sentences."""
    atlas = Atlas.load()
    parts = atlas.table("parts")
    return (
        f"Control is recorded for {len(atlas.table('subdistricts'))} sub-districts; "
        f"{parts['pcode'].nunique()} of them, which a front ran through, are cut into {len(parts)} "
        f"parts between settlements of different holders. {number(len(atlas.table('spells')))} "
        f"spells (stretches of time in which one side held a unit) and "
        f"{len(atlas.table('events'))} events rest on "
        f"{number(len(atlas.table('sources')))} sources."
    )


# From measurements.


def _measured(name: str) -> Any:
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def _mb(count: float) -> str:
    return f"{count / 1e6:.2f} MB" if count < 1e7 else f"{count / 1e6:.1f} MB"


def page_figures() -> str:
    """Return size and speed of an exported page, beside those of ``geopandas.explore``."""
    found = _measured("bench/results.json")["map"]
    ours, other = found["ours"], found["explore_1000"]
    rows: list[Row] = [
        (
            "file with everything in it",
            _mb(found["bytes"]["ours"]),
            f"{_mb(found['bytes']['explore'])} with its libraries put in; blank offline as saved",
        ),
        ("requests, console errors", f"{ours['requests']}, {len(ours['errors'])}", ""),
        ("opened and calm", f"{ours['calm_ms']:.0f} ms", f"{other['calm_ms']:.0f} ms"),
        (
            "frames a second, panning / zooming",
            f"{ours['pan_fps']:.0f} / {ours['zoom_fps']:.0f}",
            f"{other['pan_fps']:.0f} / {other['zoom_fps']:.0f}",
        ),
        ("a step of the slider, input to next frame", f"{found['slider']['step_ms']:.0f} ms", ""),
        ("load the atlas / export", f"{found['load_s']:.2f} s / {found['export_s']:.2f} s", ""),
    ]
    return markdown(("what", "Greenline", "`geopandas.explore`, 1,000 points"), rows)


def waiting_figures() -> str:
    """Return what a reader waits for at a command and alone in the app."""
    measured = _measured("bench/results.json")
    place = current().example
    called = {
        "help": "`greenline --help`",
        "at": f"`greenline at 2016-01-01 --place {place}`",
        "history": f"`greenline history {place}`",
        "export": "`greenline export x.html`",
    }
    rows: list[Row] = [
        (words, f"{one['clock_s']:.2f} s ({one['processor_s']:.2f} s)")
        for name, words in called.items()
        for one in [measured["commands"][name]]
    ]
    app = measured["app"]
    rows += [
        (
            "app: a choice in the side bar, to the map's picture",
            f"{app['language_ms']:,.0f} ms (an app that only answers: {app['bare_ms']:,.0f} ms)",
        ),
        (
            f"app: a file of {number(app['upload_rows'])} events, to all of them on the map",
            f"{app['upload_ms'] / 1000:.1f} s",
        ),
    ]
    return markdown(("what", "median"), rows)


def event_figures() -> str:
    """Return what user events cost, beside what folium and geopandas take."""
    measured = _measured("bench/results.json")
    layer, where, other = measured["layer"], measured["attribution"], measured["layer"]["geojson"]
    sizes = ("100000", "1000000")

    def row(what: str, show: Callable[[str], str], alternative: str = "") -> Row:
        return (what, *(show(size) for size in sizes), alternative)

    rows = [
        row(
            "where they lie, km to the nearest field",
            lambda n: f"{where[n]['ours_s']:.2g} s",
            "`sjoin` and `sjoin_nearest`, same result: "
            + ", ".join(f"{where[n]['geopandas_s']:.2g} s" for n in sizes),
        ),
        row(
            "file over the atlas alone, with text",
            lambda n: _mb(layer[n]["bytes_over"]),
            f"folium `GeoJson`, {number(other['events'])}: {_mb(other['bytes'])}",
        ),
        row(
            "export over the atlas alone",
            lambda n: f"{layer[n]['export_over']:.2g} s",
            f"{other['export_s']:.2g} s",
        ),
        row("a frame when the days move, no GPU", lambda n: f"{layer[n]['frame_ms']:.0f} ms"),
        row("click to text", lambda n: f"{layer[n]['click_ms']:.0f} ms"),
        row(
            "heap of JavaScript",
            lambda n: f"{layer[n]['heap_mb']:.0f} MB",
            f"{other['heap_mb']:.0f} MB",
        ),
    ]
    return markdown(("user events", "100,000", "1,000,000", "alternative"), rows)


def file_figures() -> str:
    """Return seconds and size of each kind of file."""
    found = _measured("bench/results.json")["files"]
    rows = [
        (f"`{ending}`", f"{one['s']:.2f} s", f"{number(one['kb'])} kB")
        for ending, one in found.items()
        if ending.startswith(".")
    ]
    return markdown(("file", "time", "size"), rows)


def ingest_figures() -> str:
    """Return what an ingest of millions of events takes, in a sentence."""
    found = _measured("bench/results.json")["ingest"]
    return (
        f"{number(found['events'])} events in {found['ingest_s']:.0f} s "
        f"({number(found['events_a_second'])} a second), at most {number(found['peak_mb'])} MB of "
        f"memory; the folder has {found['folder_mb']} MB, and its counts are read in "
        f"{found['counts_s']:.2f} s."
    )


def peer_figures(count: str) -> str:
    """Return what a number of events takes, here and where a user would go instead."""
    return markdown(*peers.table(_measured("bench/results.json")["peers"], int(count)))


def stress_figures() -> str:
    """Return what ``make stress`` measured of a crowd and of hostile texts, in two sentences."""
    crowd = _measured("tests/stress/load.json")
    hostile = _measured("tests/stress/hostile.json")
    return (
        f"{crowd['people']} readers at once, each with user events, for {crowd['seconds'] // 60} "
        f"minutes on two cores: {number(crowd['runs'])} changes, {len(crowd['failed'])} failed, "
        f"{len(crowd['leaks'])} saw another's data; memory {crowd['memory_middle_mb']} MB in the "
        f"middle, {crowd['memory_end_mb']} MB at the end; a change took "
        f"{crowd['run_median_s']:.1f} s in the median and {crowd['run_p95_s']:.1f} s for one in "
        f"twenty, since one process works one core.\n\n"
        f"{number(hostile['texts'])} hostile texts in {hostile['fields']} fields of an upload, "
        f"{number(hostile['cards_opened'])} cards opened: {hostile['ran']} ran."
    )


def site_figures() -> str:
    """Return what a site weighs and how many readers a stock server hands it out to."""
    found = _measured("bench/site.json")
    visit, load, looked = found["first_visit"], found["load"], found["looked_at"]
    weight = f"{number(found['pages'])}, {number(found['files'])}, {_mb(found['bytes'])}"

    def packed(what: str, part: str) -> str:
        one = visit[what][part]
        kb = {name: f"{one[name] / 1000:.0f} kB" for name in ("br", "gzip")}
        return f"{kb['br']} by Brotli, {kb['gzip']} by gzip; {number(one['requests'])} requests"

    def crowd(what: str, count: str) -> Row:
        one = load[what][count]
        waits = f"{one['median_ms']:,.0f} ms, {one['p99_ms']:,.0f} ms"
        name = "an area's page" if what == "page" else "the map"
        return (
            f"{name}, {number(int(count))} readers at once",
            f"{number(one['requests_s'])} a second; half wait at most, 99 of 100 at most: {waits}"
            + (f"; {number(one['errors'])} errors" if one["errors"] else ""),
        )

    rows: list[Row] = [
        ("pages, files, size", weight),
        (
            "built; built again without a change",
            f"{found['build_cpu_s']:.0f} s; {found['again_cpu_s']:.0f} s of one core",
        ),
        (
            f"faults that axe finds on {number(looked['axe_pages'])} pages of all languages",
            number(looked["axe_violations"]),
        ),
        ("links; those that lead nowhere", f"{number(looked['links'])}; {looked['lost_links']}"),
        ("first visit to the map, over the wire", packed("map", "page")),
        ("from the request to the map at rest", f"{number(visit['map']['calm_ms'])} ms"),
        ("first visit to an area's page", packed("page", "page")),
        (
            "either, with what is kept for reading without a network",
            f"{packed('map', 'whole')}",
        ),
        ("second visit to the map, nothing changed", f"{visit['map']['again'] / 1000:.1f} kB"),
        *(crowd(what, count) for what in ("page", "map") for count in load[what]),
    ]
    return markdown(("what", "measured"), rows)


#: The tables by the name that a marked place gives them; some take arguments behind it.
#: What each task of a reader is, as tests/browser/tasks.py names it.
TASKS = {
    "sinjar": "Who held Sinjar on 1 November 2017, and since when",
    "fields": "Which fields changed hands in October 2017",
    "arabic": "The first in Arabic, from a page that opened in English",
    "spreadsheet": "My spreadsheet by who held the ground, in the app",
    "picture": "Send a picture of the map",
}


def tasks() -> str:
    """Return how many acts the tasks of a reader take, as they were counted last."""
    found = _measured("tests/browser/tasks.json")
    rows = [(TASKS[name], acts["keys"], acts["thumb"]) for name, acts in found.items()]
    return markdown(("task", "keys", "taps and letters"), rows)


TABLES: dict[str, Callable[..., str]] = {
    "addresses": addresses,
    "event-fields": event_fields,
    "data-dictionary": dictionary,
    "changes": changed,
    "areas": areas,
    "counts": counts,
    "page-figures": page_figures,
    "waiting-figures": waiting_figures,
    "event-figures": event_figures,
    "file-figures": file_figures,
    "ingest-figures": ingest_figures,
    "peer-figures": peer_figures,
    "peer-notes": lambda: peers.notes(_measured("bench/results.json")["peers"]),
    "stress-figures": stress_figures,
    "site-figures": site_figures,
    "statements": measured,
    "limits": lambda: markdown(*security.limits()),
    "libraries": lambda: markdown(*security.libraries()),
    "tasks": tasks,
    "hostile-files": lambda: markdown(*security.corpus()),
}
