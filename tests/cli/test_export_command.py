"""`greenline export` writes the view that its options say, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.model import Layer, Perspective
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
    found = answer("export", file, *(word for pair in options.items() for word in pair))
    view = View.from_query(found["query"])
    assert view == View(
        date="2014-08-08", compare="2014-06-01", perspective="un", layers=("control", "fields"),
        bounds=(43.5, 35, 45, 36), language="ckb", window=0, selection="fields:bai_hassan",
    )  # fmt: skip
    assert (found["path"], found["bytes"]) == (str(file), file.stat().st_size)
    assert found["version"] == atlas.version
    assert list(tmp_path.iterdir()) == [file]
    again = tmp_path / "again.html"
    answer("export", again, "--query", f"https://example.org/?{found['query']}")
    assert again.read_bytes() == file.read_bytes()


def test_options_change_what_the_query_says(answer: Callable[..., Any], tmp_path: Path) -> None:
    query = "d=2014-08-08&p=un&tiles=0"
    found = answer("export", tmp_path / "m.html", "--query", query, "--date", "2017-10-16")
    view = View.from_query(found["query"])
    assert (view.date.isoformat(), view.perspective) == ("2017-10-16", Perspective.UN)


def test_only_the_layers_wanted_are_carried(answer: Callable[..., Any], tmp_path: Path) -> None:
    small = answer("export", tmp_path / "small.html", "--only", "control,disputed")
    whole = answer("export", tmp_path / "whole.html", "--layers", "control,disputed")
    wanted = (Layer.CONTROL, Layer.DISPUTED)
    assert View.from_query(small["query"]).layers == wanted
    assert View.from_query(whole["query"]).layers == wanted
    assert small["bytes"] < whole["bytes"]


def test_tiles_are_asked_for_only_when_told(greenline: Callable[..., Said], tmp_path: Path) -> None:
    greenline("export", tmp_path / "off.html")
    greenline("export", tmp_path / "on.html", "--tiles")
    assert "tile.openstreetmap.org" not in (tmp_path / "off.html").read_text(encoding="utf-8")
    assert "tile.openstreetmap.org" in (tmp_path / "on.html").read_text(encoding="utf-8")


def test_a_failed_export_leaves_what_stood_there(
    greenline: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "map.html"
    file.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = greenline("export", file)
    assert code == 1
    assert "No space left on device" in err
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]
