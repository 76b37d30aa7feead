"""Leaflet is the published one or is refused, and asks for nothing once it is in the page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from geo import GreenlineError
from geo.draw import leaflet


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a copy of Leaflet that is read instead, with nothing remembered."""
    source = Path(str(files("xstatic.pkg.leaflet") / "data"))
    for name in leaflet.HASHES:
        (tmp_path / name).write_bytes((source / name).read_bytes())
    monkeypatch.setattr(leaflet, "_folder", lambda: tmp_path)
    leaflet.script.cache_clear()
    leaflet.sheet.cache_clear()
    yield tmp_path
    leaflet.script.cache_clear()
    leaflet.sheet.cache_clear()


def test_the_installed_files_are_the_published_ones() -> None:
    for name, expected in leaflet.HASHES.items():
        content = (files("xstatic.pkg.leaflet") / "data" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == expected


@pytest.mark.parametrize("name", sorted(leaflet.HASHES))
def test_a_changed_file_is_refused(other: Path, name: str) -> None:
    (other / name).write_bytes((other / name).read_bytes() + b"\n")
    read = leaflet.script if name.endswith(".js") else leaflet.sheet
    with pytest.raises(GreenlineError) as error:
        read()
    assert name in str(error.value)
    assert leaflet.HASHES[name] in str(error.value)


def test_the_script_can_stand_in_a_page() -> None:
    script = leaflet.script()
    assert script.startswith("/* @preserve\n * Leaflet 1.9.3")
    assert "sourceMappingURL" not in script
    assert "</script" not in script.lower()


def test_every_image_of_the_sheet_is_in_the_sheet() -> None:
    addresses = re.findall(r"url\(([^)]*)\)", leaflet.sheet())
    images = [address for address in addresses if not address.startswith("#")]
    assert len(images) == 3
    for address in images:
        assert address.startswith("data:image/png;base64,")
        assert base64.b64decode(address.partition(",")[2])[:8] == b"\x89PNG\r\n\x1a\n"
