"""From one release to the next by proposals: what is accepted is what differs, and no more."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.draw.versions import MOST_TOLD, of_page
from geo.errors import DataError, GreenlineError
from geo.proposals.desk import Desk
from geo.proposals.edit import apply
from geo.proposals.proposal import LARGEST, ProposalError, read, write
from geo.versions import changelog
from geo.versions import check as versions
from geo.versions.difference import diff, find_lost_ids
from geo.versions.package import folder_of, keep
from geo.versions.release import Release, of_folder
from geo.versions.release import read as read_release

pytestmark = pytest.mark.thorough

DATA = Path(__file__).parents[2] / "data"
DAY = "2026-11-25"
SAID = {"sources": ["greenline"], "confidence": "low", "reason": "A report of the day says so."}
NEW = {"title": "A report", "url": "https://example.org/r", "publisher": "Example", "date": "2017"}


def span(about: str, start: str, end: str, **cells: str) -> dict[str, Any]:
    fact = {"table": "spells", "about": about, "start": start, "end": end, "precision": "day"}
    return {"kind": "span", "fact": {**fact, **cells}, **SAID}


def correction(table: str, row: str, **cells: str) -> dict[str, Any]:
    return {"kind": "correction", "fact": {"table": table, "row": row, **cells}, "reason": "So."}


def event(start: str, place: str, **cells: str) -> dict[str, Any]:
    fact = {"start": start, "place": place, "text": "Somebody met somebody.", "precision": "day"}
    more = {"type": "politics", "actor_a": "Both", "position_precision": "place"}
    at = {"lon": "44.39", "lat": "35.47"}
    return {"kind": "event", "fact": {**fact, **more, **at, **cells}, **SAID}


#: Those that are sound, of every kind: spells, periods, states, figures, claims, bases, events, sources.
SOUND = [
    span("IQG13Q04N06", "2006-01-01", "2006-06-01", holder="mixed"),
    span("IQG13Q04N06", "2018-01-01", "", holder="federal", forces="Army"),
    span("IQG10Q05N01a", "2005-01-01", "2009-01-01", holder="federal"),
    span("IQG16Q06N02", "1991-01-01", "", holder="federal"),
    {**span("kirkuk_airport", "2018-01-01", "2019-01-01", state="shut", run_by="federal", text="Shut."),
     "fact": {"table": "crossing_periods", "about": "kirkuk_airport", "start": "2018-01-01",
              "end": "2019-01-01", "precision": "year", "state": "shut", "run_by": "federal",
              "text": "Shut."}},
    {**SAID, "kind": "span", "fact": {"table": "pipeline_states", "about": "itp", "start": "2018-02-01",
     "end": "2018-02-05", "precision": "day", "state": "shut", "text": "A leak."}},
    {**SAID, "kind": "span", "fact": {"table": "field_periods", "about": "ajil", "start": "2020-01-01",
     "end": "", "precision": "year", "operator": "State", "run_by": "federal", "holder": "federal"}},
    correction("events", "2017-10-16-kirkuk", place="Kirkuk city"),
    correction("spells", "IQG01Q01N01-3", end="2014-01-05"),
    correction("spells", "IQG01Q01N02-1", forces="Army"),
    correction("production", "ahdab-1", value="49198"),
    {**correction("bases", "alqosh-1"), "confidence": "low"},
    {**correction("claims", "court_2003_line"), "sources": ["geonames-cities"]},
    {**correction("events", "1991-03-05-ranya"), "new_source": NEW},
    event("2019-03-01", "Kirkuk"),
    event("2019-03-01", "Kirkuk", text="Another thing."),
    event("2020-05-01", "كركوك"),
    {"kind": "source", "new_source": {**NEW, "url": "https://example.org/two"}, "reason": "Of use."},
    {"kind": "retirement", "fact": {"table": "events", "row": "1996-10-13-sulaymaniyah",
     "replaced_by": "1996-09-09-sulaymaniyah"}, "reason": "It tells the same."},
    {"kind": "retirement", "fact": {"table": "production", "row": "ahdab-2"}, "reason": "Doubtful."},
    {"kind": "retirement", "fact": {"table": "spells", "row": "IQG01Q01N03-2",
     "replaced_by": "IQG01Q01N03-1"}, "reason": "Nothing changed that day."},
    correction("claims", "article_140_kirkuk", start="2006-05-21"),
    correction("crossings", "bashmaq", lon="46.01"),
]  # fmt: skip

#: Those that are faulty or hostile, each with a part of what is said of it.
FAULTY = [
    (span("IQG13Q04N06", "2006-01-01", "2005-01-01", holder="mixed"), "end after the start"),
    (span("IQG13Q04N06", "2006-01-01", "", holder="pirates"), "'pirates' is not accepted"),
    (span("../../etc/passwd", "2006-01-01", "", holder="mixed"), "an id of letters"),
    (span("IQG13Q04N06", "2031-01-01", "", holder="mixed"), "a day from 1991-01-01"),
    (correction("spells", "IQG01Q01N01-999", forces="x"), "no such id"),
    (correction("retired", "x", reason="mine"), "written when a proposal is accepted"),
    (correction("events", "2017-10-16-kirkuk", id="other"), "no such key"),
    (event("2019-03-01", "a\u202eb"), "U+202E"),
    ({**event("2019-03-01", "Erbil"), "sources": ["hearsay"]}, "an id of sources.csv"),
    ({**correction("spells", "IQG01Q01N01-1", note="x"), "reason": "x" * 2_001}, "at most 2,000"),
]


class Played(NamedTuple):
    """What came of a release and the proposals after it."""

    data: Path
    """The data folder after all of them."""
    first: Release
    """The release before."""
    touched: list[dict[str, str]]
    """What each that was accepted changed."""
    refused: list[list[str]]
    """What was said of each that was not."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Return what came of all proposals."""
    data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("round") / "data"))
    shutil.rmtree(data / "proposals", ignore_errors=True)
    for path in (data / "releases").glob("*.zip"):
        path.unlink()
    head = (data / "datapackage.json").read_text("utf-8")
    now = of_folder(data, "now").version
    (data / "datapackage.json").write_text(head.replace(f'"{now}"', '"1.0.0"', 1), "utf-8")
    for name in ("retired", "corrections"):
        file = data / f"{name}.csv"
        file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    first = of_folder(data, "1.0.0")
    keep(first, data)
    desk, touched = Desk(data), []
    for text in SOUND:
        proposal = desk.sign(read(yaml.safe_dump(text, allow_unicode=True), "p.yaml"), DAY)
        file = desk.save(proposal)
        touched.append(dict(desk.accept(file, DAY).edit.touched))
        assert not file.exists()
    before, refused = _tables(data), []
    for at, (text, _) in enumerate(FAULTY):
        file = data / "proposals" / f"faulty-{at}.yaml"
        file.write_text(yaml.safe_dump(text, allow_unicode=True), "utf-8")
        with pytest.raises(GreenlineError) as error:
            desk.accept(file, DAY)
        faults = error.value.faults if isinstance(error.value, DataError) else [error.value]
        refused.append([str(fault) for fault in faults])
        file.unlink()
    assert _tables(data) == before
    return Played(data, first, touched, refused)


