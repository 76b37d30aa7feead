"""A language that the program has no words of is a line of the profile and a file of words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from geo import Atlas, View, export
from geo.cli.run import main
from geo.model import Language
from geo.pictures import GraphicSettings, render
from geo.profile import using
from geo.site import Options, build
from geo.stories.check import list_untranslated
from geo.words import locale, say
from tests.browser import Opened
from tests.browser.conftest import WAIT, browser
from tests.web.running import run

__all__ = ["browser"]  # a fixture of the browser's tests

#: Persian: from right to left, with digits of its own; these are all words that it has.
CODE = "fa"
WORDS = {
    "country": "ولین",
    "holder.crown": "تاج",
    "web.language.fa": "فارسی",
    "web.tagline": "اطلس ولین",
    "legend": "راهنما",
}


def add_language(vellin: Path, folder: Path, code: str, words: str) -> Path:
    """Copy Vellin, with a language more."""
    shutil.copytree(vellin, folder)
    profile = yaml.safe_load((folder / "profile.yaml").read_text("utf-8"))
    profile["languages"].append(code)
    (folder / "profile.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "words" / f"{code}.json").write_text(words, "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("languages") / "vellin"
    return add_language(vellin, made, CODE, json.dumps(WORDS))


@pytest.fixture(scope="module")
def country(folder: Path) -> Iterator[Atlas]:
    atlas = Atlas.load(folder)
    with using(atlas.profile):
        yield atlas


def test_words_fall_back_one_by_one_and_days_are_written_as_cldr_says(country: Atlas) -> None:
    persian = country.profile.languages[-1]
    assert (persian, persian.rtl) == (Language(CODE), True)
    assert locale.day(date(1980, 5, 4), persian).startswith("۴ ")
    assert locale.number(1234, persian) == "۱٬۲۳۴"
    assert (say("country", persian), say("holder.league", persian)) == ("ولین", "League")


def test_check_counts_what_is_missing(
    country: Atlas, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (lacking,) = [item for item in list_untranslated(country) if item.language == CODE]
    assert lacking.names > 40
    assert main(["--data", str(folder), "check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "no fault"
    (row,) = [line.split() for line in lines if line.startswith(f"{CODE} ")]
    assert row == [CODE, f"{lacking.words:,}", str(lacking.names), "5"]


@pytest.mark.thorough
def test_every_output_has_it_and_marks_what_is_not_translated(
    folder: Path,
    country: Atlas,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    query = ["--data", str(folder), "story", "show", "spring-1980", "--lang"]
    assert main([*query, CODE]) == 0
    assert capsys.readouterr().out.startswith("Spring of 1980 [en] (spring-1980, 1980-05-04)")
    assert main([*query, "en"]) == 0
    assert "[en]" not in capsys.readouterr().out
    assert main(["--data", str(folder), "export", str(tmp_path / "v.gpkg"), "--lang", CODE]) == 0
    assert (
        "تاج" in render(country, View(language=CODE), ".svg", GraphicSettings(format="a4")).decode()
    )
    build(country, tmp_path / "site", Options(languages=(Language(CODE),), areas=("saltmarsh",)))
    home = (tmp_path / "site" / CODE / "index.html").read_text("utf-8")
    assert f'lang="{CODE}" dir="rtl"' in home
    assert WORDS["web.tagline"] in home and "Spring of 1980 [en]" in home
    monkeypatch.setenv("GREENLINE_DATA", str(folder))
    assert not run(lang=CODE).exception


@pytest.mark.parametrize(
    ("code", "words", "says"),
    [
        ("xq", "{}", "profile.yaml, column 'languages.2': 'xq'"),
        ("ku", '["Velîn"]', "profile.yaml, column 'words.ku'"),
        ("ku", '{"country": 7}', "profile.yaml, column 'words.ku.country': '7'"),
        ("ku", "{", "words/ku.json"),
    ],
)
def test_a_faulty_language_is_an_error_that_names_it(
    vellin: Path,
    tmp_path: Path,
    code: str,
    words: str,
    says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = add_language(vellin, tmp_path / "vellin", code, words)
    for line in ("at 1981-06-01", f"export {tmp_path / 'x.html'}", "check"):
        assert main(["--data", str(folder), *line.split()]) == 1, line
        text = capsys.readouterr()
        assert says in text.out + text.err, line
        assert "Traceback" not in text.err
    assert main(["--data", str(folder), "--help"]) == 0


@pytest.mark.thorough
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
        opened.assert_calm()
    finally:
        context.close()
