"""Small ways in: numbers that YAML makes of text, turned text, formulas, names twice, foreign hosts."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geo import Atlas, View
from geo.errors import ReadError
from geo.export.tables import tables
from geo.files import yaml_file
from geo.tabular.sheet import open_sheet
from geo.web import server
from geo.web.server import Hosts, is_served
from tests.hostile import files
from tests.web.running import run_awaited


@pytest.mark.parametrize("text", ["190:20:30:15", "17:30", "017", "0x1f", "0b11", "1_000", "1:2.5"])
def test_what_looks_like_a_number_to_a_machine_alone_stays_text(text: str) -> None:
    assert yaml_file.read(f"a: {text}", "a.yaml") == {"a": text}


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", [".kml", ".csv.zip"])
def test_no_sign_that_turns_text_leaves(atlas: Atlas, tmp_path: Path, kind: str) -> None:
    rows = {"id": ["a"], "text": ["paid by \u202efdp.exe\u202c \u2067x"], "\u202ename": ["y"]}
    points = gpd.points_from_xy([44.39], [35.47])
    layer = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=points, crs=4326)
    path = tables(atlas, View(), tmp_path / f"t{kind}", more={"user_events": layer})
    content = path.read_bytes()
    if kind == ".csv.zip":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = packed.read("user_events.csv")
    text = content.decode("utf-8-sig")
    assert "fdp.exe" in text
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(text)


def test_of_members_of_one_name_the_last_is_read() -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as packed:
        warnings.simplefilter("ignore")
        packed.writestr("a.csv", files.HEAD + files.ROW * 2)
        packed.writestr("a.csv", files.HEAD + files.ROW)
    assert len(open_sheet(out.getvalue()).frame) == 1


def test_tables_about_layers_that_are_computed_are_refused_however_they_say_so() -> None:
    contents = files._contents("events")[0]
    computed = contents.replace("data_type TEXT", "data_type TEXT AS ('features')", 1)
    assert computed != contents and "GENERATED" not in computed
    rows = "INSERT INTO gpkg_contents (table_name) VALUES ('events')"
    made = files._geopackage(computed, rows, "CREATE TABLE events (id)")
    with pytest.raises(ReadError, match="damaged GeoPackage"):
        open_sheet(made)


@pytest.mark.parametrize(
    ("host", "served"),
    [
        ("localhost:8501", True), ("LOCALHOST", True), ("127.0.0.1:80", True), ("[::1]:8501", True),
        ("atlas.example.org", True), ("rebound.example:8501", False), ("", False),
        ("localhost.rebound.example", False), ("127.0.0.1.rebound.example:80", False),
    ],
)  # fmt: skip
def test_only_listed_hosts_are_served(
    host: str, served: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        server, "_read_setting", lambda name: "localhost" if "server.a" in name else ""
    )
    monkeypatch.setenv(server.HOSTS, "atlas.example.org, atlas.example.net")
    assert is_served(host) is served


def test_an_app_that_is_open_to_a_network_serves_any_host_unless_some_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        server, "_read_setting", lambda name: "0.0.0.0" if "server.a" in name else ""
    )
    assert is_served("anything.example")
    monkeypatch.setenv(server.HOSTS, "atlas.example.org")
    assert not is_served("anything.example")


def answer(kind: str, host: bytes, path: str) -> list[dict[str, Any]]:
    """Ask for a path; return what is sent."""
    sent: list[dict[str, Any]] = []

    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "passed on"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": kind, "method": "GET", "path": path, "headers": [(b"host", host)]}
    run_awaited(Hosts(app)(scope, None, send))
    return sent


def test_foreign_hosts_and_metrics_are_answered_without_the_app() -> None:
    assert answer("http", b"localhost", "/")[0]["type"] == "passed on"
    assert answer("http", b"rebound.example", "/")[0]["status"] == 421
    assert answer("websocket", b"rebound.example", "/_stcore/stream")[0]["code"] == 1008
    for path in ("/_stcore/metrics", "/base/_stcore/metrics/"):
        assert answer("http", b"localhost", path)[0]["status"] == 404
