"""The Python API takes what a person has: text, paths, days however they are written, or nothing."""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo import Atlas, GreenlineError, View, ask, draw, events
from geo.ask import changes, control, exposure, production
from geo.atlas.atlas import version
from geo.events.attribution import attribute
from geo.stories import story
from tests.conftest import DATA

from .files import FILES

DAY = dt.date(2017, 10, 16)
SINCE = dt.date(2017, 9, 27)

#: A day as people have it.
WRITTEN: dict[str, Callable[[dt.date], Any]] = {
    "ISO": dt.date.isoformat,
    "datetime": lambda day: dt.datetime(day.year, day.month, day.day, 23, 59),  # noqa: DTZ001 -- as people have it
    "with a zone": lambda day: dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC),
    "pandas": pd.Timestamp,
    "numpy": np.datetime64,
}

#: What takes a day, and what it answers.
DATED: dict[str, Callable[[Atlas, Any, Any], Any]] = {
    "View": lambda _, day, since: View(date=day, compare=since).to_query(),
    "control.at": lambda atlas, day, _: control.at(atlas, day),
    "control.series": lambda atlas, day, since: control.series(atlas, since, day),
    "changes.between": lambda atlas, day, since: changes(atlas, since, day).units,
    "exposure": lambda atlas, day, _: exposure(atlas, day, by="holder").totals,
    "production.on": lambda atlas, day, _: production.on(atlas, day),
}

NO_DAYS = (
    None,
    "",
    "yesterday",
    "2017-13-01",
    "2099-01-01",
    20171016,
    pd.NaT,
    b"2017-10-16",
    float("nan"),
)


@pytest.mark.thorough
@pytest.mark.parametrize("name", DATED)
def test_a_day_is_taken_however_it_is_written(atlas: Atlas, name: str) -> None:
    plain = DATED[name](atlas, DAY, SINCE)
    ways = list(WRITTEN.values())
    at = list(DATED).index(name)
    for write in ways if name == "View" else [ways[at % len(ways)]]:
        result = DATED[name](atlas, write(DAY), write(SINCE))
        if isinstance(plain, pd.DataFrame):
            assert len(plain)
            pd.testing.assert_frame_equal(result, plain)
        else:
            assert result == plain


@pytest.mark.parametrize("name", DATED)
def test_what_is_no_day_is_named(atlas: Atlas, name: str) -> None:
    for value in NO_DAYS:
        with pytest.raises(GreenlineError, match=r"(day|date|since|start|end)\b.*expected"):
            DATED[name](atlas, value, SINCE)


def list_documented() -> Iterator[tuple[str, Any]]:
    """Yield the functions of the documented API, and the methods of its classes."""
    for page in sorted((DATA.parent / "docs/api").glob("*.md")):
        for name in re.findall(r"^::: (\S+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            value = pkgutil.resolve_name(name)
            module = importlib.import_module(
                value.__name__ if inspect.ismodule(value) else value.__module__
            )
            exported = getattr(module, "__all__", vars(module))
            values = [vars(module)[key] for key in exported] if inspect.ismodule(value) else [value]
            for item in values:
                if getattr(item, "__module__", "") != module.__name__:
                    continue
                members = vars(item).values() if inspect.isclass(item) else [item]
                for member in members:
                    function = getattr(member, "__func__", member)
                    if inspect.isfunction(function) and not function.__name__.startswith("_"):
                        yield f"{name}: {function.__qualname__}", function


def test_paths_and_days_may_be_text() -> None:
    taken = {
        f"{name} {parameter.name}": str(parameter.annotation)
        for name, function in list_documented()
        for parameter in inspect.signature(function).parameters.values()
        if re.search(r"\b(Path|date)\b", str(parameter.annotation))
    }
    assert len(taken) > 25
    documented = [function for _, function in list_documented()]
    assert [name for name in ask.__all__ if getattr(ask, name) not in documented] == []
    assert [name for name, kinds in taken.items() if not re.search(r"\bstr\b", kinds)] == []


@pytest.mark.thorough
def test_events_are_read_by_any_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FILES["seen.csv"]
    path = tmp_path / file.name
    path.write_text(file.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for source in (path, str(path), file.name, file.text.encode(), bytearray(file.text.encode())):
        assert events.read(source).report.rows_kept == file.count
        assert sum(len(chunk.rows) for chunk in events.chunks(source)) == file.count
    with pytest.raises(GreenlineError, match=r"nowhere\.csv"):
        events.read("nowhere.csv")
    with pytest.raises(GreenlineError, match="accepted: a path"):
        events.read(None)


def test_folders_are_given_by_text_or_path(atlas: Atlas) -> None:
    assert version(str(DATA)) == version(DATA) == atlas.version
    with pytest.raises(GreenlineError, match="nowhere"):
        Atlas.load("nowhere")
    assert story.load(str(DATA / "stories"), atlas) == story.load(DATA / "stories", atlas)


@pytest.mark.thorough
def test_events_that_are_passed_are_shown(atlas: Atlas) -> None:
    value = events.read(FILES["seen.csv"].text.encode(), "seen.csv")
    view = View(date="2017-09-27", layers=("control",))
    page = draw.build(atlas, view, user_events=value.rows).get_root().render()
    query = re.search(r'"query": "([^"]*)"', page)
    assert query and "user_events" in query[1]
    assert len(attribute(atlas, value)) == len(attribute(atlas, value.rows)) == len(value.rows)
