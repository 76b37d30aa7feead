"""What is wrong with the descriptor of a data folder: its shape, its gaps, its paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo import data_file
from geo.atlas.cells import TYPES, Descriptor, day, is_pattern, reads_as
from geo.errors import Fault
from geo.profile import own_folder

#: Addresses of the web and of mail that a descriptor may name; none can end a link or an attribute.
ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]{3,600}")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{3,190}", re.ASCII)

#: Resources without which there is no atlas.
REQUIRED = (
    "sources", "governorates", "districts", "subdistricts", "areas", "actors", "spells",
    "instruments", "claims", "views", "perspectives", "places", "events",
    "subdistricts_shape", "areas_shape",
)  # fmt: skip


def find_misshapen(package: Descriptor, file: str) -> list[Fault]:
    """Return the entries of resources that are of another kind than the standard has them."""
    entries = [resource for resource in package["resources"] if isinstance(resource, dict)]
    return list(_find_misshapen(entries, [_RESOURCE], "resources", file))


def faults_of(package: Descriptor, folder: Path, file: str) -> list[Fault]:
    """Return what a descriptor lacks, and where it leads out of its folder."""
    return [*_find_lacking(package, file), *_find_outside_paths(folder, package)]


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


def _find_misshapen(value: Any, shape: Any, key: str, file: str) -> Iterator[Fault]:
    """Yield entries whose type differs from what the standard or the rules ask for."""
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    if isinstance(shape, dict) and isinstance(value, dict):
        for name in shape.keys() & value.keys():
            yield from _find_misshapen(value[name], shape[name], name, file)
    elif isinstance(shape, list) and isinstance(value, list):
        for element in value:
            yield from _find_misshapen(element, shape[0], key, file)
    elif shape is is_pattern and not is_pattern(value):
        accepted = "a regular expression without repetitions within repetitions"
        yield Fault(file, None, key, str(value)[:80], accepted)
    elif shape is not is_pattern:
        kind = type(shape) if isinstance(shape, dict | list) else shape
        if not isinstance(value, kind):
            yield Fault(file, None, key, str(value)[:80], kinds.get(kind, "a number"))


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


def _find_lacking(package: Descriptor, file: str) -> Iterator[Fault]:
    """Yield faults for required entries that are missing."""
    if not reads_as(day, str(package.get("created", ""))[:10]):
        created = str(package.get("created", "nothing"))
        accepted = "the day of the data, such as 2017-10-16T00:00:00Z"
        yield Fault(file, None, "created", created, accepted)
    yield from _of_people(package, file)
    known = {item.get("name") for item in package["resources"] if isinstance(item, dict)}
    for name in (name for name in REQUIRED if name not in known):
        yield Fault(file, None, "resources", "nothing", f"a resource named {name}")
    for number, resource in enumerate(package["resources"], start=1):
        if isinstance(resource, dict):
            yield from _lacking_resource(resource, resource.get("name", f"resource {number}"), file)
        else:
            yield Fault(file, None, "resources", str(resource), "an object with name and path")


def _of_people(package: Descriptor, file: str) -> Iterator[Fault]:
    """Return faults of the entries on where and by whom the atlas is published."""
    home, people = package.get("homepage", ""), package.get("contributors", [])
    if home and not (isinstance(home, str) and ADDRESS.fullmatch(home)):
        yield Fault(file, None, "homepage", str(home), "an address such as https://example.org/")
    if not isinstance(people, list) or not all(isinstance(item, dict) for item in people):
        yield Fault(file, None, "contributors", str(people), "a list of objects with a title")
        return
    for person in people:
        if not (isinstance(person.get("title"), str) and person["title"].strip()):
            yield Fault(file, None, "contributors", str(person), "a title: who it is")
        for key, form, accepted in (
            ("path", ADDRESS, "an address such as https://example.org/"),
            ("email", EMAIL, "an address such as atlas@example.org"),
        ):
            if person.get(key) and not (
                isinstance(person[key], str) and form.fullmatch(person[key])
            ):
                yield Fault(file, None, f"contributors.{key}", str(person[key]), accepted)


def _lacking_resource(resource: Descriptor, name: str, file: str) -> Iterator[Fault]:
    """Return what the entry of one resource must say and does not."""
    wanted: tuple[str, ...] = ("name", "path", "format", "description", "licenses")
    if resource.get("format") == "csv":
        wanted += ("schema",)
    for key in (key for key in wanted if not resource.get(key)):
        yield Fault(file, None, key, "nothing", f"a {key} for {name}")
    fields = (resource.get("schema") or {}).get("fields", [])
    has = {field.get("name") for field in fields}
    for column in _columns().get(name, ()):
        if column not in has:
            yield Fault(file, None, "fields", "nothing", f"a column {column} of {name}")
    for link in (resource.get("schema") or {}).get("foreignKeys", []):
        to = link.get("reference", {})
        if not (link.get("fields") and to.get("resource") and to.get("fields")):
            licence = f"{name}: {link}"[:80]
            yield Fault(file, None, "foreignKeys", licence, "fields and a reference with both keys")
    for field in fields:
        if field.get("type") not in TYPES:
            licence = f"{name}.{field.get('name')}: {field.get('type')}"
            yield Fault(file, None, "type", licence, f"one of {', '.join(TYPES)}")


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """Return the columns that the tables of an atlas have, texts in a language apart."""
    package = json.loads((own_folder() / "datapackage.json").read_text(encoding="utf-8"))
    return {
        resource["name"]: tuple(
            field["name"]
            for field in resource["schema"]["fields"]
            if not field["name"].startswith(("name_", "text_"))
        )
        for resource in package["resources"]
        if resource.get("schema", {}).get("fields")
    }
