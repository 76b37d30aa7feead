"""`greenline check` lists every fault with file, row, column, value and what is accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Spoil = Callable[[str, int, str, str], str]
Said = tuple[int, str, str]


@pytest.mark.quick(1)
@pytest.mark.parametrize("named", [("{}",), ("--data", "{}"), (), ("{}", "--json")])
def test_a_sound_folder_has_no_fault(
    greenline: Callable[..., Said], folder: Path, named: tuple[str, ...]
) -> None:
    code, out, err = greenline("check", *(word.format(folder) for word in named))
    assert (code, err) == (0, "")
    if named[-1:] == ("--json",):
        result = json.loads(out)
        assert (result["folder"], result["count"], result["faults"]) == (str(folder), 0, [])
    else:
        assert out.splitlines()[0] == "no fault"


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
        ("disputed/areas.csv", "pcodes", "IQG77", "P-codes of data/boundaries"),
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
    """Each of two: not the first alone."""
    spoil("oil/fields.csv", 5, "kind", "gold")
    spoil(file, 7, column, value)
    result = faults(greenline, folder)
    assert ("oil/fields.csv", 5) in {(fault["file"], fault["row"]) for fault in result}
    fault = next(item for item in result if (item["file"], item["row"]) == (file, 7))
    assert (fault["column"], fault["value"]) == (column, value)
    assert accepted in fault["accepted"]
    for part in (file, "row 7", repr(column), repr(value), fault["accepted"]):
        assert part in fault["message"]


#: What is done to a file, and what of its first fault: file, row, part of the value, part of what is accepted.
BROKEN: dict[str, tuple[str, Callable[[bytes], bytes | None], int | None, str, str]] = {
    "a missing file": ("oil/fields.csv", lambda _: None, None, "no file", "a CSV table"),
    "another column": (
        "oil/fields.csv",
        lambda old: old.replace(b"id,name_en", b"id,title", 1),
        1,
        "id,title",
        "id,name_en",
    ),
    "no UTF-8": (
        "places/places.csv",
        lambda old: old + b"\xff\xfe\n",
        None,
        "0xff",
        "text in UTF-8",
    ),
    **{
        f"a broken .{suffix}": (
            f"control/parts.{suffix}",
            lambda _: b"not a shapefile",
            None,
            "",
            "",
        )
        for suffix in ("shp", "prj")
    },
}


@pytest.mark.quick(2)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named(greenline: Callable[..., Said], folder: Path, name: str) -> None:
    path, change, row, value, accepted = BROKEN[name]
    content = change((folder / path).read_bytes())
    if content is None:
        (folder / path).unlink()
    else:
        (folder / path).write_bytes(content)
    fault = faults(greenline, folder)[0]
    assert fault["file"] in {path, "control/parts.shp" if "parts." in path else path}
    assert fault["value"] and value in fault["value"]
    assert fault["accepted"] and accepted in fault["accepted"]
    assert row is None or fault["row"] == row


def test_what_assertions_and_versions_break_stands_beside_one_another(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    rows = (folder / "assertions.csv").read_text(encoding="utf-8").splitlines()
    failing = [at for at, row in enumerate(rows, start=1) if ",2017-10-17,held,federal" in row][:2]
    spoil("assertions.csv", failing[0], "expected", "is")
    spoil("assertions.csv", failing[1], "lon", "10.5")
    package = folder / "datapackage.json"
    head = json.loads(package.read_text("utf-8"))
    package.write_text(
        package.read_text("utf-8").replace(f'"version": "{head["version"]}"', '"version": "0.9.0"')
    )
    code, out, _ = greenline("check", folder)
    assert code == 1
    line, other = (line for line in out.splitlines() if line.startswith("assertions.csv"))
    assert line.startswith(f"assertions.csv, row {failing[0]}, column 'expected': 'is (")
    assert "expected federal, which the atlas has in IQG" in line
    assert rows[failing[0] - 1].split(",")[5] in line  # the reason
    assert "no unit, which the atlas has in no unit" in other
    assert "datapackage.json, column 'version': '0.9.0'" in out
