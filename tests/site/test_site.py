"""A site: every link leads somewhere, pages say what the atlas says, nothing of data is markup."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest

from geo import Atlas
from geo.ask import control
from geo.ask.exposure import exposure
from geo.ask.stretches import stretches
from geo.errors import ExportError, QuestionError
from geo.model import Language
from geo.site import Options, build
from geo.site.contents import ground
from geo.site.contents.context import Context
from geo.site.store import MANIFEST
from geo.site.subjects import Kind, subjects
from geo.words import locale, name_holder_over, say, side_word

from .conftest import OPTIONS, SUBJECTS
from .pages import Read, lost_links, read

DAY = "2010-01-01"
BASE = "https://atlas.example/line/"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Read]:
    return read(site)


@pytest.mark.thorough
def test_every_link_leads_to_a_file_or_an_anchor_of_the_site(
    site: Path, pages: dict[str, Read], atlas: Atlas
) -> None:
    assert lost_links(site, pages, BASE) == []
    maps = [
        link.partition("#")[2]
        for page in pages.values()
        for link in page.links
        if "map/index.html#" in link
    ]
    assert maps
    assert {query for query in maps if f"v={atlas.release}" not in query.split("&")} == set()


def test_ids_of_a_page_are_each_given_once(pages: dict[str, Read]) -> None:
    twice = {name: [id_ for id_, n in page.ids.items() if n > 1] for name, page in pages.items()}
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_every_subject_has_a_page_in_each_language(pages: dict[str, Read]) -> None:
    for language in ("en", "ar"):
        for name in (*SUBJECTS, "2017-10-16"):
            result = [
                path for path in pages if path.startswith(f"{language}/") and f"/{name}." in path
            ]
            assert result, (language, name)
    assert not [path for path in pages if path.startswith("ckb/")]


@pytest.mark.thorough
def test_a_page_names_itself_for_people_and_for_programs(pages: dict[str, Read]) -> None:
    page = pages["ar/areas/kirkuk.html"]
    tags = page.attributes
    html = next(result for tag, result in tags if tag == "html")
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    links = {
        (result.get("rel"), result.get("hreflang")): result["href"]
        for tag, result in tags
        if tag == "link"
    }
    assert links["canonical", None] == BASE + "ar/areas/kirkuk.html"
    assert links["alternate", "en"] == BASE + "en/areas/kirkuk.html"
    meta = {result.get("property"): result.get("content") for tag, result in tags if tag == "meta"}
    assert meta["og:title"] == "كركوك"
    assert meta["og:image"] == BASE + "pictures/areas/kirkuk.png"


def test_an_area_s_table_and_band_say_who_held_it(
    atlas: Atlas, pages: dict[str, Read], site: Path
) -> None:
    text = pages["en/areas/kirkuk.html"].text
    assert "16 October 2017" in text
    assert "Kurdistan Region" in text
    assert "Constitution of Iraq, Article 140" in text
    markup = (site / "en/areas/kirkuk.html").read_text("utf-8")
    band = markup[markup.index('<svg class="band"') :]
    assert band.count("<rect") >= len(stretches(atlas, _units(atlas, "IQG13Q04")))


def test_holders_and_claimants_are_called_as_elsewhere(
    atlas: Atlas, pages: dict[str, Read]
) -> None:
    period = next(row for row in atlas.records("field_periods") if row["id"] == "bai_hassan-1")
    names = [say(side_word("federal", day=day), Language.EN) for day in (period["start"], DAY)]
    assert len({*names}) == 2, "it began under one name and went on under another"
    table = pages["en/fields/bai_hassan.html"].text.partition(say("site.ran", Language.EN))[2]
    table = table.partition(say("details.figures", Language.EN))[0]
    assert name_holder_over("federal", Language.EN, period["start"], period["end"]) == names[1]
    assert names[1] in table
    assert names[0] not in table
    assert say("country.TUR", Language.AR) in pages["ar/crossings/ibrahim_khalil.html"].text
    assert say("holder.both", Language.EN) in pages["en/areas/kirkuk.html"].text
    ruler = say(side_word("federal", day=DAY), Language.EN)
    claims = pages["en/areas/kirkuk.html"].text.partition(say("site.claims", Language.EN))[2]
    assert ruler in claims
    assert say("class.federal", Language.EN) not in claims


def test_a_field_s_facts_are_those_of_its_card(atlas: Atlas, pages: dict[str, Read]) -> None:
    row = next(row for row in atlas.records("fields") if row["id"] == "bai_hassan")
    for language in (Language.EN, Language.AR):
        text = " ".join(pages[f"{language}/fields/{row['id']}.html"].text.split())
        assert locale.digits(row["discovered"], language) in text
        words = [say(key, language) for key in ("details.disputed", f"answer.{row['disputed']}")]
        assert " ".join(words) in text


@pytest.mark.parametrize("district", ["IQG01Q01", "IQG13Q04"])
def test_the_people_of_ground_are_those_of_exposure(atlas: Atlas, district: str) -> None:
    """Where ground that was counted as one lies in it only in part, with low and high."""
    shown = subjects(atlas, (district,))
    context = Context(atlas, OPTIONS, (Language.EN,), shown, ())
    page = ground.page(context, shown[Kind.DISTRICT][0], Language.EN)
    totals = exposure(atlas, DAY, places=f"districts:{district}").totals.iloc[0]
    low, best, high = (f"{totals[f'residents_{end}']:,.0f}" for end in ("low", "best", "high"))
    assert page.rows["residents"] == (best if low == high else f"{best} ({low}–{high})")


def _units(atlas: Atlas, district: str) -> list[str]:
    units = atlas.units
    return list(units["unit"][units["district"] == district])


@pytest.mark.parametrize("day", ["1996-05-01", "2014-06-20", "2017-10-16", "2020-01-01"])
def test_shares_of_ground_are_those_of_control(atlas: Atlas, day: str) -> None:
    units = _units(atlas, "IQG13Q04")
    wanted = pd.Timestamp(day).date()
    stretch = next(
        item
        for item in stretches(atlas, units)
        if item.start <= wanted and (item.end is None or wanted < item.end)
    )
    held = control.at(atlas, day).set_index("unit").loc[units]
    shares = held.groupby("holder")["km2"].sum() / held["km2"].sum()
    assert dict(stretch.shares) == pytest.approx(shares.to_dict(), abs=1e-4)


def test_the_api_answers_for_every_day(atlas: Atlas, site: Path) -> None:
    api = site / "api/v1"
    days = json.loads((api / "control/index.json").read_text("utf-8"))["days"]
    assert days == sorted(set(days))
    for wanted in ("1991-01-01", "2014-08-04", "2017-10-15", "2026-01-01"):
        day = max(item for item in days if item <= wanted)
        content = json.loads((api / f"control/{day}.json").read_text("utf-8"))
        held = control.at(atlas, wanted)
        assert content["holders"] == dict(zip(held["unit"], held["holder"], strict=True))
        assert content["until"] is None or content["until"] > wanted


def test_the_api_s_files_are_described_and_say_the_same(atlas: Atlas, site: Path) -> None:
    api = site / "api/v1"
    described = json.loads((api / "openapi.json").read_text("utf-8"))
    for path in described["paths"]:
        assert "{" in path or (api / path.lstrip("/")).is_file(), path
    index = json.loads((api / "index.json").read_text("utf-8"))
    listed = {f"/{name}" for resource in index["resources"] for name in resource["files"]}
    assert listed <= set(described["paths"])
    rows = json.loads((api / "fields.json").read_text("utf-8"))["rows"]
    columns = described["components"]["schemas"]["fields"]["properties"]
    assert set(columns) == set(rows[0])
    assert len(rows) == len(atlas.table("fields"))
    assert len(gpd.read_parquet(api / "units.parquet")) == len(atlas.units)
    flat = gpd.read_file(api / "areas.fgb").set_index("id")
    ours = atlas.areas.set_index("id")
    assert flat.loc["kirkuk"].geometry.equals_exact(ours.loc["kirkuk"].geometry, 1e-6)


def test_every_table_is_there_to_take(atlas: Atlas, site: Path) -> None:
    assert Atlas.load(site / "data").version == atlas.version


def test_what_programs_are_told_of_the_site(atlas: Atlas, site: Path) -> None:
    tree = ET.fromstring((site / "sitemap.xml").read_text("utf-8"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    for place in tree.iter(f"{space}loc"):
        assert (site / str(place.text).removeprefix(BASE)).is_file(), place.text
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text("utf-8")
    content = json.loads((site / "oembed/areas/kirkuk.json").read_text("utf-8"))
    assert (content["type"], content["version"]) == ("rich", "1.0")
    assert Read(content["html"]).tags == {"iframe": 1, "p": 1}
    day = locale.day(atlas.profile.days.last, Language.EN)
    assert content["title"] == f"Kirkuk, {day}"
    assert day in content["description"]
    assert "km²" in content["description"]
    assert content["description"] in content["html"]
    for _, link in re.findall(r"\[([^\]]*)\]\(([^)]*)\)", (site / "llms.txt").read_text("utf-8")):
        assert (site / link.removeprefix(BASE)).is_file(), link


def test_what_is_kept_for_reading_offline_is_there(site: Path) -> None:
    worker = (site / "sw.js").read_text("utf-8")
    paths = json.loads(re.search(r"FIRST = (\[.*?\]);", worker)[1])
    assert all((site / path).is_file() for path in paths)
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert (site / manifest["start_url"]).is_file()
    assert all((site / icon["src"]).is_file() for icon in manifest["icons"])


@pytest.mark.thorough
def test_a_second_run_keeps_every_file_and_a_change_touches_what_it_must(
    atlas: Atlas, site: Path, tmp_path: Path
) -> None:
    again = shutil.copytree(site, tmp_path / "public")
    before = {path: path.stat().st_mtime_ns for path in again.rglob("*") if path.is_file()}
    assert build(atlas, again, OPTIONS).written == 0
    after = {path: path.stat().st_mtime_ns for path in again.rglob("*") if path.is_file()}
    assert {path.name for path in before if before[path] != after[path]} <= {MANIFEST}
    (again / "en/index.html").write_text("somebody wrote here", "utf-8")
    assert build(atlas, again, OPTIONS).written >= 1
    assert (again / "en/index.html").read_bytes() == (site / "en/index.html").read_bytes()
    build(atlas, again, replace(OPTIONS, subjects=("kirkuk",)))
    assert (again / "ar/areas/kirkuk.html").is_file()
    assert not (again / "ar/fields").exists()


def test_a_folder_with_anything_else_in_it_is_left_alone(
    atlas: Atlas, site: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(ExportError, match="expected an earlier site"):
        build(atlas, mine, OPTIONS)
    mixed = shutil.copytree(site, tmp_path / "mixed")
    (mixed / "notes.txt").write_text("mine too", "utf-8")
    with pytest.raises(ExportError, match=r"holds 'notes\.txt'"):
        build(atlas, mixed, OPTIONS)
    assert (mine / "thesis.txt").read_text("utf-8") == "years of work"
    assert (mixed / "notes.txt").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "mixed"}


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"base_url": "javascript:alert(1)"}, "address of the site"),
        ({"base_url": 'https://x/"><script>'}, "address of the site"),
        ({"origins": ("https://x/path",)}, "origin"),
        ({"stories": ("nobody",)}, "expected one of"),
        ({"subjects": ("nobody",)}, "expected an id"),
    ],
)
def test_options_that_cannot_be_are_refused(
    atlas: Atlas, tmp_path: Path, options: dict[str, object], text: str
) -> None:
    with pytest.raises(QuestionError, match=text):
        build(atlas, tmp_path / "out", Options(**options))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
def test_an_area_leads_to_its_own_feed_and_every_page_to_that_of_all(
    site: Path, pages: dict[str, Read]
) -> None:
    for name, page in pages.items():
        if name == "index.html":
            continue
        led = [
            str(result["href"])
            for tag, result in page.attributes
            if tag == "link" and result.get("type") == "application/atom+xml"
        ]
        files = [(site / name).parent / item for item in led]
        assert all(file.is_file() for file in files), name
        assert files[-1].resolve() == (site / "feeds/feed.atom").resolve()
        assert len(led) == (2 if "/areas/kirkuk" in name else 1)
    content = json.loads((site / "feeds/areas/kirkuk.json").read_text("utf-8"))
    assert content["feed_url"] == f"{BASE}feeds/areas/kirkuk.json"
    assert content["items"]
    assert all("kirkuk" in item["tags"] for item in content["items"])
    total = json.loads((site / "feeds/feed.json").read_text("utf-8"))
    assert not all("kirkuk" in item["tags"] for item in total["items"])
    assert 'href="../feeds/feed.atom"' in (site / "map/index.html").read_text("utf-8")


def test_texts_of_the_data_are_in_the_language_of_the_page(site: Path, atlas: Atlas) -> None:
    english = atlas.table("events").set_index("id").loc["2019-01-08-kirkuk-flag", "text"]
    text = atlas.translated(english, Language.AR)
    assert text
    page = (site / "ar/areas/kirkuk.html").read_text("utf-8")
    assert text in page
    assert english not in page
    assert say("translation.by", Language.AR) in page
    assert english in (site / "en/areas/kirkuk.html").read_text("utf-8")
    texts = json.loads((site / "map/texts-ar.json").read_text("utf-8"))
    assert text in texts.values()
    assert text not in (site / "map/index.html").read_text("utf-8")
