"""Deciding proposals: once each, one after the other, and whole, whatever happens meanwhile."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from geo.cli.run import main
from geo.data_file import JOURNAL
from geo.errors import DataError, GreenlineError
from geo.proposals import journal
from geo.proposals.desk import Desk
from geo.proposals.proposal import ProposalError, read, write
from geo.versions import check as versions
from geo.versions.package import HOME, home_of, keep
from geo.versions.release import list_released, of_folder

from .test_round_trip import DATA, DAY, correction, event, span


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("decide") / "data"))


@pytest.fixture
def data(copied: Path) -> Iterator[Path]:
    """Return a data folder, as it was for each test."""
    before = {item: item.read_bytes() for item in copied.rglob("*") if item.is_file()}
    yield copied
    for path in copied.rglob("*"):
        if path.is_file() and path.read_bytes() != before.get(path):
            path.unlink() if path not in before else path.write_bytes(before[path])


def save_proposal(text: dict[str, Any], file: Path, desk: Desk | None = None) -> Path:
    proposal = read(yaml.safe_dump(text, allow_unicode=True), "p")
    file.write_text(write(desk.sign(proposal, DAY) if desk else proposal), "utf-8")
    return file


def texts(data: Path) -> dict[str, str]:
    """Return every file of a data folder that a decision may change."""
    result = (
        *data.rglob("*.csv"),
        *data.rglob("*.json"),
        *data.rglob("*.md"),
        *data.rglob("*.yaml"),
    )
    return {item.relative_to(data).as_posix(): item.read_text("utf-8") for item in sorted(result)}


@pytest.mark.thorough
@pytest.mark.parametrize("writes", [1, 2, 4])
def test_an_accept_that_is_killed_half_way_is_nothing_or_all(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """Whoever comes next finds the tables as they were, or brings to its end what was begun."""
    desk = Desk(data)
    file = desk.save(desk.sign(read(yaml.safe_dump(event("2019-03-01", "Kirkuk")), "p"), DAY))
    before = texts(data)
    real, count = journal.atomic_write, 0

    def kill_write(target: Path) -> Any:
        nonlocal count
        count += 1
        if count >= writes:
            raise KeyboardInterrupt
        return real(target)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "atomic_write", kill_write)
        with pytest.raises(KeyboardInterrupt):
            desk.accept(file, DAY)
    again = Desk(data)
    if writes == 1:  # the journal itself did not come about
        assert texts(data) == before
        again.accept(file, DAY)
    rows = again.release.tables["events"]
    assert len([row for row in rows if row["start"] == "2019-03-01"]) == 1
    assert not file.exists()
    assert not (data / JOURNAL).exists()
    assert "2019-03-01-kirkuk" in texts(data)["CHANGELOG.md"]
    with pytest.raises(ProposalError, match="has been decided"):
        again.accept(file, DAY)


def test_a_journal_names_nothing_outside_the_folder(data: Path) -> None:
    (data / journal.FOLDER).mkdir(exist_ok=True)
    file = data / JOURNAL
    for entries in ({"../x": "y"}, {"/tmp/x": None}, {"a/../../x": ""}, {"a.csv": 3}, [1]):
        file.write_text(json.dumps(entries), "utf-8")
        with pytest.raises(DataError, match="a journal of this program"):
            Desk(data)
    assert not (data.parent / "x").exists()


def test_a_proposal_is_decided_once(data: Path, tmp_path: Path) -> None:
    """A file that somebody keeps elsewhere is known again, accepted or rejected."""
    desk = Desk(data)
    mine = save_proposal(event("2019-03-01", "Kirkuk"), tmp_path / "mine.yaml", desk)
    other = save_proposal(event("2019-04-01", "Kirkuk"), tmp_path / "other.yaml", desk)
    desk.accept(mine, DAY)
    before = texts(data)
    for again in (mine, Path(shutil.copy(mine, tmp_path / "renamed.yaml"))):
        with pytest.raises(ProposalError, match=rf"was accepted on {DAY}.*decided/mine\.yaml"):
            desk.accept(again, DAY)
        with pytest.raises(ProposalError, match="was accepted on"):
            desk.reject(again, "No.", DAY)
    assert texts(data) == before
    desk.reject(other, "The source says May.", DAY)
    with pytest.raises(ProposalError, match=r"was rejected on .* \(The source says May\.\)"):
        desk.accept(other, DAY)


@pytest.mark.thorough
def test_two_at_once_both_arrive(data: Path, tmp_path: Path) -> None:
    """What another command decided since the tables were read is not overwritten."""
    desks = [Desk(data), Desk(data)]
    days = ("2019-03-01", "2019-04-01")
    files = [
        save_proposal(event(day, "Kirkuk"), tmp_path / f"{day}.yaml", desks[0]) for day in days
    ]
    threads = [
        threading.Thread(target=desk.accept, args=(file, DAY))
        for desk, file in zip(desks, files, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = {row["id"] for row in of_folder(data, "now").tables["events"]}
    assert {f"{day}-kirkuk" for day in days} <= events
    names = {path.name for path in (data / "proposals/decided").glob("*.yaml")}
    assert {f"{day}.yaml" for day in days} <= names


@pytest.mark.thorough
def test_the_same_place_on_another_day_is_no_conflict(data: Path) -> None:
    desk = Desk(data)
    first, other, twin = (
        desk.save(desk.sign(read(yaml.safe_dump(text, allow_unicode=True), "p"), DAY))
        for text in (
            event("2019-03-01", "كركوك"),
            event("2019-03-02", "أربيل"),
            event("2019-03-01", "كركوك", text="Said in other words."),
        )
    )
    with pytest.raises(ProposalError, match="at the same time"):
        desk.accept(first, DAY)
    desk.accept(other, DAY)
    desk.reject(twin, "It tells the same.", DAY)
    desk.accept(first, DAY)


def test_a_moved_day_conflicts_where_it_moves_to(data: Path) -> None:
    desk = Desk(data)
    moved = correction("spells", "IQG01Q01N01-3", end="2016-01-01")
    files = [
        desk.save(desk.sign(read(yaml.safe_dump(text), "p"), DAY))
        for text in (moved, span("IQG01Q01N01", "2015-01-01", "2015-02-01", holder="mixed"))
    ]
    with pytest.raises(ProposalError, match="speaks of spells IQG01Q01N01 at the same time"):
        desk.accept(files[1], DAY)


@pytest.mark.thorough
def test_what_its_author_saw_is_held_for_spans_and_for_pages(data: Path, tmp_path: Path) -> None:
    """A span names what it saw of its days; a page's file only the version that it was made on."""
    desk = Desk(data)
    inside = span("IQG01Q01N02", "1992-01-01", "1992-02-01", holder="mixed")
    beside = span("IQG01Q01N02", "1993-01-01", "1993-02-01", holder="mixed")
    both = [
        save_proposal(text, tmp_path / f"{at}.yaml", desk)
        for at, text in enumerate((inside, beside))
    ]
    spell = {"table": "spells", "row": "IQG01Q01N02-1", "forces": "Army"}
    old = {"kind": "correction", "fact": spell, "reason": "So.", "version": list_released(data)[-1]}
    page = save_proposal(old, tmp_path / "page.yaml")
    assert desk.preview(desk.load(page)).faults == ()
    desk.accept(both[1], DAY)  # another part of the same spell
    other = {**inside, "fact": {**inside["fact"], "holder": "contested"}}
    late = save_proposal(other, tmp_path / "late.yaml", desk)
    desk.accept(both[0], DAY)
    with pytest.raises(ProposalError, match="changed since this was proposed"):
        desk.accept(late, DAY)
    with pytest.raises(ProposalError, match="changed since this was proposed"):
        desk.accept(page, DAY)


