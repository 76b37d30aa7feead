"""The bill of materials is valid CycloneDX and names what is bundled; a wheel is the same twice."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from geo import __version__
from tools.sbom import bill

ROOT = Path(__file__).parents[2]


def npm() -> dict[str, str]:
    """Return what the page's scripts are bundled of, but for types."""
    lock = json.loads((ROOT / "geo" / "client" / "deno.lock").read_text("utf-8"))
    pairs = [key.rpartition("@")[::2] for key in lock["npm"]]
    return {name: version for name, version in pairs if not name.startswith("@types/")}


def test_it_names_all_that_is_bundled_and_pinned() -> None:
    result = bill(ROOT)
    assert result["metadata"]["component"]["version"] == __version__
    named = {(component["name"], component["version"]) for component in result["components"]}
    assert set(npm().items()) <= named
    lock = (ROOT / "requirements/base.lock").read_text("utf-8")
    assert set(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE)) <= named
    assert all(
        component.get("hashes")
        for component in result["components"]
        if component["scope"] == "required"
    )


def test_the_notice_names_every_bundled_work() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name in npm():
        assert name.rpartition("/")[2] in notice, name


@pytest.mark.thorough
def test_a_wheel_has_all_that_it_needs_in_one_order_and_of_one_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hatchling.builders.wheel import WheelBuilder

    run = subprocess.run

    def derive_nothing(command: list[str], *more: Any, **options: Any) -> Any:
        """Leave out what the first page needs, which takes a minute; `make install` makes it too."""
        return None if "tools.first_use" in command else run(command, *more, **options)

    monkeypatch.setattr(subprocess, "run", derive_nothing)
    list(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        members = set(archive.namelist())
        assert len({item.date_time for item in archive.infolist()}) == 1
        modules = [name for name in archive.namelist() if name.endswith(".py")]
        for _, names in groupby(modules, key=lambda name: name.rpartition("/")[0]):
            assert (inside := list(names)) == sorted(inside)
        assert json.loads(archive.read("geo/sbom.cdx.json")) == bill(ROOT)
    assert any(name.endswith("licenses/NOTICE") for name in members)
    assert "geo/export/widget.js" in members
