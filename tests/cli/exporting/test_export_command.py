"""`greenline export` writes the view that its options say, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo import Atlas
from geo.draw.side_texts import atlas_stories
from geo.model import Layer
from geo.view import View

Said = tuple[int, str, str]


def test_export_writes_the_view_that_the_options_say(
    answer: Callable[..., Any], tmp_path: Path, atlas: Atlas
) -> None:
    file = tmp_path / "map.html"
    options = {
        "--date": "2014-08-08", "--compare": "2014-06-01", "--perspective": "un",
        "--layers": "control,fields", "--bbox": "43.5,35,45,36", "--lang": "ckb",
        "--events-window": "0", "--select": "fields:bai_hassan",
    }  # fmt: skip
    result = answer("export", file, *(word for pair in options.items() for word in pair))
    view = View.from_query(result["query"])
    assert view == View(
        date="2014-08-08", compare="2014-06-01", perspective="un", layers=("control", "fields"),
        bounds=(43.5, 35, 45, 36), language="ckb", window=0, selection="fields:bai_hassan",
    )  # fmt: skip
    assert (result["path"], result["bytes"]) == (str(file), file.stat().st_size)
    assert result["version"] == atlas.version
    assert list(tmp_path.iterdir()) == [file]
    again = tmp_path / "again.html"
    answer("export", again, "--query", f"https://example.org/?{result['query']}")
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.thorough
def test_the_story_of_a_file_is_told_at_the_step_that_is_named(
    answer: Callable[..., Any], greenline: Callable[..., Said], tmp_path: Path, atlas: Atlas
) -> None:
    story = replace(atlas_stories(atlas)[0], id="mine")
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(story.to_dict(), allow_unicode=True), encoding="utf-8")
    step = story.steps[1]
    result = answer("export", tmp_path / "m.html", "--story", file, "--query", f"sp={step.id}")
    assert View.from_query(result["query"]) == View(story="mine", step=step.id)
    assert result["date"] == step.view.date.isoformat()
    code, _, error = greenline("export", tmp_path / "m.png", "--story", file, "--query", "sp=none")
    assert code == 2
    assert f"step 'none': expected one of {story.steps[0].id}" in error


def test_only_the_layers_wanted_are_carried(answer: Callable[..., Any], tmp_path: Path) -> None:
    small = answer("export", tmp_path / "small.html", "--only", "control,disputed")
    everything = answer("export", tmp_path / "whole.html", "--layers", "control,disputed")
    wanted = (Layer.CONTROL, Layer.DISPUTED)
    assert View.from_query(small["query"]).layers == wanted
    assert View.from_query(everything["query"]).layers == wanted
    assert small["bytes"] < everything["bytes"]


EVENTS = """id,date,latitude,longitude,type,text
a,2007-03-01,35.47,44.39,raid,What was seen
b,2007-04-01,35.50,44.40,raid,<b>What was heard</b>
c,2007-05-01,,,raid,Nowhere
"""


@pytest.fixture
def events(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(EVENTS, encoding="utf-8")
    return file


@pytest.mark.thorough
def test_a_page_carries_events_and_says_what_was_set_aside(
    answer: Callable[..., Any], greenline: Callable[..., Said], tmp_path: Path, events: Path
) -> None:
    result = answer("export", tmp_path / "map.html", "--with", events)
    assert (result["events"], result["set_aside"]) == (2, 1)
    assert View.from_query(result["query"]) == View(interval=("2007-03-01", "2007-04-01"))
    text = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert text.count('id="greenline-user-events"') == 1
    assert "What was heard" not in text
    code, out, _ = greenline("export", tmp_path / "map.html", "--with", events)
    assert code == 0
    for text in ("Your events: 2", "lists them): 1", "shown: 2", "2007-03-01 to 2007-04-01"):
        assert text in out


def test_events_are_shown_whatever_layers_are_named(
    answer: Callable[..., Any], tmp_path: Path, events: Path
) -> None:
    layers = ("--layers", "towns", "--date", "2017-09-27", "--table", "user_events")
    result = answer("export", tmp_path / "a.csv", "--with", events, *layers)
    view = View.from_query(result["query"])
    assert set(view.layers) == {Layer.TOWNS, Layer.USER_EVENTS}
    assert (result["events"], result["events_shown"]) == (2, 2)
    assert result["events_days"] == ["2007-03-01", "2007-04-01"]
    assert result["date"] == "2017-09-27"


@pytest.mark.quick(1)
@pytest.mark.parametrize("more", [(), ("--table", "user_events")])
def test_a_table_of_events_alone_is_written_with_its_credits(
    answer: Callable[..., Any], tmp_path: Path, events: Path, more: tuple[str, ...]
) -> None:
    options = ("--with", events, "--layers", "user_events", "--events-window", "0", *more)
    answer("export", tmp_path / "a.csv", *options)
    rows = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 4
    assert {"subdistrict", "holder", "field_km"} <= set(rows[0].split(","))
    assert "data version" in (tmp_path / "a.credits.txt").read_text(encoding="utf-8")
