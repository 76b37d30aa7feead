"""An invented country goes through check, questions, files, site and app, with no word of another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyogrio
import pytest

from geo import Atlas, View, export
from geo.ask import changes, control, exposure
from geo.atlas.atlas import check
from geo.cli.run import main
from geo.events import attribution, read
from geo.export.tables import tables
from geo.profile import using
from geo.stories.check import check as check_story
from geo.stories.story import stories
from tests.web.running import run

#: Words of the dispute that this package carries, which nothing of Vellin may show.
FOREIGN = ("Iraq", "Kirkuk", "Kurdistan", "Erbil", "Baghdad", "UNAMI", "العراق", "كركوك", "إقليم")

#: What Vellin has no table of.
LACKING = ("oil", "field", "barrel", "crossing", "pipe", "refiner", "census", "river", "none")


@pytest.fixture(scope="module")
def country(vellin: Path) -> Iterator[Atlas]:
    atlas = Atlas.load(vellin)
    with using(atlas.profile):
        yield atlas


def assert_own(text: str) -> None:
    """Assert that a text names nothing of another country."""
    assert {word for word in FOREIGN if word in text} == set()


def test_its_folder_has_no_fault_and_a_holder_that_the_profile_lacks_is_one(
    vellin: Path, tmp_path: Path
) -> None:
    assert check(vellin) == []
    spoilt = shutil.copytree(vellin, tmp_path / "spoilt")
    spells = spoilt / "control" / "spells.csv"
    spells.write_text(spells.read_text("utf-8").replace(",free_ports,", ",pirates,"), "utf-8")
    fault = check(spoilt)[0]
    assert (fault.file, fault.column, fault.value) == ("control/spells.csv", "holder", "pirates")
    assert "free_ports" in fault.accepted


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        ("1974-01-01", {"crown": 12, "league": 8}),
        ("1979-01-01", {"crown": 8, "league": 12}),
        ("1981-06-01", {"crown": 9, "league": 8, "mixed": 1, "contested": 1, "free_ports": 1}),
    ],
)
def test_who_holds_what(country: Atlas, day: str, holders: dict[str, int]) -> None:
    assert control.at(country, day)["holder"].value_counts().to_dict() == holders


def test_questions_are_answered(country: Atlas) -> None:
    views = [control.at(country, "1981-06-01", name) for name in ("held", "crown", "league")]
    assert len({tuple(view["holder"]) for view in views}) == 3
    result = changes(country, date(1980, 5, 3), date(1980, 5, 4))
    assert sorted(result.units["to_holder"]) == ["contested", "crown", "free_ports", "mixed"]
    assert set(result.units["from_holder"]) == {"league"}
    answer = exposure(country, date(1981, 6, 1), places="districts:VL1C3").totals.iloc[0]
    assert answer["km2"] == pytest.approx(3_100, rel=0.02)
    assert answer["fields"] == 0
    (story,) = stories(country)
    assert [str(outcome.outcome) for outcome in check_story(country, story)] == ["supported"]
    table = b"date,latitude,longitude,type\n1981-07-01,33.1,24.7,raid\n1981-07-01,35.5,44.4,raid\n"
    value = read(table, "own.csv")
    assert (value.report.rows_kept, value.report.rows_read) == (1, 2)
    assert attribution.attribute(country, value.rows)["holder"].tolist() == ["crown"]


@pytest.mark.quick(1)
@pytest.mark.parametrize("kind", [".gpkg", ".csv.zip", ".shp.zip"])
def test_tables(country: Atlas, tmp_path: Path, kind: str) -> None:
    view = View(layers=country.profile.layers)
    file = tables(country, view, tmp_path / f"vellin{kind}")
    if kind == ".gpkg":
        layers = set(pyogrio.list_layers(file)[:, 0])
        assert {"control", "disputed", "events", "towns"} <= layers
        assert not layers & {"fields", "pipelines", "crossings"}
        assert len(pyogrio.read_dataframe(file, layer="control")) == 20


@pytest.mark.quick(4)
@pytest.mark.parametrize(
    "line",
    [
        "at 1981-06-01", "at 1981-06-01 --place Ibston", "areas", "history Ibston",
        "story check spring-1980", "changes 1980-05-03 1980-05-04",
        "exposure --date 1981-06-01 --fields-held --since 1980-05-03", "info",
    ],
)  # fmt: skip
def test_commands(vellin: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(vellin), *line.split()]) == 0
    text = capsys.readouterr()
    assert_own(text.out + text.err)
    if line.split(maxsplit=1)[0] in {"changes", "exposure", "info"}:
        assert [item for item in LACKING if item in text.out.casefold()] == []


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "name"), [("ar", "فيلين"), ("ckb", "Vellin")])
def test_the_app(vellin: Path, monkeypatch: pytest.MonkeyPatch, language: str, name: str) -> None:
    """A language that the country lacks opens in its first one, and is not offered."""
    monkeypatch.setenv("GREENLINE_DATA", str(vellin))
    app = run(lang=language)
    text = " ".join(str(item.value) for item in (*app.markdown, *app.caption, *app.title))
    assert_own(text)
    assert name in text
    offered = [str(option) for item in app.radio for option in item.options]
    assert not {"ckb", "کوردی"} & set(offered)


def test_its_page_has_its_words_alone(country: Atlas) -> None:
    text = export.page(country, View(story="spring-1980"))
    assert "Spring of 1980" in text
    assert_own(json.dumps(text[text.index("</style>") :]))
