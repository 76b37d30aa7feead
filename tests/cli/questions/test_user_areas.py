"""Commands on a reader's own areas say what Python says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo import Atlas
from geo.user_areas.reading import load
from geo.user_areas.tables import by_holder
from tests.cli.conftest import Said
from tests.user_areas.files import CONTROL_MAPS, TABLES, frame


def test_compare_asks_for_names_and_takes_them(
    greenline: Callable[..., Said], answer: Callable[..., Any], tmp_path: Path
) -> None:
    frame(("federal", "The blues")).to_file(tmp_path / "map.geojson")
    file = tmp_path / "map.geojson"
    code, _, err = greenline("compare", "2017-10-20", file, "--holder", "holder")
    assert code == 1 and "'The blues'" in err and "--holder-names" in err
    result = answer(
        "compare", "2017-10-20", file, "--holder", "holder", "--holder-names", "The blues=region"
    )
    assert result["report"]["holders"]["The blues"] == "region"


def test_a_table_of_control_by_day_is_compared_for_a_day_a_period_and_all_its_days(
    answer: Callable[..., Any], greenline: Callable[..., Said], atlas: Atlas, tmp_path: Path
) -> None:
    file = tmp_path / "spells.csv"
    file.write_text(
        "place,from,to,holder\nKirkuk,2014-06-15,2017-10-15,Peshmerga\nKirkuk,2017-10-16,,ISF\n"
        "Makhmur district,2014-06-12,,Peshmerga\n"
    )
    areas = load(atlas, file)
    for days in (("2016-01-01",), ("2017-10-10", "2017-10-20")):
        result = answer("compare", *days, file)
        day = None if not days else days[0] if len(days) == 1 else days
        expected = areas.compare(atlas, day)
        assert [row["km2"] for row in result["pairs"]] == expected.pairs["km2"].round(2).tolist()
        assert len(result["rows"]) == len(expected.rows)
        assert bool(result["series"]) == (len(days) != 1)
    code, out, _ = greenline("compare", file)
    assert code == 0 and "Kirkuk centre" in out and "Days apart" in out and "+3" in out
    code, out, _ = greenline("compare", file, "--csv")
    assert code == 0 and out.splitlines()[0].startswith("row,place,ground,theirs,start,end")
    code, out, _ = greenline("numbers", file, "--value", "holder", "--day", "2016-01-01")
    assert code == 0 and "Peshmerga" in out and "ISF" not in out
    code, _, err = greenline("numbers", file, "--day", "2016-01-01")
    assert code != 0 and "greenline compare FILE" in err


def test_numbers_say_what_python_says(
    answer: Callable[..., Any], atlas: Atlas, tmp_path: Path
) -> None:
    file = TABLES["p-codes"](tmp_path)
    result = answer("numbers", file, "--day", "2017-10-20")
    assert {row["code"]: row["value"] for row in result["areas"]} == {
        "IQG13Q04": 100, "IQG13Q02": 40, "IQG10Q05": 60,
    }  # fmt: skip
    totals = by_holder(atlas, load(atlas, file), "2017-10-20")
    expected = dict(zip(totals["holder"], totals["best"].round(2), strict=True))
    assert {row["holder"]: row["best"] for row in result["holders"]} == expected
    assert sum(class_name["areas"] for class_name in result["classes"]) == 3


def test_numbers_of_a_control_map_are_refused_with_what_reads_it(
    greenline: Callable[..., Said], tmp_path: Path
) -> None:
    code, _, err = greenline("numbers", CONTROL_MAPS["kml names"](tmp_path))
    assert code != 0 and "names holders" in err and "greenline compare" in err


def test_a_list_of_organisations_counts_each_once_and_by_sector(
    greenline: Callable[..., Said], answer: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "3w.csv"
    file.write_text("pcode,org,sector\nIQG13Q04,A,Health\nIQG13Q02,A,Water\nIQG13Q02,B,Water\n")
    _, out, _ = greenline("numbers", file, "--count", "org", "--by", "sector")
    assert "Health  Water" in out
    result = answer("numbers", file, "--count", "org")
    assert all(row["low"] <= row["best"] <= row["high"] <= 2 for row in result["holders"])
    assert all(row["from"] == round(row["from"], 9) for row in result["classes"])
