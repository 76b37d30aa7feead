"""What CONTRIBUTING names is enough: an actor and a fact are added as it says, and nothing else."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo import Atlas, View
from geo.ask import control
from geo.atlas.atlas import check
from geo.export.picture import render
from geo.profile import using

WHO = "levy"


def append(file: Path, **cells: Any) -> None:
    """Add a row to a table; other cells stay empty."""
    with file.open(encoding="utf-8", newline="") as stream:
        columns = next(csv.reader(stream))
    assert set(cells) <= set(columns)
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, columns, restval="", lineterminator="\n").writerow(cells)


def add_actor(folder: Path) -> None:
    """Touch the files that `Add an actor` names."""
    profile = yaml.safe_load((folder / "profile.yaml").read_text("utf-8"))
    profile["actors"][WHO] = {"colour": "#c7d6a2", "strong": "#5c7a1e"}
    (folder / "profile.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    source = {"source": "greenline", "note": "Invented for a test"}
    names = {"name_en": "Levy", "name_ar": "الجباة", "name_ckb": "باجگر"}
    append(folder / "control" / "actors.csv", id=WHO, **names, text="A levy", **source)
    for language, name in zip(("en", "ar", "ckb"), names.values(), strict=True):
        file = folder / "words" / f"{language}.json"
        words = json.loads(file.read_text("utf-8")) | {f"holder.{WHO}": name}
        file.write_text(json.dumps(words, ensure_ascii=False), "utf-8")


@pytest.mark.thorough
def test_an_actor_is_added_as_contributing_says(folder: Path) -> None:
    add_actor(folder)
    file = folder / "control" / "spells.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    at = {name: rows[0].index(name) for name in ("unit", "end", "holder")}
    # A unit of its own, no district or governorate that is told of as a whole.
    row = next(item for item in rows if item[at["end"]] == "" and "N" in item[at["unit"]])
    row[at["holder"]] = WHO
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    assert check(folder) == []
    atlas = Atlas.load(folder)
    with using(atlas.profile):
        day = atlas.profile.days.last
        held = control.at(atlas, day).set_index("unit")["holder"]
        assert held[row[at["unit"]]] == WHO
        drawn = render(atlas, View(date=day, bounds=None), ".svg").decode()
        assert "#c7d6a2" in drawn
