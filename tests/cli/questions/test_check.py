"""`greenline check` lists every fault with file, row, column, value and what is accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Spoil = Callable[[str, int, str, str], str]
Said = tuple[int, str, str]


def faults(greenline: Callable[..., Said], folder: Path) -> list[dict[str, Any]]:
    """Return the faults of a folder, and make sure that both forms list every one."""
    code, out, err = greenline("check", folder, "--json")
    assert (code, err) == (1, "")
    content = json.loads(out)
    code, lines, err = greenline("check", folder)
    assert (code, err) == (1, "")
    assert content["count"] == len(content["faults"])
    assert {fault["message"] for fault in content["faults"]} <= {*lines.splitlines()}
    code, out, err = greenline("info", "--data", folder)
    assert (code, out) == (1, "")
    assert err.startswith(f"greenline: {content['faults'][0]['message']}")
    assert err.count("\n") == 1
    return list(content["faults"])


#: Cells that no table takes: file, column, value, part of what is accepted.
BAD = [
    ("control/spells.csv", "start", "2014-06-31", "a day such as 2017-10-16"),
    ("events/events.csv", "source", "hearsay-2014", "ids of sources.csv"),
    ("oil/fields.csv", "lon", "east", "a finite number"),
    ("oil/field_periods.csv", "evidence", "sure", "one of stated, larger, filled, conflicting"),
    ("crossings/crossings.csv", "governorate", "IQ-XX", "governorates.csv"),
    ("disputed/areas.csv", "pcodes", "IQG77", "P-codes of data/boundaries"),
    ("claims/views.csv", "perspective", "turkish", "one of"),
]


def test_each_bad_cell_and_each_broken_file_is_named(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    for file, column, value, _ in BAD:
        spoil(file, 7, column, value)
    bases = folder / "disputed" / "bases.csv"
    bases.write_bytes(bases.read_bytes().replace(b"id,", b"key,", 1))
    places = folder / "places" / "places.csv"
    places.write_bytes(places.read_bytes() + b"\xff\xfe\n")
    (folder / "control" / "parts.shx").write_bytes(b"not a shapefile")
    result = faults(greenline, folder)
    for file, column, value, accepted in BAD:
        fault = next(item for item in result if (item["file"], item["row"]) == (file, 7))
        assert (fault["column"], fault["value"]) == (column, value)
        assert accepted in fault["accepted"]
        for part in (file, "row 7", repr(column), repr(value), fault["accepted"]):
            assert part in fault["message"]
    files = {item["file"]: item for item in result}
    assert "0xff" in files["places/places.csv"]["value"]
    assert files["disputed/bases.csv"]["row"] == 1
    assert "control/parts.shp" in files or "control/parts.shx" in files


@pytest.mark.thorough
def test_what_breaks_an_assertion_is_named_with_its_reason(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("geo.stories.check.faults", "geo.atlas.versions.faults"):  # tested elsewhere
        monkeypatch.setattr(name, lambda _: [])
    rows = (folder / "assertions.csv").read_text(encoding="utf-8").splitlines()
    failing = [at for at, row in enumerate(rows, start=1) if ",2017-10-17,held,federal" in row][:2]
    spoil("assertions.csv", failing[0], "expected", "is")
    spoil("assertions.csv", failing[1], "lon", "10.5")
    code, out, _ = greenline("check", folder)
    assert code == 1
    line, other = (line for line in out.splitlines() if line.startswith("assertions.csv"))
    assert line.startswith(f"assertions.csv, row {failing[0]}, column 'expected': 'is (")
    assert "expected federal, which the atlas has in IQG" in line
    assert rows[failing[0] - 1].split(",")[5] in line  # the reason
    assert "no unit, which the atlas has in no unit" in other
