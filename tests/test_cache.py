"""What is kept of an atlas: the same as what is made, and made anew where it is not whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geo import Atlas
from geo.files.cache import MOST, load_cached, load_derived


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GREENLINE_CACHE", str(tmp_path))
    return tmp_path / "derived"


def test_a_second_asking_makes_nothing(atlas: Atlas, folder: Path) -> None:
    made = load_derived(atlas, "x", lambda: {"rows": [1, "كركوك", None, 0.1]})
    assert load_derived(atlas, "x", lambda: pytest.fail("made twice")) == made
    assert load_derived(atlas, "y", lambda: "other") == "other"


@pytest.mark.parametrize("spoilt", [b"", b"[1]", b"0" * 64 + b"\n[1]", None])
def test_a_file_that_was_changed_or_removed_is_made_anew(
    atlas: Atlas, folder: Path, spoilt: bytes | None
) -> None:
    load_derived(atlas, "x", lambda: [1, 2])
    (file,) = folder.iterdir()
    if spoilt is None:
        file.unlink()
    else:
        file.write_bytes(spoilt or file.read_bytes()[:-2])
    assert load_derived(atlas, "x", lambda: [1, 2]) == [1, 2]
    assert load_derived(atlas, "x", lambda: pytest.fail("not kept")) == [1, 2]


def test_what_was_not_read_for_longest_goes_first(folder: Path) -> None:
    for key in ("used", "forgotten"):
        load_cached("derived", key, lambda: 1)
    for other in range(MOST - 1):
        load_cached("derived", "used", lambda: pytest.fail("went"))
        load_cached("derived", str(other), lambda: 1)
    assert {file.stem for file in folder.iterdir()} == {"used", *map(str, range(MOST - 1))}


def test_a_closed_folder_is_no_trouble(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GREENLINE_CACHE", str(tmp_path / "file"))
    assert load_derived(atlas, "x", lambda: [1]) == [1]


def test_nothing_is_kept_of_an_atlas_that_was_changed_in_memory(atlas: Atlas, folder: Path) -> None:
    other = replace(atlas, _tables={**atlas._tables})
    assert load_derived(other, "x", lambda: 1) == 1
    assert load_derived(other, "x", lambda: 2) == 2
    assert not folder.exists()
