"""What changed between two versions: by id, in sentences, in the changelog, and what is refused."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from geo.cli.run import main
from geo.versions import check as versions
from geo.versions.difference import diff, find_lost_ids
from geo.versions.package import LARGEST, folder_of, pack
from geo.versions.release import Release, VersionError, list_released, number, of_folder, read
from geo.versions.sentences import SentenceWriter

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def first() -> Release:
    return read("1.0.0", DATA)


@pytest.fixture(scope="module")
def now() -> Release:
    return of_folder(DATA, "now")


def edit_release(release: Release, path: str, old: str, new: str) -> Release:
    assert old.encode() in release.files[path]
    files = {**release.files, path: release.files[path].replace(old.encode(), new.encode(), 1)}
    return Release(release.package, files, release.called)


def test_holders_and_perspectives_are_called_as_on_the_map(first: Release, now: Release) -> None:
    difference = diff(first, now)
    writer = SentenceWriter(first, now)
    sentences = {f"{each.table} {each.id}": writer.change(each) for each in difference.facts}
    assert sentences["views federal-3"].startswith("Baghdad's map, ")
    assert "Iraqi state (Baath government)" in sentences["spells IQG16Q07N02c-1"]
    assert "both sides" in sentences["bases rabia-1"]


def test_ids_are_for_ever(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert versions.faults(folder) == []
    spells = folder / "control" / "spells.csv"
    spells.write_text(spells.read_text("utf-8").replace("IQG13Q04N06-2,", "IQG13Q04N06-77,"))
    result = {(fault.file, fault.value): fault.accepted for fault in versions.faults(folder)}
    assert "has it (or its id in retired.csv" in result["control/spells.csv", "IQG13Q04N06-2"]
    assert main(["check", str(folder)]) == 1
    assert "IQG13Q04N06-2" in capsys.readouterr().out


def test_a_retired_id_is_not_given_again(now: Release) -> None:
    again = edit_release(now, "control/spells.csv", "IQG16Q07N02a-5,", "IQG16Q07N02a-6,")
    assert ("spells", "IQG16Q07N02a-6", "reused") in find_lost_ids(now, again)
    moved = edit_release(
        now, "control/spells.csv", "IQG13Q04N06-2,IQG13Q04N06,", "IQG13Q04N06-2,IQG13Q04N05,"
    )
    assert find_lost_ids(now, moved) == [("spells", "IQG13Q04N06-2", "reused")]


def test_a_column_that_goes_breaks(first: Release) -> None:
    resources = [
        {**resource, "schema": {"fields": resource["schema"]["fields"][:-1]}} if resource["name"] == "spells" else resource
        for resource in first.package["resources"]
    ]  # fmt: skip
    new = replace(first, package={**first.package, "resources": resources})
    assert diff(first, new).least == "2.0.0"


def test_packages_are_the_same_bytes_each_time(first: Release) -> None:
    assert pack(first) == pack(read("1.0.0", DATA))
    for text in list_released(DATA):
        assert (DATA / "releases" / f"{text}.zip").stat().st_size <= LARGEST


def test_a_version_is_read_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLINE_CACHE", str(tmp_path))
    old = folder_of("1.0.0", DATA)
    assert old.is_relative_to(tmp_path)
    again = of_folder(old, "old")
    difference = diff(read("1.0.0", DATA), again)
    assert difference.changes == ()


def test_commands_answer_as_of_a_version(capsys: pytest.CaptureFixture[str]) -> None:
    query = ["history", "IQG10Q05N01a", "--json"]
    assert main([*query, "--as-of", "1.0.0"]) == 0
    then = json.loads(capsys.readouterr().out)["units"][0]["spells"]
    assert main(query) == 0
    today = json.loads(capsys.readouterr().out)["units"][0]["spells"]
    assert {item["id"] for item in today} - {item["id"] for item in then} == {"IQG10Q05N01a-9"}
    held = {item["id"]: item["holder"] for item in then}
    assert held["IQG10Q05N01a-4"] == "federal"
    assert main([*query, "--as-of", "9.0.0"]) == 1
    assert "expected one of 1.0.0" in capsys.readouterr().err


def test_diff_as_text_json_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "1.0.0", "1.0.0"]) == 0
    assert "0 facts" in capsys.readouterr().out
    assert main(["diff", "1.0.0", "--json", "--table", "events"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert {change["table"] for change in content["changes"]} == {"events"}
    page = tmp_path / "d.html"
    assert main(["diff", "1.0.0", "--html", str(page), "--table", "spells"]) == 0
    text = page.read_text("utf-8")
    assert text.count('class="lit"') >= 3
    assert "<script" not in text
    assert main(["diff", "1.0.0", "--table", "nothing"]) == 1


@pytest.mark.parametrize("name", ["--output=x", "main;rm", "1.2", "../../etc", "nowhere", ""])
def test_what_is_no_version_is_refused(name: str) -> None:
    with pytest.raises(VersionError):
        read(name or "'", DATA)


def test_numbers() -> None:
    assert number("0.1.22") == (0, 1, 22)
    for wrong in ("1.2", "01.2.3", "1.2.3-rc", "1.2.٣", "1" * 90):
        with pytest.raises(VersionError):
            number(wrong)


def test_a_hostile_package_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p.zip"
    file.write_bytes(b"PK nothing")
    with pytest.raises(VersionError, match="released package"):
        read(file, DATA)
    with zipfile.ZipFile(file, "w") as opened:
        for at in range(401):
            opened.writestr(f"../{at}", "")
    with pytest.raises(VersionError, match="401 files"):
        read(file, DATA)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("datapackage.json", b"0" * 65_000_000)
    with pytest.raises(VersionError, match="65,000,000 bytes"):
        read(file, DATA)
    content = (DATA / "releases" / "1.0.0.zip").read_bytes()
    for at in range(200, len(content) - 30_000, 30_000):  # bits that fell over on the way
        file.write_bytes(content[:at] + b"\xff\x07\x00" * 9 + content[at + 27 :])
        with pytest.raises(VersionError):
            read(file, DATA)


@pytest.mark.parametrize(
    "head",
    [
        "[" * 100_000,
        '{"resources": [1]}',
        '{"resources": [{"name": "a", "path": "a.csv", "schema": "b"}]}',
        '{"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [1]}}]}',
        '{"resources": [{"name": "a", "path": "a.shp", "format": "shp", "extrapaths": 3}]}',
    ],
)
def test_a_hostile_descriptor_is_refused(tmp_path: Path, head: str) -> None:
    (tmp_path / "datapackage.json").write_text(head)
    with pytest.raises(VersionError, match="is no descriptor of a data package"):
        read(tmp_path, DATA)


def test_a_git_revision_is_read(tmp_path: Path, first: Release) -> None:
    import subprocess

    data = tmp_path / "data"
    shutil.copytree(DATA / "people", data / "people")
    head = {
        "version": "0.1.0",
        "resources": [{"name": "census", "path": "people/census.csv", "format": "csv"}],
    }
    (data / "datapackage.json").write_text(json.dumps(head))
    run = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*run, *command], check=True)
    assert len(read("HEAD", data).tables["census"]) > 400
    with pytest.raises(VersionError, match="git revision"):
        read("HEAD~9", data)
