"""The Python API takes what a person has: text, paths, days however they are written, or nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo import Atlas, GreenlineError, View, draw, events, export
from geo.articles.article import article
from geo.articles.extraction import find
from geo.ask import changes, control, exposure, production
from geo.atlas.atlas import check, version
from geo.events.attribution import attribute
from geo.events.ingest import ingest, open_folder
from geo.export.exposure import record
from geo.export.picture import picture
from geo.export.tables import tables
from geo.stories import story
from tests.conftest import DATA

from .files import FILES

DAY = dt.date(2017, 10, 16)
SINCE = dt.date(2014, 6, 1)

#: A day as people have it.
WRITTEN: dict[str, Callable[[dt.date], Any]] = {
    "date": lambda day: day,
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
    "changes.between": lambda atlas, day, since: changes.between(atlas, since, day).units,
    "exposure": lambda atlas, day, _: exposure.exposure(atlas, day, by="holder").totals,
    "fields_changed": lambda atlas, day, since: exposure.fields_changed(atlas, since, day),
    "fields_unsettled": lambda atlas, day, since: exposure.fields_unsettled(atlas, since, day),
    "production.on": lambda atlas, day, _: production.on(atlas, day),
    "production.reported": lambda atlas, day, _: production.reported(atlas, day),
    "record": lambda atlas, day, since: record(atlas, exposure.exposure(atlas, day), since),
    "article": lambda _, day, __: article("Troops left Kirkuk.", day),
}


@cache
def answer_dates(atlas: Atlas, name: str) -> Any:
    """Return what is answered to dates."""
    return DATED[name](atlas, DAY, SINCE)


#: What is no day of the atlas.
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


@pytest.mark.quick(2)
@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("name", DATED)
def test_a_day_is_taken_however_it_is_written(atlas: Atlas, name: str, written: str) -> None:
    write = WRITTEN[written]
    result = DATED[name](atlas, write(DAY), write(SINCE))
    wanted = answer_dates(atlas, name)
    if isinstance(result, pd.DataFrame):
        assert len(wanted)
        pd.testing.assert_frame_equal(result, wanted)
    else:
        assert result == wanted


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
@pytest.mark.parametrize("name", [name for name in DATED if name != "article"])
def test_what_is_no_day_is_named(atlas: Atlas, name: str, value: Any) -> None:
    with pytest.raises(GreenlineError, match=r"(day|date|since)\b.*expected"):
        DATED[name](atlas, value, SINCE)


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


def test_folders_and_files_are_given_by_text_or_path(atlas: Atlas, tmp_path: Path) -> None:
    assert Atlas.load(str(DATA)).version == atlas.version == version(str(DATA)) == version(DATA)
    assert check(str(DATA)) == check(DATA) == []
    assert story.load(str(DATA / "stories"), atlas) == story.load(DATA / "stories", atlas)
    file = tmp_path / "mine.csv"
    file.write_text(FILES["seen.csv"].text, encoding="utf-8")
    for out in (str(tmp_path / "a"), tmp_path / "b"):
        ingest(atlas, [str(file)], out)
        ingest_result = open_folder(out)
        assert len(ingest_result.events()) == FILES["seen.csv"].count
        assert len(ingest_result.events(start="2016-01-01", end="2016-12-31")) == len(
            ingest_result.events(start=dt.date(2016, 1, 1), end=pd.Timestamp("2016-12-31 12:00"))
        )


@pytest.mark.thorough
@pytest.mark.parametrize("view", [None, View(layers=("control",))])
def test_files_are_written_where_text_or_path_says(
    atlas: Atlas, tmp_path: Path, view: View | None
) -> None:
    small = view or View(layers=("control",))
    for way in (str, Path):
        assert export.html(atlas, view, way(tmp_path / "map.html")) == tmp_path / "map.html"
        assert tables(atlas, view, way(tmp_path / "map.gpkg")).stat().st_size
        assert picture(atlas, small, way(tmp_path / "map.png"), dpi=50).stat().st_size


def test_an_article_is_a_text_with_its_day_at_its_head(atlas: Atlas) -> None:
    text = "KIRKUK, Sept. 27, 2017 - Troops left Altun Kupri."
    position = find(atlas, article(text, "2017-09-27", "en"))
    assert [mention.keys for mention in find(atlas, text).mentions] == [
        mention.keys for mention in position.mentions
    ]
    with pytest.raises(GreenlineError, match="expected one of en, ar, ckb"):
        article(text, language="xx")


@pytest.mark.thorough
def test_events_that_are_passed_are_shown(atlas: Atlas) -> None:
    value = events.read(FILES["seen.csv"].text.encode(), "seen.csv")
    view = View(date="2017-09-27", layers=("control",))
    for rows in (value, value.rows):
        page = draw.build(atlas, view, user_events=rows).get_root().render()
        query = re.search(r'"query": "([^"]*)"', page)
        assert query
        assert "user_events" in query[1]
    assert len(attribute(atlas, value)) == len(attribute(atlas, value.rows)) == len(value.rows)


@pytest.mark.thorough
def test_what_the_readme_writes_works_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (DATA.parent / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert {path.name for path in tmp_path.glob("*.html")} == {"un-2014.html"}