def _tables(data: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in data.rglob("*.csv")}


def test_each_faulty_one_is_refused_with_a_clear_sentence(played: Played) -> None:
    for (text, sentence), texts in zip(FAULTY, played.refused, strict=True):
        assert any(sentence in item for item in texts), (text, texts)


def test_what_was_accepted_is_what_differs(played: Played) -> None:
    data, first, touched, _ = played
    second = of_folder(data, "2")
    wanted: dict[str, str] = {}
    for item in touched:
        for row, what in item.items():
            wanted[row] = "added" if wanted.get(row) == "added" else what
    assert {change.id: str(change.kind) for change in diff(first, second).changes} == wanted
    assert find_lost_ids(first, second) == []
    assert versions.faults(data) == []
    assert second.version == "1.1.0"
    assert "\n## 1.1.0 (" in (data / changelog.FILE).read_text("utf-8")
    reasons = {row["id"] for row in second.tables["corrections"]}
    assert {row for row, what in wanted.items() if what == "corrected"} <= reasons
    decided = list((data / "proposals" / "decided").glob("*.yaml"))
    assert len(decided) == len(SOUND)


def test_release_two_tells_all_ways_alike(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """Diff, changelog, feed, the page's notice and the data as of each version say the same."""
    data, first, touched, _ = played
    assert versions.find_unready(data) == []
    keep(of_folder(data, "1.1.0"), data)
    monkeypatch.setenv("GREENLINE_CACHE", str(data.parent / "cache"))
    old = of_folder(folder_of("1.0.0", data), "old")
    assert diff(first, old).changes == ()
    facts = diff(read_release("1.0.0", data), read_release("1.1.0", data)).facts
    assert {item.id for item in facts} <= {row for item in touched for row in item}
    text = (data / changelog.FILE).read_text("utf-8").partition("\n## 1.1.0 (")[2]
    text = text.partition("\n## 1.0.0 (")[0]
    assert set(re.findall(r"^- \w+ `(.+?)`:", text, re.MULTILINE)) == {item.id for item in facts}
    now, before = Atlas.load(data), Atlas.load(data, version="1.0.0")
    for atlas in (now, before):
        (_, step) = of_page(atlas)
        assert (step["version"], step["facts"]) == ("1.1.0", len(facts))
        assert len(step["told"]) == min(len(facts), MOST_TOLD)
    rows = before.table("spells").set_index("id")["holder"]
    for fact in facts:
        if fact.table == "spells" and fact.before:
            assert rows[fact.id] == fact.before["holder"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the proposals of a copy of the data, for tests that each have rows of their own."""
    return Desk(Path(shutil.copytree(DATA, tmp_path_factory.mktemp("desk") / "data")))


def test_two_on_the_same_ground_conflict(desk: Desk) -> None:
    files = []
    for end in ("2006-06-01", "2006-03-01"):
        text = span("IQG13Q04N06", "2006-01-01", end, holder="mixed")
        files.append(desk.save(desk.sign(read(yaml.safe_dump(text), "p"), DAY)))
    with pytest.raises(ProposalError, match="speaks of spells IQG13Q04N06 at the same time"):
        desk.accept(files[0], DAY)
    path = desk.reject(files[1], "The source says June.", DAY)
    assert yaml.safe_load(path.read_text("utf-8"))["decided"]["why"] == "The source says June."
    desk.accept(files[0], DAY)
    with pytest.raises(DataError, match="still open"):
        desk.load(path)


def test_a_row_that_changed_since_is_a_conflict(desk: Desk) -> None:
    mine, other = (
        desk.sign(read(yaml.safe_dump(correction("spells", "IQG01Q01N02-1", forces=text)), "p"))
        for text in ("Army", "Police")
    )
    desk.accept(desk.save(mine), DAY)
    with pytest.raises(ProposalError, match="changed since this was proposed"):
        desk.accept(desk.save(other), DAY)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kind: span\n" + "#" * LARGEST, "at most 32,768 bytes"),
        ("[1, 2]", "a mapping with kind"),
        ("kind: !!python/object/apply:os.system [ls]", "YAML"),
        ("a: &a [x]\nb: *a", "an anchor"),
        ("kind: event\nkind: span", "twice"),
        ("kind: event\nrun: rm", "one of by"),
        ("kind: correction\nfact: {table: [x], row: y}\nreason: z", "text"),
        ("kind: source\nnew_source: {title: t, url: 'javascript:x'}\nreason: z", r"http\(s\)"),
    ],
)
def test_hostile_files_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        read(text, "p.yaml")


def test_text_is_kept_as_text(desk: Desk) -> None:
    text = correction("spells", "IQG01Q01N03-1", note='1+1,"<script>x</script>"')
    proposal = read(yaml.safe_dump(text), "p")
    assert read(write(proposal), "p") == proposal
    desk.accept(desk.save(desk.sign(proposal)), DAY)
    with (desk.data / "control/spells.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert rows["IQG01Q01N03-1"]["note"] == text["fact"]["note"]


def test_a_formula_is_refused(desk: Desk) -> None:
    text = correction("spells", "IQG01Q01N03-1", note="=1+1")
    with pytest.raises(ProposalError, match="would run as a formula"):
        desk.accept(desk.save(desk.sign(read(yaml.safe_dump(text), "p"))), DAY)


@pytest.fixture(scope="module")
def release() -> Release:
    return of_folder(DATA, "now")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    first=st.dates(min_value=dt.date(1991, 1, 1),
                   max_value=dt.date(2026, 1, 1)),
    days=st.integers(1, 9_000),
    unit=st.sampled_from(["IQG13Q04N06", "IQG10Q05N01a", "IQG16Q06N02", "IQG01Q01N01"]),
    holder=st.sampled_from(["federal", "region", "mixed", "unknown"]),
    still=st.booleans(),
)  # fmt: skip
def test_any_span_leaves_neither_gap_nor_overlap(
    release: Release, first: Any, days: int, unit: str, holder: str, still: bool
) -> None:
    """Accepting then diffing gives back exactly the accepted fact, and the rest as it was."""
    start, end = first.isoformat(), "" if still else (first + dt.timedelta(days)).isoformat()
    text = span(unit, start, end, holder=holder)
    proposal, last = read(yaml.safe_dump(text), "p"), end or "9999"
    standing = [row for row in release.tables["spells"] if row["unit"] == unit]
    same = [row for row in standing if row["holder"] == holder and row["start"] <= start]
    around = [row for row in same if last <= (row["end"] or "9999")]
    if around and (around[0]["start"], around[0]["end"]) != (start, end):
        with pytest.raises(ProposalError, match="it says so already"):
            apply(proposal, release.tables, day=DAY, retired=set())
        return
    edit = apply(proposal, release.tables, day=DAY, retired=set())
    spells = [row for row in edit.tables["spells"] if row["unit"] == unit]
    assert spells[0]["start"] == "1991-01-01"
    assert [row["end"] for row in spells] == [
        *(row["start"] for row in spells[1:]),
        spells[-1]["end"],
    ]
    at = _days(spells)
    was = _days([row for row in release.tables["spells"] if row["unit"] == unit])
    for day in {*at, *was, start, end or "9998-01-01"}:
        inside = start <= day and (not end or day < end)
        held = _holders_on(spells, day)
        assert held == (holder if inside else _holders_on(release.tables["spells"], day, unit))
    then = _of_spells(release, edit.tables["spells"])
    changes = diff(_of_spells(release, release.tables["spells"]), then).changes
    assert {change.id: str(change.kind) for change in changes} == dict(edit.touched)


def _of_spells(release: Release, rows: list[dict[str, str]]) -> Release:
    """Return a release as one that has this table of spells and no other, which is quick to diff."""
    made = replace(release)
    made.__dict__["tables"] = {"spells": rows}
    return made


def _days(rows: list[dict[str, str]]) -> set[str]:
    return {row["start"] for row in rows}


def _holders_on(rows: list[dict[str, str]], day: str, unit: str = "") -> str:
    holders = [row["holder"] for row in rows if row["start"] <= day and (not row["end"] or day < row["end"])
             and (not unit or row["unit"] == unit)]  # fmt: skip
    return holders[0] if holders else ""
