"""Versions: ids are for ever, the version follows the data, old packages open, and what is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from geo import Atlas
from geo.atlas import versions
from geo.atlas.release import (
    Release,
    VersionError,
    folder_of,
    home_of,
    list_released,
    number,
    of_folder,
    read,
)
from geo.atlas.versions import compare, find_least, find_lost_ids
from geo.cli.run import main
from tools.release import CHANGELOG, LARGEST_PACKAGE, pack
from tools.release import main as release

DATA = Path(__file__).parents[2] / "data"

LAST = list_released(DATA)[-1]


@pytest.fixture(scope="module")
def last() -> Release:
    return read(LAST, DATA)


@pytest.fixture(scope="module")
def now() -> Release:
    return of_folder(DATA, "now")


def edit_release(release: Release, path: str, old: str, new: str) -> Release:
    assert old.encode() in release.files[path]
    files = {**release.files, path: release.files[path].replace(old.encode(), new.encode(), 1)}
    return Release(release.package, files, release.called)


def test_ids_are_for_ever(folder: Path) -> None:
    assert versions.faults(folder) == []
    spells = folder / "control" / "spells.csv"
    spells.write_text(spells.read_text("utf-8").replace("IQG13Q04N06-2,", "IQG13Q04N06-77,"))
    head = folder / "datapackage.json"
    version = json.loads(head.read_text("utf-8"))["version"]
    head.write_text(
        head.read_text("utf-8").replace(f'"version": "{version}"', '"version": "0.9.0"')
    )
    result = {(fault.file, fault.value): fault.accepted for fault in versions.faults(folder)}
    assert "by what differs from" in result["datapackage.json", "0.9.0"]
    assert "has it (or its id in retired.csv" in result["control/spells.csv", "IQG13Q04N06-2"]


def test_a_retired_id_is_not_given_again(now: Release) -> None:
    again = edit_release(now, "control/spells.csv", "IQG16Q07N02a-5,", "IQG16Q07N02a-6,")
    assert ("spells", "IQG16Q07N02a-6", "reused") in find_lost_ids(now, again)
    moved = edit_release(
        now, "control/spells.csv", "IQG13Q04N06-2,IQG13Q04N06,", "IQG13Q04N06-2,IQG13Q04N05,"
    )
    assert find_lost_ids(now, moved) == [("spells", "IQG13Q04N06-2", "reused")]


@pytest.mark.quick(2)
@pytest.mark.parametrize(
    ("path", "old", "new", "change", "least"),
    [
        ("control/spells.csv", ",inferred,,,coalition", ",month,,,coalition", "corrected spells precision", "1.1.0"),
        ("control/spells.csv", "Badra contract has run there", "Badra contract runs there", "corrected spells note", "1.0.1"),
        ("retired.csv", "\n", "\nspells,x-1,,,\n", "", "1.0.0"),
        ("oil/groups.csv", "\n", "\nnew,kirkuk_avanah,,,\n", "added groups", "1.1.0"),
    ],
)  # fmt: skip
def test_the_version_follows_what_differs(
    now: Release, path: str, old: str, new: str, change: str, least: str
) -> None:
    base = replace(now, package={**now.package, "version": "1.0.0"})
    if path == "oil/groups.csv":
        new = "\nnew" + "," * (len(now.columns("groups")) - 1) + "\n"
    after = edit_release(base, path, old, new)
    changes = compare(base, after)
    words = [" ".join((item.kind, item.table, *item.columns)) for item in changes]
    assert words == ([change] if change else [])
    assert find_least(base, after, changes) == least
    assert find_least(base, base, []) == "1.0.0"


def test_a_column_that_goes_breaks(last: Release) -> None:
    resources = [
        {**resource, "schema": {"fields": resource["schema"]["fields"][:-1]}} if resource["name"] == "spells" else resource
        for resource in last.package["resources"]
    ]  # fmt: skip
    new = replace(last, package={**last.package, "resources": resources})
    major = number(LAST)[0] + 1
    assert find_least(last, new, compare(last, new)) == f"{major}.0.0"


def test_packages_are_the_same_bytes_each_time_and_the_changelog_has_their_hash(
    last: Release,
) -> None:
    assert pack(last) == pack(read(LAST, DATA))
    text = (DATA / CHANGELOG).read_text("utf-8")
    for name in list_released(DATA):
        content = (DATA / "releases" / f"{name}.zip").read_bytes()
        assert len(content) <= LARGEST_PACKAGE
        _, _, section = text.partition(f"\n## {name} (")
        assert hashlib.sha256(content).hexdigest() in section.partition("\n## ")[0]


@pytest.mark.thorough
def test_a_version_is_read_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: Release
) -> None:
    """From the folder that keeps it, and as a package that lies elsewhere; both know their home."""
    monkeypatch.setenv("GREENLINE_CACHE", str(tmp_path / "cache"))
    other = edit_release(last, "control/spells.csv", "PMF places there", "Places there")
    head = {**last.package, "version": "0.9.0"}
    file = tmp_path / "elsewhere.zip"
    file.write_bytes(pack(replace(other, package=head)))
    for name, tables in ((LAST, last), (str(file), other)):
        folder = folder_of(name, DATA)
        assert folder.is_relative_to(tmp_path / "cache") and home_of(folder) == DATA
        assert compare(replace(tables, package=last.package), of_folder(folder, "old")) == []


def test_commands_answer_as_of_a_version(
    vellin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(vellin, tmp_path / "vellin"))
    query = ["history", "VL1C1K1", "--json", "--data", str(folder)]
    released = of_folder(folder, "now")
    name, spells = released.package["version"], folder / "control" / "spells.csv"
    (folder / "releases").mkdir()
    (folder / "releases" / f"{name}.zip").write_bytes(pack(released))
    spells.write_text(spells.read_text("utf-8").replace(",crown,", ",league,"), "utf-8")
    holders = []
    for words in (["--as-of", name], []):
        assert main([*query, *words]) == 0
        rows = json.loads(capsys.readouterr().out)["units"][0]["spells"]
        holders.append(rows[0]["holder"])
    assert holders == ["crown", "league"]
    assert main([*query, "--as-of", "9.0.0"]) == 1
    assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["--output=x", "main;rm", "1.2", "../../etc", "nowhere", "", ".", "x" * 5000, "x.zip"]
)
def test_what_is_no_version_is_refused(name: str) -> None:
    with pytest.raises(VersionError, match="expected"):
        read(name, DATA)


def test_a_hostile_package_is_refused(tmp_path: Path, last: Release) -> None:
    file = tmp_path / "p.zip"
    file.write_bytes(b"PK nothing")
    with pytest.raises(VersionError, match="released package"):
        read(str(file), DATA)
    with zipfile.ZipFile(file, "w") as opened:
        for at in range(401):
            opened.writestr(f"../{at}", "")
    with pytest.raises(VersionError, match="401 files"):
        read(str(file), DATA)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("datapackage.json", b"0" * 65_000_000)
    with pytest.raises(VersionError, match="65,000,000 bytes"):
        read(str(file), DATA)
    file.write_bytes(pack(replace(last, package={**last.package, "version": "../../../x"})))
    with pytest.raises(VersionError, match="three numbers"):
        folder_of(str(file), DATA)
    content = (DATA / "releases" / f"{LAST}.zip").read_bytes()
    for at in range(200, len(content) - 30_000, 90_000):  # bits that fell over on the way
        file.write_bytes(content[:at] + b"\xff\x07\x00" * 9 + content[at + 27 :])
        with pytest.raises(VersionError):
            read(str(file), DATA)


@pytest.mark.parametrize(
    "head",
    [
        "[" * 100_000,
        '{"resources": [1]}',
        '{"resources": [{"name": "a", "path": "a.csv", "schema": "b"}]}',
        '{"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [1]}}]}',
        '{"resources": [{"name": "a", "path": "a.csv", "schema": {"primaryKey": 5}}]}',
        '{"resources": [{"name": "a", "path": "a.shp", "format": "shp", "extrapaths": 3}]}',
    ],
)
def test_a_hostile_descriptor_is_refused(tmp_path: Path, head: str) -> None:
    (tmp_path / "datapackage.json").write_text(head)
    with pytest.raises(VersionError, match="is no descriptor of a data package"):
        of_folder(tmp_path, "here")


@pytest.mark.thorough
def test_a_release_is_refused_until_all_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A lost id, a missing section, a version that is none are named; no package is made."""
    spells, head, log = (
        folder / name for name in ("control/spells.csv", "datapackage.json", CHANGELOG)
    )
    before, names = spells.read_text("utf-8"), list_released(folder)
    version, day = json.loads(head.read_text("utf-8"))["version"], str(Atlas.load(DATA).date)
    spells.write_text(before.replace("IQG13Q04N06-2,", "IQG13Q04N06-77,"), "utf-8")
    log.write_text("# Changes\n", "utf-8")
    assert release(["--data", str(folder)]) == 1
    reasons = capsys.readouterr().err
    assert "IQG13Q04N06-2" in reasons and f"expected a section '## {version} ({day})'" in reasons
    assert list_released(folder) == names
    spells.write_text(before, "utf-8")
    log.write_text(f"# Changes\n\n## {version} ({day})\n\n- Spells: 1.\n", "utf-8")
    if version == LAST:
        (folder / "releases" / f"{LAST}.zip").unlink()
    assert release(["--data", str(folder)]) == 0
    assert version in list_released(folder)
    packed = hashlib.sha256((folder / "releases" / f"{version}.zip").read_bytes()).hexdigest()
    assert f"## {version} ({day})\n\n- SHA-256 `{packed}`\n- Spells" in log.read_text("utf-8")
    assert release(["--data", str(folder)]) == 1
    assert f"nothing differs from {version}" in capsys.readouterr().err
    head.write_text(head.read_text("utf-8").replace(f'"version": "{version}"', '"version": "one"'))
    assert release(["--data", str(folder)]) == 1
    assert "three numbers" in capsys.readouterr().err


def test_counts_say_what_is_corrected_and_why_rows_went(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = of_folder(folder, "new")
    monkeypatch.setattr("tools.release.read", lambda *_: new)  # as if it had just been released
    spells, retired = folder / "control" / "spells.csv", folder / "retired.csv"
    lines = spells.read_text("utf-8").splitlines(keepends=True)
    went = lines.pop(5).partition(",")[0]
    text = (
        "".join(lines)
        .replace(",mixed,", ",federal,", 1)
        .replace("Badra contract has run", "Badra contract runs", 1)
    )
    spells.write_text(text, "utf-8")
    with retired.open("a", encoding="utf-8") as out:
        out.write(f"spells,{went},,Never held.,2.0.0\n")
    assert release(["--data", str(folder), "--counts"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "spells: 1 corrected, 1 corrected in evidence or words alone, 1 retired\n"
    )
    assert "  1: Never held." in out
