"""`greenline check` lists every fault with file, row, column, value and what is accepted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Spoil = Callable[[str, int, str, str], str]
Said = tuple[int, str, str]


@pytest.mark.quick(1)
@pytest.mark.parametrize("named", [("{}",), ("--data", "{}"), ()])
def test_a_sound_folder_has_no_fault(
    greenline: Callable[..., Said], folder: Path, named: tuple[str, ...]
) -> None:
    code, out, err = greenline("check", *(word.format(folder) for word in named))
    assert (code, out.splitlines()[0], err) == (0, "no fault", "")


@pytest.mark.thorough
def test_a_sound_folder_has_no_fault_as_json(answer: Callable[..., Any], folder: Path) -> None:
    result = answer("check", folder)
    assert (result["folder"], result["count"], result["faults"]) == (str(folder), 0, [])


def faults(greenline: Callable[..., Said], folder: Path) -> list[dict[str, Any]]:
    """Return the faults of a folder, and make sure that both forms list every one."""
    code, out, err = greenline("check", folder, "--json")
    assert (code, err) == (1, "")
    content = json.loads(out)
    code, lines, err = greenline("check", folder)
    assert (code, err) == (1, "")
    assert content["count"] == len(content["faults"]) == len(lines.splitlines()) - 1
    assert [fault["message"] for fault in content["faults"]] == lines.splitlines()[:-1]
    code, out, err = greenline("info", "--data", folder)
    assert (code, out) == (1, "")
    assert err.startswith(f"greenline: {content['faults'][0]['message']}")
    assert err.count("\n") == 1
    return list(content["faults"])


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("file", "column", "value", "accepted"),
    [
        ("control/spells.csv", "start", "2014-06-31", "a day such as 2017-10-16"),
        ("control/spells.csv", "holder", "nobody", "one of federal, region, is"),
        ("events/events.csv", "source", "hearsay-2014", "ids of sources.csv"),
        ("oil/fields.csv", "lon", "east", "a finite number"),
        ("oil/fields.csv", "lat", "135.5", "a number from"),
        ("oil/field_periods.csv", "evidence", "sure", "one of stated, larger, filled, conflicting"),
        ("crossings/crossings.csv", "governorate", "IQ-XX", "governorates.csv"),
        ("disputed/areas.csv", "pcodes", "IQG77", "P-codes of data/boundaries"),
        ("claims/views.csv", "perspective", "turkish", "one of"),
    ],
)
def test_a_bad_cell_is_named(
    greenline: Callable[..., Said],
    folder: Path,
    spoil: Spoil,
    *,
    file: str,
    column: str,
    value: str,
    accepted: str,
) -> None:
    spoil(file, 7, column, value)
    result = [item for item in faults(greenline, folder) if item["column"] == column]
    fault = next(item for item in result if item["file"] == file and item["row"] == 7)
    assert fault["value"] == value
    assert accepted in fault["accepted"]
    for part in (file, "row 7", repr(column), repr(value), fault["accepted"]):
        assert part in fault["message"]


def test_every_fault_is_listed_not_only_the_first(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    spoil("oil/fields.csv", 2, "lon", "east")
    spoil("oil/fields.csv", 5, "kind", "gold")
    spoil("places/places.csv", 9, "rank", "high")
    values = {(fault["file"], fault["row"], fault["column"]) for fault in faults(greenline, folder)}
    assert {
        ("oil/fields.csv", 2, "lon"),
        ("oil/fields.csv", 5, "kind"),
        ("places/places.csv", 9, "rank"),
    } <= values


def test_an_overlapping_spell_is_named(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    before = spoil("control/spells.csv", 2, "end", "2009-01-01")
    fault = faults(greenline, folder)[0]
    assert (fault["file"], fault["row"], fault["column"]) == ("control/spells.csv", 2, "end")
    assert fault["value"] == "2009-01-01"
    assert before in fault["accepted"]


@pytest.mark.thorough
def test_a_missing_file_is_named(greenline: Callable[..., Said], folder: Path) -> None:
    (folder / "oil/fields.csv").unlink()
    fault = faults(greenline, folder)[0]
    assert (fault["file"], fault["row"], fault["value"]) == ("oil/fields.csv", None, "no file")
    assert "a CSV table" in fault["accepted"]


@pytest.mark.thorough
def test_a_wrong_column_is_named(greenline: Callable[..., Said], folder: Path) -> None:
    file = folder / "oil/fields.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id,name_en", "id,title", 1), encoding="utf-8")
    fault = faults(greenline, folder)[0]
    assert (fault["file"], fault["row"]) == ("oil/fields.csv", 1)
    assert "id,title" in fault["value"]
    assert "id,name_en" in fault["accepted"]


def test_bad_utf8_is_named(greenline: Callable[..., Said], folder: Path) -> None:
    file = folder / "places/places.csv"
    file.write_bytes(file.read_bytes() + b"\xff\xfe\n")
    fault = faults(greenline, folder)[0]
    assert fault["file"] == "places/places.csv"
    assert "0xff" in fault["value"]
    assert fault["accepted"] == "text in UTF-8"


@pytest.mark.quick(1)
@pytest.mark.parametrize("suffix", ["shp", "shx", "dbf", "prj"])
def test_a_broken_shapefile_is_named(
    greenline: Callable[..., Said], folder: Path, suffix: str
) -> None:
    (folder / f"control/parts.{suffix}").write_bytes(b"not a shapefile")
    fault = faults(greenline, folder)[0]
    assert fault["file"] in {"control/parts.shp", f"control/parts.{suffix}"}
    assert fault["value"]
    assert fault["accepted"]


def test_a_folder_without_a_package_is_named(
    greenline: Callable[..., Said], tmp_path: Path
) -> None:
    fault = faults(greenline, tmp_path)[0]
    assert fault["file"] == "datapackage.json"
    assert str(tmp_path) in fault["accepted"]


def test_an_assertion_that_fails_is_listed_with_its_reason(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    rows = (folder / "assertions.csv").read_text(encoding="utf-8").splitlines()
    number, row = next(
        (n, r) for n, r in enumerate(rows, start=1) if ",2017-10-17,held,federal" in r
    )
    spoil("assertions.csv", number, "expected", "is")
    code, out, _ = greenline("check", folder)
    assert code == 1
    line, *others = out.splitlines()
    assert line.startswith(f"assertions.csv, row {number}, column 'expected': 'is (")
    assert "expected federal, which the atlas has in IQG" in line
    assert row.split(",")[5] in line
    assert not any("assertions.csv" in other for other in others)


@pytest.mark.thorough
def test_an_assertion_outside_all_units_is_listed(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    rows = (folder / "assertions.csv").read_text(encoding="utf-8").splitlines()
    number = next(n for n, r in enumerate(rows, start=1) if ",2017-10-17,held,federal" in r)
    spoil("assertions.csv", number, "lon", "10.5")
    code, out, _ = greenline("check", folder)
    assert code == 1
    assert "no unit, which the atlas has in no unit" in out


@pytest.mark.thorough
def test_a_fault_of_the_version_stands_beside_all_others(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    rows = (folder / "assertions.csv").read_text(encoding="utf-8").splitlines()
    number = next(n for n, r in enumerate(rows, start=1) if ",2017-10-17,held,federal" in r)
    spoil("assertions.csv", number, "expected", "is")
    package = folder / "datapackage.json"
    package.write_text(
        re.sub(r'"version": "[0-9.]+"', '"version": "1.0.0"', package.read_text("utf-8"))
    )
    code, out, _ = greenline("check", folder)
    assert code == 1
    assert "datapackage.json, column 'version': '1.0.0'" in out
    assert f"assertions.csv, row {number}, " in out
