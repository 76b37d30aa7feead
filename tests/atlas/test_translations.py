"""Translations hold for the English that they were made from, and for no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo import Atlas
from geo.atlas import check
from geo.atlas.translations import NAME, fingerprint
from geo.model import Language
from tools.doubts import apply_rule
from tools.translations import key_of, take, texts

Spoil = Callable[[str, int, str, str], str]
TABLE = "language/translations.csv"


def test_a_translation_is_found_by_its_english(atlas: Atlas) -> None:
    row = atlas.table(NAME).iloc[0]
    rows = atlas.table(row["table"])
    rows = rows.set_index(key_of(rows))
    english = rows.loc[row["id"], row["field"]]
    assert atlas.translated(english, Language(row["language"])) == row["text"]
    assert atlas.translated(english + ".", Language(row["language"])) is None
    assert atlas.translated(english, Language.EN) is None


def test_where_the_english_changed_it_is_a_doubt_and_shown_nowhere(
    folder: Path, spoil: Spoil, atlas: Atlas
) -> None:
    events = atlas.table("events")
    known = set(atlas.table(NAME).query("table == 'events' and field == 'text'")["id"])
    number = next(at for at, item in enumerate(events["id"]) if item in known)
    before = {item.key for item in apply_rule(atlas, "translation_outdated")}
    spoil("events/events.csv", number + 2, "text", "Something else happened.")
    spoilt = Atlas.load(folder)
    result = [item for item in apply_rule(spoilt, "translation_outdated") if item.key not in before]
    assert [item.key for item in result] == [
        f"events {events['id'][number]} text {code}" for code in ("ar", "ckb")
    ]
    assert "Something else happened." in result[0].against
    assert all(item.accepted for item in result)
    assert spoilt.translated("Something else happened.", Language.AR) is None


#: What translates nothing: column, value, part of what is accepted.
NOTHING = [
    ("table", "poems", "a table of datapackage.json"),
    ("field", "holder", "one of actor_a, actor_b, note, place, text"),
]


@pytest.mark.thorough
def test_a_row_that_translates_nothing_or_a_text_anew_is_a_fault(
    folder: Path, spoil: Spoil, atlas: Atlas
) -> None:
    rows = atlas.table(NAME)
    numbers = [int(at) + 2 for at in rows.query("table == 'events' and language == 'ar'").index]
    for number, (column, value, _) in zip(numbers, NOTHING, strict=False):
        spoil(TABLE, number, column, value)
    first, other = numbers[-2:]
    spoil(TABLE, other, "english", rows["english"][first - 2])
    faults = {(fault.row, fault.column): fault.accepted for fault in check(folder)}
    assert len(faults) == len(NOTHING) + 1
    for number, (column, _, accepted) in zip(numbers, NOTHING, strict=False):
        assert accepted in faults[number, column]
    assert "one translation of a text" in faults.values()


def test_lines_become_rows_in_the_order_of_the_data(atlas: Atlas) -> None:
    table, key, field, english = next(texts(atlas))
    rows = take(atlas, [f"{fingerprint(english)}\tنص\tدەق\n"], "lines.tsv")
    assert rows[0] == {
        "table": table, "id": key, "field": field, "language": "ar",
        "english": fingerprint(english), "text": "نص",
    }  # fmt: skip
    remaining = atlas.table(NAME)["english"].isin({fingerprint(text[3]) for text in texts(atlas)})
    assert len(rows) >= remaining.sum()


def test_a_country_without_translations_shows_its_english(vellin: Path) -> None:
    country = Atlas.load(vellin)
    assert country.table(NAME).empty
    assert country.translated("Anything", Language.AR) is None
