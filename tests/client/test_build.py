"""The page's scripts: built from what is there, once, and by whoever has deno."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path

import pytest

from geo import GreenlineError, client
from geo.client import build

from . import CLIENT

#: Bytes of script, Leaflet and chart that a page carried before its modules were bundled.
BEFORE = 254_666 + 146_679 + 99_612


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the client that is built instead of it."""
    folder = tmp_path / "client"
    shutil.copytree(CLIENT, folder, ignore=shutil.ignore_patterns("built", "__pycache__"))
    monkeypatch.setattr(build, "HERE", folder)
    monkeypatch.setattr(build, "BUILT", folder / "built")
    return folder


def test_the_scripts_are_small_and_can_stand_in_a_page() -> None:
    scripts = [client.script(), client.leaflet_script()]
    assert sum(map(len, scripts)) < BEFORE
    for script in scripts:
        assert "</script" not in script.lower()
        assert "sourceMappingURL" not in script
    assert "Leaflet 1.9.4" in scripts[1]
    assert "@preserve" in scripts[1], "its licence stays"


@pytest.mark.thorough
def test_it_builds_the_same_bytes_once_and_anew_after_a_change(copy: Path) -> None:
    first = build.build()
    assert {path.name for path in first.iterdir()} == {
        *build.SCRIPTS,
        "leaflet.css",
        build.FONTS[0],
        build.NOTICES,
        build.STAMP,
    }
    assert (first / "main.js").read_text(encoding="utf-8").strip() == client.script()
    stamps = {path: path.stat().st_mtime_ns for path in first.iterdir()}
    build.build()
    assert {path: path.stat().st_mtime_ns for path in first.iterdir()} == stamps
    module = copy / "paint" / "data" / "dates.ts"
    module.write_text(module.read_text(encoding="utf-8").replace("'en-GB'", "'en-IE'"), "utf-8")
    assert "en-IE" in (build.build() / "main.js").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_in_development_names_stay_and_a_map_names_the_modules(copy: Path) -> None:
    text = (build.build(development=True) / "main.js").read_text(encoding="utf-8")
    (packed,) = re.findall(r"sourceMappingURL=data:application/json;base64,(\S+)", text)
    named = json.loads(base64.b64decode(packed))["sources"]
    assert any(name.endswith("timeline.ts") for name in named)
    assert "var Timeline = class" in text


def test_without_deno_it_says_what_to_run(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_folders", list)
    with pytest.raises(build.BuildError, match="make install"):
        build.build()
    client._build_scripts.cache_clear()
    try:
        with pytest.raises(GreenlineError, match="make install"):
            client.script()
    finally:
        client._build_scripts.cache_clear()


def test_an_installed_package_needs_no_sources_and_no_deno(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build()
    for path in build.sources():
        path.unlink()
    monkeypatch.setattr(build, "_folders", list)
    assert build.build() == copy / "built"


def test_the_lock_holds_names_versions_and_hashes_and_no_address() -> None:
    text = (CLIENT / "deno.lock").read_text(encoding="utf-8")
    lock = json.loads(text)
    assert "://" not in text
    assert set(lock) <= {"version", "specifiers", "npm", "workspace"}
    for name, package in lock["npm"].items():
        assert re.fullmatch(r"@?[\w./-]+@\d[\w.-]*", name)
        assert package["integrity"].startswith("sha512-")
