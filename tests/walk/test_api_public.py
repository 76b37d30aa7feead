"""Every function that is documented or exported takes each kind of value that its signature names."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import geo
from geo import Atlas, GreenlineError, View, events
from geo.ask import control, exposure
from geo.draw import build
from geo.events.ingest import ingest
from geo.export import mapset
from geo.export.animation import FilmSettings
from geo.export.graphic.settings import GraphicSettings
from geo.export.picture import render
from geo.painter import Frame
from geo.site import Options
from geo.stories import story
from geo.tabular.sheet import open_sheet
from tests.conftest import DATA

from .files import FILES

PAGES = DATA.parent / "docs" / "api"

DAY = dt.date(2017, 10, 16)

#: The ways in which a person writes a day.
DAYS = (DAY, "2017-10-16", dt.datetime(2017, 10, 16, 12, tzinfo=dt.UTC), pd.Timestamp(DAY))


def make_ingested(atlas: Atlas, folder: Path) -> Path:
    return ingest(atlas, [_events(folder)], folder / "out").path


def _events(folder: Path) -> Path:
    file = folder / "seen.csv"
    file.write_text(FILES["seen.csv"].text, encoding="utf-8")
    return file


def _undate_path(folder: Path) -> Path:
    file = folder / "undated.csv"
    file.write_text("lat,lon,type\n35.47,44.39,clash\n", encoding="utf-8")
    return file


def _recipe(folder: Path) -> Path:
    file = folder / "maps.yaml"
    file.write_text("title: Maps\nmaps:\n  - {name: one, formats: svg}\n", encoding="utf-8")
    return file


#: What a first call gives for a parameter, by its name; others keep their default.
GIVEN: Mapping[str, Callable[[Atlas, Path], Any]] = {
    "atlas": lambda atlas, _: atlas,
    "day": lambda *_: DAY,
    "first": lambda *_: dt.date(2017, 10, 1),
    "last": lambda *_: DAY,
    "start": lambda *_: dt.date(2017, 10, 1),
    "end": lambda *_: DAY,
    "since": lambda *_: dt.date(2017, 10, 1),
    "view": lambda *_: View(layers=("control",)),
    "exposure": lambda atlas, _: exposure.exposure(atlas, DAY),
    "later": lambda atlas, _: exposure.exposure(atlas, DAY),
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

#: A film of two pictures.
FILM = FilmSettings("2017-10-15", "2017-10-16", step="day", size=(480, 320))

#: A picture of one column.
SMALL = GraphicSettings(width="90mm")

#: A disputed area of which an atlas of one page is made.
BOOK = "alqosh"

#: Packages that are no library.
NOT_LIBRARY = {"geo.cli", "geo.web"}

#: The same for one function alone.
OWN: Mapping[str, Mapping[str, Callable[[Atlas, Path], Any]]] = {
    "geo.ask.control.valid_on": {"rows": lambda atlas, _: control.spells(atlas)},
    "geo.export.mapset.recipe.read": {"file": lambda _, folder: _recipe(folder)},
    "geo.events.attribution_extra.check_extra": {"extra": lambda *_: ()},
    "geo.ask.series.series": {"freq": lambda *_: "day"},
    "geo.ask.series.panel": {"freq": lambda *_: "day"},
    "geo.draw.layers.base.cite": {
        "bundle": lambda *_: SimpleNamespace(data={"sources": {}, "ranks": {}}),
        "cited": lambda *_: (),
    },
    "geo.draw.layers.base.source_cells": {"wanted": lambda *_: ()},
    "geo.errors.missing_extra": {"package": lambda *_: "typst"},
    "geo.export.html.render": {
        "folium_map": lambda atlas, _: build(atlas, View(layers=("control",)))
    },
    "geo.tabular.source.read_error": {
        "file": lambda *_: "events.csv",
        "what": lambda *_: "no_rows",
    },
    "geo.tabular.grid.pieces": {"sheet": lambda _, folder: open_sheet(_events(folder))},
    "geo.stories.story.load": {"folder": lambda *_: DATA / "stories"},
    "geo.atlas.atlas.check": {"folder": lambda *_: DATA},
    "geo.atlas.atlas.version": {"folder": lambda *_: DATA},
    "geo.export.tables.tables": {"path": lambda _, folder: folder / "map.gpkg"},
    "geo.export.picture.picture": {
        "path": lambda _, folder: folder / "map.png",
        "dpi": lambda *_: 50,
    },
    "geo.export.picture.render": {"kind": lambda *_: ".png", "dpi": lambda *_: 50},
    "geo.export.tables.render": {"kind": lambda *_: ".csv"},
    "geo.export.html.html": {"path": lambda _, folder: folder / "map.html"},
    "geo.export.html.write": {
        "target": lambda _, folder: folder / "map.html",
        "content": lambda *_: b"<html>",
    },
    "geo.profile.load": {"folder": lambda *_: DATA},
    "geo.events.ingest.run.ingest": {
        "paths": lambda _, folder: [_events(folder)],
        "out": lambda _, folder: folder / f"out{len(list(folder.iterdir()))}",
    },
    "geo.events.ingest.folder.open_folder": {"path": make_ingested},
    "geo.export.animation.film": {
        "path": lambda _, folder: folder / "film.gif",
        "settings": lambda *_: FILM,
    },
    "geo.export.animation.frames": {"settings": lambda *_: FILM},
    "geo.export.animation.render": {"kind": lambda *_: ".gif", "settings": lambda *_: FILM},
    "geo.export.booklet.booklet": {
        "path": lambda _, folder: folder / "atlas.pdf",
        "areas": lambda *_: BOOK,
    },
    "geo.export.booklet.render": {"areas": lambda *_: BOOK},
    "geo.export.booklet.choose_areas": {"text": lambda *_: BOOK},
    "geo.export.graphic.graphic": {
        "path": lambda _, folder: folder / "graphic.svg",
        "settings": lambda *_: SMALL,
    },
    "geo.export.graphic.render": {"kind": lambda *_: ".svg", "settings": lambda *_: SMALL},
    "geo.export.handout.handout": {"path": lambda _, folder: folder / "handout.pdf"},
    "geo.export.mapset.build.build": {
        "recipe": lambda atlas, folder: mapset.read(atlas, _recipe(folder)),
        "folder": lambda _, folder: folder,
    },
    "geo.painter.drawing.draw": {"frame": lambda *_: Frame((43.0, 34.5, 45.0, 36.5), 200, 200)},
    "geo.site.build.build": {
        "out": lambda _, folder: folder / "site",
        "options": lambda *_: Options(stories=(), subjects=()),
    },
    "geo.events.isolation.read": {"source": lambda _, folder: _events(folder)},
    "geo.events.isolation.chunks": {"source": lambda _, folder: _events(folder)},
    "geo.events.isolation.table": {"source": lambda _, folder: _events(folder)},
    "geo.events.isolation.preview": {"source": lambda _, folder: _events(folder)},
    "geo.tabular.sheet.open_sheet": {"source": lambda _, folder: _events(folder)},
    "geo.tabular.sheet.sheets": {"source": lambda _, folder: _events(folder)},
    "geo.stories.story.parse": {
        "text": lambda *_: next((DATA / "stories").glob("*.yaml")).read_text(encoding="utf-8"),
        "name": lambda *_: "told.yaml",
    },
}


#: The same where one parameter is tried: a day is taken for a table that has none.
TRIED: Mapping[str, Mapping[str, Callable[[Atlas, Path], Any]]] = {
    "geo.events.isolation.read-day": {"source": lambda _, folder: _undate_path(folder)},
    "geo.events.isolation.chunks-day": {"source": lambda _, folder: _undate_path(folder)},
}


def functions() -> Iterator[tuple[str, Any]]:
    """Yield the functions of the documented API, and those that the packages export."""
    yield from dict((*list_documented(), *list_exported())).items()


def list_exported() -> Iterator[tuple[str, Any]]:
    for info in pkgutil.walk_packages(geo.__path__, "geo."):
        if not info.ispkg or info.name in NOT_LIBRARY:
            continue
        package = importlib.import_module(info.name)
        for name in getattr(package, "__all__", ()):
            result = getattr(package, name)
            if inspect.isfunction(result):
                yield f"{result.__module__}.{name}", result


def list_documented() -> Iterator[tuple[str, Any]]:
    for page in sorted(PAGES.glob("*.md")):
        for name in re.findall(r"^::: (\S+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            yield from names_of(name)


def names_of(name: str) -> Iterator[tuple[str, Any]]:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        owner, _, key = name.rpartition(".")
        var = getattr(importlib.import_module(owner), key)
        if inspect.isfunction(var):
            yield name, var
        return
    for key, var in vars(module).items():
        if inspect.isfunction(var) and var.__module__ == name and not key.startswith("_"):
            yield f"{name}.{key}", var


#: A day, in a signature.
DATED = r"\bdate\b"

#: Kinds of value beside the plain one, by what the signature says of a parameter.
KINDS: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    DATED: lambda _: DAYS,
    r"(?<!\[)\bPath\b.*\bstr\b": lambda plain: (plain, str(plain)),
    r"\[Path\b.*\bstr\b": lambda plain: (plain, tuple(map(str, plain))),
    r"\| None\b": lambda _: (None,),
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


def given_arguments(function: Any, atlas: Atlas, folder: Path, tried: str = "") -> dict[str, Any]:
    """Return what a first call gives: a new parameter that must be given needs a line above."""
    name = f"{function.__module__}.{function.__name__}"
    subset = {**OWN.get(name, {}), **TRIED.get(f"{name}-{tried}", {})}
    return {
        parameter.name: (subset.get(parameter.name) or GIVEN[parameter.name])(atlas, folder)
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is not parameter.VAR_KEYWORD
        and (parameter.default is parameter.empty or parameter.name in subset)
    }


@pytest.mark.quick(8)
@pytest.mark.parametrize(("function", "parameter", "kind"), cases())
def test_each_kind_of_value_is_taken(
    function: Any, parameter: str, kind: str, atlas: Atlas, tmp_path: Path
) -> None:
    first = given_arguments(function, atlas, tmp_path, parameter)
    plain = None
    for value in KINDS[kind](first.get(parameter)):
        answer = function(**{**first, parameter: value})
        if inspect.isgenerator(answer):
            assert next(answer) is not None
        elif kind == DATED:
            plain = answer if plain is None else plain
            assert is_same(answer, plain), f"another answer to {value!r}"


def is_same(first: Any, other: Any) -> bool:
    """Whether two answers are alike, also where they hold tables."""
    if isinstance(first, pd.DataFrame):
        return first.equals(other)
    if isinstance(first, list | tuple):
        return len(first) == len(other) and all(map(is_same, first, other))
    if dataclasses.is_dataclass(first):
        names = [field.name for field in dataclasses.fields(first)]
        return all(is_same(getattr(first, name), getattr(other, name)) for name in names)
    return bool(first == other)


@pytest.mark.parametrize("value", ["", "yesterday", "2017-02-30", 20171016])
def test_what_is_no_day_is_named_by_every_function(
    value: Any, atlas: Atlas, tmp_path: Path
) -> None:
    wrong = []
    for case in cases():
        function, parameter, kind = case.values
        if kind != DATED:
            continue
        try:
            function(**{**given_arguments(function, atlas, tmp_path, parameter), parameter: value})
        except GreenlineError as error:
            if "expected" in str(error):
                continue
        wrong.append(case.id)
    assert not wrong


@pytest.mark.parametrize("wrong", [{"kind": ".jpg"}, {"paper": "a2"}, {"dpi": 5}])
def test_what_no_picture_has_is_named(wrong: dict[str, Any], atlas: Atlas) -> None:
    known: dict[str, Any] = {"kind": ".png", "dpi": 50} | wrong
    with pytest.raises(GreenlineError, match=f"{next(iter(wrong))}.*expected"):
        render(atlas, View(layers=("control",)), **known)


def methods() -> Iterator[tuple[str, Any]]:
    """Yield the methods of the classes of the documented API."""
    for page in sorted(PAGES.glob("*.md")):
        for name in re.findall(r"^::: (\S+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            for kind in _classes(name):
                for method, var in vars(kind).items():
                    function = getattr(var, "__func__", var)
                    if inspect.isfunction(function) and not method.startswith("_"):
                        yield f"{name}.{kind.__name__}.{method}", function


def _classes(name: str) -> list[type]:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        owner, _, subset = name.rpartition(".")
        result = getattr(importlib.import_module(owner), subset)
        return [result] if inspect.isclass(result) else []
    return [var for var in vars(module).values() if inspect.isclass(var) and var.__module__ == name]


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
