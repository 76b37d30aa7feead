"""The list of machines that the browser's tests are run as, and the part of it that CI runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from . import machines
from .machines import FONTS, MACHINES, MissingError, fonts

ROOT = Path(__file__).resolve().parents[2]


def test_the_machines_differ_in_each_respect() -> None:
    assert {machine.fonts for machine in MACHINES.values()} == set(FONTS)
    assert {machine.locale[:2] for machine in MACHINES.values()} == {"en", "de", "ar"}
    assert {machine.scale for machine in MACHINES.values()} == {1, 2}
    assert any(machine.busy for machine in MACHINES.values())


def test_a_machine_has_one_family_of_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "CACHE", tmp_path)
    (tmp_path / "fonts" / "noto").mkdir(parents=True)
    assert re.findall("<dir>(.*)</dir>", fonts("noto").read_text()) == [
        str(tmp_path / "fonts" / "noto")
    ]
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="fonts-liberation"):
        fonts("liberation")


def test_a_machine_that_is_not_known_is_named() -> None:
    program = Path(__file__).with_name("machines.py")
    done = subprocess.run(
        [sys.executable, program, "attic"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert all(name in done.stderr for name in ("attic", *MACHINES))


def test_ci_runs_the_tests_and_no_machine_that_is_not() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in text
    assert set(re.findall(r"MACHINES=(\w+)", text)) <= set(MACHINES)
