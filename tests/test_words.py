"""Every string a reader sees: the same keys and blanks, the right script; shares that add up."""

from __future__ import annotations

import csv
import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import geo
from geo import Atlas, View, words
from geo.ask.layer_content import content
from geo.model import Language, Layer
from geo.words.locale import whole_percents

WORDS = Path(words.__file__).parent
DATA = Path(geo.__file__).parents[1] / "data"
ENGLISH = words.language(Language.EN)
OTHERS = [Language.AR, Language.CKB]
BLANK = re.compile(r"\{(\w*)\}")
LATIN = re.compile(r"[A-Za-z](?:[\w.-]*\w)?")
# Latin words that the Arabic and Sorani texts keep: names, keys of a keyboard and file formats.
KEPT = {
    *(
        "A3", "KMZ", "P", "t", "A4", "ACLED", "Arrow", "ORC", "Office", "OpenDocument", "TSV",
        "Backspace", "BibTeX", "CSV", "EPSG", "FlatGeobuf", "GeoParquet", "JSON", "PMTiles",
        "Parquet", "gzip", "HXL", "Letter", "QGIS", "Esc", "GDELT", "GeoJSON", "GeoPackage",
        "Greenline", "HTML",
    ),
    *(
        "P-code", "PDF", "APNG", "YAML", "Earth", "Enter", "GPX", "Google", "KML", "GIF", "MP4",
        "WebM", "PNG", "SVG", "Shapefile", "shp", "shx", "dbf", "prj", "xls", "Shift", "UCDP",
        "UNAMI", "WGS", "WKB", "UTM", "XLSX", "XML", "ZIP", "i",
    ),
}  # fmt: skip
# What is typed as it stands, and languages, which are called by their own names in every language.
TYPED = re.compile(r"`[^`]*`")
OWN = "web.language."
# Letters of the one script that look like letters of the other and break its search and sorting.
FOREIGN = {Language.AR: "یکەۆێڕڵڤپچژگھ", Language.CKB: "يكىةأإٱآؤذضصطظث"}
NAMED = (
    "boundaries/districts", "boundaries/governorates", "boundaries/subdistricts",
    "claims/instruments", "claims/perspectives", "control/actors", "control/parts",
    "crossings/crossings", "disputed/areas", "oil/fields", "oil/pipelines", "oil/refineries",
    "places/places",
)  # fmt: skip
TEXTS = {f"{name}_{code.value}": code for name in ("name", "text") for code in OTHERS}


def find_foreign(text: str, code: Language) -> str:
    """Return the letters of a text that do not belong to a language."""
    return "".join(sorted(set(text) & set(FOREIGN[code])))


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("code", Language)
def test_every_language_has_the_same_keys(code: Language) -> None:
    mine = words.language(code)
    assert sorted(ENGLISH.keys() - mine.keys()) == [], "missing"
    assert sorted(mine.keys() - ENGLISH.keys()) == [], "left over"


def test_each_code_of_the_data_that_a_card_shows_has_words() -> None:
    shown = (
        ("oil/fields", "status", "status"),
        ("oil/production", "unit", "unit"),
        ("oil/production", "qualifier", "oil.how"),
        ("oil/pipeline_states", "state", "state"),
        ("crossings/crossings", "neighbour", "country"),
        ("crossings/crossings", "official", "answer"),
        ("disputed/bases", "claimant", "holder"),
        ("claims/claims", "claimant", "holder"),
    )
    lacking = {
        f"{key}.{row[column]}"
        for table, column, key in shown
        for row in rows(table)
        if row[column] and f"{key}.{row[column]}" not in ENGLISH
    }
    assert lacking == set()


@pytest.mark.parametrize("code", Language)
def test_no_string_is_empty_or_broken(code: Language) -> None:
    for key, text in words.language(code).items():
        assert text.strip(), key
        assert text == text.replace("\n", " "), f"{key} breaks its line"
        assert text.count("{") == text.count("}") == len(BLANK.findall(text)), key


