"""``docs/reference.md`` names every key, layer, setting and field that there is.

Its tables are written by `make figures`, the table of settings by hand.
"""

from __future__ import annotations

import json
import pkgutil
import re
import tomllib
from pathlib import Path

from geo.events.attribution import ATTRIBUTED
from geo.events.schema import COLUMNS
from geo.view import KEYS

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    match = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert match is not None, title
    return match[1]


def test_every_key_of_an_address_is_told() -> None:
    answer = dict(
        re.findall(r"^\| `(\w+)` \| `(\w+)` \|", section("Keys of an address"), re.MULTILINE)
    )
    assert answer == KEYS


def test_every_variable_is_told() -> None:
    files = [*(ROOT / "geo").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), ROOT / "Makefile"]
    used = {
        name
        for file in files
        for name in re.findall(r"\bGREENLINE_[A-Z]+(?:_[A-Z]+)*\b", file.read_text("utf-8"))
    }
    assert used <= set(re.findall(r"`(GREENLINE_[A-Z_]+)`", section("Settings")))


def test_every_setting_of_the_app_is_told_as_it_is() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    answer = dict(re.findall(r"^\| `([\w.]+)` \| `(.+?)` \|", section("Settings"), re.MULTILINE))
    there = {
        f"{part}.{name}": json.dumps(value)
        for part, values in settings.items()
        if part != "theme"
        for name, value in values.items()
    }
    assert {name: answer.get(name) for name in there} == there


def test_the_settings_are_fit_for_the_public() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "localhost"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["maxUploadSize"] <= 200
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"


def test_the_pages_of_the_api_name_what_there_is() -> None:
    pages = (ROOT / "docs" / "api").glob("*.md")
    names = [
        name for page in pages for name in re.findall(r"(?m)^::: (\S+)$", page.read_text("utf-8"))
    ]
    assert len(names) > 20
    for name in names:
        assert pkgutil.resolve_name(name) is not None


def test_every_field_is_told() -> None:
    matches = set(re.findall(r"`(\w+)`", section("User events")))
    assert {*COLUMNS, *ATTRIBUTED} <= matches
