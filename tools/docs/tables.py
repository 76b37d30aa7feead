"""Tables of the documentation that are computed: from the code, the data and measured figures."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from geo.ask import changes, control
from geo.atlas import Atlas
from geo.events.attribution import ATTRIBUTED
from geo.events.schema import TYPES
from geo.model import Language
from geo.profile import current, own_folder
from geo.view import KEYS, View
from geo.words import say

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
    rows: list[Row] = [(f"`{key}`", f"`{name}`", says[name]) for key, name in KEYS.items()]
    rows.append(("`embed`", "", "`1` leaves the map alone, for an iframe; no part of the view"))
    return markdown(("key", "field of `View`", "meaning"), rows)


def _docstrings(kind: type) -> dict[str, str]:
    """Return the docstring below each field of a class, in one line each."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    result = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert isinstance(field.target, ast.Name)
            assert isinstance(text.value, ast.Constant)
            result[field.target.id] = " ".join(str(text.value.value).split()).replace("``", "`")
    return result


def _word(key: str) -> str:
    return say(key, Language.EN)


def event_fields() -> str:
    """Return the fields of user events with their types, then what attribution adds."""
    rows: list[Row] = [(f"`{name}`", _type(kind)) for name, kind in TYPES.items()]
    rows += [(f"`{name}`", "added when the file is read") for name in ATTRIBUTED]
    return markdown(("field", "type"), rows)


def _type(kind: Any) -> str:
    if isinstance(kind, pd.CategoricalDtype):
        return f"one of {', '.join(f'`{category}`' for category in kind.categories)}"
    known = {"str": "text", "category": "text", "float64": "degrees, EPSG:4326"}
    return known.get(str(kind), "date" if "datetime" in str(kind) else "whole number or missing")


# From the data.


def dictionary() -> str:
    """Return every table of the data: what it holds, its columns, types and accepted values."""
    package = json.loads((own_folder() / "datapackage.json").read_text(encoding="utf-8"))
    tables = [
        _table(resource)
        for resource in package["resources"]
        if resource.get("schema", {}).get("fields")
    ]
    files = [
        (
            f"`{resource['name']}`",
            ", ".join(f"`{path}`" for path in paths(resource)),
            resource["description"],
        )
        for resource in package["resources"]
        if resource.get("type") == "file"
    ]
    return "\n\n".join([*tables, "### Files", markdown(("name", "files", "what they hold"), files)])


def paths(resource: dict[str, Any]) -> list[str]:
    """Return the files of a resource."""
    return [resource["path"], *resource.get("extrapaths", ())]


def _table(resource: dict[str, Any]) -> str:
    schema = resource["schema"]
    refers = {
        key: f"{foreign_key['reference']['resource'] or resource['name']}"
        f".{foreign_key['reference']['fields'][0]}"
        for foreign_key in schema.get("foreignKeys", [])
        for key in foreign_key["fields"]
    }
    rows = [
        (f"`{field['name']}`", field["type"], field.get("description", ""), _rule(field, refers))
        for field in schema["fields"]
    ]
    licences = ", ".join(item["name"] for item in resource.get("licenses", [])) or "CC-BY-4.0"
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
        rules_in_words.append(", ".join(f"`{item}`" for item in rules["enum"]))
    if "minimum" in rules or "maximum" in rules:
        rules_in_words.append(f"{rules.get('minimum', '…')} to {rules.get('maximum', '…')}")
    if field["name"] in refers:
        rules_in_words.append(f"a `{refers[field['name']]}`")
    elif "pattern" in rules and field["name"] != "source":
        rules_in_words.append(f"like `{rules['pattern']}`")
    return "; ".join(rules_in_words)


def list_changes(first: str, last: str) -> str:
    """Return what changed between two days, from whom to whom, in km²."""
    result = changes(Atlas.load(), dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    rows = [
        (
            f"{_holder(row['from_holder'])} → {_holder(row['to_holder'])}",
            number(row["km2"]),
            row["units"] or "",
            row["fields"] or "",
            "" if pd.isna(row["people"]) else number(row["people"]),
        )
        for row in result.totals.to_dict("records")
    ]
    head = f"{_date(result.first)} to {_date(result.last)}"
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