@pytest.mark.parametrize("code", OTHERS)
def test_placeholders_are_those_of_the_english(code: Language) -> None:
    mine = words.language(code)
    wrong = {
        key: mine[key]
        for key, text in ENGLISH.items()
        if key in mine and sorted(BLANK.findall(mine[key])) != sorted(BLANK.findall(text))
    }
    assert wrong == {}


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left(code: Language) -> None:
    left = {
        key: matches
        for key, text in words.language(code).items()
        if not key.startswith(OWN)
        and (matches := sorted(set(LATIN.findall(TYPED.sub("", BLANK.sub("", text)))) - KEPT))
    }
    assert left == {}


@pytest.mark.parametrize("code", Language)
def test_the_file_is_sorted_and_laid_out_in_one_way(code: Language) -> None:
    text = (WORDS / f"{code.value}.json").read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)
    assert all(item < other for (item, _), (other, _) in pairwise(pairs)), "not sorted, or twice"
    assert text == json.dumps(dict(pairs), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    "path", sorted((WORDS / "layers").glob("*.json")), ids=lambda character: character.stem
)
def test_words_of_layers_stand_apart_in_every_language(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    assert list(content) == [code.value for code in Language]
    for code, subset in content.items():
        assert list(subset) == sorted(subset)
        elsewhere = json.loads((WORDS / f"{code}.json").read_text(encoding="utf-8"))
        assert not subset.keys() & elsewhere.keys(), "a word stands in two files"


@pytest.mark.parametrize("table", NAMED)
def test_names_are_written_in_their_own_script(table: str) -> None:
    wrong = [
        (row.get("id") or row.get("pcode"), column, row[column])
        for row in rows(table)
        for column, code in TEXTS.items()
        if row.get(column)
        and (find_foreign(row[column], code) or not re.search(r"[ء-ۿ]", row[column]))
    ]
    assert wrong == []


@pytest.mark.parametrize("table", NAMED)
def test_every_record_has_a_name_in_each_language(table: str) -> None:
    for row in rows(table):
        is_village = int(row.get("rank") or 0) > 4
        assert is_village or all(row[f"name_{code.value}"] for code in Language), row


# Digits that stay as they are: isolated examples, blanks, names that end in a number, dates of two readings.
KEPT_DIGITS = re.compile(r"\u2068.*?\u2069|\{\w+\}|[A-Za-z]+:?[ \u00a0]?\d+|\d\d/\d\d/\d{4}")


@pytest.mark.parametrize("language", OTHERS)
def test_texts_have_the_digits_of_their_language(language: Language) -> None:
    texts = words.language(language)
    assert {
        key: text for key, text in texts.items() if re.search("[0-9]", KEPT_DIGITS.sub("", text))
    } == {}


@pytest.mark.parametrize("code", OTHERS)
def test_no_letter_of_another_script(code: Language) -> None:
    mine = {key: text for key, text in words.language(code).items() if not key.startswith(OWN)}
    assert {key: result for key, text in mine.items() if (result := find_foreign(text, code))} == {}


def test_percents_add_up_and_none_is_off_by_one() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        parts = list(rng.random(int(rng.integers(1, 12))) ** 3)
        percents = whole_percents(parts)
        assert sum(percents) == 100
        assert all(
            abs(percent - 100 * part / sum(parts)) < 1
            for percent, part in zip(percents, parts, strict=True)
        )


@pytest.mark.thorough
@pytest.mark.parametrize("day", ["2014-08-10", "2017-10-15", "2026-07-01"])
def test_shares_of_disputed_areas_add_up_in_tables(atlas: Atlas, day: str) -> None:
    rows = content(atlas, View(date=day, layers=[Layer.DISPUTED]))[Layer.DISPUTED]
    sums = {sum(map(int, re.findall(r"(\d+)%", text))) for text in rows["shares"]}
    assert sums == {100}
