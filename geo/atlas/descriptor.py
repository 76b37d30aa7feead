"""The schema of a data folder: what its descriptor must say, and cells read and checked by it."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import DataError, Fault
from geo.files import data_file
from geo.files.data_file import PACKAGE
from geo.profile import own_folder

if TYPE_CHECKING:
    import pandas as pd

Descriptor = dict[str, Any]

#: The cells of a table by the names of its columns.
Columns = Mapping[str, Sequence[Any]]

#: Characters that one cell may hold.
LONGEST = 131_072

#: Rows that one table may have.
MOST_ROWS = 1_000_000

#: Faults of one table that are listed.
MOST_FAULTS = 1_000


def names_of(fields: list[Descriptor]) -> list[str]:
    """Return the names of the columns of a table."""
    return [field["name"] for field in fields]


def read_text(
    content: bytes, path: str, fields: list[Descriptor]
) -> tuple[dict[str, list[str]], list[Fault]]:
    """Return the columns of a CSV table as text, and what is wrong with its form."""
    columns = names_of(fields)
    lines, faults = _read_lines(content, path, columns)
    cells = zip(*lines, strict=True) if lines and not faults else ([] for _ in columns)
    return dict(zip(columns, map(list, cells), strict=True)), faults


def _read_lines(
    content: bytes, path: str, columns: list[str]
) -> tuple[list[list[str]], list[Fault]]:
    """Return the lines below the head, and what is wrong with the form of the table."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return [], [Fault(path, None, "", str(error), "text in UTF-8")]
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return [], [Fault(path, line, "", "a NUL character", "text without control characters")]
    try:
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        return [], [Fault(path, None, "", str(error), "a CSV table with commas and quotes")]
    if not lines or lines[0] != columns:
        header = ",".join(lines[0]) if lines else "nothing"
        return [], [Fault(path, 1, "", header, f"the columns {','.join(columns)}")]
    if len(lines) - 1 > MOST_ROWS:
        header = f"{len(lines) - 1:,} rows"
        return [], [Fault(path, None, "", header, f"a table of at most {MOST_ROWS:,} rows")]
    faults = [
        Fault(path, number, "", ",".join(line), f"{len(columns)} cells, found {len(line)}")
        for number, line in enumerate(lines[1:], start=2)
        if len(line) != len(columns)
    ][:MOST_FAULTS]
    faults += [
        Fault(path, number, "", f"a cell of {len(cell)} characters", f"at most {LONGEST}")
        for number, line in enumerate(lines[1:], start=2)
        for cell in line
        if len(cell) > LONGEST
    ]
    return lines[1:], faults


def check_cells(text: Columns, path: str, fields: list[Descriptor]) -> list[Fault]:
    """Return the faults of a table's cells, up to a limit per table."""
    faults = [
        fault for field in fields for fault in _check_column(text[field["name"]], path, field)
    ]
    listed = sorted(faults[:MOST_FAULTS], key=lambda fault: (fault.row or 0, fault.column))
    if len(faults) > MOST_FAULTS:
        more = f"{len(faults) - MOST_FAULTS:,} more faults"
        listed.append(Fault(path, None, "", more, "a table without faults"))
    return listed


def _check_column(cells: Sequence[str], path: str, field: Descriptor) -> Iterator[Fault]:
    name, constraints = field["name"], field.get("constraints", {})
    filled = {*cells} - {""}
    for holds, accepted in _list_rules(field):
        wrong = {cell for cell in filled if not holds(cell)}
        for row, cell in enumerate(cells if wrong else (), start=2):
            if cell in wrong:
                yield Fault(path, row, name, cell, accepted)
    seen: set[str] = set()
    for row, cell in enumerate(cells, start=2):
        if not cell and constraints.get("required"):
            yield Fault(path, row, name, cell, "a value, not an empty cell")
        if cell in seen and constraints.get("unique"):
            yield Fault(path, row, name, cell, "a value used in no other row")
        seen.add(cell)


