"""The `greenline` command: what it answers, how it fails, and what a pipe gets."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from geo import Atlas, __version__
from geo.ask import control
from geo.cli import main, run
from geo.cli.answer import plain
from geo.model import Layer, Perspective
from geo.view import View

ROOT = Path(__file__).resolve().parents[1]

Spoil = Callable[[str, int, str, str], str]
Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch, atlas: Atlas) -> None:
    """Load the atlas of the checkout once for all commands that run here."""
    load = Atlas.load
    monkeypatch.setattr(Atlas, "load", lambda folder=None: load(folder) if folder else atlas)


@pytest.fixture
def greenline(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return a function that runs the command here: exit code, output, errors."""

    def call(*words: object) -> Said:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def answer(greenline: Callable[..., Said]) -> Callable[..., Any]:
    """Return a function that runs the command with --json and reads what it answers."""

    def call(*words: object) -> Any:
        code, out, err = greenline(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return call


def process(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "geo.cli", *words],
        capture_output=True,
        check=False,
        cwd=ROOT,
        **more,
    )


# What everything shares


def test_help_names_every_command(greenline: Callable[..., Said]) -> None:
    code, out, err = greenline("--help")
    assert (code, err) == (0, "")
    for name in ("info", "areas", "check", "at", "changes", "history", "export"):
        assert f"\n    {name} " in out
        code, about, _ = greenline(name, "--help")
        assert code == 0
        assert "examples:\n  greenline" in about


def test_version(greenline: Callable[..., Said]) -> None:
    assert greenline("--version") == (0, f"greenline {__version__}\n", "")


