"""Hostile YAML and JSON is refused with a sentence, after little work, by whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas, DataError, View, ViewError
from geo.atlas import check
from geo.atlas.descriptor import read_package
from geo.errors import ExportError
from geo.files import yaml_file
from geo.files.data_file import PACKAGE
from geo.pictures import marginalia
from geo.profile import load
from geo.stories import story
from tests.hostile.documents import DEEP, DEEP_OBJECTS, HOSTS, JSON, JUNK, PATTERNS, YAML
from tests.work import counted_calls


def allowed_calls(text: str) -> int:
    """Return how many calls of functions refusing a document may cost."""
    return 100_000 + 60 * len(text)


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_no_story_comes_of_it(text: str, atlas: Atlas) -> None:
    with counted_calls() as calls, pytest.raises(DataError):
        story.parse(text, "a.yaml", atlas)
    assert calls[0] < allowed_calls(text)


@pytest.mark.parametrize("url", HOSTS)
def test_no_host_is_no_error_where_addresses_are_taken_apart(url: str) -> None:
    with suppress(ExportError):
        marginalia.link(url, View())


def test_values_are_counted_while_they_are_read() -> None:
    with pytest.raises(DataError, match="too many values"):
        yaml_file.read(YAML["many lists"], "a.yaml")


@pytest.mark.parametrize("text", JSON.values(), ids=JSON)
def test_no_view_comes_of_it(text: str) -> None:
    with counted_calls() as calls, pytest.raises(ViewError):
        View.from_json(text)
    assert calls[0] < allowed_calls(text)


@pytest.mark.parametrize("text", [DEEP, DEEP_OBJECTS], ids=["brackets", "objects"])
@pytest.mark.parametrize("name", ["datapackage.json", "words/en.json"])
def test_a_data_folder_with_brackets_within_brackets_has_a_fault(
    folder: Path, name: str, text: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert name in {fault.file for fault in check(folder)}
    with pytest.raises(DataError, match=name):
        load(folder)


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_a_profile_with_it_is_refused(folder: Path, text: str) -> None:
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"profile\.yaml"):
        load(folder)


def descriptor(folder: Path) -> dict[str, Any]:
    """Return the descriptor of a data folder."""
    content: dict[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return content


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda character: str(character)[:20])
def test_a_pattern_that_holds_up_the_check_is_a_fault(folder: Path, pattern: Any) -> None:
    package = descriptor(folder)
    table = next(resource for resource in package["resources"] if resource["name"] == "sources")
    field = next(item for item in table["schema"]["fields"] if item["name"] == "title")
    field.setdefault("constraints", {})["pattern"] = pattern
    (folder / PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    texts = [(fault.file, fault.column) for fault in check(folder) if fault.file == PACKAGE]
    assert texts[:1] == [(PACKAGE, "pattern")]


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value within another; of a list, to the first."""
    yield before
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1])
    for key, item in inner if isinstance(value, dict | list) else ():
        if isinstance(item, dict | list):
            yield from places(item, (*before, key))
        else:
            yield (*before, key)


@pytest.mark.thorough
def test_any_value_at_any_place_of_a_descriptor_is_read_or_a_fault(folder: Path) -> None:
    package = descriptor(folder)
    names = [resource["name"] for resource in package["resources"]]
    ways = [
        ("resources", names.index(name), *way)
        for name in ("spells",)
        for way in places(package["resources"][names.index(name)])
    ]
    ways += [(key,) for key in package]
    refused = 0
    for number, (*way, last) in enumerate(ways):
        for junk in JUNK[number % 3 :: 3]:
            changed = json.loads(json.dumps(package))
            reduce(lambda at, key: at[key], way, changed)[last] = junk
            (folder / PACKAGE).write_text(json.dumps(changed), encoding="utf-8")
            _, faults = read_package(folder)
            refused += bool(faults)
    assert refused > len(ways) // 3
