"""The charting library is the known one or is refused, waits packed in the page, and may run there."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from geo import Atlas, GreenlineError, export
from geo.draw import charts
from geo.model import Layer


def test_the_installed_file_is_the_known_one() -> None:
    content = (files("xstatic.pkg.d3") / "data" / "d3.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == charts.HASH


def test_a_changed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "d3.js").write_text("spoilt", encoding="utf-8")
    monkeypatch.setattr(charts, "_folder", lambda: tmp_path)
    charts.script.cache_clear()
    with pytest.raises(GreenlineError, match=charts.HASH):
        charts.script()
    charts.script.cache_clear()


def test_the_script_carries_its_licence() -> None:
    script = charts.script()
    assert "Michael Bostock" in script[:200]
    assert "Redistribution" in script
    assert "</script" not in script.lower()


def test_the_page_keeps_it_packed_and_its_policy_knows_it(atlas: Atlas) -> None:
    text = export.page(atlas, layers=[Layer.FIELDS])
    packed = re.search(rf'<script type="text/plain" id="{charts.ID}">(.*?)</script>', text)
    assert packed
    kept = json.loads(gzip.decompress(base64.b64decode(packed.group(1))))
    assert kept == charts.script()
    digest = base64.b64encode(hashlib.sha256(kept.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert f"'sha256-{digest}'" in policy.group(1)
    assert text.count(f'id="{charts.ID}"') == 1


def test_a_page_without_fields_has_neither_library_nor_leave(atlas: Atlas) -> None:
    text = export.page(atlas, layers=[Layer.TOWNS])
    assert charts.kept(text) == []
    assert f'id="{charts.ID}"' not in text