def test_what_is_said_already_is_not_said_again(data: Path) -> None:
    desk = Desk(data)
    row = next(spell for spell in desk.release.tables["spells"] if spell["id"] == "IQG01Q01N01-3")
    within = span("IQG01Q01N01", "2010-01-01", "2011-01-01", holder=row["holder"])
    with pytest.raises(ProposalError, match="IQG01Q01N01-3: it says so already, from 2004-06-28"):
        desk.preview(read(yaml.safe_dump(within), "p"))
    exact = span("IQG01Q01N01", row["start"], row["end"], holder=row["holder"])
    outcome = desk.preview(read(yaml.safe_dump(exact), "p"))
    (change,) = outcome.changes
    assert change.after["source"] == f"{row['source']};greenline"
    assert outcome.edit.touched == {row["id"]: "corrected"}


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("heir", "value"),
    [
        ("IQG01Q01N01-1", {"IQG01Q01N01-1": ("1991-01-01", "2004-06-28")}),
        ("IQG01Q01N01-3", {"IQG01Q01N01-3": ("2003-04-15", "2014-01-04")}),
        ("", "expected IQG01Q01N01-1 or IQG01Q01N01-3, which takes over its days"),
        ("IQG01Q01N01-4", "expected IQG01Q01N01-1 or IQG01Q01N01-3"),
    ],
)
def test_the_days_of_a_spell_that_goes_are_handed_over(data: Path, heir: str, value: Any) -> None:
    fact = {"table": "spells", "row": "IQG01Q01N01-2", "replaced_by": heir}
    proposal = read(yaml.safe_dump({"kind": "retirement", "fact": fact, "reason": "So."}), "p")
    if isinstance(value, str):
        with pytest.raises(ProposalError, match=value):
            Desk(data).preview(proposal)
        return
    outcome = Desk(data).preview(proposal)
    assert outcome.faults == ()
    rows = {row["id"]: row for row in outcome.edit.tables["spells"]}
    assert {item: (rows[item]["start"], rows[item]["end"]) for item in value} == value
    assert {change.id: change.reason for change in outcome.changes} == {
        "IQG01Q01N01-2": "So.",
        heir: "So.",
    }


