"""What a file is, whatever it is called: events, numbers, kinds, control by day, outlines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from tests.cli.conftest import Said
from tests.user_areas.files import CONTROL_MAPS, frame

TABLES = {
    "events": "date;lat;lon;type\n1.3.2017;35,5;44,4;raid\n13.3.2017;35,6;44,5;raid\n",
    "numbers": "pcode,people\nIQG13Q04,1200\nIQG13Q02,400\n",
    "control": "town,from,to,who\nSinjar,2014-08-03,2015-11-13,ISIS\nSinjar,2015-11-13,,Peshmerga\n",
    "kinds": "pcode,party\nIQG13Q04,A\nIQG13Q02,B\n",
}


@pytest.mark.quick(3)
@pytest.mark.parametrize("role", [*TABLES, "outlines"])
def test_a_file_says_what_it_is(answer: Callable[..., Any], tmp_path: Path, role: str) -> None:
    file = tmp_path / "file.csv"
    if role in TABLES:
        file.write_text(TABLES[role])
    else:
        file = tmp_path / "zones.geojson"
        frame(("Camp", "Minefield"), "name").to_file(file)
    result = answer("read", file)
    assert result["role"] == role
    assert result["kept"] == result["rows_read"] == 2


def test_events_and_areas_are_on_one_map(greenline: Callable[..., Said], tmp_path: Path) -> None:
    for role in ("events", "numbers"):
        (tmp_path / f"{role}.csv").write_text(TABLES[role])
    files = (tmp_path / "events.csv", tmp_path / "numbers.csv")
    code, out, error = greenline(
        "export",
        tmp_path / "a.gpkg",
        "--with",
        files[0],
        "--with",
        files[1],
        "--date",
        "2010-01-01",
        "--layers",
        "disputed",
    )
    assert (code, error, "Events shown: 2" in out) == (0, "", True), "those of all their days"


@pytest.mark.parametrize(
    ("role", "option", "says"),
    [
        ("events", ("--holder", "type"), "--holder: expected a table of areas"),
        ("numbers", ("--no-text",), "--no-text: expected a file of events"),
        ("numbers", ("--side",), "--side: expected a file of control by day"),
    ],
)
def test_an_option_of_another_kind_of_file_is_an_error(
    greenline: Callable[..., Said], tmp_path: Path, role: str, option: tuple[str, ...], says: str
) -> None:
    file = tmp_path / "file.csv"
    file.write_text(TABLES[role])
    code, _, error = greenline("export", tmp_path / "a.html", "--with", file, *option)
    assert code == 2 and says in error


@pytest.mark.thorough
def test_a_control_map_can_be_taken_for_outlines_and_stands_beside_numbers(
    greenline: Callable[..., Said], answer: Callable[..., Any], tmp_path: Path
) -> None:
    control = CONTROL_MAPS["kml names"](tmp_path)
    assert answer("read", control)["role"] == "control"
    assert answer("read", control, "--holder", "-")["role"] == "outlines"
    code, _, error = greenline("read", control, "--holder", "-", "--value", "name")
    assert code == 2 and "--value: expected another --holder than -" in error
    numbers = tmp_path / "numbers.csv"
    numbers.write_text(TABLES["numbers"])
    code, _, error = greenline("read", numbers, "--holder", "-")
    assert code == 1 and "numbers.csv: holds no areas; accepted: polygons" in error
    table = tmp_path / "control.csv"
    table.write_text(TABLES["control"])
    both = ("--with", table, "--with", numbers)
    code, _, error = greenline("at", "2017-10-20", *both)
    assert code == 2 and "control.csv holds control and" in error
    twice = ("--with", numbers, "--with", numbers)
    code, _, error = greenline("export", tmp_path / "a.html", *twice)
    assert code == 1 and "one other file of areas on a map" in error
    options = ("--value", "people", "--ends", "day-after", "--layers", "control")
    code, _, error = greenline("export", tmp_path / "a.gpkg", *both, *options)
    assert (code, error) == (0, "")
    layers = {"control", "user_areas", "user_control"}
    assert set(gpd.list_layers(tmp_path / "a.gpkg")["name"]) >= layers


@pytest.mark.thorough
def test_an_answer_on_a_day_takes_areas_and_says_what_it_takes(
    greenline: Callable[..., Said], answer: Callable[..., Any], tmp_path: Path
) -> None:
    for role, table in TABLES.items():
        (tmp_path / f"{role}.csv").write_text(table)
    file = tmp_path / "numbers.csv"
    numbers = answer("at", "2017-10-20", "--with", file)
    assert numbers == answer("numbers", file, "--day", "2017-10-20")
    control = CONTROL_MAPS["kml names"](tmp_path)
    compared = answer("compare", "2017-10-20", "--with", control)
    assert compared["pairs"] == answer("at", "2017-10-20", "--with", control)["pairs"]
    assert compared == answer("compare", "2017-10-20", control)
    code, _, error = greenline("at", "2017-10-20", "--with", tmp_path / "events.csv")
    assert code == 2 and "holds events: expected areas" in error
