"""Translations of the data: complete where readers look first, in the reader's script, names as the tables spell them."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest

from geo import Atlas
from geo.atlas.translations import NAME, fingerprint
from geo.model import Language
from geo.words import say
from tools.translations import texts

LANGUAGES = (Language.AR, Language.CKB)

#: Columns of which every text is translated: a reader meets them first.
COMPLETE = (
    "events.text",
    "events.place",
    "events.actor_a",
    "events.actor_b",
    "field_periods.operator",
    "sources.title",
)

#: Tables whose names a text may hold.
NAMED = ("places", "subdistricts", "districts", "governorates", "areas", "fields", "crossings")

#: Other spellings of names in English that are words of their own, or parts of other names.
NOT_PLACES = {
    "air base", "Al-Alam", "Amedi", "Gulala", "Hawler", "Siba", "Jazira", "Riyadh", "Avana", "Fishkhabur",
    "Abu Ghirab", "Buzurgan", "Khana", "Mosul city", "Sabah", "Sarsang block",
}  # fmt: skip

#: Words that take a side, as ``test_records`` has them in English: to free, to occupy, to invade.
LOADED = {
    "ar": re.compile("تحرير|محرر|حُر|حررت|احتل|غزو"),
    "ckb": re.compile("داگیر|ئازادکراو|ڕزگارکر"),
}


@cache
def names(atlas: Atlas) -> dict[str, set[tuple[str, str]]]:
    """Return the names of places in English, each with what it is called in Arabic and Sorani.

    Another name may be translated by the place's other names too: Jurf al-Nasr is not Jurf al-Sakhar.
    """
    result: dict[str, set[tuple[str, str]]] = {}
    for table in NAMED:
        for row in atlas.table(table).itertuples():
            others = [name.strip() for name in str(getattr(row, "alt_names", "")).split("|")]
            translated = {
                (name, name) for name in others if name and not re.search("[A-Za-z]", name)
            }
            titles = {row.name_en, re.sub(r" \(.*\)$", "", row.name_en)}
            for name in (*titles, *others):
                if re.search("[A-Za-z]", name) and len(name) > 3 and row.name_ar:
                    known = result.setdefault(name, set())
                    known.add((row.name_ar, row.name_ckb))
                    known.update(set() if name in titles else translated)
    return {name: text for name, text in result.items() if name not in NOT_PLACES}


@cache
def longest_first(atlas: Atlas) -> list[str]:
    return sorted(names(atlas), key=len, reverse=True)


@cache
def find_names(atlas: Atlas, text: str) -> list[str]:
    """Return the names in a text, longer ones in place of those within them."""
    left, result = text, []
    for name in longest_first(atlas):
        if name in left and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", left):
            left = left.replace(name, " ")
            result.append(name)
    return result


def fold_text(text: str) -> str:
    """Return a text without the article and the marks by which spellings of one name differ."""
    text = re.sub("[إأآٱ]", "ا", text)
    text = text.translate(str.maketrans("ىيكةهھؤۆووڕڵگ", "ییکەەەوووورلک"))
    return re.sub(r"(?<!\w)ال|[ء\s]", "", text)


def has_words(name: str, text: str) -> bool:
    """Whether a translation has all words of a name; of the part of a field, its last word."""
    words = [word for word in re.split(r"[\s/-]+", name) if word]
    return all(
        fold_text(word) in fold_text(text) for word in (words[-1:] if " - " in name else words)
    )


def quotes(name: str, text: str) -> bool:
    """Whether a translation leaves a name in Latin letters, as another list writes it."""
    return re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text) is not None


@pytest.fixture(scope="module")
def rows(atlas: Atlas) -> pd.DataFrame:
    """Return the translations, each with its English of today."""
    english = {fingerprint(text): text for *_, text in texts(atlas)}
    result = atlas.table(NAME).assign(of=lambda table: table["english"].map(english))
    return result.dropna(subset="of")


def test_what_a_reader_meets_first_is_complete(atlas: Atlas) -> None:
    waiting = [
        f"{table} {key} {field} {language}"
        for table, key, field, text in texts(atlas)
        if f"{table}.{field}" in COMPLETE
        for language in LANGUAGES
        if atlas.translated(text, language) is None
    ]
    assert waiting == []


def test_a_translation_is_written_in_the_script_of_its_language(rows: pd.DataFrame) -> None:
    row = rows[~rows["text"].str.contains("[\u0621-\u06d5]")]
    assert row["text"].tolist() == []
    assert not rows["text"].str.contains("[\u202a-\u202e\u2066-\u2069\u200e\u200f<>]").any()
    of_sorani = rows["text"].str.contains("[ەێۆڕڵ]")
    assert rows[of_sorani]["language"].eq("ckb").all()


def test_figures_of_the_english_stand_in_the_translation(rows: pd.DataFrame) -> None:
    wrong = [
        f"{row.table} {row.id} {row.field} {row.language}: {missing}"
        for row in rows.itertuples()
        if (missing := sorted(figures(row.of) - figures(row.text)))
    ]
    assert wrong == []


def figures(text: str) -> set[str]:
    """Return the figures of two digits and more in a text."""
    digits = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,."))
    return set(re.findall(r"(?<![A-Za-z\d.,-])\d[\d,.]*\d(?![A-Za-z\d])", digits))


@pytest.mark.thorough
def test_places_are_named_as_the_tables_spell_them(atlas: Atlas, rows: pd.DataFrame) -> None:
    at = {Language.AR: 0, Language.CKB: 1}
    wrong = [
        f"{row.table} {row.id} {row.field} {row.language}: {name} in {row.text}"
        for row in rows.itertuples()
        for name in find_names(atlas, row.of)
        if not (row.table in NAMED and quotes(name, row.text))
        and not any(has_words(text[at[row.language]], row.text) for text in names(atlas)[name])
    ]
    assert wrong == []


def test_a_translation_writes_numbers_in_its_own_digits(rows: pd.DataFrame) -> None:
    """A name such as K1 or IQG15Q05 keeps its digits; a range is written in one kind from end to end."""
    latin = re.compile(r"(?<![A-Za-z_0-9])[0-9]+(?![A-Za-z_0-9])")
    assert [(row.id, row.field) for row in rows.itertuples() if latin.search(row.text)] == []


def test_a_translation_takes_no_side(rows: pd.DataFrame) -> None:
    assert [
        (row.id, row.field, row.language)
        for row in rows.itertuples()
        if LOADED[row.language].search(row.text)
    ] == []


@pytest.mark.parametrize("language", list(Language))
def test_what_a_figure_of_several_fields_is_about_has_words(
    atlas: Atlas, language: Language
) -> None:
    subjects = atlas.table("production")["subject"].loc[lambda names: names.str.contains(":")]
    keys = {f"oil.subject.{name.partition(':')[2]}" for name in subjects}
    assert [key for key in sorted(keys) if say(key, language) == key] == []