def test_help_loads_no_atlas() -> None:
    code = (
        "import sys; from geo.cli import main; main(['--help']); "
        "sys.exit(bool({'geopandas', 'pandas', 'folium'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, "geo/__init__.py must import Atlas, draw and export when asked for"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ([], 2, "the following arguments are required: COMMAND"),
        (["fly"], 2, "invalid choice: 'fly'"),
        (["at"], 2, "the following arguments are required: DATE"),
        (["at", "2017-02-30"], 2, "'2017-02-30': expected a day such as 2017-09-27"),
        (["at", "20170927"], 2, "'20170927': expected a day such as 2017-09-27"),
        (["at", "1990-12-31"], 2, "from 1991-01-01 to 2025-12-31"),
        (["at", "2017-09-27", "--perspective", "turkish"], 2, "invalid choice: 'turkish'"),
        (["at", "2017-09-27", "--json", "--format", "csv"], 2, "not allowed with argument"),
        (["at", "2017-09-27", "--place", "Atlantis"], 1, "place 'Atlantis': expected a town"),
        (["at", "2017-09-27", "--place", ""], 1, "place '': expected a town"),
        (["at", "2017-09-27", "--place", "2.35,48.86"], 1, "expected lon,lat inside Iraq"),
        (["at", "2017-09-27", "--place", "nan,nan"], 1, "expected lon,lat inside Iraq"),
        (["at", "2017-09-27", "--place", "\udcff\x1b[2J\nx"], 1, "expected a town"),
        (["history", "IQG99"], 1, "place 'IQG99': expected a town"),
        (["changes", "2017-10-16", "2017-10-15"], 2, "expected the earlier day first"),
        (["changes", "2017-10-15", "2017-10-16", "--map", "x.png"], 2, "ends in .html"),
        (["export", "map.pdf"], 2, "'map.pdf': expected a file name that ends in .html"),
        (["export", ".html"], 2, "'.html': expected a file name that ends in .html"),
        (["export", "x.html", "--layers", "gold"], 2, "layer 'gold': expected one of neighbours"),
        (["export", "x.html", "--only", "gold"], 2, "layer 'gold': expected one of neighbours"),
        (["export", "x.html", "--only", "fields", "--layers", "control"], 2, "layers control"),
        (["export", "x.html", "--bbox", "1,2,3"], 2, "expected west,south,east,north"),
        (["export", "x.html", "--bbox", "45,35,44,36"], 2, "expected west < east"),
        (["export", "x.html", "--events-window", "week"], 2, "expected a number of days"),
        (["export", "x.html", "--events-window", "99999"], 2, "expected 0 (all) to 15000"),
        (["export", "x.html", "--select", "bai_hassan"], 2, "expected layer:id"),
        (["export", "x.html", "--select", "fields:eldorado"], 1, "expected an id of the table"),
        (["export", "x.html", "--query", "d=tomorrow"], 2, "date 'tomorrow': expected a day"),
        (["export", "x.html", "--lang", "fr"], 2, "invalid choice: 'fr'"),
        (["export", "no/such/folder/x.html"], 1, "no/such/folder/x.html: cannot be written"),
        (["info", "--data", "no-such-folder"], 1, "a data package in no-such-folder"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    greenline: Callable[..., Said],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    words: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, out, err = greenline(*words)
    assert (found, out) == (code, "")
    assert err.startswith("greenline: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert told in err
    assert "\x1b" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_is_one_line_too_unless_debugged(
    greenline: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("two\nlines")

    monkeypatch.setattr(Atlas, "load", broken)
    code, out, err = greenline("info")
    assert (code, out) == (1, "")
    assert err.startswith("greenline: KeyError: ")
    assert err.count("\n") == 1
    with pytest.raises(KeyError):
        greenline("info", "--debug")
    monkeypatch.setattr(Atlas, "load", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert greenline("info") == (run.STOPPED, "", "greenline: stopped\n")


def test_the_data_folder_stands_before_or_after_the_command(
    greenline: Callable[..., Said], folder: Path
) -> None:
    before = greenline("--data", folder, "info")
    assert before == greenline("info", "--data", folder) == greenline("info")
    (folder / "sources.csv").unlink()
    assert greenline("--data", folder, "info")[0] == 1
    assert greenline("info", "--data", folder)[0] == 1


def test_a_terminal_takes_no_orders_from_data() -> None:
    said = plain("a\x1b]0;b\x07\u202ec\u2066d\ne\udc80")
    assert said == "a�]0;b��c�d e�"
    assert plain("کوردستان\u200cی عێراق") == "کوردستان\u200cی عێراق"


# info, areas


def test_info_counts_what_the_atlas_holds(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("info")
    assert found["version"] == atlas.version
    assert found["date"] == atlas.date.isoformat()
    assert found["sources"] == len(atlas.table("sources"))
    assert found["counts"]["subdistricts"] == 294
    assert found["counts"]["units"] == len(atlas.units)
    assert {one["name"]: one["rows"] for one in found["tables"]} == {
        name: len(atlas.table(name)) for name in atlas.names
    }
    used = {name for licence in found["licences"] for name in licence["used_by"]}
    assert used == {one["name"] for one in found["tables"] + found["outlines"]}


def test_info_for_people(greenline: Callable[..., Said], atlas: Atlas) -> None:
    code, out, _ = greenline("info")
    assert code == 0
    assert atlas.version in out
    assert "294 sub-districts" in out
    assert "ODbL-1.0: " in out


def test_areas_have_pcodes_and_bases(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("areas")
    assert len(found) == len(atlas.areas)
    assert [one["unami_number"] for one in found[:15]] == list(range(1, 16))
    assert all(one["unami_number"] is None for one in found[15:])
    known = set(atlas.table("sources")["id"])
    for one in found:
        assert one["pcodes"]
        assert one["bases"], f"nobody says that {one['id']} is disputed"
        for basis in one["bases"]:
            assert basis["sources"]
            assert set(basis["sources"]) <= known
    kirkuk = next(one for one in found if one["id"] == "kirkuk")
    assert (kirkuk["name"], kirkuk["name_ar"], kirkuk["pcodes"]) == (
        "Kirkuk",
        "كركوك",
        ["IQG13Q04"],
    )
    assert {"tal_58", "unami_2009"} <= {basis["basis"] for basis in kirkuk["bases"]}


def test_areas_for_people(greenline: Callable[..., Said]) -> None:
    _, out, _ = greenline("areas")
    assert "IQG13Q04" in out
    assert "UNAMI reports of 2009" in out


# check


def test_a_sound_folder_has_no_fault(
    greenline: Callable[..., Said], answer: Callable[..., Any], folder: Path
) -> None:
    assert greenline("check") == (0, "no fault\n", "")
    assert greenline("check", folder) == (0, "no fault\n", "")
    assert greenline("check", "--data", folder) == (0, "no fault\n", "")
    assert answer("check", folder) == {"folder": str(folder), "count": 0, "faults": []}


def faults(greenline: Callable[..., Said], folder: Path) -> list[dict[str, Any]]:
    """Return the faults of a folder, and make sure that both forms list every one."""
    code, out, err = greenline("check", folder, "--json")
    assert (code, err) == (1, "")
    found = json.loads(out)
    code, lines, err = greenline("check", folder)
    assert (code, err) == (1, "")
    assert found["count"] == len(found["faults"]) == len(lines.splitlines()) - 1
    assert [one["message"] for one in found["faults"]] == lines.splitlines()[:-1]
    code, out, err = greenline("info", "--data", folder)
    assert (code, out) == (1, "")
    assert err.startswith(f"greenline: {found['faults'][0]['message']}")
    assert err.count("\n") == 1
    return list(found["faults"])


@pytest.mark.parametrize(
    ("file", "column", "value", "accepted"),
    [
        ("control/spells.csv", "start", "2014-06-31", "a day such as 2017-10-16"),
        ("control/spells.csv", "holder", "nobody", "one of federal, region, is"),
        ("events/events.csv", "source", "hearsay-2014", "ids of sources.csv"),
        ("oil/fields.csv", "lon", "east", "a finite number"),
        ("oil/fields.csv", "lat", "135.5", "a number from"),
        ("oil/fields.csv", "confidence", "sure", "one of high, medium, low"),
        ("crossings/crossings.csv", "governorate", "IQ-XX", "governorates.csv"),
        ("disputed/areas.csv", "pcodes", "IQG77", "P-codes of data/boundaries"),
        ("claims/views.csv", "perspective", "turkish", "one of"),
    ],
)
def test_a_bad_cell_is_named(
    greenline: Callable[..., Said],
    folder: Path,
    spoil: Spoil,
    *,
    file: str,
    column: str,
    value: str,
    accepted: str,
) -> None:
    spoil(file, 7, column, value)
    found = [one for one in faults(greenline, folder) if one["column"] == column]
    fault = next(one for one in found if one["file"] == file and one["row"] == 7)
    assert fault["value"] == value
    assert accepted in fault["accepted"]
    for part in (file, "row 7", repr(column), repr(value), fault["accepted"]):
        assert part in fault["message"]


def test_every_fault_is_listed_not_only_the_first(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    spoil("oil/fields.csv", 2, "lon", "east")
    spoil("oil/fields.csv", 5, "kind", "gold")
    spoil("places/places.csv", 9, "rank", "high")
    found = {(one["file"], one["row"], one["column"]) for one in faults(greenline, folder)}
    assert {
        ("oil/fields.csv", 2, "lon"),
        ("oil/fields.csv", 5, "kind"),
        ("places/places.csv", 9, "rank"),
    } <= found


def test_an_overlapping_spell_is_named(
    greenline: Callable[..., Said], folder: Path, spoil: Spoil
) -> None:
    before = spoil("control/spells.csv", 2, "end", "2009-01-01")
    fault = faults(greenline, folder)[0]
    assert (fault["file"], fault["row"], fault["column"]) == ("control/spells.csv", 2, "end")
    assert fault["value"] == "2009-01-01"
    assert before in fault["accepted"]


def test_a_missing_file_is_named(greenline: Callable[..., Said], folder: Path) -> None:
    (folder / "oil/fields.csv").unlink()
    fault = faults(greenline, folder)[0]
    assert (fault["file"], fault["row"], fault["value"]) == ("oil/fields.csv", None, "no file")
    assert "a CSV table" in fault["accepted"]


def test_a_wrong_column_is_named(greenline: Callable[..., Said], folder: Path) -> None:
    file = folder / "oil/fields.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("id,name_en", "id,title", 1), encoding="utf-8")
    fault = faults(greenline, folder)[0]
    assert (fault["file"], fault["row"]) == ("oil/fields.csv", 1)
    assert "id,title" in fault["value"]
    assert "id,name_en" in fault["accepted"]


def test_bad_utf8_is_named(greenline: Callable[..., Said], folder: Path) -> None:
    file = folder / "places/places.csv"
    file.write_bytes(file.read_bytes() + b"\xff\xfe\n")
    fault = faults(greenline, folder)[0]
    assert fault["file"] == "places/places.csv"
    assert "0xff" in fault["value"]
    assert fault["accepted"] == "text in UTF-8"


@pytest.mark.parametrize("suffix", ["shp", "shx", "dbf", "prj"])
def test_a_broken_shapefile_is_named(
    greenline: Callable[..., Said], folder: Path, suffix: str
) -> None:
    (folder / f"control/parts.{suffix}").write_bytes(b"not a shapefile")
    fault = faults(greenline, folder)[0]
    assert fault["file"] == "control/parts.shp"
    assert fault["value"]
    assert fault["accepted"]


def test_a_folder_without_a_package_is_named(
    greenline: Callable[..., Said], tmp_path: Path
) -> None:
    fault = faults(greenline, tmp_path)[0]
    assert fault["file"] == "datapackage.json"
    assert str(tmp_path) in fault["accepted"]


# at


def test_at_answers_for_every_unit(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("at", "2017-09-27")
    held = control.at(atlas, View().date).set_index("unit")
    assert [one["unit"] for one in found] == list(held.index)
    assert {one["pcode"] for one in found} == set(atlas.subdistricts["pcode"])
    known = set(atlas.table("sources")["id"])
    for one in found:
        assert one["holder"] == held.loc[one["unit"], "holder"]
        assert one["part"] is (one["unit"] != one["pcode"])
        assert set(one["sources"]) <= known
        assert one["sources"] or one["holder"] == "unknown"
        assert one["since"] <= "2017-09-27"
    assert sum(one["km2"] for one in found) == pytest.approx(held["km2"].sum(), abs=5)


@pytest.mark.parametrize(
    ("day", "place", "holder"),
    [
        ("2014-06-09", "Kirkuk", "federal"),
        ("2014-06-13", "كركوك", "region"),
        ("2017-10-15", "کەرکووک", "region"),
        ("2017-10-17", "44.3922,35.4681", "federal"),
        ("2014-08-04", "Sinjar", "is"),
        ("2015-11-14", "شنگال", "region"),
        ("2017-09-27", "Hawija", "is"),
        ("2017-10-17", "IQG13Q04N06", "federal"),
    ],
)
def test_at_answers_for_a_place(
    answer: Callable[..., Any], day: str, place: str, holder: str
) -> None:
    found = answer("at", day, "--place", place)
    assert found["holder"] == holder
    assert found["holders"] == {holder: found["km2"]}
    assert {"place", "lon", "lat", "pcode", "since", "sources"} <= found.keys()


def test_at_answers_for_a_part_and_says_that_it_is_one(
    answer: Callable[..., Any], atlas: Atlas
) -> None:
    units = atlas.units
    for unit in units[units["unit"] != units["pcode"]]["unit"]:
        found = answer("at", "2017-07-15", "--place", unit)
        assert (found["unit"], found["part"]) == (unit, True)
        break


def test_at_tells_how_a_district_is_divided(
    answer: Callable[..., Any], greenline: Callable[..., Said], atlas: Atlas
) -> None:
    found = answer("at", "2017-10-15", "--place", "IQG13Q02")
    assert found["place"] == "Daquq"
    assert set(found["holders"]) >= {"region", "federal"}
    districts = atlas.districts.set_index("pcode")
    assert sum(found["holders"].values()) == pytest.approx(districts.loc["IQG13Q02", "km2"], abs=1)
    _, out, _ = greenline("at", "2017-10-15", "--place", "IQG13Q02")
    assert "IQG13Q02N01" in out
    _, table, _ = greenline("at", "2017-10-15", "--place", "IQG13Q02", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["district"] for row in rows} == {"IQG13Q02"}


def test_at_for_people_says_all_of_it(greenline: Callable[..., Said]) -> None:
    _, out, _ = greenline("at", "2017-10-17", "--place", "Kirkuk")
    assert out.startswith("Kirkuk on 17 October 2017, as held: federal government since 2017-10-16")
    assert "Sources: " in out
    _, out, _ = greenline("at", "2017-10-17", "--place", "Kirkuk", "--perspective", "un")
    assert "UNAMI 2009" in out
    assert "disputed" in out
    _, out, _ = greenline("at", "2017-10-17")
    assert "Kurdistan Region" in out
    assert "IQG13Q04N06" in out


@pytest.mark.parametrize("view", ["federal", "region", "un"])
def test_under_a_claim_ground_has_a_class(answer: Callable[..., Any], view: str) -> None:
    found = answer("at", "2017-09-27", "--perspective", view)
    assert {one["holder"] for one in found} <= {"federal", "region", "disputed"}
    assert all(one["precision"] is None and one["sources"] == [] for one in found)


def test_geojson_is_as_the_rfc_wants_it(greenline: Callable[..., Said], atlas: Atlas) -> None:
    code, out, _ = greenline("at", "2017-10-16", "--format", "geojson")
    found = json.loads(out)
    assert code == 0
    assert (found["type"], found["date"]) == ("FeatureCollection", "2017-10-16")
    assert found["version"] == atlas.version
    assert "crs" not in found
    held = control.at(atlas, View(date="2017-10-16").date).set_index("unit")
    assert len(found["features"]) == len(held)
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert feature["properties"]["holder"] == held.loc[feature["id"], "holder"]
        outline = shape(feature["geometry"])
        assert outline.is_valid
        assert outline.symmetric_difference(held.loc[feature["id"], "geometry"]).area < 1e-4
        for one in getattr(outline, "geoms", [outline]):
            assert shapely.is_ccw(one.exterior)
            assert not any(shapely.is_ccw(hole) for hole in one.interiors)


def test_csv_is_a_table(greenline: Callable[..., Said], atlas: Atlas) -> None:
    _, out, _ = greenline("at", "2017-10-16", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(atlas.units)
    assert {row["part"] for row in rows} == {"true", "false"}
    assert "\r" not in out


# changes, history


def test_changes_of_october_2017(answer: Callable[..., Any]) -> None:
    found = answer("changes", "2017-10-15", "2017-10-20")
    lost = found["totals"][0]
    assert (lost["from"], lost["to"]) == ("region", "federal")
    assert found["km2"] == pytest.approx(sum(one["km2"] for one in found["totals"]), abs=0.1)
    assert found["km2"] == pytest.approx(sum(one["km2"] for one in found["units"]), abs=1)
    assert [one["id"] for one in found["field_changes"]] == found["fields"]
    assert [one["id"] for one in found["crossing_changes"]] == found["crossings"]
    assert [one["id"] for one in found["ground_changes"]] == found["fields_on_ground"]
    assert {"bai_hassan", "kirkuk_avanah", "naft_khana"} <= set(found["fields"])
    assert {"kirkuk_airport", "rabia"} <= set(found["crossings"])
    assert "GeoNames" in found["people_note"]
    naft_khana = next(one for one in found["totals"] if one["from"] == "contested")
    assert (naft_khana["barrels_low"], naft_khana["people"]) == (None, None)
    assert found["units"][0]["from"] == "region"


def test_changes_for_people(greenline: Callable[..., Said]) -> None:
    code, out, _ = greenline("changes", "2017-10-15", "2017-10-20")
    assert code == 0
    assert out.startswith("What changed from 15 October 2017 to 20 October 2017, as held\n")
    assert "of 7 fields)" in out
    assert "bai_hassan" in out
    _, out, _ = greenline("changes", "2017-10-16", "2017-10-16")
    assert "Nothing changed between the two days." in out
    _, out, _ = greenline("changes", "2003-01-01", "2010-01-01", "--perspective", "un")
    assert "disputed" in out


def test_changes_write_a_map(greenline: Callable[..., Said], tmp_path: Path) -> None:
    file = tmp_path / "october.html"
    code, out, err = greenline("changes", "2017-10-15", "2017-11-01", "--map", file)
    assert (code, err) == (0, "")
    assert str(file) in out
    assert "c=2017-10-15" in file.read_text(encoding="utf-8").replace("\\u0026", "&")


def test_history_of_a_place(answer: Callable[..., Any], atlas: Atlas) -> None:
    found = answer("history", "Sinjar")
    [unit] = found["units"]
    rows = control.history(atlas, "Sinjar")
    assert [spell["holder"] for spell in unit["spells"]] == list(rows["holder"])
    assert unit["spells"][-1]["end"] is None
    cited = {one for spell in unit["spells"] for one in spell["sources"]}
    assert {one["id"] for one in found["sources"]} == cited
    assert all(one["title"] for one in found["sources"])


def test_history_of_a_cut_subdistrict_is_that_of_each_part(
    answer: Callable[..., Any], atlas: Atlas
) -> None:
    units = atlas.units
    code = units[units["unit"] != units["pcode"]]["pcode"].iloc[0]
    found = answer("history", code.lower())
    assert [one["unit"] for one in found["units"]] == list(units[units["pcode"] == code]["unit"])


def test_history_for_people(greenline: Callable[..., Said]) -> None:
    code, out, _ = greenline("history", "سنجار")
    assert code == 0
    assert "2014-08-03" in out
    assert "Islamic State" in out
    assert "http" in out


# export


def test_export_writes_the_view_that_the_options_say(
    answer: Callable[..., Any], tmp_path: Path, atlas: Atlas
) -> None:
    file = tmp_path / "map.html"
    options = {
        "--date": "2014-08-08", "--compare": "2014-06-01", "--perspective": "un",
        "--layers": "control,fields", "--bbox": "43.5,35,45,36", "--lang": "ckb",
        "--events-window": "0", "--select": "fields:bai_hassan",
    }  # fmt: skip
    found = answer("export", file, *(word for pair in options.items() for word in pair))
    view = View.from_query(found["query"])
    assert view == View(
        date="2014-08-08", compare="2014-06-01", perspective="un", layers=("control", "fields"),
        bounds=(43.5, 35, 45, 36), language="ckb", window=0, selection="fields:bai_hassan",
    )  # fmt: skip
    assert (found["path"], found["bytes"]) == (str(file), file.stat().st_size)
    assert found["version"] == atlas.version
    assert list(tmp_path.iterdir()) == [file]
    again = tmp_path / "again.html"
    answer("export", again, "--query", f"https://example.org/?{found['query']}")
    assert again.read_bytes() == file.read_bytes()


def test_options_change_what_the_query_says(answer: Callable[..., Any], tmp_path: Path) -> None:
    query = "d=2014-08-08&p=un&tiles=0"
    found = answer("export", tmp_path / "m.html", "--query", query, "--date", "2017-10-16")
    view = View.from_query(found["query"])
    assert (view.date.isoformat(), view.perspective) == ("2017-10-16", Perspective.UN)


def test_only_the_layers_wanted_are_carried(answer: Callable[..., Any], tmp_path: Path) -> None:
    small = answer("export", tmp_path / "small.html", "--only", "control,disputed")
    whole = answer("export", tmp_path / "whole.html", "--layers", "control,disputed")
    wanted = (Layer.CONTROL, Layer.DISPUTED)
    assert View.from_query(small["query"]).layers == wanted
    assert View.from_query(whole["query"]).layers == wanted
    assert small["bytes"] < whole["bytes"]


def test_tiles_are_asked_for_only_when_told(greenline: Callable[..., Said], tmp_path: Path) -> None:
    greenline("export", tmp_path / "off.html")
    greenline("export", tmp_path / "on.html", "--tiles")
    assert "tile.openstreetmap.org" not in (tmp_path / "off.html").read_text(encoding="utf-8")
    assert "tile.openstreetmap.org" in (tmp_path / "on.html").read_text(encoding="utf-8")


def test_a_failed_export_leaves_what_stood_there(
    greenline: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "map.html"
    file.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = greenline("export", file)
    assert code == 1
    assert "No space left on device" in err
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


# As a process


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "geo.cli", "at", "2017-09-27", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    ) as running:  # fmt: skip
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline() == b"[\n"
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_faults_are_an_exit_code_even_when_nobody_reads_them(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "geo.cli", "check", str(tmp_path)],
            stdout=closed, stderr=subprocess.PIPE, check=False, cwd=ROOT,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "geo.cli", "areas"],
            stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b"greenline: the answer cannot be written (No space left on device)\n"


def test_output_is_utf8_whatever_the_locale() -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("at", "2017-09-27", "--place", "Kirkuk", "--json", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["name_ar"].endswith("كركوك")
    assert "ك".encode() in done.stdout


def test_any_bytes_may_come_as_an_argument() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geo.cli", "history", b"\xff\xfe"],
        capture_output=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(b"greenline: place ")
    assert done.stderr.count(b"\n") == 1


def test_the_installed_command_is_this_one() -> None:
    command = Path(sys.executable).with_name("greenline")
    if not command.exists():
        pytest.skip("the command is not installed beside this Python")
    done = subprocess.run([command, "--version"], capture_output=True, check=False)
    assert done.stdout.decode() == f"greenline {__version__}\n"
