"""The profile's last day is that of the data, and a profile that says its own is told so."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from geo import DataError
from geo.files.data_file import PACKAGE, PROFILE
from geo.profile import load, own_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the profile, its words and the descriptor to a folder that a test may change."""
    for name in (PROFILE, PACKAGE):
        shutil.copy(own_folder() / name, tmp_path / name)
    shutil.copytree(own_folder() / "words", tmp_path / "words")
    return tmp_path


def last_day(folder: Path, value: object) -> None:
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    (folder / PACKAGE).write_text(json.dumps({**package, "last_day": value}), encoding="utf-8")


def test_the_last_day_follows_the_data(folder: Path) -> None:
    assert load(folder).days.last == load(own_folder()).days.last
    last_day(folder, "2031-02-03")
    assert load(folder).days.last == date(2031, 2, 3)


@pytest.mark.parametrize("value", ["soon", None, 7, "2031-02-30"])
def test_a_last_day_that_is_none_is_named(folder: Path, value: object) -> None:
    last_day(folder, value)
    with pytest.raises(DataError, match=r"datapackage\.json.*last_day"):
        load(folder)


def test_a_profile_that_says_its_own_last_day_is_told(folder: Path) -> None:
    text = (folder / PROFILE).read_text(encoding="utf-8")
    (folder / PROFILE).write_text(text.replace("  first:", "  last: 2030-01-01\n  first:"), "utf-8")
    with pytest.raises(DataError, match=r"days\.last.*2030-01-01.*follows the tables"):
        load(folder)


@pytest.mark.parametrize(
    ("contact", "accepted"),
    [
        ("a.b+c@example.org", True),
        ("https://example.org/issues/new?a=b", True),
        ("example.org", False),
        ("a@example.org?bcc=b@example.org", False),
        ("javascript:alert(1)", False),
        ("https://example.org/<script>", False),
        ("a@example.org\nb@example.org", False),
    ],
)
def test_a_contact_is_an_address_of_mail_or_web(
    folder: Path, contact: str, *, accepted: bool
) -> None:
    assert load(folder).contact == ""
    with (folder / PROFILE).open("a", encoding="utf-8") as out:
        out.write(f"contact: {json.dumps(contact)}\n")
    if accepted:
        assert load(folder).contact == contact
        return
    with pytest.raises(DataError, match=r"profile\.yaml.*contact.*an e-mail address, or"):
        load(folder)
