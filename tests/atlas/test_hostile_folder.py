"""Data folders that lead elsewhere: devices, pipes, other people's files, rows without end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from geo import DataError
from geo.atlas import check
from geo.atlas.atlas import version
from geo.atlas.descriptor import MOST_FAULTS
from geo.files.data_file import LARGEST, fault_of
from geo.profile import load


def point(folder: Path, resource: str, path: object) -> None:
    """Let a resource of a folder name another path."""
    file = folder / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    next(item for item in package["resources"] if item["name"] == resource)["path"] = path
    file.write_text(json.dumps(package), encoding="utf-8")


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.csv", "oil/../../outside.csv", 7])
def test_a_path_stays_inside_the_folder(folder: Path, path: object) -> None:
    (folder.parent / "outside.csv").write_text("secret\n")
    point(folder, "sources", path)
    faults = check(folder)
    assert [fault.accepted for fault in faults] == ["a path within the data folder"]
    assert "secret" not in str(faults)
    assert "root:" not in str(faults)


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder / "sources.csv").unlink()
    (folder / "sources.csv").symlink_to("/etc/passwd")
    assert [fault.accepted for fault in check(folder)] == ["a path within the data folder"]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "name", ["sources.csv", "profile.yaml", "datapackage.json", "words/en.json"]
)
def test_a_pipe_is_refused_without_waiting(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert any((fault.value, fault.accepted) == ("a pipe", "a file") for fault in check(folder))
    if name != "sources.csv":
        with pytest.raises(DataError, match="a pipe"):
            load(folder)


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/proc/self/mem"])
def test_a_device_is_no_data_folder(name: str) -> None:
    assert check(Path(name))


def test_a_file_without_end_is_refused(folder: Path) -> None:
    with (folder / "sources.csv").open("r+b") as file:
        file.truncate(LARGEST + 1)
    fault = fault_of(folder, "sources.csv")
    assert fault is not None
    assert "at most" in fault.accepted


def test_faults_of_a_table_are_bounded_and_emptied_and_shortened_ones_are_seen(
    folder: Path,
) -> None:
    file = folder / "sources.csv"
    head = file.read_text(encoding="utf-8").partition("\n")[0]
    cells = ",".join("?" for _ in head.split(","))
    file.write_text(head + "\n" + f"{cells}\n" * 4 * MOST_FAULTS, encoding="utf-8")
    for name in ("control/parts.dbf", "boundaries/subdistricts.dbf", "context/rivers.dbf"):
        (folder / name).write_bytes(b"")
    short = folder / "context/lakes.dbf"
    content = bytearray(short.read_bytes())
    content[4:8] = (1).to_bytes(4, "little")
    short.write_bytes(content)
    everything = check(folder)
    assert {fault.file for fault in everything if fault.file.endswith(".dbf")} == {
        "control/parts.dbf", "boundaries/subdistricts.dbf", "context/rivers.dbf", "context/lakes.dbf",
    }  # fmt: skip
    faults = [fault for fault in everything if fault.file == "sources.csv"]
    assert MOST_FAULTS <= len(faults) <= MOST_FAULTS + 1
    assert "more faults" in faults[-1].value or "more faults" in faults[0].value


def test_the_version_of_a_folder_that_leads_elsewhere_is_refused(folder: Path) -> None:
    point(folder, "sources", "/etc/passwd")
    with pytest.raises(DataError, match="within the data folder"):
        version(folder)
