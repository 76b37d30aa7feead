"""A folder is written as a whole, and nothing that somebody else put there is removed."""

from __future__ import annotations

import contextlib
import errno
import re
from functools import partial
from pathlib import Path

import pytest

from geo.errors import ExportError
from geo.files import atomic_write as shared
from geo.files.atomic_write import FolderKind, write_together

MANIFEST = "ingest.json"
KIND = FolderKind("ingest", MANIFEST, "an")
WRITTEN = re.compile(r"ingest\.json|events/part-[0-9]+\.parquet").fullmatch

replace_folder = partial(shared.replace_folder, KIND, written=WRITTEN)
heal_folder = partial(shared.heal_folder, KIND)
workplace = partial(shared.workplace, KIND)


def fill(out: Path, text: str) -> None:
    with replace_folder(out) as part:
        (part / MANIFEST).write_text(text)


def test_a_folder_is_there_whole_and_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    assert (out / MANIFEST).read_text() == "first"
    with replace_folder(out) as part:
        (part / MANIFEST).write_text("second")
        assert (out / MANIFEST).read_text() == "first"
    assert (out / MANIFEST).read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_fails_leaves_the_earlier_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    with pytest.raises(KeyboardInterrupt), replace_folder(out):
        raise KeyboardInterrupt
    with pytest.raises(ExportError, match="No space left"), replace_folder(out):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert (out / MANIFEST).read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_files_that_belong_together_are_all_complete_before_the_first_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, cited = tmp_path / "a.csv", tmp_path / "a.credits.txt"
    moves: list[str] = []
    replace = Path.replace

    def note(self: Path, target: Path) -> Path:
        moves.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(shared.Path, "replace", note)
    for fails in (False, True):
        with contextlib.suppress(KeyboardInterrupt), write_together(table, cited) as files:
            for file in files:
                file.write(b"second" if fails else b"first")
            if fails:
                raise KeyboardInterrupt
        assert [path.read_text() for path in (table, cited)] == ["first", "first"]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.credits.txt", "a.csv"]
    assert moves == ["a.credits.txt", "a.csv"], "the one that refers to the other comes last"


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_other_people_s_files_are_never_replaced(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "mine").write_text("mine")
    with pytest.raises(ExportError, match="earlier ingest"), replace_folder(out):
        pytest.fail("must not begin")
    assert out.exists()


def test_one_ingest_at_a_time(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replace_folder(out) as part:
        (part / MANIFEST).write_text("first")
        with pytest.raises(ExportError, match="another ingest"), replace_folder(out):
            pytest.fail("must not begin")
        assert (part / MANIFEST).exists()
    assert (out / MANIFEST).read_text() == "first"


def test_killed_between_the_two_moves_the_earlier_folder_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        fill(out, "first")
        place = shared._claim_workplace(KIND, out)
        out.rename(place / "old")
        assert (heal_folder(out) / MANIFEST).read_text() == "first"
    shared._claim_workplace(KIND, out)
    out.rename(place / "old")
    fill(out, "second")
    assert (out / MANIFEST).read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_ingest_at_its_end_is_not_taken_for_a_killed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    rename = Path.rename

    def and_look(self: Path, target: Path) -> Path:
        result = rename(self, target)
        if self == out:
            assert not heal_folder(out).exists()
        return result

    monkeypatch.setattr(shared.Path, "rename", and_look)
    fill(out, "second")
    assert (out / MANIFEST).read_text() == "second"


def test_a_swap_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.parent == workplace(out) and self.name != "old":
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(shared.Path, "rename", fails)
    with pytest.raises(ExportError, match="Input/output"), replace_folder(out) as part:
        (part / MANIFEST).write_text("second")
    assert (out / MANIFEST).read_text() == "first"


def make_my_folder(place: Path) -> Path:
    place.mkdir(parents=True)
    (place / "thesis.txt").write_text("years of work")
    return place / "thesis.txt"


@pytest.mark.parametrize("linked", [False, True])
def test_folders_beside_it_keep_what_they_hold(tmp_path: Path, linked: bool) -> None:
    out = tmp_path / "out"
    remaining = []
    for number, name in enumerate(("out.part", "out.old", ".out.part")):
        place = tmp_path / f"elsewhere-{number}" if linked else tmp_path / name
        remaining.append(make_my_folder(place))
        if linked:
            (tmp_path / name).symlink_to(place)
    fill(out, "first")
    fill(out, "second")
    assert all(item.read_text() == "years of work" for item in remaining)


@pytest.mark.parametrize("linked", [False, True])
def test_a_workplace_that_we_did_not_make_stops_the_ingest(tmp_path: Path, linked: bool) -> None:
    out = tmp_path / "out"
    place = tmp_path / "elsewhere" if linked else workplace(out)
    path = make_my_folder(place)
    if linked:
        (place / "made-by-greenline.txt").write_text("not really")
        workplace(out).symlink_to(place)
    with (
        pytest.raises(ExportError, match="not made by Greenline; move it away"),
        replace_folder(out),
    ):
        pytest.fail("must not begin")
    assert path.read_text() == "years of work"


@pytest.mark.parametrize("name", ["notes.txt", "events/year=2017/my.csv", "events/part"])
def test_a_file_that_a_reader_put_into_an_ingest_is_not_removed(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    fill(out, "first")
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine")
    with (
        pytest.raises(ExportError, match=f"holds '{name}', which no ingest writes"),
        replace_folder(out),
    ):
        pytest.fail("must not begin")
    assert (out / name).read_text() == "mine"
