"""Every function of the documented API takes each kind of value that its signature names."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from geo import Atlas, View, events
from geo.ask import control, exposure
from geo.draw import build
from geo.stories import story
from geo.tabular.sheet import open_sheet
from tests.conftest import DATA

from .files import FILES

PAGES = DATA.parent / "docs" / "api"

DAY = dt.date(2017, 10, 16)

#: The ways in which a person writes a day.
DAYS = (DAY, "2017-10-16", dt.datetime(2017, 10, 16, 12, tzinfo=dt.UTC), pd.Timestamp(DAY))

#: What a first call gives for a parameter, by its name; others keep their default.
GIVEN: Mapping[str, Callable[[Atlas, Path], Any]] = {
    "atlas": lambda atlas, _: atlas,
    "day": lambda *_: DAY,
    "first": lambda *_: dt.date(2017, 10, 1),
    "last": lambda *_: DAY,
    "since": lambda *_: dt.date(2017, 10, 1),
    "view": lambda *_: View(layers=("control",)),
    "found": lambda atlas, _: exposure.exposure(atlas, DAY),
    "rows": lambda *_: events.read(FILES["seen.csv"].text.encode(), "seen.csv").rows,
    "points": lambda *_: pd.DataFrame({"lon": [44.39], "lat": [35.47]}),
    "story": lambda atlas, _: story.stories(atlas)[0],
    "where": lambda *_: "Kirkuk",
    "perspective": lambda *_: "held",
    "text": lambda *_: "",
    "lon": lambda *_: 44.39,
    "lat": lambda *_: 35.47,
    "polygon": lambda *_: None,
}

#: The same for one function alone.
OWN: Mapping[str, Mapping[str, Callable[[Atlas, Path], Any]]] = {
    "geo.ask.control.valid_on": {"rows": lambda atlas, _: control.spells(atlas)},
    "geo.draw.layers.base.cite": {
        "bundle": lambda *_: SimpleNamespace(data={"sources": {}}),
        "cited": lambda *_: (),
    },
    "geo.draw.layers.base.source_cells": {"wanted": lambda *_: ()},
    "geo.errors.missing_extra": {"package": lambda *_: "matplotlib"},
    "geo.export.html.render": {
        "folium_map": lambda atlas, _: build(atlas, View(layers=("control",)))
    },
    "geo.tabular.grid.pieces": {"sheet": lambda _, folder: open_sheet(_events(folder))},
    "geo.stories.story.load": {"folder": lambda *_: DATA / "stories"},
    "geo.atlas.atlas.check": {"folder": lambda *_: DATA},
    "geo.atlas.atlas.version": {"folder": lambda *_: DATA},
    "geo.export.tables.tables": {"path": lambda _, folder: folder / "map.csv"},
    "geo.export.picture.picture": {
        "path": lambda _, folder: folder / "map.png",
        "dpi": lambda *_: 50,
    },
    "geo.export.picture.render": {"kind": lambda *_: ".png", "dpi": lambda *_: 50},
    "geo.export.tables.render": {"kind": lambda *_: ".csv"},
    "geo.profile.load": {"folder": lambda *_: DATA},
    "geo.export.html.write": {
        "target": lambda _, folder: folder / "map.txt",
        "content": lambda *_: b"all of it",
    },
    "geo.export.html.html": {"path": lambda _, folder: folder / "map.html"},
    "geo.events.isolation.read": {"source": lambda _, folder: _events(folder)},
    "geo.events.isolation.chunks": {"source": lambda _, folder: _events(folder)},
    "geo.events.isolation.preview": {"source": lambda _, folder: _events(folder)},
    "geo.tabular.sheet.open_sheet": {"source": lambda _, folder: _events(folder)},
    "geo.tabular.sheet.sheets": {"source": lambda _, folder: _events(folder)},
    "geo.stories.story.parse": {
        "text": lambda *_: next((DATA / "stories").glob("*.yaml")).read_text(encoding="utf-8"),
        "name": lambda *_: "told.yaml",
    },
}


def _events(folder: Path) -> Path:
    file = folder / "seen.csv"
    file.write_text(FILES["seen.csv"].text, encoding="utf-8")
    return file


def functions() -> Iterator[tuple[str, Any]]:
    """Yield the functions, and the class methods that make an object, of the documented API."""
    for page in sorted(PAGES.glob("*.md")):
        for name in re.findall(r"^::: (\S+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            yield from _of(name)


def _of(name: str) -> Iterator[tuple[str, Any]]:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        owner, _, own = name.rpartition(".")
        found = getattr(importlib.import_module(owner), own)
        if inspect.isfunction(found):
            yield name, found
        return
    for own, found in vars(module).items():
        if inspect.isfunction(found) and found.__module__ == name and not own.startswith("_"):
            yield f"{name}.{own}", found


#: Kinds of value beside the plain one, by what the signature says of a parameter.
KINDS: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    r"\bdate\b": lambda _: DAYS,
    r"\bPath\b.*\bstr\b": lambda plain: (plain, str(plain)),
    r"\bNone\b": lambda _: (None,),
    r"(?<!, )\bIterable\[str\]": lambda _: ((), []),
}


def cases() -> list[Any]:
    """Return function, parameter and kind for whatever a signature allows beside one plain type."""
    return [
        pytest.param(function, parameter.name, kind, id=f"{name}-{parameter.name}-{kind}")
        for name, function in functions()
        for parameter in inspect.signature(function).parameters.values()
        for kind in KINDS
        if re.search(kind, str(parameter.annotation))
    ]


@pytest.mark.quick(8)
@pytest.mark.parametrize(("function", "parameter", "kind"), cases())
def test_each_kind_of_value_is_taken(
    function: Any, parameter: str, kind: str, atlas: Atlas, tmp_path: Path
) -> None:
    name = f"{function.__module__}.{function.__name__}"
    first = {
        one.name: (OWN.get(name, {}).get(one.name) or GIVEN[one.name])(atlas, tmp_path)
        for one in inspect.signature(function).parameters.values()
        if one.default is one.empty or one.name in OWN.get(name, {})
    }
    for value in KINDS[kind](first.get(parameter)):
        answer = function(**{**first, parameter: value})
        if inspect.isgenerator(answer):
            assert next(answer) is not None


def methods() -> Iterator[tuple[str, Any]]:
    """Yield the methods of the classes of the documented API."""
    for page in sorted(PAGES.glob("*.md")):
        for name in re.findall(r"^::: (\S+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            for kind in _classes(name):
                for method, found in vars(kind).items():
                    function = getattr(found, "__func__", found)
                    if inspect.isfunction(function) and not method.startswith("_"):
                        yield f"{name}.{kind.__name__}.{method}", function


def _classes(name: str) -> list[type]:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        owner, _, own = name.rpartition(".")
        found = getattr(importlib.import_module(owner), own)
        return [found] if inspect.isclass(found) else []
    return [one for one in vars(module).values() if inspect.isclass(one) and one.__module__ == name]


def test_paths_and_days_may_be_text() -> None:
    refused = [
        (name, parameter.name)
        for name, function in (*functions(), *methods())
        for parameter in inspect.signature(function).parameters.values()
        if re.search(r"\b(Path|date)\b", str(parameter.annotation))
        and not re.search(r"\bstr\b", str(parameter.annotation))
    ]
    assert not refused
    assert len(list(methods())) > 20


def test_a_holder_has_the_name_of_a_day_however_it_is_written(atlas: Atlas) -> None:
    names = {atlas.profile.holder_word("federal", day) for day in (*DAYS, None)}
    assert names == {"holder.federal"}
    before = dt.date(1999, 1, 1)
    for day in (before, before.isoformat(), pd.Timestamp(before)):
        assert atlas.profile.holder_word("federal", day) == "holder.state"


def test_the_api_is_found() -> None:
    assert len(dict(functions())) > 40
    assert len(cases()) > 60
