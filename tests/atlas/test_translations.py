"""Translations hold for the English that they were made from, and for no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo import Atlas
from geo.atlas import check
from geo.atlas.source_language import language_of
from geo.atlas.translations import NAME, fingerprint
from geo.doubts import RULES
from geo.model import Language
from tools.translations import take, texts

Spoil = Callable[[str, int, str, str], str]
TABLE = "language/translations.csv"


def test_a_translation_is_found_by_its_english(atlas: Atlas) -> None:
    row = atlas.table(NAME).iloc[0]
    rows = atlas.table(row["table"]).set_index("id")
    english = rows.loc[row["id"], row["field"]]
    assert atlas.translated(english, Language(row["language"])) == row["text"]
    assert atlas.translated(english + ".", Language(row["language"])) is None
    assert atlas.translated(english, Language.EN) is None


def test_where_the_english_changed_it_is_a_doubt_and_shown_nowhere(
    folder: Path, spoil: Spoil, atlas: Atlas
) -> None:
    events = atlas.table("events")
    known = set(atlas.table(NAME).query("table == 'events' and field == 'text'")["id"])
    number = next(at for at, one in enumerate(events["id"]) if one in known)
    before = {one.key for one in RULES["translation_outdated"](atlas)}
    spoil("events/events.csv", number + 2, "text", "Something else happened.")
    spoilt = Atlas.load(folder)
    found = [one for one in RULES["translation_outdated"](spoilt) if one.key not in before]
    assert [one.key for one in found] == [
        f"events {events['id'][number]} text {code}" for code in ("ar", "ckb")
    ]
    assert "Something else happened." in found[0].against
    assert all(one.accepted for one in found)
    assert spoilt.translated("Something else happened.", Language.AR) is None


@pytest.mark.quick(2)
@pytest.mark.parametrize(
    ("column", "value", "accepted"),
    [
        ("language", "fr", "one of ar, ckb"),
        ("table", "poems", "a table of datapackage.json"),
        ("field", "holder", "one of actor_a, actor_b, note, place, text"),
        ("english", "Kirkuk", "text like"),
        ("text", "", "a value, not an empty cell"),
    ],
)
def test_a_row_that_translates_nothing_is_a_fault(
    folder: Path, spoil: Spoil, column: str, value: str, accepted: str
) -> None:
    first = next(
        at for at, one in enumerate(Atlas.load(folder).table(NAME)["table"]) if one == "events"
    )
    spoil(TABLE, first + 2, column, value)
    faults = check(folder)
    assert [(one.file, one.row, one.column) for one in faults] == [(TABLE, first + 2, column)]
    assert accepted in faults[0].accepted


def test_two_translations_of_one_text_are_a_fault(folder: Path, spoil: Spoil, atlas: Atlas) -> None:
    rows = atlas.table(NAME).query("language == 'ar'")
    one, other = rows.index[:2]
    spoil(TABLE, int(other) + 2, "english", rows["english"][one])
    assert [fault.accepted for fault in check(folder)] == ["one translation of a text"]


def test_lines_become_rows_in_the_order_of_the_data(atlas: Atlas) -> None:
    table, key, field, english = next(texts(atlas))
    rows = take(atlas, [f"{fingerprint(english)}\tنص\tدەق\n"], "lines.tsv")
    assert rows[0] == {
        "table": table, "id": key, "field": field, "language": "ar",
        "english": fingerprint(english), "text": "نص",
    }  # fmt: skip
    kept = atlas.table(NAME)["english"].isin({fingerprint(one[3]) for one in texts(atlas)})
    assert len(rows) >= kept.sum()


def test_a_country_without_translations_shows_its_english(vellin: Path) -> None:
    country = Atlas.load(vellin)
    assert country.table(NAME).empty
    assert country.translated("Anything", Language.AR) is None


def test_the_language_of_a_source_is_what_its_title_or_address_says() -> None:
    said = [
        ("قتلى في هجوم", "https://www.aljazeera.net/news/2026", True, "ar"),
        ("دیمانەیەک لە هەولێر", "https://example.org", False, "ckb"),
        ("Duhok governor on Peshabur (in Turkish)", "https://example.org/the-post", True, "tr"),
        ("Oil flows to the port", "https://example.org/de/1", True, "en"),
        ("Oil flows to the port", "https://example.org/1", False, ""),  # it may be a paraphrase
        ("Oil flows", "https://example.org/ar/story", False, "ar"),
        ("Oil flows", "https://english.example.org/1", False, "en"),
        ("Oil flows", "https://example.org/2017/after-the-vote", False, "en"),
    ]
    for title, address, read, code in said:
        assert language_of(title, address, "", read) == code, title
    assert language_of("The end of it", "", "Title taken from the address", True) == ""