def _list_rules(field: Descriptor) -> Iterator[tuple[Callable[[str], Any], str]]:
    """Yield what a filled cell of a field must pass, and what is accepted."""
    constraints = field.get("constraints", {})
    reads, kind = TYPES[field["type"]]
    yield partial(reads_as, reads), kind
    if allowed := constraints.get("enum"):
        yield {*allowed}.__contains__, f"one of {', '.join(allowed)}"
    if pattern := constraints.get("pattern"):
        yield re.compile(pattern).fullmatch, f"text like {pattern}"
    low, high = constraints.get("minimum", -math.inf), constraints.get("maximum", math.inf)
    if low != -math.inf or high != math.inf:
        accepted = f"a number from {low} to {high}"
        if high == math.inf:
            accepted = f"a number of {low} or more"
        elif low == -math.inf:
            accepted = f"a number up to {high}"
        # What is no number at all, the type's own rule says.
        yield lambda text: not reads_as(float, text) or low <= float(text) <= high, accepted


#: Letters of a pattern, and repetitions without an end that it may have.
_LONGEST_PATTERN, _REPETITIONS = 200, 3


def is_pattern(pattern: Any) -> bool:
    r"""Return whether a descriptor's pattern is one, and one that no text holds up for long.

    Of a list, what is repeated begins with its ``;``: of other repetitions within repetitions a
    short text can be read in millions of ways.

    >>> is_pattern(r"[a-z]+(;[a-z]+)*"), is_pattern(r"IQG\d\d(Q\d\d)?"), is_pattern("(a+)+")
    (True, True, False)
    """
    if not isinstance(pattern, str) or len(pattern) > _LONGEST_PATTERN:
        return False
    signs = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", pattern, flags=re.DOTALL)
    if len(re.findall(r"[*+]|\{\d*,\}", signs)) > _REPETITIONS or re.search(r"[{,]\d{4}", signs):
        return False
    open_ = []
    for at, sign in enumerate(signs):
        if sign == "(":
            open_.append(at)
        elif sign == ")" and open_:
            begin = open_.pop()
            if signs[at + 1 : at + 2] in {"*", "+", "{"} and signs[begin + 1] != ";":
                return False
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def reads_as(reads: Callable[[str], Any], text: str) -> bool:
    """Return whether a text is one of a type."""
    try:
        reads(text)
    except ValueError:
        return False
    return True


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text, re.ASCII):
        raise ValueError(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def day(text: str) -> date:
    """Read a day such as 2017-10-16."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


TYPES: dict[str, tuple[Callable[[str], Any], str]] = {
    "string": (str, "text"),
    "number": (_number, "a finite number with a decimal point"),
    "integer": (_integer, "a whole number"),
    "boolean": (_boolean, "true or false"),
    "date": (day, "a day such as 2017-10-16"),
}


def convert(text: Columns, fields: list[Descriptor]) -> dict[str, list[Any]]:
    """Turn checked text into the types of the schema."""
    return {field["name"]: _convert_cells(text[field["name"]], field["type"]) for field in fields}


def _convert_cells(cells: Sequence[str], kind: str) -> list[Any]:
    if kind == "string":
        return list(cells)
    if kind in ("number", "integer"):
        return [float(cell) if cell else math.nan for cell in cells]
    reads, _ = TYPES[kind]
    return [reads(cell) if cell else None for cell in cells]


def as_frame(columns: Columns, fields: list[Descriptor]) -> pd.DataFrame:
    """Return columns in the types of the schema as a frame."""
    import pandas as pd  # noqa: PLC0415 -- only where a table is asked for as a frame

    kinds = {"number": "float64", "integer": "float64", "string": "str"}
    return pd.DataFrame(
        {
            field["name"]: pd.Series(columns[field["name"]], dtype=kinds.get(field["type"], object))
            for field in fields
        }
    )


#: Addresses of the web and of mail that a descriptor may name; none can end a link or an attribute.
ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]{3,600}")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{3,190}", re.ASCII)

#: Resources without which there is no atlas.
REQUIRED = (
    "sources", "governorates", "districts", "subdistricts", "areas", "actors", "spells",
    "instruments", "claims", "views", "perspectives", "places", "events",
    "subdistricts_shape", "areas_shape",
)  # fmt: skip


def read_package(folder: Path) -> tuple[Descriptor, list[Fault]]:
    """Read ``datapackage.json`` of a data folder; what it lacks, and where it leads outside."""
    try:
        package = json.loads(data_file.read(folder, PACKAGE))
    except DataError as error:
        return {}, list(error.faults)
    except OSError:
        return {}, [Fault(PACKAGE, None, "", "no file", f"a data package in {folder}")]
    except (ValueError, RecursionError) as error:
        return {}, [Fault(PACKAGE, None, "", str(error), "valid JSON in UTF-8")]
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        return {}, [Fault(PACKAGE, None, "", "no resources", "a Frictionless data package")]
    entries = [resource for resource in package["resources"] if isinstance(resource, dict)]
    if misshapen := list(_find_misshapen(entries, [_RESOURCE], "resources")):
        return {}, misshapen
    return package, [*_find_lacking(package), *_find_outside_paths(folder, package)]


#: What the entry of a resource is made of: a type, an object of these keys, a list of such.
_RESOURCE: Final[Any] = {
    **dict.fromkeys(("name", "format", "description"), str),
    "optional": bool,
    "licenses": [dict.fromkeys(("name", "title", "path"), str)],
    "schema": {
        "fields": [
            {
                **dict.fromkeys(("name", "type", "description"), str),
                "constraints": {
                    **dict.fromkeys(("required", "unique"), bool),
                    **dict.fromkeys(("minimum", "maximum"), int | float),
                    "enum": [str],
                    "pattern": is_pattern,
                },
            }
        ],
        "foreignKeys": [{"fields": [str], "reference": {"resource": str, "fields": [str]}}],
    },
}


def _find_misshapen(value: Any, shape: Any, key: str) -> Iterator[Fault]:
    """Yield entries whose type differs from what the standard or the rules ask for."""
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    if isinstance(shape, dict) and isinstance(value, dict):
        for name in shape.keys() & value.keys():
            yield from _find_misshapen(value[name], shape[name], name)
    elif isinstance(shape, list) and isinstance(value, list):
        for element in value:
            yield from _find_misshapen(element, shape[0], key)
    elif shape is is_pattern and not is_pattern(value):
        accepted = "a regular expression without repetitions within repetitions"
        yield Fault(PACKAGE, None, key, str(value)[:80], accepted)
    elif shape is not is_pattern:
        kind = type(shape) if isinstance(shape, dict | list) else shape
        if not isinstance(value, kind):
            yield Fault(PACKAGE, None, key, str(value)[:80], kinds.get(kind, "a number"))


def paths_of(resource: Descriptor) -> list[str]:
    """Return the paths of a resource, those of its companions too."""
    return [resource["path"], *resource.get("extrapaths", ())]


def is_left_out(folder: Path, resource: Descriptor) -> bool:
    """Return whether a resource is one that a folder may do without, and does.

    What is optional is for who works on the data: wheels, releases and sites do without it, and it
    is no part of what a version is.
    """
    is_optional = resource.get("optional") is True and isinstance(resource.get("path"), str)
    return is_optional and not (folder / resource["path"]).exists()


def _find_outside_paths(folder: Path, package: Descriptor) -> Iterator[Fault]:
    """Yield paths that lead out of the folder, or to something that is not a file."""
    for resource in package["resources"]:
        if not isinstance(resource, dict):
            continue
        extra = resource.get("extrapaths", ())
        for path in (resource.get("path", ""), *(extra if isinstance(extra, list) else [extra])):
            if is_left_out(folder, resource):
                continue
            if path and (fault := data_file.fault_of(folder, path)):
                yield fault


def _find_lacking(package: Descriptor) -> Iterator[Fault]:
    """Yield faults for required entries that are missing."""
    if not reads_as(day, str(package.get("created", ""))[:10]):
        created = str(package.get("created", "nothing"))
        accepted = "the day of the data, such as 2017-10-16T00:00:00Z"
        yield Fault(PACKAGE, None, "created", created, accepted)
    yield from _find_faulty_people(package)
    names = {item.get("name") for item in package["resources"] if isinstance(item, dict)}
    for name in (name for name in REQUIRED if name not in names):
        yield Fault(PACKAGE, None, "resources", "nothing", f"a resource named {name}")
    for number, resource in enumerate(package["resources"], start=1):
        if isinstance(resource, dict):
            yield from _find_lacking_entries(resource, resource.get("name", f"resource {number}"))
        else:
            yield Fault(PACKAGE, None, "resources", str(resource), "an object with name and path")


def _find_faulty_people(package: Descriptor) -> Iterator[Fault]:
    """Yield faults of the entries on where and by whom the atlas is published."""
    home, people = package.get("homepage", ""), package.get("contributors", [])
    if home and not (isinstance(home, str) and ADDRESS.fullmatch(home)):
        yield Fault(PACKAGE, None, "homepage", str(home), "an address such as https://example.org/")
    if not isinstance(people, list) or not all(isinstance(item, dict) for item in people):
        yield Fault(PACKAGE, None, "contributors", str(people), "a list of objects with a title")
        return
    for person in people:
        if not (isinstance(person.get("title"), str) and person["title"].strip()):
            yield Fault(PACKAGE, None, "contributors", str(person), "a title: who it is")
        for key, form, accepted in (
            ("path", ADDRESS, "an address such as https://example.org/"),
            ("email", EMAIL, "an address such as atlas@example.org"),
        ):
            if person.get(key) and not (
                isinstance(person[key], str) and form.fullmatch(person[key])
            ):
                yield Fault(PACKAGE, None, f"contributors.{key}", str(person[key]), accepted)


def _find_lacking_entries(resource: Descriptor, name: str) -> Iterator[Fault]:
    """Yield what the entry of one resource must say and does not."""
    keys: tuple[str, ...] = ("name", "path", "format", "description", "licenses")
    if resource.get("format") == "csv":
        keys += ("schema",)
    for key in (key for key in keys if not resource.get(key)):
        yield Fault(PACKAGE, None, key, "nothing", f"a {key} for {name}")
    fields = (resource.get("schema") or {}).get("fields", [])
    has = {field.get("name") for field in fields}
    needed = names_of(own_tables()[name]["schema"]["fields"]) if name in own_tables() else ()
    for column in needed:
        if column not in has and not column.startswith(("name_", "text_")):  # by language
            yield Fault(PACKAGE, None, "fields", "nothing", f"a column {column} of {name}")
    for link in (resource.get("schema") or {}).get("foreignKeys", []):
        to = link.get("reference", {})
        if not (link.get("fields") and to.get("resource") and to.get("fields")):
            entry = f"{name}: {link}"[:80]
            yield Fault(
                PACKAGE, None, "foreignKeys", entry, "fields and a reference with both keys"
            )
    for field in fields:
        if field.get("type") not in TYPES:
            entry = f"{name}.{field.get('name')}: {field.get('type')}"
            yield Fault(PACKAGE, None, "type", entry, f"one of {', '.join(TYPES)}")


@cache
def own_tables() -> dict[str, Descriptor]:
    """Return the tables of the atlas that the package carries, by name."""
    package = json.loads((own_folder() / PACKAGE).read_text(encoding="utf-8"))
    tables = (resource for resource in package["resources"] if resource["format"] == "csv")
    return {resource["name"]: resource for resource in tables}
