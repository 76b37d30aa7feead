"""A language that the program has no words of is its code in the profile, and files of the data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from PIL import Image

from geo import Atlas, View, export
from geo.atlas.atlas import check
from geo.cli.run import main
from geo.export.picture import picture, render
from geo.model import Language
from geo.profile import using
from geo.words import locale, say
from tests.browser import Opened
from tests.browser.conftest import WAIT, browser
from tests.web.running import run

__all__ = ["browser"]  # a fixture of the browser's tests

#: Persian: from right to left, with digits of its own; the program knows no word of it.
CODE = "fa"
WORDS = {
    "country": "ولین",
    "holder.crown": "تاج",
    "web.language.fa": "فارسی",
    "web.tagline": "اطلس ولین",
    "legend": "راهنما",
}
PLACE = "ایبستون"


@pytest.fixture(scope="module")
def folder(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return Vellin in three languages: a line of the profile, its words, and texts of its data."""
    made = shutil.copytree(vellin, tmp_path_factory.mktemp("languages") / "vellin")
    profile = yaml.safe_load((made / "profile.yaml").read_text("utf-8"))
    profile["languages"].append(CODE)
    (made / "profile.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (made / "words" / f"{CODE}.json").write_text(json.dumps(WORDS), "utf-8")
    story = made / "stories" / "spring-1980.yaml"
    text = story.read_text("utf-8").replace("\n  en: ", f"\n  {CODE}: متن\n  en: ")
    text = text.replace("\n      en: ", f"\n      {CODE}: متن\n      en: ")
    story.write_text(
        text.replace("\n          en: ", f"\n          {CODE}: متن\n          en: "), "utf-8"
    )
    package = json.loads((made / "datapackage.json").read_text("utf-8"))
    places = next(resource for resource in package["resources"] if resource["name"] == "places")
    fields = places["schema"]["fields"]
    at = [field["name"] for field in fields].index("name_ar") + 1
    fields.insert(at, {"name": f"name_{CODE}", "type": "string"})
    profile_entry = next(
        resource for resource in package["resources"] if resource["name"] == "profile"
    )
    profile_entry["extrapaths"].append(f"words/{CODE}.json")
    (made / "datapackage.json").write_text(json.dumps(package), "utf-8")
    table = made / places["path"]
    head, *rows = table.read_text("utf-8").splitlines()
    lines = [",".join([*head.split(",")[:at], f"name_{CODE}", *head.split(",")[at:]])]
    for row in rows:
        cells = row.split(",")
        lines.append(",".join([*cells[:at], PLACE if "Ibston" in cells else "", *cells[at:]]))
    table.write_text("\n".join(lines) + "\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def country(folder: Path) -> Iterator[Atlas]:
    atlas = Atlas.load(folder)
    with using(atlas.profile):
        yield atlas


def test_its_folder_has_no_fault(folder: Path) -> None:
    assert check(folder) == []


def test_it_is_written_as_cldr_says(country: Atlas) -> None:
    persian = country.profile.languages[-1]
    assert (persian, persian.rtl) == (Language(CODE), True)
    assert locale.day(date(1980, 5, 4), persian).startswith("۴ ")
    assert locale.number(1234, persian) == "۱٬۲۳۴"
    assert say("country", persian) == "ولین"
    assert say("details.sources", persian) == say("details.sources", Language.EN)


def test_commands_speak_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = ["--data", str(folder)]
    assert main([*query, "story", "show", "spring-1980", "--lang", CODE]) == 0
    assert "متن" in capsys.readouterr().out
    assert main([*query, "at", "1981-06-01", "--place", PLACE]) == 0
    assert "Ibston" in capsys.readouterr().out
    assert main([*query, "areas", "--json"]) == 0
    assert f'"name_{CODE}"' in capsys.readouterr().out


def test_a_picture_is_in_it(country: Atlas, tmp_path: Path) -> None:
    file = picture(country, View(language=CODE), tmp_path / "vellin.png", dpi=60)
    with Image.open(file) as result:
        assert result.width > 300
    english, persian = (render(country, View(language=item), ".svg") for item in ("en", CODE))
    assert english != persian


def test_the_app_is_in_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLINE_DATA", str(folder))
    app = run(lang=CODE)
    app.session_state["greenline"].opened = True  # figures are made for an open drawer alone
    app.run()
    count = locale.number(len(app.dataframe[0].value), Language(CODE))
    assert set(count) <= set("۰۱۲۳۴۵۶۷۸۹")
    note = say("web.rows.held", Language(CODE), n=count)
    assert note in [str(item.value) for item in app.caption]


def test_the_page_is_in_it(country: Atlas, browser: object, tmp_path: Path) -> None:
    file = export.html(country, View(language=CODE), tmp_path / "vellin.html")
    context = browser.new_context(offline=True, reduced_motion="reduce")  # type: ignore[attr-defined]
    context.set_default_timeout(WAIT)
    try:
        opened = Opened(context.new_page())
        opened.listen()
        opened.page.goto(file.as_uri())
        opened.page.wait_for_function("() => performance.getEntriesByName('map-drawn').length > 0")
        assert opened.page.locator("html").get_attribute("dir") == "rtl"
        assert "۱۹۸۱" in opened.page.locator(".gl-sentence").inner_text()
        opened.show("about")
        options = opened.page.locator("#gl-language option").all_inner_texts()
        assert options == ["English", "العربية", "فارسی"]
        opened.page.fill("#gl-search", PLACE)
        opened.page.locator("#gl-results li[role=option]").first.wait_for()
        opened.assert_calm()
    finally:
        context.close()