@pytest.mark.thorough
def test_the_version_rises_by_what_a_proposal_changes(data: Path) -> None:
    """Words alone are a PATCH; a fact after them is a MINOR; none goes back."""
    keep(of_folder(data, "now"), data)
    desk = Desk(data)
    major, minor, patch = map(int, desk.release.version.split("."))
    for text, wanted in (
        (correction("spells", "IQG01Q01N01-3", note="Other words."), (major, minor, patch + 1)),
        (correction("spells", "IQG01Q01N01-3", forces="Army"), (major, minor + 1, 0)),
        (correction("spells", "IQG01Q01N01-4", note="Other words."), (major, minor + 1, 0)),
    ):
        file = desk.save(desk.sign(read(yaml.safe_dump(text), "p"), DAY))
        assert desk.accept(file, DAY).version == ".".join(map(str, wanted))
    assert versions.faults(data) == []


def test_nothing_is_proposed_to_a_folder_of_the_cache(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pulled boundaries and old versions lie in the cache: proposals belong to their data folder."""
    monkeypatch.setenv("GREENLINE_CACHE", str(tmp_path / "cache"))
    pulled = tmp_path / "cache" / "atlas" / "cod-ab-1"
    pulled.mkdir(parents=True)
    (pulled / HOME).write_text(str(data), "utf-8")
    assert home_of(pulled) == data
    file = save_proposal(correction("spells", "IQG01Q01N01-3", forces="Army"), tmp_path / "p.yaml")
    assert main(["--data", str(data), "--as-of", "1.0.0", "accept", str(file)]) != 0
    assert "--as-of" in capsys.readouterr().err


@pytest.mark.thorough
def test_a_folder_that_cannot_be_written_is_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, file = Desk(data), save_proposal(event("2019-03-01", "Kirkuk"), tmp_path / "p.yaml")

    def fail_full(target: Path) -> Any:
        raise GreenlineError(f"{target}: cannot be written (No space left on device)")

    before = texts(data)
    monkeypatch.setattr(journal, "atomic_write", fail_full)
    with pytest.raises(GreenlineError, match="No space left"):
        desk.accept(file, DAY)
    assert texts(data) == before


def test_a_descriptor_says_who_takes_proposals(data: Path) -> None:
    from geo.atlas.table import read_package
    from geo.proposals.form import takers

    file = data / "datapackage.json"
    head = json.loads(file.read_text("utf-8"))
    people = [{"title": "A", "email": "a@example.org"}, {"title": "B"}]
    file.write_text(json.dumps({**head, "contributors": people, "homepage": "https://a.example/"}))
    package, faults = read_package(data)
    assert faults == []
    assert takers(package) == [("A", "mailto:a@example.org")]
    for wrong in ({"email": "a b@x"}, {"path": "javascript:x"}, {"title": ""}):
        file.write_text(json.dumps({**head, "contributors": [{"title": "A", **wrong}]}))
        assert read_package(data)[1]
    file.write_text(json.dumps({**head, "homepage": "javascript:alert(1)"}))
    with pytest.raises(DataError, match="homepage"):
        Desk(data)
