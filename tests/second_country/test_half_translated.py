"""A fourth language, half translated, is a line of the profile and a file of words: every output has it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from geo import Atlas, View, export
from geo.cli.run import main
from geo.export.picture import render
from geo.model import Language
from geo.profile import using
from geo.site import Options, build
from geo.stories.untranslated import list_untranslated
from geo.words import say
from tests.web.running import run

#: Kurmanji: the program knows no word of it, and these are all that somebody has translated.
CODE = "ku"
WORDS = {
    "country": "Velîn",
    "holder.crown": "Tac",
    "legend": "Nîşan",
    "web.tagline": "Atlasa Velînê",
}


def add_language(folder: Path, code: str, words: object) -> None:
    profile = yaml.safe_load((folder / "profile.yaml").read_text("utf-8"))
    profile["languages"].append(code)
    (folder / "profile.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "words" / f"{code}.json").write_text(json.dumps(words), "utf-8")


@pytest.fixture(scope="module")
def folder(vellin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = shutil.copytree(vellin, tmp_path_factory.mktemp("half") / "vellin")
    add_language(made, CODE, WORDS)
    return made


@pytest.fixture(scope="module")
def country(folder: Path) -> Iterator[Atlas]:
    atlas = Atlas.load(folder)
    with using(atlas.profile):
        yield atlas


def test_words_fall_back_one_by_one(country: Atlas) -> None:
    kurmanji = country.profile.languages[-1]
    assert [str(language) for language in country.profile.languages] == ["en", "ar", CODE]
    assert (say("country", kurmanji), say("holder.league", kurmanji)) == ("Velîn", "League")
    assert say("details.sources", kurmanji) == say("details.sources", Language.EN)
    assert say(f"web.language.{CODE}", kurmanji) == "kurdî (kurmancî)"


def test_check_counts_what_is_missing(
    country: Atlas, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(folder), "check"]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "no fault"
    (line,) = [line for line in lines if line.startswith(f"{CODE}: ")]
    assert "5 texts of stories are not translated" in line
    before = next(item for item in list_untranslated(country) if item.language == CODE)
    assert before.names > 40
    assert main(["--data", str(folder), "check", "--json"]) == 0
    message = json.loads(capsys.readouterr().out)["untranslated"]
    assert {"language": CODE, "words": before.words, "names": before.names, "stories": 5} in message


def test_a_word_more_is_one_less_to_translate(folder: Path, country: Atlas, tmp_path: Path) -> None:
    before = next(item for item in list_untranslated(country) if item.language == CODE)
    other = shutil.copytree(folder, tmp_path / "more")
    (other / "words" / f"{CODE}.json").write_text(
        json.dumps(WORDS | {"holder.league": "Lîg"}), "utf-8"
    )
    after = next(item for item in list_untranslated(Atlas.load(other)) if item.language == CODE)
    assert before.words - after.words == 1


def test_a_text_that_is_not_translated_is_marked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = ["--data", str(folder), "story", "show", "spring-1980", "--lang"]
    assert main([*query, CODE]) == 0
    assert capsys.readouterr().out.startswith("Spring of 1980 [en] (spring-1980, 1980-05-04)")
    assert main([*query, "en"]) == 0
    assert "[en]" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["--help"], ["export", "--help"], ["at", "1981-06-01"], ["areas"]]
)
def test_commands_work(folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(folder), *words]) == 0
    assert capsys.readouterr().out


def test_files_are_written_in_it(folder: Path, country: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "vellin.html"
    assert main(["--data", str(folder), "export", str(file), "--lang", CODE]) == 0
    assert "Spring of 1980 [en]" in export.page(country, View(language=CODE, story="spring-1980"))
    assert "Tac" in render(country, View(language=CODE), ".svg").decode()
    assert main(["--data", str(folder), "export", str(tmp_path / "v.gpkg"), "--lang", CODE]) == 0


def test_a_site_is_written_in_it(country: Atlas, tmp_path: Path) -> None:
    options = Options(languages=(Language(CODE),), areas=("saltmarsh",))
    build(country, tmp_path / "site", options)
    pages = {
        file.name: file.read_text("utf-8") for file in (tmp_path / "site" / CODE).rglob("*.html")
    }
    assert f'lang="{CODE}"' in pages["index.html"]
    assert "Atlasa Velînê" in pages["index.html"]
    assert any("Spring of 1980 [en]" in text for text in pages.values())


def test_the_app_opens_in_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLINE_DATA", str(folder))
    app = run(lang=CODE)
    assert not app.exception


@pytest.mark.parametrize(
    ("code", "words", "says"),
    [
        ("xq", {}, "profile.yaml, column 'languages.2': 'xq'"),
        ("ku", ["Velîn"], "profile.yaml, column 'words.ku'"),
        ("ku", {"country": 7}, "profile.yaml, column 'words.ku.country': '7'"),
    ],
)
def test_a_faulty_language_is_an_error_that_names_it(
    vellin: Path,
    tmp_path: Path,
    code: str,
    words: object,
    says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = shutil.copytree(vellin, tmp_path / "vellin")
    add_language(folder, code, words)
    for command in (
        ["at", "1981-06-01"],
        ["areas"],
        ["export", str(tmp_path / "x.html")],
        ["check"],
    ):
        assert main(["--data", str(folder), *command]) == 1, command
        text = capsys.readouterr()
        assert says in text.out + text.err, command
        assert "Traceback" not in text.err
    assert main(["--data", str(folder), "--help"]) == 0


def test_a_file_of_words_that_is_no_json_is_named(
    vellin: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(vellin, tmp_path / "vellin")
    add_language(folder, CODE, WORDS)
    (folder / "words" / f"{CODE}.json").write_text("{", "utf-8")
    assert main(["--data", str(folder), "at", "1981-06-01"]) == 1
    assert f"words/{CODE}.json" in capsys.readouterr().err
