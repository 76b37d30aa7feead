"""A site: every link leads somewhere, pages say what the atlas says, nothing of data is markup."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from geo import Atlas, View
from geo.ask.exposures import exposure
from geo.ask.holdings import stretches
from geo.errors import QuestionError
from geo.model import Language
from geo.profile import using
from geo.site import Options, build
from geo.words import locale, say, side_word
from tests.browser.conftest import browser  # noqa: F401 -- a fixture

BASE = "https://atlas.example/line/"

OPTIONS = Options(
    base_url=BASE.rstrip("/"),
    languages=(Language.EN, Language.AR),
    stories=("2017-10-16",),
    areas=("kirkuk", "sinjar"),
)

EVIL = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


class Read(HTMLParser):
    """What a page links to, its anchors, its tags, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self.links += [given[key] or "" for key in ("href", "src") if key in given]
        self.ids.update(filter(None, [given.get("id")]))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def read_pages(folder: Path) -> dict[str, Read]:
    """Return every page of a site but the map."""
    return {
        path.relative_to(folder).as_posix(): Read(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if path.parent.name != "map"
    }


@pytest.fixture(scope="module")
def site(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small site."""
    return build(atlas, tmp_path_factory.mktemp("site") / "public", OPTIONS).path


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Read]:
    return read_pages(site)


@pytest.fixture(scope="module")
def hostile(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of an invented country whose names and sources are hostile."""
    known = Atlas.load(vellin)
    tables = {name: known.table(name) for name in known.names}
    tables["areas"]["name_en"] = [EVIL, *tables["areas"]["name_en"][1:]]
    for name in ("events", "claims", "spells"):
        tables[name]["note" if name == "spells" else "text"] = EVIL
    tables["sources"]["title"] = EVIL
    tables["sources"]["url"] = "javascript:alert(1)"
    atlas = Atlas(known.folder, known.version, known.package, known.profile, tables, known._shapes)
    with using(known.profile):
        return build(atlas, tmp_path_factory.mktemp("hostile") / "public").path


@pytest.mark.thorough
def test_every_link_leads_to_a_file_an_anchor_or_a_view(
    site: Path, pages: dict[str, Read], atlas: Atlas
) -> None:
    lost, views = [], 0
    for name, page in pages.items():
        assert [key for key, count in page.ids.items() if count > 1] == [], name
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme and not link.startswith(BASE):
                assert parts.scheme in {"https", "http"}, link
                continue
            path = parts.path.removeprefix(urlsplit(BASE).path) if parts.scheme else parts.path
            target = (
                (site if parts.scheme else (site / name).parent) / path if path else site / name
            )
            inside = target.resolve().relative_to(site.resolve()).as_posix()
            if inside == "map/index.html" and parts.fragment:
                View.from_query(parts.fragment)
                views += 1
                assert f"v={atlas.release}" in parts.fragment.split("&")
            elif parts.fragment and parts.fragment not in pages[inside].ids:
                lost.append((name, link))
            if not target.is_file():
                lost.append((name, link))
    assert lost == []
    assert views > 50
    places = list(ET.fromstring((site / "sitemap.xml").read_text("utf-8")).iter())
    addresses = [str(place.text).removeprefix(BASE) for place in places if place.tag[-3:] == "loc"]
    assert set(addresses) == set(pages)


def test_a_page_names_itself_for_people_and_for_programs(pages: dict[str, Read]) -> None:
    page = pages["ar/areas/kirkuk.html"]
    html = next(given for tag, given in page.tags if tag == "html")
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    links = {
        (given.get("rel"), given.get("hreflang")): given["href"]
        for tag, given in page.tags
        if tag == "link"
    }
    assert links["canonical", None] == BASE + "ar/areas/kirkuk.html"
    assert links["alternate", "en"] == BASE + "en/areas/kirkuk.html"
    meta = {
        given.get("property"): given.get("content") for tag, given in page.tags if tag == "meta"
    }
    assert meta["og:title"] == "كركوك"


def test_an_area_s_page_says_what_the_atlas_says(
    atlas: Atlas, pages: dict[str, Read], site: Path
) -> None:
    text = pages["en/areas/kirkuk.html"].text
    units = atlas.units
    codes = atlas.areas.set_index("id").loc["kirkuk", "pcodes"].split(";")
    held = stretches(atlas, list(units["unit"][units["pcode"].str.startswith(tuple(codes))]))
    for stretch in held:
        assert locale.day(stretch.start, Language.EN, stretch.precision) in text
    markup = (site / "en/areas/kirkuk.html").read_text("utf-8")
    assert markup.partition('<svg class="band"')[2].count("<rect") >= len(held)
    assert "Constitution of Iraq, Article 140" in text
    assert say("source.says.s", Language.EN) in text and say("source.says.n", Language.EN) in text
    # Claims by the name of the day, not of the class.
    claims = text.partition(say("site.claims", Language.EN))[2]
    assert say(side_word("federal", day=atlas.profile.days.last), Language.EN) in claims
    day = atlas.profile.days.last
    people = exposure(atlas, day, places="areas:kirkuk").totals.iloc[0]
    assert f"{round(people['residents_best'], -4):,.0f}" in text


def test_every_table_is_there_as_csv_and_json(atlas: Atlas, site: Path) -> None:
    assert Atlas.load(site / "data").version == atlas.version
    for entry in atlas.package["resources"]:
        file = site / "data" / entry["path"]
        if entry.get("optional"):
            assert not file.exists()
        elif entry["format"] == "csv":
            table = json.loads(file.with_suffix(".json").read_text("utf-8"))
            assert (table["version"], table["count"]) == (atlas.version, len(table["rows"]))
            assert table["count"] == len(atlas.table(entry["name"]))
    spells = json.loads((site / "data/control/spells.json").read_text("utf-8"))["rows"]
    units = gpd.read_file(site / "data/units.geojson")
    # A spell names a unit, or a district or governorate whose units have none of their own then.
    assert all(units["unit"].str.startswith(row["unit"]).any() for row in spells)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"base_url": "javascript:alert(1)"}, "address of the site"),
        ({"base_url": 'https://x/"><script>'}, "address of the site"),
        ({"origins": ("https://x/path",)}, "origin"),
        ({"stories": ("nobody",)}, "story 'nobody': expected one of"),
        ({"areas": ("nobody",)}, "area 'nobody': expected one of alqosh, .*kirkuk"),
    ],
)
def test_options_that_cannot_be_are_refused(
    atlas: Atlas, tmp_path: Path, options: dict[str, object], text: str
) -> None:
    with pytest.raises(QuestionError, match=text):
        build(atlas, tmp_path / "out", Options(**options))
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_the_records_becomes_markup(hostile: Path) -> None:
    pages = read_pages(hostile)
    for name, page in pages.items():
        assert not [link for link in page.links if "javascript" in link.lower()], name
        for tag, given in page.tags:
            assert tag != "script", name
            assert not [key for key in given if key.startswith("on")], (name, tag)
    assert "alert(1)" in pages["en/index.html"].text
    for name in ("Iraq", "Kirkuk", "Kurdistan", "UNAMI"):
        assert not [path for path, page in pages.items() if name in page.text], name
    assert "ar/index.html" in pages and "ckb/index.html" not in pages


@pytest.mark.thorough
def test_pages_are_for_everyone_and_no_wider_than_a_phone(
    browser: Browser,  # noqa: F811
    site: Path,
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, offline=True)
    page = context.new_page()
    english, arabic = (sorted((site / name).rglob("*.html")) for name in ("en", "ar"))
    for path in (*english[::2], *arabic[1::2], site / "index.html"):  # each page in one language
        page.emulate_media(color_scheme="dark" if path in arabic else "light")
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        violations = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"][:200]) for item in violations] == [], path
        pictures = "Array.from(document.images).every((image) => image.naturalWidth > 0)"
        assert page.evaluate(pictures), path
    page, messages = context.new_page(), list[str]()  # axe itself asks for what the policy forbids
    page.on("console", lambda message: messages.append(message.text))
    page.goto((site / "ar/areas/kirkuk.html").as_uri())
    page.get_by_text(say("site.live", Language.AR)).click()
    expect(page.locator("#map, .gl-map, .leaflet-container").first).to_be_visible()
    assert messages == []
    context.close()
